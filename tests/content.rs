//! Checks of content: the model letter as it was sent, the repository's own facts,
//! what `--fix` does, and what an office may decide. Single texts are in `corpus.rs`.

mod common;

use std::fs;

use common::{NOTICE, TestProject, repository};

/// The letter that was really sent, typed into the facts as it stands.
#[test]
fn the_model_letter_as_it_was_sent_has_its_slips_found() {
    let letter = fs::read_to_string(repository().join("tests/reference/seed-letter.txt"));
    let letter = letter.expect("the model letter");
    let lines = letter.lines().map(str::trim).filter(|line| !line.is_empty());
    let text: Vec<&str> = lines.collect();
    let project = TestProject::with_opening(&text.join("\n\n"));
    project.edit(NOTICE, "date: 2024-02-06", "date: 2023-06-09");
    for (from, to) in [("2024-02-05T09:00", "2023-06-05T08:32"), ("2024-02-05", "2023-06-05")] {
        project.edit("data/incident.yaml", from, to);
    }
    insta::assert_snapshot!(project.findings().join("\n"));
}

#[test]
fn nothing_above_a_note_is_found_in_the_repositorys_own_facts() {
    let project = TestProject::model();
    let result = project.json(&["check", "--deep"]);
    let problems = result["problems"].as_array().expect("a list");
    let above: Vec<_> = problems.iter().filter(|problem| problem["severity"] != "note").collect();
    assert!(above.is_empty(), "{above:#?}");
    assert!(result["checked"].as_u64() > Some(10), "letters were checked");
}

#[test]
fn fix_makes_the_corrections_of_which_there_is_one_and_no_other() {
    let project =
        TestProject::with_opening("MK 社から14：12に、 漏洩の恐れと(3）を聞きました。ｶﾅ。");
    let before = project.notice();
    let story = project.story(&["check", "--fix"]);
    let after = project.notice();
    let corrected = before.replace(
        "MK 社から14：12に、 漏洩の恐れと(3）を聞きました。ｶﾅ。",
        "ＭＫ社から14時12分に、漏えいの恐れと(3）を聞きました。カナ。",
    );
    assert_eq!(after, corrected);
    insta::assert_snapshot!(story);
}

#[test]
fn fix_corrects_a_record_in_the_middle_of_a_list() {
    let project = TestProject::base();
    let clients = fs::read_to_string(project.path("data/clients.yaml")).expect("a file");
    let wrong = format!("\u{FEFF}{}", clients.replace("name: 有限会社", "name: ｶﾌﾞ有限会社"));
    project.write("data/clients.yaml", &wrong);
    let problems = project.problems(&["check"]);
    let kana = problems.iter().filter(|it| it["check"] == "half-width-kana");
    let mut found = 0;
    for problem in kana {
        let [start, end] = [0, 1].map(|it| problem["bytes"][it].as_u64().expect("a byte") as usize);
        assert_eq!(&wrong[start..end], "ｶﾌﾞ");
        let lines = wrong[..start].matches('\n').count() as u64 + 1;
        assert_eq!(problem["line"].as_u64(), Some(lines));
        found += 1;
    }
    assert_eq!(found, wrong.matches("ｶﾌﾞ").count());
    assert!(found > 0, "{problems:#?}");
    project.story(&["check", "--fix"]);
    let after = fs::read_to_string(project.path("data/clients.yaml")).expect("a file");
    assert_eq!(after, wrong.replace("ｶﾌﾞ", "カブ"));
}

/// A full-width space parts days in a list and begins a paragraph: neither is a slip.
#[test]
fn fix_leaves_what_parts_days_and_paragraphs() {
    let text =
        "　一段目です。2月4日（日）　2月5日（月）、 6日（火）。\n　二段目です。\n　三段目です。";
    let project = TestProject::with_opening(text);
    let before = project.notice();
    project.story(&["check", "--fix"]);
    let after = project.notice();
    assert_eq!(after, before.replace("（月）、 6日", "（月）、6日"));
}

#[test]
fn a_letter_tells_of_the_bulletins_until_its_moment() {
    let project = TestProject::model();
    let text = |project: &TestProject| {
        project.succeed(&["generate", "--client", "C-0001"]);
        common::squeezed(&common::text_of(&project.path("out/report-1/C-0001.pdf")))
    };
    let bulletin = "  - {number: 14, at: 2023-06-09T10:00, text: 一部の復旧の報告を受ける。}";
    let after = "\n# What a notice takes in";
    project.edit("data/incident.yaml", after, &format!("{bulletin}\n{after}"));
    assert!(!text(&project).contains("一部の復旧の報告を受ける"));
    project.edit(NOTICE, "as_of: 2023-06-08T17:08", "as_of: 2023-06-09T10:00");
    assert!(text(&project).contains("一部の復旧の報告を受ける"));
}

