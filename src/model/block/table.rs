//! Tables from YAML.

use super::{Align, Column, Passage, Row, Rows, Said, Table, when};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::facts::{FromYaml, Node, OwnFields, Parsing, text_of};
use crate::messages::{Message, listed};
use crate::model::{Client, Condition, number_in};

impl FromYaml for Table {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let nodes = fields.node("columns").and_then(|node| node.elements(&mut Parsing::default()));
        let columns: Option<Vec<Column>> = fields.required("columns", cx);
        let rows = fields.required_node("rows", Message::RowsOrField, cx);
        fields.finish(cx);
        let (columns, rows) = (columns?, rows?);
        let rows = match text_of(rows.value()) {
            Some(name) => of_field(&name, (&columns, &nodes.unwrap_or_default()), &rows, cx)?,
            None => Rows::Written(written(&columns, &rows, cx)?),
        };
        let table = Self { columns, rows };
        let fault = table.column_without_total();
        if let Some(heading) = fault {
            cx.problems.push(node.problem(Message::TextHasNoTotal { heading }));
            return None;
        }
        Some(table)
    }
}

impl Table {
    /// The heading of a column that is to be added up and has text.
    fn column_without_total(&self) -> Option<String> {
        let Rows::Written(rows) = &self.rows else { return None };
        let has_text = |index: usize| {
            let mut cells = rows.iter().filter_map(|row| row.cells.get(index));
            cells.any(|cell| match &cell.said {
                Said::Prose(prose) => number_in(prose.words()).is_none(),
                Said::Part(_) => true,
                Said::Nothing => false,
            })
        };
        let mut columns = self.columns.iter().enumerate();
        let (_, column) = columns.find(|(index, column)| column.total && has_text(*index))?;
        Some(column.words().to_owned())
    }
}

