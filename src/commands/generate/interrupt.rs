//! Ctrl-C, and the system's requests to end, while letters are made.
//!
//! Tokio listens, as it does for the live page: what a program may do in the
//! middle of a signal is too little to write it here.

use std::io;
use std::process::exit;
use std::sync::{Mutex, PoisonError};
#[cfg(unix)]
use std::task::Poll;
use std::thread;

use tokio::runtime::{Builder, Runtime};

use crate::messages::Message;
use crate::outcome::Signal;
use crate::report;

struct State {
    /// Whether there is something to finish.
    working: bool,
    asked: Option<Signal>,
}

static STATE: Mutex<State> = Mutex::new(State { working: false, asked: None });

/// From now on a request to end is heard: it ends the program with a word to the user
/// as long as no work has begun, and is to be asked for afterwards. A second one ends
/// the program at once.
pub fn listen() {
    // A system that gives no thread has the program end in silence, as before.
    let Ok(runtime) = Builder::new_current_thread().enable_io().build() else { return };
    let Ok(mut signals) = Signals::new(&runtime) else { return };
    let _ = thread::Builder::new().name("signals".into()).spawn(move || {
        runtime.block_on(async {
            loop {
                hear(signals.next().await);
            }
        });
    });
}

fn hear(signal: Signal) {
    let mut state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
    if !state.working {
        report::say(Message::StoppedBeforeAny);
        exit(signal.exit_code().into());
    }
    if state.asked.is_some() {
        exit(signal.exit_code().into());
    }
    state.asked = Some(signal);
    report::say(Message::Stopping);
}

/// Asks that work which goes on be ended after the letters in hand: for who has heard the
/// request in another way. The next one ends the program at once.
pub fn ask_to_end(signal: Signal) {
    let mut state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
    *state = State { working: true, asked: Some(signal) };
    drop(state);
    listen();
}

/// Notes that there is something to finish.
pub fn begin_work() {
    STATE.lock().unwrap_or_else(PoisonError::into_inner).working = true;
}

/// What the program was asked to end by.
pub fn asked() -> Option<Signal> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner).asked
}

#[cfg(unix)]
struct Signals {
    heard: Vec<(Signal, tokio::signal::unix::Signal)>,
}

#[cfg(unix)]
impl Signals {
    fn new(runtime: &Runtime) -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let _inside = runtime.enter();
        let ignored = ignored();
        let mut heard = Vec::new();
        for of in [Signal::Interrupt, Signal::Terminate, Signal::Hangup] {
            // `nohup` has the program ignore the end of its terminal.
            if ignored & (1 << (of.number() - 1)) == 0 {
                heard.push((of, signal(SignalKind::from_raw(of.number().into()))?));
            }
        }
        Ok(Self { heard })
    }

    async fn next(&mut self) -> Signal {
        std::future::poll_fn(|context| {
            let mut heard = self.heard.iter_mut();
            let heard = heard.find_map(|(of, it)| it.poll_recv(context).is_ready().then_some(*of));
            heard.map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }
}

/// The signals that the program was started to ignore, a bit for each, where the
/// system tells them as Linux does (proc(5), `SigIgn`). Elsewhere the end of the
/// terminal is taken for one: it then ends the program in silence.
#[cfg(unix)]
fn ignored() -> u64 {
    let told = std::fs::read_to_string("/proc/self/status").ok().and_then(|status| {
        let line = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
        u64::from_str_radix(line.trim(), 16).ok()
    });
    told.unwrap_or(1 << (Signal::Hangup.number() - 1))
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new(_: &Runtime) -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> Signal {
        match tokio::signal::ctrl_c().await {
            Ok(()) => Signal::Interrupt,
            Err(_) => std::future::pending().await,
        }
    }
}
