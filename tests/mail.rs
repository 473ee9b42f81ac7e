//! Notices of the kind メール: text, from the facts to the ledger and back.

mod common;

use std::fs;

use common::{TestProject, repository};

/// A mail with everything that a letter may have.
fn project() -> TestProject {
    let project = TestProject::empty();
    project.overlay(&repository().join("tests/mail"));
    fs::copy(repository().join("docs/letter.png"), project.path("data/map.png")).expect("a copy");
    project
}

/// The text of a client's mail.
fn mail(project: &TestProject, client: &str) -> String {
    let path = project.path("out/mail-1").join(format!("{client}.txt"));
    fs::read_to_string(path).expect("a mail")
}

#[test]
fn a_mail_says_what_a_letter_does() {
    let project = project();
    project.succeed(&["generate"]);
    assert_eq!(project.letters("mail-1"), ["C-1.txt", "C-2.txt"]);
    insta::assert_snapshot!("rich", mail(&project, "C-1"));
    insta::assert_snapshot!("long_name", mail(&project, "C-2"));
}

/// What `verify` says of the letters of a project.
fn verified(project: &TestProject) -> String {
    let output = project.run(&["verify"]);
    String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or_default().to_owned()
}

/// How many mails a run has made, and how many were as they should be.
fn made_and_unchanged(project: &TestProject) -> (usize, usize) {
    let said = project.json(&["generate"]);
    let count = |key: &str| said[key].as_array().expect("a list").len();
    (count("made"), count("unchanged"))
}

#[test]
fn a_mail_is_made_kept_and_brought_back_as_a_letter_is() {
    let project = project();
    let said = project.json(&["generate"]);
    assert_eq!(said["made"][0]["path"], "out/mail-1/C-1.txt");
    assert_eq!(said["made"][0]["pages"], 0);
    assert_eq!(made_and_unchanged(&project), (0, 2));
    assert_eq!(verified(&project), "2 letters verified: 0 missing, 0 altered, 0 unknown");

    // A text is made of nothing but itself.
    project.write("templates/report.typ", "= {{ client.name }}\n");
    assert_eq!(made_and_unchanged(&project), (0, 2));
    project.edit("data/notices/mail-1.yaml", "遅れません。", "遅れる予定はありません。");
    let status = project.json(&["status"]);
    assert_eq!(status["letters"][0]["standing"], "stale");
    assert_eq!(status["reasons"].as_object().map(|it| it.len()), Some(1), "{status}");
    assert_eq!(made_and_unchanged(&project), (2, 0));

    project.succeed(&["issue", "--by", "山川", "--yes"]);
    let sent = mail(&project, "C-1");
    let list = fs::read_to_string(project.path("out/mail-1-発送一覧.csv")).expect("a list");
    assert!(list.contains(",メール,,out/mail-1/C-1.txt,"), "{list}");
    project.edit("data/notices/mail-1.yaml", "遅れる予定はありません。", "未定です。");
    assert_eq!(made_and_unchanged(&project), (0, 0));
    assert_eq!(mail(&project, "C-1"), sent);

    let shown = project.path("shown.txt");
    let output = ["show", "C-1", "--output", &shown.to_string_lossy()];
    project.succeed(&output);
    assert_eq!(fs::read_to_string(&shown).expect("the mail"), sent);
    let file = project.path("out/mail-1/C-1.txt");
    fs::remove_file(&file).expect("the mail");
    assert_eq!(verified(&project), " missing  out/mail-1/C-1.txt");
    project.succeed(&["show", "C-1", "--restore"]);
    assert_eq!(mail(&project, "C-1"), sent);
    assert_eq!(verified(&project), "2 letters verified: 0 missing, 0 altered, 0 unknown");
    assert!(fs::metadata(&file).expect("the mail").permissions().readonly());
}

