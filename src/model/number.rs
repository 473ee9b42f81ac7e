//! Numbers in what people wrote, which are added up.

/// The whole number that a text is, however it is written: `148620`, `148,620`,
/// `１４８，６２０`, `14万8,620`. `None` if it is anything else.
pub fn number_in(text: &str) -> Option<i128> {
    const UNITS: [(char, i128); 2] = [('億', 100_000_000), ('万', 10_000)];
    let mut rest = text.trim();
    let mut sum = 0_i128;
    for (unit, value) in UNITS {
        if let Some((before, after)) = rest.split_once(unit) {
            sum += digits_in(before)?.checked_mul(value)?;
            rest = after;
            if rest.is_empty() {
                return Some(sum);
            }
        }
    }
    sum.checked_add(digits_in(rest)?)
}

/// Digits of either width, with or without commas between them.
fn digits_in(text: &str) -> Option<i128> {
    let mut number = None;
    for c in text.chars() {
        let digit = match c {
            '0'..='9' => u32::from(c) - u32::from('0'),
            '０'..='９' => u32::from(c) - u32::from('０'),
            ',' | '，' if number.is_some() => continue,
            _ => return None,
        };
        number = Some(number.unwrap_or(0_i128).checked_mul(10)?.checked_add(digit.into())?);
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_however_it_is_written() {
        for text in ["148620", "148,620", "１４８，６２０", "14万8,620", "14万8620", " 148,620 "]
        {
            assert_eq!(number_in(text), Some(148_620), "{text}");
        }
        assert_eq!(number_in("2億"), Some(200_000_000));
        for text in ["", "12人", "約12", "12.5", "-3", ",1", "万", "{{ 人数 }}"] {
            assert_eq!(number_in(text), None, "{text}");
        }
    }
}
