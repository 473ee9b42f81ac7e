//! The program: parse the command line, run the command, turn its outcome into
//! text and an exit code.

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use oshirase::args::{BulletinCommand, Cli, Command, NoticeCommand};
use oshirase::commands::{
    bulletin, check, diff, export, generate, import, init, issue, notice, preview, report_sheet,
    schema, show, status, verify,
};
use oshirase::desk;
use oshirase::letters::{recover, watchdog};
use oshirase::messages::Message;
use oshirase::outcome::{CommandError, Outcome};
use oshirase::project::Project;

/// A letter is many small allocations on two threads: a sixth of the time is
/// saved against the system's allocator, for some megabytes.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let cli = Cli::read();
    watchdog::start();
    match run(&cli) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(1),
        Ok(Outcome::Stopped(signal)) => ExitCode::from(signal.exit_code()),
        Err(error) => {
            // Nobody to say it to changes nothing about how it ended.
            let mut stderr = anstream::stderr();
            let _ = writeln!(stderr, "{}: {error}", Message::ErrorLabel);
            let mut cause = error.source();
            while let Some(error) = cause {
                let _ = writeln!(stderr, "{}", Message::Because { cause: error.to_string() });
                cause = error.source();
            }
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli) -> Result<Outcome, CommandError> {
    let project = match cli.command {
        Command::Init(_) => Project::to_be(&cli.project),
        _ => Project::open(&cli.project)?,
    };
    recover::at_start(&project);
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
    }
}
