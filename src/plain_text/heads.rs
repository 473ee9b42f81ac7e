//! The head and foot of a mail: to whom it goes, from whom it comes.

use super::lines::Line;
use super::setting::Setting;
use crate::template::{Addressee, ResolvedPiece, ResolvedSender};

impl Setting {
    /// The parts of a head or foot. What stands on one line of a letter is one part, and so
    /// are a number and the date below it; the subject has a place of its own.
    pub fn head(self, lines: &[Vec<ResolvedPiece>]) -> Vec<Vec<Line>> {
        let is_short = |line: &[ResolvedPiece]| {
            let mut pieces = line.iter();
            pieces.all(|it| {
                matches!(it, ResolvedPiece::Reference { .. } | ResolvedPiece::Date { .. })
            })
        };
        let together = lines.chunk_by(|a, b| is_short(a) && is_short(b));
        let parts = together.map(|lines| {
            let pieces = lines.iter().flatten();
            pieces.flat_map(|piece| self.piece(piece)).collect()
        });
        parts.collect()
    }

    fn piece(self, piece: &ResolvedPiece) -> Vec<Line> {
        match piece {
            ResolvedPiece::Reference { text } | ResolvedPiece::Date { text } => self.text(text),
            ResolvedPiece::Addressee(addressee) => self.addressee(addressee),
            ResolvedPiece::Sender { senders } => {
                let senders = senders.iter().map(|sender| self.sender(sender));
                super::lines::parted(senders.collect())
            }
            ResolvedPiece::Title => Vec::new(),
        }
    }

    /// Company, department, person, each on a line of its own and with its title of
    /// respect, as in a letter. An address is for the post.
    fn addressee(self, to: &Addressee) -> Vec<Line> {
        let respectful = |name: &str, honorific: Option<&str>| match honorific {
            Some(honorific) => format!("{name}\u{3000}{honorific}"),
            None => name.to_owned(),
        };
        let honorific = to.honorific.as_deref();
        let Some(person) = &to.person else { return self.text(&respectful(&to.name, honorific)) };
        let department = person.department.as_deref();
        let mut lines = self.text(&to.name);
        let who = match (&person.name, department) {
            (Some(name), department) => {
                lines.extend(department.into_iter().flat_map(|it| self.text(it)));
                respectful(name, Some("様"))
            }
            (None, Some(department)) => respectful(department, honorific),
            (None, None) => return lines,
        };
        let title = person.title.as_ref().map(|title| format!("{title}\u{3000}"));
        lines.extend(self.text(&(title.unwrap_or_default() + &who)));
        lines
    }

    /// The name, who signs, and where they are: as signatures of mails have it.
    fn sender(self, sender: &ResolvedSender) -> Vec<Line> {
        let mut lines = vec![sender.name.clone()];
        if let Some(person) = &sender.person {
            lines.extend(person.department.clone());
            let signature: Vec<&str> =
                [&person.title, &person.name].into_iter().flatten().map(String::as_str).collect();
            lines.push(signature.join("\u{3000}"));
        }
        lines.extend(sender.postal_code.as_ref().map(|code| format!("〒{code}")));
        lines.extend(sender.address.iter().cloned());
        lines.iter().filter(|line| !line.is_empty()).flat_map(|line| self.text(line)).collect()
    }
}
