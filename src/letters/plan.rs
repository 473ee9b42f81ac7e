//! Which letters are to be made: those that are new, or not as they should be.

use std::collections::HashMap;
use std::path::Path;

use rayon::ThreadPool;
use rayon::prelude::*;
use serde::Serialize;

use super::press::{Draft, Press};
use super::shelf::{Named, Shelf};
use crate::diagnostic::{Diagnostic, count_warnings};
use crate::digest::Digest;
use crate::fs;
use crate::ids::NoticeId;
use crate::ledger::{Confirmed, KnownLetter, ListForm};
use crate::messages::Message;
use crate::model::Notice;
use crate::outcome::CommandError;
use crate::project::Project;
use crate::roster::Addressee;

/// How a letter in `out/` stands to the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It was never made.
    New,
    /// It was made from other facts.
    Stale,
    /// It was made, and the file is gone.
    Missing,
    /// The file is not the one that was made.
    Altered,
    /// It cannot be made, or may not go out as it is.
    Broken,
    /// It is as it should be.
    Unchanged,
}

/// A client's letter and how it stands.
#[derive(Debug)]
pub struct Assessed<'a, C> {
    /// The client.
    pub client: &'a C,
    /// How the letter stands.
    pub standing: Standing,
    /// For a letter that is right, how many warnings there are about it.
    pub warnings: usize,
    /// For a letter that is right, what the ledger does not know of it yet.
    pub confirmed: Option<Confirmed>,
    /// For one that is broken, why.
    pub problems: Vec<Diagnostic>,
}

/// Looks at every client's letter, in the order of `clients`. Letters that were
/// issued are not weighed again.
pub fn assess<'a, C: Addressee>(
    pool: &ThreadPool,
    project: &Project,
    press: &Press,
    known: &HashMap<String, KnownLetter>,
    clients: &[&'a C],
    issued: bool,
) -> Result<Vec<Assessed<'a, C>>, CommandError> {
    assess_on(&Shelf::of(project, &press.notice.id)?, pool, press, known, clients, issued)
}

/// The same of letters that are on this shelf.
pub fn assess_on<'a, C: Addressee>(
    shelf: &Shelf<'_>,
    pool: &ThreadPool,
    press: &Press,
    known: &HashMap<String, KnownLetter>,
    clients: &[&'a C],
    issued: bool,
) -> Result<Vec<Assessed<'a, C>>, CommandError> {
    let assess_one = |&client: &&'a C| {
        let new = Assessed {
            client,
            standing: Standing::New,
            warnings: 0,
            confirmed: None,
            problems: Vec::new(),
        };
        match known.get(client.id().as_str()) {
            None => Ok(new),
            Some(known) => assess_known(shelf, press, known, issued, new),
        }
    };
    pool.install(|| clients.par_iter().map(assess_one).collect())
}

/// Looks at a letter that was made before.
fn assess_known<'a, C: Addressee>(
    shelf: &Shelf<'_>,
    press: &Press,
    known: &KnownLetter,
    issued: bool,
    letter: Assessed<'a, C>,
) -> Result<Assessed<'a, C>, CommandError> {
    let addressee = letter.client;
    let inputs = press.inputs(addressee.id(), addressee.name(), addressee.record());
    let mut warnings = known.warnings;
    // Where all that was read is the same, so is the letter.
    if inputs != known.inputs {
        let drafted = addressee.client().and_then(|client| {
            let (source, found) = match press.draft(&client) {
                Draft { source: Some(source), .. } if issued => (source, Vec::new()),
                draft => press.accept(draft)?,
            };
            Ok((press.ingredients(&client, &source).fingerprint, found))
        });
        match drafted {
            Err(problems) => {
                return Ok(Assessed { standing: Standing::Broken, problems, ..letter });
            }
            Ok((fingerprint, _)) if fingerprint != known.fingerprint => {
                return Ok(Assessed { standing: Standing::Stale, ..letter });
            }
            Ok((_, found)) => warnings = count_warnings(&found),
        }
    }
    let ending = press.notice.kind.ending();
    let named = Named { client: addressee.id(), ending, shard: known.shard };
    let Some((bytes, modified)) = shelf.stamp(named)? else {
        return Ok(Assessed { standing: Standing::Missing, ..letter });
    };
    if modified != known.modified || bytes != known.bytes {
        let file = shelf.read(named)?.unwrap_or_default();
        if Digest::of(&file) != known.sha256 {
            return Ok(Assessed { standing: Standing::Altered, ..letter });
        }
    }
    let news = inputs != known.inputs || modified != known.modified;
    let fingerprint = known.fingerprint;
    let confirmed = news.then_some(Confirmed { fingerprint, inputs, modified, warnings });
    Ok(Assessed { standing: Standing::Unchanged, warnings, confirmed, ..letter })
}

