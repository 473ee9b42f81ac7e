//! Lists of clients that are read as streams: in any form the same letters, faults with
//! their lines, and memory that does not grow with the list.

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::{TestProject, record, text_of};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A client with more than must be: what a cell, a line of JSON and YAML say alike.
#[derive(Debug, Clone)]
struct Client {
    id: String,
    name: String,
    title: Option<String>,
    address: Vec<String>,
    services: Vec<&'static str>,
    retired: Option<u32>,
}

impl Client {
    /// The record in JSON, which is YAML too.
    fn json(&self) -> Value {
        let mut record = json!({
            "id": self.id, "name": self.name, "honorific": "御中", "業務": self.services,
            "route": "調整中", "notify": "保留", "delivery": "メール", "email": "a@example.jp",
        });
        if let Some(title) = &self.title {
            record["person"] = json!({"title": title, "name": "山田 太郎"});
        }
        if !self.address.is_empty() {
            record["address"] = json!(self.address);
            record["postal_code"] = json!("100-0001");
        }
        if let Some(retired) = self.retired {
            record["退職者数"] = json!(retired);
        }
        record
    }

    /// The record as a person writes it.
    fn yaml(&self) -> String {
        let mut text = format!("- id: {}\n", self.id);
        for (key, value) in self.json().as_object().expect("a mapping") {
            match value {
                _ if key == "id" => {}
                Value::Array(items) => {
                    text += &format!("  {key}:\n");
                    items.iter().for_each(|item| text += &format!("    - {item}\n"));
                }
                value => text += &format!("  {key}: {value}\n"),
            }
        }
        text
    }

    fn cells(&self) -> BTreeMap<&'static str, String> {
        let person = self.title.as_ref().map(|_| "山田 太郎".to_owned());
        let has_address = !self.address.is_empty();
        BTreeMap::from([
            ("id", self.id.clone()),
            ("name", self.name.clone()),
            ("honorific", "御中".into()),
            ("person.name", person.unwrap_or_default()),
            ("業務", self.services.join("、")),
            ("route", "調整中".into()),
            ("notify", "保留".into()),
            ("person.title", self.title.clone().unwrap_or_default()),
            ("delivery", "メール".into()),
            ("email", "a@example.jp".into()),
            ("address", self.address.join("\n")),
            ("postal_code", if has_address { "100-0001".into() } else { String::new() }),
            ("退職者数", self.retired.map(|it| it.to_string()).unwrap_or_default()),
        ])
    }
}

