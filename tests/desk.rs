//! The desk without a browser: who may ask for what, what is taken back, and that there is
//! one desk for one project.

mod common;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use common::desk::Desk;
use common::{NOTICE, TestProject, files_below};
use serde_json::json;

/// Every file of the project's facts, as it is.
fn facts(project: &TestProject) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = files_below(&project.path("data")).into_iter();
    files.map(|path| (path.clone(), std::fs::read(path).expect("a file"))).collect()
}

/// A project whose notice does not tell of the last bulletin yet.
fn before_the_last_bulletin() -> TestProject {
    let project = TestProject::model();
    project.edit(NOTICE, "as_of: 2023-06-08T17:08", "as_of: 2023-06-07T12:00");
    project
}

/// What is wrong with a request: its name, the path, the headers.
type Fault<'a> = (&'a str, &'a str, Vec<(&'a str, &'a str)>);

#[test]
fn what_does_not_come_from_the_page_changes_nothing() {
    let project = before_the_last_bulletin();
    let before = facts(&project);
    let desk = Desk::start(&project);
    let (host, origin) = (desk.live.host().to_owned(), desk.origin());
    let path = format!("{}do/tell", desk.live.base());
    let kind = ("Content-Type", "application/json");
    let foreign = "http://evil.example";
    // Each has a good ticket and one fault.
    let faults: [Fault<'_>; 9] = [
        ("no origin", &path, vec![("Host", &host), kind]),
        ("a foreign origin", &path, vec![("Host", &host), kind, ("Origin", foreign)]),
        ("no site at all", &path, vec![("Host", &host), kind, ("Origin", "null")]),
        ("a foreign host", &path, vec![("Host", "evil.example"), kind, ("Origin", &origin)]),
        (
            "a host and origin that point here",
            &path,
            vec![("Host", "evil.example:80"), kind, ("Origin", "http://evil.example:80")],
        ),
        (
            "what the browser says of the site",
            &path,
            vec![("Host", &host), kind, ("Origin", &origin), ("Sec-Fetch-Site", "cross-site")],
        ),
        (
            "a form",
            &path,
            vec![("Host", &host), ("Origin", &origin), ("Content-Type", "text/plain")],
        ),
        ("no kind", &path, vec![("Host", &host), ("Origin", &origin)]),
        ("no token", "/do/tell", vec![("Host", &host), kind, ("Origin", &origin)]),
    ];
    for (fault, path, mut headers) in faults {
        let ticket = desk.ticket();
        headers.push(("X-Ticket", &ticket));
        let answer = desk.live.send("POST", path, &headers, "{}").expect("an answer");
        assert!(matches!(answer.status, 403 | 404 | 421), "{fault}: {}", answer.status);
    }
    // Tickets: none, one that was never given, one that was used.
    assert_eq!(desk.post("do/tell", &[], "{}").expect("an answer").status, 403);
    let made_up = "0123456789abcdef0123456789abcdef";
    assert_eq!(desk.post("do/tell", &[("X-Ticket", made_up)], "{}").expect("it").status, 403);
    let ticket = desk.ticket();
    let used = desk.post("do/nothing", &[("X-Ticket", &ticket)], "{}").expect("an answer");
    assert_eq!(used.status, 404, "there is no such errand");
    let again = desk.post("do/tell", &[("X-Ticket", &ticket)], "{}").expect("an answer");
    assert_eq!(again.status, 403);
    // Nothing is changed by other methods, or by what only asks.
    for method in ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"] {
        let headers = [("Host", &*host), ("Origin", &origin), ("X-Ticket", &desk.ticket()), kind];
        let answer = desk.live.send(method, &path, &headers, "").expect("an answer");
        assert_eq!(answer.status, 405, "{method}");
    }
    assert_eq!(desk.ask("tell", &json!({})).0, 404);
    let ticket = desk.ticket();
    let broken = desk.post("do/tell", &[("X-Ticket", &ticket)], "{\"a\":").expect("an answer");
    assert_eq!(broken.status, 400);
    assert!(facts(&project) == before, "something has been changed");
    assert_eq!(desk.succeed("tell", &json!({}))["number"], 13);
    assert!(facts(&project) != before, "what all of these were refused");
}

