//! A row in which nothing stands but a line of an address: the second line of the client above,
//! where a list is written as it is printed.

use super::cells::fault;
use super::plan::Plan;
use super::rows::{Change, ChangeKind, LeftOut, Refused, Rows};
use super::skipping::Skipping;
use super::texts::{is_blank, one_line, shown};
use super::{Field, Value};
use crate::messages::Message;
use crate::spreadsheet::Row;

/// Such a row.
#[derive(Debug)]
pub(super) struct LineAlone {
    row: u32,
    column: usize,
    heading: String,
    text: String,
}

/// What the names of houses and their parts are made of.
const OF_HOUSES: [&str; 24] = [
    "ビル",
    "マンション",
    "ハイツ",
    "コーポ",
    "アパート",
    "メゾン",
    "タワー",
    "プラザ",
    "レジデンス",
    "ハウス",
    "パレス",
    "荘",
    "棟",
    "号",
    "階",
    "団地",
    "会館",
    "センター",
    "内",
    "方",
    "室",
    "番地",
    "丁目",
    "気付",
];

impl LineAlone {
    /// The line of a row that has nothing else.
    pub fn of(plan: &Plan<'_>, skipping: &Skipping, row: &Row) -> Option<Self> {
        if plan.exact {
            return None;
        }
        let mut cells = row.cells.iter().enumerate().filter(|(_, cell)| !is_blank(cell));
        let (column, cell) = cells.next()?;
        if cells.next().is_some() {
            return None;
        }
        let source = plan.sources(&Field::Address).iter().find(|it| it.index == column)?;
        // The head again, sums, and what begins as a note does.
        let told = skipping.reason(row).is_some_and(|(why, _)| why != LeftOut::Note);
        let text = one_line(&shown(cell)).into_owned();
        if told || skipping.is_plain_note(&text) {
            return None;
        }
        Some(Self { row: row.number, column, heading: source.heading.to_owned(), text })
    }

    /// Joins it to the client in the row above; where it is none of his, refuses it: what it
    /// says is not lost silently.
    pub fn settle(self, rows: &mut Rows) {
        let is_of_house = self.text.chars().any(char::is_numeric)
            || OF_HOUSES.iter().any(|it| self.text.contains(it));
        let above = rows.incoming.last_mut().filter(|it| it.row + 1 == self.row && is_of_house);
        if let Some(Value::Several(lines)) = above.and_then(|it| it.fields.get_mut(&Field::Address))
        {
            let before = self.text.clone();
            lines.push(self.text);
            let after = lines.join("／");
            let (row, column) = (self.row, Some(self.column));
            rows.changes.push(Change { row, column, kind: ChangeKind::LineJoined, before, after });
            return;
        }
        let (message, hint) = *fault(Message::ListLineAlone, Message::ListJoinLine);
        let (row, column, heading) = (self.row, Some(self.column), self.heading);
        rows.refused.push(Refused { row, column, heading, message, hint });
        rows.unread.push((row, None));
    }
}