/// Rows of a recipient's field that has these columns, which are written there.
fn of_field(
    name: &str,
    (columns, nodes): (&[Column], &[Node<'_>]),
    rows: &Node<'_>,
    cx: &mut Parsing,
) -> Option<Rows> {
    let own = cx.declared.own.clone();
    let Some(known) = Client::columns(name, &own) else {
        let with_rows = own.iter().filter(|field| field.columns().is_some());
        let with_rows = with_rows.map(|field| field.name.clone());
        let fields: Vec<String> = ["data".to_owned()].into_iter().chain(with_rows).collect();
        let problem = rows.problem(Message::NoFieldWithRows { name: name.to_owned() });
        cx.problems.push(match did_you_mean(name, fields.iter().map(String::as_str)) {
            Some(meant) => rows.meant(problem, meant),
            None => problem.hint(Message::FieldsWithRows { names: listed(fields) }),
        });
        return None;
    };
    let before = cx.problems.len();
    for (column, node) in columns.iter().zip(nodes) {
        let heading = column.words().to_owned();
        let Some(field) = &column.field else {
            let names = listed(known.iter().map(|column| column.name.as_str()));
            let problem = node.problem(Message::ColumnNeedsField { heading });
            cx.problems.push(problem.hint(Message::ColumnsAre { names }));
            continue;
        };
        match known.get(field) {
            Some(known) if column.total && !known.is_count() => {
                cx.problems.push(node.problem(Message::TextHasNoTotal { heading }));
            }
            Some(_) => {}
            None => cx.problems.extend(no_such_column(field, &known, node)),
        }
    }
    (cx.problems.len() == before).then(|| Rows::OfField(name.to_owned()))
}

/// That rows with these columns have none of this name.
fn no_such_column(field: &str, known: &OwnFields, column: &Node<'_>) -> Option<Diagnostic> {
    let node = column.fields(&mut Parsing::default())?.node("field")?;
    let problem = node.problem(Message::NoSuchColumn { field: field.to_owned() });
    let names = || known.iter().map(|column| column.name.as_str());
    Some(match did_you_mean(field, names()) {
        Some(meant) => node.meant(problem, meant),
        None => problem.hint(Message::ColumnsAre { names: listed(names()) }),
    })
}

/// Rows that are written out, one cell for each column.
fn written(columns: &[Column], node: &Node<'_>, cx: &mut Parsing) -> Option<Vec<Row>> {
    let before = cx.problems.len();
    let mut rows = Vec::new();
    for element in node.elements(cx)? {
        let Some(row) = Row::from_yaml(&element, cx) else { continue };
        if row.cells.len() == columns.len() {
            rows.push(row);
        } else {
            let (cells, columns) = (row.cells.len(), columns.len());
            let problem = element.problem(Message::CellsAndColumns {
                cells: cells.to_string(),
                columns: columns.to_string(),
            });
            cx.problems.push(match cells < columns {
                true => problem.hint(Message::BlankCells),
                false => problem.hint(Message::CommasInQuotes),
            });
        }
    }
    (cx.problems.len() == before).then_some(rows)
}

impl FromYaml for Row {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        if !node.value().is_mapping() {
            return Some(Self { when: Condition::default(), cells: cells(node, cx)? });
        }
        let mut fields = node.fields(cx)?;
        let when = when(&mut fields, cx);
        let cells =
            fields.required_node("cells", Message::AList, cx).and_then(|node| cells(&node, cx));
        fields.finish(cx);
        Some(Self { when, cells: cells? })
    }
}

fn cells(node: &Node<'_>, cx: &mut Parsing) -> Option<Vec<Passage>> {
    let elements = node.elements(cx)?;
    let cells: Vec<Option<Passage>> =
        elements.iter().map(|element| Passage::cell(element, cx)).collect();
    cells.into_iter().collect()
}

impl FromYaml for Column {
    fn wanted() -> Message {
        Message::Text
    }

    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        if !node.value().is_mapping() || node.is_text() {
            return Some(Self { heading: heading(node, cx)?, ..Self::default() });
        }
        let mut fields = node.fields(cx)?;
        let before = cx.problems.len();
        let heading = fields.node("heading").and_then(|node| heading(&node, cx)).flatten();
        let field = fields.optional("field", cx);
        let unit = fields.optional("unit", cx);
        let align: Option<Align> = fields.optional("align", cx);
        let width = fields.node("width").and_then(|node| width(&node, cx));
        let total = fields.optional("total", cx).unwrap_or(false);
        fields.finish(cx);
        let column = Self { heading, field, unit, align, width, total };
        (cx.problems.len() == before).then_some(column)
    }
}

/// A heading of one paragraph, or none at all. A column is there for everybody.
fn heading(node: &Node<'_>, cx: &mut Parsing) -> Option<Option<super::Prose>> {
    if Passage::is_blank(node) {
        return Some(None);
    }
    let prose: super::Prose = node.read(cx)?;
    cx.problems.extend(super::one_paragraph(&prose, &Message::AHeading));
    Some(Some(prose))
}

impl Column {
    /// Words to know it by.
    pub fn words(&self) -> &str {
        let heading = self.heading.as_ref().map(super::Prose::words);
        heading.or(self.field.as_deref()).unwrap_or_default()
    }
}

/// The units of a width; a share (`2fr`) is one among columns only.
pub(super) const UNITS: [&str; 5] = ["mm", "cm", "pt", "em", "%"];

/// The width of a column as Typst writes it: `30mm`, `12em`, `40%`, `2fr`.
fn width(node: &Node<'_>, cx: &mut Parsing) -> Option<String> {
    length(node, &[&UNITS[..], &["fr"]].concat(), Message::WidthsAre, cx)
}

/// A length in one of these units.
pub(super) fn length(
    node: &Node<'_>,
    units: &[&str],
    such_as: Message,
    cx: &mut Parsing,
) -> Option<String> {
    let text: String = node.read(cx)?;
    let written = text.trim();
    let number = written.trim_end_matches(|c: char| c.is_ascii_lowercase() || c == '%');
    let unit = &written[number.len()..];
    let is_positive = number.parse::<f64>().is_ok_and(|number| number > 0.0 && number < 1000.0);
    if is_positive && units.contains(&unit) {
        return Some(written.to_owned());
    }
    cx.problems.push(node.expected(Message::AWidth).hint(such_as));
    None
}
