//! What the program is at work on, so that what never ends can be ended and named.
//!
//! Neither Tera nor Typst, nor what reads fonts and YAML, can be interrupted from
//! within. Who begins something that a stranger's file can make endless says so here;
//! the watchdog of [`crate::letters`] looks.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::ids::ClientId;
use crate::limits;

/// Something that has an end, if nobody means harm.
#[derive(Debug, Clone)]
pub enum Task {
    /// The letter to this client is made.
    Letter(ClientId),
    /// This file, a path as messages show it, is read.
    Reading(String),
}

impl Task {
    /// How long it may take.
    pub fn limit(&self) -> Duration {
        match self {
            Self::Letter(_) => limits::LETTER,
            Self::Reading(_) => limits::READING,
        }
    }
}

/// The tasks that are begun and not done.
static TASKS: LazyLock<Mutex<HashMap<u64, (Task, Instant)>>> = LazyLock::new(Mutex::default);
static NEXT: AtomicU64 = AtomicU64::new(0);

/// A task that goes on until this is dropped.
#[must_use]
#[derive(Debug)]
pub struct Running(u64);

/// Begins a task.
pub fn begin(task: Task) -> Running {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let mut tasks = TASKS.lock().unwrap_or_else(PoisonError::into_inner);
    tasks.insert(number, (task, Instant::now()));
    Running(number)
}

impl Drop for Running {
    fn drop(&mut self) {
        TASKS.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
    }
}

/// What is being done, and for how long it has been; what was begun last comes last.
pub fn running() -> Vec<(Task, Duration)> {
    let tasks = TASKS.lock().unwrap_or_else(PoisonError::into_inner);
    let mut all: Vec<_> = tasks.iter().collect();
    all.sort_by_key(|(number, _)| **number);
    all.into_iter().map(|(_, (task, since))| (task.clone(), since.elapsed())).collect()
}
