//! `preview --live` without a browser: what it answers, and what it does not.

mod common;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use common::live::{Live, text};
use common::{NOTICE, TestProject};

#[test]
fn a_letter_follows_every_save() {
    let project = TestProject::base();
    let live = Live::start(&project, &["C-2"]);
    assert_eq!(live.clients()["first"], "C-2");
    let mut letters = live.follow("C-2");
    letters.until(|view| view["state"] == "fine" && text(view).contains("有限会社にほへ"));

    project.edit("data/clients.yaml", "有限会社にほへ", "有限会社とちり");
    let view = letters.until(|view| text(view).contains("有限会社とちり"));
    assert_eq!(view["name"], "有限会社とちり");

    // A template where there was no folder, and then a broken one.
    let template = fs::read_to_string(common::repository().join("templates/report.typ"));
    let template = template.expect("the template");
    project.write("templates/report.typ", &format!("{template}\n追記あり\n"));
    letters.until(|view| text(view).contains("追記あり"));
    project.write("templates/report.typ", &format!("{template}\n{{% if %}}\n"));
    let view = letters.until(|view| view["state"] == "error");
    assert_eq!(view["stale"], true);
    assert!(text(&view).contains("追記あり"), "the last letter that could be made");
    assert_eq!(view["problems"][0]["file"], "templates/report.typ");
    assert_eq!(view["problems"][0]["line"], template.lines().count() + 2);
    assert_eq!(view["problems"][0]["excerpt"]["before"], "{% if ");
    fs::remove_file(project.path("templates/report.typ")).expect("the template");
    letters.until(|view| view["state"] == "fine" && !text(view).contains("追記あり"));

    // A file that is missing, and comes back under another's name as editors do it.
    fs::rename(project.path("data/office.yaml"), project.path("data/draft")).expect("a move");
    letters.until(|view| view["state"] == "error");
    fs::rename(project.path("data/draft"), project.path("data/office.yaml")).expect("a move");
    letters.until(|view| view["state"] == "fine");

    // A whole folder that is replaced by another.
    fs::rename(project.path("data"), project.path("old")).expect("a move");
    letters.until(|view| view["state"] == "error");
    fs::rename(project.path("old"), project.path("data")).expect("a move");
    letters.until(|view| view["state"] == "fine");
    project.edit("data/clients.yaml", "有限会社とちり", "有限会社ぬるを");
    letters.until(|view| text(view).contains("有限会社ぬるを"));
    assert!(!project.path("out").exists(), "a preview writes nothing");
}

#[test]
fn a_client_that_goes_away_is_said_and_comes_back() {
    let project = TestProject::base();
    let live = Live::start(&project, &[]);
    let mut letters = live.follow("C-2");
    letters.until(|view| view["state"] == "fine");
    project.edit("data/clients.yaml", "id: C-2", "id: C-3");
    let view = letters.until(|view| view["state"] == "error");
    assert_eq!(view["problems"][0]["message"], "there is no client `C-2` any more");
    assert!(text(&view).contains("有限会社にほへ"));
    // With the list unreadable, the last one stays, and says so.
    project.edit("data/clients.yaml", "id: C-3", "id: [");
    letters.until(|view| view["problems"][0]["file"] == "data/clients.yaml");
    project.edit("data/clients.yaml", "id: [", "id: C-2");
    letters.until(|view| view["state"] == "fine");
}

#[test]
fn every_variant_is_numbered_and_every_error_listed() {
    let project = TestProject::base();
    project.edit("data/clients.yaml", "有限会社にほへ", "有限会社🀀にほへ");
    let live = Live::start(&project, &[]);
    let view = live.follow("C-1").until(|_| true);
    assert_eq!(view["state"], "fine");
    let view = live.follow("C-2").until(|_| true);
    assert_eq!(view["state"], "error");
    assert_eq!(view["problems"][0]["excerpt"]["meant"], "🀀");
    let list = live.clients();
    assert_eq!(list["clients"][0]["variant"], 1);
    assert_eq!(list["clients"][1]["state"], "error");
}