#[test]
fn the_page_that_only_shows_changes_nothing() {
    let project = before_the_last_bulletin();
    let live = common::live::Live::start(&project, &[]);
    let origin = format!("http://{}", live.host());
    let headers =
        [("Host", live.host()), ("Origin", &*origin), ("Content-Type", "application/json")];
    for path in ["ticket", "ask/standing", "do/tell"] {
        let answer = live.send("POST", &format!("{}{path}", live.base()), &headers, "{}");
        assert_eq!(answer.expect("an answer").status, 404, "{path}");
    }
    assert!(!String::from_utf8_lossy(&live.get("").body).contains("data-desk=\"yes\""));
}

#[test]
fn two_thousand_requests_at_once_are_refused_or_answered() {
    const THREADS: usize = 100;
    const EACH: usize = 20;
    let project = before_the_last_bulletin();
    let before = facts(&project);
    let desk = Desk::start(&project);
    let (barrier, answered) = (Barrier::new(THREADS), AtomicUsize::new(0));
    thread::scope(|scope| {
        for number in 0..THREADS {
            let (desk, barrier, answered) = (&desk, &barrier, &answered);
            scope.spawn(move || {
                barrier.wait();
                for round in 0..EACH {
                    let forged = format!("{:032x}", number * EACH + round);
                    let answer = match round % 4 {
                        0 => desk.post("do/tell", &[("X-Ticket", &forged)], "{}"),
                        1 => desk.post("ask/letters", &[], "{}"),
                        2 => desk.post("ticket", &[], "{}"),
                        _ => desk.post("do/tell", &[], "{}"),
                    };
                    // Where there are too many connections, one is closed.
                    let Some(answer) = answer else { continue };
                    answered.fetch_add(1, Ordering::Relaxed);
                    let wanted: &[u16] = match round % 4 {
                        1 | 2 => &[200, 503],
                        _ => &[403],
                    };
                    assert!(wanted.contains(&answer.status), "{round}: {}", answer.status);
                }
            });
        }
    });
    println!("{} of {} were answered", answered.into_inner(), THREADS * EACH);
    assert!(facts(&project) == before, "something has been changed");
    assert_eq!(desk.succeed("tell", &json!({}))["number"], 13, "it goes on");
}

#[test]
fn a_change_is_taken_back_and_what_was_written_by_hand_stays() {
    let project = before_the_last_bulletin();
    let before = facts(&project);
    let desk = Desk::start(&project);
    desk.succeed("tell", &json!({}));
    assert_eq!(desk.succeed("undo", &json!({}))["what"], "bulletin 13 told of");
    assert!(facts(&project) == before);
    assert_eq!(desk.change("undo", &json!({})).0, 422, "there is nothing more");

    // Another line was changed by hand meanwhile: it stays.
    desk.succeed("tell", &json!({}));
    project.edit(NOTICE, "closing: 以上", "closing: 以上です");
    desk.succeed("undo", &json!({}));
    let notice = project.notice();
    assert!(notice.contains("as_of: 2023-06-07T12:00") && notice.contains("以上です"), "{notice}");
    project.edit(NOTICE, "closing: 以上です", "closing: 以上");
    assert!(facts(&project) == before);

    // The same line was: both cannot be, and nothing is done.
    project.edit(NOTICE, "as_of: 2023-06-07T12:00", "as_of: 2023-06-07T11:00");
    desk.succeed("tell", &json!({}));
    let told = std::fs::read_to_string(project.path(NOTICE)).expect("the notice");
    project.write(NOTICE, &told.replace("closing: 以上", "as_of: 2023-06-09T12:00\nclosing: 以上"));
    let by_hand = facts(&project);
    assert_eq!(desk.change("undo", &json!({})).0, 409);
    assert!(facts(&project) == by_hand);
}

