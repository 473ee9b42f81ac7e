//! The vocabulary against the parser: it has exactly the keys that the parser knows at each
//! place, needs what the parser needs, and each of its examples can be written.

use std::collections::BTreeSet;

use oshirase::check::check;
use oshirase::diagnostic::Diagnostic;
use oshirase::messages::{Message, listed};
use oshirase::project::Project;
use oshirase::vocabulary::{Absent, BESIDE, BLOCK, FILTERS, Key, Kind, Place, TABLES, VARIABLES};

use crate::common::{TestProject, repository};
use crate::places::{
    CLIENTS_FILE, Entries, INCIDENT_FILE, NOTICE_FILE, OFFICE_FILE, PLACES, is_kind, least,
    text_with, with,
};

/// A project in which every example means something.
fn project() -> TestProject {
    let project = TestProject::empty();
    project.write(OFFICE_FILE, "name: みなと会計事務所\n");
    project.write(CLIENTS_FILE, "- {id: C-0042, name: 株式会社みなと商会, honorific: 御中}\n");
    project.write(INCIDENT_FILE, "parts: {窓口: お問い合わせは担当者まで。}\n");
    project.write(NOTICE_FILE, "date: 2023-06-09\ntitle: ご報告\nbody: ご報告いたします。\n");
    for picture in ["data/seal.png", "data/map.png"] {
        let letter = repository().join("docs/letter.png");
        std::fs::copy(letter, project.path(picture)).expect("a picture");
    }
    project
}

/// What is wrong where these entries stand at a place.
fn problems(place: usize, entries: &Entries) -> Vec<Diagnostic> {
    let (_, file, _) = PLACES[place];
    let project = project();
    if file.ends_with("fields.yaml") {
        // Whose records lack a field that is needed.
        std::fs::remove_file(project.path(CLIENTS_FILE)).expect("the recipients");
    }
    project.write(file, &text_with(place, entries));
    let sources = Project::open(&project.path("")).and_then(|it| it.load()).expect("a project");
    assert!(sources.problems.is_empty(), "{:?}", sources.problems);
    check(&sources).problems
}

fn is_right(place: usize, entries: &Entries) {
    let found = problems(place, entries);
    let said: Vec<String> = found.iter().map(|it| it.message.to_string()).collect();
    assert!(found.is_empty(), "{}: {entries:?}: {said:?}", PLACES[place].0.word.en);
}

/// The keys that the parser names when it finds one that it does not know.
fn known_keys(found: &[Diagnostic]) -> BTreeSet<String> {
    assert_eq!(found.len(), 1, "{found:?}");
    let keys = found[0].hints.iter().find_map(|hint| match &hint.message {
        Message::KnownKeys { keys } => Some(keys.split([',', '、']).map(|it| it.trim().to_owned())),
        _ => None,
    });
    keys.map(Iterator::collect).unwrap_or_default()
}

#[test]
fn the_vocabulary_has_the_keys_that_the_parser_knows() {
    for (at, (place, ..)) in PLACES.iter().enumerate() {
        let mut entries = least(place);
        let expected = place.keys().map(|key| key.name).filter(|it| !entries.contains_key(it));
        let expected: BTreeSet<String> = expected.map(str::to_owned).collect();
        entries.insert("zzz", "1");
        let mut known = known_keys(&problems(at, &entries));
        // These are asked for where the other is there.
        known.extend(place.only_beside.iter().map(|(key, _)| (*key).to_owned()));
        assert_eq!(known, expected, "{}", place.word.en);
    }
}

#[test]
fn every_place_that_a_key_leads_to_is_compared() {
    let compared = |place: &Place| PLACES.iter().any(|(it, ..)| std::ptr::eq(*it, place));
    fn held(kind: Kind, places: &mut Vec<&'static Place>) {
        match kind {
            Kind::Place(place) => places.push(place),
            Kind::List(kind) | Kind::Named(kind) => held(*kind, places),
            Kind::Or(one, other) => {
                held(*one, places);
                held(*other, places);
            }
            _ => {}
        }
    }
    let mut places = TABLES.to_vec();
    for (place, ..) in PLACES {
        place.keys().for_each(|key| held(key.kind, &mut places));
    }
    for place in places {
        assert!(compared(place), "{}", place.word.en);
    }
}

#[test]
fn beside_a_block_stands_what_the_vocabulary_says() {
    let at = PLACES.iter().position(|(it, ..)| std::ptr::eq(*it, &BLOCK)).expect("blocks");
    let beside_all = ["when", "lang", "style"];
    for key in BLOCK.groups[0].keys {
        let beside = BESIDE.iter().filter(|it| it.block == key.name);
        for it in beside.clone() {
            is_right(at, &Entries::from([(key.name, key.example), (it.key, it.example)]));
        }
        let known =
            known_keys(&problems(at, &Entries::from([(key.name, key.example), ("zzz", "1")])));
        let expected = beside.map(|it| it.key).chain(beside_all);
        assert_eq!(known, expected.map(str::to_owned).collect(), "{}", key.name);
    }
}

#[test]
fn every_example_of_the_vocabulary_can_be_written() {
    for (at, (place, file, _)) in PLACES.iter().enumerate() {
        // A notice knows which one it is; parts ask.
        let is_asked = |key: &&Key| key.name != "notice" || *file != NOTICE_FILE;
        for key in place.keys().filter(is_asked) {
            let beside = BESIDE.iter().find(|it| it.key == key.name && !is_kind(key));
            let mut entries = with(place, key, key.example);
            if std::ptr::eq(*place, &BLOCK) && !is_kind(key) {
                // They stand beside a block only.
                let block = beside.map_or("text", |it| it.block);
                let of_kind = BLOCK.keys().find(|key| key.name == block);
                entries.extend(of_kind.map(|key| (key.name, key.example)));
            }
            is_right(at, &entries);
        }
    }
}

