//! What a key can hold.

use super::{Place, Said, said};
use crate::messages::Lang;

/// The kind of a value.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// One text, printed as it is.
    Text,
    /// Text with variables and paragraphs.
    Prose,
    /// Blocks, or one text.
    Body,
    /// A whole number.
    Number,
    /// A day.
    Date,
    /// A day with a time.
    Moment,
    /// `true`.
    True,
    /// An id.
    Id,
    /// Seven digits.
    PostalCode,
    /// A mark of headings or items.
    Mark,
    /// How something is written, by an example.
    Example,
    /// A picture of the project.
    Picture,
    /// The name of something that is declared elsewhere.
    Name,
    /// A width on the page.
    Width,
    /// One of a few words.
    OneOf(&'static [&'static str]),
    /// One of these numbers.
    OneNumberOf(&'static [&'static str]),
    /// A mapping with the keys of a place.
    Place(&'static Place),
    /// One of these, or several.
    List(&'static Kind),
    /// Names of the office's own, each with such a value.
    Named(&'static Kind),
    /// Either of two.
    Or(&'static Kind, &'static Kind),
}

impl Kind {
    /// Those that the pages explain.
    pub const EXPLAINED: [Self; 11] = [
        Self::Text,
        Self::Prose,
        Self::Body,
        Self::Number,
        Self::Date,
        Self::Moment,
        Self::True,
        Self::Id,
        Self::PostalCode,
        Self::Mark,
        Self::Example,
    ];

    /// What one of the kind is called, without the words and kinds that it is made of.
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Place(place) => place.word.text(lang),
            simple => simple.explained().0.text(lang),
        }
    }

    /// What a simple kind is called, what can be written, and an example.
    pub fn explained(self) -> (Said, Said, &'static str) {
        match self {
            Self::Text => (
                said("text", "文字"),
                said(
                    "One text, printed as it is written, numbers too; without variables.",
                    "書いたとおりに載ります（数字も、書いたままです）。変数は使えません。",
                ),
                "みなとビル301",
            ),
            Self::Prose => (
                said("prose", "文章"),
                said(
                    "Text with variables and paragraphs. Lines are joined; a blank line parts \
                     paragraphs.",
                    "変数を使えます。改行はつながり、空行で段落が変わります。",
                ),
                "ご不明の点は{{ office.phone }}へ",
            ),
            Self::Body => (
                said("blocks", "段落"),
                said("Prose, or a list of [blocks](#blocks).", "文章か、[段落](#段落)の一覧。"),
                "[ご報告いたします。, {box: 相談窓口}]",
            ),
            Self::Number => (
                said("number", "数"),
                said(
                    "A whole number in digits of either width, with commas or without.",
                    "整数。全角でも、コンマがあってもかまいません。",
                ),
                "1,204",
            ),
            Self::Date => (
                said("date", "日付"),
                said(
                    "Any form with one meaning: `2023/6/9`, `令和5年6月9日（金）`, `R5.6.9`.",
                    "読み違えのない書き方なら何でも: `2023/6/9`、`令和5年6月9日（金）`、`R5.6.9`。",
                ),
                "2023-06-09",
            ),
            Self::Moment => (
                said("date-time", "日時"),
                said(
                    "A date and a time: `2023年6月9日14時12分`, `2023-06-09 午後2時12分`.",
                    "日付と時刻: `2023年6月9日14時12分`、`2023-06-09 午後2時12分`。",
                ),
                "2023-06-09T14:12",
            ),
            Self::True => (
                said("`true`", "`true`"),
                said("What is not so is left out.", "そうでないときは、キーごと書きません。"),
                "true",
            ),
            Self::Id => (
                said("id", "id"),
                said(
                    "1 to 64 of `A`–`Z`, `a`–`z`, `0`–`9`, `-`, `_`, `.`; it becomes a file's name.",
                    "半角の英数字と`-`、`_`、`.`で64字まで。ファイル名になります。",
                ),
                "C-0042",
            ),
            Self::PostalCode => (
                said("postal code", "郵便番号"),
                said("Seven digits, with a hyphen or none.", "7桁。ハイフンはなくても読みます。"),
                "101-0041",
            ),
            Self::Mark => (
                said("mark", "印"),
                said(
                    "What stands before headings or items, by its first one: `1`, `１`, `①`, `ア`, \
                     `a`, `一`, `Ⅰ` and `i` in it count; all else stands; `none` is no mark.",
                    "見出しや箇条書きの頭に付くもの。1番目を書きます。`1`、`１`、`①`、`ア`、`a`、`一`、`Ⅰ`、\
                     `i`は数えられ、ほかの字はそのまま付きます。`none`は印なし。",
                ),
                "(1)",
            ),
            Self::Example => (
                said("example", "書き方の例"),
                said(
                    "2023年6月9日（金）, 8時32分 or 148,620, written as you want all to be written.",
                    "日付や数を1つ、そろえたい書き方で書きます。",
                ),
                "令和6年9月11日（水）",
            ),
            Self::Picture => (
                said("picture", "画像"),
                said(
                    "A PNG, JPEG or SVG right in `data/` or `templates/`.",
                    "`data/`か`templates/`にあるPNG、JPEG、SVG。",
                ),
                "data/map.png",
            ),
            Self::Width => (
                said("width", "幅"),
                said("`30mm`, `8em`, `40%`, `2fr`.", "`30mm`、`8em`、`40%`、`2fr`。"),
                "30mm",
            ),
            _ => (said("name", "名前"), said("", ""), ""),
        }
    }
}
