//! The command line. The doc comments are the help text in English; the same in
//! Japanese stands in [`japanese`].

mod complaint;
mod japanese;
mod scale;

use std::ffi::OsString;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process;
use std::str::FromStr;

use chrono::NaiveDate;
use clap::builder::{PathBufValueParser, TypedValueParser};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::beginnings::Kind;
use crate::ids::Shard;
use crate::ledger::ChainFingerprint;
use crate::limits;
use crate::messages::{Lang, Message};
use crate::project::Place;

pub use scale::{ClientsFrom, LedgerCommand, MergeArgs, ProgressFormat};

/// Letters to every client about a security incident at a vendor, as PDF or as text.
///
/// The facts are YAML files in `data/`, the letters appear in `out/`.
#[derive(Debug, Parser)]
#[command(version, about, long_about, max_term_width = 80)]
pub struct Cli {
    /// The project folder
    #[arg(long, global = true, default_value = ".", value_name = "DIR", value_parser = path())]
    pub project: PathBuf,
    /// Where everything goes that is made: a folder, below the project folder if it is
    /// relative, or a URL in an object store: s3://, gs://, az:// or file:///
    #[arg(long, global = true, default_value = "out", value_name = "PLACE", value_parser = place())]
    pub out: Place,
    /// Language of messages; the system's if left out, English where that is not Japanese
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<Lang>,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    /// Reads the command line. Where it is wrong, or asks for help, this is said in
    /// the language that is asked for in it, and the program ends.
    pub fn read() -> Self {
        let mut words: Vec<OsString> = std::env::args_os().collect();
        if words.len() == 1 {
            words.extend(by_double_click());
        }
        Lang::choose(lang_in(&words));
        let matches = Self::command_in(Lang::current()).try_get_matches_from(words);
        matches.and_then(|it| Self::from_arg_matches(&it)).unwrap_or_else(|error| refuse(&error))
    }

    /// The command line with its help in this language.
    pub fn command_in(lang: Lang) -> clap::Command {
        match lang {
            Lang::En => Self::command(),
            Lang::Ja => japanese::translated(Self::command()),
        }
    }
}

/// What the program is started for by a double click: the desk, on the folder that it is
/// started in, or on its own where that one is a project alone.
fn by_double_click() -> Vec<OsString> {
    let mut words = vec!["desk".into()];
    let is_project = |folder: &Path| folder.join("data").is_dir();
    let own = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.to_owned()));
    if let Some(own) = own
        && !is_project(Path::new("."))
        && is_project(&own)
    {
        words.extend(["--project".into(), own.into_os_string()]);
    }
    words
}

/// The language that a command line asks for, whatever else is in it.
fn lang_in(words: &[OsString]) -> Option<Lang> {
    let words = words.iter().map_while(|word| word.to_str().filter(|word| *word != "--"));
    let mut words = words.skip_while(|word| *word != "--lang" && !word.starts_with("--lang="));
    let word = words.next()?;
    let lang = word.strip_prefix("--lang=").or_else(|| words.next())?;
    Lang::from_str(lang, false).ok()
}

/// Says what is wrong with the command line, and ends the program.
fn refuse(error: &clap::Error) -> ! {
    let Some(message) = complaint::complaint(error) else { error.exit() };
    anstream::eprintln!("{}: {message}", Message::ErrorLabel);
    for hint in [complaint::suggestion(error), Some(Message::SeeHelp)].into_iter().flatten() {
        anstream::eprintln!("  {}: {hint}", Message::HintLabel);
    }
    process::exit(error.exit_code())
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Work on one page in the browser: clients, texts, letters; the same as without a command
    Desk(DeskArgs),
    /// Begin a project: the office, a notice to be completed, and what to do next
    Init(Box<InitArgs>),
    /// Take clients over from a list: Excel, LibreOffice or CSV; first shows what changes
    Import(Box<ImportArgs>),
    /// Write the clients as a list for Excel, with how it stands with their letters
    Export(ExportArgs),
    /// Make the letters that are new or no longer up to date, one file for each client
    Generate(GenerateArgs),
    /// Show all problems of all clients; write nothing
    Check(CheckArgs),
    /// Make one client's letter now and open it; nothing is written to out/
    Preview(PreviewArgs),
    /// Show which letters are new, stale and why, issued; and what is due when
    Status(StatusArgs),
    /// Show what has changed in one client's letter since it was made
    Diff(DiffArgs),
    /// The vendor's bulletins
    #[command(subcommand)]
    Bulletin(BulletinCommand),
    /// The letters about the incident
    #[command(subcommand)]
    Notice(NoticeCommand),
    /// Put together what is to be reported to the 個人情報保護委員会, as text and PDF
    ReportSheet(ReportSheetArgs),
    /// Record that the letters are sent; from then on they cannot change
    Issue(IssueArgs),
    /// Compare what is in out/ with the ledger, and the ledger with what was issued
    Verify(VerifyArgs),
    /// Make a letter again as it was made or issued, from the ledger
    Show(ShowArgs),
    /// The ledger of what was made
    #[command(subcommand)]
    Ledger(LedgerCommand),
    /// Write what editors need to complete and check the files in data/
    ///
    /// JSON Schemas of these files go to .schema/, with the office's own fields in them, and
    /// VS Code's settings for them to .vscode/ if there are none yet.
    Schema(SchemaArgs),
}