#[test]
fn one_project_has_one_desk() {
    let project = TestProject::model();
    let first = Desk::start(&project);
    let output = project.run(&["desk", "--no-open"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains(&first.live.url), "{said}");
    // Another project has its own, and this one again when the first has ended.
    let other = TestProject::model();
    drop(Desk::start(&other));
    let (status, _) = first.live.interrupt();
    assert!(status.success());
    assert!(!project.path("out").join(".desk").exists(), "nothing is left");
    drop(Desk::start(&project));
}

/// As by a double click.
#[cfg(target_os = "linux")]
#[test]
fn without_a_command_the_desk_is_opened() {
    let project = TestProject::model();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_oshirase"));
    command.current_dir(project.path("."));
    let (live, opened) = common::live::Live::start_with_browser(command);
    assert!(opened.starts_with("http://127.0.0.1:"), "{opened}");
    let page = String::from_utf8_lossy(&live.get("").body).into_owned();
    assert!(page.contains("data-desk=\"yes\""), "{page}");
}

/// Ctrl-C while letters are made: those in hand come to their end, and nothing is left that
/// the next command would have to put right.
#[test]
fn ctrl_c_ends_the_making_of_letters_after_those_in_hand() {
    const CLIENTS: usize = 1500;
    let project = TestProject::of_clients(CLIENTS);
    let desk = Desk::start(&project);
    let mut stream = desk.live.connect();
    let (path, host) = (format!("{}do/make", desk.live.base()), desk.live.host());
    let (origin, ticket) = (desk.origin(), desk.ticket());
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nX-Ticket: {ticket}\r\n\
         Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"
    )
    .expect("a request");
    let letters = || {
        let files = files_below(&project.path("out")).into_iter();
        files.filter(|path| path.extension().is_some_and(|it| it == "pdf")).count()
    };
    while letters() == 0 {
        thread::yield_now();
    }
    let (status, _) = desk.live.interrupt();
    assert!(status.success());
    let made = letters();
    assert!((1..CLIENTS).contains(&made), "{made}");
    let unfinished = files_below(&project.path("out")).into_iter();
    let names =
        unfinished.filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    let unfinished: Vec<String> = names.filter(|name| name.contains("unfinished")).collect();
    assert!(unfinished.is_empty(), "{unfinished:?}");
    let output = project.run(&["generate", "--json"]);
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    let result: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(result["unchanged"].as_array().map(Vec::len), Some(made));
}

/// A small project of two clients.
fn of_two_clients() -> TestProject {
    let project = TestProject::base();
    let clients =
        "- honorific: 様\n  id: C-1\n  name: 甲\n- honorific: 様\n  id: C-2\n  name: 乙\n";
    project.write("data/clients.yaml", clients);
    project
}

/// Changes a client as the page does after it has read it.
fn change_client(desk: &Desk, client: &str, changes: serde_json::Value) {
    let (status, known) = desk.ask("client", &json!({ "client": client }));
    assert_eq!(status, 200, "{known}");
    let body = json!({ "client": client, "seen": known["seen"], "changes": changes });
    desk.succeed("client", &body);
}

#[test]
fn taking_back_never_changes_another_record_or_joins_lines() {
    let project = of_two_clients();
    let desk = Desk::start(&project);
    let by_hand = |text: &str| project.write("data/clients.yaml", text);
    let clients = || std::fs::read_to_string(project.path("data/clients.yaml")).expect("text");
    // The record is gone, and another stands in its place.
    change_client(&desk, "C-1", json!({ "honorific": "御中" }));
    by_hand("- honorific: 様\n  id: C-2\n  name: 乙\n");
    assert_eq!(desk.change("undo", &json!({})).0, 409);
    assert_eq!(clients(), "- honorific: 様\n  id: C-2\n  name: 乙\n");
    // Put back by hand, it can be taken back.
    by_hand("- honorific: 御中\n  id: C-1\n  name: 甲\n- honorific: 様\n  id: C-2\n  name: 乙\n");
    desk.succeed("undo", &json!({}));
    assert!(clients().starts_with("- honorific: 様\n  id: C-1\n"));
    // A note behind a file without an end of its last line.
    by_hand("- honorific: 様\n  id: C-1\n  name: 甲");
    desk.succeed("client-add", &json!({ "values": { "name": "新", "honorific": "様" } }));
    let noted = format!("{}# 手の覚え\n", clients());
    by_hand(&noted);
    assert_eq!(desk.change("undo", &json!({})).0, 409);
    assert_eq!(clients(), noted);
}

