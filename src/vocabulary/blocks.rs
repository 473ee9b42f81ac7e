//! The keys of blocks, and of what stands in them.

use super::{Absent, CONDITION, Group, Kind, Place, STYLE, Told, each, said};
use Absent::{AsOutside, Nothing, Required, RequiredWithout};

/// A key beside the one that says what a block is.
#[derive(Debug, Clone, Copy)]
pub struct Beside {
    /// What the block is.
    pub block: &'static str,
    /// The key.
    pub key: &'static str,
    /// A value, as YAML on one line.
    pub example: &'static str,
}

const fn beside(block: &'static str, key: &'static str, example: &'static str) -> Beside {
    Beside { block, key, example }
}

/// What may stand beside which block.
pub const BESIDE: [Beside; 9] = [
    beside("text", "notes", "[別紙を除きます。]"),
    beside("heading", "body", "[本日、復旧しました。]"),
    beside("heading", "mark", "◎"),
    beside("list", "mark", "[(1), ①]"),
    beside("list", "inline", "true"),
    beside("pairs", "mark", "・"),
    beside("qa", "mark", "[Ｑ, Ａ]"),
    beside("notes", "mark", "(※1)"),
    beside("use", "notes", "[別紙を除きます。]"),
];

/// A block.
pub static BLOCK: Place = Place {
    word: said("block", "段落"),
    told: Told::Table(said("Blocks", "段落")),
    about: said(
        "A block is a text, or a mapping with one of the first keys. What is not \
         for the client is left out with its heading, and numbers close up.",
        "文章をそのまま書くか、次のキーのどれか1つで書きます。その宛先に載せるものがなければ見出しごと\
         なくなり、番号は詰まります。",
    ),
    groups: &[
        each! {
            "text" "文章": Kind::Prose, Nothing, "ご報告いたします。";
                "Paragraphs.",
                "段落。";
            "lines" "改行を残す文": Kind::Prose, Nothing, "[相談窓口, 平日9時～17時]";
                "Lines that end where they are ended.",
                "改行のとおりに載る行。";
            "heading" "見出し": Kind::Prose, Nothing, "現在の状況";
                "A heading. 記 stands in the middle.",
                "見出し。記は中央に載ります。";
            "body" "まとまり": Kind::Body, Nothing, "[一つ目です。, 二つ目です。]";
                "Below a `heading`; alone, blocks that share a `when`, their numbers beginning anew.",
                "`heading`の下の本文。単独なら、まとめて`when`を付けるため。番号は付け直されます。";
            "list" "箇条書き": Kind::List(&Kind::Or(&Kind::Prose, &Kind::Place(&ITEM))), Nothing, "[一つ目, {text: 二つ目, list: [その下]}]";
                "Items. Their `mark` is ・, or a list of marks by depth; `inline` puts them on one line.",
                "項目。`mark`は・（深さごとに`[(1), ①]`のようにも書けます）。`inline`で1行に並びます。";
            "pairs" "見出しと内容": Kind::Named(&Kind::Body), Nothing, "{電話: 03-0000-0000, 対象: 42人}";
                "Labels with their values, in two columns; with a `mark`, as items: ・対象：42人.",
                "左右2列に並びます。`mark`があれば箇条書きになります（・対象：42人）。";
            "table" "表": Kind::Place(&TABLE), Nothing, "{columns: [日付, 内容], rows: [[6月5日, 停止]]}";
                "A table.",
                "表。";
            "qa" "質問と回答": Kind::List(&Kind::Place(&QUESTION)), Nothing, "[{q: 費用はかかりますか。, a: かかりません。}]";
                "Questions and answers; their `mark` is `[問, 答]`.",
                "質問と回答。`mark`は`[問, 答]`です。";
            "notes" "注": Kind::List(&Kind::Or(&Kind::Prose, &Kind::Place(&PASSAGE))), Nothing, "[別紙を除きます。]";
                "Notes; their `mark` is ※.",
                "注。`mark`は※です。";
            "box" "枠": Kind::Body, Nothing, "お問い合わせ　03-0000-0000";
                "In a frame, on one page.",
                "枠で囲みます。ページの途中で切れません。";
            "bulletins" "報告": Kind::OneOf(&["all", "new"]), Nothing, "all";
                "The bulletins until `as_of`; `new`: those since the client's last letter.",
                "`as_of`までの報告。`new`は、前のお知らせより後のもの。";
            "use" "部品": Kind::Name, Nothing, "窓口";
                "A part of `incident.yaml`.",
                "`incident.yaml`の部品。";
            "blanks" "記入欄": Kind::List(&Kind::Or(&Kind::Prose, &Kind::Place(&BLANK))), Nothing, "[ご住所, {label: ご署名, end: ㊞}]";
                "Lines to write on.",
                "書き込む欄。";
            "image" "画像": Kind::Place(&IMAGE), Nothing, "{file: data/map.png, alt: 事務所の地図}";
                "A picture.",
                "画像。";
        },
        BESIDE_ALL,
        each! {
            "style" "書き方": Kind::Place(&STYLE), AsOutside, "{marks: [(1)]}";
                "How it writes dates, times, counts and headings.",
                "その段落での書き方。";
            "mark" "印": Kind::List(&Kind::Mark), Nothing, "◎";
                "Beside `heading`, `list`, `pairs`, `qa` and `notes`.",
                "`heading`、`list`、`pairs`、`qa`、`notes`に添えて。";
            "inline" "1行に並べる": Kind::True, Nothing, "true";
                "Beside `list`.",
                "`list`に添えて。";
        },
    ],
    only_beside: &[],
};

