//! The program: parse the command line, run the command, turn its outcome into
//! text and an exit code.

use std::process::ExitCode;

use oshirase::args::{BulletinCommand, Cli, Command, NoticeCommand, ProgressFormat};
use oshirase::commands::{
    bulletin, check, diff, export, generate, import, init, issue, ledger, notice, preview,
    report_sheet, schema, show, status, verify,
};
use oshirase::desk;
use oshirase::letters::in_store::{self, Use};
use oshirase::letters::{recover, watchdog};
use oshirase::outcome::{CommandError, Outcome};
use oshirase::project::{Place, Project};
use oshirase::report;

/// A letter is many small allocations on two threads: a sixth of the time is
/// saved against the system's allocator, for some megabytes.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let cli = Cli::read();
    if matches!(&cli.command, Command::Generate(args) if args.progress == ProgressFormat::Json) {
        report::speak_in_events();
    }
    watchdog::start();
    match run(&cli) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(1),
        Ok(Outcome::Stopped(signal)) => ExitCode::from(signal.exit_code()),
        Err(error) => {
            report::say_failure(&error);
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli) -> Result<Outcome, CommandError> {
    let project = project(cli)?;
    recover::at_start(&project);
    in_store::at_start(&project, use_of(&cli.command))?;
    match &cli.command {
        Command::Desk(args) => desk::run(&project, args),
        Command::Init(args) => init::run(&project, args),
        Command::Generate(args) => generate::run(&project, args),
        Command::Check(args) => check::run(&project, args),
        Command::Preview(args) => preview::run(&project, args),
        Command::Status(args) => status::run(&project, args),
        Command::Diff(args) => diff::run(&project, args),
        Command::Bulletin(BulletinCommand::Add(args)) => bulletin::add(&project, args),
        Command::Bulletin(BulletinCommand::List(args)) => bulletin::list(&project, args),
        Command::Notice(NoticeCommand::New(args)) => notice::new(&project, args),
        Command::Notice(NoticeCommand::List(args)) => notice::list(&project, args),
        Command::Notice(NoticeCommand::Facts(args)) => notice::facts(&project, args),
        Command::Export(args) => export::run(&project, args),
        Command::Import(args) => import::run(&project, args),
        Command::Issue(args) => issue::run(&project, args),
        Command::Verify(args) => verify::run(&project, args),
        Command::ReportSheet(args) => report_sheet::run(&project, args),
        Command::Show(args) => show::run(&project, args),
        Command::Schema(args) => schema::run(&project, args),
        Command::Ledger(command) => ledger::run(&project, command),
    }
}

/// The project that the command is about, with the place where what it makes goes.
fn project(cli: &Cli) -> Result<Project, CommandError> {
    let project = match cli.command {
        Command::Init(_) => Project::to_be(&cli.project),
        _ => Project::open(&cli.project)?,
    };
    let project = project.with_place(cli.out.clone())?;
    if project.has_its_place_among_facts() {
        return Err(CommandError::OwnFiles(match &cli.out {
            Place::Url(url) => url.into(),
            Place::Folder(_) => project.out(),
        }));
    }
    let shard = match &cli.command {
        Command::Generate(args) => args.shard,
        _ => None,
    };
    Ok(project.with_shard(shard))
}

/// What a command does with the ledger of a place in an object store.
fn use_of(command: &Command) -> Use {
    match command {
        Command::Generate(_) | Command::Issue(_) | Command::Ledger(_) | Command::Desk(_) => {
            Use::Written
        }
        Command::Init(_) | Command::Schema(_) | Command::Check(_) => Use::None,
        _ => Use::Read,
    }
}
