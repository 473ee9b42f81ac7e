use serde_json::{Value as Json, json};

use crate::desk::trial::Trial;

const NOTICE: &str = "\
# 第1報
date: 2023-06-09
title: ご報告
body:
  # 挨拶
  - 平素はお世話になっております。 # 横
  - when: {業務: 給与計算}
    text: |
      {{ 業務 }}について
      ご報告いたします。
  - heading: 経緯
    body: 経緯の文です。
";

const FILE: &str = "data/notices/n-1.yaml";

fn trial() -> Trial {
    Trial::of(&[
        ("data/office.yaml", "name: みなと会計事務所\nphone: 03-0000-0000\nvars: {窓口名: 総務}\n"),
        ("data/fields.yaml", "業務: {values: [給与計算, 社会保険]}\n"),
        ("data/incident.yaml", "name: 障害\nparts:\n  窓口: 窓口です。\n"),
        (FILE, NOTICE),
        (
            "data/clients.yaml",
            "- {id: C-1, name: 甲, honorific: 御中, email: a@b.jp, 業務: 給与計算}\n",
        ),
    ])
}

fn passage(trial: &mut Trial, path: &Json) -> Json {
    let (code, told) = trial.ask("passage", &json!({ "file": FILE, "path": path }));
    assert_eq!(code, 200, "{told}");
    told
}

#[test]
fn a_text_is_told_with_its_place_and_whom_it_is_for() {
    let mut trial = trial();
    let told = passage(&mut trial, &json!(["body", 1]));
    assert_eq!(told["path"], json!(["body", 1, "text"]));
    assert_eq!(told["block"], json!(["body", 1]));
    assert_eq!(told["text"], "{{ 業務 }}について\nご報告いたします。");
    assert_eq!((&told["kind"], &told["where_ja"]), (&json!("text"), &json!("本文の2番目の段落")));
    assert_eq!(told["when"], json!({ "業務": "給与計算" }));
    assert_eq!(told["when_ja"], "業務が給与計算");
    let variables = told["variables"].as_array().expect("names");
    for name in ["業務", "窓口名", "client.name", "office.phone", "incident.name", "notice.date"]
    {
        assert!(variables.contains(&json!(name)), "{name}");
    }
    assert!(!variables.contains(&json!("office.fax")));
    let title = passage(&mut trial, &json!(["title"]));
    assert_eq!((&title["block"], &title["kind"]), (&Json::Null, &json!("title")));
    // By the line of a problem: that of the text, or the nearest before it.
    for (line, path) in
        [(6, json!(["body", 0])), (9, json!(["body", 1, "text"])), (1, json!(["title"]))]
    {
        let told = trial.ask("passage", &json!({ "file": FILE, "line": line })).1;
        assert_eq!(told["path"], path, "{line}");
    }
}

#[test]
fn a_text_is_changed_where_it_stands() {
    let mut trial = trial();
    let seen = passage(&mut trial, &json!(["body", 0]))["seen"].clone();
    let body = json!({ "file": FILE, "path": ["body", 0], "seen": seen, "text": "一行目\n二行目" });
    assert_eq!(trial.change("passage", &body), (200, json!({ "path": ["body", 0] })));
    let old = "- 平素はお世話になっております。 # 横\n";
    let changed = NOTICE.replace(old, "- | # 横\n    一行目\n    二行目\n");
    assert_eq!(trial.read(FILE), changed);
    // What says the same is nobody's conflict; what says something else is.
    assert_eq!(trial.change("passage", &body).0, 200);
    let other = json!({ "file": FILE, "path": ["body", 0], "seen": seen, "text": "別" });
    let (code, now) = trial.change("passage", &other);
    assert_eq!((code, &now["text"]), (409, &json!("一行目\n二行目")));
    assert_eq!(trial.read(FILE), changed);
    // Elsewhere anything may have changed.
    trial.write(FILE, &changed.replace("経緯の文", "別の文").replace("  # 挨拶\n", "\n"));
    let other = json!({ "file": FILE, "path": ["body", 0], "seen": now["seen"], "text": "別" });
    assert_eq!(trial.change("passage", &other).0, 200);
}

