//! Tickets: each is good for one change, and soon.
//!
//! A page fetches one before it changes anything. A request that somebody repeats, or that
//! another site has a browser send, has none that is good.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{LiveError, token};

/// How many are waited for at a time; of more the oldest is good no longer.
const MOST: usize = 256;

/// So long one is good.
const GOOD: Duration = Duration::from_secs(60);

/// Those that are out.
#[derive(Default)]
pub struct Tickets(Mutex<VecDeque<(String, Instant)>>);

impl Tickets {
    /// A new one.
    pub fn issue(&self) -> Result<String, LiveError> {
        let ticket = token()?;
        let mut tickets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tickets.len() >= MOST {
            tickets.pop_front();
        }
        tickets.push_back((ticket.clone(), Instant::now() + GOOD));
        Ok(ticket)
    }

    /// Uses a ticket up; whether it was good until now.
    pub fn was_good(&self, ticket: &str) -> bool {
        let mut tickets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(at) = tickets.iter().position(|(it, _)| it == ticket) else { return false };
        tickets.remove(at).is_some_and(|(_, until)| Instant::now() < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_good_once() {
        let tickets = Tickets::default();
        let ticket = tickets.issue().expect("random numbers");
        assert!(!tickets.was_good("") && !tickets.was_good(&ticket[1..]));
        assert!(tickets.was_good(&ticket));
        assert!(!tickets.was_good(&ticket));
        let first = tickets.issue().expect("random numbers");
        for _ in 0..MOST {
            tickets.issue().expect("random numbers");
        }
        assert!(!tickets.was_good(&first), "of too many the oldest is good no longer");
    }
}
