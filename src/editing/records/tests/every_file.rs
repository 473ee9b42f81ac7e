//! Files of every shape, and records changed, taken out and added at random.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::facts::values;

/// A record in a file that is made up.
#[derive(Debug, Clone)]
struct Made {
    /// Comments and an empty line above it.
    above: usize,
    is_apart: bool,
    /// Whether it has a phone number, an address of so many lines, and a table.
    phone: bool,
    address: usize,
    data: bool,
    /// Comments in it, and below it at its keys.
    inside: bool,
    below: bool,
    fate: Fate,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    Stays,
    Name,
    Phone,
    Address(usize),
    Goes,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Shape {
    List {
        margin: usize,
        mark: bool,
    },
    Documents {
        first_mark: bool,
    },
    /// Between brackets on the line of the mark.
    Marked,
    /// All between the same brackets.
    Brackets,
}

#[derive(Debug, Clone)]
struct File {
    shape: Shape,
    records: Vec<Made>,
    head: bool,
    crlf: bool,
    end: usize,
}

fn made() -> impl Strategy<Value = Made> {
    let fate = prop_oneof![
        3 => Just(Fate::Stays),
        1 => Just(Fate::Name),
        1 => Just(Fate::Phone),
        1 => (0..4_usize).prop_map(Fate::Address),
        2 => Just(Fate::Goes),
    ];
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (0..3_usize, 0..4_usize, flags, fate).prop_map(
        |(above, address, (is_apart, phone, data, inside, below), fate)| Made {
            above,
            is_apart,
            phone,
            address,
            data,
            inside,
            below,
            fate,
        },
    )
}

fn file() -> impl Strategy<Value = File> {
    let shape = prop_oneof![
        3 => (0..3_usize, any::<bool>())
            .prop_map(|(it, mark)| Shape::List { margin: it * 2, mark }),
        2 => any::<bool>().prop_map(|first_mark| Shape::Documents { first_mark }),
        1 => Just(Shape::Marked),
        1 => Just(Shape::Brackets),
    ];
    let records = proptest::collection::vec(made(), 1..6);
    (shape, records, any::<bool>(), any::<bool>(), 0..4_usize)
        .prop_map(|(shape, records, head, crlf, end)| File { shape, records, head, crlf, end })
}

/// A file as it is written, and what is known of it.
#[derive(Default)]
struct Written {
    text: String,
    comments: usize,
    /// Comments that go with the record of this number, and all others.
    own: Vec<(usize, String)>,
    others: Vec<String>,
    /// The lines of each record.
    records: Vec<String>,
}

impl Written {
    fn comment(&mut self, owner: Option<usize>, margin: usize) {
        self.comments += 1;
        let comment = format!("# 注{}。", self.comments);
        self.text.push_str(&format!("{:margin$}{comment}\n", ""));
        match owner {
            Some(owner) => self.own.push((owner, comment)),
            None => self.others.push(comment),
        }
    }

    fn of(file: &File, name: usize) -> Self {
        let mut written = Self::default();
        if file.head {
            written.comment(None, 0);
            written.text.push('\n');
        }
        for (number, record) in file.records.iter().enumerate() {
            written.record(file, number, record, &format!("R-{name}-{number}"));
        }
        if file.shape == Shape::Brackets {
            written.text.push_str("]\n");
        }
        match file.end {
            1 => written.comment(None, 0),
            2 if !written.text.ends_with("]\n") => written.text.push_str("...\n"),
            3 => drop(written.text.pop()),
            _ => {}
        }
        if file.crlf {
            written.text = written.text.replace('\n', "\r\n");
            let records = &mut written.records;
            records.iter_mut().for_each(|it| *it = it.replace('\n', "\r\n"));
        }
        written
    }