/// The list in CSV.
fn csv(clients: &[Client]) -> String {
    let quoted = |cell: &str| match cell.contains([',', '"', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    };
    let row = |cells: Vec<String>| cells.join(",") + "\r\n";
    let Some(first) = clients.first() else { return String::new() };
    let head = row(first.cells().into_keys().map(str::to_owned).collect());
    let rows = clients.iter().map(|it| row(it.cells().values().map(|it| quoted(it)).collect()));
    head + &rows.collect::<String>()
}

/// The list in JSON Lines, as a program writes it that writes ASCII alone.
fn json_lines(clients: &[Client]) -> String {
    let ascii = |text: String| {
        let escaped = text.chars().map(|c| match c.is_ascii() {
            true => c.to_string(),
            false => {
                let mut units = [0; 2];
                let units = c.encode_utf16(&mut units).iter();
                units.map(|unit| format!("\\u{unit:04x}")).collect()
            }
        });
        escaped.collect::<String>()
    };
    clients.iter().map(|client| ascii(client.json().to_string()) + "\n").collect()
}

/// What a client is made of.
type Chosen = (usize, Option<usize>, usize, i32, Option<u32>);

fn clients() -> impl Strategy<Value = Vec<Client>> {
    let names = ["株式会社いろは", "有限会社にほへ", "𠮷野家具店", "ちり, \"ぬる\"商会", "A&B商店"];
    let client = (
        0..names.len(),
        proptest::option::of(0..2_usize),
        0..3_usize,
        1..4_i32,
        proptest::option::of(0..5000_u32),
    );
    proptest::collection::vec(client, 1..6).prop_map(move |clients| {
        let client = |(number, chosen): (usize, Chosen)| {
            let (name, title, lines, services, retired) = chosen;
            let chosen = ["給与計算", "電子明細"].into_iter().zip([1, 2]);
            let chosen = chosen.filter(|(_, bit)| services & bit != 0);
            Client {
                id: format!("C-{number}"),
                name: format!("{}{number}", names[name]),
                title: title.map(|it| ["部長", "課長, 兼\"主任\""][it].to_owned()),
                address: ["東京都千代田区1-1", "いろはビル2階"][..lines]
                    .iter()
                    .map(|it| (*it).to_owned())
                    .collect(),
                services: chosen.map(|(it, _)| it).collect(),
                retired,
            }
        };
        (0..).zip(clients).map(client).collect()
    })
}

/// The letters that this list gives, each with its text.
fn letters_of(name: &str, list: &str) -> BTreeMap<String, String> {
    let project = TestProject::base();
    fs::remove_file(project.path("data/clients.yaml")).expect("the list goes");
    project.write(name, list);
    let place = project.path(name);
    project.succeed(&["generate", "--clients-from", &place.to_string_lossy()]);
    let names = project.letters("report-1").into_iter();
    names.map(|it| (it.clone(), text_of(&project.path("out/report-1").join(it)))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(8) })]

    #[test]
    fn a_list_gives_the_same_letters_in_any_form(clients in clients()) {
        let yaml = letters_of("list.yaml", &clients.iter().map(Client::yaml).collect::<String>());
        prop_assert_eq!(yaml.len(), clients.len());
        prop_assert_eq!(&letters_of("list.csv", &csv(&clients)), &yaml);
        prop_assert_eq!(&letters_of("list.jsonl", &json_lines(&clients)), &yaml);
        let documents = clients.iter().map(|it| format!("---\n{}\n", it.json()));
        prop_assert_eq!(&letters_of("list.yml", &documents.collect::<String>()), &yaml);
    }
}

/// What the program says of a list of this name.
fn said_of(name: &str, list: &str) -> String {
    let project = TestProject::base();
    project.write(name, list);
    let mut command = project.command(&["generate", "--clients-from", name]);
    let output = command.current_dir(project.path("")).output().expect("the program starts");
    common::said(&output)
}

#[test]
fn a_fault_is_told_with_its_file_line_and_column() {
    let head = "id,name,honorific,業務,route,notify\n";
    let right = "a,甲商店,御中,給与計算,調整中,保留\n";
    let json = |id: &str, route: &str| {
        let record = json!({"id": id, "name": "甲商店", "honorific": "御中",
            "業務": ["給与計算"], "route": route, "notify": "保留"});
        format!("{record}\n")
    };
    for (name, list, place, words) in [
        (
            "a.csv",
            format!("{head}{right}b,乙商店,御中,給与計算,同居,保留\n"),
            "a.csv:3:",
            "column `route`",
        ),
        (
            "a.csv",
            format!("{head}b,\"乙\n商店\",御中,給与計算、散歩,調整中,保留\n"),
            "a.csv:3:",
            "column `業務`",
        ),
        ("a.csv", format!("{head}{right}\n{}", right.replace("甲", "乙")), "a.csv:4:", "`a`"),
        ("a.csv", format!("{head}{right}{}", right.replace("a,甲", "A,乙")), "a.csv:3:", "capital"),
        (
            "a.csv",
            format!("{head}{right}b,乙,御中,給与計算,調整中,保留,x\n"),
            "a.csv:3:",
            "7 cells",
        ),
        ("a.csv", head.replace("route", "rute") + right, "a.csv:1:", "did you mean `route`"),
        ("a.csv", head.replace("name", "会社名") + right, "a.csv:1:", "data/fields.yaml"),
        ("a.csv", format!("{head}{right}b,乙,御中\n"), "a.csv:3:", "3 cells"),
        (
            "a.csv",
            format!("{head}b,\"乙\n{right}c,丙5\",御中,給与計算,調整中,保留\n"),
            "a.csv:2:",
            "look like rows",
        ),
        ("a.csv", "id;name\na;甲商店\n".to_owned(), "a.csv:1:", "parted by commas"),
        ("a.csv", format!("{head}b,乙\u{7},御中,給与計算,調整中,保留\n"), "a.csv:2:", "U+0007"),
        ("a.jsonl", json("a", "調整中") + &json("b", "同居"), "a.jsonl:2:", "同居"),
        ("a.ndjson", json("a", "調整中") + "{\"id\": \"b\",}\n", "a.ndjson:2:", "not JSON"),
        ("a.ndjson", json("a", "調整中") + "\n" + &json("a", "同意"), "a.ndjson:3:", "`a`"),
        ("a.yaml", record("a", "甲商店") + "- id: b\n  nmae: 乙\n", "a.yaml:8:", "`nmae`"),
    ] {
        let said = said_of(name, &list);
        assert!(said.starts_with("exit code 1"), "{said}");
        assert!(said.contains(place) && said.contains(words), "no {place} or {words}:\n{said}");
    }
}

