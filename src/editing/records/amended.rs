//! The files with records changed, taken out and added.
//!
//! What is made is read again before it is given: all records that are to stay are there in
//! their order, and each says what it shall.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::appended::{is_element, margin, with_records};
use super::proof::{Fault, Wanted};
use super::{Added, Changed, FIRST_FILE, KnownRecord, Records};
use crate::client_list::FieldChange;
use crate::diagnostic::{Diagnostic, Place, SourceText};
use crate::editing::append::own_length;
use crate::facts::pieces;
use crate::limits;
use crate::messages::Message;

/// A file and the text that it shall have.
pub struct Amended {
    /// The file as it is; `None` if there is none.
    pub old: Option<Arc<SourceText>>,
    /// The file as it shall be.
    pub new: Arc<SourceText>,
}

/// What becomes of a piece.
enum Edit<'r> {
    /// Its record goes.
    Gone,
    /// It is written anew.
    New {
        text: String,
        /// What its records are to say now.
        changes: Vec<(&'r KnownRecord, Vec<FieldChange>)>,
        /// Whether this text has been read already.
        is_read: bool,
    },
}

/// What becomes of pieces, by their numbers.
type Edits<'r> = BTreeMap<usize, Edit<'r>>;

/// A new text of a file.
struct Draft<'d> {
    /// Which file it is; `None` if it is a new one.
    file: Option<usize>,
    text: String,
    /// The records at its end that are new.
    added: &'d [Added],
}

