//! `import`: the office's own list of clients into the project's records, and its changes
//! after it. What would change is shown first; then it is written, comments kept.

mod columns;
mod known;
mod plan;
mod reading;
mod result;
mod say;
mod write;

use std::collections::BTreeSet;
use std::io::{self, IsTerminal};
use std::sync::Arc;

use dialoguer::{Confirm, Input};

use self::columns::List;
use self::known::KnownRecords;
use self::plan::{Before, Plan};
use super::schema;
use crate::args::ImportArgs;
use crate::check::{CheckedFacts, check_facts};
use crate::client_list::{Base, Kept, Side, read_kept};
use crate::diagnostic::{Diagnostic, Place, SourceText, arrange};
use crate::editing::amend;
use crate::editing::declare::declare;
use crate::editing::records::{KnownRecord, Records};
use crate::facts::{Declared, OwnFields};
use crate::fs::{self, HeldFolder};
use crate::ledger::Ledger;
use crate::letters::recover;
use crate::limits;
use crate::messages::Message;
use crate::outcome::{CommandError, Outcome};
use crate::project::{Project, Sources};
use crate::report;
use crate::spreadsheet::{self, Workbook};

/// Why an import ends before anything is written.
enum Stop {
    /// It cannot be done.
    Failed(CommandError),
    /// Something is wrong with what the user wrote.
    Problems(Vec<Diagnostic>),
    /// The same, and it has been told.
    Told(Outcome),
    /// A person does not want it.
    Declined,
}

impl<E: Into<CommandError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// Runs `import`.
pub fn run(project: &Project, args: &ImportArgs) -> Result<Outcome, CommandError> {
    match import(project, args) {
        Ok(outcome) | Err(Stop::Told(outcome)) => Ok(outcome),
        Err(Stop::Failed(error)) => Err(error),
        Err(Stop::Problems(found)) => {
            report::show_problems(&arrange(found))?;
            Ok(Outcome::Problems)
        }
        Err(Stop::Declined) => {
            report::say(Message::NothingImported);
            Ok(Outcome::Done)
        }
    }
}

fn import(project: &Project, args: &ImportArgs) -> Result<Outcome, Stop> {
    let held = match args.dry_run {
        true => None,
        // From reading to writing nobody else changes anything.
        false => Some(recover::hold(project)?),
    };
    let workbook = may_go_on(args).and_then(|()| workbook(args)).map_err(told)?;
    let mut sources = project.load()?;
    if sources.lacks_clients {
        // Who stands in a file that cannot be read would look like a new client.
        return Err(Stop::Problems(sources.problems));
    }
    let facts = check_facts(&sources);
    if !facts.declares_well() {
        return Err(Stop::Told(amend::refuse(sources, facts)?));
    }
    let own = facts.declared().own.clone();
    let notes = Notes::read(project, &own).map_err(Stop::Problems)?;
    let mut lists = lists(&workbook, args, &notes.kept, &own).map_err(told)?;
    let file = args.file.to_string_lossy();
    if asks(args) {
        if !columns::ask(&mut lists, &file, &own)? {
            return Err(Stop::Declined);
        }
    } else if !args.json {
        say::columns(&file, &lists, args.all_columns);
        say::unread(&lists, args.all_columns);
    }
    let columns = result::columns(&lists, args.all_columns);
    let (facts, fields) =
        with_new_fields(&mut sources, &lists, args, facts).map_err(Stop::Problems)?;
    columns::settle(&mut lists, args.all_columns);
    let import = Import { project, args, lists, notes, fields };
    let (plan, written) = import.carry_out(&sources, facts.declared(), held)?;
    if args.json {
        report::print_json(&result::result(
            &plan,
            &import.lists,
            &workbook.sheets,
            columns,
            written,
            args.remove_gone,
        ))?;
    } else {
        say::end(&plan, written, args.remove_gone && !plan.merge.gone.is_empty());
    }
    Ok(if plan.is_whole() { Outcome::Done } else { Outcome::Problems })
}

fn told(problem: Box<Diagnostic>) -> Stop {
    Stop::Problems(vec![*problem])
}

/// An import of which it is settled what is read.
struct Import<'a> {
    project: &'a Project,
    args: &'a ImportArgs,
    lists: Vec<List<'a>>,
    notes: Notes,
    /// The file that declares new fields, if there are any.
    fields: Option<write::File>,
}