/// What stands beside everything that not everybody gets.
const BESIDE_ALL: Group = each! {
    "when" "条件": Kind::Place(&CONDITION), Nothing, "{has: data}";
        "Who gets it.",
        "載せる宛先。";
    "lang" "言語": Kind::Text, AsOutside, "en";
        "Its language, by its code.",
        "言語の記号。";
};

/// A text with more to it, as in `notes` and in cells.
const OF_PASSAGES: Group = each! {
    "text" "文章": Kind::Prose, RequiredWithout("use"), "ご報告いたします。";
        "The text.",
        "文章。";
    "use" "部品": Kind::Name, RequiredWithout("text"), "窓口";
        "A part that is of text only.",
        "文章だけでできた部品。";
};

/// A text that has a condition.
pub static PASSAGE: Place = Place {
    word: said("text", "文章"),
    told: Told::Elsewhere,
    about: said("", ""),
    groups: &[OF_PASSAGES, BESIDE_ALL],
    only_beside: &[],
};

/// An item of a list.
pub static ITEM: Place = Place {
    word: said("item", "項目"),
    told: Told::Table(said("Items of a `list`", "`list`の項目")),
    about: said(
        "An item is a text, or a mapping. So is each of `notes`, and each cell of a table, with \
         `text`, `use`, `when` and `lang` only.",
        "項目は文章か、次のキーで書きます。`notes`の1つずつも、表のセルも同じで、`text`、`use`、`when`、`lang`だけが\
         使えます。",
    ),
    groups: &[
        OF_PASSAGES,
        each! {
            "date" "日付": Kind::Or(&Kind::Date, &Kind::Or(&Kind::Moment, &Kind::Text)), Nothing, "2023-06-05";
                "Before the text, in a column of dates.",
                "文章の前の、日付の列に載ります。";
            "notes" "注": Kind::List(&Kind::Or(&Kind::Prose, &Kind::Place(&PASSAGE))), Nothing, "[別紙を除きます。]";
                "Notes below it.",
                "その下の注。";
            "list" "下の項目": Kind::List(&Kind::Or(&Kind::Prose, &Kind::Place(&ITEM))), Nothing, "[その下]";
                "Items below it.",
                "その下の箇条書き。";
            "mark" "印": Kind::List(&Kind::Mark), Nothing, "①";
                "The mark of the items below it.",
                "その下の項目の印。";
            "inline" "1行に並べる": Kind::True, Nothing, "true";
                "They stand on one line.",
                "下の項目を1行に並べます。";
        },
        BESIDE_ALL,
    ],
    only_beside: &[("mark", "list"), ("inline", "list")],
};

/// A table.
pub static TABLE: Place = Place {
    word: said("table", "表"),
    told: Told::Table(said("`table`", "`table`: 表")),
    about: said("", ""),
    groups: &[each! {
        "columns" "列": Kind::List(&Kind::Or(&Kind::Text, &Kind::Place(&COLUMN))), Required, "[日付, 内容]";
            "The columns: headings, or mappings as below.",
            "列。見出しだけ、または下のキーで。";
        "rows" "行": Kind::Or(&Kind::List(&Kind::Place(&ROW)), &Kind::Name), Required, "[[6月5日, 停止], [6月9日, \"\"]]";
            "Lists of cells, a blank one as `\"\"`; `{when, cells}`; or a client's field with rows: `data`, or one of `kind: 明細`.",
            "セルの一覧（空欄は`\"\"`）、`{when, cells}`、または行のある項目（`data`か、`kind: 明細`のもの）。";
    }],
    only_beside: &[],
};

