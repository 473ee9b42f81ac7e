//! The checks of content by name: each has an id and a level. What they find is found
//! in [`crate::content`], and what an office thinks of it is in [`crate::model::Checks`].

use serde::Serialize;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The letters concerned are not made.
    Error,
    /// The letters are made; somebody should look.
    Warning,
    /// Good to know.
    Note,
}

/// Defines the checks: name, id, level unless the office sets another.
macro_rules! rules {
    ($($(#[$meta:meta])* $name:ident = $id:literal, $level:ident;)+) => {
        /// A check of content.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $($(#[$meta])* $name,)+
        }

        impl Rule {
            /// All checks, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The name that it goes by in messages, settings and documentation.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                }
            }

            /// How bad a finding is, unless the office says otherwise.
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$name => Severity::$level,)+
                }
            }
        }
    };
}

rules! {
    /// A date that the calendar does not have.
    NoSuchDay = "no-such-day", Error;
    /// A weekday that is not the date's.
    Weekday = "weekday", Error;
    /// A year of an era and a year beside it that differ, or an era that had no such year.
    Era = "era", Error;
    /// A date without its year, in a letter that speaks of two.
    YearMissing = "year-missing", Warning;
    /// A time written otherwise than `style.time` has it.
    TimeStyle = "time-style", Warning;
    /// One word in two spellings.
    Spelling = "spelling", Warning;
    /// A word for which the law has another.
    LawWord = "law-word", Warning;
    /// A registered term in another form.
    Term = "term", Warning;
    /// An opening and a closing bracket of different widths.
    Brackets = "brackets", Warning;
    /// Half- and full-width digits in one number.
    Digits = "digits", Warning;
    /// A space beside Japanese punctuation.
    Space = "space", Warning;
    /// Spaces around a name or together in it, or other ones than usual.
    NameSpaces = "name-spaces", Warning;
    /// Two clients of one name.
    SameName = "same-name", Warning;
    /// A tag that would be printed instead of what it stands for.
    PrintedTag = "printed-tag", Error;
    /// A place of a form that nobody has filled in.
    Unfilled = "unfilled", Error;
    /// A number or mark of a list, typed.
    NumberByHand = "number-by-hand", Warning;
    /// Half-width kana.
    HalfWidthKana = "half-width-kana", Warning;
    /// A character that looks like the one that is meant.
    LookAlike = "look-alike", Warning;
    /// A line for ー in a katakana word, or ー for a hyphen between figures.
    Dash = "dash", Warning;
    /// Entities and tags of HTML, or marks of Markdown, which would be printed.
    Markup = "markup", Warning;
    /// A character that a mail loses where it is not sent as UTF-8.
    MailEncoding = "mail-encoding", Note;
    /// A picture in a mail, which is text.
    MailPicture = "mail-picture", Note;
    /// 様 for a company, 御中 for a person.
    Honorific = "honorific", Warning;
    /// 様, 御中 or the like in the name itself, behind which it would be printed again.
    HonorificInName = "honorific-in-name", Error;
    /// 頭語 without 結語, or the other way round.
    Greeting = "greeting", Warning;
    /// 記 without 以上, or 以上 twice.
    End = "end", Warning;
    /// Bulletins whose numbers leave one out.
    BulletinSkipped = "bulletin-skipped", Warning;
    /// Another client's name in a letter.
    OtherClient = "other-client", Error;
    /// A letter for fewer than an earlier one.
    FewerRecipients = "fewer-recipients", Warning;
    /// A report that was due before the date of the letter.
    DeadlinePassed = "deadline-passed", Warning;
    /// A day that is after the letter's, or before one that it follows.
    DateOrder = "date-order", Warning;
    /// A line break in a template that prints a space between two Japanese characters.
    LineBreak = "line-break", Warning;
    /// Text over other text, beyond its column or off the paper.
    Overflow = "overflow", Error;
    /// A letter with another number of pages than those with the same parts.
    PageCount = "page-count", Note;
    /// A last page with a line or two.
    ShortLastPage = "short-last-page", Warning;
    /// A heading that is the last line of its page.
    HeadingAtFoot = "heading-at-foot", Warning;
    /// A fact that neither a template nor a text asks for.
    Unprinted = "unprinted", Note;
    /// What the law asks of this kind of letter (`law:`) and the letter does not have.
    LawItem = "law-item", Warning;
}

impl Rule {
    /// The check with this id.
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }

    /// Whether this check looks at pages, which only a deep one makes.
    pub fn is_of_pages(self) -> bool {
        matches!(self, Self::PageCount | Self::ShortLastPage | Self::HeadingAtFoot | Self::Overflow)
    }

    /// Whether this check looks at many letters side by side, and can say of none by
    /// itself that it must not go out.
    pub fn compares_letters(self) -> bool {
        matches!(self, Self::PageCount | Self::Unprinted)
    }
}