#[test]
fn what_the_vocabulary_says_is_needed_is_needed() {
    for (at, (place, ..)) in PLACES.iter().enumerate() {
        for key in place.keys() {
            let mut entries = match key.absent {
                Absent::Required | Absent::RequiredWithout(_) => least(place),
                Absent::RequiredWith(..) => with(place, key, key.example),
                _ => continue,
            };
            if let Absent::RequiredWithout(other) = key.absent {
                entries.remove(other);
            }
            entries.remove(key.name);
            // A place without a key is no mapping.
            if !entries.is_empty() {
                assert!(!problems(at, &entries).is_empty(), "{} {}", place.word.en, key.name);
            }
        }
    }
}

#[test]
fn the_words_of_the_vocabulary_are_those_of_the_parser() {
    let mut compared = 0;
    for (at, (place, ..)) in PLACES.iter().enumerate() {
        for key in place.keys() {
            let words = match key.kind {
                Kind::OneOf(words) => words,
                Kind::List(Kind::OneOf(words)) => *words,
                _ => continue,
            };
            for word in words {
                is_right(at, &with(place, key, word));
            }
            let entries = with(place, key, "zzz");
            let right = Message::OneOf { words: listed(words) }.to_string();
            let found = problems(at, &entries);
            let is_said = found
                .iter()
                .any(|it| matches!(&it.message, Message::Expected { what, .. } if *what == right));
            assert!(is_said, "{} {}: {found:?}", place.word.en, key.name);
            compared += 1;
        }
    }
    assert!(compared > 8, "only {compared} lists of words were compared");
}

#[test]
fn every_variable_and_filter_can_be_printed() {
    let project = project();
    project.write(
        "data/fields.yaml",
        "業務: {values: [給与計算], several: true}\n担当: {}\n退職者数: {kind: 数}\n",
    );
    project.append(OFFICE_FILE, "phone: 03-0000-0000\n");
    project.append(INCIDENT_FILE, "name: 障害\n");
    project.write(
        CLIENTS_FILE,
        "- id: C-0042\n  name: 株式会社みなと商会\n  honorific: 御中\n  業務: 給与計算\n  担当: 佐藤\n  \
         退職者数: 1204\n  known_on: 2023-06-05\n",
    );
    let texts =
        VARIABLES.iter().chain(FILTERS).map(|it| format!("  - |\n    {}です。\n", it.written));
    let texts: String = texts.collect();
    let notice = "date: 2023-06-09\nas_of: 2023-06-08T17:08\ntitle: ご報告\nbody:\n";
    project.write("data/notices/report-2.yaml", &format!("{notice}{texts}"));
    let output = project.run(&["check", "--notice", "report-2"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The examples of a page: under each heading the files of a project.
fn examples(page: &str) -> Vec<(&str, Vec<(&str, &str)>)> {
    let (by_hand, _) = page.split_once(crate::MADE_FROM_VOCABULARY).expect("what is made");
    let sections = by_hand.split("\n## ").flat_map(|section| section.split("\n### "));
    let examples = sections.map(|section| {
        let heading = section.lines().next().unwrap_or_default();
        let files = crate::blocks(section, "yaml").into_iter().map(|block| {
            let named = block.strip_prefix("# ").and_then(|it| it.split_once('\n'));
            named.unwrap_or_else(|| panic!("{heading}: a block without the name of its file"))
        });
        (heading, files.collect())
    });
    examples.filter(|(_, files): &(_, Vec<_>)| !files.is_empty()).collect()
}

#[test]
fn every_example_of_the_pages_makes_a_letter() {
    let page = |file: &str| crate::text_of(&repository().join("docs").join(file));
    let (english, japanese) = (page("facts.md"), page("facts.ja.md"));
    let (english, japanese) = (examples(&english), examples(&japanese));
    let files = |examples: &[(&str, Vec<(&str, &str)>)]| -> Vec<String> {
        examples.iter().map(|(_, files)| format!("{files:?}")).collect()
    };
    assert_eq!(files(&english), files(&japanese), "both pages have the same examples");
    let smallest = &english[0].1;
    let lines: usize = smallest.iter().map(|(_, text)| text.lines().count()).sum();
    assert!(lines <= 15, "the smallest letter has {lines} lines");
    for (heading, files) in &english {
        let project = TestProject::empty();
        let notices = files.iter().any(|(file, _)| file.starts_with("data/notices/"));
        let rest = smallest.iter().filter(|(file, _)| !notices || !file.contains("notices"));
        for (file, text) in rest.chain(files) {
            project.write(file, text);
        }
        let output = project.run(&["generate"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && !said.contains("error"), "{heading}: {said}");
        let problems = project.problems(&["check"]);
        let serious = problems.iter().filter(|it| it["severity"] != "note");
        assert_eq!(serious.collect::<Vec<_>>(), Vec::<&serde_json::Value>::new(), "{heading}");
    }
}

#[test]
fn every_link_within_a_page_of_the_facts_leads_to_a_heading() {
    for file in ["facts.md", "facts.ja.md"] {
        let page = crate::text_of(&repository().join("docs").join(file));
        let headings = page.lines().filter(|line| line.starts_with("##"));
        let anchors =
            headings.map(|it| crate::vocabulary::anchor(it.trim_start_matches(['#', ' '])));
        let anchors: BTreeSet<String> = anchors.collect();
        let targets = page.split("](#").skip(1).filter_map(|rest| rest.split(')').next());
        for target in targets {
            assert!(anchors.contains(target), "{file}: no heading for #{target}");
        }
    }
}