    fn record(&mut self, file: &File, number: usize, record: &Made, id: &str) {
        let is_first = number == 0;
        let lines = lines(record, id);
        let flow = flow(record, id);
        let (margin, owner) = match file.shape {
            Shape::List { margin, .. } => (margin, Some(number).filter(|_| !is_first)),
            Shape::Documents { first_mark } => {
                (0, Some(number).filter(|_| !is_first || first_mark))
            }
            Shape::Marked => (0, None),
            Shape::Brackets => (0, None),
        };
        match file.shape {
            Shape::List { mark: true, .. } if is_first => self.text.push_str("---\n"),
            Shape::Documents { first_mark } if first_mark || !is_first => {
                self.text.push_str("---\n")
            }
            _ => {}
        }
        // What stands directly above the text of a record without an empty line goes with it.
        if file.shape != Shape::Brackets {
            for _ in 0..record.above {
                let owner = owner.filter(|_| !record.is_apart);
                self.comment(owner, margin);
            }
            if record.is_apart {
                self.text.push('\n');
            }
        }
        let start = self.text.len();
        match file.shape {
            Shape::List { margin, .. } => {
                self.block(&lines, number, record, margin, "- ");
                if record.below {
                    self.comment(Some(number), margin + 2);
                }
            }
            Shape::Documents { .. } => self.block(&lines, number, record, 0, ""),
            Shape::Marked => self.text.push_str(&format!("--- {flow}\n")),
            Shape::Brackets if is_first => self.text.push_str(&format!("[{flow}\n")),
            Shape::Brackets => self.text.push_str(&format!(", {flow}\n")),
        }
        self.records.push(self.text[start..].trim_end().to_owned());
    }

