//! Options for what is larger than one list, one folder or one machine.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::path;
use crate::ids::Shard;
use crate::messages::Message;

/// Commands on the ledger.
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Bring the letters of all shards together, and their ledgers into one
    Merge(MergeArgs),
}

/// Options of `ledger merge`.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// Merge what there is, where shards are missing, unfinished or of other facts
    #[arg(long)]
    pub partial: bool,
    /// The result as JSON on standard output
    #[arg(long)]
    pub json: bool,
}

/// How progress is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ProgressFormat {
    /// A bar, on a terminal only
    #[default]
    Bar,
    /// JSON objects, one a line, and nothing else
    Json,
}

/// A shard of the letters.
pub fn shard(text: &str) -> Result<Shard, String> {
    text.parse().map_err(|message: Message| message.to_string())
}

/// Where the clients are read from.
#[derive(Debug, Clone, Default, Args)]
pub struct ClientsFrom {
    /// Read the clients from this list (.yaml, .csv, .jsonl) instead of data/
    #[arg(long, value_name = "FILE", value_parser = path())]
    pub clients_from: Option<PathBuf>,
}
