//! Why a letter is no longer up to date, in the words of who changed it.

use std::collections::HashMap;

use crate::digest::FactDigests;
use crate::messages::{Lang, Message};

/// What differs between the facts that a letter was made from and those of now.
pub fn changes(before: &FactDigests, now: &FactDigests) -> Vec<String> {
    let mut changes: Vec<(&str, Message)> = Vec::new();
    for (name, digest) in now {
        let fact = in_words(name, Lang::current());
        match before.get(name) {
            None => changes.push((name, Message::FactAdded { fact })),
            Some(old) if old != digest => changes.push((name, Message::FactChanged { fact })),
            Some(_) => {}
        }
    }
    for name in before.keys().filter(|name| !now.contains_key(*name)) {
        let fact = in_words(name, Lang::current());
        changes.push((name, Message::FactRemoved { fact }));
    }
    changes.sort_by_key(|(name, _)| rank(name));
    changes.into_iter().map(|(_, change)| change.to_string()).collect()
}

/// What a person thinks of first comes first.
fn rank(fact: &str) -> usize {
    const ORDER: [&str; 5] = ["bulletin ", "service ", "section ", "client.", "notice."];
    ORDER.iter().position(|start| fact.starts_with(start)).unwrap_or(ORDER.len())
}

/// The facts of the client, the notice, the incident and the office in Japanese.
const FACTS: &[(&str, &str)] = &[
    ("client.name", "宛名"),
    ("client.honorific", "敬称"),
    ("client.person", "宛名の担当者"),
    ("client.postal_code", "郵便番号"),
    ("client.address", "住所"),
    ("client.relation", "顧問先の種類"),
    ("client.services", "顧問先の業務"),
    ("client.payslip", "給与明細の渡し方"),
    ("client.route", "委員会への報告の方法"),
    ("client.reported_on", "委員会に報告した日"),
    ("client.notify", "本人への通知の方法"),
    ("client.data", "お預かりしているデータ"),
    ("client.former_employees", "退職者の数"),
    ("client.known_on", "顧問先が知った日"),
    ("client.staff", "担当者"),
    ("client.delivery", "送り方"),
    ("client.vars", "顧問先の項目（vars）"),
    ("notice.title", "件名"),
    ("notice.opening", "書き出し"),
    ("notice.date", "お知らせの日付"),
    ("notice.number", "お知らせの番号"),
    ("notice.reference", "文書番号"),
    ("notice.template", "ひな形の指定"),
    ("incident.name", "事故の名前"),
    ("incident.system", "システムの項目"),
    ("incident.vendor", "委託先の項目"),
    ("incident.terms", "用語"),
    ("incident.vars", "事故の項目（vars）"),
    ("office.name", "事務所の名前"),
    ("office.representative", "代表者"),
    ("office.postal_code", "事務所の郵便番号"),
    ("office.address", "事務所の住所"),
    ("office.seal", "印影"),
    ("office.contact", "問い合わせ先"),
    ("office.vars", "事務所の項目（vars）"),
    ("office.format", "日付や数の書き方"),
    ("oshirase", "oshiraseのバージョン"),
];

/// A fact as an office calls it; one that it has named itself keeps its name.
fn in_words(fact: &str, lang: Lang) -> String {
    let kinds = [
        ("bulletin ", ""),
        ("service ", "業務"),
        ("section ", "項目"),
        ("notice ", "以前のお知らせ"),
        ("template ", "ひな形"),
        ("picture ", "画像"),
        ("font ", "フォント"),
    ];
    let of_kind = || {
        let (start, kind) = kinds.into_iter().find(|(start, _)| fact.starts_with(start))?;
        let name = &fact[start.len()..];
        Some(if kind.is_empty() { name.to_owned() } else { format!("{kind}「{name}」") })
    };
    let named = || FACTS.iter().find(|(name, _)| *name == fact).map(|(_, ja)| (*ja).to_owned());
    match lang {
        Lang::En => None,
        Lang::Ja => of_kind().or_else(named),
    }
    .unwrap_or_else(|| fact.to_owned())
}

/// How many letters have each reason, the most frequent first.
pub fn tally<'a>(reasons: impl IntoIterator<Item = &'a [String]>) -> Vec<(String, usize)> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut counts: Vec<(String, usize)> = Vec::new();
    for reason in reasons.into_iter().flatten() {
        let place = *places.entry(reason).or_insert(counts.len());
        match counts.get_mut(place) {
            Some((_, count)) => *count += 1,
            None => counts.push((reason.clone(), 1)),
        }
    }
    // Of two that are as frequent, the one that a person thinks of first is the first here.
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_difference_is_named_once() {
        let facts = |list: &[(&str, &str)]| -> FactDigests {
            list.iter().map(|(name, digest)| ((*name).to_owned(), (*digest).to_owned())).collect()
        };
        let before = facts(&[("client.staff", "1"), ("office.name", "1"), ("section 一", "1")]);
        let now = facts(&[("client.staff", "2"), ("office.name", "1"), ("bulletin 第2報", "1")]);
        let found = changes(&before, &now);
        assert_eq!(found, ["bulletin 第2報 added", "section 一 removed", "client.staff changed"]);
        assert_eq!(changes(&now, &now), Vec::<String>::new());
        assert_eq!(
            tally([found.as_slice(), &found[..1]])[0],
            ("bulletin 第2報 added".to_owned(), 2)
        );
    }

    #[test]
    fn a_fact_has_a_name_that_is_no_key() {
        let words = |fact| in_words(fact, Lang::Ja);
        assert_eq!(words("client.address"), "住所");
        assert_eq!(words("bulletin 第2報"), "第2報");
        assert_eq!(words("section 経緯"), "項目「経緯」");
        assert_eq!(words("template report.typ"), "ひな形「report.typ」");
        assert_eq!(words("client.nickname"), "client.nickname");
    }
}
