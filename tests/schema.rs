//! The schemas that editors get, against the parser: what the parser takes they take, and of
//! what it refuses they refuse what a schema can see.
//!
//! `BLESS=1 cargo test --locked --test schema` writes the list of broken projects that a
//! schema sees anew: `tests/schema-seen.txt`.

mod common;
#[path = "guides/places.rs"]
mod places;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use common::cases::BrokenProject;
use common::{TestProject, files_below, repository};
use jsonschema::Validator;
use oshirase::check::{check, check_facts};
use oshirase::diagnostic::{Diagnostic, SourceText};
use oshirase::facts::{OwnFields, values};
use oshirase::project::{Project, Sources};
use oshirase::schema::{File, all, vscode_settings};
use oshirase::vocabulary::{Absent, BESIDE, BLOCK, Key, Kind};
use places::{
    CLIENTS_FILE, Entries, INCIDENT_FILE, NOTICE_FILE, OFFICE_FILE, PLACES, is_kind, least,
    text_with, with,
};
use serde_json::Value;

/// The schemas of all files, where the office has these fields of its own.
struct Schemas(Vec<(File, Validator)>);

impl Schemas {
    fn of(own: Option<&OwnFields>) -> Self {
        let validator = |file: File| {
            let schema = serde_json::from_str(&file.schema(own)).expect("JSON");
            (file, jsonschema::draft7::new(&schema).expect("a schema"))
        };
        Self(File::ALL.map(validator).into())
    }

    /// What is wrong with a file of the facts, which lies there in its project; `None` if it
    /// is not YAML.
    fn faults(&self, path: &str, text: &str) -> Option<Vec<String>> {
        let (_, validator) = self.0.iter().find(|(file, _)| is_of(*file, path))?;
        let documents = values(text)?;
        let mut faults = Vec::new();
        for document in documents {
            let document = serde_json::to_value(document).ok()?;
            let found = validator.iter_errors(&document);
            faults.extend(found.map(|it| format!("{path}{}: {it}", it.instance_path())));
        }
        Some(faults)
    }

    /// What is wrong with the files of a project.
    fn faults_in(&self, root: &Path) -> Vec<String> {
        let files = files_below(&root.join("data"));
        let faults = files.iter().filter_map(|path| {
            let name = path.strip_prefix(root).ok()?.to_str()?.replace('\\', "/");
            self.faults(&name, &fs::read_to_string(path).ok()?)
        });
        faults.flatten().collect()
    }
}

/// Whether a file of a project is of this kind, by the patterns that editors get.
fn is_of(file: File, path: &str) -> bool {
    file.patterns().iter().any(|pattern| match pattern.split_once('*') {
        Some((before, after)) => path
            .strip_prefix(before)
            .and_then(|rest| rest.strip_suffix(after))
            .is_some_and(|name| !name.contains('/')),
        None => path == *pattern,
    })
}

fn sources(root: &Path) -> Sources {
    Project::open(root).and_then(|it| it.load()).expect("a readable project")
}

/// The schemas with a project's own fields in them.
fn schemas_of(sources: &Sources) -> Schemas {
    Schemas::of(Some(&check_facts(sources).declared().own))
}

#[test]
fn every_schema_is_one_of_draft_7() {
    for (name, text) in all(None) {
        let schema: Value = serde_json::from_str(&text).expect("JSON");
        assert!(jsonschema::meta::is_valid(&schema), "{name}");
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    }
    let settings: Value = serde_json::from_str(&vscode_settings()).expect("JSON");
    assert_eq!(settings["yaml.schemas"].as_object().map(|it| it.len()), Some(File::ALL.len()));
}

#[test]
fn every_project_of_the_repository_is_valid() {
    let folders = ["examples", "tests/editions"].map(|it| repository().join(it));
    let folders = folders.iter().flat_map(|it| fs::read_dir(it).expect("a folder"));
    let mut roots: Vec<_> = folders.map(|it| it.expect("an entry").path()).collect();
    roots.extend([repository().to_owned(), repository().join("tests/base")]);
    let mut files = 0;
    for root in roots {
        let sources = sources(&root);
        for schemas in [schemas_of(&sources), Schemas::of(None)] {
            assert_eq!(schemas.faults_in(&root), Vec::<String>::new(), "{}", root.display());
        }
        files += files_below(&root.join("data")).len();
    }
    assert!(files > 30, "only {files} files were read");
}

