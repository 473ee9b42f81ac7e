//! Why a letter is no longer up to date, in the words of who changed it.

use std::collections::HashMap;

use crate::digest::FactDigests;
use crate::facts::is_own_name;
use crate::messages::{Lang, Message};
use crate::model::fact_in_japanese;

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
    let own = || fact.strip_prefix("client.").filter(|name| is_own_name(name));
    let named = || fact_in_japanese(fact).or_else(own).map(str::to_owned);
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
        assert_eq!(words("client.主担当"), "主担当");
        assert_eq!(words("client.nickname"), "client.nickname");
    }
}
