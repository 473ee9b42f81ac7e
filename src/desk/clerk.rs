//! The thread that does what pages ask for, one errand after the other.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::{Desk, errands, journal, undoing};
use crate::fs;
use crate::live::{Errand, Reply};

/// Errands that may wait.
const QUEUE: usize = 64;

/// A way to the clerk, and its other end.
pub fn queue() -> (SyncSender<Errand>, Receiver<Errand>) {
    sync_channel(QUEUE)
}

/// Does errands until nobody can ask for any more.
pub fn run(mut desk: Desk, errands: &Receiver<Errand>) {
    while let Ok(Errand { name, is_change, body, reply }) = errands.recv() {
        // One that the program falls over is not answered; the next one is done.
        let mut carry_out = || match is_change {
            true => errands::change(&mut desk, &name, &body),
            false => errands::ask(&mut desk, &name, &body),
        };
        let (done, written) = fs::noted(|| catch_unwind(AssertUnwindSafe(&mut carry_out)));
        if is_change {
            desk.settle(written, matches!(done, Ok(Reply::Done(_))));
        }
        if let Ok(done) = done {
            // A page that is gone is not told.
            let _ = reply.send(done);
        }
    }
}

impl Desk {
    /// After a change: it can be taken back, and the letters follow. One that was not done
    /// to its end leaves nothing behind.
    fn settle(&mut self, mut written: Vec<fs::Written>, is_done: bool) {
        let what = self.what.take();
        let out = self.project.out();
        written.retain(|file| !file.path.starts_with(&out));
        match what {
            Some(what) if is_done => {
                // Where the ledger cannot be read, nothing can be taken back.
                if let Ok(issued) = undoing::issued(&self.project) {
                    self.journal.enter(what, written, issued);
                }
            }
            _ if !is_done => journal::take_back(&written),
            _ => {}
        }
        self.state.set_undo(self.journal.last());
        // A draft has been saved, or is no longer one of these files.
        let _ = self.orders.overlay(Vec::new());
        self.orders.changed();
        self.state.has_news();
    }
}
