//! One thing, one word: spellings that differ, and names in another form.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use crate::check::SharedFacts;
use crate::diagnostic::Diagnostic;
use crate::facts::Passage;
use crate::messages::Message;
use crate::rules::Rule;

/// Spellings of which a letter should have one.
const SPELLINGS: &[&[&str]] = &[
    &["おそれ", "恐れ", "虞"],
    &["漏えい", "漏洩"],
    &["顧問先様", "お客様", "お取引先様", "クライアント様"],
    &["弊社", "当社", "弊所", "当所", "弊法人", "当法人"],
    &["お問い合わせ", "お問合せ", "お問合わせ", "お問い合せ"],
    &["サーバー", "サーバ"],
    &["ランサムウェア", "ランサムウエア"],
    &["ソフトウェア", "ソフトウエア"],
    &["ユーザー", "ユーザ"],
    &["下さい", "ください"],
    &["致します", "いたします"],
    &["及び", "および"],
    &["または", "又は"],
];

/// Words of 個人情報保護法 and its rules, each with those that are used instead.
const LAW_WORDS: &[(&str, &str)] =
    &[("漏洩", "漏えい"), ("個人情報保護委員長", "個人情報保護委員会委員長")];

/// What is wrong with a passage by itself.
pub fn check_one(passage: &Passage) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (word, right) in LAW_WORDS {
        for (at, _) in passage.text.match_indices(word) {
            let (message, right) = (
                Message::NotTheLawsWord { found: (*word).to_owned(), right: (*right).to_owned() },
                (*right).to_owned(),
            );
            let at = at..at + word.len();
            let finding = Rule::LawWord.corrected_in(passage, at, message, right.clone());
            found.push(finding.write_instead(&right));
        }
    }
    found
}

/// What is wrong with the shared texts together.
pub fn check(passages: &[Passage], facts: &SharedFacts) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> =
        SPELLINGS.iter().flat_map(|group| spellings(passages, group)).collect();
    let terms = terms(facts);
    found.extend(passages.iter().flat_map(|passage| other_forms(passage, &terms)));
    found
}

/// The uses of all spellings but the one that is used most.
fn spellings(passages: &[Passage], group: &[&str]) -> Vec<Diagnostic> {
    let uses: Vec<Vec<(&Passage, Range<usize>)>> = group
        .iter()
        .map(|word| {
            let longer = |text: &str| {
                group
                    .iter()
                    .any(|it| it.len() > word.len() && it.starts_with(word) && text.starts_with(it))
            };
            passages
                .iter()
                .flat_map(|passage| {
                    passage
                        .text
                        .match_indices(word)
                        .filter(|(at, _)| !longer(&passage.text[*at..]))
                        .filter(|(at, _)| stands_alone(&passage.text, *at, word))
                        .map(move |(at, _)| (passage, at..at + word.len()))
                })
                .collect()
        })
        .collect();
    // Of two that are used as often, the first of the list.
    let Some(most) = uses.iter().map(Vec::len).max().filter(|&most| most > 0) else {
        return Vec::new();
    };
    let used = uses.iter().position(|uses| uses.len() == most).unwrap_or(0);
    let others = group.iter().zip(uses).enumerate().filter(|(index, _)| *index != used);
    others
        .flat_map(|(_, (word, uses))| {
            uses.into_iter().map(|(passage, range)| {
                let message = Message::OtherSpelling {
                    found: (*word).to_owned(),
                    used: group[used].to_owned(),
                };
                Rule::Spelling.found_in(passage, range, message).hint(Message::ChooseOne)
            })
        })
        .collect()
}

/// Whether the word is not a part of another: 恐れ入りますが, おそれいりますが and
/// 該当社員 are other words.
fn stands_alone(text: &str, at: usize, word: &str) -> bool {
    let after = &text[at + word.len()..];
    let before = text[..at].chars().next_back();
    match word {
        "おそれ" | "恐れ" => {
            !["いり", "入り", "多", "おお"].iter().any(|it| after.starts_with(it))
        }
        "当社" | "当所" | "当法人" => {
            !before.is_some_and(|c| matches!(c, '該' | '担' | '本')) && !after.starts_with('員')
        }
        "サーバ" => !after.starts_with('ー'),
        "ユーザ" => !after.starts_with('ー'),
        _ => true,
    }
}

/// The registered names: the texts that the office has given names of its own.
fn terms(facts: &SharedFacts) -> Vec<String> {
    let vars = facts.office.vars.iter().chain(facts.incident.vars.iter());
    vars.map(|(_, text)| text.to_owned()).collect()
}

/// Words that look like the name of a company in Latin letters.
static COMPANY: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?:㈱|（株）|\(株\)|株式会社)?[ 　]?[A-Za-zＡ-Ｚａ-ｚ]{2,}[ 　]?[ァ-ヶー]*社";
    Regex::new(pattern).expect("a pattern that is tried by every test of this file")
});

/// A name in the characters that others of it may stand for.
fn folded(name: &str) -> String {
    name.nfkc().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase()
}

fn latin(name: &str) -> String {
    folded(name).chars().filter(char::is_ascii_alphabetic).collect()
}

fn other_forms(passage: &Passage, terms: &[String]) -> Vec<Diagnostic> {
    let key = passage.path.first();
    let registered = ["vars", "name"];
    if key.is_some_and(
        |step| matches!(step, crate::facts::Step::Key(key) if registered.contains(&key.as_str())),
    ) {
        return Vec::new();
    }
    let finding = |company: regex::Match<'_>| {
        let name = company.as_str().trim();
        let term = terms.iter().find(|term| term.ends_with('社') && latin(term) == latin(name))?;
        let known = terms.iter().any(|term| term == name);
        let right = term.clone();
        let message = Message::NotTheTerm { found: name.to_owned(), right: right.clone() };
        let start = company.start() + (company.len() - company.as_str().trim_start().len());
        let at = start..start + name.len();
        // Only the same name in other characters is certainly the same, and no word
        // goes with it.
        let same = folded(term) == folded(name) && !passage.text[company.end()..].starts_with('会');
        let finding = match same {
            true => Rule::Term.corrected_in(passage, at, message, right.clone()),
            false => Rule::Term.found_in(passage, at, message),
        };
        (!known).then(|| finding.instead(Message::UseTerm { right: right.clone() }, right))
    };
    COMPANY.find_iter(&passage.text).filter_map(finding).collect()
}