impl Records<'_> {
    /// The files with these records changed, taken out and added. If any of them would not say
    /// then what it shall, or could not be read any more, what is wrong.
    pub fn amended(
        &self,
        changed: Vec<(&KnownRecord, Changed)>,
        removed: &[&KnownRecord],
        added: Vec<Added>,
    ) -> Result<Vec<Amended>, Box<Diagnostic>> {
        let edits = self.edits(changed, removed)?;
        let touched: BTreeSet<usize> = edits.keys().map(|it| self.pieces[*it].file).collect();
        let drafts = touched.into_par_iter().map(|file| {
            let text = self.edited(file, &edits);
            (file, Draft { file: Some(file), text, added: &[] })
        });
        let mut drafts: BTreeMap<usize, Draft<'_>> = drafts.collect();
        let new = self.place_added(&mut drafts, &added)?;
        let drafts: Vec<Draft<'_>> = drafts.into_values().chain(new).collect();
        let wrong = |draft: &Draft<'_>| self.check_draft(draft, &edits).err();
        if let Some(problem) = drafts.par_iter().find_map_first(wrong) {
            return Err(problem);
        }
        let of_draft = |draft: Draft<'_>| {
            let old = draft.file.map(|file| self.files[file].clone());
            let name = old.as_ref().map(|old| old.name.clone());
            (old, name, draft.text)
        };
        let mut number = 0;
        let mut amended = Vec::new();
        for (old, name, text) in drafts.into_iter().map(of_draft) {
            let name = name.unwrap_or_else(|| self.free_name(&mut number));
            if old.as_ref().is_none_or(|old| old.text != text) {
                amended.push(Amended { old, new: Arc::new(SourceText::new(name, text)) });
            }
        }
        Ok(amended)
    }

    /// What becomes of each piece.
    fn edits<'r>(
        &self,
        changed: Vec<(&'r KnownRecord, Changed)>,
        removed: &[&'r KnownRecord],
    ) -> Result<Edits<'r>, Box<Diagnostic>> {
        let mut in_piece: BTreeMap<usize, Vec<(&KnownRecord, Changed)>> = BTreeMap::new();
        for (record, change) in changed {
            in_piece.entry(record.piece).or_default().push((record, change));
        }
        let mut edits = Edits::new();
        for (piece, changed) in in_piece {
            let (record, is_read) = (changed[0].0, changed.len() == 1);
            let texts: Vec<&str> = changed.iter().map(|(_, it)| it.text.as_str()).collect();
            let text = with_all(self.own(piece), &texts);
            let text = text.ok_or_else(|| Box::new(self.by_hand(record)))?;
            let changes = changed.into_iter().map(|(record, it)| (record, it.changes)).collect();
            edits.insert(piece, Edit::New { text, changes, is_read });
        }
        for record in removed {
            let is_changed = edits.insert(record.piece, Edit::Gone).is_some();
            if is_changed || !self.removable(record) {
                return Err(Box::new(self.by_hand(record)));
            }
        }
        Ok(edits)
    }

    /// The text of a file after these edits.
    fn edited(&self, file: usize, edits: &Edits<'_>) -> String {
        let old = &self.files[file].text;
        let mut text = String::with_capacity(old.len());
        // Comments above this belong to what stays.
        let (mut at, mut kept) = (0, 0);
        for number in self.in_file[file].clone() {
            let range = self.pieces[number].piece.range.clone();
            text.push_str(&old[at..range.start]);
            if at < range.start {
                kept = text.len();
            }
            match edits.get(&number) {
                None => text.push_str(self.own(number)),
                Some(Edit::New { text: new, .. }) => text.push_str(new),
                Some(Edit::Gone) => take_out(&mut text, kept, self.own(number)),
            }
            at = range.end;
        }
        text.push_str(&old[at..]);
        text
    }

    /// Puts new records into the files in which each record stands on lines of its own, as
    /// far as there is room, and gives the new files with the others.
    fn place_added<'d>(
        &self,
        drafts: &mut BTreeMap<usize, Draft<'d>>,
        mut added: &'d [Added],
    ) -> Result<Vec<Draft<'d>>, Box<Diagnostic>> {
        for file in 0..self.files.len() {
            if added.is_empty() {
                break;
            }
            let own = drafts.get(&file).map_or(&self.files[file].text, |draft| &draft.text);
            if own.len() >= self.room || !self.is_by_line(file) {
                continue;
            }
            // Even if nothing is left of it.
            let newline = if self.files[file].text.contains("\r\n") { "\r\n" } else { "\n" };
            let (text, number) = with_records(own, newline, added, self.room);
            let (here, others) = added.split_at(number);
            if number > 0 {
                drafts.insert(file, Draft { file: Some(file), text, added: here });
            }
            added = others;
        }
        let mut new = Vec::new();
        while !added.is_empty() {
            let (text, number) = with_records("", "\n", added, self.room);
            if number == 0 {
                return Err(Box::new(too_large()));
            }
            let (here, others) = added.split_at(number);
            new.push(Draft { file: None, text, added: here });
            added = others;
        }
        Ok(new)
    }

    /// Whether each record of a file stands on lines of its own.
    fn is_by_line(&self, file: usize) -> bool {
        self.in_file[file].clone().all(|number| {
            let own = self.own(number);
            let content = own[content_start(own)..].trim_start();
            let content = content.strip_prefix("---").unwrap_or(content);
            self.pieces[number].records == 1 && !content.trim_start().starts_with('[')
        })
    }

    /// The name of a new file, the next after the one of this number.
    fn free_name(&self, number: &mut usize) -> Arc<str> {
        loop {
            *number += 1;
            let name = match *number {
                1 if self.files.is_empty() => FIRST_FILE.to_owned(),
                1 => "data/clients/added.yaml".to_owned(),
                number => format!("data/clients/added-{number}.yaml"),
            };
            if self.files.iter().all(|file| *file.name != *name) {
                return name.into();
            }
        }
    }

    /// Reads a new text of a file: what is wrong if it does not hold the records that it shall,
    /// each of which says what it shall.
    fn check_draft(&self, draft: &Draft<'_>, edits: &Edits<'_>) -> Result<(), Box<Diagnostic>> {
        let place = |problem: Diagnostic| match draft.file.map(|file| &self.files[file]) {
            Some(file) => problem.at(Place::new(file.clone(), 0..0)),
            None => problem,
        };
        if draft.text.len() > self.room {
            return Err(Box::new(place(too_large())));
        }
        let by_hand = || {
            let problem = place(Diagnostic::error(Message::RecordNotByLine));
            Box::new(problem.hint(Message::ChangeByHand))
        };
        let old = draft.file.map_or(0..0, |file| self.in_file[file].clone());
        let stay: Vec<usize> =
            old.filter(|number| !matches!(edits.get(number), Some(Edit::Gone))).collect();
        let new = pieces(&draft.text);
        if new.len() != stay.len() + draft.added.len() {
            return Err(by_hand());
        }
        let source = |number: usize| {
            let text = &draft.text[new[number].range.clone()];
            Arc::new(SourceText::new("", text))
        };
        let stays = (0..stay.len()).into_par_iter().all(|number| {
            self.says_what_it_shall(stay[number], &source(number), edits.get(&stay[number]))
        });
        let is_added = |number: usize| {
            let wanted = &draft.added[number].fields;
            self.check_new(&source(stay.len() + number), wanted).is_ok()
        };
        match stays && (0..draft.added.len()).into_par_iter().all(is_added) {
            true => Ok(()),
            false => Err(by_hand()),
        }
    }

    fn says_what_it_shall(
        &self,
        number: usize,
        new: &Arc<SourceText>,
        edit: Option<&Edit<'_>>,
    ) -> bool {
        let wanted = match edit {
            None if new.text == self.own(number) => return true,
            Some(Edit::New { text, is_read: true, .. }) if new.text == *text => return true,
            Some(Edit::New { changes, .. }) => {
                let wanted = changes.iter().map(|(record, own)| Wanted::of(record, own));
                wanted.collect::<Option<Vec<_>>>()
            }
            _ => Some(Vec::new()),
        };
        let check = |wanted: Vec<Wanted<'_>>| -> Result<(), Fault> {
            self.check_piece(&self.piece(number), new, &wanted)
        };
        wanted.is_some_and(|wanted| check(wanted).is_ok())
    }
}

