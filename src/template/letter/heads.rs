//! The head and foot of a letter.

use super::resolve::{FillIn, Needed, Resolver};
use super::{Addressee, Filled, ResolvedPiece, ResolvedSender};
use crate::model::{Delivery, Honorific, Kind, Line, Piece, Sender};

impl Resolver<'_> {
    /// Lines of the head or foot, without the pieces that have no fact.
    pub(super) fn lines(
        &self,
        lines: &[Line],
        fill_in: &mut FillIn<'_>,
    ) -> Vec<Vec<ResolvedPiece>> {
        let mut resolved = Vec::new();
        for line in lines {
            let pieces = line.0.iter().filter_map(|piece| self.piece(*piece, fill_in));
            let pieces: Vec<ResolvedPiece> = pieces.collect();
            if !pieces.is_empty() {
                resolved.push(pieces);
            }
        }
        resolved
    }

    fn piece(&self, piece: Piece, fill_in: &mut FillIn<'_>) -> Option<ResolvedPiece> {
        Some(match piece {
            Piece::Reference => ResolvedPiece::Reference { text: self.notice.reference.clone()? },
            Piece::Date => ResolvedPiece::Date { text: self.style.date(self.notice.date) },
            Piece::Addressee => ResolvedPiece::Addressee(self.addressee(fill_in)?),
            Piece::Sender => ResolvedPiece::Sender { senders: self.senders() },
            Piece::Title => ResolvedPiece::Title,
        })
    }

    /// To whom: what the notice says in the place of each name, or the recipient.
    fn addressee(&self, fill_in: &mut FillIn<'_>) -> Option<Addressee> {
        // The address is for the window of an envelope; a post card has a side for it.
        let in_window = self.notice.kind == Kind::Document && self.notice.addressee.is_none();
        let by_post = in_window && self.client.delivery == Delivery::Post;
        let postal_code = self.client.postal_code.clone().filter(|_| by_post);
        let address = if by_post { self.client.address.clone() } else { Vec::new() };
        if let Some(said) = &self.notice.addressee {
            let name = Filled::joined(fill_in(said, Needed::Always, self.style));
            return Some(Addressee { name, honorific: None, postal_code, address, person: None });
        }
        if self.client.is_nobody() {
            return None;
        }
        let honorific = self.client.honorific;
        Some(Addressee {
            name: self.client.name.as_str().into(),
            honorific: (honorific != Honorific::None).then(|| honorific.to_string()),
            postal_code,
            address,
            person: self.client.person.clone(),
        })
    }

    /// Those who write: all of them, or those that the notice names.
    fn senders(&self) -> Vec<ResolvedSender> {
        let named = |sender: &&Sender| {
            self.notice.sender.is_empty() || self.notice.sender.contains(&sender.name)
        };
        let senders = self.office.senders().filter(named);
        let resolved = senders.map(|sender| ResolvedSender {
            name: sender.name.clone(),
            person: sender.person.clone(),
            postal_code: sender.postal_code.clone(),
            address: sender.address.clone(),
            seal: sender.seal.as_ref().map(|seal| format!("/{seal}")),
        });
        resolved.collect()
    }
}