impl Import<'_> {
    /// Holds the list against the records, shows what would change, and writes it if that is
    /// wanted; whether it was written.
    fn carry_out(
        &self,
        sources: &Sources,
        declared: &Declared,
        held: Option<HeldFolder>,
    ) -> Result<(Plan, bool), Stop> {
        let Self { project, args, lists, notes, fields } = self;
        let records = Records::read(&sources.clients, declared);
        if let Some(record) = records.all.iter().find(|record| record.id.is_none()) {
            let problem = Diagnostic::error(Message::RecordUnreadable).at(records.place(record));
            return Err(Stop::Problems(vec![problem.hint(Message::MendRecordFirst)]));
        }
        let known = KnownRecords::of(&records);
        let ledger = Ledger::open_to_read(&project.ledger())?;
        let had_letters = ledger.map_or(Ok(BTreeSet::new()), |ledger| ledger.all_clients())?;
        let before = Before { base: &notes.base, had_letters: &had_letters };
        let mut plan = Plan::of(lists, &declared.own, &known, &before, args);
        if plan.rows.is_empty() && plan.refused.is_empty() {
            let problem = Diagnostic::error(Message::ListHasNoRows).hint(Message::GiveSheet);
            return Err(Stop::Problems(vec![problem]));
        }
        if args.remove_gone && plan.merge.all_gone {
            let problem = Diagnostic::error(Message::AllAreGone).hint(Message::IsItTheList);
            return Err(Stop::Problems(vec![problem]));
        }
        if !args.json && is_new_list(lists, &notes.base) {
            report::say(Message::NewList);
        }
        if asks(args) && !settle_conflicts(&mut plan, lists) {
            return Err(Stop::Declined);
        }
        let texts = plan.texts(&records, &known);
        if args.remove_gone {
            plan.keep_what_cannot_go(&records, &known);
            report::show_problems(&arrange(plan.kept.clone()))?;
        }
        if !args.json {
            say::plan(&plan, lists, args.remove_gone, &known);
        }
        let gone: Vec<&str> = plan.merge.gone.iter().map(String::as_str).collect();
        let gone = if args.remove_gone { gone } else { Vec::new() };
        let removed: Vec<&KnownRecord> = gone.iter().filter_map(|id| known.get(id)).collect();
        let changes = write::Changes {
            fields: fields.as_ref(),
            amended: records.amended(texts.changed, &removed, texts.added).map_err(told)?,
            columns: write::columns(&notes.columns_file, lists, &notes.kept),
            base: plan.said_next(&known, &notes.base, &gone),
        };
        let Some(mut held) = held else { return Ok((plan, false)) };
        if changes.are_nothing(notes) || asks(args) && !confirmed() {
            return Ok((plan, false));
        }
        changes.write(project, &mut held, notes)?;
        schema::renew(project, &declared.own)?;
        Ok((plan, true))
    }
}

/// Whether other lists were read before, and none of these.
fn is_new_list(lists: &[List<'_>], base: &Base) -> bool {
    !base.is_empty() && !lists.iter().any(|list| base.has_list(&list.source))
}

/// Whether a person is asked.
fn asks(args: &ImportArgs) -> bool {
    !args.yes && !args.dry_run
}

/// Nothing is written that nobody has agreed to.
fn may_go_on(args: &ImportArgs) -> Result<(), Box<Diagnostic>> {
    if asks(args) && (args.json || !io::stdin().is_terminal()) {
        let problem = Diagnostic::error(Message::NobodyToAskImport);
        return Err(Box::new(problem.hint(Message::GiveYesOrDryRun)));
    }
    Ok(())
}

fn workbook(args: &ImportArgs) -> Result<Workbook, Box<Diagnostic>> {
    let name = args.called.clone().unwrap_or_else(|| args.file.to_string_lossy().into_owned());
    // What Excel keeps beside a file that is open.
    if args.file.file_name().is_some_and(|it| it.to_string_lossy().starts_with("~$")) {
        let problem = Diagnostic::error(Message::ListIsLock { name });
        return Err(Box::new(problem.hint(Message::GiveListWithoutMark)));
    }
    if args.file.is_dir() {
        let problem = Diagnostic::error(Message::ListIsFolder { name });
        return Err(Box::new(problem.hint(Message::GiveListsPath)));
    }
    let bytes = match fs::read_if_exists(&args.file, limits::SHEET_BYTES as u64) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => {
            let problem = Diagnostic::error(Message::NoSuchList { name });
            return Err(Box::new(problem.hint(Message::GiveListsPath)));
        }
        Err(error) => {
            let problem = Diagnostic::error(Message::Verbatim(error.to_string()));
            return Err(Box::new(problem.hint(Message::SaveListSmaller)));
        }
    };
    spreadsheet::read(&name, &bytes).map_err(|unreadable| {
        Box::new(Diagnostic::error(unreadable.message()).hint(unreadable.hint()))
    })
}

