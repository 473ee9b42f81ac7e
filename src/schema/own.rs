//! Fields of the office's own: what a record may have in one, and what a condition may ask.

use super::json::{Json, object};
use super::places::Places;
use super::scalars::Scalar;
use super::shape::Shape;
use super::words::example;
use crate::facts::OwnField;
use crate::vocabulary::{COUNT, DAY, Kind};

/// The marks that part several values in one text, for a set of characters.
const MARKS: &str = r"、，,､/／・･\n";

/// What a record may have in the field.
pub(super) fn own_shape(field: &OwnField) -> Shape {
    if let Some(columns) = field.columns() {
        let mut properties = Json::anything();
        for column in columns.iter() {
            properties = properties.with(&column.name, own_shape(column).or_nothing().schema());
        }
        let row = object([
            ("type", "object".into()),
            ("properties", properties),
            ("additionalProperties", false.into()),
        ]);
        return Shape::of_mapping(row).listed().offering(Vec::new());
    }
    match field.values() {
        [] => plain(field),
        _ if field.is_several() => values_of(field, true).listed(),
        _ => values_of(field, false).listed().with_elements(0, Some(1)),
    }
}

/// What a condition may ask of the field.
pub(super) fn own_tests(places: &Places<'_>, field: &OwnField) -> Shape {
    let tests = match field.values() {
        [] => plain(field).listed(),
        _ => values_of(field, true).listed(),
    };
    let bounds = if field.is_count() { Some(&COUNT) } else { None };
    let bounds = if field.is_day() { Some(&DAY) } else { bounds };
    let tests = Shape { mapping: bounds.map(|place| places.at(place)), ..tests };
    tests.with_elements(1, None)
}

/// A number, a date, or any text, with an example of one.
fn plain(field: &OwnField) -> Shape {
    let (scalar, kind) = match (field.is_count(), field.is_day()) {
        (true, _) => (Scalar::Number, Some(Kind::Number)),
        (_, true) => (Scalar::Date, Some(Kind::Date)),
        _ => (Scalar::Text, None),
    };
    let example = kind.and_then(|kind| example(kind.explained().2));
    Shape::of_scalar(scalar.schema()).offering(example.into_iter().collect())
}

/// Some of the field's values. A text may list them.
fn values_of(field: &OwnField, several: bool) -> Shape {
    let values = field.values();
    // YAML makes numbers of those that look like one.
    let is_number = |value: &Json| matches!(value, Json::Read(value) if !value.is_string());
    let read = values.iter().filter_map(|value| example(value)).filter(is_number);
    let words: Vec<Json> = values.iter().map(|it| Json::from(it.as_str())).chain(read).collect();
    let any = values.iter().map(|value| escaped(value)).collect::<Vec<_>>().join("|");
    let rest = if several { format!(r"(?:[{MARKS}]\s*(?:{any})\s*)*") } else { String::new() };
    let listing = format!(r"^\s*(?:{any})\s*{rest}$");
    let is_listing = object([("type", "string".into()), ("pattern", listing.into())]);
    let scalar = object([("if", is_listing), ("else", object([("enum", Json::List(words))]))]);
    let words = values.iter().map(String::as_str);
    Shape::of_scalar(scalar).offering_words(words)
}

/// A text as a pattern of itself. Only what means something is escaped: patterns with other
/// escapes are none to an editor.
fn escaped(text: &str) -> String {
    let mut pattern = String::new();
    for c in text.chars() {
        if r"\^$.*+?()[]{}|/".contains(c) {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}
