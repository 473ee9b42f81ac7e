//! Why a letter is no longer up to date, in the words of who changed it.

use std::collections::BTreeMap;

use crate::messages::Message;
use crate::template::FactDigests;

/// What differs between the facts that a letter was made from and those of now.
pub fn changes(before: &FactDigests, now: &FactDigests) -> Vec<String> {
    let mut changes = Vec::new();
    for (fact, digest) in now {
        match before.get(fact) {
            None => changes.push(Message::FactAdded { fact: fact.clone() }.to_string()),
            Some(old) if old != digest => {
                changes.push(Message::FactChanged { fact: fact.clone() }.to_string())
            }
            Some(_) => {}
        }
    }
    let gone = before.keys().filter(|fact| !now.contains_key(*fact));
    changes.extend(gone.map(|fact| Message::FactRemoved { fact: fact.clone() }.to_string()));
    changes.sort_by_key(|change| rank(change));
    changes
}

/// What a person thinks of first comes first.
fn rank(change: &str) -> usize {
    const ORDER: [&str; 5] = ["bulletin ", "service ", "section ", "client.", "notice."];
    ORDER.iter().position(|start| change.starts_with(start)).unwrap_or(ORDER.len())
}

/// How many letters have each reason, the most frequent first.
pub fn tally<'a>(reasons: impl IntoIterator<Item = &'a [String]>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for reason in reasons.into_iter().flatten() {
        *counts.entry(reason).or_default() += 1;
    }
    let mut counts: Vec<_> =
        counts.into_iter().map(|(reason, count)| (reason.to_owned(), count)).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| rank(&a.0).cmp(&rank(&b.0))));
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
}
