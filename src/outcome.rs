//! How a command ends: what has become of its work, or why it could not do it.

use std::error::Error;
use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::fs::FsError;
use crate::ledger::LedgerError;
use crate::messages::Message;
use crate::project::LoadError;
use crate::store::StoreError;

/// How a command ended that did its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Everything asked for is done.
    Done,
    /// There are problems in the input; each has been reported.
    Problems,
    /// It was asked to end, and has said what is done.
    Stopped(Signal),
}

/// A request to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Ctrl-C.
    Interrupt,
    /// The system shuts down, or somebody ends the process.
    Terminate,
    /// The terminal is closed.
    Hangup,
}

impl Signal {
    /// The exit code of a program that it has ended: 128 and its number, as in a shell
    /// (POSIX 2.8.2).
    pub fn exit_code(self) -> u8 {
        128 + self.number()
    }

    /// The number of the system's signal.
    pub fn number(self) -> u8 {
        match self {
            Self::Hangup => 1,
            Self::Interrupt => 2,
            Self::Terminate => 15,
        }
    }
}

/// A command that could not do its work.
#[derive(Debug, Error)]
pub enum CommandError {
    /// The project could not be read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A file could not be read or written.
    #[error(transparent)]
    Fs(#[from] FsError),
    /// The ledger could not be used.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// An object store could not be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The result could not be printed.
    #[error("{}", Message::CannotPrint)]
    Output(#[from] io::Error),
    /// The worker threads could not be started.
    #[error("{}", Message::CannotStartWorkers)]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// The live page could not be offered.
    #[error(transparent)]
    Live(Box<dyn Error + Send + Sync>),
    /// A file would land among a project's own.
    #[error("{}", Message::AmongOwnFiles { path: String::from(.0.to_string_lossy()) })]
    OwnFiles(PathBuf),
    /// A file is read-only.
    #[error("{}", Message::WouldReplaceReadOnly { path: String::from(.0.to_string_lossy()) })]
    ReadOnlyFile(PathBuf),
    /// A letter could not be made again from the ledger.
    #[error("{0}")]
    Reprint(Box<Message>),
    /// A fault of oshirase itself.
    #[error("{}", Message::FaultOfOshirase { what: ToString::to_string(.0) })]
    Internal(Box<Message>),
}