/// A text with all that is other in these, each of which was made from it; `None` where two
/// of them are other in the same place.
fn with_all(old: &str, new: &[&str]) -> Option<String> {
    let mut edits: Vec<(Range<usize>, &str)> = new.iter().map(|new| difference(old, new)).collect();
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let (mut text, mut at) = (String::with_capacity(old.len()), 0);
    for (range, new) in edits {
        text.push_str(old.get(at..range.start)?);
        text.push_str(new);
        at = range.end;
    }
    text.push_str(old.get(at..)?);
    Some(text)
}

/// Where a text is other than the old one, and what stands there.
fn difference<'t>(old: &str, new: &'t str) -> (Range<usize>, &'t str) {
    let same = |(a, b): &(char, char)| a == b;
    let length = |both: (char, char)| both.0.len_utf8();
    let start: usize = old.chars().zip(new.chars()).take_while(same).map(length).sum();
    let ends = old[start..].chars().rev().zip(new[start..].chars().rev());
    let behind: usize = ends.take_while(same).map(length).sum();
    (start..old.len() - behind, &new[start..new.len() - behind])
}

fn too_large() -> Diagnostic {
    let mebibytes = (limits::TEXT_BYTES >> 20).to_string();
    Diagnostic::error(Message::FileTooLarge { mebibytes })
}

/// Puts behind a text what stays of a piece whose record goes, and takes from its end the
/// comment that stands directly above the record, if it is not above `kept`. Comments and
/// empty lines below the record belong to what follows.
fn take_out(text: &mut String, kept: usize, piece: &str) {
    let (lead, record) = piece.split_at(content_start(piece));
    let is_element = is_element(record);
    let margin = if is_element { margin(record) } else { 0 };
    // A comment between the mark of a document and its text is in the piece.
    let has_mark = text[..kept].lines().next_back().is_some_and(|line| line.starts_with("---"));
    let has_own_mark = !is_element && (record.starts_with("---") || !has_mark);
    text.push_str(lead);
    if is_element || !has_own_mark {
        let indent = if is_element { margin } else { usize::MAX };
        let mut end = text.len();
        while end > kept
            && let Some(comment) = comment_before(&text[kept..end], indent)
        {
            end -= comment;
        }
        text.truncate(end);
        if !is_element && end == kept {
            take_mark_off(text);
        }
    }
    let own = own_length(record, margin);
    let behind = record[own..].find('\n').map_or(record.len(), |at| own + at + 1);
    let rest = &record[behind..];
    // One empty line parted it from the next.
    let is_parted = text.lines().next_back().is_none_or(|line| line.trim().is_empty());
    let without = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'));
    text.push_str(without.filter(|_| is_parted).unwrap_or(rest));
}

/// Where the first line begins that is neither empty nor a comment.
fn content_start(piece: &str) -> usize {
    let is_content = |line: &&str| !line.trim().is_empty() && !line.trim().starts_with('#');
    piece.split_inclusive('\n').take_while(|line| !is_content(line)).map(str::len).sum()
}

/// The length of the last line of a text, if it is a comment that is indented no further.
fn comment_before(text: &str, indent: usize) -> Option<usize> {
    let line = text.split_inclusive('\n').next_back()?;
    let content = line.trim_start_matches([' ', '\t']);
    (content.starts_with('#') && line.len() - content.len() <= indent).then_some(line.len())
}

/// Takes the mark of a document that is no more from the end of a text.
fn take_mark_off(text: &mut String) {
    let mut lines = text.split_inclusive('\n').rev();
    let mark = lines.next().filter(|line| line.starts_with("---")).map_or(0, str::len);
    if !lines.next().is_some_and(|line| line.starts_with('%')) {
        text.truncate(text.len() - mark);
    }
}
