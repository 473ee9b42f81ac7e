//! Tables of a mail: columns as wide as what stands in them; or, where the line is too
//! short for that, each row with the headings before its cells.

use super::lines::{Line, parted};
use super::setting::Setting;
use crate::template::{Cell, ResolvedColumn, ResolvedTable};

/// What parts two columns, in columns of the line.
const GAP: usize = 2;

impl Setting {
    /// A table.
    pub fn table(self, table: &ResolvedTable) -> Vec<Line> {
        let headings: Vec<String> = table.columns.iter().map(|it| self.heading_of(it)).collect();
        let rows = || table.rows.iter().chain(&table.totals);
        let width = |index: usize| {
            let cells = rows().filter_map(|row| row.get(index)).map(|it| self.width(it.text()));
            cells.chain([self.width(&headings[index])]).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..headings.len()).map(width).collect();
        let whole = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        let is_one_line = rows().flatten().all(|cell| !cell.text().contains('\n'));
        match whole <= self.columns && is_one_line {
            true => self.aligned(table, &headings, &widths, whole),
            false => self.row_by_row(table, &headings),
        }
    }

    /// A column's heading with its unit.
    fn heading_of(self, column: &ResolvedColumn) -> String {
        let [open, close] = self.words().unit;
        let unit = column.unit.as_ref().map(|unit| format!("{open}{unit}{close}"));
        column.heading.to_string() + &unit.unwrap_or_default()
    }

    fn aligned(
        self,
        table: &ResolvedTable,
        headings: &[String],
        widths: &[usize],
        whole: usize,
    ) -> Vec<Line> {
        let row = |cells: Vec<&str>| {
            let cells = cells.into_iter().zip(widths).zip(&table.columns);
            let cells = cells.map(|((cell, width), column)| {
                let rest = width.saturating_sub(self.width(cell));
                let before = match column.align.as_str() {
                    "right" => rest,
                    "center" => rest / 2,
                    _ => 0,
                };
                format!("{}{cell}{}", self.blanks(before), self.blanks(rest - before))
            });
            Line::of(cells.collect::<Vec<_>>().join(&self.blanks(GAP)))
        };
        let texts = |cells: &'_ [Cell]| row(cells.iter().map(Cell::text).collect());
        let mut lines = Vec::new();
        if headings.iter().any(|heading| !heading.is_empty()) {
            lines.push(row(headings.iter().map(String::as_str).collect()));
            lines.push(self.rule_below(whole));
        }
        lines.extend(table.rows.iter().map(|cells| texts(cells)));
        if let Some(totals) = &table.totals {
            lines.push(self.rule_below(whole));
            lines.push(texts(totals));
        }
        lines
    }

    fn row_by_row(self, table: &ResolvedTable, headings: &[String]) -> Vec<Line> {
        let cell = |(cell, heading): (&Cell, &String)| match heading.as_str() {
            "" => self.text(cell.text()),
            heading => self.text(&self.labelled(heading, cell.text())),
        };
        let row = |cells: &Vec<Cell>| {
            let cells = cells.iter().zip(headings).filter(|(cell, _)| !cell.text().is_empty());
            cells.flat_map(cell).collect()
        };
        let mut parts: Vec<Vec<Line>> = table.rows.iter().map(row).collect();
        // 合計 is no value of the column that it stands in.
        parts.extend(table.totals.as_ref().map(|totals| {
            let (first, rest) =
                totals.split_first().map_or(("", &[][..]), |(first, rest)| (first.text(), rest));
            let rest = rest.iter().zip(headings.iter().skip(1));
            let rest = rest.filter(|(cell, _)| !cell.text().is_empty());
            self.text(first).into_iter().chain(rest.flat_map(cell)).collect()
        }));
        parted(parts)
    }
}