#[test]
fn who_is_right_gets_a_letter_though_the_list_ends_in_a_fault() {
    let good = record("a", "甲商店") + &record("b", "乙商店");
    let mut bytes = (good + "- id: c\n  name: ").into_bytes();
    bytes.extend([0x8A, 0x94, b'\n']);
    let project = TestProject::base();
    fs::write(project.path("list.yaml"), bytes).expect("a list");
    let place = project.path("list.yaml");
    let output = project.run(&["generate", "--clients-from", &place.to_string_lossy()]);
    let said = common::said(&output);
    assert!(said.starts_with("exit code 1") && said.contains("not UTF-8"), "{said}");
    assert!(said.contains("list.yaml:14:"), "{said}");
    assert_eq!(project.letters("report-1"), ["a.pdf", "b.pdf"]);
}

/// Where a quotation mark is missing, the rows behind it would be one client's cell.
#[test]
fn nobodys_row_gets_into_the_letter_of_another() {
    let row = |id: &str, address: &str| {
        format!("{id},甲商店{id},御中,給与計算,調整中,保留,100-0001,{address}\n")
    };
    let list = "id,name,honorific,業務,route,notify,postal_code,address\n".to_owned()
        + &row("a", "\"東京1\"")
        + &row("b", "\"東京2")
        + &row("c", "\"東京3\"")
        + &row("d", "\"東京4\"");
    let project = TestProject::base();
    project.write("list.csv", &list);
    let place = project.path("list.csv").to_string_lossy().into_owned();
    let said = project.said(&["generate", "--clients-from", &place]);
    assert!(said.starts_with("exit code 1") && said.contains("list.csv:4:"), "{said}");
    assert!(said.contains("another client's"), "{said}");
    assert_eq!(project.letters("report-1"), ["a.pdf", "d.pdf"]);
}

#[test]
fn a_list_that_lies_in_data_and_is_not_read_is_named() {
    let project = TestProject::base();
    project.write("data/clients.csv", "id,name\n");
    project.write("data/clients/more.jsonl", "{}\n");
    let problems = project.problems(&["check"]);
    let said: Vec<&str> = problems.iter().filter_map(|it| it["message"].as_str()).collect();
    assert_eq!(said, ["data/clients.csv is not read", "data/clients/more.jsonl is not read"]);
    assert!(problems.iter().all(|it| it["severity"] == "warning"));
    project.succeed(&["generate"]);
}

#[test]
fn letters_of_another_list_are_not_moved_away() {
    let project = TestProject::of_clients(14);
    let whole = project.path("whole.yaml").to_string_lossy().into_owned();
    std::fs::rename(project.path("data/clients.yaml"), &whole).expect("a list elsewhere");
    project.succeed(&["generate", "--clients-from", &whole]);
    project.write("data/clients.yaml", &record("other", "よその商店"));
    let said = project.said(&["generate", "--prune"]);
    assert!(said.contains("14 letters would be moved away"), "{said}");
    assert!(said.contains("--clients-from"), "{said}");
    assert!(project.said(&["status"]).contains("--clients-from"));
    assert_eq!(project.letters("report-1").len(), 15);
    let list = project.path("data/clients.yaml").to_string_lossy().into_owned();
    project.succeed(&["generate", "--prune", "--clients-from", &list]);
    assert_eq!(project.letters("report-1"), ["other.pdf"]);
}

