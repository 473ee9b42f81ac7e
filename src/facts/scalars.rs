//! Scalars by their characters. YAML makes 5.1 of `5.10`, 31 of `0x1F`, a truth value of
//! `true` and nothing of `~`; what a person wrote is what is read, and the key decides
//! what it is.

use serde_yaml::{Mapping, Number, Value};

use super::document::Document;
use super::places::Step;

/// Puts the characters that the file has in the place of every scalar that YAML reads
/// otherwise. A number that stays is printed as it is written, and what stays nothing is
/// not there.
///
/// The error is the path of a scalar whose characters cannot be found: it is behind an
/// alias.
pub(super) fn restore(value: &mut Value, document: &Document) -> Result<(), Vec<Step>> {
    let text = &document.source().text;
    let has = |is: fn(&Value) -> bool| any_scalar(value, &is);
    let odd = Odd {
        integers: has(Value::is_number) && has_odd_integers(text),
        nulls: has(Value::is_null) && has_written_nulls(text),
    };
    // Looking for places takes time: few texts have such scalars at all.
    if !any_scalar(value, &|scalar| odd.is(scalar)) {
        return Ok(());
    }
    restore_in(value, &mut Vec::new(), odd, document)
}

/// What a text may have.
#[derive(Clone, Copy)]
struct Odd {
    /// Whole numbers that are not written in plain digits.
    integers: bool,
    /// Words for nothing.
    nulls: bool,
}

impl Odd {
    /// Whether the scalar may be written otherwise than it is read.
    fn is(self, value: &Value) -> bool {
        match value {
            Value::Number(number) => self.integers || number.is_f64(),
            Value::Bool(_) => true,
            Value::Null => self.nulls,
            _ => false,
        }
    }
}

/// Whether `is` is true of a scalar in a value. A key that is no text is read otherwise
/// than it is written, whatever it is.
fn any_scalar(value: &Value, is: &impl Fn(&Value) -> bool) -> bool {
    match value {
        Value::Sequence(items) => items.iter().any(|item| any_scalar(item, is)),
        Value::Mapping(mapping) => {
            mapping.iter().any(|(key, value)| !key.is_string() || any_scalar(value, is))
        }
        scalar => is(scalar),
    }
}

fn restore_in(
    value: &mut Value,
    path: &mut Vec<Step>,
    odd: Odd,
    document: &Document,
) -> Result<(), Vec<Step>> {
    match value {
        Value::Sequence(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                path.push(Step::Index(index));
                restore_in(item, path, odd, document)?;
                path.pop();
            }
        }
        Value::Mapping(mapping) => {
            if !mapping.keys().all(Value::is_string) {
                restore_keys(mapping, path, document)?;
            }
            for (key, value) in mapping.iter_mut() {
                let Value::String(key) = key else { continue };
                path.push(Step::Key(key.clone()));
                restore_in(value, path, odd, document)?;
                path.pop();
            }
        }
        scalar if odd.is(scalar) => {
            let written = document.characters(path).ok_or_else(|| path.clone())?;
            if !reads_as(scalar, written) {
                *scalar = Value::String(written.to_owned());
            }
        }
        _ => {}
    }
    Ok(())
}

fn restore_keys(
    mapping: &mut Mapping,
    path: &[Step],
    document: &Document,
) -> Result<(), Vec<Step>> {
    let names = document.keys(path).filter(|names| names.len() == mapping.len());
    let names = names.ok_or_else(|| path.to_vec())?;
    let entries = std::mem::take(mapping).into_iter();
    let named = names.into_iter().zip(entries).map(|(name, (key, value))| match key {
        Value::Sequence(_) | Value::Mapping(_) => (key, value),
        _ => (Value::from(name), value),
    });
    *mapping = named.collect();
    Ok(())
}

/// Whether a letter and a message show the value as it is written.
fn reads_as(value: &Value, written: &str) -> bool {
    match value {
        Value::Number(number) => prints_as(number, written),
        Value::Null => written.is_empty(),
        _ => false,
    }
}

