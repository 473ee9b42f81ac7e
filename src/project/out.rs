//! Where what is made goes: the letters, their lists, and the ledger. Where the files are
//! that a project is read from, [`super`] knows.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::{LEDGER, LETTERS, OUT, PAGES, Project, READ_FOLDERS, REPORT_SHEET, SENDING_LIST};
use crate::digest::Digest;
use crate::fs::{self, FsError};
use crate::ids::{ClientId, NoticeId, Shard};
use crate::store::{self, Store, StoreError};

/// Where what is made goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A folder; one that is relative is below the project.
    Folder(PathBuf),
    /// A place in an object store. Its ledger is also here, in a folder of its own.
    Url(String),
}

impl Default for Place {
    fn default() -> Self {
        Self::Folder(PathBuf::from(OUT))
    }
}

impl FromStr for Place {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(match store::is_url(text) {
            true => Self::Url(text.to_owned()),
            false => Self::Folder(PathBuf::from(text)),
        })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => path.display().fmt(f),
            Self::Url(url) => f.write_str(url),
        }
    }
}

/// The folder of the shards that are not merged yet, each a folder of its own as `out/` is;
/// no notice has this id.
pub const SHARDS: &str = "shards";

/// The folder of the ledgers of places in object stores, each of which has a folder of its
/// own: what is issued at one place is not issued at another. No notice has this id.
const STORES: &str = ".stores";

/// The folder of a place in a store: as much of its URL as a name can have, and a digest of
/// the rest.
fn folder_of(url: &str) -> String {
    /// So many characters of each.
    const SHOWN: usize = 40;
    const DIGITS: usize = 8;
    let url = url.trim_end_matches('/');
    let name = url.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
    let name: String = name.take(SHOWN).collect();
    let digest: String = Digest::of(url.as_bytes()).to_string().chars().take(DIGITS).collect();
    format!("{name}-{digest}")
}

impl Project {
    /// The same project, with what is made in this place. Of a store nothing is asked yet.
    pub fn with_place(self, place: Place) -> Result<Self, StoreError> {
        let store = match &place {
            Place::Folder(_) => None,
            Place::Url(url) => Some(Store::open(url)?),
        };
        Ok(Self { place, store, ..self })
    }

    /// The object store that letters go to; `None` where they go to a folder.
    pub fn store(&self) -> Option<&Store> {
        self.store.as_ref()
    }

    /// The same project, of whose letters this shard alone is made, in a folder of its own.
    pub fn with_shard(self, shard: Option<Shard>) -> Self {
        Self { shard, ..self }
    }

    /// The same project with all its letters.
    pub fn whole(&self) -> Self {
        self.clone().with_shard(None)
    }

    /// The shard of the letters that is made; `None` where all of them are.
    pub fn shard(&self) -> Option<Shard> {
        self.shard
    }

    /// Whether what is made would land among what the project is read from, or around it;
    /// or, for a store that is a folder, where the project has what it makes without one.
    pub fn has_its_place_among_facts(&self) -> bool {
        let of_store = match &self.place {
            Place::Url(url) => store::folder_of(url),
            Place::Folder(_) => None,
        };
        let is_own = of_store.as_ref().is_some_and(|it| real(it) == real(&self.root().join(OUT)));
        let out = real(&of_store.unwrap_or_else(|| self.whole().out()));
        let facts = READ_FOLDERS.map(|folder| real(&self.root().join(folder)));
        let is_among = facts.iter().any(|folder| out.starts_with(folder));
        is_own || is_among || real(self.root()).starts_with(&out)
    }

    /// The folder of everything that is made here.
    pub fn out(&self) -> PathBuf {
        let out = match &self.place {
            Place::Folder(folder) => self.root().join(folder),
            Place::Url(url) => self.stores().join(folder_of(url)),
        };
        match self.shard {
            Some(shard) => out.join(SHARDS).join(shard.folder()),
            None => out,
        }
    }