#[test]
fn the_command_writes_the_schemas_and_tells_vs_code_of_them() {
    let project = TestProject::base();
    let read = |path: &str| fs::read_to_string(project.path(path)).expect("a file");
    assert_eq!(
        project.said(&["schema"]),
        "exit code 0\nwrote the schemas for editors to .schema\nwrote .vscode/settings.json\n"
    );
    assert_eq!(read(".vscode/settings.json"), vscode_settings());
    let sources = sources(&project.path(""));
    let own = check_facts(&sources).declared().own.clone();
    for (name, text) in all(Some(&own)) {
        assert_eq!(read(&format!(".schema/{name}")), text);
    }
    // With another field they are written anew, and settings that know them stay.
    project.append("data/fields.yaml", "\n等級: {values: [甲, 乙]}\n");
    assert_eq!(
        project.said(&["schema"]),
        "exit code 0\nwrote the schemas for editors to .schema\n"
    );
    assert!(read(".schema/clients.schema.json").contains("\"等級\""));
    // Settings of somebody else's are never touched.
    project.write(".vscode/settings.json", "{}\n");
    let said = project.said(&["schema"]);
    assert!(said.contains("stays as it is") && said.contains("yaml.schemas"), "{said}");
    assert_eq!(read(".vscode/settings.json"), "{}\n");
}

#[test]
fn the_command_prints_one_schema_or_writes_all_elsewhere() {
    let project = TestProject::base();
    let printed = project.run(&["schema", "clients"]);
    let schema: Value = serde_json::from_slice(&printed.stdout).expect("JSON");
    let client = &schema["definitions"]["client"];
    assert_eq!(client["additionalProperties"], false);
    assert!(client["properties"]["業務"].is_object() && client.get("patternProperties").is_none());
    assert!(!project.path(".schema").exists(), "nothing is written");
    let folder = project.path("elsewhere");
    project.succeed(&["schema", "-o", folder.to_str().expect("a path")]);
    assert_eq!(files_below(&folder).len(), File::ALL.len());
    assert!(!project.path(".vscode").exists(), "no settings are written");
    // Not among the facts.
    let data = project.path("data");
    let said = project.said(&["schema", "-o", data.to_str().expect("a path")]);
    assert!(said.starts_with("exit code 2\n"), "{said}");
    // Outside of a project any own field may be there.
    let empty = TestProject::empty();
    let printed = empty.run(&["schema", "clients"]);
    let schema: Value = serde_json::from_slice(&printed.stdout).expect("JSON");
    assert!(schema["definitions"]["client"]["patternProperties"].is_object());
}

/// Sources in memory: the smallest project in which every example means something.
fn small_sources() -> Sources {
    let source = |name: &str, text: &str| Arc::new(SourceText::new(name, text));
    let mut sources = Sources::default();
    sources.office = Some(source(OFFICE_FILE, "name: みなと会計事務所\n"));
    sources.incident = Some(source(INCIDENT_FILE, "parts: {窓口: お問い合わせは担当者まで。}\n"));
    sources.clients =
        vec![source(CLIENTS_FILE, "- {id: C-0042, name: 株式会社みなと商会, honorific: 御中}\n")];
    sources.notices =
        vec![source(NOTICE_FILE, "date: 2023-06-09\ntitle: ご報告\nbody: ご報告いたします。\n")];
    let pictures = ["data/seal.png", "data/map.png"];
    sources.pictures = pictures.map(|name| (name.to_owned(), Vec::new())).into();
    let report = oshirase::project::embedded_template("report.typ").expect("a template");
    sources.templates = vec![oshirase::project::Template {
        name: "report.typ".to_owned(),
        source: source("templates/report.typ", &report),
    }];
    sources
}

/// What the parser says of the small project with this file in it.
fn parsed(file: &str, text: &str) -> Vec<Diagnostic> {
    let mut sources = small_sources();
    let source = Arc::new(SourceText::new(file, text));
    match file {
        OFFICE_FILE => sources.office = Some(source),
        CLIENTS_FILE => sources.clients = vec![source],
        INCIDENT_FILE => sources.incident = Some(source),
        NOTICE_FILE => sources.notices = vec![source],
        _ => {
            sources.fields = Some(source);
            // A record without a field that is needed is no fault of the fields.
            sources.clients.clear();
            sources.notices = vec![Arc::new(SourceText::new(
                NOTICE_FILE,
                "date: 2023-06-09\ntitle: ご報告\nto: none\nbody: ご報告いたします。\n",
            ))];
        }
    }
    check(&sources).problems
}

