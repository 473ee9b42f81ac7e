use serde_json::{Value as Json, json};

use crate::desk::trial::Trial;

const NOTICE: &str = "\
date: 2023-06-09
title: ご報告
body:
  - 一つ目です。

  # 二つ目
  - heading: 経緯
    body: 経緯の文です。

  - list:
      - 甲
      - {text: 乙, when: {delivery: メール}}
appendix:
  heading: 別紙
";

const FILE: &str = "data/notices/n-1.yaml";

fn trial() -> Trial {
    let mut trial = Trial::with_clients("- {id: C-1, name: 甲, honorific: 御中, email: a@b.jp}\n");
    trial.write(FILE, NOTICE);
    assert_eq!(trial.ask("outline", &json!({})).0, 200);
    trial
}

fn seen(trial: &mut Trial, path: &Json) -> Json {
    let (code, told) = trial.ask("passage", &json!({ "file": FILE, "path": path }));
    assert_eq!(code, 200, "{told}");
    told["seen"].clone()
}

#[test]
fn the_outline_has_every_block() {
    let (_, told) = trial().ask("outline", &json!({ "notice": "n-1" }));
    assert_eq!((&told["file"], &told["notice"]), (&json!(FILE), &json!("n-1")));
    assert_eq!(told["list"], json!(["body"]));
    let blocks = told["blocks"].as_array().expect("blocks");
    let kinds: Vec<&str> = blocks.iter().filter_map(|it| it["kind"].as_str()).collect();
    assert_eq!(kinds, ["text", "heading", "list", "body"]);
    assert_eq!(blocks[0]["words"], "一つ目です。");
    assert_eq!(blocks[1]["list"], json!(["body", 1, "body"]));
    assert_eq!(blocks[1]["blocks"][0]["path"], json!(["body", 1, "body"]));
    let item = &blocks[2]["blocks"][1];
    assert_eq!((&item["words"], &item["path"]), (&json!("乙"), &json!(["body", 2, "list", 1])));
    assert_eq!(item["when"], json!({ "delivery": "メール" }));
    assert!(item["when_ja"].as_str().is_some_and(|words| words.contains("メール")), "{item}");
    assert_eq!(blocks[3]["words"], "別紙");
    assert_eq!(trial().ask("outline", &json!({ "notice": "n-9" })).0, 422);
}

#[test]
fn the_outline_is_there_while_something_is_wrong() {
    let mut trial = trial();
    trial.write(FILE, &NOTICE.replace("経緯の文です。", "{無い: 1}"));
    let (code, told) = trial.ask("outline", &json!({ "notice": "n-1" }));
    assert_eq!((code, told["blocks"].as_array().map(Vec::len)), (200, Some(4)));
}

#[test]
fn a_block_comes_moves_and_goes() {
    let mut trial = trial();
    let block = json!({ "kind": "heading", "heading": "今後", "text": "文一\n\n文二" });
    let body = json!({ "file": FILE, "list": ["body"], "at": 1, "block": block });
    assert_eq!(trial.change("block-add", &body), (200, json!({ "path": ["body", 1] })));
    let new = "  - heading: 今後\n    body: |\n      文一\n\n      文二\n";
    let with = NOTICE.replace("  # 二つ目\n", &format!("{new}\n  # 二つ目\n"));
    assert_eq!(trial.read(FILE), with);
    let body = json!({ "file": FILE, "path": ["body", 1], "by": 1, "seen": seen(&mut trial, &json!(["body", 1])) });
    assert_eq!(trial.change("block-move", &body), (200, json!({ "path": ["body", 2] })));
    let (code, now) = trial.change("block-move", &body);
    assert_eq!((code, &now["text"]), (409, &json!("経緯")));
    let body = json!({ "file": FILE, "path": ["body", 2], "by": -1, "seen": seen(&mut trial, &json!(["body", 2])) });
    assert_eq!(trial.change("block-move", &body).0, 200);
    assert_eq!(trial.read(FILE), with);
    let body =
        json!({ "file": FILE, "path": ["body", 1], "seen": seen(&mut trial, &json!(["body", 1])) });
    assert_eq!(trial.change("block-remove", &body), (200, json!({})));
    assert_eq!(trial.read(FILE), NOTICE);
    assert_eq!(trial.change("block-remove", &body).0, 409);
}

