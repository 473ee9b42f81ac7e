//! Every place of the facts in a file, and what the vocabulary says can be written there. The
//! guides hold it against the parser, `tests/schema.rs` against the schemas.

use std::collections::{BTreeMap, BTreeSet};

use oshirase::vocabulary::{
    ACCEPTED, Absent, BLANK, BLOCK, BULLETIN, CLIENT, COLUMN, CONDITION, COUNT, DAY, FIELD,
    HOLDING, IMAGE, INCIDENT, ITEM, Key, NOTICE, OFFICE, PASSAGE, PERSON, Place, QUESTION, ROW,
    SENDER, STYLE, TABLE,
};

/// Every place: its file, and what stands there before it. Its keys are indented as the last
/// line is.
pub const PLACES: [(&Place, &str, &str); 24] = [
    (&OFFICE, OFFICE_FILE, ""),
    (&SENDER, OFFICE_FILE, "name: みなと会計事務所\njoint:\n  - "),
    (&PERSON, OFFICE_FILE, "name: みなと会計事務所\nperson:\n  "),
    (&ACCEPTED, OFFICE_FILE, "name: みなと会計事務所\naccepted:\n  - "),
    (&STYLE, OFFICE_FILE, "name: みなと会計事務所\nstyle:\n  "),
    (&FIELD, "data/fields.yaml", "設備:\n  "),
    (&CLIENT, CLIENTS_FILE, "- "),
    (&HOLDING, CLIENTS_FILE, "- id: C-0042\n  name: 甲\n  honorific: 様\n  data:\n    - "),
    (&INCIDENT, INCIDENT_FILE, ""),
    (
        &BULLETIN,
        INCIDENT_FILE,
        "bulletins:\n  - {number: 1, at: 2023-06-05T08:32, text: 障害。}\n  - ",
    ),
    (&NOTICE, NOTICE_FILE, ""),
    (&BLOCK, NOTICE_FILE, "date: 2023-06-09\ntitle: ご報告\nbody:\n  - "),
    (&PASSAGE, NOTICE_FILE, "date: 2023-06-09\ntitle: ご報告\nbody:\n  notes:\n    - "),
    (&ITEM, NOTICE_FILE, "date: 2023-06-09\ntitle: ご報告\nbody:\n  list:\n    - "),
    (&TABLE, NOTICE_FILE, "date: 2023-06-09\ntitle: ご報告\nbody:\n  table:\n    "),
    (
        &COLUMN,
        NOTICE_FILE,
        "date: 2023-06-09\ntitle: ご報告\nbody:\n  table:\n    rows: [[1]]\n    columns:\n      - ",
    ),
    (
        &ROW,
        NOTICE_FILE,
        "date: 2023-06-09\ntitle: ご報告\nbody:\n  table:\n    columns: [日付, 内容]\n    rows:\n      - ",
    ),
    (&QUESTION, NOTICE_FILE, "date: 2023-06-09\ntitle: ご報告\nbody:\n  qa:\n    - "),
    (&BLANK, NOTICE_FILE, "date: 2023-06-09\ntitle: ご報告\nbody:\n  blanks:\n    - "),
    (&IMAGE, NOTICE_FILE, "date: 2023-06-09\ntitle: ご報告\nbody:\n  image:\n    "),
    (&CONDITION, NOTICE_FILE, "date: 2023-06-09\ntitle: ご報告\nbody: ご報告します。\nto:\n  "),
    (
        &COUNT,
        NOTICE_FILE,
        "date: 2023-06-09\ntitle: ご報告\nbody: ご報告します。\nto:\n  persons:\n    ",
    ),
    (
        &DAY,
        NOTICE_FILE,
        "date: 2023-06-09\ntitle: ご報告\nbody: ご報告します。\nto:\n  known_on:\n    ",
    ),
    (&CONDITION, INCIDENT_FILE, "parts:\n  窓口:\n    text: 担当者まで。\n    when:\n      "),
];

pub const OFFICE_FILE: &str = "data/office.yaml";
pub const CLIENTS_FILE: &str = "data/clients.yaml";
pub const INCIDENT_FILE: &str = "data/incident.yaml";
pub const NOTICE_FILE: &str = "data/notices/report-1.yaml";

/// Keys with their values, as YAML on one line.
pub type Entries = BTreeMap<&'static str, &'static str>;

/// The text of the file with these entries at a place.
pub fn text_with(place: usize, entries: &Entries) -> String {
    let (_, _, before) = PLACES[place];
    let indent = before.rsplit('\n').next().unwrap_or_default().chars().count();
    let lines: Vec<String> = entries.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    format!("{before}{}\n", lines.join(&format!("\n{}", " ".repeat(indent))))
}

/// What must be there at least.
pub fn least(place: &'static Place) -> Entries {
    let mut entries = Entries::new();
    for key in place.keys() {
        let needed = match key.absent {
            Absent::Required => true,
            Absent::RequiredWithout(other) => !entries.contains_key(other),
            _ => false,
        };
        if needed {
            entries.insert(key.name, key.example);
        }
    }
    entries
}

/// The least with this key, and with all that it asks for.
pub fn with(place: &'static Place, key: &Key, value: &'static str) -> Entries {
    let mut entries = least(place);
    if let Absent::RequiredWithout(other) = key.absent {
        entries.remove(other);
    }
    if let Absent::RequiredWith(other, value) = key.absent {
        entries.insert(other, value);
    }
    entries.insert(key.name, value);
    let beside = place.only_beside.iter().filter(|(it, _)| *it == key.name);
    let beside: BTreeSet<&str> = beside.map(|(_, other)| *other).collect();
    for other in place.keys() {
        let asked_for = match other.absent {
            Absent::RequiredWith(key, value) => entries.get(key) == Some(&value),
            _ => beside.contains(other.name),
        };
        if asked_for {
            entries.entry(other.name).or_insert(other.example);
        }
    }
    entries
}

/// The keys that say what a block is.
pub fn is_kind(key: &Key) -> bool {
    BLOCK.groups[0].keys.iter().any(|it| std::ptr::eq(it, key))
}
