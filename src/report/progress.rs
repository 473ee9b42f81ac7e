//! How far work has come that takes its time: a bar on a terminal, or events for a program;
//! the desk is told, and shows it on its page.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::events::{Event, Pace, Standing, speaks_in_events, tell};
use crate::messages::Message;

/// Is told how much is done, and of how much.
pub type Hearer = Arc<dyn Fn(u64, u64) + Send + Sync>;

thread_local! {
    /// Who is told of work that is begun on this thread, instead of a terminal.
    static HEARER: RefCell<Option<Hearer>> = const { RefCell::new(None) };
}

/// Does work on this thread, of whose progress this one is told.
pub fn heard_by<T>(hearer: Hearer, work: impl FnOnce() -> T) -> T {
    /// Ends the hearing, also where the work has panicked.
    struct End;
    impl Drop for End {
        fn drop(&mut self) {
            HEARER.take();
        }
    }
    HEARER.set(Some(hearer));
    let _end = End;
    work()
}

/// The making of letters that is about to begin.
#[derive(Debug, Clone, Copy)]
pub struct Work<'a> {
    /// The notice.
    pub notice: &'a str,
    /// How many letters are to be made.
    pub letters: usize,
    /// How many others are right already.
    pub unchanged: usize,
    /// How many others cannot be made.
    pub failed: usize,
}

/// How far some work has come. It is begun on one thread, and may be done on many.
pub enum Progress<'a> {
    /// It is shown on the terminal, if there is one.
    Bar(ProgressBar),
    /// Somebody is told.
    Told {
        /// Who.
        hearer: Hearer,
        /// How much is done.
        done: AtomicU64,
        /// Of how much.
        all: u64,
    },
    /// A program is told, in events.
    Events(Events<'a>),
}

/// What a program is told of, and how far it has come.
pub struct Events<'a> {
    work: Work<'a>,
    begun: Instant,
    pace: Pace,
    made: AtomicUsize,
    failed: AtomicUsize,
}

impl<'a> Events<'a> {
    fn begin(work: Work<'a>) -> Self {
        let failed = AtomicUsize::new(work.failed);
        let (begun, pace, made) = (Instant::now(), Pace::default(), AtomicUsize::new(0));
        let events = Self { work, begun, pace, made, failed };
        tell(&Event::Begin(events.standing()));
        events
    }

    fn standing(&self) -> Standing<'a> {
        let Work { notice, letters, unchanged, failed } = self.work;
        let numbers = [
            self.made.load(Ordering::Relaxed),
            unchanged,
            self.failed.load(Ordering::Relaxed),
            letters + unchanged + failed,
        ];
        Standing::after(self.begun.elapsed(), Some(notice), numbers)
    }

    fn tell(&self) {
        if self.pace.is_due(Instant::now()) {
            tell(&Event::Progress(self.standing()));
        }
    }
}

impl<'a> Progress<'a> {
    /// Of the making of letters that begins now.
    pub fn of(work: Work<'a>) -> Self {
        let all = work.letters as u64;
        match HEARER.with_borrow(Clone::clone) {
            Some(hearer) => {
                hearer(0, all);
                Self::Told { hearer, done: AtomicU64::new(0), all }
            }
            None if speaks_in_events() => Self::Events(Events::begin(work)),
            None => Self::Bar(bar(all)),
        }
    }

    /// One more could not be made.
    pub fn add_failed(&self) {
        match self {
            Self::Events(events) => {
                events.failed.fetch_add(1, Ordering::Relaxed);
                events.tell();
            }
            _ => self.add_one(),
        }
    }

    /// One more is done.
    pub fn add_one(&self) {
        match self {
            Self::Bar(bar) => bar.inc(1),
            Self::Events(events) => {
                events.made.fetch_add(1, Ordering::Relaxed);
                events.tell();
            }
            Self::Told { hearer, done, all } => {
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                // Nobody sees more than one of a hundred steps.
                let step = |done: u64| done * 100 / (*all).max(1);
                if step(done) != step(done - 1) {
                    hearer(done, *all);
                }
            }
        }
    }

    /// There is no more to do.
    pub fn end(self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

/// A bar with rate and remaining time, on a terminal only.
fn bar(letters: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(letters), ProgressDrawTarget::stderr_with_hz(10));
    let template =
        format!("{{bar:30}} {{pos}}/{{len}}  {{per_sec}}  {{eta}} {}", Message::TimeLeft);
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style.with_key(
            "per_sec",
            |state: &ProgressState, out: &mut dyn std::fmt::Write| {
                let number = format!("{:.0}", state.per_sec());
                let _ = write!(out, "{}", Message::LettersPerSecond { number });
            },
        ));
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::thread;

    use super::*;

    fn work(letters: usize) -> Work<'static> {
        Work { notice: "report-1", letters, unchanged: 0, failed: 0 }
    }

    #[test]
    fn who_hears_is_told_of_steps_by_whichever_thread_does_them() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let hearer = {
            let told = told.clone();
            Arc::new(move |done, all| told.lock().expect("the list").push((done, all)))
        };
        heard_by(hearer, || {
            let progress = Progress::of(work(1000));
            thread::scope(|scope| {
                scope.spawn(|| (0..400).for_each(|_| progress.add_one()));
                scope.spawn(|| (0..600).for_each(|_| progress.add_one()));
            });
            progress.end();
        });
        let mut told = told.lock().expect("the list").clone();
        told.sort_unstable();
        assert_eq!(told.len(), 101);
        assert_eq!((told[0], told[100]), ((0, 1000), (1000, 1000)));
        assert!(matches!(Progress::of(work(1)), Progress::Bar(_)), "nobody hears any longer");
    }
}