/// Where the ledger does not know that a notice was issued, and a list says that it
/// was, the ledger is not the last one: an error.
pub fn sent_without_record(project: &Project, notice: &NoticeId) -> Option<Diagnostic> {
    let lists = ListForm::ALL.map(|form| project.sending_list(notice, form.ending()));
    // A link that leads nowhere is a list, too.
    let list = lists.iter().find(|list| list.symlink_metadata().is_ok())?;
    let message = Message::ListSaysIssued { list: project.shown(list) };
    Some(Diagnostic::error(message).hint(bring_back_ledger(project)))
}

/// The advice to bring back the ledger that knows of an issue.
pub fn bring_back_ledger(project: &Project) -> Message {
    Message::BringBackLedger { ledger: project.shown(&project.whole().ledger()) }
}

/// The same for a notice that nothing is to be done with.
pub fn other_sent_without_record(project: &Project, notice: &NoticeId, list: &Path) -> Diagnostic {
    let (list, notice) = (project.shown(list), notice.to_string());
    let (ledger, out) = (project.shown(&project.ledger()), project.shown(&project.out()));
    Diagnostic::error(Message::ListSaysOtherIssued { list, notice })
        .hint(Message::BringBackOrMoveList { ledger, out })
}

/// An error for each letter that is read-only, as those that were issued are: the
/// ledger may be lost, and the list too. It is taken out of `letters`.
pub fn protected<C: Addressee>(
    project: &Project,
    notice: &Notice,
    letters: &mut Vec<Assessed<'_, C>>,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    letters.retain(|letter| {
        // Those of a shard will get into the places of the whole.
        let path = project.whole().letter(&notice.id, letter.client.id(), notice.kind.ending());
        let protected = fs::is_read_only(&path);
        if protected {
            let message = Message::ReadOnlyAsIssued { path: project.shown(&path) };
            let problem = Diagnostic::error(message).for_client(letter.client.id());
            problems.push(problem.hint(bring_back_ledger(project)));
        }
        !protected
    });
    problems
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;
    use crate::args::Selection;
    use crate::letters::prepare::{Prepared, prepare};
    use crate::letters::workers::pool;
    use crate::model::Client;
    use crate::project::PAGES;

    /// The small project, ready for letters, in a folder of its own.
    struct Small {
        project: Project,
        pool: ThreadPool,
        prepared: Prepared,
        _folder: TempDir,
    }

    impl Small {
        fn new() -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base");
            for from in fs::files_below(&base, &["yaml"]).expect("the small project") {
                let to = folder.path().join(from.strip_prefix(&base).expect("a path in it"));
                std::fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
                std::fs::copy(&from, to).expect("a copy");
            }
            let project = Project::open(folder.path()).expect("a project");
            let pool = pool(Some(1)).expect("a pool");
            let prepared = prepare(&project, &pool, &Selection::default()).expect("its facts");
            Self { project, pool, prepared, _folder: folder }
        }

        fn press(&self) -> &Press {
            self.prepared.press.as_ref().expect("a press")
        }

        fn first(&self) -> &Client {
            &self.prepared.clients[0]
        }

        /// Writes this as the first client's letter; what the ledger would know of it.
        fn made(&self, pdf: &[u8]) -> KnownLetter {
            let (press, client) = (self.press(), self.first());
            let path = self.project.letter(&press.notice.id, &client.id, PAGES);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(&path, pdf).expect("a letter");
            let (bytes, modified) = fs::stamp(&path).expect("an answer").expect("a letter");
            let source = press.draft(client).source.expect("a source");
            KnownLetter {
                client: client.id.to_string(),
                name: client.name.clone(),
                path: self.project.shown(&path),
                sha256: Digest::of(pdf),
                bytes,
                modified,
                pages: 1,
                fingerprint: press.ingredients(client, &source).fingerprint,
                inputs: press.inputs(&client.id, client.name(), client.record()),
                warnings: 0,
                shard: None,
            }
        }

        /// How the first client's letter stands where the ledger knows this of it, and
        /// whether there is something to be confirmed.
        fn standing(&self, known: KnownLetter) -> (Standing, bool) {
            let known = HashMap::from([(known.client.clone(), known)]);
            let clients: Vec<&Client> = self.prepared.clients.iter().collect();
            let found = assess(&self.pool, &self.project, self.press(), &known, &clients, false);
            let found = found.expect("letters");
            assert_eq!(found[1].standing, Standing::New, "who has no letter");
            (found[0].standing, found[0].confirmed.is_some())
        }
    }

    #[test]
    fn a_letter_that_is_as_it_was_made_is_unchanged() {
        let small = Small::new();
        let known = small.made(b"a letter");
        assert_eq!(small.standing(known.clone()), (Standing::Unchanged, false));
        // What was read is other, and the letter is not: that is to be noted.
        let others = KnownLetter { inputs: Digest::of(b"others"), ..known.clone() };
        assert_eq!(small.standing(others), (Standing::Unchanged, true));
        // So is another time of a file that is the same.
        let earlier = KnownLetter { modified: known.modified - 1, ..known };
        assert_eq!(small.standing(earlier), (Standing::Unchanged, true));
    }

    #[test]
    fn a_letter_is_to_be_made_again_where_the_facts_or_the_file_are_others() {
        let small = Small::new();
        let known = small.made(b"a letter");
        let others = Digest::of(b"others");
        let stale = KnownLetter { inputs: others, fingerprint: others, ..known.clone() };
        assert_eq!(small.standing(stale), (Standing::Stale, false));
        let path = small.project.root().join(&known.path);
        std::fs::write(&path, b"another").expect("a letter");
        assert_eq!(small.standing(known.clone()), (Standing::Altered, false));
        std::fs::remove_file(&path).expect("a letter");
        assert_eq!(small.standing(known), (Standing::Missing, false));
    }

    #[test]
    fn a_list_says_that_a_notice_was_issued_though_the_ledger_does_not() {
        let small = Small::new();
        let notice = &small.press().notice.id;
        assert!(sent_without_record(&small.project, notice).is_none());
        let list = small.project.sending_list(notice, ListForm::Xlsx.ending());
        std::fs::create_dir_all(list.parent().expect("a folder")).expect("a folder");
        std::fs::write(&list, b"a list").expect("a list");
        assert!(sent_without_record(&small.project, notice).is_some());
    }

    #[test]
    fn a_letter_that_is_read_only_is_not_made_again() {
        let small = Small::new();
        let known = small.made(b"a letter");
        let path = small.project.root().join(&known.path);
        let clients: Vec<&Client> = small.prepared.clients.iter().collect();
        let known = HashMap::new();
        let letters = || {
            assess(&small.pool, &small.project, small.press(), &known, &clients, false)
                .expect("letters")
        };
        let notice = &small.press().notice;
        let mut free = letters();
        assert!(protected(&small.project, notice, &mut free).is_empty());
        assert_eq!(free.len(), 2);
        fs::make_read_only(&path).expect("its rights");
        let mut free = letters();
        let problems = protected(&small.project, notice, &mut free);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].clients.contains(&small.first().id));
        assert_eq!(free.len(), 1);
        assert_eq!(free[0].client.id, small.prepared.clients[1].id);
    }
}
