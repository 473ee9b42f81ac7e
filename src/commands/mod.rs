//! One file for each command. Commands join the stages; nothing else does.

mod amend;
mod append;
mod archive;
pub mod bulletin;
pub mod check;
mod clock;
pub mod diff;
mod dispatch;
mod fix;
pub mod generate;
mod interrupt;
pub mod issue;
mod live;
pub mod notice;
mod output;
mod pages;
mod plan;
mod prepare;
mod press;
pub mod preview;
mod reasons;
mod record;
pub mod recover;
mod report;
mod selection;
pub mod show;
pub mod status;
mod verdict;
pub mod verify;
pub mod watchdog;
mod workers;

use std::io;

use thiserror::Error;

pub use interrupt::Signal;

use crate::fs::FsError;
use crate::ledger::LedgerError;
use crate::messages::Message;
use crate::project::LoadError;

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
    /// The result could not be printed.
    #[error("{}", Message::CannotPrint)]
    Output(#[from] io::Error),
    /// The worker threads could not be started.
    #[error("{}", Message::CannotStartWorkers)]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// The live page could not be offered.
    #[error(transparent)]
    Live(#[from] live::LiveError),
    /// A file would land among a project's own.
    #[error("{}", Message::AmongOwnFiles { path: String::from(.0.to_string_lossy()) })]
    OwnFiles(std::path::PathBuf),
    /// A file is read-only.
    #[error("{}", Message::WouldReplaceReadOnly { path: String::from(.0.to_string_lossy()) })]
    ReadOnlyFile(std::path::PathBuf),
    /// A letter could not be made again from the ledger.
    #[error("{0}")]
    Reprint(Box<Message>),
    /// A fault of oshirase itself.
    #[error("{}", Message::FaultOfOshirase { what: ToString::to_string(.0) })]
    Internal(Box<Message>),
}