    /// The folder of what is here of places in object stores.
    pub fn stores(&self) -> PathBuf {
        self.root().join(OUT).join(STORES)
    }

    /// The folder of the shards that are not merged yet.
    pub fn shards(&self) -> PathBuf {
        self.whole().out().join(SHARDS)
    }

    /// What the folder of the shards is called when they are merged, and nothing is left to
    /// be done but to remove it.
    pub fn merged_shards(&self) -> PathBuf {
        self.whole().out().join(".merged")
    }

    /// The folder of a notice's letters.
    pub fn letters(&self, notice: &NoticeId) -> PathBuf {
        self.out().join(notice.as_str())
    }

    /// The record of what was made and issued.
    pub fn ledger(&self) -> PathBuf {
        self.out().join(LEDGER)
    }

    /// 発送一覧 of a notice, which lies beside its folder. What is issued is issued whole: a
    /// shard has no list of its own.
    pub fn sending_list(&self, notice: &NoticeId, ending: &str) -> PathBuf {
        self.whole().out().join(list_name(notice, ending))
    }

    /// The notices of which there is a 発送一覧 in the folder of what is made, each with
    /// one form of it.
    pub fn sending_lists(&self) -> Result<BTreeMap<NoticeId, PathBuf>, FsError> {
        let files = fs::files_in(&self.whole().out(), &["csv", "xlsx"])?;
        let lists = files.into_iter().filter_map(|path| {
            let name = path.file_name()?.to_str()?;
            let (notice, _) = name.split_once(SENDING_LIST)?;
            Some((NoticeId::new(notice).ok()?, path))
        });
        Ok(lists.collect())
    }

    /// The list of the clients for a spreadsheet.
    pub fn client_list(&self) -> PathBuf {
        self.out().join("宛先一覧.xlsx")
    }

    /// The folder of letters that were moved away from a notice's.
    pub fn pruned(&self, notice: &NoticeId) -> PathBuf {
        self.out().join("pruned").join(notice.as_str())
    }

    /// A letter's file, whose name ends so.
    pub fn letter(&self, notice: &NoticeId, client: &ClientId, ending: &str) -> PathBuf {
        self.letters(notice).join(format!("{client}.{ending}"))
    }

    /// The report sheet about a client, or about all.
    pub fn report_sheet(&self, client: Option<&ClientId>) -> PathBuf {
        match client {
            Some(client) => self.out().join(REPORT_SHEET).join(format!("{client}.pdf")),
            None => self.out().join(format!("{REPORT_SHEET}.pdf")),
        }
    }

    /// A path in the folder of what is made as the ledger has it: `out/report-1/C-1.pdf`,
    /// whatever that folder is called and wherever it is. So a ledger stays right where the
    /// folder is moved, and the ledgers of shards are merged without a change.
    pub fn recorded(&self, path: &Path) -> String {
        match path.strip_prefix(self.out()) {
            Ok(below) => slashed(&Path::new(OUT).join(below)),
            Err(_) => self.shown(path),
        }
    }

    /// Where a file is whose path the ledger has.
    pub fn of_record(&self, recorded: &str) -> PathBuf {
        match Path::new(recorded).strip_prefix(OUT) {
            Ok(below) => self.out().join(below),
            Err(_) => self.root().join(recorded),
        }
    }

    /// A path that the ledger has, as messages show it.
    pub fn shown_record(&self, recorded: &str) -> String {
        self.shown(&self.of_record(recorded))
    }

    /// What a letter's object is called in a store, where all shards' letters are together.
    pub fn key(&self, notice: &NoticeId, client: &ClientId, ending: &str) -> String {
        format!("{notice}/{client}.{ending}")
    }

