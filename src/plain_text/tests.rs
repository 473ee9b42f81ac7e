//! Tests of what the trials of whole projects (`tests/mail.rs`) do not come to.

use super::Text;
use super::lines::Line;
use super::setting::Setting;
use crate::model::{Language, Person};
use crate::template::{
    Addressee, Cell, Content, Letter, ResolvedBlank, ResolvedBlock, ResolvedColumn, ResolvedItem,
    ResolvedList, ResolvedPiece, ResolvedTable,
};

fn japanese() -> Setting {
    Setting::of(&Language::default())
}

fn written(lines: &[Line]) -> Vec<String> {
    lines.iter().map(Line::written).collect()
}

fn block(content: Content) -> ResolvedBlock {
    ResolvedBlock { lang: None, content }
}

fn text(paragraphs: &[&str]) -> ResolvedBlock {
    let paragraphs = paragraphs.iter().map(|it| (*it).into()).collect();
    block(Content::Text { paragraphs, salutation: false })
}

fn list(items: Vec<ResolvedItem>) -> ResolvedList {
    ResolvedList { ordered: false, inline: false, items, width: 1.0, date_width: None }
}

fn item(text: &str, below: Option<ResolvedList>) -> ResolvedItem {
    ResolvedItem {
        mark: "・".into(),
        lang: None,
        date: None,
        paragraphs: vec![text.into()],
        notes: Vec::new(),
        list: below,
    }
}

#[test]
fn an_addressee_has_each_title_of_respect_where_it_belongs() {
    let to = |person: Option<Person>, honorific: Option<&str>| {
        let addressee = Addressee {
            name: "みなと商会".into(),
            honorific: honorific.map(str::to_owned),
            postal_code: Some("101-0041".into()),
            address: vec!["東京都".into()],
            person,
        };
        let parts = japanese().head(&[vec![ResolvedPiece::Addressee(addressee)]]);
        written(&parts.concat())
    };
    let some = |text: &str| Some(text.to_owned());
    let person = |department, title, name| Some(Person { department, title, name });
    assert_eq!(to(None, Some("御中")), ["みなと商会　御中"]);
    assert_eq!(to(None, None), ["みなと商会"]);
    let all = person(some("総務部"), some("部長"), some("川上"));
    assert_eq!(to(all, Some("御中")), ["みなと商会", "総務部", "部長　川上　様"]);
    assert_eq!(to(person(None, None, some("川上")), Some("御中")), ["みなと商会", "川上　様"]);
    let department = person(some("総務部"), None, None);
    assert_eq!(to(department, Some("御中")), ["みなと商会", "総務部　御中"]);
}

#[test]
fn however_deep_a_text_stands_there_is_room_for_it() {
    let mut deep = list(vec![item("いちばん下です。", None)]);
    for _ in 0..40 {
        deep = list(vec![item("項目", Some(deep))]);
    }
    let lines = written(&japanese().list(&deep));
    let last = lines.last().expect("the deepest");
    assert!(last.ends_with("・いちばん下です。"), "{last}");
}

#[test]
fn a_mark_is_parted_from_its_text_as_it_needs() {
    let marked = |mark| japanese().marked(mark);
    for (mark, with_gap) in [
        ("１．", "１．"),
        ("・", "・"),
        ("【質問】", "【質問】"),
        ("(1)", "(1) "),
        ("①", "① "),
        ("□", "□ "),
        ("■ ", "■ "),
        ("第1", "第1　"),
        ("ア", "ア　"),
        ("", ""),
    ] {
        assert_eq!(marked(mark), with_gap, "{mark}");
    }
}

#[test]
fn a_blank_has_a_line_of_its_own_where_its_label_leaves_no_room() {
    let blank = |label: &str| {
        let blank = ResolvedBlank { label: label.into(), end: Some("印".into()) };
        let lines = japanese().block(&block(Content::Blanks { lines: vec![blank] }));
        written(&lines.concat()).len()
    };
    assert_eq!(blank("ご署名"), 1);
    assert_eq!(blank(&"ご署名".repeat(11)), 2);
}

#[test]
fn a_table_without_headings_has_rows_alone() {
    let cell = |text: &str| Cell::Text(text.into());
    let column = |align: &str| ResolvedColumn {
        heading: String::new().into(),
        unit: None,
        align: align.into(),
        width: None,
    };
    let table = |rows| ResolvedTable {
        columns: vec![column("left"), column("center"), column("right")],
        rows,
        totals: None,
        row_headers: true,
    };
    let rows = vec![
        vec![cell("東京"), cell("可"), cell("5")],
        vec![cell("神田"), cell("不可能"), cell("1,000")],
    ];
    assert_eq!(
        written(&japanese().table(&table(rows))),
        ["東京　　可　　　　5", "神田　不可能　1,000",]
    );
    // What is too wide stands row by row, without a colon where no heading is.
    let rows = vec![vec![cell(&"東京".repeat(20)), cell(""), cell("5")]];
    let lines = written(&japanese().table(&table(rows)));
    assert_eq!(lines[2..], ["5"]);
}

#[test]
fn what_is_broken_for_want_of_room_is_whole_for_who_looks_for_words() {
    let name = "株式会社みなと商会".repeat(8);
    let below = list(vec![item(&format!("{name}の件です。"), None)]);
    let body = vec![text(&[&format!("{name}から届きました。")]), block(Content::List(below))];
    let letter = Letter {
        head: Vec::new(),
        body,
        closing: Some("以上".into()),
        foot: Vec::new(),
        appendix: Vec::new(),
    };
    let mail = Text::of("件", &letter, &Language::default());
    assert!(!mail.written().contains(&name));
    assert_eq!(mail.unbroken().matches(&name).count(), 2);
    let joined = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(joined(&mail.written()), joined(&mail.unbroken()));
    assert!(mail.written().lines().all(|line| japanese().width(line) <= japanese().columns));
}
