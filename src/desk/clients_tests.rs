use serde_json::json;

use super::super::trial::{Trial, fields};
use super::*;

const LIST: &str = "# 宛先\n- id: C-0001 # 最初\n  name: 甲商事\n  honorific: 御中\n  # 移転の予定\n  \
                    postal_code: 101-0041\n  address: [東京都, みなとビル]\n  delivery: 郵送\n  \
                    担当: 佐々木\n  業務:\n    - 給与計算 # 本社だけ\n    - 年末調整\n  data:\n    \
                    - {item: 氏名, persons: 3}\n\n# 次\n- id: C-0002\n  name: 乙\n  honorific: 様\n";
const FIELDS: &str =
    "担当: {}\n業務: {values: [給与計算, 年末調整], several: true}\n人数: {kind: 数}\n";

fn trial() -> Trial {
    let trial = Trial::with_clients(LIST);
    trial.write("data/fields.yaml", FIELDS);
    trial
}

fn seen_of(trial: &mut Trial, client: &str) -> String {
    let (code, told) = trial.ask("client", &json!({ "client": client }));
    assert_eq!(code, 200, "{told}");
    told["seen"].as_str().expect("a word").to_owned()
}

fn change_in(trial: &mut Trial, client: &str, changes: Json) -> (u16, Json) {
    let seen = seen_of(trial, client);
    trial.change("client", &json!({ "client": client, "seen": seen, "changes": changes }))
}

#[test]
fn a_record_is_shown_as_a_form() {
    let mut trial = trial();
    let (code, told) = trial.ask("client", &json!({ "client": "C-0001" }));
    assert_eq!(code, 200);
    let values = json!({
        "id": "C-0001", "name": "甲商事", "honorific": "御中", "postal_code": "101-0041",
        "address": ["東京都", "みなとビル"], "delivery": "郵送", "担当": "佐々木",
        "業務": ["給与計算", "年末調整"],
    });
    assert_eq!(told["values"], values);
    assert_eq!((&told["file"], &told["line"]), (&json!("data/clients.yaml"), &json!(2)));
    assert_eq!((&told["problems"], &told["rows"]), (&json!([]), &json!({ "data": 1 })));
    // How it travels is shown where it is written.
    let (_, told) = trial.ask("client", &json!({ "client": "C-0002" }));
    assert_eq!(told["values"], json!({ "id": "C-0002", "name": "乙", "honorific": "様" }));
    assert_eq!(trial.ask("client", &json!({ "client": "C-9" })).0, 422);
    assert_eq!(trial.ask("client", &json!({})).0, 422);
    assert_eq!(trial.ask("client", &json!([1])).0, 422);
}

#[test]
fn several_fields_change_at_once_and_all_else_stays() {
    let mut trial = trial();
    let changes = json!({
        "name": " 甲ホールディングス ", "address": ["大阪府", "みなとビル"], "担当": null,
        "person.name": "湊 一朗", "人数": "12", "業務": ["給与計算"], "honorific": "御中",
    });
    let told = change_in(&mut trial, "C-0001", changes);
    assert_eq!(told, (200, json!({ "client": "C-0001" })));
    let wanted = LIST
        .replace("甲商事", "甲ホールディングス")
        .replace("[東京都, ", "[大阪府, ")
        .replace("  担当: 佐々木\n", "")
        .replace("    - 年末調整\n", "")
        .replace("  # 移転の予定\n", "  person:\n    name: 湊 一朗\n  # 移転の予定\n")
        .replace("  data:\n", "  人数: 12\n  data:\n");
    assert_eq!(trial.read("data/clients.yaml"), wanted);
}

#[test]
fn what_is_wrong_is_told_beside_its_field_and_nothing_is_written() {
    let long = "あ".repeat(200 << 10);
    for (changes, wanted) in [
        (json!({ "postal_code": "12", "name": "丙" }), vec!["postal_code"]),
        (json!({ "name": " " }), vec!["name"]),
        (json!({ "id": "a/b" }), vec!["id"]),
        (json!({ "id": "../../x" }), vec!["id"]),
        (json!({ "id": "c-0002" }), vec!["id"]),
        (json!({ "id": null, "honorific": "" }), vec!["id", "honorific"]),
        (json!({ "name": long }), vec!["name"]),
        (json!({ "name": "甲\u{0}" }), vec!["name"]),
        (json!({ "担当": "甲\n  name: 乙" }), vec!["担当"]),
        (json!({ "honorific": "殿様" }), vec!["honorific"]),
        (json!({ "known_on": "きのう", "人数": "たくさん" }), vec!["known_on", "人数"]),
        (json!({ "業務": ["監査"] }), vec!["業務"]),
        (json!({ "address": null }), vec!["delivery"]),
        (json!({ "delivery": "メール" }), vec!["delivery"]),
        (json!({ "route": "完了" }), vec!["route"]),
        (json!({ "person.title": "部長" }), vec!["person.name"]),
        (json!({ "name": { "x": 1 } }), vec!["name"]),
        (json!({ "data": "3" }), vec!["data"]),
        (json!({ "nonsense": "3" }), vec!["nonsense"]),
    ] {
        let mut trial = trial();
        let told = change_in(&mut trial, "C-0001", changes.clone());
        assert_eq!(fields(&told), wanted, "{changes} {told:?}");
        assert_eq!(trial.read("data/clients.yaml"), LIST);
    }
}