#[test]
fn a_text_that_makes_the_letter_wrong_is_not_written() {
    let mut trial = trial();
    let seen = passage(&mut trial, &json!(["body", 0]))["seen"].clone();
    for text in ["{{ 無い項目 }}", "", "{% if"] {
        let body = json!({ "file": FILE, "path": ["body", 0], "seen": seen, "text": text });
        let (code, told) = trial.change("passage", &body);
        assert_eq!(code, 422, "{text}: {told}");
        assert!(!told["problems"].as_array().expect("problems").is_empty());
    }
    assert_eq!(trial.read(FILE), NOTICE);
}

#[test]
fn a_condition_is_set_and_taken_away() {
    let mut trial = trial();
    let set = |trial: &mut Trial, when: Json| {
        let seen = passage(trial, &json!(["body", 0]))["seen"].clone();
        trial.change(
            "condition",
            &json!({ "file": FILE, "path": ["body", 0], "seen": seen, "when": when }),
        )
    };
    assert_eq!(set(&mut trial, json!({ "業務": ["給与計算"] })).0, 200);
    let old = "- 平素はお世話になっております。 # 横\n";
    let new = "- when: {業務: [給与計算]}\n    text: 平素はお世話になっております。 # 横\n";
    assert_eq!(trial.read(FILE), NOTICE.replace(old, new));
    // What is no field, or no value of one, is refused.
    assert_eq!(set(&mut trial, json!({ "無い": "甲" })).0, 422);
    assert_eq!(set(&mut trial, json!({ "業務": "無い" })).0, 422);
    assert_eq!(set(&mut trial, json!([])).0, 422);
    // The page still knows the text by where it was.
    let told = passage(&mut trial, &json!(["body", 0, "text"]));
    assert_eq!(told["when_ja"], "業務が給与計算");
    assert_eq!(set(&mut trial, Json::Null).0, 200);
    assert_eq!(trial.read(FILE), NOTICE);
    assert_eq!(passage(&mut trial, &json!(["body", 0, "text"]))["path"], json!(["body", 0]));
    let title = passage(&mut trial, &json!(["title"]));
    let body = json!({ "file": FILE, "path": ["title"], "seen": title["seen"], "when": { "業務": "給与計算" } });
    assert_eq!(trial.change("condition", &body).0, 422);
}

#[test]
fn only_texts_of_the_projects_own_files_are_changed() {
    let mut trial = trial();
    trial.write("out/a.yaml", "title: 甲\n");
    trial.write("outside.yaml", "title: 甲\n");
    for file in [
        "data/clients.yaml",
        "data/fields.yaml",
        "out/a.yaml",
        "outside.yaml",
        "data/notices/../../outside.yaml",
        "data/notices/n-2.yaml",
        "/etc/hostname",
        "",
    ] {
        let body = json!({ "file": file, "path": ["title"], "seen": "", "text": "乙" });
        assert_eq!(trial.ask("passage", &body).0, 422, "{file}");
        assert_eq!(trial.change("passage", &body).0, 422, "{file}");
    }
    for path in [json!(["date"]), json!(["body", 9]), json!([]), json!("title"), json!([1.5])] {
        let body = json!({ "file": FILE, "path": path, "seen": "", "text": "乙" });
        assert_eq!(trial.change("passage", &body).0, 422, "{path}");
    }
    let body = json!({ "file": "data/incident.yaml", "path": ["parts", "窓口"] });
    let (_, told) = trial.ask("passage", &body);
    assert_eq!(told["where_ja"], "「窓口」の段落");
    let text = json!({ "file": "data/incident.yaml", "path": ["parts", "窓口"], "seen": told["seen"], "text": "総務" });
    assert_eq!(trial.change("passage", &text).0, 200);
    assert_eq!(trial.read("data/incident.yaml"), "name: 障害\nparts:\n  窓口: 総務\n");
}