    fn block(&mut self, lines: &[String], number: usize, record: &Made, margin: usize, dash: &str) {
        let deep = margin + dash.len();
        for (line, text) in lines.iter().enumerate() {
            let lead = if line == 0 { dash } else { "" };
            let margin = if line == 0 { margin } else { deep };
            self.text.push_str(&format!("{:margin$}{lead}{text}\n", ""));
            if line == 0 && record.inside {
                self.comment(Some(number), deep);
            }
        }
    }
}

fn lines(record: &Made, id: &str) -> Vec<String> {
    let mut lines =
        vec![format!("id: {id}"), "name: 甲社".to_owned(), "honorific: 御中".to_owned()];
    if record.address > 0 {
        lines.push("address:".to_owned());
        lines.extend((0..record.address).map(|it| format!("  - {it}番地")));
    }
    lines.extend(record.phone.then(|| "phone: 03-1111-2222".to_owned()));
    if record.data {
        lines.extend(["data:", "  - item: 氏名", "    persons: 3"].map(str::to_owned));
    }
    lines
}

fn flow(record: &Made, id: &str) -> String {
    let phone = if record.phone { ", phone: 03-1111-2222" } else { "" };
    let data = if record.data { ", data: [{item: 氏名, persons: 3}]" } else { "" };
    format!("{{id: {id}, name: 甲社, honorific: 御中{phone}{data}}}")
}

fn changes(fate: Fate) -> Vec<FieldChange> {
    let one = |text: &str| Some(Value::One(text.to_owned()));
    let (field, after) = match fate {
        Fate::Name => (Field::Name, one("乙: 社")),
        Fate::Phone => (Field::Phone, one("03-9999-8888")),
        Fate::Address(0) => (Field::Address, None),
        Fate::Address(number) => {
            let lines = (0..number).map(|it| format!("{}番地", it * 2)).collect();
            (Field::Address, Some(Value::Several(lines)))
        }
        Fate::Stays | Fate::Goes => return Vec::new(),
    };
    vec![FieldChange { field, before: None, after }]
}

/// What is to become of records.
#[derive(Default)]
struct Case<'r> {
    changed: Vec<(&'r KnownRecord, Changed)>,
    removed: Vec<&'r KnownRecord>,
    /// Ids of records that nothing happens to, and of those that go.
    stay: BTreeSet<String>,
    gone: BTreeSet<String>,
    /// What each record says in the end, in their order.
    wanted: Vec<(String, Fields)>,
}

impl<'r> Case<'r> {
    fn of(records: &'r Records<'_>, fates: &[Fate]) -> Self {
        let mut case = Self::default();
        for (record, fate) in records.all.iter().zip(fates) {
            let id = record.id.clone().unwrap_or_default();
            if *fate == Fate::Goes && records.removable(record) {
                case.gone.insert(id);
                case.removed.push(record);
                continue;
            }
            let mut fields = record.fields.clone().unwrap_or_default();
            let changes = changes(*fate);
            let text = records.changed(record, &changes);
            assert!(text.is_ok() || *fate == Fate::Address(0), "{fate:?} {id}");
            if let (Ok(text), false) = (text, changes.is_empty()) {
                for FieldChange { field, after, .. } in changes {
                    fields.remove(&field);
                    fields.extend(after.map(|after| (field, after)));
                }
                case.changed.push((record, text));
            } else {
                case.stay.insert(id.clone());
            }
            case.wanted.push((id, fields));
        }
        case
    }
}

/// The files with those that are new in the place of the old ones, or behind them.
fn replaced(files: &[Arc<SourceText>], amended: Vec<Amended>) -> Vec<Arc<SourceText>> {
    let mut new = files.to_vec();
    for Amended { old, new: text } in amended {
        let at = old.and_then(|old| files.iter().position(|file| file.name == old.name));
        match at {
            Some(at) => new[at] = text,
            None => new.push(text),
        }
    }
    new
}

/// What the records of files say, but for the way of sending, which each has, said or not.
fn said(files: &[Arc<SourceText>]) -> Vec<(String, Fields)> {
    let declared = Declared::default();
    let records = Records::read(files, &declared);
    let says = |it: &KnownRecord| {
        (it.id.clone().unwrap_or_default(), it.fields.clone().unwrap_or_default())
    };
    records.all.iter().map(says).map(without_way).collect()
}

fn without_way((id, mut fields): (String, Fields)) -> (String, Fields) {
    fields.remove(&Field::Delivery);
    (id, fields)
}

/// All of a file is in its new text but what belongs to records that change or go.
fn holds_all(file: &File, written: &Written, text: &str, name: usize, case: &Case<'_>) {
    let both = format!("{}\n=>\n{text}", written.text);
    let is_readable = crate::facts::pieces(text).is_empty() || values(text).is_some();
    assert!(is_readable, "{both}");
    let id = |record: usize| format!("R-{name}-{record}");
    for comment in &written.others {
        assert_eq!(text.matches(comment).count(), 1, "{comment}\n{both}");
    }
    for (owner, comment) in &written.own {
        let there = usize::from(!case.gone.contains(&id(*owner)));
        assert_eq!(text.matches(comment).count(), there, "{comment}\n{both}");
    }
    for (record, lines) in written.records.iter().enumerate() {
        assert!(!case.stay.contains(&id(record)) || text.contains(lines.as_str()), "{both}");
    }
    // A file of one line that does not end says nothing of how its lines end.
    let crlf = file.crlf && written.text.contains('\n');
    let ends = text.matches(if crlf { "\r\n" } else { "\n" }).count();
    let signs = if crlf { 2 * ends } else { ends };
    assert_eq!(text.matches(['\r', '\n']).count(), signs, "{both}");
}

proptest! {
    /// Whatever becomes of records, the others stay to the letter, with all comments.
    #[test]
    fn what_is_not_changed_stays(
        made in proptest::collection::vec(file(), 1..4),
        number in 0..3_usize,
    ) {
        let written: Vec<Written> =
            made.iter().enumerate().map(|(name, file)| Written::of(file, name)).collect();
        let source = |(name, file): (usize, &Written)| {
            let name = format!("data/clients/{name}.yaml");
            Arc::new(SourceText::new(name, file.text.as_str()))
        };
        let files: Vec<Arc<SourceText>> = written.iter().enumerate().map(source).collect();
        let declared = Declared::default();
        let records = Records::read(&files, &declared);
        let fates = made.iter().flat_map(|file| file.records.iter().map(|it| it.fate));
        let fates: Vec<Fate> = fates.collect();
        prop_assert_eq!(records.all.len(), fates.len(), "{:?}", files);
        let mut case = Case::of(&records, &fates);
        let new_clients: Vec<Fields> = (0..number).map(|it| client(&format!("N-{it}"))).collect();
        let added = new_clients.iter().map(|it| records.added(it));
        let added = added.collect::<Result<Vec<_>, _>>().unwrap_or_else(|it| panic!("{it:?}"));
        let changed = std::mem::take(&mut case.changed);
        let amended = records.amended(changed, &case.removed, added);
        let amended = amended.unwrap_or_else(|it| panic!("{it:?} {files:?}"));
        let new = replaced(&files, amended);
        let (found_new, found): (Vec<_>, Vec<_>) =
            said(&new).into_iter().partition(|(id, _)| id.starts_with("N-"));
        let wanted = std::mem::take(&mut case.wanted);
        let wanted: Vec<(String, Fields)> = wanted.into_iter().map(without_way).collect();
        prop_assert_eq!(&found, &wanted, "{:?}", new);
        let found_new: Vec<Fields> = found_new.into_iter().map(|(_, fields)| fields).collect();
        prop_assert_eq!(&found_new, &new_clients, "{:?}", new);
        for (name, (file, written)) in made.iter().zip(&written).enumerate() {
            holds_all(file, written, &new[name].text, name, &case);
        }
    }
}
