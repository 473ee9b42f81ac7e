//! Changes of a file that leave it YAML: for hints that say to the letter what to
//! write or delete.

use std::ops::Range;

use super::document::{Document, values};
use super::places::Step;
use crate::diagnostic::{Edit, Place};

/// A text as a value of YAML, on one line, wherever it may stand: in quotes where
/// it needs them. A number in plain digits is read by its characters.
pub fn scalar(text: &str) -> String {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && (text == "0" || !text.starts_with('0')) {
        return text.to_owned();
    }
    if is_plainly_text(text) {
        return text.to_owned();
    }
    written_out(text)
}

/// Whether a text may stand as it is behind a key or a dash; between brackets less may.
pub fn stands_plain(text: &str) -> bool {
    let writer = serde_yaml::to_string(text).unwrap_or_default();
    scalar(text) == text || writer.trim_end_matches('\n') == text
}

/// A text in quotes of this kind; `None` where they cannot hold it as it is.
pub fn in_quotes_of(quote: char, text: &str) -> Option<String> {
    if text.chars().any(char::is_control) {
        return None;
    }
    match quote {
        '\'' => Some(format!("'{}'", text.replace('\'', "''"))),
        '"' => (!text.contains(['"', '\\'])).then(|| format!("\"{text}\"")),
        _ => None,
    }
}

/// Whether a text stands for itself without a doubt: a Japanese word, figures parted by
/// hyphens, a mail address. Lists of thousands of clients are little else.
fn is_plainly_text(text: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '-' || c == 'ー' || c == '・';
    let is_japanese = text.starts_with(|c: char| !c.is_ascii() && c.is_alphabetic())
        && text.split(' ').all(|word| !word.is_empty() && word.chars().all(is_word));
    let figures = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let is_code = text.contains('-') && text.split('-').all(figures);
    let is_of_mail = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'_' | b'-');
    let is_mail = text.split_once('@').is_some_and(|(name, host)| {
        name.starts_with(|c: char| c.is_ascii_alphanumeric())
            && host.ends_with(|c: char| c.is_ascii_alphanumeric())
            && [name, host].iter().all(|part| part.bytes().all(is_of_mail))
    });
    is_japanese || is_code || is_mail
}

/// A text as the writer of YAML gives it, in quotes where it needs them.
fn written_out(text: &str) -> String {
    let yaml = serde_yaml::to_string(text).unwrap_or_default();
    let yaml = yaml.trim_end_matches('\n');
    let between_brackets = values(&format!("{{k: {yaml}, l: 1}}")).unwrap_or_default();
    let stays = between_brackets.iter().any(|it| it.get("k").is_some_and(|it| it == text));
    if yaml.contains('\n') || yaml.starts_with(['|', '>']) || !stays {
        // JSON's strings are YAML's too.
        return serde_json::Value::from(text).to_string();
    }
    yaml.to_owned()
}