#[test]
fn the_text_of_a_notice_that_was_issued_stays() {
    let mut trial = trial();
    let seen = passage(&mut trial, &json!(["body", 0]))["seen"].clone();
    // A list says that it was sent.
    trial.write("out/n-1/発送一覧.csv", "");
    let list =
        trial.desk.project.sending_list(&crate::ids::NoticeId::new("n-1").expect("an id"), "csv");
    let name = list.strip_prefix(trial.desk.project.root()).expect("below").display().to_string();
    trial.write(&name, "");
    let body = json!({ "file": FILE, "path": ["body", 0], "seen": seen, "text": "別" });
    assert_eq!(trial.change("passage", &body).0, 422);
    assert_eq!(trial.read(FILE), NOTICE);
}

#[test]
fn what_nobody_can_read_is_in_no_text() {
    let mut trial = trial();
    let seen = passage(&mut trial, &json!(["body", 0]))["seen"].clone();
    let text =
        |text: &str| json!({ "file": FILE, "path": ["body", 0], "seen": seen, "text": text });
    let block = |kind: &str, text: &str, heading: &str| {
        let block = json!({ "kind": kind, "text": text, "heading": heading });
        json!({ "file": FILE, "list": ["body"], "at": 0, "block": block })
    };
    let bulletin = |text: &str| json!({ "at": "2023-06-05T08:32", "text": text });
    for bad in ["\u{7}", "\u{0}", "\u{1b}", "\u{7f}", "\u{85}"] {
        let bad = format!("甲{bad}乙");
        for (name, body) in [
            ("passage", text(&bad)),
            ("passage", text(&format!("一行\n{bad}"))),
            ("block-add", block("text", &bad, "")),
            ("block-add", block("list", &format!("甲\n{bad}"), "")),
            ("block-add", block("heading", "甲", &bad)),
            ("bulletin", bulletin(&bad)),
        ] {
            let draft = json!({ "errand": name, "body": body });
            for (code, told) in [trial.change(name, &body), trial.ask("draft", &draft)] {
                assert_eq!(code, 422, "{name} {bad:?}: {told}");
                let problem = &told["problems"][0];
                let code = format!("U+{:04X}", u32::from(bad.chars().nth(1).unwrap_or_default()));
                assert!(problem["message"].to_string().contains(&code), "{name}: {told}");
                let hint = crate::messages::Message::DeleteOrRetype.to_string();
                assert_eq!(problem["hints"], json!([hint]), "{name}");
            }
        }
    }
    assert_eq!(trial.read(FILE), NOTICE);
    // A tab and a line break are no such thing.
    assert_eq!(trial.change("passage", &text("甲\t乙\r\n丙")).0, 200);
    assert_eq!(passage(&mut trial, &json!(["body", 0]))["text"], "甲\t乙\n丙");
    assert_eq!(trial.change("block-add", &block("text", "丁\t戊", "")).0, 200);
    assert_eq!(passage(&mut trial, &json!(["body", 0]))["text"], "丁\t戊");
    assert_eq!(trial.change("bulletin", &bulletin("甲\t乙\n丙")).0, 200);
    assert!(trial.read("data/incident.yaml").contains("甲\t乙\n"));
}

#[test]
fn a_value_of_the_offices_own_has_no_variables() {
    let mut trial = trial();
    let incident = "data/incident.yaml";
    trial.write(incident, "name: 障害\nvars: {電話: 03-1}\nparts:\n  窓口: 窓口です。\n");
    let ask = |trial: &mut Trial, file: &str, path: Json| {
        let (code, told) = trial.ask("passage", &json!({ "file": file, "path": path }));
        assert_eq!(code, 200, "{told}");
        told
    };
    for (file, path) in [
        (incident, json!(["vars", "電話"])),
        ("data/office.yaml", json!(["vars", "窓口名"])),
        (incident, json!(["name"])),
    ] {
        let told = ask(&mut trial, file, path);
        assert_eq!((&told["kind"], &told["variables"]), (&json!("value"), &json!([])), "{told}");
    }
    let part = ask(&mut trial, incident, json!(["parts", "窓口"]));
    assert!(part["variables"].to_string().contains("窓口名"), "{part}");
}
