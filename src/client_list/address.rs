//! The lines of an address out of the cells that hold its pieces.

use super::contents::prefecture;
use super::heading_words::Meaning;
use super::texts::lines;

/// An address as it grows, piece by piece.
#[derive(Debug, Default)]
pub(super) struct Address {
    lines: Vec<String>,
    last: Option<Meaning>,
    /// The cell before, as it stands.
    cell: String,
}

impl Address {
    /// Adds what stands in a cell; the line breaks in it stay.
    pub fn add(&mut self, text: &str, meaning: Option<Meaning>) {
        let meaning = meaning.unwrap_or(Meaning::Address);
        // Shops export a street and its first line, which are the same.
        if !text.is_empty() && self.cell == text {
            return;
        }
        text.clone_into(&mut self.cell);
        for (at, line) in lines(text).enumerate() {
            let before = self.last.filter(|_| at == 0);
            match before.and_then(|before| self.join(before, meaning, &line)) {
                Some(joined) => {
                    self.lines.pop();
                    self.lines.push(joined);
                }
                None => self.lines.push(line.into_owned()),
            }
            self.last = Some(meaning);
        }
    }

    /// The last line with what follows it on the same one; none if that begins a new line.
    fn join(&self, before: Meaning, meaning: Meaning, text: &str) -> Option<String> {
        use Meaning::{Address, Building, City, Prefecture, Town};
        let last = self.lines.last()?;
        // Some lists have the 都道府県 by itself and in the address once more.
        if text.starts_with(last.as_str()) {
            return Some(text.to_owned());
        }
        let is_digit = |c: char| c.is_numeric();
        let numbers = last.ends_with(is_digit) && text.starts_with(is_digit);
        let with = |between: &str| Some(format!("{last}{between}{text}"));
        match (before, meaning) {
            (_, Building) if before != Building => None,
            (Building, Building) => with(" "),
            (Prefecture | City, _) => with(""),
            (Town, Town) => with(if numbers { "-" } else { "" }),
            (Address, Town) if !last.ends_with(is_digit) => with(""),
            _ if prefecture(last) == Some(last) => with(""),
            _ => None,
        }
    }

    /// The lines.
    pub fn into_lines(self) -> Vec<String> {
        self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(pieces: &[(Meaning, &str)]) -> String {
        let mut address = Address::default();
        for (meaning, text) in pieces {
            address.add(text, Some(*meaning));
        }
        address.into_lines().join("|")
    }

    #[test]
    fn pieces_of_an_address_become_its_lines() {
        use Meaning::{Address, Building, City, Prefecture, Town};
        for (pieces, right) in [
            (
                &[(Address, "東京都千代田区1-2"), (Address, "みなとビル")][..],
                "東京都千代田区1-2|みなとビル",
            ),
            (&[(Address, "東京都"), (Address, "千代田区1-2")], "東京都千代田区1-2"),
            (
                &[
                    (Prefecture, "東京都"),
                    (City, "千代田区"),
                    (Town, "神田1-2"),
                    (Building, "みなとビル"),
                ],
                "東京都千代田区神田1-2|みなとビル",
            ),
            (&[(Prefecture, "東京都"), (Address, "東京都千代田区1-2")], "東京都千代田区1-2"),
            (&[(Town, "神田"), (Town, "1-2")], "神田1-2"),
            (&[(Town, "神田1"), (Town, "2")], "神田1-2"),
            (&[(Address, "東京都千代田区神田"), (Town, "1-2")], "東京都千代田区神田1-2"),
            (&[(Building, "みなとマンション"), (Building, "301")], "みなとマンション 301"),
            (
                &[(Address, "東京都千代田区1-2\nみなとビル"), (Building, "3階")],
                "東京都千代田区1-2|みなとビル|3階",
            ),
            (
                &[(City, "千代田区"), (Town, "神田1-2"), (Address, "神田1-2"), (Building, "ビル")],
                "千代田区神田1-2|ビル",
            ),
            (&[(Address, "　"), (Building, "")], ""),
        ] {
            assert_eq!(joined(pieces), right);
        }
    }
}
