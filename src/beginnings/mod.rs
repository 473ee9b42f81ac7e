//! What a new project begins with: its files as texts, made from what the office has
//! answered.
//!
//! The notices are data, in `src/beginnings/notices`: whole files of facts but for the day.
//! They name the office by variables only, so that nothing that was typed gets into them.
//! What is not known yet is marked 【要記入：…】, and the check `unfilled` lets no letter go
//! out before it is filled in. Nothing here reads or writes the disk.

mod incident;
mod kinds;
mod office;
mod readme;

use chrono::NaiveDate;

pub use kinds::Kind;

/// The line of a notice that becomes its date.
const TODAY: &str = "date: 今日";

/// What begins the mark of a place to be filled in, and what a mark is called where one
/// speaks of them all.
const PLACE: &str = "【要記入：";
const ALL_PLACES: &str = "【要記入：…】";

/// How the office can be reached, as far as it has said so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// The telephone number.
    pub phone: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// When somebody is there.
    pub hours: Option<String>,
}

/// Who signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// The title, such as 代表社員.
    pub title: Option<String>,
    /// The name.
    pub name: String,
}

/// A new office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// The name, as it is to be printed.
    pub name: String,
    /// Who signs, if anybody does.
    pub signer: Option<Signer>,
    /// How it can be reached.
    pub contact: Contact,
}

/// What the files are made from.
#[derive(Debug)]
pub struct Beginning<'a> {
    /// The office's name.
    pub name: &'a str,
    /// How it can be reached.
    pub contact: &'a Contact,
    /// The notices, each kind once.
    pub kinds: &'a [Kind],
    /// The day on the notices.
    pub date: NaiveDate,
    /// Whether there is a list of clients already.
    pub has_clients: bool,
}

/// A file of the new project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where it belongs in the project, with `/`.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl File {
    /// A text file.
    pub fn of_text(path: impl Into<String>, text: String) -> Self {
        Self { path: path.into(), bytes: text.into_bytes() }
    }

    /// How many places in it are to be filled in.
    pub fn places(&self) -> usize {
        let text = String::from_utf8_lossy(&self.bytes);
        text.matches(PLACE).count() - text.matches(ALL_PLACES).count()
    }
}

impl Office {
    /// Its file of facts.
    pub fn file(&self) -> File {
        File::of_text("data/office.yaml", office::text(self))
    }
}

impl Beginning<'_> {
    /// The notices, what they share, and what to do next.
    pub fn files(&self) -> Vec<File> {
        let notices: Vec<File> = self.kinds.iter().map(|kind| self.notice(*kind)).collect();
        let texts: String = notices.iter().map(|it| String::from_utf8_lossy(&it.bytes)).collect();
        let incident = File::of_text("data/incident.yaml", incident::text(&texts, self.contact));
        let mut files: Vec<File> = std::iter::once(incident).chain(notices).collect();
        let to_fill = files.iter().filter(|it| it.places() > 0).map(|it| it.path.as_str());
        let readme = readme::text(self, &to_fill.collect::<Vec<_>>());
        files.push(File { path: readme::NAME.to_owned(), bytes: readme });
        files
    }

    /// Whether any of the notices goes to somebody.
    pub fn is_for_clients(&self) -> bool {
        self.kinds.iter().any(|kind| kind.is_for_clients())
    }

    fn notice(&self, kind: Kind) -> File {
        let text = kind.text().replacen(TODAY, &format!("date: {}", self.date), 1);
        File::of_text(format!("data/notices/{}.yaml", kind.id()), in_words_of(self.name, &text))
    }
}

/// A text with the words that an office of this name has for itself and for those who
/// trust it with their work.
fn in_words_of(name: &str, text: &str) -> String {
    let mut text = text.to_owned();
    if name.contains("事務所") {
        text = text.replace("弊社", "弊所");
    }
    // Tax accountants and labour consultants advise whom they work for.
    if ["税理士", "会計", "社会保険労務士", "社労士", "労務", "行政書士"]
        .iter()
        .any(|it| name.contains(it))
    {
        text = text.replace("お取引先様", "顧問先様");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_speaks_of_itself_and_its_clients_as_such_offices_do() {
        let text = "お取引先様と弊社";
        for (name, words) in [
            ("みなと税理士事務所", "顧問先様と弊所"),
            ("社会保険労務士法人みなと", "顧問先様と弊社"),
            ("株式会社みなと商会", "お取引先様と弊社"),
            ("みなと法律事務所", "お取引先様と弊所"),
        ] {
            assert_eq!(in_words_of(name, text), words);
        }
    }
}