#[test]
fn a_list_of_another_kind_is_no_list() {
    let said = said_of("clients.xlsx", "");
    assert!(said.starts_with("exit code 1") && said.contains("ending of its name"), "{said}");
    let project = TestProject::base();
    let said = project.said(&["generate", "--clients-from", "no-such-list.csv"]);
    assert!(said.starts_with("exit code 2") && said.contains("no-such-list.csv"), "{said}");
}

#[test]
fn every_command_reads_the_list_that_is_named() {
    let project = TestProject::base();
    project.write(
        "list.csv",
        "id,name,honorific,業務,route,notify\nz,終商店,御中,給与計算,調整中,保留\n",
    );
    let place = project.path("list.csv").to_string_lossy().into_owned();
    let from = ["--clients-from", place.as_str()];
    let with = |args: &[&'static str]| -> Vec<String> {
        args.iter().chain(&from).map(|it| (*it).to_owned()).collect()
    };
    let run = |args: &[&'static str]| {
        let args = with(args);
        project.json(&args.iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert_eq!(run(&["check"])["checked"], 1);
    assert_eq!(run(&["status"])["letters"][0]["client"], "z");
    assert_eq!(run(&["generate"])["made"][0]["client"], "z");
    assert_eq!(run(&["generate"])["unchanged"], json!(["z"]));
    let args = with(&["issue", "--by", "山田", "--yes"]);
    project.succeed(&args.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(run(&["status"])["unchanged"], 1);
}

#[test]
fn a_name_is_found_in_the_letters_of_others_in_a_list_of_thousands() {
    let project = TestProject::of_clients(3000);
    project.append("data/clients.yaml", &record("L-1", "株式会社ひとつだけ"));
    let leak = record("L-2", "有限会社もれ")
        .replace("給与計算]", "給与計算]\n  担当: 株式会社ひとつだけの山田");
    project.append("data/clients.yaml", &leak);
    project.edit(common::NOTICE, common::OPENING, "  - このたびの障害について{% if client.担当 %}（{{ client.担当 }}）{% endif %}お詫び申し上げます。");
    let result = project.json(&["generate", "--client", "L-2", "--client", "N-0007"]);
    let problems = result["problems"].as_array().expect("problems");
    let leaks: Vec<_> = problems.iter().filter(|it| it["check"] == "other-client").collect();
    assert_eq!(leaks.len(), 1, "{result}");
    assert_eq!(leaks[0]["clients"], json!(["L-2"]));
    assert!(leaks[0]["message"].as_str().is_some_and(|it| it.contains("L-1")), "{}", leaks[0]);
    assert_eq!(result["made"].as_array().map(Vec::len), Some(1));
}

/// The highest memory of a run, in kibibytes.
#[cfg(target_os = "linux")]
fn peak(project: &TestProject, args: &[&str]) -> u64 {
    let mut command = project.command(args);
    let mut child = command.stderr(std::process::Stdio::null()).spawn().expect("the program");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().expect("a child of this process").is_none() {
        let said = fs::read_to_string(&status).unwrap_or_default();
        let line = said.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kibibytes = line.and_then(|it| it.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(kibibytes.unwrap_or(0));
        std::thread::yield_now();
    }
    peak
}

/// Reads lists of which all but one record is not asked for: what a list takes by itself.
#[test]
#[cfg(target_os = "linux")]
fn a_list_ten_times_as_long_takes_no_more_memory() {
    let peak_of = |count| {
        let project = TestProject::of_clients(count);
        peak(&project, &["generate", "--client", "N-0001"])
    };
    let (short, long) = (peak_of(6_000), peak_of(60_000));
    assert!(long * 100 <= short * 115, "{short} KiB for 6,000 clients, {long} for 60,000");
}
