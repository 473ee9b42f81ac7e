//! Lists in YAML: documents, or the elements of sequences.

use std::sync::Arc;

use super::{Cut, Lines, Piece, Window};
use crate::facts::{self, Cutter};

/// A list in YAML that is being cut.
#[derive(Default)]
pub(super) struct Documents(Cutter);

impl Documents {
    fn add(name: &Arc<str>, lines: &Lines<'_>, piece: Option<facts::Piece>, window: &mut Window) {
        let source = piece.map(|piece| lines.source(name, piece.range, piece.lines));
        window.pieces.extend(source.map(Piece::of));
    }
}

impl Cut for Documents {
    fn take(&mut self, name: &Arc<str>, lines: &Lines<'_>, window: &mut Window) {
        for line in lines.new_lines() {
            Self::add(name, lines, self.0.take(line), window);
        }
    }

    fn finish(&mut self, name: &Arc<str>, lines: &Lines<'_>, window: &mut Window) {
        Self::add(name, lines, self.0.finish(), window);
    }

    fn done(&self) -> usize {
        self.0.needed_from()
    }
}