/// What is refused by `generate` is not to be had as a PDF either.
#[test]
fn a_letter_that_may_not_go_out_is_shown_to_be_so() {
    let project = TestProject::base();
    project.edit(NOTICE, "  - このたび", "  - 2024年2月6日（水）のこのたび");
    let live = Live::start(&project, &[]);
    let view = live.follow("C-2").until(|_| true);
    assert_eq!(view["state"], "error");
    assert_eq!(view["problems"][0]["check"], "weekday");
    assert_eq!(live.get("letter.pdf?client=C-2").status, 404);
}

/// A browser drops an event without data.
#[test]
fn every_change_of_the_list_is_an_event_with_data() {
    let project = TestProject::base();
    let live = Live::start(&project, &[]);
    let mut letters = live.follow("C-1");
    letters.until(|_| true);
    project.edit("data/clients.yaml", "有限会社にほへ", "有限会社にほへ御中");
    let mut states = Vec::new();
    while states.last().is_none_or(|state| state != "error") {
        assert_ne!(letters.next_data_of("clients"), "");
        states.push(live.clients()["clients"][1]["state"].clone());
    }
    assert_eq!(live.clients()["clients"][1]["errors"], 1);
}

/// The system names files by whole paths, whatever the project was called.
#[test]
fn a_project_that_is_not_named_is_followed_too() {
    let project = TestProject::base();
    let live = Live::start_inside(&project, &["C-2"]);
    let mut letters = live.follow("C-2");
    letters.until(|view| text(view).contains("有限会社にほへ"));
    project.edit("data/clients.yaml", "有限会社にほへ", "有限会社とちり");
    letters.until(|view| text(view).contains("有限会社とちり"));
    for way in ["NAME", "./NAME/", "NAME/data/../../NAME"] {
        let live = Live::start_above(&project, way, &["C-1"]);
        let mut letters = live.follow("C-1");
        letters.until(|view| text(view).contains("いろは"));
        project.edit("data/clients.yaml", "いろは", "ぬるを");
        letters.until(|view| text(view).contains("ぬるを"));
        project.edit("data/clients.yaml", "ぬるを", "いろは");
        letters.until(|view| text(view).contains("いろは"));
    }
}

/// Of saves that come faster than letters are made, the last one is shown: also one
/// that leaves size and time as they were.
#[test]
fn the_last_of_a_storm_of_saves_is_shown() {
    let project = TestProject::base();
    let live = Live::start(&project, &["C-2"]);
    let mut letters = live.follow("C-2");
    letters.until(|view| view["state"] == "fine");
    let path = project.path("data/clients.yaml");
    let before = fs::read_to_string(&path).expect("the clients");
    let time = fs::metadata(&path).and_then(|it| it.modified()).expect("a time");
    for storm in ["あ", "い", "う", "え", "お"] {
        for save in 0..300 {
            let name = if save == 299 { storm } else { "他" };
            let text = before.replace("有限会社にほへ", &format!("有限会社{name}{name}{name}"));
            fs::write(&path, text).expect("a writable file");
            let file = fs::File::options().write(true).open(&path).expect("a file");
            file.set_modified(time).expect("a time");
            // A busy page asks for other things meanwhile.
            if save % 100 == 0 {
                drop(live.try_to_follow(&format!("X-{save}")));
            }
        }
        letters.until(|view| text(view).contains(&format!("有限会社{}", storm.repeat(3))));
    }
}

#[test]
fn the_pdf_is_the_letter_that_generate_makes() {
    let project = TestProject::base();
    let live = Live::start(&project, &[]);
    let answer = live.get("letter.pdf?client=C-2");
    assert_eq!(answer.status, 200);
    assert!(answer.head.contains("content-type: application/pdf"), "{}", answer.head);
    project.succeed(&["generate"]);
    let made = fs::read(project.path("out/report-1/C-2.pdf")).expect("the letter");
    assert!(answer.body == made);
}

