//! The thread on which requests run.

use std::{io, thread};

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

/// A thread that sends, receives and keeps time for as long as this lives. One is enough:
/// to wait for a network is no work.
#[derive(Debug)]
pub(super) struct Runtime {
    handle: Handle,
    /// The thread ends when nobody holds this any more.
    _alive: oneshot::Sender<()>,
}

impl Runtime {
    pub(super) fn start() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (alive, ended) = oneshot::channel::<()>();
        thread::Builder::new().name("store".to_owned()).spawn(move || {
            // Nobody ever sends anything: it is an error, and the end.
            let _ = runtime.block_on(ended);
        })?;
        Ok(Self { handle, _alive: alive })
    }

    pub(super) fn handle(&self) -> &Handle {
        &self.handle
    }
}
