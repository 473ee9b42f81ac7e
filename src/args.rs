//! The command line. The doc comments are the help text.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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
    /// Make one client's letter now and open it; nothing is written to out/
    Preview(PreviewArgs),
}

/// Which letters.
#[derive(Debug, Default, Args)]
pub struct Selection {
    /// Only this client (may be given more than once)
    #[arg(long = "client", value_name = "ID")]
    pub clients: Vec<String>,
    /// This notice instead of the last one in data/notices.yaml
    #[arg(long, value_name = "ID")]
    pub notice: Option<String>,
    /// How many letters at a time [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
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

/// Options of `preview`.
#[derive(Debug, Args)]
pub struct PreviewArgs {
    /// The client's id, or a part of the id or name [default: the first client]
    #[arg(value_name = "CLIENT")]
    pub client: Option<String>,
    /// This notice instead of the last one in data/notices.yaml
    #[arg(long, value_name = "ID")]
    pub notice: Option<String>,
    /// What to make
    #[arg(long, value_enum, default_value_t = PreviewFormat::Pdf)]
    pub format: PreviewFormat,
    /// Only this page, from 1 (pictures only)
    #[arg(long, value_name = "N")]
    pub page: Option<u16>,
    /// Dots to the inch of PNG pictures
    #[arg(long, value_name = "N", default_value_t = 144, value_parser = clap::value_parser!(u16).range(20..=1200))]
    pub dpi: u16,
    /// Write to this file instead of a temporary one, and do not open it
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Do not open the letter, or the live page
    #[arg(long)]
    pub no_open: bool,
    /// Show it on a page in the browser that follows every save
    #[arg(long, conflicts_with_all = ["format", "page", "dpi", "output"])]
    pub live: bool,
    /// The live page's port [default: the first free one from 7380]
    #[arg(long, value_name = "N", requires = "live", value_parser = clap::value_parser!(u16).range(1..))]
    pub port: Option<u16>,
}

/// What `preview` makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PreviewFormat {
    /// The letter as it would be sent
    Pdf,
    /// A picture of each page
    Png,
    /// A drawing of each page
    Svg,
}
