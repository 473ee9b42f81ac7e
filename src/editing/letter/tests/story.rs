//! Changes through these functions and by hand, in turn, in files of the model project: the
//! YAML always parses, no comment is lost, and no change is, but with what it stood in.

use std::collections::BTreeMap;

use super::*;

/// How many changes there are, if nobody asks for more.
const CHANGES: u64 = 300;

/// Numbers that look random, the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).expect("64 bits") % end.max(1)
    }

    fn pick<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }
}

struct Story {
    random: Random,
    file: Arc<SourceText>,
    number: usize,
    counts: BTreeMap<String, usize>,
}

/// What each change has left behind: 〔12〕.
fn marks(text: &str) -> Vec<String> {
    let mut marks: Vec<String> = text
        .split('〔')
        .skip(1)
        .filter_map(|rest| rest.split_once('〕').map(|(number, _)| number.to_owned()))
        .collect();
    marks.sort();
    marks
}

impl Story {
    fn words(&mut self) -> String {
        let hard = ["", "a: b", " # 号", "\n二行目", "\n\n{{ 担当 }}", "\"'", "、1,000件", "[x]"];
        let more = *self.random.pick(&hard);
        format!("文〔{}〕{more}", self.number)
    }

    /// One of the blocks, and the list that it is in.
    fn block(&mut self) -> Vec<Step> {
        let is_block = |path: &[Step], _: &Value| {
            let is_text = !path.contains(&key("marks")) && !path.contains(&key("when"));
            matches!(path.last(), Some(Step::Index(_))) && is_text
        };
        let blocks = paths(&self.file, is_block);
        self.random.pick(&blocks).clone()
    }

    fn by_page(&mut self) -> (&'static str, Option<Vec<Step>>, Changed) {
        let at = self.block();
        let (list, index) = match at.split_last() {
            Some((Step::Index(index), list)) => (list.to_vec(), *index),
            _ => unreachable!("it is an element"),
        };
        let words = self.words();
        match self.random.below(6) {
            0 => {
                let texts = paths(&self.file, |path, value| {
                    let is_condition = path.contains(&key("when"));
                    path.len() > 2 && matches!(value, Value::String(_)) && !is_condition
                });
                let at = self.random.pick(&texts).clone();
                let new = prose::set(&self.file, &at, &words);
                ("text", Some(at), new)
            }
            1 => {
                let whens = [
                    None,
                    Some(serde_json::json!({ "業務": ["給与計算", "電子明細"] })),
                    Some(serde_json::json!({ "not": { "has": "担当" }, "件数": { "over": 100 } })),
                ];
                let when = self.random.pick(&whens).clone();
                ("condition", None, condition::set(&self.file, &at, when.as_ref()))
            }
            2 => {
                let by = if self.random.below(2) == 0 { -1 } else { 1 };
                ("move", None, blocks::shift(&self.file, &at, by))
            }
            3 => ("remove", Some(at.clone()), blocks::remove(&self.file, &at)),
            _ => {
                let kinds = [Kind::Text, Kind::Heading, Kind::List, Kind::Notes];
                let heading = format!("見出し: {index}");
                let new = New { kind: *self.random.pick(&kinds), text: words, heading };
                ("add", None, blocks::add(&self.file, &list, index, &new))
            }
        }
    }

    /// A change by the page. What was wanted is proved by [`File::proved`]; here, that nothing
    /// else has gone.
    fn page(&mut self) {
        let (name, gone, new) = self.by_page();
        let (done, new) = match new {
            Ok(new) => ("done", new),
            Err(problem) => {
                let reason = format!("{name}: {}", problem.message);
                *self.counts.entry(reason).or_default() += 1;
                return;
            }
        };
        *self.counts.entry(format!("{name}: {done}")).or_default() += 1;
        assert!(Document::parse(&new).is_ok(), "{name}\n{}", new.text);
        // What may go: the text that is another now, and the lines of the block.
        let file = File::read(&self.file).expect("YAML");
        let lines = gone.as_ref().map_or(0..0, |path| {
            let element = match path.split_last() {
                Some((Step::Index(index), list)) if name == "remove" => file.element(list, *index),
                _ => None,
            };
            let written = file.document.written(path).expect("it is there");
            element.map_or(written.start()..written.end(), |it| it.lead..it.end)
        });
        let mut stay = format!("{}\n{}", &file.text()[..lines.start], &file.text()[lines.end..]);
        stay.retain(|c| c != '\r');
        let after = marks(&new.text);
        for mark in marks(&stay) {
            assert!(
                after.contains(&mark),
                "{name} has lost 〔{mark}〕\n{}\n{}",
                file.text(),
                new.text
            );
        }
        if name != "remove" {
            assert_eq!(comments(&self.file), comments(&new), "{name}");
        }
        self.file = new;
    }

    /// Somebody writes a comment of a line's own, one behind a line, or an empty line, or goes
    /// on with a text.
    fn hand(&mut self) {
        let text = &self.file.text;
        let starts: Vec<usize> =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let kind = self.random.below(4);
        // A place where it still says the same to YAML, or the longer text.
        for _ in 0..20 {
            let start = *self.random.pick(&starts);
            let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
            let line = &text[start..end];
            let indent = line.len() - line.trim_start().len();
            let note = format!("# 〔{}〕", self.number);
            let (at, new) = match kind {
                0 => (start, format!("{:indent$}{note}\n", "")),
                1 if !line.trim().is_empty() => (end, format!("  {note}")),
                2 => (start, "\n".to_owned()),
                _ if line.ends_with('。') => (end, format!("〔{}〕", self.number)),
                _ => continue,
            };
            let after = source(&format!("{}{new}{}", &text[..at], &text[at..]));
            let Ok(document) = Document::parse(&after) else { continue };
            let is_same = proof::same(document.value(), &value(&self.file));
            if is_same == (kind != 3) {
                *self.counts.entry(format!("by hand {kind}")).or_default() += 1;
                self.file = after;
                return;
            }
        }
    }
}

#[test]
fn page_and_hand_change_the_same_files_and_nothing_is_lost() {
    let changes = changes_wanted().unwrap_or(CHANGES);
    let names =
        ["data/notices/report-1.yaml", "data/incident.yaml", "src/beginnings/notices/report.yaml"];
    let files: Vec<_> = files().into_iter().filter(|it| names.contains(&&*it.name)).collect();
    assert_eq!(files.len(), names.len());
    let mut counts = BTreeMap::new();
    for (seed, file) in files.into_iter().enumerate() {
        let random = Random(0x9E37_79B9_7F4A_7C15 ^ (seed as u64 + 1));
        let mut story = Story { random, file: file.clone(), number: 0, counts };
        for _ in 0..changes / names.len() as u64 {
            story.number += 1;
            match story.random.below(3) {
                0 => story.hand(),
                _ => story.page(),
            }
            // A letter has an end.
            if story.file.text.len() > 18_000 {
                story.file = file.clone();
            }
        }
        counts = story.counts;
    }
    for (what, count) in &counts {
        println!("{what}: {count}");
    }
    for done in ["text", "condition", "move", "remove", "add"] {
        assert!(counts.contains_key(&format!("{done}: done")), "{done} was never done");
    }
}