#[test]
fn who_is_not_meant_is_told_nothing() {
    let project = TestProject::base();
    let live = Live::start(&project, &[]);
    let (base, host) = (live.base().to_owned(), live.host().to_owned());
    let port = host.rsplit(':').next().expect("a port");
    let guessed = format!("/{}/", "0".repeat(32));
    let cases = [
        ("GET", "/".to_owned(), host.clone(), 404),
        ("GET", "/clients".to_owned(), host.clone(), 404),
        ("GET", guessed.clone(), host.clone(), 404),
        ("GET", format!("{guessed}clients"), host.clone(), 404),
        ("GET", "/../data/clients.yaml".to_owned(), host.clone(), 404),
        ("GET", format!("{base}../data/clients.yaml"), host.clone(), 404),
        ("GET", format!("{base}%2e%2e/data/clients.yaml"), host.clone(), 404),
        ("GET", format!("{base}data/clients.yaml"), host.clone(), 404),
        ("GET", format!("{base}picture/../../data/clients.yaml"), host.clone(), 404),
        ("GET", format!("{base}picture/..%2f..%2fdata%2fclients.yaml"), host.clone(), 404),
        ("GET", format!("{base}picture/"), host.clone(), 404),
        ("GET", format!("{base}letter.pdf?client=C-9"), host.clone(), 404),
        ("GET", format!("{base}letter.pdf?client=..%2fdata"), host.clone(), 404),
        ("GET", format!("{base}events?client=%3Cscript%3E"), host.clone(), 404),
        ("POST", format!("{base}clients"), host.clone(), 405),
        ("GET", base.clone(), "example.com".to_owned(), 421),
        ("GET", format!("{base}clients"), format!("example.com:{port}"), 421),
        ("GET", format!("{base}clients"), "127.0.0.1:1".to_owned(), 421),
        ("GET", format!("{base}clients"), String::new(), 421),
        ("GET", format!("http://example.com{base}clients"), host.clone(), 421),
    ];
    for (method, path, name, status) in cases {
        let answer = live.request(method, &path, &name);
        assert_eq!(answer.status, status, "{method} {path} as {name}");
        let body = String::from_utf8_lossy(&answer.body);
        assert!(!body.contains("いろは") && !body.contains("C-1"), "{path}: {body}");
    }
    for path in [&base, "/", "/nothing"] {
        for name in [&host, "example.com"] {
            let head = live.request("GET", path, name).head;
            assert!(head.contains("referrer-policy: no-referrer"), "{path}: {head}");
            assert!(head.contains("cache-control: no-store"), "{path}: {head}");
        }
    }
    for name in [host.clone(), format!("localhost:{port}")] {
        let answer = live.request("GET", &base, &name);
        assert_eq!(answer.status, 200, "{name}");
        assert!(answer.head.contains("content-security-policy: default-src 'none'"));
        assert!(answer.head.contains("referrer-policy: no-referrer"));
    }
}

#[test]
fn a_flood_is_answered_or_refused_and_survived() {
    const REQUESTS: usize = 2000;
    const SENDERS: usize = 8;
    let project = TestProject::base();
    let live = Live::start(&project, &[]);
    let paths =
        ["", "clients", "letter.pdf?client=C-1", "events?client=../..", "picture/x", "nothing"];
    thread::scope(|scope| {
        for sender in 0..SENDERS {
            let live = &live;
            scope.spawn(move || {
                for request in 0..REQUESTS / SENDERS {
                    let answer = live.get(paths[(request + sender) % paths.len()]);
                    assert!(matches!(answer.status, 200 | 404 | 503), "{}", answer.status);
                }
            });
        }
    });
    // Pages that are opened and never closed are refused at last, and then let in again.
    let open: Vec<_> = (0..100).map(|number| live.try_to_follow(&format!("X-{number}"))).collect();
    drop(open);
    live.follow("C-1").until(|view| view["state"] == "fine");
}