/// What somebody may write as a value, of every kind and of none.
const VALUES: &[&str] = &[
    "甲",
    "\"\"",
    "\" \"",
    "1",
    "0",
    "007",
    "-1",
    "1.0",
    "5.10",
    "1E5",
    "１，２００",
    "\"1,204\"",
    "①",
    "true",
    "True",
    "\"true\"",
    "yes",
    "~",
    "null",
    "",
    "[]",
    "[甲]",
    "[甲, 乙]",
    "[[甲]]",
    "[~]",
    "{}",
    "{text: 甲}",
    "{use: 窓口}",
    "{text: {text: 甲}}",
    "{text: 甲, when: {route: 同意}}",
    "[{text: 甲, lang: en}]",
    "{対象: 甲}",
    "2023-06-09",
    "20230609",
    "2023/6/9",
    "2023.6.9",
    "令和5年6月9日（金）",
    "R5.6.9",
    "㋿5年6月9日",
    "[2023-06-09, 令和5年6月9日]",
    "2023-06-09T14:12",
    "2023-06-09 午後2時12分",
    "2023年6月9日　14：12",
    "101-0041",
    "1010041",
    "0600001",
    "〒１０１－００４１",
    "101ー0041",
    "600-001",
    "none",
    "all",
    "new",
    "御中",
    "[御中, 様]",
    "郵送",
    "FAX",
    "メール",
    "同意",
    "[調整中, 同意]",
    "完了",
    "保留",
    "はがき",
    "report.typ",
    "data/map.png",
    "data/seal.png",
    "30mm",
    "1e2mm",
    "2fr",
    "40%",
    "\" 30mm \"",
    "30",
    "60",
    "\"６０\"",
    "(1)",
    "1.",
    "[1., (1), ①]",
    "[問, 答]",
    "\"■ \"",
    "C-0042",
    "[C-0042]",
    "report-1",
    "a.",
    "{over: 100}",
    "{over: １，２００, under: 9999}",
    "{after: 2023-06-05}",
    "{after: 令和5年6月9日}",
    "{route: 同意}",
    "{has: data}",
    "{has: [data, known_on]}",
    "{not: {route: 完了}}",
    "{any: [{honorific: 様}, {delivery: 郵送}]}",
    "{any: {honorific: 様}}",
    "[{route: 同意}]",
    "拝啓",
    "[拝啓, 敬具]",
    "[甲, 乙, 丙]",
    "[date, [title, date]]",
    "[[date]]",
    "date",
    "[[date, title, sender]]",
    "窓口",
    "data",
    "[data]",
    "本人通知",
    "en",
    "pt",
    "ja",
    "日本語",
    "第8条",
    "8時32分",
    "14:12",
    "14万8,620",
    "2023年6月9日（金）",
    "[{name: 甲}]",
    "{name: 甲}",
    "{department: 甲}",
    "{title: 甲}",
    "{department: 甲, title: 乙}",
    "{title: , name: 甲}",
    "[{item: 甲, persons: 1}]",
    "{item: 甲, persons: ４２}",
    "error",
    "off",
    "{spelling: note}",
    "{spelling: 甲}",
    "[{check: law-word, text: 甲, reason: 乙}]",
    "[{number: 1, at: 2023-06-05T08:32, text: 甲}]",
    "{number: 1, at: 2023-06-05T08:32, text: 甲}",
    "{窓口: 甲}",
    "{窓口: [甲, {box: 乙}]}",
    "{窓口: ~}",
    "{Plan: 甲}",
    "{plan: 甲}",
    "{人数（名）: 甲}",
    "文字",
    "数",
    "明細",
    "{項目: 文字, 人数: 数}",
    "{項目: 明細}",
    "{columns: [甲], rows: [[乙], [~], 丙, [{text: 丁}]]}",
    "{columns: 甲, rows: 乙}",
    "{columns: [~, 甲], rows: [{cells: [乙, \"\"]}]}",
    "{columns: [{heading: ~, width: 2fr, align: right}], rows: [[乙]]}",
    "{columns: [{field: persons, total: true}], rows: data}",
    "[{q: 甲, a: 乙}]",
    "{q: 甲, a: [乙, {use: 窓口}]}",
    "[甲, {label: 乙, end: ㊞}]",
    "{file: data/map.png, alt: 甲}",
    "{file: data/map.png, alt: 甲, width: 80mm}",
    "[{heading: 甲, body: 乙}]",
    "{heading: 甲, body: [乙, {list: [丙]}]}",
    "{list: [甲, {text: 乙, list: 丙}]}",
    "{list: 甲, mark: [(1), ①], inline: true}",
    "[{lines: [甲, 乙]}]",
    "{lines: {text: 甲}}",
    "{pairs: {電話: 甲, tel: 乙}}",
    "{text: 甲, notes: 乙}",
    "{use: 窓口, notes: [乙]}",
    "{bulletins: all}",
    "{text: 甲, box: 乙}",
    "{heading: 甲, mark: none}",
    "{text: 甲, style: {date: 2023/8/3}}",
    "{style: {}}",
    "{date: 2023/8/3}",
    "{marks: [1., none]}",
    "{time: \"14:12\"}",
    "{date: 6月5日, text: 甲}",
    "{date: 2023-06-05, text: 甲, notes: 乙}",
    "{text: 甲, mark: ①}",
    "{zzz: 甲}",
    "|\n      甲\n      乙\n",
];

