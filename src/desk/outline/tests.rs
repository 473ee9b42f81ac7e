use std::sync::Arc;

use super::*;
use crate::diagnostic::SourceText;

const NOTICE: &str = "\
title: 件
body:
  - 一
  - {text: 二, when: {route: 同意}}
  - heading: 三
    body:
      - pairs: {甲: 乙, 丙: {list: [丁]}}
      - table: {columns: [列, {heading: 見}], rows: [[1, {text: 五}], {cells: [六, 七]}]}
      - qa: [{q: 問, a: 答}]
      - lines: [行, 目]
      - list: [{date: 6月上旬, text: 起}]
      - bulletins: all
      - blanks: [{label: 欄, end: ㊞}, 空]
      - {use: 部, notes: 注}
  - box: 枠
appendix: 別
";

fn outline(file: &str, text: &str) -> (Document, Outline) {
    let document = Document::parse(&Arc::new(SourceText::new(file, text))).expect("YAML");
    let outline = Outline::of(file, &document);
    (document, outline)
}

#[test]
fn every_text_has_its_place() {
    let (document, outline) = outline("data/notices/n.yaml", NOTICE);
    let texts = outline.texts();
    let words: Vec<String> = texts
        .iter()
        .map(|text| prose::as_written(&document, &text.path).expect("a text"))
        .collect();
    let expected = [
        "件",
        "一",
        "二",
        "三",
        "乙",
        "丁",
        "列",
        "見",
        "1",
        "五",
        "六",
        "七",
        "問",
        "答",
        "行\n目",
        "起",
        "6月上旬",
        "欄",
        "空",
        "注",
        "枠",
        "別",
    ];
    assert_eq!(words, expected);
    let places: Vec<String> = texts
        .iter()
        .map(|text| {
            let found = outline.find(&text.path).expect("it is there");
            assert_eq!(found.text.map(|it| &it.path), Some(&text.path));
            found.place(&document, Lang::Ja)
        })
        .collect();
    assert_eq!(places[0], "お知らせの件名");
    assert_eq!(places[1..4], ["本文の1番目の段落", "本文の2番目の段落", "本文の見出し"]);
    assert_eq!(places[4], "「三」の1番目の項目と内容");
    assert_eq!(places[6], "「三」の表の欄");
    assert_eq!(places[18], "「三」の2番目の記入欄");
    assert_eq!(places[21], "別紙の段落");
}

#[test]
fn a_piece_leads_to_its_first_text() {
    let (document, outline) = outline("data/notices/n.yaml", NOTICE);
    let at = |path: &[Step]| {
        let found = outline.find(path).expect("it is there");
        let text = found.text.map(|text| text.path.clone());
        (found.piece.expect("a piece").kind, text)
    };
    let inside = |index| [key("body"), Step::Index(2), key("body"), Step::Index(index)];
    let cell = [&inside(1)[..], &[key("table"), key("columns"), Step::Index(0)]].concat();
    assert_eq!(at(&inside(1)), ("table", Some(cell)));
    assert_eq!(at(&inside(5)), ("bulletins", None));
    // A text that has lost its condition, or got one.
    let one = [key("body"), Step::Index(0)];
    assert_eq!(at(&below(&one, key("text"))), ("text", Some(one.to_vec())));
    let two = [key("body"), Step::Index(1)];
    assert_eq!(at(&two), ("text", Some(below(&two, key("text")))));
    assert!(outline.find(&[key("date")]).is_none());
    assert_eq!(outline.sections[1].pieces[2].words(&document), "三");
}

#[test]
fn parts_bulletins_and_the_office_have_texts() {
    let text = "name: 件\nbulletins: [{number: 1, text: 報}]\nparts: {窓口: [甲, {box: 乙}]}\n";
    let (document, incident) = outline("data/incident.yaml", text);
    let box_text = [key("parts"), key("窓口"), Step::Index(1), key("box")];
    let found = incident.find(&box_text).expect("it is there");
    assert_eq!(found.place(&document, Lang::Ja), "「窓口」の段落");
    assert_eq!(incident.texts().len(), 4);
    let (document, office) =
        outline("data/office.yaml", "name: 甲\nperson: {title: 長}\nstyle: {date: 2023/06/09}\n");
    let found = office.find(&[key("person"), key("title")]).expect("it is there");
    assert_eq!(found.place(&document, Lang::En), "title of the office");
    assert_eq!(office.texts().len(), 2);
}

#[test]
fn every_kind_of_block_is_known() {
    let beside = ["when", "lang", "style", "mark", "inline"];
    let kinds = crate::vocabulary::BLOCK.keys().map(|key| key.name);
    for kind in kinds.filter(|name| !beside.contains(name)) {
        let (_, outline) = outline("data/notices/n.yaml", &format!("body:\n  - {kind}: 甲\n"));
        let found = outline.sections[1].pieces.first().expect("a block");
        assert_eq!(found.kind, kind);
    }
}
