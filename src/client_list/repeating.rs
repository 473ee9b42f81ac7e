//! Numbers that begin anew in each sheet: 出席番号 in a list of classes.

use std::collections::BTreeMap;

use super::texts::{is_blank, one_line, shown};
use super::{Field, Layout, Target};
use crate::spreadsheet::{Row, Sheet};

/// Whether the column of ids has the same ones in several sheets for different names: then it
/// tells no client from another.
pub fn repeats(lists: &[(&Sheet, &Layout)]) -> bool {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for (sheet, layout) in lists {
        let own = names_by_id(sheet, layout);
        let others = own
            .iter()
            .filter(|(id, name)| names.get(id.as_str()).is_some_and(|known| known != *name));
        // One client twice is a mistake in the list.
        if !own.is_empty() && others.count() * 2 > own.len().min(names.len()) {
            return true;
        }
        names.extend(own);
    }
    false
}

/// The ids of a sheet with the names beside them.
fn names_by_id(sheet: &Sheet, layout: &Layout) -> BTreeMap<String, String> {
    let columns = |field: Field| -> Vec<usize> {
        let of = layout.columns.iter().filter(|it| it.target == Target::Field(field.clone()));
        of.map(|it| it.index).collect()
    };
    let (ids, names) = (columns(Field::Id), columns(Field::Name));
    let text = |row: &Row, columns: &[usize]| {
        let cells = columns.iter().filter_map(|column| row.cells.get(*column));
        let texts = cells.filter(|it| !is_blank(it)).map(|it| one_line(&shown(it)).into_owned());
        texts.collect::<Vec<String>>().join(" ")
    };
    let rows = layout.rows_of(sheet).iter().map(|row| (text(row, &ids), text(row, &names)));
    rows.filter(|(id, name)| !id.is_empty() && !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client_list::trial::sheet;
    use crate::facts::OwnFields;

    #[test]
    fn numbers_that_begin_anew_in_each_sheet_are_told_from_ids() {
        let read = |lines: &[&str]| {
            let sheets: Vec<Sheet> =
                lines.iter().map(|it| sheet(&format!("番号|会社名|住所\n{it}"))).collect();
            let layout = |it: &Sheet| {
                Layout::propose(it, &BTreeMap::new(), &OwnFields::default()).expect("a head")
            };
            let layouts: Vec<Layout> = sheets.iter().map(layout).collect();
            repeats(&sheets.iter().zip(&layouts).collect::<Vec<_>>())
        };
        for (lists, right) in [
            (&["1|甲|東京都\n2|乙|東京都", "1|丙|大阪府\n2|丁|大阪府"][..], true),
            (&["1|甲|東京都\n2|乙|東京都", "3|丙|大阪府\n4|丁|大阪府"], false),
            (&["1|甲|東京都\n2|乙|東京都", "1|甲|大阪府\n4|丁|大阪府"], false),
            (&["1|甲|東京都\n2|乙|東京都\n3|己|東京都", "1|戊|大阪府\n4|丁|大阪府"], false),
            (&["1|甲|東京都\n2|乙|東京都", "9|丙|大阪府", "1|丁|大阪府"], true),
            (&["1|甲|東京都"], false),
        ] {
            assert_eq!(read(lists), right, "{lists:?}");
        }
    }
}