/// Commands on bulletins.
#[derive(Debug, Subcommand)]
pub enum BulletinCommand {
    /// Add a bulletin at the end of data/incident.yaml; asks for what is not given
    Add(Box<BulletinAddArgs>),
    /// List the bulletins
    List(ListArgs),
}

/// Commands on notices.
#[derive(Debug, Subcommand)]
pub enum NoticeCommand {
    /// Write the next letter, a copy of the last with its own date and number
    New(NoticeNewArgs),
    /// List the notices
    List(ListArgs),
    /// Write the facts as they stood when a notice was issued into a folder
    Facts(NoticeFactsArgs),
}

/// Options of `init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder of the new project [default: the project folder]
    #[arg(value_name = "DIR", value_parser = path())]
    pub dir: Option<PathBuf>,
    /// The office's name, as it is to be printed
    #[arg(long, value_name = "NAME", value_parser = words, conflicts_with = "from")]
    pub name: Option<String>,
    /// Who signs the letters
    #[arg(long, value_name = "NAME", value_parser = words, conflicts_with = "from")]
    pub person: Option<String>,
    /// The title of who signs: 代表社員
    #[arg(
        long, value_name = "TEXT", value_parser = words, requires = "person", conflicts_with = "from"
    )]
    pub title: Option<String>,
    /// The telephone number for questions
    #[arg(long, value_name = "TEXT", value_parser = words, conflicts_with = "from")]
    pub phone: Option<String>,
    /// The e-mail address for questions
    #[arg(long, value_name = "TEXT", value_parser = words, conflicts_with = "from")]
    pub email: Option<String>,
    /// When questions are answered: 平日9時～17時
    #[arg(long, value_name = "TEXT", value_parser = words, conflicts_with = "from")]
    pub hours: Option<String>,
    /// The kind of notice (may be given more than once)
    #[arg(long = "kind", value_enum, value_name = "KIND")]
    pub kinds: Vec<Kind>,
    /// Take the office, its fields and clients from this project
    #[arg(long, value_name = "DIR", value_parser = path())]
    pub from: Option<PathBuf>,
    /// The date on the letter [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub date: Option<NaiveDate>,
    /// Ask nothing, on a terminal too
    #[arg(long)]
    pub yes: bool,
    /// Show what would be written; write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The result as JSON on standard output
    #[arg(long)]
    pub json: bool,
}

/// Options of the lists.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// The result as JSON on standard output
    #[arg(long)]
    pub json: bool,
}

/// Options of `status`.
#[derive(Debug, Clone, Args)]
pub struct StatusArgs {
    /// Which letters
    #[command(flatten)]
    pub selection: Selection,
    /// Count the days from this date instead of today
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<NaiveDate>,
}

/// Options of `diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The client's id, or a part of the id or name
    #[arg(value_name = "CLIENT", value_parser = words)]
    pub client: String,
    /// This notice instead of the last one
    #[arg(long, value_name = "ID", value_parser = words)]
    pub notice: Option<String>,
    /// Compare with this notice's letter instead of the same notice's
    #[arg(long, value_name = "ID", value_parser = words)]
    pub with: Option<String>,
    /// Words on the terminal, or a page with both letters side by side
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub format: DiffFormat,
    /// Write the page to this file instead of a temporary one, and do not open it
    #[arg(short, long, value_name = "FILE", value_parser = path())]
    pub output: Option<PathBuf>,
    /// Do not open the page
    #[arg(long)]
    pub no_open: bool,
}

/// What `diff` makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// The changed lines, with deleted and added words marked
    Text,
    /// Both letters side by side, changed lines marked
    Html,
}