#[test]
fn texts_that_yaml_would_read_otherwise_stay_what_they_are() {
    let mut trial = trial();
    for text in
        ["甲: 乙", "#1", "- 甲", "{{ 名 }}", "true", "5.10", "'甲\"", "*甲", "& 甲", "甲 #乙"]
    {
        let told = change_in(&mut trial, "C-0002", json!({ "担当": text }));
        assert_eq!(told.0, 200, "{text} {told:?}");
        let (_, told) = trial.ask("client", &json!({ "client": "C-0002" }));
        assert_eq!(told["values"]["担当"], text);
    }
}

#[test]
fn what_was_changed_meanwhile_is_a_conflict_unless_it_says_the_same() {
    let mut trial = trial();
    let seen = seen_of(&mut trial, "C-0001");
    let by_hand = LIST.replace("甲商事", "甲社").replace("乙", "丁");
    trial.write("data/clients.yaml", &by_hand);
    let body =
        |name: &str| json!({ "client": "C-0001", "seen": seen, "changes": { "name": name } });
    let (code, now) = trial.change("client", &body("丙"));
    assert_eq!((code, &now["values"]["name"]), (409, &json!("甲社")));
    assert_eq!(trial.change("client", &body("甲社")).0, 200);
    assert_eq!(trial.read("data/clients.yaml"), by_hand);
    // With what it says now, it goes on.
    let body = json!({ "client": "C-0001", "seen": now["seen"], "changes": { "name": "丙" } });
    assert_eq!(trial.change("client", &body).0, 200);
    assert_eq!(trial.read("data/clients.yaml"), by_hand.replace("甲社", "丙"));
    let (code, _) = trial.change("client-remove", &json!({ "client": "C-0001", "seen": seen }));
    assert_eq!(code, 409);
}

#[test]
fn another_record_that_changes_is_no_conflict() {
    let mut trial = trial();
    let seen = seen_of(&mut trial, "C-0001");
    trial.write("data/clients.yaml", &LIST.replace("乙", "丁"));
    let body = json!({ "client": "C-0001", "seen": seen, "changes": { "name": "丙" } });
    assert_eq!(trial.change("client", &body).0, 200);
    assert_eq!(trial.read("data/clients.yaml"), LIST.replace("乙", "丁").replace("甲商事", "丙"));
}

#[test]
fn a_wrong_record_is_shown_as_it_is_written_and_mended_field_by_field() {
    let wrong = "- id: C-0001\n  name: 甲\n  honorific: 御中殿\n  postal_code: '12'\n  person: {title: 部長}\n  \
                 address:\n    - 一行 # 仮\n    - 二行\n  adress: 甲\n";
    let mut trial = Trial::with_clients(wrong);
    let (_, told) = trial.ask("client", &json!({ "client": "C-0001" }));
    let values = json!({
        "id": "C-0001", "name": "甲", "honorific": "御中殿", "postal_code": "12",
        "person.title": "部長", "address": ["一行", "二行"],
    });
    assert_eq!(told["values"], values);
    let problems = told["problems"].as_array().expect("problems").iter();
    let beside: Vec<Option<&str>> = problems.map(|it| it["field"].as_str()).collect();
    assert_eq!(beside, [Some("honorific"), Some("person.name"), Some("postal_code"), None]);
    // One wrong value for another mends nothing.
    let told = change_in(&mut trial, "C-0001", json!({ "honorific": "殿" }));
    assert_eq!(fields(&told), ["honorific"]);
    assert_eq!(change_in(&mut trial, "C-0001", json!({ "honorific": "御中" })).0, 200);
    assert_eq!(change_in(&mut trial, "C-0001", json!({ "postal_code": "1010041" })).0, 200);
    let told = change_in(&mut trial, "C-0001", json!({ "person.name": "湊", "address": ["一行"] }));
    assert_eq!(told.0, 200);
    let wanted = wrong
        .replace("御中殿", "御中")
        .replace("'12'", "101-0041")
        .replace("部長}", "部長, name: 湊}")
        .replace("    - 二行\n", "");
    assert_eq!(trial.read("data/clients.yaml"), wanted);
    let (_, told) = trial.ask("client", &json!({ "client": "C-0001" }));
    assert_eq!(told["problems"].as_array().map(Vec::len), Some(1));
}