/// What was noted when a list was read before.
pub struct Notes {
    /// What was chosen for its columns.
    kept: Kept,
    /// The file that this is kept in.
    columns_file: Option<Arc<SourceText>>,
    /// What it said.
    base: Base,
}

/// What was chosen for the columns of the list that was read before.
pub(super) fn kept_columns(project: &Project, own: &OwnFields) -> Result<Kept, Vec<Diagnostic>> {
    let file = text(project, &project.import_columns())?;
    Ok(file.as_ref().map(|file| read_kept(file, own)).transpose()?.unwrap_or_default())
}

impl Notes {
    fn read(project: &Project, own: &OwnFields) -> Result<Self, Vec<Diagnostic>> {
        let columns_file = text(project, &project.import_columns())?;
        let kept = columns_file.as_ref().map(|file| read_kept(file, own)).transpose()?;
        let kept = kept.unwrap_or_default();
        let base = match text(project, &project.import_base())? {
            None => Base::default(),
            Some(file) => Base::read(&file.text).map_err(|line| {
                let start = file.text.split_inclusive('\n').take(line - 1).map(str::len).sum();
                let problem = Diagnostic::error(Message::BaseDamaged);
                let problem = problem.at(Place::new(file.clone(), start..start + 1));
                vec![problem.hint(Message::DeleteBase)]
            })?,
        };
        Ok(Self { kept, columns_file, base })
    }
}

/// A file of the import's own; `None` if there is none.
fn text(
    project: &Project,
    path: &std::path::Path,
) -> Result<Option<Arc<SourceText>>, Vec<Diagnostic>> {
    let name = project.shown(path);
    let failed = |message| vec![Diagnostic::error(message).hint(Message::DeleteBase)];
    let bytes = fs::read_if_exists(path, limits::BASE_BYTES)
        .map_err(|error| failed(Message::Verbatim(error.to_string())))?;
    let Some(bytes) = bytes else { return Ok(None) };
    let text = String::from_utf8(bytes)
        .map_err(|_| failed(Message::FileNotUtf8 { file: name.clone() }))?;
    let text = text.strip_prefix(fs::BYTE_ORDER_MARK).unwrap_or(&text);
    Ok(Some(Arc::new(SourceText::new(name, text))))
}

fn lists<'a>(
    workbook: &'a Workbook,
    args: &ImportArgs,
    kept: &Kept,
    own: &OwnFields,
) -> Result<Vec<List<'a>>, columns::Fault> {
    let mut lists = columns::lists(workbook, args, kept, own)?;
    columns::leave_out_repeated_ids(&mut lists, own);
    columns::apply(&mut lists, &args.columns, own)?;
    Ok(lists)
}

/// The facts with the new fields declared that the columns ask for, and the file that
/// declares them, if there are any.
fn with_new_fields(
    sources: &mut Sources,
    lists: &[List<'_>],
    args: &ImportArgs,
    facts: CheckedFacts,
) -> Result<(CheckedFacts, Option<write::File>), Vec<Diagnostic>> {
    let own = facts.declared().own.clone();
    let new = columns::new_fields(lists, args.all_columns, &own);
    if new.is_empty() {
        return Ok((facts, None));
    }
    let old = sources.fields.clone();
    let file = declare(old.as_ref(), &new).map_err(|problem| vec![*problem])?;
    sources.fields = Some(file.clone());
    let facts = check_facts(sources);
    if !facts.declares_well() {
        return Err(vec![Diagnostic::error(Message::FieldsNotByLine).hint(Message::FieldsByLine)]);
    }
    Ok((facts, Some(write::File { old, new: file })))
}

/// Asks of each conflict which side is right; whether to go on.
fn settle_conflicts(plan: &mut Plan, lists: &[List<'_>]) -> bool {
    let number = plan.merge.conflicts.len();
    if number > 0 {
        report::say(Message::ChangedOnBoth { number: number.to_string() });
    }
    let mut at = 0;
    while at < plan.merge.conflicts.len() {
        say::conflict(plan, lists, at);
        let answer = Input::<String>::new()
            .with_prompt(Message::AskConflict.to_string())
            .allow_empty(true)
            .interact_text();
        let Ok(answer) = answer else { return false };
        match answer.trim() {
            "1" | "１" => plan.settle(at, Side::Project),
            "2" | "２" => plan.settle(at, Side::List),
            "" => at += 1,
            "q" | "ｑ" => return false,
            _ => {}
        }
    }
    true
}

fn confirmed() -> bool {
    let asked = Confirm::new().with_prompt(Message::AskToImport.to_string()).default(false);
    // Who closes the terminal does not agree.
    asked.interact().unwrap_or(false)
}
