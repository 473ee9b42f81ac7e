//! Work on many clients at a time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

use crate::diagnostic::Diagnostic;
use crate::ids::ClientId;
use crate::messages::Message;
use crate::project::embedded_library;
use crate::typeset;

/// The pool that everything parallel in a run uses.
///
/// Typst asks rayon for threads inside a letter. Were the workers not threads
/// of the same pool, each such call would wait for a thread of another.
pub fn pool(jobs: Option<u16>) -> Result<ThreadPool, ThreadPoolBuildError> {
    // Typst recurses deeply in nested content.
    const STACK: usize = 16 * 1024 * 1024;
    let jobs = jobs.map_or(0, usize::from);
    ThreadPoolBuilder::new().num_threads(jobs).stack_size(STACK).build()
}

/// Has Typst get ready on a thread of its own, which nobody waits for. There is
/// none where there is but one core: it would only be in the way.
pub fn warm_up() {
    if thread::available_parallelism().map_or(1, usize::from) == 1 {
        return;
    }
    // In a pool, as letters are: Typst would else begin one of its own.
    if let Ok(pool) = pool(Some(1)) {
        pool.spawn(|| {
            // A panic that nobody catches would end the program.
            let _ = catch_unwind(|| typeset::warm_up(&embedded_library()));
        });
    }
}

/// Calls `work` for every client until one call fails, whose error is returned;
/// the clients that are then in work are finished.
pub fn for_each_client<'a, C: Sync, E: Send>(
    pool: &ThreadPool,
    clients: &[&'a C],
    work: impl Fn(&'a C) -> Result<(), E> + Sync,
) -> Result<(), E> {
    let next = AtomicUsize::new(0);
    let stop = AtomicBool::new(false);
    let failure = Mutex::new(None);
    pool.broadcast(|_| {
        while !stop.load(Ordering::Relaxed) {
            let Some(client) = clients.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
            if let Err(error) = work(client) {
                stop.store(true, Ordering::Relaxed);
                failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            }
        }
    });
    match failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// Does something with one letter; a panic on the way costs this letter and no other.
pub fn safely<T>(
    client: &ClientId,
    work: impl FnOnce() -> Result<T, Vec<Diagnostic>>,
) -> Result<T, Vec<Diagnostic>> {
    let done = catch_unwind(AssertUnwindSafe(work));
    done.unwrap_or_else(|_| {
        let problem = Diagnostic::error(Message::OshiraseFailed);
        Err(vec![problem.for_client(client).hint(Message::ReportFault)])
    })
}