#[test]
fn a_level_and_an_acceptance_are_the_offices_to_choose() {
    let project = TestProject::with_opening("MK 社から漏洩を聞きました。2月6日（水）です。");
    project.edit(
        "data/office.yaml",
        "checks: {law-item: off}",
        "checks: {law-item: off, law-word: error, weekday: warning}\n\
         accepted:\n- {check: term, text: MK 社, reason: 送った文書のまま}",
    );
    insta::assert_snapshot!(project.story(&["check"]));
}

/// What the last hint of a finding of this check says to write below `accepted:`.
fn proposed_acceptance(project: &TestProject, check: &str) -> String {
    let problems = project.problems(&["check"]);
    let finding = problems.iter().find(|it| it["check"] == check).expect("the finding");
    let hint = finding["hints"].as_array().and_then(|hints| hints.last()?.as_str());
    let (_, entry) = hint.expect("a hint").split_once(": - ").expect("an entry");
    entry.to_owned()
}

#[test]
fn what_a_hint_says_to_accept_is_accepted_and_nothing_else() {
    let project = TestProject::with_opening("監修は㈱い, ろ\nは様です。");
    project.edit("data/clients.yaml", "name: 株式会社いろは", "name: 株式会社い,ろは");
    let entry = proposed_acceptance(&project, "other-client");
    assert!(entry.starts_with("{check: other-client, text: \"㈱い, ろは\""), "{entry}");
    let checks = "checks: {law-item: off}";
    project.edit("data/office.yaml", checks, &format!("{checks}\naccepted:\n- {entry}"));
    assert_eq!(project.findings(), Vec::<String>::new());
    project.edit(NOTICE, "監修は", "監修は有限会社にほへ様と");
    assert_eq!(project.findings(), ["other-client: 有限会社にほへ"]);
}

#[test]
fn clients_of_one_name_in_two_spellings_can_be_accepted() {
    let project = TestProject::base();
    project.edit("data/clients.yaml", "有限会社にほへ", "㈱い ろは");
    let entry = proposed_acceptance(&project, "same-name");
    let checks = "checks: {law-item: off}";
    project.edit("data/office.yaml", checks, &format!("{checks}\naccepted:\n- {entry}"));
    assert_eq!(project.findings(), Vec::<String>::new());
}

#[test]
fn a_notice_for_fewer_than_before_is_a_warning_everywhere_and_can_be_accepted() {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    let said = |args: &[&str]| project.story(args);
    project.succeed(&["notice", "new", "--date", "2024-02-07", "--title", "訂正"]);
    let to = "to: {id: C-2}\n";
    project.edit("data/notices/report-2.yaml", "closing:", &format!("{to}closing:"));
    let checks = "checks: {law-item: off}";
    let entry = proposed_acceptance(&project, "fewer-recipients");
    let fewer = "notice `report-2` goes to 1, and notice `report-1` to 2";
    let issue = ["issue", "--notice", "report-2", "--by", "海野"];
    for args in [&["check"][..], &["generate"], &issue] {
        let story = said(args);
        assert!(story.contains(&format!("warning[fewer-recipients]: {fewer}")), "{story}");
    }
    // A copy of it is for as few, and one that is for everyone again is no surprise.
    let story = said(&["notice", "new", "--from", "report-2", "--date", "2024-02-08"]);
    assert!(story.contains("notice `report-3` goes to 1, and notice `report-1` to 2"), "{story}");
    project.edit("data/notices/report-3.yaml", to, "");
    assert!(!said(&["generate", "--notice", "report-3"]).contains("fewer-recipients"));
    assert_eq!(project.letters("report-3"), ["C-1.pdf", "C-2.pdf"]);
    let story = said(&["notice", "new", "--date", "2024-02-09"]);
    assert!(story.contains("it goes to 2\n"), "{story}");
    project.edit("data/notices/report-4.yaml", "closing:", "to: {id: C-1}\nclosing:");
    let other = entry.replace("report-2", "report-4");
    project.edit("data/office.yaml", checks, &format!("{checks}\naccepted:\n- {entry}"));
    assert!(said(&["check"]).contains("fewer-recipients"));
    project.edit("data/office.yaml", "accepted:", &format!("accepted:\n- {other}"));
    assert_eq!(project.findings(), Vec::<String>::new());
}

#[test]
fn what_only_shows_on_finished_pages_is_found_by_a_deep_check() {
    let project = TestProject::base();
    project.write(
        "templates/report.typ",
        "#set document(title: {{ notice.title | typst }}, date: datetime(year: 2024, month: 2, day: 6))\n#set page(height: 60mm)\n\
         #set text(font: \"BIZ UDMincho\", lang: \"ja\")\n#show heading: set block(sticky: false)\n\
         お知ら\nせです。\n\n\
         #v(12mm)\n= 経緯\n#pagebreak()\n本文です。\
         {% if client.id == \"C-2\" %}#pagebreak() もう1枚です。{% endif %}\n",
    );
    project.edit("data/clients.yaml", "[給与計算]", "[給与計算, 電子明細]");
    insta::assert_snapshot!(project.story(&["check", "--deep"]));
}
