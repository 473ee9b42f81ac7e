//! What is said to a program that has started this one: a JSON object a line on standard
//! error, and nothing else. `docs/scale.md` tells of the fields.

use std::error::Error;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::diagnostic::{self, Diagnostic};
use crate::unseen::visible_json;

/// Whether a program listens.
static ARE_WANTED: AtomicBool = AtomicBool::new(false);

/// From now on everything on standard error is an event.
pub fn speak_in_events() {
    ARE_WANTED.store(true, Ordering::Relaxed);
}

/// Whether everything on standard error is an event.
pub fn speaks_in_events() -> bool {
    ARE_WANTED.load(Ordering::Relaxed)
}

/// What has happened.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum Event<'a> {
    /// Letters are about to be made.
    Begin(Standing<'a>),
    /// So far they are.
    Progress(Standing<'a>),
    /// The program was asked to end, and has recorded what it had in hand.
    Stopped {
        /// How it stands.
        #[serde(flatten)]
        standing: Standing<'a>,
        /// Letters that are still to be made.
        left: usize,
    },
    /// Nothing is left to be done for a notice.
    End(Standing<'a>),
    /// A line for a person.
    Said {
        /// The line.
        text: String,
    },
    /// Something is wrong, as `--json` says it.
    Problem(diagnostic::DiagnosticRecord<'a>),
    /// The command could not do its work.
    Error {
        /// Why.
        text: String,
        /// What that comes of, one after the other.
        because: Vec<String>,
    },
}

/// How it stands with a notice's letters.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Standing<'a> {
    /// The notice; none where it is not known which.
    pub notice: Option<&'a str>,
    /// Letters that were made.
    pub made: usize,
    /// Letters that were right already.
    pub unchanged: usize,
    /// Letters that could not be made.
    pub failed: usize,
    /// How many there are to be in all.
    pub of: usize,
    /// Letters that are made or fail in a second.
    pub letters_per_second: Option<f64>,
    /// How long it will take.
    pub seconds_left: Option<f64>,
    /// How long it has taken.
    pub seconds: f64,
}

impl<'a> Standing<'a> {
    /// How it stands after this time.
    pub fn after(
        time: Duration,
        notice: Option<&'a str>,
        [made, unchanged, failed, of]: [usize; 4],
    ) -> Self {
        let seconds = time.as_secs_f64();
        let rate = (made + failed) as f64 / seconds;
        let left = of.saturating_sub(made + unchanged + failed) as f64;
        let is_known = rate.is_finite() && rate > 0.0;
        Self {
            notice,
            made,
            unchanged,
            failed,
            of,
            // Those that fail are no letters.
            letters_per_second: is_known.then(|| tenths(made as f64 / seconds)),
            seconds_left: is_known.then(|| tenths(left / rate)),
            seconds: tenths(seconds),
        }
    }
}

fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// Tells of an event, if a program listens. That it no longer does is no reason to fail.
pub fn tell(event: &Event<'_>) {
    if !speaks_in_events() {
        return;
    }
    if let Ok(json) = serde_json::to_string(event) {
        // One piece, so that lines of several threads do not mix.
        let line = format!("{}\n", visible_json(&json));
        let _ = io::stderr().lock().write_all(line.as_bytes());
    }
}

/// Tells of problems.
pub(super) fn tell_problems(problems: &[Diagnostic]) {
    diagnostic::records(problems).into_iter().for_each(|it| tell(&Event::Problem(it)));
}

/// Tells why the command could not do its work.
pub(super) fn tell_failure(error: &dyn Error) {
    let mut because = Vec::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        because.push(error.to_string());
        cause = error.source();
    }
    tell(&Event::Error { text: error.to_string(), because });
}

/// Keeps an eye on how often is told how far the work has come.
#[derive(Debug, Default)]
pub(super) struct Pace(Mutex<Option<Instant>>);

impl Pace {
    /// How long nothing more is told.
    const PAUSE: Duration = Duration::from_millis(500);

    /// Whether it is time to tell something again.
    pub(super) fn is_due(&self, now: Instant) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = told.is_none_or(|told| now.duration_since(told) >= Self::PAUSE);
        if is_due {
            *told = Some(now);
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_told_more_than_twice_a_second() {
        let (pace, start) = (Pace::default(), Instant::now());
        let at = |milliseconds| start + Duration::from_millis(milliseconds);
        let told = [0, 1, 499, 500, 700, 999, 1000, 3000, 3001].map(|it| pace.is_due(at(it)));
        assert_eq!(told, [true, false, false, true, false, false, true, true, false]);
    }

    #[test]
    fn what_is_left_is_told_as_soon_as_there_is_something_to_go_by() {
        let standing = |seconds, made| {
            let time = Duration::from_secs(seconds);
            let it = Standing::after(time, None, [made, 10, 1, 100]);
            (it.letters_per_second, it.seconds_left)
        };
        assert_eq!(standing(0, 0), (None, None));
        assert_eq!(standing(2, 19), (Some(9.5), Some(7.0)));
        let nothing = Standing::after(Duration::from_secs(2), None, [0, 10, 0, 100]);
        assert_eq!((nothing.letters_per_second, nothing.seconds_left), (None, None));
    }

    #[test]
    fn an_event_says_which_it_is() {
        let standing = Standing::after(Duration::from_secs(2), Some("r"), [8, 1, 0, 10]);
        let json = serde_json::to_value(Event::Stopped { standing, left: 1 }).expect("JSON");
        let wanted = serde_json::json!({
            "event": "stopped", "notice": "r", "made": 8, "unchanged": 1, "failed": 0, "of": 10,
            "letters_per_second": 4.0, "seconds_left": 0.3, "seconds": 2.0, "left": 1,
        });
        assert_eq!(json, wanted);
    }
}
