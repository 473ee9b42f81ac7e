//! Every file, changed at every place: what was not meant stays, and the way back leads to
//! the first bytes.

use super::*;
use crate::facts::Form;

/// Texts that YAML would take for something else, and others.
const TEXTS: [&str; 10] = [
    "別の文です。",
    "対象: 300人",
    "{{ 業務 }}様 #301",
    "- 甲 \"乙\" 'a\\b' #",
    "1,000件、[甲]",
    "　字下げの段落",
    "true",
    "一行\n二行\n\n　三行",
    "# 見出し: x\n\n| > {% if a %}\n  深い行",
    "\"引用\" – 'x' \u{20BB7}",
];

#[test]
fn every_text_is_written_anew_and_back() {
    let mut changed = 0;
    for source in files() {
        let texts = paths(&source, |_, value| text_of(value).is_some());
        for (number, at) in some(texts).enumerate() {
            let document = Document::parse(&source).expect("YAML");
            let old = prose::as_written(&document, &at).expect("a text");
            if old != prose::tidy(&old) {
                // A mark with a blank behind it is no prose.
                continue;
            }
            let written = document.written(&at).expect("it is there");
            let in_brackets = File::read(&source).expect("YAML").is_between_brackets(&at);
            for new in [TEXTS[number % 10], TEXTS[(number + 7) % 10]] {
                let is_line = !new.contains('\n');
                if in_brackets && !is_line {
                    continue;
                }
                let place = format!("{} {at:?} {new}", source.name);
                let after = prose::set(&source, &at, new);
                let after = after.unwrap_or_else(|it| panic!("{place}: {}", it.message));
                assert!(same_but(&source, &after, &at), "{place}\n{}", after.text);
                assert_eq!(comments(&source), comments(&after), "{place}");
                let read = Document::parse(&after).expect("YAML");
                assert_eq!(prose::as_written(&read, &at).as_deref(), Some(new), "{place}");
                let back = prose::set(&after, &at, &old).expect("the way back");
                let read = Document::parse(&back).expect("YAML");
                assert_eq!(prose::as_written(&read, &at), Some(old.clone()), "{place}");
                let as_we_write = match &written.form {
                    Form::Lines { folds, .. } => !folds,
                    Form::Plain => is_line && !old.contains('\n') && stands_plain(&old),
                    Form::Quoted(quote) => is_line && *quote == '"' && !stands_plain(&old),
                    _ => false,
                };
                assert!(!as_we_write || back.text == source.text, "{place}\n{}", back.text);
                changed += 1;
            }
        }
    }
    assert!(changed > 100, "{changed}");
}

/// What a block is to the files here: an element of a list.
fn elements(source: &Arc<SourceText>) -> Vec<Vec<Step>> {
    paths(source, |path, value| {
        matches!(path.last(), Some(Step::Index(_)))
            && (value.is_mapping() || text_of(value).is_some())
    })
}

#[test]
fn every_condition_is_put_and_taken_away() {
    let when = serde_json::json!({ "業務": ["給与計算", "1,000"], "not": { "has": "担当" } });
    let mut changed = 0;
    for source in files() {
        for at in some(elements(&source)) {
            let place = format!("{} {at:?}", source.name);
            let document = Document::parse(&source).expect("YAML");
            let before = condition::of(&document, &at);
            let with = condition::set(&source, &at, Some(&when));
            let with = with.unwrap_or_else(|it| panic!("{place}: {}", it.message));
            assert!(same_but(&source, &with, &at), "{place}\n{}", with.text);
            assert_eq!(comments(&source), comments(&with), "{place}");
            let read = Document::parse(&with).expect("YAML");
            assert_eq!(condition::of(&read, &at).as_ref(), Some(&when), "{place}");
            let back = condition::set(&with, &at, before.as_ref()).expect("the way back");
            let is_own = |at: &[Step]| {
                document.written(&below(at, key("when"))).is_none_or(|it| it.form == Form::Flow)
            };
            assert!(!is_own(&at) || back.text == source.text, "{place}\n{}", back.text);
            assert!(proof::same(&value(&source), &value(&back)), "{place}");
            let without = condition::set(&source, &at, None).expect("none");
            assert_eq!(comments(&source), comments(&without), "{place}");
            changed += 1;
        }
    }
    assert!(changed > 100, "{changed}");
}

/// Lists with a block or more.
fn lists(source: &Arc<SourceText>) -> Vec<Vec<Step>> {
    paths(source, |_, value| value.as_sequence().is_some_and(|items| !items.is_empty()))
}

fn count(source: &Arc<SourceText>, list: &[Step]) -> usize {
    at(&value(source), list).and_then(Value::as_sequence).map_or(0, Vec::len)
}

#[test]
fn every_block_moves_there_and_back() {
    let mut moved = 0;
    for source in files() {
        for list in some(lists(&source)) {
            for index in 1..count(&source, &list) {
                let [upper, lower] = [index - 1, index].map(|at| below(&list, Step::Index(at)));
                let place = format!("{} {lower:?}", source.name);
                let up = blocks::shift(&source, &lower, -1);
                let up = up.unwrap_or_else(|it| panic!("{place}: {}", it.message));
                let down = blocks::shift(&source, &upper, 1).expect("the same");
                assert_eq!(up.text, down.text, "{place}");
                assert!(same_but(&source, &up, &list), "{place}");
                assert_eq!(comments(&source), comments(&up), "{place}");
                let back = blocks::shift(&up, &upper, 1).expect("the way back");
                assert_eq!(back.text, source.text, "{place}");
                moved += 1;
            }
        }
    }
    assert!(moved > 100, "{moved}");
}

#[test]
fn every_block_that_comes_can_go() {
    let news = [
        New::text("新しい段落です。"),
        New::text("新しい\n段落\n\nです。"),
        New {
            kind: Kind::Heading, text: "文: 一\n\n文二".into(), heading: "# 見出し".into()
        },
        New { kind: Kind::List, text: "一\n- 二".into(), heading: String::new() },
        New { kind: Kind::Notes, text: "注".into(), heading: String::new() },
    ];
    let mut changed = 0;
    for source in files() {
        for list in some(lists(&source)) {
            let count = count(&source, &list);
            let is_flow =
                File::read(&source).expect("YAML").written(&list).expect("it").form == Form::Flow;
            let between = File::read(&source).expect("YAML").is_between_brackets(&list) || is_flow;
            for index in [0, 1, count / 2, count] {
                let new = &news[(index + changed) % news.len()];
                let place = format!("{} {list:?} {index} {new:?}", source.name);
                let after = blocks::add(&source, &list, index, new);
                if between && new.text.contains('\n') && !matches!(new.kind, Kind::List) {
                    assert!(after.is_err(), "{place}");
                    changed += 1;
                    continue;
                }
                let after = after.unwrap_or_else(|it| panic!("{place}: {}", it.message));
                assert!(same_but(&source, &after, &list), "{place}\n{}", after.text);
                assert_eq!(comments(&source), comments(&after), "{place}");
                let back = blocks::remove(&after, &below(&list, Step::Index(index.min(count))));
                let back = back.unwrap_or_else(|it| panic!("{place}: {}", it.message));
                assert_eq!(back.text, source.text, "{place}\n{}", after.text);
                changed += 1;
            }
        }
    }
    assert!(changed > 100, "{changed}");
}
