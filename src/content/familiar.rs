//! Pieces of letters in which there was nothing to be found. Most of a letter stands
//! in every other one too, and is looked at once.

use std::collections::HashSet;
use std::sync::{PoisonError, RwLock};

use foldhash::fast::RandomState;

/// Shorter pieces are looked at as quickly as they are recognised, and most of
/// what is a client's own is short.
const SHORTEST: usize = 128;

/// What is kept at most, in bytes: a hundred letters of which none is like another.
const MOST: usize = 4 << 20;

/// The pieces that were looked at.
#[derive(Debug, Default)]
pub struct Familiar(RwLock<Pieces>);

#[derive(Debug, Default)]
struct Pieces {
    texts: HashSet<Box<str>, RandomState>,
    bytes: usize,
}

impl Familiar {
    /// Whether there is nothing to be found in a piece, as far as is known.
    pub fn contains(&self, piece: &str) -> bool {
        let pieces = || self.0.read().unwrap_or_else(PoisonError::into_inner);
        piece.len() >= SHORTEST && pieces().texts.contains(piece)
    }

    /// Keeps a piece in which nothing was found.
    pub fn add(&self, piece: &str) {
        if piece.len() < SHORTEST {
            return;
        }
        let mut pieces = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if pieces.bytes + piece.len() <= MOST && pieces.texts.insert(piece.into()) {
            pieces.bytes += piece.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_known_by_all_of_its_bytes_and_no_more_are_kept_than_there_is_room_for() {
        let familiar = Familiar::default();
        let piece = "あ".repeat(SHORTEST);
        familiar.add(&piece);
        assert!(familiar.contains(&piece));
        assert!(!familiar.contains(&piece.replacen('あ', "い", 1)));
        familiar.add("short");
        assert!(!familiar.contains("short"));
        for number in 0..8 {
            familiar.add(&format!("{number}{}", "x".repeat(MOST / 4)));
        }
        assert!(familiar.0.read().expect("the pieces").bytes <= MOST);
    }
}