#[test]
fn what_is_around_a_text_is_seen_with_it() {
    let mut trial = trial();
    let (_, list) = trial.ask("passage", &json!({ "file": FILE, "path": ["body", 2] }));
    assert_eq!((&list["block"], &list["text"]), (&json!(["body", 2]), &json!("甲")));
    let body = json!({ "file": FILE, "path": list["path"], "seen": list["seen"], "text": "丙" });
    assert_eq!(trial.change("passage", &body), (200, json!({ "path": ["body", 2, "list", 0] })));
    let body = json!({ "file": FILE, "path": list["path"], "seen": list["seen"], "text": "丁" });
    assert_eq!(trial.change("passage", &body).0, 409);
}

#[test]
fn one_text_becomes_a_list_and_nothing_below_a_heading_too() {
    let mut trial = trial();
    let add = |trial: &mut Trial, list: Json, at: usize| {
        let block = json!({ "kind": "text", "text": "加えた文。" });
        trial.change("block-add", &json!({ "file": FILE, "list": list, "at": at, "block": block }))
    };
    let told = add(&mut trial, json!(["body", 1, "body"]), 1);
    assert_eq!(told, (200, json!({ "path": ["body", 1, "body", 1] })));
    let told = add(&mut trial, json!(["appendix", "body"]), 0);
    assert_eq!(told, (200, json!({ "path": ["appendix", "body", 0] })));
    let two = "    body:\n      - 経緯の文です。\n      - 加えた文。\n";
    let below = "  heading: 別紙\n  body:\n    - 加えた文。\n";
    let new = NOTICE.replace("    body: 経緯の文です。\n", two).replace("  heading: 別紙\n", below);
    assert_eq!(trial.read(FILE), new);
    for (list, block) in [
        (json!(["date"]), json!({ "kind": "text", "text": "甲" })),
        (json!(["nothing"]), json!({ "kind": "text", "text": "甲" })),
        (json!(["body"]), json!({ "kind": "table", "text": "甲" })),
        (json!(["body"]), json!({ "kind": "text", "text": " " })),
        (json!(["body", 2, "list"]), json!({ "kind": "heading", "heading": "甲", "text": "" })),
    ] {
        let body = json!({ "file": FILE, "list": list, "at": 0, "block": block });
        assert_eq!(trial.change("block-add", &body).0, 422, "{body}");
    }
    assert_eq!(trial.read(FILE), new);
}

#[test]
fn a_draft_changes_what_the_change_will() {
    use crate::desk::errands::amended;
    use crate::desk::writing::Loaded;
    let mut trial = trial();
    let seen = seen(&mut trial, &json!(["body", 0]));
    let place = json!({ "file": FILE, "path": ["body", 0], "seen": seen });
    let body = |name: &str, value: Json| {
        let mut body = place.clone();
        body[name] = value;
        body
    };
    let block = json!({ "file": FILE, "list": ["body"], "at": 3, "block": { "kind": "notes", "text": "注" } });
    for (name, body) in [
        ("passage", body("text", json!("別の文。"))),
        ("condition", body("when", json!({ "delivery": "メール" }))),
        ("block-move", body("by", json!(1))),
        ("block-remove", place.clone()),
        ("block-add", block),
    ] {
        trial.write(FILE, NOTICE);
        let loaded = Loaded::of(&trial.desk.project).expect("a project");
        let files = amended(&loaded, name, &body).expect("an errand");
        let draft = files.unwrap_or_else(|why| panic!("{name}: {why:?}"));
        assert_eq!(trial.change(name, &body).0, 200, "{name}");
        assert_eq!(trial.read(FILE), draft[0].new.text, "{name}");
    }
}

