//! Users' values in messages, and what a mistyped one stands for.

use unicode_normalization::UnicodeNormalization;

/// A user's value as it stands in a message: in backticks, on one line, not
/// longer than is needed to recognise it.
pub fn quoted(value: &str) -> String {
    format!("`{}`", recognisable(value))
}

/// The same without backticks.
pub fn recognisable(value: &str) -> String {
    const LONGEST: usize = 40;
    let mut shown = String::new();
    for (count, c) in value.chars().enumerate() {
        if count == LONGEST {
            shown.push('…');
            break;
        }
        if c.is_control() { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    shown
}

/// The candidate that a mistyped word stands for, if there can be no doubt: a
/// proposal may not change what was meant. `none` is not `done`, `C-11` is not
/// `C-1`, and a kanji more or less makes another word.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    /// Nobody mistypes more than this, and comparing takes time.
    const LONGEST: usize = 64;
    if word.len() > LONGEST {
        return None;
    }
    let (written, own_numbers) = (folded(word), numbers(word));
    let mistakes = |candidate: &str| {
        if numbers(candidate) != own_numbers {
            return None;
        }
        let meant = folded(candidate);
        if meant == written {
            return Some(0);
        }
        let mistakes = strsim::damerau_levenshtein(&written, &meant);
        let few = match written.len().min(meant.len()) {
            0..4 => false,
            // A letter too many or too few, or two in the wrong order.
            4 => {
                let as_long = written.len() == meant.len();
                mistakes == 1 && (!as_long || letters(&written) == letters(&meant))
            }
            5..8 => mistakes == 1,
            _ => mistakes <= 2,
        };
        (few && written.is_ascii() && meant.is_ascii()).then_some(mistakes)
    };
    let close = candidates.into_iter().filter_map(|it| Some((mistakes(it)?, it)));
    let mut close: Vec<(usize, &str)> = close.collect();
    close.sort_unstable();
    match close[..] {
        [(_, meant)] => Some(meant),
        [(fewest, meant), (more, _), ..] if fewest < more => Some(meant),
        _ => None,
    }
}

/// A word without what a typist does not see: capitals, width, which mark joins its
/// parts, and how many zeros stand before a number.
fn folded(word: &str) -> String {
    let joins = |c: &char| matches!(c, '-' | '_' | '.') || c.is_whitespace();
    let mut folded = String::new();
    let mut in_number = false;
    for c in word.nfkc().flat_map(char::to_lowercase) {
        if !joins(&c) && (c != '0' || in_number) {
            folded.push(c);
        }
        in_number = c.is_ascii_digit() && (in_number || c != '0');
    }
    folded
}

fn letters(word: &str) -> Vec<u8> {
    let mut letters = word.as_bytes().to_vec();
    letters.sort_unstable();
    letters
}

/// The numbers in a word: another number is another thing.
fn numbers(word: &str) -> Vec<String> {
    let word: String = word.nfkc().collect();
    let numbers = word.split(|c: char| !c.is_ascii_digit()).filter(|it| !it.is_empty());
    numbers.map(|it| it.trim_start_matches('0').to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_proposed_where_no_other_can_be_meant() {
        for (written, meant) in [
            ("nmae", "name"),
            ("rute", "route"),
            ("servises", "services"),
            ("postalcode", "postal_code"),
            ("Not-Mentioned", "not_mentioned"),
            ("ｐｅｎｄｉｎｇ", "pending"),
            ("c_1", "C-1"),
            ("agree", "agreed"),
            ("C-003", "C-0003"),
        ] {
            assert_eq!(did_you_mean(written, ["id", meant, "other"]), Some(meant), "{written}");
        }
        for (written, another) in [
            ("colour", "name"),
            ("none", "done"),
            ("C-11", "C-1"),
            ("C-0012", "C-0021"),
            ("計測", "計算"),
            ("御中様", "御中"),
            ("not", "note"),
            ("possible2", "possible"),
            ("10-1", "1-01"),
        ] {
            assert_eq!(did_you_mean(written, ["id", another]), None, "{written}");
        }
        assert_eq!(did_you_mean("services", ["service1", "service2"]), None);
        assert_eq!(did_you_mean("servica", ["service", "serviced"]), Some("service"));
        assert_eq!(did_you_mean("servic", ["service", "servico"]), None);
    }
}