/// Options of `bulletin add`.
#[derive(Debug, Args)]
pub struct BulletinAddArgs {
    /// When it came: 2023-06-09T10:15
    #[arg(long, value_name = "DATE-TIME", value_parser = words)]
    pub at: Option<String>,
    /// What it says
    #[arg(long, value_name = "TEXT", value_parser = paragraphs, conflicts_with = "same_as")]
    pub text: Option<String>,
    /// It repeats the bulletin with this number
    #[arg(long, value_name = "N", value_parser = number::<u32>(1..=9999))]
    pub same_as: Option<u32>,
    /// What it is called [default: 第n報]
    #[arg(long, value_name = "TEXT", value_parser = words)]
    pub label: Option<String>,
    /// Its number [default: the next]
    #[arg(long, value_name = "N", value_parser = number::<u32>(0..=9999))]
    pub number: Option<u32>,
    /// Put it before bulletins that came later
    #[arg(long)]
    pub allow_earlier: bool,
}

/// Options of `import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The list
    #[arg(value_name = "FILE", value_parser = path())]
    pub file: PathBuf,
    /// This sheet (may be given more than once) [default: the one that looks like the list]
    #[arg(long = "sheet", value_name = "NAME", value_parser = words)]
    pub sheets: Vec<String>,
    /// A column's field, by heading or letter: 会社名=name, C=担当, 区分=new, 備考=none
    #[arg(long = "map", value_name = "COLUMN=FIELD", value_parser = assignment)]
    pub columns: Vec<(String, String)>,
    /// Make every column that is no field yet a field of the office's own
    #[arg(long)]
    pub all_columns: bool,
    /// How letters to new clients travel, where the list does not say it
    #[arg(long, value_name = "WAY", value_parser = words)]
    pub delivery: Option<String>,
    /// 敬称 of new clients, where the list does not say it
    #[arg(long, value_name = "WORD", value_parser = words)]
    pub honorific: Option<String>,
    /// The side that wins where the list and the project have both changed
    #[arg(long, value_enum, value_name = "SIDE")]
    pub prefer: Option<Prefer>,
    /// Delete the records of clients that are no longer in the list
    #[arg(long)]
    pub remove_gone: bool,
    /// Write without asking
    #[arg(long)]
    pub yes: bool,
    /// Show what would be done, and write nothing
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,
    /// The result as JSON on standard output
    #[arg(long)]
    pub json: bool,
    /// What the list is called to a person, where that is not the path of the file.
    #[arg(skip)]
    pub called: Option<String>,
}

/// Options of `export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The list, as .xlsx or .csv [default: out/宛先一覧.xlsx]
    #[arg(short, long, value_name = "FILE", value_parser = path())]
    pub output: Option<PathBuf>,
    /// The letters of this notice [default: of all]
    #[arg(long, value_name = "ID", value_parser = words)]
    pub notice: Option<String>,
    /// Replace a file that is there
    #[arg(long, requires = "output")]
    pub force: bool,
    /// The result as JSON on standard output
    #[arg(long)]
    pub json: bool,
}

/// A side of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Prefer {
    /// What the list says
    List,
    /// What the project has
    Project,
}

/// Options of `notice new`.
#[derive(Debug, Args)]
pub struct NoticeNewArgs {
    /// Its id, the name of its file [default: that of the one it follows, counted up]
    #[arg(long, value_name = "ID", value_parser = words)]
    pub id: Option<String>,
    /// The date on the letter [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub date: Option<NaiveDate>,
    /// 件名 [default: that of the one it follows, counted up]
    #[arg(long, value_name = "TEXT", value_parser = words)]
    pub title: Option<String>,
    /// The notice that it is a copy of [default: the last one]
    #[arg(long, value_name = "ID", value_parser = words)]
    pub from: Option<String>,
}

/// Options of `notice facts`.
#[derive(Debug, Args)]
pub struct NoticeFactsArgs {
    /// The notice
    #[arg(value_name = "ID", value_parser = words)]
    pub notice: String,
    /// The folder, which is not there yet
    #[arg(short, long, value_name = "DIR", value_parser = path())]
    pub output: PathBuf,
}

/// Options of `report-sheet`.
#[derive(Debug, Args)]
pub struct ReportSheetArgs {
    /// The sheet about this client [default: about all together]
    #[arg(long, value_name = "ID", value_parser = words)]
    pub client: Option<String>,
    /// The date on the sheet [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub date: Option<NaiveDate>,
    /// Write the text to this file instead of standard output
    #[arg(short, long, value_name = "FILE", value_parser = path())]
    pub output: Option<PathBuf>,
}

