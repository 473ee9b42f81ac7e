//! Random changes by the page and by hand, in turn: the YAML always parses, nobody's change and
//! no comment is lost, and what was done on the page can be taken back to the first bytes.

mod common;

use std::collections::BTreeMap;
use std::path::PathBuf;

use common::desk::Desk;
use common::random::Random;
use common::{NOTICE, TestProject, files_below, number_in};
use serde_json::{Value, json};

/// How many changes there are, if nobody asks for more.
const CHANGES: u64 = 150;

/// How many changes are made before all are taken back.
const AT_A_TIME: usize = 15;

const CLIENTS: &str = "data/clients.yaml";
const INCIDENT: &str = "data/incident.yaml";

/// Every file of the project's facts, as it is.
fn facts(project: &TestProject) -> BTreeMap<PathBuf, String> {
    let files = files_below(&project.path("data")).into_iter();
    let yaml = files.filter(|path| path.extension().is_some_and(|it| it == "yaml"));
    yaml.map(|path| (path.clone(), std::fs::read_to_string(path).expect("text"))).collect()
}

/// What a person and the page do in turn.
struct Story<'a> {
    project: &'a TestProject,
    desk: Desk,
    random: Random,
    /// The notes that were put into files by hand, and are there still.
    notes: Vec<(&'static str, String)>,
    /// How many changes the page has made that can be taken back.
    made: usize,
    /// How often each kind was done, and how often refused.
    counts: BTreeMap<String, (usize, usize)>,
    number: usize,
}