#[test]
fn words_that_change_are_shown_and_breaks_of_lines_are_not() {
    let project = project();
    project.succeed(&["generate"]);
    let change = ("不正アクセスを受けました。詳しく", "大規模な不正アクセスを受けました。詳しく");
    project.edit("data/notices/mail-1.yaml", change.0, change.1);
    let output = project.run(&["diff", "C-1"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(
        said,
        "計算に使用するクラウドサービスが{+大規模な+}不正アクセスを受けました。詳し\n"
    );
    let page = project.path("page.html");
    let html = ["diff", "C-1", "--format", "html", "--output", &page.to_string_lossy()];
    project.succeed(&html);
    let page = fs::read_to_string(&page).expect("a page");
    assert_eq!(page.matches("<pre>").count(), 2);
    assert!(page.contains("<mark>計算に使用するクラウドサービスが大規模な"), "{page}");
}

#[test]
fn a_notice_that_becomes_a_mail_leaves_its_letters_to_be_moved_away() {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    project.append(common::NOTICE, "kind: メール\n");
    assert_eq!(project.json(&["status"])["letters"][0]["standing"], "stale");
    let said = project.json(&["generate"]);
    assert_eq!(said["made"].as_array().map(Vec::len), Some(2));
    assert_eq!(said["older"][0], "out/report-1/C-1.pdf");
    assert!(project.said(&["verify"]).contains("unknown  out/report-1/C-1.pdf"));
    let said = project.json(&["generate", "--prune"]);
    assert_eq!(said["pruned"].as_array().map(Vec::len), Some(2));
    assert_eq!(project.letters("report-1"), ["C-1.txt", "C-2.txt"]);
    assert_eq!(project.run(&["verify"]).status.code(), Some(0));
}

#[test]
fn what_a_mail_may_lose_is_said_where_it_stands() {
    let project = project();
    project.edit("data/clients.yaml", "山川製作所", "髙﨑製作所");
    project.edit("data/notices/mail-1.yaml", "遅れません", "㈱を付けます。遅れません");
    let found = project.findings();
    let found: Vec<&String> = found.iter().filter(|it| it.starts_with("mail-encoding")).collect();
    assert_eq!(
        found,
        ["mail-encoding: 髙", "mail-encoding: 﨑", "mail-encoding: ①", "mail-encoding: ㈱",]
    );
    // What is not in the mail is not looked at, nor are letters.
    project.edit("data/notices/mail-1.yaml", "kind: メール\n", "");
    assert!(!project.findings().iter().any(|it| it.starts_with("mail-encoding")));
}

#[test]
fn a_mail_in_another_language_has_its_own_form() {
    let project = project();
    project.write(
        "data/notices/mail-1.yaml",
        "kind: メール\ndate: 2024-07-24\nlang: pt\ntitle: Comunicado\nhead: [addressee]\n\
         body:\n  - |\n    Em 5 de junho de 2024, o serviço em nuvem usado para a folha de \
         pagamento sofreu um acesso não autorizado.\n\n    Contato: {{ office.phone }}\n\
         \x20 - list: [Nome, Salário]\n  - pairs: {Telefone: \"03-0000-0000\"}\n",
    );
    project.succeed(&["generate"]);
    insta::assert_snapshot!("portuguese", mail(&project, "C-1"));
    assert!(!project.findings().iter().any(|it| it.starts_with("mail-encoding")));
}

#[test]
fn a_preview_of_a_mail_is_its_text() {
    let project = project();
    let file = project.path("preview.txt");
    let output = file.to_string_lossy().into_owned();
    let said = project.run(&["preview", "C-1", "--output", &output]);
    assert_eq!(said.status.code(), Some(0), "{said:?}");
    let first = String::from_utf8_lossy(&said.stderr).lines().next().map(str::to_owned);
    assert_eq!(first.as_deref(), Some("C-1 株式会社山川製作所"));
    project.succeed(&["generate"]);
    assert_eq!(fs::read_to_string(&file).expect("the mail"), mail(&project, "C-1"));
    for args in [&["--format", "png"][..], &["--page", "1"]] {
        let args = [&["preview", "C-1", "--no-open"], args].concat();
        insta::allow_duplicates! {
            insta::assert_snapshot!("no_pictures", project.said(&args));
        }
    }
}

#[test]
fn the_live_page_shows_the_text_of_a_mail() {
    let project = project();
    let live = common::live::Live::start(&project, &[]);
    let view = live.follow("C-1").until(|_| true);
    let text = view["text"].as_str().expect("a text");
    assert_eq!(view["pages"], serde_json::json!([]));
    let file = live.get("letter.txt?client=C-1");
    assert!(file.head.to_lowercase().contains("content-type: text/plain; charset=utf-8"));
    assert_eq!(String::from_utf8_lossy(&file.body), text);
}

#[test]
fn a_mail_that_a_killed_run_has_recorded_is_put_in_its_place() {
    let project = project();
    project.succeed(&["generate"]);
    let made = mail(&project, "C-1");
    let folder = project.path("out/mail-1");
    fs::rename(folder.join("C-1.txt"), folder.join(".unfinished-C-1.txt")).expect("a move");
    fs::rename(folder.join("C-2.txt"), folder.join(".unfinished-C-2.txt")).expect("a move");
    project.write("out/mail-1/.unfinished-C-2.txt", "half a mail");
    project.write("out/.lock", "at work");
    project.succeed(&["status"]);
    assert_eq!(project.letters("mail-1"), ["C-1.txt"]);
    assert_eq!(mail(&project, "C-1"), made);
    assert_eq!(made_and_unchanged(&project), (1, 1));
}

#[test]
fn what_is_wrong_in_a_mail_is_found_over_the_ends_of_its_lines() {
    let project = project();
    let other =
        "社会福祉法人特別養護老人ホーム南町田グランドガーデンヒルズ地域包括支援センター運営協議会";
    // So that both are broken for want of room.
    let text = format!(
        "ご報告の件について、{other}からもお問い合わせをいただいた{{{{ notice.date | date }}}}（月）の件です。"
    );
    project.edit("data/notices/mail-1.yaml", "遅れません。", &format!("\"{text}\""));
    let said = project.problems(&["check", "--client", "C-1"]);
    let checks: Vec<&str> = said.iter().filter_map(|it| it["check"].as_str()).collect();
    assert!(checks.contains(&"other-client"), "{checks:?}");
    assert!(checks.contains(&"weekday"), "{checks:?}");
    assert_eq!(project.json(&["generate", "--client", "C-1"])["failed"], 1);
}