/// Whether a letter and a message show the number as it is written.
fn prints_as(number: &Number, written: &str) -> bool {
    // Templates print `2.0` as 2.
    let in_letters = number.as_f64().filter(|_| number.is_f64()).map(|it| it.to_string());
    number.to_string() == written && in_letters.is_none_or(|it| it == written)
}

/// Whether the text may have a word that YAML reads as nothing.
fn has_written_nulls(text: &str) -> bool {
    ["~", "null", "Null", "NULL"].iter().any(|word| text.contains(word))
}

/// Whether the text may have a whole number that is not written in plain digits:
/// `+81`, `0x1F`, `0o17`, `0b11`, `-0`.
fn has_odd_integers(text: &str) -> bool {
    text.as_bytes().windows(3).any(|bytes| match bytes {
        [_, b'+', digit] => digit.is_ascii_digit(),
        [b'0', b'x' | b'o' | b'b', digit] => digit.is_ascii_hexdigit(),
        [b'-', b'0', next] => !next.is_ascii_digit(),
        _ => false,
    }) || text.starts_with('+')
        || text.ends_with("-0")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::SourceText;

    fn read(text: &str) -> Value {
        let source = Arc::new(SourceText::new("a.yaml", text));
        Document::parse(&source).expect("YAML").value().clone()
    }

    #[test]
    fn a_number_keeps_its_characters() {
        for written in [
            "5.10",
            "2.0",
            "0.30",
            "+81312345678",
            "1E5",
            "1e3",
            "0x1F",
            "0o17",
            "0b11",
            ".inf",
            "-.INF",
            ".nan",
            "1.",
            ".5",
            "-0",
            "+0",
            "1e400",
            "00.5",
        ] {
            let text = format!("a: [甲, {{b: {written}}}]\n");
            assert_eq!(read(&text)["a"][1]["b"], Value::from(written), "{text}");
            assert_eq!(read(written), Value::from(written), "alone");
        }
    }

    #[test]
    fn a_number_in_plain_digits_stays_a_number() {
        assert_eq!(read("a: [5, -3, 5.5, +1]")["a"][0], Value::from(5));
        assert_eq!(read("a: [5, -3, 5.5, +1]")["a"][1], Value::from(-3));
        assert_eq!(read("a: [5, -3, 5.5, +1]")["a"][2], Value::from(5.5));
    }

    #[test]
    fn a_word_that_yaml_knows_is_the_word() {
        for written in ["true", "True", "FALSE", "~", "null", "NULL", "yes", "2024-06-05", "1_000"]
        {
            let text = format!("a: [甲, {{b: {written}}}]\n");
            assert_eq!(read(&text)["a"][1]["b"], Value::from(written), "{text}");
            assert_eq!(read(written), Value::from(written), "alone");
        }
        for nothing in ["{b: }", "{b: , c: ~}", "b:\nc: ~\n", "b: # 後で\nc: null"] {
            assert!(read(nothing)["b"].is_null(), "{nothing}");
        }
    }

    #[test]
    fn a_key_keeps_its_characters() {
        let keys = read("{1E5: 甲, 乙: 2, 7: {0x1F: 丙}, true: 丁, ~: 戊}");
        assert_eq!(keys["true"], Value::from("丁"));
        assert_eq!(keys["~"], Value::from("戊"));
        assert_eq!(keys["1E5"], Value::from("甲"));
        assert_eq!(keys["7"]["0x1F"], Value::from("丙"));
    }

    #[test]
    fn a_number_whose_characters_are_elsewhere_is_refused() {
        let source = Arc::new(SourceText::new("a.yaml", "a: &x 5.10\nb: *x\n"));
        assert!(Document::parse(&source).is_err());
    }

    proptest::proptest! {
        /// Whatever YAML takes for a number is shown as it is written.
        #[test]
        fn every_scalar_is_shown_as_it_is_written(written in "[-+]?[0-9.][0-9a-fA-Fxoe.+_-]{0,12}") {
            let Ok(value) = serde_yaml::from_str::<Value>(&format!("a: {written}\n")) else {
                return Ok(());
            };
            if value["a"].is_string() {
                return Ok(());
            }
            let shown = match &read(&format!("a: {written}\n"))["a"] {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                other => panic!("{other:?}"),
            };
            proptest::prop_assert_eq!(shown, written);
        }
    }
}