impl Story<'_> {
    /// A change on the page; a refusal changes nothing.
    fn change(&mut self, name: &str, body: &Value) -> bool {
        let before = facts(self.project);
        let (status, answer) = self.desk.change(name, body);
        let count = self.counts.entry(name.to_owned()).or_default();
        match status {
            200 => count.0 += 1,
            409 | 422 => {
                count.1 += 1;
                assert!(facts(self.project) == before, "{name} was refused: {answer}");
                return false;
            }
            _ => panic!("{name} {body}: {status} {answer}"),
        }
        let changed = facts(self.project) != before;
        self.made += usize::from(changed);
        changed
    }

    fn ask(&self, name: &str, body: &Value) -> Option<Value> {
        let (status, answer) = self.desk.ask(name, body);
        (status == 200).then_some(answer)
    }

    fn word(&mut self) -> String {
        let hard = [
            "甲",
            "a: b",
            "# 号",
            "「引用」",
            "\"",
            "'",
            "- 項",
            "髙﨑",
            "１，２",
            "{{ 担当 }}",
            "％",
        ];
        let number = self.random.below(10_000);
        format!("文{number}{}", self.random.pick(&hard))
    }

    fn client(&mut self) {
        let list = self.desk.live.clients();
        let clients = list["clients"].as_array().expect("a list");
        let Some(client) = clients.get(self.random.below(clients.len())) else { return };
        let body = json!({ "client": client["id"] });
        let Some(known) = self.ask("client", &body) else { return };
        let word = self.word();
        let changes = match self.random.below(6) {
            0 => json!({ "name": word }),
            1 => json!({ "address": [word, "2行目"], "postal_code": "100-0001" }),
            2 => json!({ "phone": format!("03-0000-{:04}", self.random.below(10_000)) }),
            3 => json!({ "phone": null }),
            4 => json!({ "person.name": word }),
            _ => json!({ "業務": ["給与計算"] }),
        };
        let body = json!({ "client": client["id"], "seen": known["seen"], "changes": changes });
        self.change("client", &body);
    }

    fn client_comes_or_goes(&mut self) {
        if self.random.below(2) == 0 {
            let values = json!({ "id": format!("N-{}", self.number), "name": self.word(), "honorific": "御中" });
            self.change("client-add", &json!({ "values": values }));
            return;
        }
        let list = self.desk.live.clients();
        let clients = list["clients"].as_array().expect("a list").clone();
        let Some(client) = clients.last() else { return };
        let Some(known) = self.ask("client", &json!({ "client": client["id"] })) else { return };
        self.change("client-remove", &json!({ "client": client["id"], "seen": known["seen"] }));
    }

    /// All blocks of the notice, those in others too.
    fn blocks(&self) -> Vec<Value> {
        fn gather(blocks: &Value, all: &mut Vec<Value>) {
            for block in blocks.as_array().into_iter().flatten() {
                all.push(block.clone());
                gather(&block["blocks"], all);
            }
        }
        let mut all = Vec::new();
        if let Some(outline) = self.ask("outline", &json!({})) {
            gather(&outline["blocks"], &mut all);
        }
        all
    }

    fn block(&mut self) {
        let blocks = self.blocks();
        if blocks.is_empty() {
            return;
        }
        let block = self.random.pick(&blocks).clone();
        let body = json!({ "file": NOTICE, "path": block["path"] });
        let Some(known) = self.ask("passage", &body) else { return };
        let (path, seen, word) = (&block["path"], &known["seen"], self.word());
        match self.random.below(6) {
            0 => {
                let by = if self.random.below(2) == 0 { 1 } else { -1 };
                let body = json!({ "file": NOTICE, "path": path, "seen": seen, "by": by });
                self.change("block-move", &body);
            }
            1 => {
                let body = json!({ "file": NOTICE, "path": path, "seen": seen });
                self.change("block-remove", &body);
            }
            2 | 3 => {
                let path = path.as_array().cloned().unwrap_or_default();
                let Some((at, list)) = path.split_last() else { return };
                let kind = *self.random.pick(&["text", "heading", "list", "notes"]);
                let block = json!({ "kind": kind, "text": word, "heading": "見出し" });
                let body = json!({ "file": NOTICE, "list": list, "at": at, "block": block });
                self.change("block-add", &body);
            }
            4 => {
                let when = match self.random.below(3) {
                    0 => Value::Null,
                    1 => json!({ "業務": ["給与計算"] }),
                    _ => json!({ "has": "担当", "route": ["同意", "調整中"] }),
                };
                let body = json!({ "file": NOTICE, "path": path, "seen": seen, "when": when });
                self.change("condition", &body);
            }
            _ => {
                let path = known["path"].clone();
                let body = json!({ "file": NOTICE, "path": path, "seen": seen, "text": word });
                self.change("passage", &body);
            }
        }
    }

    fn bulletin(&mut self) {
        let at = format!("2024-01-01T{:02}:{:02}", self.number / 60 % 24, self.number % 60);
        let (number, word) = (self.number, self.word());
        let text = format!("第{number}回の{word}");
        match self.random.below(3) {
            0 => self.change("tell", &json!({})),
            _ => self.change("bulletin", &json!({ "at": at, "text": text })),
        };
    }

    /// A person notes something in a file, between two entries of a list.
    fn by_hand(&mut self) {
        let file = *self.random.pick(&[CLIENTS, NOTICE, INCIDENT]);
        let text = std::fs::read_to_string(self.project.path(file)).expect("text");
        let is_entry = |line: &str| {
            ["- id:", "  - number:", "  - heading:"].iter().any(|it| line.starts_with(it))
        };
        let entries: Vec<usize> = text
            .split_inclusive('\n')
            .scan(0, |at, line| {
                let start = *at;
                *at += line.len();
                Some(is_entry(line).then_some(start))
            })
            .flatten()
            .collect();
        if entries.is_empty() {
            return;
        }
        let at = *self.random.pick(&entries);
        let indent = text[at..].len() - text[at..].trim_start_matches(' ').len();
        let note = format!("{}# 手書き{}番の覚え\n", " ".repeat(indent), self.number);
        self.project.write(file, &format!("{}{note}{}", &text[..at], &text[at..]));
        self.notes.push((file, note));
        self.counts.entry("by hand".to_owned()).or_default().0 += 1;
    }

    /// A person takes a note out again.
    fn forget(&mut self, index: usize) {
        let (file, note) = self.notes.remove(index);
        let text = std::fs::read_to_string(self.project.path(file)).expect("text");
        assert!(text.contains(note.trim()), "{file} has lost {note}");
        let lines = text.split_inclusive('\n').filter(|line| line.trim() != note.trim());
        let text: String = lines.collect();
        self.project.write(file, &text);
    }

    /// What always holds.
    fn look(&self) {
        for (path, text) in facts(self.project) {
            for document in serde_yaml::Deserializer::from_str(&text) {
                let parsed: Result<serde_yaml::Value, _> =
                    serde::Deserialize::deserialize(document);
                assert!(parsed.is_ok(), "{}: {parsed:?}\n{text}", path.display());
            }
        }
    }

    fn step(&mut self) {
        self.number += 1;
        let notes = self.notes.clone();
        match self.random.below(12) {
            0..=3 => self.client(),
            4 => self.client_comes_or_goes(),
            5..=8 => self.block(),
            9 => self.bulletin(),
            _ => self.by_hand(),
        }
        self.look();
        let now = facts(self.project);
        // A note goes only with what it belongs to, and comes back with it.
        let is_there =
            |(file, note): &(&str, String)| now[&self.project.path(file)].contains(note.trim());
        let lost: Vec<_> = notes.iter().filter(|it| !is_there(it)).collect();
        if !lost.is_empty() {
            let (status, answer) = self.desk.change("undo", &json!({}));
            assert_eq!(status, 200, "{answer}");
            self.made -= 1;
            let back = facts(self.project);
            for (file, note) in lost {
                assert!(back[&self.project.path(file)].contains(note.trim()), "{file}: {note}");
            }
        }
    }

    /// All of the page's changes are taken back. Where a note stands in the way of one, it is
    /// taken out.
    fn take_all_back(&mut self) {
        while self.made > 0 {
            let (status, answer) = self.desk.change("undo", &json!({}));
            match status {
                200 => self.made -= 1,
                409 if !self.notes.is_empty() => self.forget(self.notes.len() - 1),
                _ => panic!("{} are left: {answer}", self.made),
            }
            self.look();
        }
        while !self.notes.is_empty() {
            self.forget(self.notes.len() - 1);
        }
    }
}

#[test]
fn nothing_is_lost_and_everything_can_be_taken_back() {
    let project = TestProject::model();
    let first = facts(&project);
    let desk = Desk::start(&project);
    let changes = number_in("OSHIRASE_DESK_CHANGES").unwrap_or(CHANGES);
    let seed = number_in("OSHIRASE_DESK_SEED").unwrap_or(1);
    let (random, notes, counts) = (Random::new(seed), Vec::new(), BTreeMap::new());
    let mut story = Story { project: &project, desk, random, notes, made: 0, counts, number: 0 };
    for round in 0..changes / AT_A_TIME as u64 {
        for _ in 0..AT_A_TIME {
            story.step();
        }
        story.take_all_back();
        for (path, text) in facts(&project) {
            assert_eq!(Some(&text), first.get(&path), "round {round}: {}", path.display());
        }
    }
    for (name, (done, refused)) in &story.counts {
        println!("{name}: {done} done, {refused} refused");
        assert!(*done > 0, "{name} was never done");
    }
}