#[test]
fn two_records_with_one_id_are_parted() {
    let mut trial = Trial::with_clients(
        "- {id: C-1, name: 甲, honorific: 様}\n- {id: c-1, name: 乙, honorific: 様}\n",
    );
    let (_, told) = trial.ask("client", &json!({ "client": "c-1" }));
    assert_eq!(told["problems"][0]["field"], "id");
    assert_eq!(
        change_in(&mut trial, "c-1", json!({ "id": "C-2" })),
        (200, json!({ "client": "C-2" }))
    );
    assert_eq!(trial.ask("client", &json!({ "client": "C-2" })).1["problems"], json!([]));
}

#[test]
fn a_new_client_gets_the_next_number_and_the_lines_of_the_others() {
    let mut trial = trial();
    let (_, told) = trial.ask("fields", &json!({ "new": true }));
    assert_eq!(told["id"], "C-0003");
    assert_eq!(trial.ask("fields", &json!({})).1["id"], json!(null));
    let values =
        json!({ "name": "丙", "honorific": "様", "email": "a@example.jp", "業務": ["年末調整"] });
    let told = trial.change("client-add", &json!({ "values": values }));
    assert_eq!(told, (200, json!({ "client": "C-0003" })));
    let new =
        "\n- id: C-0003\n  name: 丙\n  honorific: 様\n  email: a@example.jp\n  業務: 年末調整\n";
    assert_eq!(trial.read("data/clients.yaml"), format!("{LIST}{new}"));
    for (values, wanted) in [
        (json!({ "name": "丁" }), vec!["honorific"]),
        (json!({}), vec!["name", "honorific"]),
        (json!({ "id": "C-0001", "name": "丁", "honorific": "様" }), vec!["id"]),
        (json!({ "id": "a b", "name": "丁", "honorific": "様" }), vec!["id"]),
        (json!({ "name": "丁", "honorific": "様", "delivery": "FAX" }), vec!["delivery"]),
    ] {
        let told = trial.change("client-add", &json!({ "values": values }));
        assert_eq!(fields(&told), wanted, "{told:?}");
    }
}

#[test]
fn the_first_client_makes_the_list() {
    let mut trial = trial();
    std::fs::remove_file(trial.desk.project.root().join("data/clients.yaml")).expect("a file");
    let values = json!({ "name": "丙", "honorific": "様" });
    let told = trial.change("client-add", &json!({ "values": values }));
    assert_eq!(told, (200, json!({ "client": "C-0001" })));
    assert!(
        trial.read("data/clients.yaml").contains("- id: C-0001\n  name: 丙\n  honorific: 様\n")
    );
}

#[test]
fn a_client_goes_with_its_comment_and_no_other() {
    let mut trial = trial();
    let seen = seen_of(&mut trial, "C-0002");
    let told = trial.change("client-remove", &json!({ "client": "C-0002", "seen": seen }));
    assert_eq!(told, (200, json!({})));
    let left = trial.read("data/clients.yaml");
    assert!(LIST.starts_with(&left) && !left.contains("次"), "{left}");
    // A condition that names it would be wrong without it.
    let seen = seen_of(&mut trial, "C-0001");
    trial.write("data/clients.yaml", LIST);
    let body = "date: 2023-06-09\ntitle: ご報告\nbody:\n  - {text: 甲, when: {id: C-0001}}\n";
    trial.write("data/notices/n-1.yaml", body);
    let told = trial.change("client-remove", &json!({ "client": "C-0001", "seen": seen }));
    assert_eq!(told.0, 422, "{told:?}");
    assert_eq!(trial.read("data/clients.yaml"), LIST);
}

