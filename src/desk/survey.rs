//! Where we stand: how many letters are to be made, what is in the way, and what the one
//! next step is. A thread of its own finds it out whenever something has changed, so that
//! no errand waits for it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::thread;

use chrono::NaiveDateTime;
use rayon::ThreadPool;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::{Desk, Done, State};
use crate::args::Selection;
use crate::check::SharedFacts;
use crate::clock;
use crate::diagnostic::{Diagnostic, arrange};
use crate::ids::NoticeId;
use crate::ledger::{Issue, Ledger};
use crate::letters::plan::{Standing, assess};
use crate::letters::prepare::{Prepared, prepare};
use crate::letters::selection::select_clients;
use crate::letters::workers::pool;
use crate::live::{Listed, LiveError, ProblemView, Refusal};
use crate::messages::{Lang, Message};
use crate::model::{Client, Notice};
use crate::outcome::CommandError;
use crate::project::Project;
use crate::rules::{Rule, Severity};

/// What the page shows on top.
#[derive(Debug, Default, Serialize)]
struct Summary {
    /// Whether there is a project in the folder.
    begun: bool,
    /// The office's name.
    office: Option<String>,
    /// The notice that is shown.
    notice: Option<NoticeId>,
    /// All notices.
    notices: Vec<NoticeLine>,
    /// How many clients there are.
    clients: usize,
    /// How many of them somebody should look at.
    attention: usize,
    /// How many letters of the shown notice are to be made.
    to_make: usize,
    /// How many of those were made before, from other facts.
    stale: usize,
    /// When the shown notice was issued, and by whom.
    issued: Option<Value>,
    /// What to do next.
    next: Next,
    /// The change that would be taken back next.
    undo: Option<Value>,
    /// How far the making of letters has come.
    making: Option<Value>,
    /// Counts the surveys.
    version: u64,
}

/// A notice in a line.
#[derive(Debug, Serialize)]
struct NoticeLine {
    id: NoticeId,
    kind: String,
    number: Option<u32>,
    date: String,
    title: String,
    issued: bool,
    recipients: usize,
}

/// The one next step.
#[derive(Debug, Default, Serialize)]
struct Next {
    step: &'static str,
    /// How many letters, or which bulletin.
    number: Option<u32>,
    /// The client whose record is in the way.
    client: Option<String>,
    /// What is in the way.
    problem: Option<ProblemView>,
    /// Another notice, which is still to be sent.
    notice: Option<NoticeId>,
}

/// How it stands with the letters of one notice.
#[derive(Default)]
struct Letters {
    standing: BTreeMap<String, Standing>,
    issue: Option<Issue>,
    problems: Vec<Diagnostic>,
}

/// Begins to find out; what the page is told.
pub fn begin(
    project: Project,
    mut clients: watch::Receiver<Arc<Listed>>,
    state: Arc<State>,
) -> Result<watch::Receiver<Arc<str>>, CommandError> {
    let pool = pool(None)?;
    let (publish, news) = watch::channel("".into());
    let runtime =
        tokio::runtime::Builder::new_current_thread().build().map_err(LiveError::Start)?;
    let mut changed = state.news.subscribe();
    let survey = move || {
        runtime.block_on(async {
            let (mut version, mut known) = (0, Summary::default());
            loop {
                let listed = clients.borrow_and_update().clone();
                changed.mark_unchanged();
                // While letters are made, their files are not where we stand; and to find
                // that out takes the cores from the making.
                match state.making().filter(|_| version > 0) {
                    Some(making) => known.making = Some(progress(making)),
                    None => known = summary(&project, &pool, &state),
                }
                version += 1;
                (known.attention, known.version) = (listed.attention, version);
                publish.send_replace(json_of(&known));
                let goes_on = tokio::select! {
                    changed = clients.changed() => changed.is_ok(),
                    changed = changed.changed() => changed.is_ok(),
                };
                if !goes_on {
                    return;
                }
            }
        });
    };
    thread::Builder::new().name("survey".to_owned()).spawn(survey).map_err(LiveError::Start)?;
    Ok(news)
}

fn progress((done, all): (u64, u64)) -> Value {
    json!({ "done": done, "all": all })
}

fn json_of(summary: &Summary) -> Arc<str> {
    serde_json::to_string(summary).unwrap_or_default().into()
}

/// `ask/standing`.
pub fn standing(desk: &mut Desk, _: &Value) -> Done {
    let summary = summary(&desk.project, &pool(None)?, &desk.state);
    Ok(serde_json::to_value(&summary).unwrap_or_default())
}

/// `ask/letters`: how the letter of each client stands that is not as it should be.
pub fn letters(desk: &mut Desk, _: &Value) -> Done {
    let selection = Selection { notice: shown(&desk.state), ..Selection::default() };
    let pool = pool(None)?;
    let prepared = prepare(&desk.project, &pool, &selection)?;
    let Some(press) = &prepared.press else { return Ok(json!({ "standing": {} })) };
    let Letters { standing, issue, .. } = letters_of(&desk.project, &pool, &prepared)?;
    Ok(json!({ "notice": press.notice.id, "standing": standing, "issued": issue.is_some() }))
}

fn shown(state: &State) -> Option<String> {
    state.notice().map(|notice| notice.to_string())
}