    /// The object of a letter or of a list whose path this is, if they go to a store.
    fn url_of(&self, path: &Path) -> Option<String> {
        let store = self.store()?;
        let below = path.strip_prefix(self.out()).or(path.strip_prefix(self.whole().out())).ok()?;
        let parts: Vec<&str> = below.iter().filter_map(|part| part.to_str()).collect();
        let is_there = match parts[..] {
            [name] => NoticeId::new(name).is_ok() && name != LEDGER || name.contains(SENDING_LIST),
            [notice, letter] => {
                let is_letter = LETTERS.iter().any(|it| letter.ends_with(&format!(".{it}")));
                is_letter && notice != REPORT_SHEET
            }
            _ => false,
        };
        is_there.then(|| store.url(&parts.join("/")))
    }

    /// A path as messages show it: relative to the project, with `/`; of what is in a store,
    /// its URL.
    pub fn shown(&self, path: &Path) -> String {
        if let Some(url) = self.url_of(path) {
            return url;
        }
        match path.strip_prefix(self.root()) {
            Ok(below) => slashed(below),
            Err(_) if path.has_root() => path.display().to_string(),
            Err(_) => slashed(path),
        }
    }
}

/// What 発送一覧 of a notice is called.
pub fn list_name(notice: &NoticeId, ending: &str) -> String {
    format!("{notice}{SENDING_LIST}{ending}")
}

/// A path without links, as far as it is there.
fn real(path: &Path) -> PathBuf {
    let there = path.ancestors().find_map(|it| Some((it, it.canonicalize().ok()?)));
    let Some((above, real)) = there else { return path.to_owned() };
    let below = path.strip_prefix(above).unwrap_or(Path::new(""));
    // What is not there has no links that `..` could lead out of.
    below.iter().fold(real, |path, part| match part == ".." {
        true => path.parent().map_or(path.clone(), Path::to_owned),
        false => path.join(part),
    })
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// What the name of a letter's file that was made ends in.
pub fn ending_of(letter: &str) -> &'static str {
    let ending = letter.rsplit('.').next();
    LETTERS.into_iter().find(|it| ending == Some(it)).unwrap_or(PAGES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(place: &str) -> Project {
        let Ok(place) = place.parse();
        Project::to_be(Path::new("/of/project")).with_place(place).expect("a place")
    }

    fn notice() -> NoticeId {
        NoticeId::new("report-1").expect("an id")
    }

    #[test]
    fn what_is_made_is_where_it_was_asked_for_and_recorded_alike() {
        let client = ClientId::new("C-1").expect("an id");
        let shard = "3/8".parse().ok();
        for (place, shard, shown) in [
            ("out", None, "out/report-1/C-1.pdf"),
            ("out", shard, "out/shards/3-of-8/report-1/C-1.pdf"),
            ("made/today", None, "made/today/report-1/C-1.pdf"),
            ("/elsewhere", None, "/elsewhere/report-1/C-1.pdf"),
            ("/elsewhere", shard, "/elsewhere/shards/3-of-8/report-1/C-1.pdf"),
        ] {
            let project = project(place).with_shard(shard);
            let letter = project.letter(&notice(), &client, PAGES);
            assert_eq!(project.shown(&letter), shown);
            let recorded = project.recorded(&letter);
            assert_eq!(recorded, "out/report-1/C-1.pdf", "{shown}");
            assert_eq!(project.of_record(&recorded), letter);
            assert_eq!(project.shown_record(&recorded), shown);
        }
    }

    #[test]
    fn a_shard_has_no_list_of_what_was_sent() {
        let project = project("out").with_shard("3/8".parse().ok());
        let list = project.sending_list(&notice(), "csv");
        assert_eq!(project.shown(&list), "out/report-1-発送一覧.csv");
    }

    #[test]
    fn nothing_is_made_among_the_facts() {
        for place in [".", "data", "data/notices", "out/../templates", "/of/project", "/of", "/"] {
            assert!(project(place).has_its_place_among_facts(), "{place}");
        }
        for place in ["file:///of/project", "file:///of/project/out", "file:///of/project/data/a"] {
            assert!(project(place).has_its_place_among_facts(), "{place}");
        }
        for place in ["out", "made/today", "/elsewhere", "database", "file:///of/b"] {
            assert!(!project(place).has_its_place_among_facts(), "{place}");
        }
    }
}
