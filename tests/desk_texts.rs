//! The letter's own text on the desk: changed until it was sent, and not after that.

mod common;

use common::desk::Desk;
use common::{NOTICE, TestProject};
use serde_json::json;

#[test]
fn a_text_is_changed_and_taken_back_until_it_was_sent() {
    let project = TestProject::model();
    let notice = || std::fs::read_to_string(project.path(NOTICE)).expect("text");
    let before = notice();
    let desk = Desk::start(&project);
    let place = json!({ "file": NOTICE, "path": ["body", 0] });
    let (status, passage) = desk.ask("passage", &place);
    assert_eq!(status, 200, "{passage}");
    let change = |text: &str, seen: &serde_json::Value| json!({ "file": NOTICE, "path": ["body", 0], "seen": seen, "text": text });
    // Shown, and not written.
    let draft =
        json!({ "errand": "passage", "body": change("下書きの文です。", &passage["seen"]) });
    let (status, effect) = desk.ask("draft", &draft);
    assert_eq!((status, &effect["problems"]), (200, &json!([])), "{effect}");
    assert_eq!(effect["changed"], effect["of"], "every letter has it");
    let when = json!({ "business": null });
    let wrong =
        json!({ "file": NOTICE, "path": ["body", 0], "seen": passage["seen"], "when": when });
    let (_, effect) = desk.ask("draft", &json!({ "errand": "condition", "body": wrong }));
    assert!(effect["problems"].as_array().is_none_or(|it| !it.is_empty()), "{effect}");
    assert_eq!(notice(), before);
    // Written, and taken back.
    desk.succeed("passage", &change("書いた文です。\n\n次の段落です。", &passage["seen"]));
    assert!(notice().contains("  - |\n    書いた文です。\n\n    次の段落です。\n"));
    assert_eq!(desk.change("passage", &change("別の文です。", &passage["seen"])).0, 409);
    desk.succeed("undo", &json!({}));
    assert_eq!(notice(), before);
    // Sent.
    desk.succeed("make", &json!({}));
    desk.succeed("issue", &json!({ "by": "山田" }));
    let (_, outline) = desk.ask("outline", &json!({}));
    assert_eq!(outline["file"], NOTICE);
    let block = json!({ "kind": "text", "text": "加えた文です。" });
    for (name, body) in [
        ("passage", change("別の文です。", &passage["seen"])),
        ("condition", wrong),
        ("block-add", json!({ "file": NOTICE, "list": ["body"], "at": 0, "block": block })),
        (
            "block-move",
            json!({ "file": NOTICE, "path": ["body", 0], "seen": passage["seen"], "by": 1 }),
        ),
        ("block-remove", json!({ "file": NOTICE, "path": ["body", 0], "seen": passage["seen"] })),
    ] {
        let (status, answer) = desk.change(name, &body);
        assert_eq!(status, 422, "{name}: {answer}");
        let problem = &answer["problems"][0];
        let message = problem["message"].as_str().expect("a message");
        assert!(message.contains("was issued"), "{name}: {message}");
        assert_eq!(problem["hints"][0], "write the next notice", "{name}: {problem}");
    }
    assert_eq!(notice(), before);
}
