//! Characters that nobody sees, and texts that show where they are.
//!
//! They come in by pasting, and by those who want a name to look like another: they
//! change the order in which a line is read, hide a text in another, or part a word
//! for a search. No letter has any, and none reaches a terminal as it is.

use std::borrow::Cow;

/// Whether `c` is meant not to be seen: the property `Default_Ignorable_Code_Point`
/// (Unicode 17.0, `DerivedCoreProperties.txt`), which Unicode promises to keep for the
/// ranges without characters too.
pub fn is_default_ignorable(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether `c` chooses a form of the character before it.
pub fn is_variation(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Whether `c` leaves no mark of its own and yet changes how others are read: their
/// order, their line, or what a search finds.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}') || is_default_ignorable(c) && !is_variation(c)
}

/// The text with an escape (`\u{202e}`) for each character that cannot be seen or that
/// a terminal obeys. Line breaks, tabs and forms of characters stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    with_escapes(text, |c, shown| shown.extend(c.escape_default()))
}

/// The same for JSON, which says the same with its own escapes (`\u202e`).
pub fn visible_json(json: &str) -> Cow<'_, str> {
    with_escapes(json, |c, shown| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            shown.push_str(&format!("\\u{unit:04x}"));
        }
    })
}

fn with_escapes(text: &str, escape: impl Fn(char, &mut String)) -> Cow<'_, str> {
    let hidden = |c: char| is_invisible(c) || c.is_control() && !matches!(c, '\n' | '\t');
    if !text.contains(hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if hidden(c) { escape(c, &mut shown) } else { shown.push(c) }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use icu_properties::CodePointSetData;
    use icu_properties::props::{BidiControl, DefaultIgnorableCodePoint};

    use super::*;

    #[test]
    fn what_is_ignored_by_default_is_what_unicode_says() {
        let unicode = CodePointSetData::new::<DefaultIgnorableCodePoint>();
        let bidi = CodePointSetData::new::<BidiControl>();
        let mut ignored = 0;
        for c in '\0'..=char::MAX {
            assert_eq!(is_default_ignorable(c), unicode.contains(c), "{c:?}");
            assert!(!bidi.contains(c) || is_invisible(c), "{c:?}");
            ignored += usize::from(is_default_ignorable(c));
        }
        assert_eq!(ignored, 4174);
    }

    #[test]
    fn json_says_the_same_with_escapes() {
        let text = "甲\u{202E}乙\u{9b}\u{E0041}\u{E0101}";
        let json = serde_json::to_string(text).expect("JSON");
        let shown = visible_json(&json);
        assert_eq!(shown, "\"甲\\u202e乙\\u009b\\udb40\\udc41\u{E0101}\"");
        assert_eq!(serde_json::from_str::<String>(&shown).ok().as_deref(), Some(text));
    }

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        assert_eq!(
            visible("甲\u{202E}乙\u{1b}[31m\u{9b}31m\r"),
            "甲\\u{202e}乙\\u{1b}[31m\\u{9b}31m\\r"
        );
        assert!(matches!(visible("辻\u{E0101}\t一\n二"), Cow::Borrowed(_)));
        for c in ('\0'..=char::MAX).filter(|&c| is_invisible(c)) {
            assert!(visible(&format!("a{c}")).is_ascii(), "{c:?}");
        }
    }
}
