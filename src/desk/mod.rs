//! The desk: the office's whole work on one page in the browser.
//!
//! The page is that of [`crate::live`], which shows a letter and hands on what people ask
//! for. Here it is done, by the same code as the commands, and so the same YAML is
//! written, comments kept. The parts: the [`clerk`], a thread that does one errand after
//! the other; the [`survey`], a thread that finds out where we stand; the [`journal`], by
//! which changes are taken back. Every kind of errand has a file of its own. Nothing here
//! knows of HTTP, and nothing decides what a letter looks like.

mod beginning;
mod blocks;
mod bulletins;
mod clerk;
mod client_form;
mod clients;
mod command;
mod differences;
mod drafts;
mod errands;
mod form;
mod imports;
mod issued;
mod issuing;
mod journal;
mod making;
mod notices;
mod office;
mod one_desk;
mod opening;
mod outline;
mod passages;
mod said;
mod survey;
mod taken_back;
mod telling;
#[cfg(test)]
mod trial;
mod undoing;
mod writing;

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use serde_json::Value;
use tokio::sync::watch;

use self::journal::Journal;
use self::one_desk::OneDesk;
use crate::args::DeskArgs;
use crate::commands::generate;
use crate::diagnostic::Diagnostic;
use crate::ids::NoticeId;
use crate::live::{self, LiveError, NotDone, Orders, Page, PageArgs};
use crate::messages::Message;
use crate::outcome::{CommandError, Outcome, Signal};
use crate::project::Project;
use crate::report;

/// What becomes of an errand: what the page is told of it.
type Done = Result<Value, NotDone>;

/// What the errands work on.
pub struct Desk {
    /// The project.
    pub project: Project,
    /// The way to the thread that makes the letters.
    pub orders: Orders,
    /// What was changed on the page, to be taken back.
    pub journal: Journal,
    /// What is going on, for the survey and the page.
    pub state: Arc<State>,
    /// What the change that is being made is called, where it can be taken back.
    pub what: Option<Message>,
}

/// What the clerk and the survey both know.
#[derive(Default)]
pub struct State {
    /// The notice that is shown, if somebody has chosen one.
    notice: Mutex<Option<NoticeId>>,
    /// How far the making of letters has come: done, and all.
    making: Mutex<Option<(u64, u64)>>,
    /// The change that would be taken back next, and how many there are.
    undo: Mutex<Option<(Message, usize)>>,
    /// Counts what may have changed where we stand.
    news: watch::Sender<u64>,
}

impl State {
    /// The notice that is shown, if somebody has chosen one.
    pub fn notice(&self) -> Option<NoticeId> {
        self.notice.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Shows this notice from now on, or whichever is the last.
    pub fn show_notice(&self, notice: Option<NoticeId>) {
        *self.notice.lock().unwrap_or_else(PoisonError::into_inner) = notice;
        self.has_news();
    }

    /// How far the making of letters has come: done, and all.
    pub fn making(&self) -> Option<(u64, u64)> {
        *self.making.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The making of letters has come so far, or has ended.
    pub fn set_making(&self, making: Option<(u64, u64)>) {
        *self.making.lock().unwrap_or_else(PoisonError::into_inner) = making;
        self.has_news();
    }

    fn undo(&self) -> Option<(Message, usize)> {
        self.undo.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_undo(&self, undo: Option<(Message, usize)>) {
        *self.undo.lock().unwrap_or_else(PoisonError::into_inner) = undo;
    }

    /// Where we stand may have changed.
    pub fn has_news(&self) {
        self.news.send_modify(|count| *count += 1);
    }
}

/// Runs the desk until Ctrl-C.
pub fn run(project: &Project, args: &DeskArgs) -> Result<Outcome, CommandError> {
    let one = match OneDesk::take(project)? {
        Ok(one) => one,
        Err(address) => {
            let problem = Diagnostic::error(Message::DeskIsOpen { address });
            report::show_problems(&[problem.hint(Message::CloseOtherDesk)])?;
            return Ok(Outcome::Problems);
        }
    };
    let DeskArgs { port, no_open } = args.clone();
    let page = Page::begin(project, PageArgs { port, no_open, ..PageArgs::default() })?;
    one.is_at(&page.url())?;
    let state = Arc::new(State::default());
    let (errands, received) = clerk::queue();
    let desk = Desk {
        project: project.clone(),
        orders: page.orders(),
        journal: Journal::default(),
        state: state.clone(),
        what: None,
    };
    let news = survey::begin(project.clone(), page.clients(), state)?;
    let clerk = thread::Builder::new()
        .name("clerk".to_owned())
        .spawn(move || clerk::run(desk, &received))
        .map_err(LiveError::Start)?;
    let ended = page.serve(Some(live::Desk { errands, news }));
    // What is being done comes to its end; of letters, those in hand.
    generate::ask_to_end(Signal::Interrupt);
    let _ = clerk.join();
    ended
}
