//! The command line. The doc comments are the help text.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Letters to every client about a security incident at a vendor, as PDF.
///
/// The facts are YAML files in `data/`, the letters appear in `out/`.
#[derive(Debug, Parser)]
#[command(version, about, long_about, max_term_width = 80)]
pub struct Cli {
    /// The project folder
    #[arg(long, global = true, default_value = ".", value_name = "DIR")]
    pub project: PathBuf,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the letters of the current notice, one PDF for each client
    Generate(GenerateArgs),
    /// Show all problems of all clients; write nothing
    Check(CheckArgs),
}

/// Which letters.
#[derive(Debug, Args)]
pub struct Selection {
    /// Only this client (may be given more than once)
    #[arg(long = "client", value_name = "ID")]
    pub clients: Vec<String>,
    /// This notice instead of the last one in data/notices.yaml
    #[arg(long, value_name = "ID")]
    pub notice: Option<String>,
    /// How many letters at a time [default: one for each core]
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// The result as JSON on standard output
    #[arg(long)]
    pub json: bool,
}

/// Options of `generate`.
#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// Which letters
    #[command(flatten)]
    pub selection: Selection,
    /// Keep each letter's Typst source beside its PDF
    #[arg(long)]
    pub keep_source: bool,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Which letters
    #[command(flatten)]
    pub selection: Selection,
    /// Make every letter too, without writing it: finds faults of templates
    #[arg(long)]
    pub deep: bool,
}