#[test]
fn what_was_sent_is_not_taken_back_and_is_shown_as_it_was_sent() {
    let project = of_two_clients();
    let desk = Desk::start(&project);
    change_client(&desk, "C-1", json!({ "name": "株式会社甲" }));
    desk.succeed("make", &json!({}));
    // Somebody sends them from a terminal.
    project.succeed(&["issue", "--by", "見本", "--yes"]);
    let (status, told) = desk.change("undo", &json!({}));
    assert_eq!((status, told["problems"].as_array().map(Vec::len)), (422, Some(1)), "{told}");
    assert_eq!(desk.change("undo", &json!({})).0, 422, "and nothing before it");
    // Whoever changes what letters share sees the letter that was sent.
    let mut letters = desk.live.follow("C-1");
    let sent = letters.until(|view| view["stale"] == false);
    let shown = common::live::text(&sent);
    project.edit("data/office.yaml", "name: ", "name: 新しい");
    let now = letters.until(|view| view["milliseconds"] != sent["milliseconds"]);
    assert_eq!(common::live::text(&now), shown);
    let (_, standing) = desk.ask("standing", &json!({}));
    assert_eq!((&standing["to_make"], &standing["stale"]), (&json!(0), &json!(0)), "{standing}");
}

#[test]
fn a_draft_is_in_no_file() {
    let project = of_two_clients();
    let desk = Desk::start(&project);
    let mut letters = desk.live.follow("C-1");
    letters.until(|view| view["stale"] == false);
    let saved = desk.live.get("letter.pdf?client=C-1").body;
    let passage = json!({ "file": NOTICE, "path": ["title"] });
    let (status, known) = desk.ask("passage", &passage);
    assert_eq!(status, 200, "{known}");
    let draft = json!({
        "file": NOTICE, "path": ["title"], "seen": known["seen"], "text": "書きかけの件名",
    });
    let (_, told) = desk.ask("draft", &json!({ "errand": "passage", "body": draft }));
    assert_eq!(told["changed"], 2, "{told}");
    letters.until(|view| view["draft"] == true && text_of(view).contains("書きかけの件名"));
    assert!(desk.live.get("letter.pdf?client=C-1").body == saved, "the draft is in the file");
    desk.ask("draft", &json!({ "errand": null }));
    letters.until(|view| view["draft"] == false);
}

fn text_of(view: &serde_json::Value) -> String {
    common::live::text(view)
}

/// A read-only file is its owner's wish; root, as which CI runs, may write it, so this looks
/// at what the program says of it.
#[test]
fn a_change_of_several_files_is_taken_back_whole_or_not_at_all() {
    let project = of_two_clients();
    let desk = Desk::start(&project);
    let before = facts(&project);
    let list = "番号,宛名,敬称,区分\nC-1,甲,様,あ\nC-2,乙,様,い\n";
    let data = {
        use base64::Engine;
        base64::prelude::BASE64_STANDARD.encode(list)
    };
    let body = json!({ "name": "一覧.csv", "data": data, "columns": { "区分": "new" } });
    let done = desk.succeed("import", &body);
    assert_eq!(done["written"], true, "{done}");
    let after = facts(&project);
    assert!(after.len() > before.len());
    let path = project.path("data/clients.yaml");
    let mut rights = std::fs::metadata(&path).expect("the file").permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&path, rights.clone()).expect("its rights");
    assert_eq!(desk.change("undo", &json!({})).0, 422);
    assert!(facts(&project) == after, "half of it was taken back");
    #[expect(clippy::permissions_set_readonly_false, reason = "a file in a temporary folder")]
    rights.set_readonly(false);
    std::fs::set_permissions(&path, rights).expect("its rights");
    desk.succeed("undo", &json!({}));
    assert!(facts(&project) == before);
}