/// A column of a table.
pub static COLUMN: Place = Place {
    word: said("column", "列"),
    told: Told::Table(said("Columns of a `table`", "`table`の列")),
    about: said("", ""),
    groups: &[each! {
        "heading" "見出し": Kind::Prose, Nothing, "人数";
            "The head. Where all are missing, the table has none.",
            "見出し。どの列にもなければ、見出しの行はありません。";
        "field" "項目": Kind::Name, Nothing, "persons";
            "Which of the field's columns; needed where `rows` is a field. Those of `data` are `item` and `persons`.",
            "どの項目か。`rows`が項目のときに要ります。`data`なら`item`か`persons`。";
        "unit" "単位": Kind::Text, Nothing, "人";
            "Shown in the head.",
            "見出しに添える単位。";
        "align" "寄せ": Kind::OneOf(&["left", "center", "right"]), Nothing, "right";
            "Where the cells stand; if nothing is said, numbers at the right.",
            "寄せ方。書かなければ、数は右。";
        "width" "幅": Kind::Width, Nothing, "30mm";
            "`30mm`, `8em`, `40%`, or a share: `2fr`.",
            "`30mm`、`8em`、`40%`、または割合の`2fr`。";
        "total" "合計": Kind::True, Nothing, "true";
            "A last row adds the column up, where there are two rows or more.",
            "2行以上あるとき、最後に合計の行を付けます。";
    }],
    only_beside: &[],
};

/// A written row of a table.
pub static ROW: Place = Place {
    word: said("row", "行"),
    told: Told::Below,
    about: said("", ""),
    groups: &[each! {
        "cells" "セル": Kind::List(&Kind::Or(&Kind::Prose, &Kind::Place(&PASSAGE))), Required, "[6月5日, 停止]";
            "One for each column.",
            "列ごとに1つ。";
        "when" "条件": Kind::Place(&CONDITION), Nothing, "{has: data}";
            "Who gets it.",
            "載せる宛先。";
    }],
    only_beside: &[],
};

/// An entry of `qa`.
pub static QUESTION: Place = Place {
    word: said("question", "質問"),
    told: Told::Below,
    about: said("", ""),
    groups: &[each! {
        "q" "質問": Kind::Prose, Required, "費用はかかりますか。";
            "The question.",
            "質問。";
        "a" "回答": Kind::Body, Required, "かかりません。";
            "The answer.",
            "回答。";
        "when" "条件": Kind::Place(&CONDITION), Nothing, "{has: data}";
            "Who gets it.",
            "載せる宛先。";
    }],
    only_beside: &[],
};

/// An entry of `blanks`.
pub static BLANK: Place = Place {
    word: said("line", "欄"),
    told: Told::Below,
    about: said("", ""),
    groups: &[each! {
        "label" "見出し": Kind::Prose, Required, "ご署名";
            "What is to be written.",
            "書いてもらうこと。";
        "end" "末尾": Kind::Text, Nothing, "㊞";
            "What stands at the end of the line.",
            "欄の終わりに載る文字。";
        "when" "条件": Kind::Place(&CONDITION), Nothing, "{has: data}";
            "Who gets it.",
            "載せる宛先。";
    }],
    only_beside: &[],
};

/// `image`.
pub static IMAGE: Place = Place {
    word: said("image", "画像"),
    told: Told::Below,
    about: said("", ""),
    groups: &[each! {
        "file" "ファイル": Kind::Picture, Required, "data/map.png";
            "A PNG, JPEG or SVG right in `data/` or `templates/`.",
            "`data/`か`templates/`にあるPNG、JPEG、SVG。";
        "alt" "説明": Kind::Text, Required, "事務所の地図";
            "What is to be seen, for those who hear the letter.",
            "読み上げソフトのための説明。";
        "width" "幅": Kind::Width, Nothing, "80mm";
            "How wide it is.",
            "幅。";
        "caption" "見出し": Kind::Prose, Nothing, "事務所までの地図";
            "What stands below it.",
            "下に載る文。";
    }],
    only_beside: &[],
};
