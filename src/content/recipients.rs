//! How many get a notice: a letter that most were to get and few are sent is not
//! missed by anybody who reads it.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::diagnostic::Diagnostic;
use crate::ids::NoticeId;
use crate::messages::Message;
use crate::model::{Acceptance, Client, Notice};
use crate::rules::Rule;

/// The notices of a project, each with the number of those who get it. They are
/// counted while the clients are read, on all cores.
pub struct Recipients {
    counts: Vec<(Notice, AtomicUsize)>,
    all: AtomicUsize,
}

impl Recipients {
    /// Nobody yet gets any of these notices, which are in the order of their making.
    pub fn none_of(notices: &[Notice]) -> Self {
        let counts = notices.iter().map(|notice| (notice.clone(), AtomicUsize::new(0)));
        Self { counts: counts.collect(), all: AtomicUsize::new(0) }
    }

    /// Counts a client.
    pub fn count(&self, client: &Client) {
        self.all.fetch_add(1, Ordering::Relaxed);
        for (notice, count) in &self.counts {
            if notice.is_for(client) {
                count.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// How many get a notice.
    pub fn of(&self, id: &NoticeId) -> usize {
        let found = self.counts.iter().find(|(notice, _)| notice.id == *id);
        found.map_or(0, |(_, count)| count.load(Ordering::Relaxed))
    }

    /// The finding if fewer get this notice than the last of those before it that
    /// most got, or nobody.
    pub fn check(&self, notice: &Notice) -> Option<Diagnostic> {
        self.fewer(notice).or_else(|| {
            let is_for_some = !notice.is_for_nobody() && self.all.load(Ordering::Relaxed) > 0;
            (is_for_some && self.of(&notice.id) == 0).then(|| {
                let message = Message::NoticeForNobody { notice: notice.id.to_string() };
                let problem = Diagnostic::warning(message).at(notice.place_of("to"));
                problem.hint(Message::LookAtAudience)
            })
        })
    }

    fn fewer(&self, notice: &Notice) -> Option<Diagnostic> {
        // Only letters with a number are one series; a form for some is no sequel to the
        // report to all.
        let is_of_series =
            |it: &Notice| it.number.is_some() && it.kind == notice.kind && !it.is_for_nobody();
        if !is_of_series(notice) {
            return None;
        }
        let earlier = self.counts.iter().filter(|(it, _)| is_of_series(it) && it.is_before(notice));
        let earlier = earlier.map(|(it, count)| (it, count.load(Ordering::Relaxed)));
        let (most, before) = earlier.max_by_key(|(_, count)| *count)?;
        let number = self.of(&notice.id);
        (number < before).then(|| {
            let finding = Rule::FewerRecipients.finding(Message::FewerRecipients {
                notice: notice.id.to_string(),
                number: number.to_string(),
                earlier: most.id.to_string(),
                before: before.to_string(),
            });
            let entry = Acceptance::entry(Rule::FewerRecipients, notice.id.as_str());
            let finding = finding.at(notice.place_of("to")).hint(Message::DeleteAudience);
            finding.hint(Message::AcceptIfRight { entry })
        })
    }
}