/// Everybody on the machine can read a program's command line.
#[cfg(target_os = "linux")]
#[test]
fn what_a_browser_is_started_with_leads_to_the_page_once() {
    let project = TestProject::base();
    let (live, arguments) = Live::start_with_browser(project.command(&["preview", "--live"]));
    let (base, host) = (live.base().to_owned(), live.host().to_owned());
    assert!(!arguments.contains(base.trim_matches('/')), "{arguments}");
    let paths: Vec<&str> = arguments
        .lines()
        .filter_map(|it| it.strip_prefix("http://")?.strip_prefix(host.as_str()))
        .collect();
    let [once] = paths[..] else { panic!("one address in {arguments}") };
    // To look, to guess or to ask in another name does not use it up.
    for (method, path, name, status) in [
        ("HEAD", once, &*host, 404),
        ("POST", once, &*host, 405),
        ("GET", &once[..once.len() - 1], &*host, 404),
        ("GET", once, "example.com", 421),
    ] {
        assert_eq!(live.request(method, path, name).status, status, "{method} {path}");
    }
    let answer = live.request("GET", once, &host);
    assert_eq!(answer.status, 303, "{}", answer.head);
    for line in [&format!("location: {base}"), "cache-control: no-store", "no-referrer"] {
        assert!(answer.head.contains(line), "{}", answer.head);
    }
    for _ in 0..3 {
        let answer = live.request("GET", once, &host);
        assert_eq!(answer.status, 410, "{}", answer.head);
        let told = format!("{}{}", answer.head, String::from_utf8_lossy(&answer.body));
        assert!(!told.contains(base.trim_matches('/')), "{told}");
    }
    // The address on the terminal stays good.
    assert_eq!(live.get("").status, 200);
    assert_eq!(live.get("").status, 200);
    let (_, said) = live.interrupt();
    assert!(said.contains("was opened a second time"), "{said}");
}

#[cfg(unix)]
#[test]
fn connections_that_say_nothing_keep_nobody_out() {
    const IDLE: usize = 200;
    let project = TestProject::base();
    let live = Live::start_with_files(&project, 256);
    let mut letters = live.follow("C-2");
    letters.until(|view| view["state"] == "fine");
    let mut idle: Vec<_> = (0..IDLE).map(|_| live.connect()).collect();
    for (number, stream) in idle.iter_mut().enumerate() {
        // Some of them begin to say something; the first have been closed already.
        let _ = match number % 3 {
            0 => Ok(()),
            1 => write!(stream, "GET / HTTP/1.1\r\nHost: "),
            _ => write!(stream, "GET /nothing HTTP/1.1\r\nHost: {}\r\n\r\n", live.host()),
        };
    }
    for path in ["", "clients", "letter.pdf?client=C-1"] {
        assert_eq!(live.get(path).status, 200, "{path}");
    }
    live.follow("C-1").until(|view| view["state"] == "fine");
    // A page that is open is no idle connection.
    project.edit("data/clients.yaml", "有限会社にほへ", "有限会社とちり");
    letters.until(|view| text(view).contains("有限会社とちり"));
    // The oldest had to go.
    assert!(matches!(idle[0].read(&mut [0; 1]), Ok(0) | Err(_)), "it is open still");
}

#[test]
fn ctrl_c_ends_it_well() {
    let project = TestProject::base();
    let live = Live::start(&project, &[]);
    let mut letters = live.follow("C-1");
    letters.until(|_| true);
    let (status, said) = live.interrupt();
    assert_eq!(status.code(), Some(0), "{said}");
    insta::assert_snapshot!(said, @"the letter is shown at this address; Ctrl-C ends it:");
}

#[test]
fn a_port_in_use_is_said_or_the_next_one_taken() {
    let project = TestProject::base();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let output = project.run(&["preview", "--live", "--no-open", "--port", &port]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).replace(&port, "PORT");
    assert!(
        said.starts_with("error: port PORT is in use; leave `--port` out, or name another"),
        "{said}"
    );
    let first = Live::start(&project, &[]);
    let second = Live::start(&project, &[]);
    assert_ne!(first.host(), second.host());
    assert_ne!(first.base(), second.base(), "each run has an address of its own");
}