fn letters_of(
    project: &Project,
    pool: &ThreadPool,
    prepared: &Prepared,
) -> Result<Letters, Refusal> {
    let Some(press) = &prepared.press else { return Ok(Letters::default()) };
    let notice = &press.notice;
    let mut problems = Vec::new();
    let everybody = Selection::default();
    let selected =
        select_clients(&prepared.clients, &everybody, notice, press.incident(), &mut problems);
    let ledger = Ledger::open_to_read(&project.ledger())?;
    let known = ledger.as_ref().map_or(Ok(HashMap::new()), |it| it.letters(&notice.id))?;
    let issue = ledger.as_ref().map_or(Ok(None), |it| it.issue(&notice.id))?;
    let mut standing = BTreeMap::new();
    if issue.is_some() {
        // What was sent stays as it is, whatever the facts say by now.
        return Ok(Letters { standing, issue, problems });
    }
    for letter in assess(pool, project, press, &known, &selected, false)? {
        if letter.standing != Standing::Unchanged {
            standing.insert(letter.client.id.to_string(), letter.standing);
        }
        problems.extend(letter.problems);
    }
    Ok(Letters { standing, issue, problems })
}

fn summary(project: &Project, pool: &ThreadPool, state: &State) -> Summary {
    let both = |message: &Message, count: usize| json!({ "ja": message.text(Lang::Ja), "en": message.text(Lang::En), "count": count });
    let mut summary = Summary {
        begun: project.root().join("data/office.yaml").exists(),
        undo: state.undo().map(|(what, count)| both(&what, count)),
        making: state.making().map(progress),
        ..Summary::default()
    };
    summary.next.step = "begin";
    if !summary.begun {
        return summary;
    }
    if let Err(refusal) = summary.of_project(project, pool, state) {
        summary.next = Next::mend(refusal.problems);
    }
    summary
}

impl Summary {
    fn of_project(
        &mut self,
        project: &Project,
        pool: &ThreadPool,
        state: &State,
    ) -> Result<(), Refusal> {
        let selection = Selection { notice: shown(state), ..Selection::default() };
        let prepared = prepare(project, pool, &selection)?;
        let ledger = Ledger::open_to_read(&project.ledger())?;
        self.clients = prepared.records;
        if let Some(facts) = &prepared.facts {
            self.office = Some(facts.office.sender.name.clone());
            for notice in &facts.notices {
                let issue = ledger.as_ref().map_or(Ok(None), |it| it.issue(&notice.id))?;
                let line = NoticeLine::of(notice, facts, &prepared.clients, issue.is_some());
                self.notices.push(line);
            }
        }
        self.notice = prepared.notice.as_ref().map(|notice| notice.id.clone());
        let letters = letters_of(project, pool, &prepared)?;
        let count =
            |wanted: Standing| letters.standing.values().filter(|it| **it == wanted).count();
        self.stale = count(Standing::Stale);
        self.to_make = letters.standing.len() - count(Standing::Broken);
        self.issued = letters
            .issue
            .as_ref()
            .map(|issue| json!({ "date": clock::day(&issue.at), "by": issue.issued_by }));
        self.next = self.next_step(prepared, letters);
        Ok(())
    }

    fn next_step(&self, prepared: Prepared, letters: Letters) -> Next {
        let Prepared { judge, notice, facts, problems, .. } = prepared;
        let nobody = notice.as_ref().is_some_and(Notice::is_for_nobody);
        if self.clients == 0 && !nobody {
            return Next::step("import", None);
        }
        let mut wrong = problems;
        wrong.extend(judge.iter().flat_map(|judge| judge.shared()).cloned());
        wrong.extend(letters.problems);
        wrong.retain(|problem| problem.severity == Severity::Error);
        if !wrong.is_empty() && letters.issue.is_none() {
            return Next::mend(arrange(wrong));
        }
        let incident = facts.as_ref().map(|facts| &facts.incident);
        let later = notice.as_ref().zip(incident).and_then(|(notice, incident)| {
            let told = notice.tells_of_bulletins(incident) && notice.as_of.is_some();
            let is_later = |at: NaiveDateTime| at > notice.tells_until();
            incident.bulletins.iter().rfind(|it| told && is_later(it.at)).map(|it| it.number)
        });
        match (&letters.issue, later) {
            (None, Some(number)) => Next::step("bulletin", Some(number)),
            (None, None) if self.to_make > 0 => {
                Next::step("make", Some(u32::try_from(self.to_make).unwrap_or(u32::MAX)))
            }
            (None, None) => Next::step("issue", None),
            (Some(_), later) => match (self.notices.iter().rfind(|it| !it.issued), later) {
                (Some(open), _) => {
                    Next { notice: Some(open.id.clone()), ..Next::step("other", None) }
                }
                (None, Some(number)) => Next::step("notice", Some(number)),
                (None, None) => Next::step("done", None),
            },
        }
    }
}

impl Next {
    fn step(step: &'static str, number: Option<u32>) -> Self {
        Self { step, number, ..Self::default() }
    }

    /// Something is wrong; a place that was left to be filled in is to be filled in.
    fn mend(problems: Vec<Diagnostic>) -> Self {
        let Some(first) = problems.first() else { return Self::step("mend", None) };
        let step = if first.rule == Some(Rule::Unfilled) { "fill" } else { "mend" };
        Self {
            step,
            number: u32::try_from(problems.len()).ok(),
            client: first.clients.first().map(ToString::to_string),
            problem: Some(ProblemView::from(first)),
            notice: None,
        }
    }
}

impl NoticeLine {
    fn of(notice: &Notice, facts: &SharedFacts, clients: &[Client], issued: bool) -> Self {
        // Filled in as far as it is the same for everybody.
        let mut title = notice.title.words().to_owned();
        for (name, text) in facts.incident.vars.iter().chain(facts.office.vars.iter()) {
            title = title.replace(&format!("{{{{ {name} }}}}"), text);
        }
        Self {
            id: notice.id.clone(),
            kind: notice.kind.to_string(),
            number: notice.number,
            date: notice.date.to_string(),
            title,
            issued,
            recipients: clients.iter().filter(|client| notice.is_for(client)).count(),
        }
    }
}
