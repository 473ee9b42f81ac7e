//! `check --fix`: the corrections of which there is exactly one, made in the
//! user's files. Every other byte stays.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::CommandError;
use crate::diagnostic::{Diagnostic, Place, SourceText};
use crate::facts::Document;
use crate::fs;
use crate::project::Project;

/// Makes the corrections; for each file that has changed, its name and how many.
pub fn fix(
    project: &Project,
    problems: &[Diagnostic],
) -> Result<Vec<(String, usize)>, CommandError> {
    let mut files: BTreeMap<&str, Vec<(&Place, &String)>> = BTreeMap::new();
    for problem in problems {
        if let (Some(place), Some(right)) = (&problem.place, &problem.fix) {
            files.entry(&place.source.name).or_default().push((place, right));
        }
    }
    let mut fixed = Vec::new();
    for (name, found) in files {
        let mut number = 0;
        fs::amend_text(&project.root().join(name), |text| {
            if !found.iter().all(|(place, _)| is_as_read(text, place)) {
                return None;
            }
            let corrections = found.iter().map(|(place, right)| {
                let Range { start, end } = place.bytes();
                (start, end, *right)
            });
            let (amended, count) = corrected(text, corrections.collect());
            // A correction that would break the YAML is none.
            let yaml = amended.trim_start_matches(fs::BYTE_ORDER_MARK);
            if Document::parse(&Arc::new(SourceText::new(name, yaml))).is_err() {
                return Some(text.to_owned());
            }
            number = count;
            Some(amended)
        })?;
        if number > 0 {
            fixed.push((name.to_owned(), number));
        }
    }
    Ok(fixed)
}

/// Whether the text of a file still has at a place what it had when it was read.
fn is_as_read(text: &str, place: &Place) -> bool {
    let rest = text.get(place.source.before.bytes..);
    rest.is_some_and(|rest| rest.starts_with(&place.source.text))
}

/// Bytes from, bytes to, what is to stand there.
type Correction<'a> = (usize, usize, &'a String);

/// The text with the corrections, of those that touch only the first.
fn corrected(text: &str, mut corrections: Vec<Correction<'_>>) -> (String, usize) {
    corrections.sort();
    let (mut result, mut at, mut count) = (String::with_capacity(text.len()), 0, 0);
    for (start, end, right) in corrections {
        let Some(between) = text.get(at..start) else { continue };
        result.push_str(between);
        result.push_str(right);
        (at, count) = (end, count + 1);
    }
    result.push_str(text.get(at..).unwrap_or_default());
    (result, count)
}

#[cfg(test)]
mod tests {
    use super::corrected;

    #[test]
    fn what_is_corrected_is_corrected_once_and_the_rest_stays() {
        let (a, b) = ("漏えい".to_owned(), "ＭＫ社".to_owned());
        let text = "x漏洩y MK社z";
        let at = text.find("MK").expect("it is there");
        let corrections = vec![(at, at + 5, &b), (1, 7, &a), (1, 4, &b)];
        assert_eq!(corrected(text, corrections), ("xＭＫ社洩y ＭＫ社z".to_owned(), 2));
    }
}