/// The parser reads `~` by its character, where a text may stand; to an editor it is nothing
/// at all, and nobody calls anything so.
fn is_tilde(value: &str) -> bool {
    ["~", "null", "[~]", "{窓口: ~}"].contains(&value)
}

/// The entries that a key and its value stand among.
fn entries_with(at: usize, key: &'static Key, value: &'static str) -> Entries {
    let (place, ..) = PLACES[at];
    let mut entries = with(place, key, value);
    if std::ptr::eq(place, &BLOCK) && !is_kind(key) {
        let beside = BESIDE.iter().find(|it| it.key == key.name);
        let block = beside.map_or("text", |it| it.block);
        let of_kind = BLOCK.keys().find(|key| key.name == block);
        entries.extend(of_kind.map(|key| (key.name, key.example)));
    }
    entries
}

#[test]
fn what_the_parser_takes_at_a_key_the_schema_takes() {
    let own = OwnFields::default();
    let schemas = [Schemas::of(None), Schemas::of(Some(&own))];
    let (mut taken, mut refused, mut wrong) = (0, 0, Vec::new());
    for (at, (place, file, _)) in PLACES.iter().enumerate() {
        for key in place.keys() {
            for value in VALUES.iter().filter(|value| !is_tilde(value)) {
                let text = text_with(at, &entries_with(at, key, value));
                let is_right = parsed(file, &text).is_empty();
                for schemas in &schemas {
                    let Some(faults) = schemas.faults(file, &text) else { continue };
                    match (is_right, faults.is_empty()) {
                        (true, false) => wrong.push(format!("{text}{}", faults.join("\n"))),
                        (true, true) => taken += 1,
                        (false, false) => refused += 1,
                        // Not everything can be seen in a schema.
                        (false, true) => {}
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} values:\n{}", wrong.len(), wrong.join("\n\n"));
    assert!(taken > 3000 && refused > 20_000, "taken {taken}, refused {refused}");
}

/// Own fields of every kind.
const OWN: &str = "業務: {values: [給与計算, 電子明細, \"1\"], several: true}\n関係: {values: [顧問先, C/D (仮), 1.5]}\n\
    担当: {}\n退職者数: {kind: 数}\n契約日: {kind: 日付}\n\
    設備: {kind: 明細, columns: {設備名: 文字, 台数: 数, 期限: 日付}}\n";

/// What somebody may write in them.
const OWN_VALUES: &[&str] = &[
    "給与計算",
    "[給与計算, 電子明細]",
    "給与計算、電子明細",
    "\"給与計算 / 1\"",
    "[1]",
    "1",
    "\" 給与計算\"",
    "電子明紬",
    "[電子明紬]",
    "給与計算、電子明紬",
    "顧問先",
    "[顧問先]",
    "[顧問先, 顧問先]",
    "C/D (仮)",
    "1.5",
    "\"1.50\"",
    "佐藤",
    "[佐藤]",
    "１，２０４",
    "12人",
    "令和5年6月9日",
    "20230609",
    "昨日",
    "{設備名: 甲, 台数: 2}",
    "[{設備名: 甲}, {期限: 2023-06-09}]",
    "[{台数: 多い}]",
    "{機械: 甲}",
    "[]",
    "",
    "{over: 1}",
    "{after: 2023-06-05}",
    "{over: x}",
    "{}",
];

#[test]
fn what_the_parser_takes_in_own_fields_the_schema_takes() {
    let with = |file: &str, text: String| {
        let mut sources = small_sources();
        sources.fields = Some(Arc::new(SourceText::new("data/fields.yaml", OWN)));
        let source = Arc::new(SourceText::new(file, text));
        match file {
            CLIENTS_FILE => sources.clients = vec![source],
            _ => sources.notices = vec![source],
        }
        sources
    };
    let own = check_facts(&with(CLIENTS_FILE, String::new())).declared().own.clone();
    assert_eq!(own.iter().count(), 6);
    let schemas = Schemas::of(Some(&own));
    let (mut taken, mut refused, mut wrong) = (0, 0, Vec::new());
    for field in own.iter() {
        for value in OWN_VALUES {
            let record =
                format!("- {{id: C-1, name: 甲, honorific: 様, {}: {value}}}\n", field.name);
            let notice =
                format!("date: 2023-06-09\ntitle: 甲\nbody: 乙\nto: {{{}: {value}}}\n", field.name);
            for (file, text) in [(CLIENTS_FILE, record), (NOTICE_FILE, notice)] {
                let is_right = check(&with(file, text.clone())).problems.is_empty();
                let faults = schemas.faults(file, &text).expect("YAML");
                match (is_right, faults.is_empty()) {
                    (true, false) => wrong.push(format!("{text}{}", faults.join("\n"))),
                    (true, true) => taken += 1,
                    (false, false) => refused += 1,
                    (false, true) => {}
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(taken > 60 && refused > 200, "taken {taken}, refused {refused}");
}

#[test]
fn every_key_of_the_vocabulary_is_in_the_schema_with_its_words_and_needs() {
    let own = OwnFields::default();
    let schemas = Schemas::of(Some(&own));
    let faults = |file: &str, text: &str| schemas.faults(file, text).expect("YAML");
    for (at, (place, file, _)) in PLACES.iter().enumerate() {
        let is_asked = |key: &&Key| key.name != "notice" || *file != NOTICE_FILE;
        for key in place.keys().filter(is_asked) {
            let entries = entries_with(at, key, key.example);
            let text = text_with(at, &entries);
            assert_eq!(faults(file, &text), Vec::<String>::new(), "{text}");
            let mut unknown = entries.clone();
            unknown.insert("zzz", "1");
            assert!(!faults(file, &text_with(at, &unknown)).is_empty(), "{text}");
            if matches!(key.kind, Kind::OneOf(_) | Kind::List(Kind::OneOf(_))) {
                let text = text_with(at, &entries_with(at, key, "zzz"));
                assert!(!faults(file, &text).is_empty(), "{text}");
            }
            let mut without = match key.absent {
                Absent::Required | Absent::RequiredWith(..) => entries,
                Absent::RequiredWithout(_) => least(place),
                _ => continue,
            };
            if without.remove(key.name).is_some() && !without.is_empty() {
                let text = text_with(at, &without);
                assert!(!faults(file, &text).is_empty(), "{text}");
            }
        }
    }
}

/// Broken projects whose messages are about keys, words or kinds of values, and that no
/// schema sees; why.
const UNSEEN: &[(&str, &str)] = &[
    ("numbers-that-are-not-read", "to an editor 0x1F, +5 and 1e2 are the numbers that they are"),
    (
        "texts-that-yaml-takes-for-another",
        "the file is no YAML, of which editors say so themselves",
    ),
];

/// Whether one of the messages is about a key, a word or the kind of a value.
fn can_be_seen(story: &str) -> bool {
    let mut errors = story.lines().filter(|line| line.starts_with("error"));
    errors.any(|line| {
        let begins =
            ["error: unknown key ", "error: expected "].iter().any(|it| line.starts_with(it));
        begins || line.ends_with(" is missing")
    })
}

#[test]
fn the_schemas_see_in_broken_projects_what_can_be_seen() {
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    // Most of them have the same own fields.
    let mut schemas_by_fields = BTreeMap::new();
    for broken in BrokenProject::all() {
        let project = broken.lay_out();
        let root = project.path("");
        let sources = sources(&root);
        let fields = sources.fields.as_ref().map(|it| it.text.clone());
        let schemas = schemas_by_fields.entry(fields).or_insert_with(|| schemas_of(&sources));
        let faults = schemas.faults_in(&root);
        let story = fs::read_to_string(broken.folder.join("expected.txt")).unwrap_or_default();
        let excused = UNSEEN.iter().any(|(name, _)| *name == broken.name);
        if !faults.is_empty() {
            if check(&sources).problems.is_empty() {
                wrong.push(format!("{}: the parser takes it: {}", broken.name, faults.join("; ")));
            }
            if excused {
                wrong.push(format!("{}: it is seen, and needs no excuse", broken.name));
            }
            seen.insert(broken.name);
        } else if can_be_seen(&story) && !excused {
            wrong.push(format!("{}: not seen", broken.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let list: String = seen.iter().map(|name| format!("{name}\n")).collect();
    let path = repository().join("tests/schema-seen.txt");
    if std::env::var_os("BLESS").is_some() {
        assert!(std::env::var_os("CI").is_none(), "CI compares and does not bless");
        fs::write(&path, &list).expect("a writable file");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, list, "read what has changed, and write the list anew");
}