impl Document {
    /// What deletes the key at `path` with its value, or the element, and leaves
    /// the rest as it is. `None` where nothing would be left, or where more than
    /// this would go.
    pub fn deletion(&self, path: &[Step]) -> Option<Edit> {
        let (last, parent) = path.split_last()?;
        let text = &self.source().text;
        // What is noted below a value on lines of its own is not in it.
        let whole = |path: &[Step]| {
            let place = self.place(path).range;
            let end = self.written(path).map_or(place.end, |written| written.end());
            place.start..end.max(place.start)
        };
        let around = whole(parent);
        let own = match last {
            Step::Key(_) => self.place_of_key(path).range.start..whole(path).end,
            Step::Index(_) => whole(path),
        };
        let delete = |range: Range<usize>| {
            let place = Place::new(self.source().clone(), range);
            Some(Edit { place, text: String::new() })
        };
        if text[around.clone()].starts_with(['{', '[']) {
            let behind = text[own.end..around.end].trim_start();
            let next = behind.strip_prefix(',').map(str::trim_start);
            if let Some(next) = next.filter(|next| next.len() > 1) {
                return delete(own.start..around.end - next.len());
            }
            let before = text[around.start..own.start].trim_end();
            return delete(around.start + before.strip_suffix(',')?.len()..own.end);
        }
        let line_start = text[..own.start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[own.end..].find('\n').map_or(text.len(), |at| own.end + at + 1);
        let lead = text[line_start..own.start].trim_start_matches(' ');
        let is_alone = around.start == own.start && around.end <= line_end;
        match last {
            _ if is_alone => None,
            Step::Key(_) if lead.is_empty() => delete(line_start..line_end),
            Step::Index(_) if lead == "- " => {
                // The only element stands where the list begins, and ends where it ends.
                (around.end > line_end || around.start < line_start)
                    .then(|| delete(line_start..line_end))?
            }
            // The first key behind a dash: the next one takes its place.
            Step::Key(_) if lead.trim_end() == "-" => {
                let next = text.get(line_end..around.end)?;
                let indent = next.len() - next.trim_start_matches(' ').len();
                (indent == own.start - line_start).then(|| delete(own.start..line_end + indent))?
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::SourceText;

    #[test]
    fn a_scalar_is_read_as_it_was_meant() {
        for text in [
            "速報",
            "a: b",
            "# c",
            "yes",
            "true",
            "1",
            "001",
            "~",
            "'",
            "\"",
            "二行\nある",
            " x ",
            "a, b",
            "[x]",
        ] {
            for yaml in [format!("k: {}", scalar(text)), format!("{{k: {}, l: 1}}", scalar(text))] {
                let read: serde_yaml::Value = serde_yaml::from_str(&yaml).expect("YAML");
                assert_eq!(crate::facts::text_of(&read["k"]).as_deref(), Some(text), "{yaml}");
            }
        }
    }

    proptest::proptest! {
        /// Whatever is written as a scalar is read by its characters.
        #[test]
        fn a_scalar_is_read_by_its_characters(
            text in "[ -~　、。：｛甲ア１]{1,12}|[-+.0-9a-fxoe_~]{1,8}|true|null|NULL|False|はい"
        ) {
            proptest::prop_assume!(!text.trim().is_empty());
            for yaml in [format!("k: {}\n", scalar(&text)), format!("{{k: {}, l: 1}}\n", scalar(&text))] {
                let source = Arc::new(SourceText::new("a", yaml.as_str()));
                let document = Document::parse(&source).expect("YAML");
                let read = crate::facts::text_of(&document.value()["k"]).map(|it| it.into_owned());
                proptest::prop_assert_eq!(read.as_deref(), Some(text.as_str()), "{}", yaml);
            }
        }
    }

    proptest::proptest! {
        /// What needs no look is written as the writer of YAML would.
        #[test]
        fn a_plain_text_is_written_as_any_other(
            text in "[ぁ-ん一-龠ーａ-ｚ・é１A-Za-z0-9 -]{1,8}|[0-9-]{1,10}|[a-z0-9._-]{1,4}@[a-z0-9.-]{1,6}"
        ) {
            if is_plainly_text(&text) {
                proptest::prop_assert_eq!(written_out(&text), text);
            }
        }
    }

    fn without(text: &str, path: &[Step]) -> Option<String> {
        let source = Arc::new(SourceText::new("a", text));
        let edit = Document::parse(&source).expect("YAML").deletion(path)?;
        let Edit { place, text: new } = edit;
        Some(format!("{}{new}{}", &text[..place.range.start], &text[place.range.end..]))
    }

    fn key(name: &str) -> Step {
        Step::Key(name.to_owned())
    }

    #[test]
    fn what_is_deleted_takes_its_line_or_its_comma_with_it() {
        let gone = |text, path: &[Step]| without(text, path).expect("a deletion");
        assert_eq!(gone("a: 1\nb: # x\n  c: 2\nd: 3\n", &[key("b")]), "a: 1\nd: 3\n");
        assert_eq!(gone("a: 1\nb: 2", &[key("b")]), "a: 1\n");
        assert_eq!(gone("- a: 1\n  b: 2\n- c\n", &[Step::Index(0), key("a")]), "- b: 2\n- c\n");
        assert_eq!(gone("- a: 1\n  b: 2\n- c\n", &[Step::Index(0)]), "- c\n");
        assert_eq!(gone("x:\n- 1\n- 2\ny: 3\n", &[key("x"), Step::Index(1)]), "x:\n- 1\ny: 3\n");
        assert_eq!(gone("{a: 1, b: 2}", &[key("a")]), "{b: 2}");
        assert_eq!(gone("{a: 1, b: 2 }", &[key("b")]), "{a: 1 }");
        assert_eq!(gone("[a, b]", &[Step::Index(0)]), "[b]");
    }

    #[test]
    fn what_is_noted_below_a_value_stays() {
        let gone = |text, path: &[Step]| without(text, path).expect("a deletion");
        assert_eq!(gone("a: 1\nb:\n  c: 2\n# 次\nd: 3\n", &[key("b")]), "a: 1\n# 次\nd: 3\n");
        assert_eq!(gone("a: 1\nb:\n- 2\n\n# 次\nd: 3\n", &[key("b")]), "a: 1\n\n# 次\nd: 3\n");
        let list = "x:\n  - a: |\n      文\n  - a: |\n      次\n\n# 後\ny: 3\n";
        let left = "x:\n  - a: |\n      文\n\n# 後\ny: 3\n";
        assert_eq!(gone(list, &[key("x"), Step::Index(1)]), left);
    }

    #[test]
    fn what_is_alone_is_not_deleted() {
        for (text, path) in [
            ("b:\n  c: 2\n# 後\n", vec![key("b")]),
            ("a: 1\n", vec![key("a")]),
            ("{a: 1}", vec![key("a")]),
            ("x:\n- 1\ny: 2\n", vec![key("x"), Step::Index(0)]),
            ("- a: 1\n- b: 2\n", vec![Step::Index(1), key("b")]),
        ] {
            assert_eq!(without(text, &path), None, "{text}");
        }
    }
}