#[test]
fn what_a_text_stands_under_and_where_is_seen_with_it() {
    let mut trial = trial();
    let [first, second] = ["今後", "経緯"].map(|heading| {
        format!("  - heading: {heading}\n    body:\n      - 調べています。\n      - 続く。\n")
    });
    let notice =
        |blocks: &[&str]| format!("date: 2023-06-09\ntitle: 甲\nbody:\n{}", blocks.concat());
    trial.write(FILE, &notice(&[&first, &second]));
    let path = json!(["body", 0, "body", 0]);
    let (_, told) = trial.ask("passage", &json!({ "file": FILE, "path": path }));
    assert_eq!(told["under"], json!(["今後"]));
    // The two have changed places, and one stands where the other has.
    let other = notice(&[&second, &first]);
    trial.write(FILE, &other);
    for (name, more) in [
        ("passage", json!({ "text": "今後の文。" })),
        ("condition", json!({ "when": { "delivery": "メール" } })),
        ("block-move", json!({ "by": 1 })),
        ("block-remove", json!({})),
    ] {
        let mut body = json!({ "file": FILE, "path": path, "seen": told["seen"] });
        more.as_object().into_iter().flatten().for_each(|(key, it)| body[key] = it.clone());
        let (code, now) = trial.change(name, &body);
        assert_eq!((code, &now["under"]), (409, &json!(["経緯"])), "{name}");
        assert_eq!(trial.read(FILE), other, "{name}");
    }
    // By what it is like the page finds it again.
    let path = json!(["body", 1, "body", 0]);
    let (_, moved) = trial.ask("passage", &json!({ "file": FILE, "path": path }));
    assert_eq!(moved["like"], told["like"]);
    assert_ne!(moved["seen"], told["seen"]);
    let body = json!({ "file": FILE, "path": path, "seen": moved["seen"], "text": "今後の文。" });
    assert_eq!(trial.change("passage", &body).0, 200);
}

#[test]
fn one_of_two_blocks_that_say_the_same_is_told_from_the_other() {
    let mut trial = trial();
    let notice = "date: 2023-06-09\ntitle: 甲\nbody:\n  - 同じ。\n  - 同じ。\n  - 別。\n";
    trial.write(FILE, notice);
    let second = seen(&mut trial, &json!(["body", 1]));
    let body = json!({ "file": FILE, "path": ["body", 0], "seen": second });
    assert_eq!(trial.change("block-remove", &body).0, 409);
    assert_eq!(trial.read(FILE), notice);
}

#[test]
fn what_is_not_said_is_not_guessed() {
    use crate::desk::trial::fields;
    let mut trial = trial();
    let seen = seen(&mut trial, &json!(["body", 0]));
    let of = |key: &str, value: Option<Json>| {
        let mut body = json!({
            "file": FILE, "path": ["body", 0], "seen": seen,
            "list": ["body"], "block": { "kind": "text", "text": "甲" },
        });
        value.into_iter().for_each(|value| body[key] = value);
        body
    };
    assert_eq!(fields(&trial.change("condition", &of("when", None))), ["when"]);
    for by in
        [None, Some(json!(0)), Some(json!(2)), Some(json!(-2)), Some(json!("1")), Some(json!(1.5))]
    {
        assert_eq!(fields(&trial.change("block-move", &of("by", by))), ["by"]);
    }
    for at in [
        None,
        Some(json!(-1)),
        Some(json!(4)),
        Some(json!("0")),
        Some(json!(0.5)),
        Some(json!(null)),
    ] {
        assert_eq!(fields(&trial.change("block-add", &of("at", at))), ["at"]);
    }
    assert_eq!(trial.read(FILE), NOTICE);
}