#[test]
fn changes_are_taken_back_in_order_to_the_first_bytes() {
    let mut trial = trial();
    assert_eq!(change_in(&mut trial, "C-0001", json!({ "name": "丙", "業務": [] })).0, 200);
    let values = json!({ "name": "丁", "honorific": "様" });
    assert_eq!(trial.change("client-add", &json!({ "values": values })).0, 200);
    let seen = seen_of(&mut trial, "C-0002");
    let body = json!({ "client": "C-0002", "seen": seen });
    assert_eq!(trial.change("client-remove", &body).0, 200);
    let what: Vec<Json> =
        (0..3).map(|_| trial.change("undo", &json!({})).1["what"].clone()).collect();
    let said = |message: Message| json!(message.to_string());
    let name = |name: &str| name.to_owned();
    let wanted = [
        said(Message::UndoClientRemove { name: name("乙") }),
        said(Message::UndoClientAdd { name: name("丁") }),
        said(Message::UndoClient { name: name("甲商事") }),
    ];
    assert_eq!(what, wanted);
    assert_eq!(trial.read("data/clients.yaml"), LIST);
}

#[test]
fn what_a_letter_says_of_a_value_is_no_reason_to_keep_the_old_one() {
    let mut trial = trial();
    // A check of content warns of the brackets.
    let told = change_in(&mut trial, "C-0002", json!({ "name": "乙（本店)" }));
    assert_eq!(told.0, 200, "{told:?}");
    for client in ["C-0001", "C-0002"] {
        let seen = seen_of(&mut trial, client);
        let told = trial.change("client-remove", &json!({ "client": client, "seen": seen }));
        assert_eq!(told.0, 200, "{told:?}");
    }
    assert!(!trial.read("data/clients.yaml").contains("id:"));
    let told =
        trial.change("client-add", &json!({ "values": { "name": "甲", "honorific": "様" } }));
    assert_eq!(told.0, 200, "{told:?}");
}

#[test]
fn a_record_that_cannot_be_changed_by_itself_is_told_with_its_place() {
    let mut trial =
        Trial::with_clients("- &a\n  id: C-1\n  name: 甲\n  honorific: 様\n- <<: *a\n  id: C-2\n");
    let told = change_in(&mut trial, "C-1", json!({ "name": "乙" }));
    assert_eq!(fields(&told), ["-"]);
    let problem = &told.1["problems"][0];
    assert_eq!((&problem["file"], &problem["line"]), (&json!("data/clients.yaml"), &json!(1)));
}

#[test]
fn a_change_that_would_lose_a_comment_is_for_a_hand() {
    let list = "- id: C-0001\n  name: 甲\n  honorific: 様\n  \
                業務: [給与計算, # 月末締め\n    年末調整]\n  phone: 03-0000-0000 # 6/12 本人より\n\n\
                - {id: C-0002, name: 乙, honorific: 様, phone: 03-1, # 朝\n   fax: 03-2}\n";
    let mut trial = Trial::with_clients(list);
    trial.write("data/fields.yaml", FIELDS);
    let changes = [
        ("C-0001", json!({ "業務": ["給与計算"] }), "# 月末締め", 1),
        ("C-0002", json!({ "fax": null }), "", 8),
    ];
    for (client, changes, comment, line) in changes {
        let told = change_in(&mut trial, client, changes);
        assert_eq!(fields(&told), ["-"]);
        let problem = &told.1["problems"][0];
        assert!(problem["message"].to_string().contains(comment), "{problem}");
        let place = (&problem["file"], &problem["line"]);
        assert_eq!(place, (&json!("data/clients.yaml"), &json!(line)));
        let hint = Message::ChangeByHand.to_string();
        assert!(problem["hints"].to_string().contains(&hint), "{problem}");
        assert_eq!(trial.read("data/clients.yaml"), list);
    }
    // The one beside what goes stays where it was.
    assert_eq!(change_in(&mut trial, "C-0001", json!({ "phone": null })).0, 200);
    let left = list.replace("phone: 03-0000-0000 ", "");
    assert_eq!(trial.read("data/clients.yaml"), left);
}

#[test]
fn a_record_that_is_wrong_keeps_its_comments_too() {
    let list = "- id: C-0001\n  name: 甲\n  honorific: 様\n  postal_code: 1 # 要確認\n  \
                業務: [給与計算, # 月末締め\n    年末調整]\n";
    let mut trial = Trial::with_clients(list);
    trial.write("data/fields.yaml", FIELDS);
    let told = change_in(&mut trial, "C-0001", json!({ "業務": ["給与計算"] }));
    assert_eq!(fields(&told), ["-"]);
    assert_eq!(trial.read("data/clients.yaml"), list);
    assert_eq!(change_in(&mut trial, "C-0001", json!({ "postal_code": null })).0, 200);
    assert_eq!(trial.read("data/clients.yaml"), list.replace("postal_code: 1 ", ""));
}
