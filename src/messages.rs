//! Every sentence that the program says of a user's files, in both languages.
//!
//! A sentence is a variant of [`Message`] and is put into words only when it is
//! shown. The macro takes no sentence in one language alone.

use std::fmt;
use std::sync::OnceLock;

use clap::ValueEnum;

/// A language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English.
    En,
    /// Japanese.
    Ja,
}

static CURRENT: OnceLock<Lang> = OnceLock::new();

impl Lang {
    /// Chooses the language for the life of the process. The first choice stays.
    pub fn choose(asked: Option<Self>) {
        let _ = CURRENT.set(asked.unwrap_or_else(Self::of_system));
    }

    /// The language that was chosen; the system's if none was.
    pub fn current() -> Self {
        *CURRENT.get_or_init(Self::of_system)
    }

    fn of_system() -> Self {
        match sys_locale::get_locale() {
            Some(locale) if locale.to_lowercase().starts_with("ja") => Self::Ja,
            _ => Self::En,
        }
    }
}

/// Defines the sentences: a name, the values in it, the English, the Japanese.
macro_rules! messages {
    ($($name:ident $({ $($value:ident),+ })? : $en:literal, $ja:literal;)+) => {
        /// A sentence, with the values it speaks of.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Message {
            /// The words of a library, passed on as they are.
            Verbatim(String),
            $(
                #[doc = $en]
                $name $({ $(#[doc = "A value in the sentence."] $value: String),+ })?,
            )+
        }

        impl Message {
            /// The sentence in words.
            pub fn text(&self, lang: Lang) -> String {
                match self {
                    Self::Verbatim(text) => text.clone(),
                    $(Self::$name $({ $($value),+ })? => match lang {
                        Lang::En => format!($en),
                        Lang::Ja => format!($ja),
                    },)+
                }
            }
        }
    };
}

messages! {
    // Checks of content: dates.
    NoSuchDay { day }: "there is no {day}", "{day}という日はありません";
    WrongWeekday { day, found, right }:
        "{day} is a {right}, not a {found}",
        "{day}は（{right}）で、（{found}）ではありません";
    MendWeekday { right }:
        "write （{right}）, or mend the date",
        "（{right}）と書くか、日付を直してください";
    WrongEra { found, year, right }:
        "{found} is {right}, not {year}",
        "{found}は{right}で、{year}ではありません";
    NoSuchEraYear { found }:
        "there is no {found}",
        "{found}という年はありません";
    YearMissing { day }:
        "{day} has no year, and the letter speaks of two years",
        "{day}に年がありませんが、この文書には2つの年が出てきます";
    WriteYear: "write the year too", "年も書いてください";
    MixedTimes { found, right }:
        "`{found}` is written in another way than the letter's own times (`{right}`)",
        "`{found}`は、この文書の時刻の書き方（`{right}`）と違います";
    WriteInstead { right }: "write `{right}`", "`{right}`と書いてください";

    // Checks of content: wording.
    OtherSpelling { found, used }:
        "`{found}` here, `{used}` elsewhere in the letters",
        "ここでは`{found}`、ほかでは`{used}`と書かれています";
    ChooseOne: "choose one of them", "どちらかにそろえてください";
    NotTheLawsWord { found, right }:
        "the law writes `{right}`, this text `{found}`",
        "法律の用語は`{right}`ですが、`{found}`と書かれています";
    NotTheTerm { found, right }:
        "`{found}` looks like `{right}`, which is registered in `terms`",
        "`{found}`は、`terms`に登録された`{right}`のことのようです";
    UseTerm { right }:
        "write `{right}`, or use its variable",
        "`{right}`と書くか、変数を使ってください";
    MixedBrackets { found }:
        "half- and full-width brackets are mixed in `{found}`",
        "`{found}`に半角と全角の括弧が混ざっています";
    MixedDigits { found }:
        "half- and full-width digits are mixed in `{found}`",
        "`{found}`に半角と全角の数字が混ざっています";

    // Checks of content: characters.
    SpaceAtPunctuation { found }:
        "there is a space at the punctuation in `{found}`",
        "`{found}`の句読点や括弧のそばに空白があります";
    DeleteSpace: "delete the space", "空白を削ってください";
    NumberByHand { found }:
        "`{found}` is numbered by hand",
        "`{found}`の番号が手で書かれています";
    UseItems: "use `items`, which are numbered by themselves", "`items`を使うと、番号は自動で付きます";
    HalfWidthKana { found }: "`{found}` is half-width kana", "`{found}`は半角カナです";
    NotInMail { found }:
        "`{found}` is lost in mail that is written in Shift_JIS",
        "`{found}`は、Shift_JISのメールでは失われます";

    // Checks of content: the letter's form.
    HonorificOfCompany { name }:
        "`{name}` looks like a company or body, which is 御中 and not 様",
        "`{name}`は会社や団体のようです。敬称は「様」ではなく「御中」です";
    HonorificOfPerson { name }:
        "`{name}` looks like a person, who is 様 and not 御中",
        "`{name}`は個人のようです。敬称は「御中」ではなく「様」です";
    HonorificInName { name }:
        "`{name}` ends with what the letter adds after it",
        "`{name}`の終わりに敬称があります。敬称は自動で付きます";
    HonorificTwice: "delete it here", "ここから削ってください";
    OpeningWithoutClosing { opening, closing }:
        "the letter begins with {opening} and has no {closing}",
        "頭語「{opening}」に対する結語「{closing}」がありません";
    ClosingWithoutOpening { opening, closing }:
        "the letter ends with {closing} and has no {opening}",
        "結語「{closing}」に対する頭語「{opening}」がありません";
    PairOrNeither { opening, closing }:
        "use {opening} and {closing} together, or neither",
        "「{opening}」と「{closing}」は、両方書くか、両方書かないでください";
    EndsTwice: "the letter ends with 以上 by itself; here it is once more", "「以上」は自動で入ります。ここにもあるので2つになります";
    RecordsWithoutEnd: "there is a 記 without 以上", "「記」に対する「以上」がありません";
    BulletinsSkipped { before, after }:
        "between {before} and {after} numbers are missing",
        "{before}と{after}の間の番号がありません";
    AddBulletins:
        "add what is missing, or leave it if the vendor skipped them",
        "抜けている報を加えてください。もともと欠番なら、そのままで構いません";
    OtherClientsName { name, other }:
        "the letter names `{name}`, which is the client {other}",
        "この文書に、別の顧客（{other}）の名前`{name}`があります";
    UseClientName:
        "delete the name, or write {{{{ client.name }}}}",
        "名前を削るか、{{{{ client.name }}}}と書いてください";
    DeadlinePassed { what, due, date }:
        "the {what} was due on {due}, and the letter is of {date}",
        "{what}の期限は{due}ですが、文書の日付は{date}です";
    SayReported:
        "once it is made, write `route: done` and `reported_on`",
        "報告が済んでいれば、`route: done`と`reported_on`を書いてください";
    LawItemMissing { number, item }:
        "the letters say nothing of item {number}, {item} (Enforcement Rules of the APPI, Art. 8)",
        "施行規則第8条第1項第{number}号の「{item}」について、文書に記載がありません";

    // Levels and acceptances.
    NoSuchCheck { id }: "there is no check {id}", "{id}という検査はありません";
    ChecksAreListed:
        "`docs/checks.md` lists the checks",
        "検査の一覧は`docs/checks.md`にあります";
    DidYouMean { meant }: "did you mean `{meant}`?", "`{meant}`のことですか？";
    NothingAccepted { text }:
        "nothing is found any more where `{text}` was accepted",
        "`{text}`は承認されていますが、もう見つかりません";
    DeleteAcceptance: "delete this entry", "この項目を削ってください";
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::current()))
    }
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Self::Verbatim(text)
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Self {
        Self::Verbatim(text.to_owned())
    }
}
