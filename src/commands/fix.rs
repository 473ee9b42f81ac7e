//! `check --fix`: the corrections of which there is exactly one, made in the
//! user's files. Every other byte stays.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::CommandError;
use crate::diagnostic::{Diagnostic, SourceText};
use crate::facts::Document;
use crate::fs;
use crate::project::Project;

/// Makes the corrections; for each file that has changed, its name and how many.
pub fn fix(
    project: &Project,
    problems: &[Diagnostic],
) -> Result<Vec<(String, usize)>, CommandError> {
    let mut files: BTreeMap<&str, (&Arc<SourceText>, Vec<Correction<'_>>)> = BTreeMap::new();
    for problem in problems {
        if let (Some(place), Some(text)) = (&problem.place, &problem.fix) {
            let corrections = files.entry(&place.source.name).or_insert((&place.source, vec![]));
            corrections.1.push((place.range.start, place.range.end, text));
        }
    }
    let mut fixed = Vec::new();
    for (name, (source, corrections)) in files {
        let (text, count) = corrected(&source.text, corrections);
        let amended = Arc::new(SourceText { name: name.to_owned(), text });
        // A correction that would break the YAML is none.
        if Document::parse(&amended).is_err() {
            continue;
        }
        fs::replace_text(&project.root().join(name), &source.text, &amended.text)?;
        fixed.push((name.to_owned(), count));
    }
    Ok(fixed)
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