/// Options of `issue`.
#[derive(Debug, Args)]
pub struct IssueArgs {
    /// This notice instead of the last one
    #[arg(long, value_name = "ID", value_parser = words)]
    pub notice: Option<String>,
    /// Who sends them
    #[arg(long, value_name = "NAME", value_parser = words)]
    pub by: String,
    /// How they are sent [default: each client's own way]
    #[arg(long, value_name = "TEXT", value_parser = words)]
    pub how: Option<String>,
    /// The list of clients
    #[command(flatten)]
    pub from: ClientsFrom,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
}

/// A text on one line that says something.
pub fn words(text: &str) -> Result<String, String> {
    line(text, limits::WORDS)
}

/// A text on one line, of at most so many characters.
fn line(text: &str, most: usize) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Message::ValueEmpty.to_string());
    }
    if text.contains(|c: char| c.is_control() || is_line_end(c)) {
        return Err(Message::ValueHasControl.to_string());
    }
    not_longer(text, most).map(str::to_owned)
}

/// Two texts on one line with `=` between them.
fn assignment(text: &str) -> Result<(String, String), String> {
    let text = words(text)?;
    let parts = text.split_once(['=', '＝']);
    let (column, field) = parts.ok_or_else(|| Message::ValueNotAssigned.to_string())?;
    Ok((words(column)?, field.trim().to_owned()))
}

/// A text of several lines.
fn paragraphs(text: &str) -> Result<String, String> {
    // As a file from Windows has it.
    let text = text.replace("\r\n", "\n");
    if text.trim().is_empty() {
        return Err(Message::ValueEmpty.to_string());
    }
    if text.contains(|c: char| c.is_control() && c != '\n' || is_line_end(c)) {
        return Err(Message::TextHasControl.to_string());
    }
    not_longer(&text, limits::PARAGRAPHS).map(str::to_owned)
}

/// LINE SEPARATOR and PARAGRAPH SEPARATOR (Unicode 5.8), which nobody types.
fn is_line_end(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

fn not_longer(text: &str, most: usize) -> Result<&str, String> {
    let found = text.chars().count();
    if found > most {
        let (found, most) = (found.to_string(), most.to_string());
        return Err(Message::ValueTooLong { found, most }.to_string());
    }
    Ok(text)
}

/// A file or folder. What no system takes for one is refused before anything is done.
fn path() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| {
        for part in &path {
            let part = part.to_string_lossy();
            line(&part, limits::FILE_NAME)?;
        }
        not_longer(&path.to_string_lossy(), limits::PATH)?;
        Ok::<_, String>(path)
    })
}

/// Where what is made goes.
fn place() -> impl TypedValueParser<Value = Place> {
    path().map(|path| match path.to_str().map(str::parse) {
        Some(Ok(place)) => place,
        None => Place::Folder(path),
    })
}

/// A fingerprint of the chain.
fn fingerprint(text: &str) -> Result<ChainFingerprint, String> {
    ChainFingerprint::parse(text).map_err(|message| message.to_string())
}

/// A day.
fn date(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| Message::ValueNoDate.to_string())
}

/// A number from this range.
fn number<T: FromStr + PartialOrd + Display>(
    range: RangeInclusive<T>,
) -> impl Fn(&str) -> Result<T, String> + Clone
where
    RangeInclusive<T>: Clone,
{
    move |text: &str| {
        let number = text.parse().ok().filter(|number| range.contains(number));
        number.ok_or_else(|| {
            let (least, most) = (range.start().to_string(), range.end().to_string());
            Message::ValueOutOfRange { least, most }.to_string()
        })
    }
}

/// Options of `verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Only this notice
    #[arg(long, value_name = "ID", value_parser = words)]
    pub notice: Option<String>,
    /// The fingerprint that `issue` gave: name what has changed since
    #[arg(long, value_name = "FINGERPRINT", value_parser = fingerprint)]
    pub against: Option<ChainFingerprint>,
    /// The result as JSON on standard output
    #[arg(long)]
    pub json: bool,
}

/// Options of `show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The client's id
    #[arg(value_name = "CLIENT", value_parser = words)]
    pub client: String,
    /// The notice [default: the last one]
    #[arg(long, value_name = "ID", value_parser = words)]
    pub notice: Option<String>,
    /// Write to this file instead of a temporary one, and do not open it
    #[arg(short, long, value_name = "FILE", value_parser = path())]
    pub output: Option<PathBuf>,
    /// Do not open the letter
    #[arg(long)]
    pub no_open: bool,
    /// Put it back into out/, where it is missing or was altered
    #[arg(long, conflicts_with = "output")]
    pub restore: bool,
}

/// Which letters.
#[derive(Debug, Clone, Default, Args)]
pub struct Selection {
    /// Only this client (may be given more than once)
    #[arg(long = "client", value_name = "ID", value_parser = words)]
    pub clients: Vec<String>,
    /// Only this notice
    #[arg(long, value_name = "ID", value_parser = words)]
    pub notice: Option<String>,
    /// The list of clients
    #[command(flatten)]
    pub from: ClientsFrom,
    /// How many letters at a time [default: one for each core]
    #[arg(long, value_name = "N", value_parser = number::<u16>(1..=256))]
    pub jobs: Option<u16>,
    /// The result as JSON on standard output
    #[arg(long)]
    pub json: bool,
    /// Whether the notice is one of several that are gone through: a client whom it is not
    /// for may get another.
    #[arg(skip)]
    pub of_several: bool,
}

/// Options of `generate`.
#[derive(Debug, Clone, Default, Args)]
pub struct GenerateArgs {
    /// Which letters
    #[command(flatten)]
    pub selection: Selection,
    /// Make every letter, also those that have not changed
    #[arg(long)]
    pub force: bool,
    /// Move the letters of clients who are gone to out/pruned/
    #[arg(long)]
    pub prune: bool,
    /// Keep each letter's Typst source beside its PDF
    #[arg(long)]
    pub keep_source: bool,
    /// Say how many letters took the slower way to a PDF, and why
    #[arg(long)]
    pub verbose: bool,
    /// Only the I-th of N shards of the letters, in a folder of its own: 3/8 (0/8 is the 8th)
    #[arg(
        long, value_name = "I/N", value_parser = scale::shard,
        conflicts_with_all = ["clients", "prune"]
    )]
    pub shard: Option<Shard>,
    /// How the work's progress is shown on standard error
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub progress: ProgressFormat,
}

/// Options of `schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Print the schema of this file instead
    #[arg(value_enum, value_name = "FILE", conflicts_with = "output")]
    pub file: Option<SchemaFile>,
    /// Write the schemas into this folder, and no settings
    #[arg(short, long, value_name = "DIR", value_parser = path())]
    pub output: Option<PathBuf>,
}

/// A file of the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaFile {
    /// data/office.yaml
    Office,
    /// data/fields.yaml
    Fields,
    /// data/clients.yaml and data/clients/
    Clients,
    /// data/incident.yaml
    Incident,
    /// A file of data/notices/
    Notice,
}

/// Options of `check`.
#[derive(Debug, Clone, Args)]
pub struct CheckArgs {
    /// Which letters
    #[command(flatten)]
    pub selection: Selection,
    /// Make every letter too, without writing it: finds faults of templates and pages
    #[arg(long)]
    pub deep: bool,
    /// Make the corrections in data/ of which there is exactly one
    #[arg(long, conflicts_with = "clients_from")]
    pub fix: bool,
}

/// Options of `preview`.
#[derive(Debug, Args)]
pub struct PreviewArgs {
    /// The client's id, or a part of the id or name [default: the first client]
    #[arg(value_name = "CLIENT", value_parser = words)]
    pub client: Option<String>,
    /// This notice instead of the last one
    #[arg(long, value_name = "ID", value_parser = words)]
    pub notice: Option<String>,
    /// The list of clients
    #[command(flatten)]
    pub from: ClientsFrom,
    /// What to make
    #[arg(long, value_enum, default_value_t = PreviewFormat::Pdf)]
    pub format: PreviewFormat,
    /// Only this page, from 1 (pictures only)
    #[arg(long, value_name = "N", value_parser = number::<u16>(1..=9999))]
    pub page: Option<u16>,
    /// Dots to the inch of PNG pictures
    #[arg(long, value_name = "N", default_value_t = 144, value_parser = number::<u16>(20..=1200))]
    pub dpi: u16,
    /// Write to this file instead of a temporary one, and do not open it
    #[arg(short, long, value_name = "FILE", value_parser = path())]
    pub output: Option<PathBuf>,
    /// Do not open the letter, or the live page
    #[arg(long)]
    pub no_open: bool,
    /// Show it on a page in the browser that follows every save
    #[arg(long, conflicts_with_all = ["format", "page", "dpi", "output", "clients_from"])]
    pub live: bool,
    /// The live page's port [default: the first free one from 7380]
    #[arg(long, value_name = "N", requires = "live", value_parser = number::<u16>(1..=u16::MAX))]
    pub port: Option<u16>,
}

/// Options of `desk`.
#[derive(Debug, Clone, Default, Args)]
pub struct DeskArgs {
    /// Do not open the page
    #[arg(long)]
    pub no_open: bool,
    /// The page's port [default: the first free one from 7380]
    #[arg(long, value_name = "N", value_parser = number::<u16>(1..=u16::MAX))]
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
