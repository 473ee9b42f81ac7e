//! The projects in `examples/`: nothing is found in them, all their letters are made, and
//! each recipient reads what is theirs and nothing else.

mod common;

use std::fs;
use std::path::PathBuf;

use common::{TestProject, repository, squeezed, text_of};
use serde_json::Value;

/// The projects, and how many letters each notice of them is.
const EXAMPLES: [(&str, &[(&str, usize)]); 5] = [
    ("association", &[("consent-1", 3), ("report-1", 4)]),
    ("city", &[("faq-1", 1), ("release-1", 1)]),
    ("hotel", &[("letter-1", 2), ("mail-1", 4)]),
    ("school", &[("reply-1", 5), ("report-1", 5), ("report-2", 5)]),
    ("web-shop", &[("card-1", 2), ("letter-1", 4)]),
];

/// A copy of one of the projects.
fn copy(name: &str) -> TestProject {
    let project = TestProject::empty();
    project.overlay(&repository().join("examples").join(name));
    project
}

/// The same with all its letters.
fn made(name: &str) -> TestProject {
    let project = copy(name);
    project.succeed(&["generate"]);
    project
}

/// The file of a letter.
fn file(project: &TestProject, notice: &str, client: &str) -> PathBuf {
    project.path("out").join(notice).join(format!("{client}.pdf"))
}

/// The text of one letter, without white space.
fn letter(project: &TestProject, notice: &str, client: &str) -> String {
    squeezed(&text_of(&file(project, notice, client)))
}

/// Asserts that a text has these pieces, one after the other.
fn assert_in_order(text: &str, pieces: &[&str]) {
    let mut rest = text;
    for piece in pieces {
        let Some(at) = rest.find(piece) else { panic!("no {piece} (or not there) in {text}") };
        rest = &rest[at + piece.len()..];
    }
}

/// Asserts that a text has none of these.
fn assert_without(text: &str, pieces: &[&str]) {
    let there: Vec<&&str> = pieces.iter().filter(|piece| text.contains(**piece)).collect();
    assert!(there.is_empty(), "{there:?} in {text}");
}

#[test]
fn every_example_is_tried() {
    let folders = fs::read_dir(repository().join("examples")).expect("the examples");
    let folders = folders.map(|entry| entry.expect("an entry"));
    let mut names: Vec<String> = folders
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, EXAMPLES.map(|(name, _)| name));
}

#[test]
fn every_example_shows_its_first_page() {
    for (name, _) in EXAMPLES {
        let folder = repository().join("examples").join(name);
        let picture = format!("../../docs/examples-{name}.png");
        assert!(folder.join(&picture).is_file(), "{picture}");
        for readme in ["README.md", "README.ja.md"] {
            let text = fs::read_to_string(folder.join(readme)).expect("a description");
            assert!(text.contains(&format!("]({picture})")), "{name}/{readme}");
        }
    }
}

#[test]
fn nothing_is_found_in_an_example() {
    for (name, _) in EXAMPLES {
        let found = copy(name).problems(&["check", "--deep"]);
        assert_eq!(found, Vec::<Value>::new(), "{name}");
    }
}

#[test]
fn every_letter_of_an_example_is_made() {
    for (name, notices) in EXAMPLES {
        let project = made(name);
        for (notice, count) in notices {
            let letters = project.letters(notice);
            assert_eq!(letters.len(), *count, "{name}/{notice}: {letters:?}");
        }
    }
}

#[test]
fn a_customer_reads_of_their_own_data_only() {
    let project = made("web-shop");
    let all = letter(&project, "letter-1", "K-000377");
    let pieces = [
        "2025年10月20日",
        "リヒテンシュタイン様",
        "株式会社つきみ糸店",
        "2．漏えいのおそれのある情報",
        "下4桁が3077のカードの番号",
        "会員登録をいただいた氏名",
        "お届け先としてご指定いただいた方",
        "カード情報",
        "3,482",
        "合計",
        "21,475",
        "問1カードはそのまま使えますか。",
        "03-0000-0000",
    ];
    assert_in_order(&all, &pieces);
    assert!(all.ends_with("以上"), "{all}");

    let other = letter(&project, "letter-1", "K-000204");
    assert_in_order(&other, &["𠮷野邉太郎様", "会員登録をいただいた氏名", "問1パスワードは"]);
    assert_in_order(&other, &["問2カード情報は漏えいしていませんか。", "問3退会して"]);
    assert_without(&other, &["下4桁", "ご利用明細に", "カードはそのまま"]);
}

#[test]
fn a_post_card_says_the_same_on_one_side() {
    let project = made("web-shop");
    for client in ["K-000602", "K-000713"] {
        let info = common::tool("pdfinfo", &[&file(&project, "card-1", client).to_string_lossy()]);
        let info = String::from_utf8_lossy(&info);
        // 100 by 148 mm.
        assert!(info.contains("Page size:       283.465 x 419.528 pts"), "{info}");
        assert!(info.contains("Pages:           1\n"), "{info}");
    }
    let card = letter(&project, "card-1", "K-000602");
    let pieces = ["小鳥遊さくら様", "下4桁6021", "悪用され", "カード会社から報告", "03-0000-0000"];
    assert_in_order(&card, &pieces);
    assert_without(&card, &["開設期間", "950-0088", "以上"]);
    let other = letter(&project, "card-1", "K-000713");
    assert_in_order(&other, &["勅使河原金之助様", "お届け先の氏名"]);
    assert_without(&other, &["下4桁", "会員の氏名"]);
}

#[test]
fn a_family_reads_of_its_own_child_from_both_senders() {
    let project = made("school");
    let first = letter(&project, "report-1", "M2B-19");
    let pieces = [
        "み学総第17号",
        "令和7年5月19日",
        "𠮷﨑ひとみ様",
        "学校法人みずき野学園",
        "理事長栁澤みどり",
        "株式会社わたり便サービス",
        "（第1報）",
        "中学校2年B組の𠮷﨑蓮さん",
        "・生徒名簿",
        "・健康調査票",
        "養護教諭",
    ];
    assert_in_order(&first, &pieces);
    assert_without(&first, &["進路希望調査", "成績、写真"]);
    let other = letter(&project, "report-1", "M3A-31");
    let pieces = ["NguyễnThịThanhHương様", "・進路希望調査", "成績、写真及び口座の情報は"];
    assert_in_order(&other, &pieces);
    assert_without(&other, &["健康調査票", "養護教諭"]);

    let last = letter(&project, "report-2", "H2C-11");
    let pieces = ["（最終報）", "健康調査票は送信されていませんでした", "以上", "別紙", "1,418"];
    assert_in_order(&last, &pieces);
}

#[test]
fn a_slip_to_be_sent_back_is_addressed_to_the_school() {
    let project = made("school");
    let slip = letter(&project, "reply-1", "M2B-19");
    let pieces = [
        "学校法人みずき野学園法人事務局御中",
        "中学校2年B組",
        "𠮷﨑蓮",
        "・生徒名簿",
        "・健康調査票",
        "□写しの交付を希望します",
        "□養護教諭又は",
        "記入日令和年月日",
        "保護者氏名",
        "㊞",
        "提出期限",
    ];
    assert_in_order(&slip, &pieces);
    assert_without(&slip, &["進路希望調査", "ひとみ"]);
    assert_without(&letter(&project, "reply-1", "M1A-07"), &["養護教諭"]);
}

#[test]
fn a_guest_reads_english_if_they_booked_in_it() {
    let project = made("hotel");
    let both = letter(&project, "letter-1", "NH-25-0310");
    let pieces = ["900-0015", "WolfgangAmadeusvonHohenstein様", "■発生した事案", "お客様にも、"];
    assert_in_order(&both, &pieces);
    // The words of English stay apart.
    let words = text_of(&file(&project, "letter-1", "NH-25-0310"));
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let pieces = [
        "To our guests",
        "We are writing about your booking TMG-590-0310.",
        "the booking site “Tomarigi”.",
        "A false message asking for card details was sent to you",
        "or by e-mail at privacy@umikaze.example.jp.",
    ];
    assert_in_order(&words, &pieces);

    let other = letter(&project, "letter-1", "AT-25-0655");
    let pieces = ["総合研究所", "総務部", "薔薇園桜様", "うみかぜ熱海", "2025年12月13日（土）"];
    assert_in_order(&other, &pieces);
    assert_without(&other, &["御中", "booking", "お客様にも、"]);
}

#[test]
fn a_mail_has_what_the_letter_has() {
    let project = made("hotel");
    let mail = |client: &str| {
        let file = project.path("out/mail-1").join(format!("{client}.txt"));
        fs::read_to_string(file).expect("a mail")
    };
    let both = mail("OT-25-1203");
    let pieces = [
        "【重要】",
        "Anne-Sophie Lindqvist-Ødegaard",
        "TMG-481-1203",
        "発生した事案",
        "0134-00-0000",
        "To our guests",
        "A false message",
        "株式会社うみかぜ紀行ホテルズ",
    ];
    assert_in_order(&both, &pieces);
    let japanese = mail("AT-25-0642");
    assert!(japanese.contains("髙𣘺 﨑子"), "{japanese}");
    assert_without(&japanese, &["guests", "お客様にも、"]);
}

#[test]
fn what_a_city_publishes_has_no_addressee() {
    let project = made("city");
    let questions = letter(&project, "faq-1", "faq-1");
    let pieces = [
        "令和8年2月13日",
        "ゆうなぎ市",
        "公共施設予約システムへの不正アクセスに関する質問と回答",
        "◎事案について",
        "問1-1何が起きたのですか。",
        "答",
        "問1-3",
        "◎個人情報について",
        "問2-1",
        "18,402",
        "19,438",
        "問2-2",
        "◎施設の予約について",
        "問3-3",
        "000-000-0000",
    ];
    assert_in_order(&questions, &pieces);
    assert_without(&questions, &["御中", "各位", "以上"]);
    let release = letter(&project, "release-1", "release-1");
    assert_in_order(&release, &["令和8年2月9日", "概要", "原因と二次被害", "今後の対応"]);
    assert_without(&release, &["◎", "御中", "様へ"]);
}

#[test]
fn a_member_reads_of_its_own_data() {
    let project = made("association");
    let report = letter(&project, "report-1", "S-0012");
    let pieces = [
        "いち会第8-5号",
        "112-0006",
        "株式会社髙﨑精機",
        "代表取締役髙﨑𠮷之助様",
        "一般社団法人いちょう坂会",
        "拝啓春暖の候",
        "敬具",
        "記",
        "1.事案の概要",
        "令和8年4月14日（火）",
        "2.お預かりしている個人データ",
        "128",
        "117",
        "245",
        "(1)春季健診",
        "(2)秋季健診",
        "4.個人情報保護委員会への報告",
        "令和8年4月30日（木）までに",
        "7.お問い合わせ先",
    ];
    assert_in_order(&report, &pieces);
    assert!(report.ends_with("以上"), "{report}");

    let other = letter(&project, "report-1", "S-0048");
    assert_in_order(&other, &["65", "(1)春季健診", "個別に報告される", "令和8年6月12日（金）"]);
    assert_without(&other, &["秋季健診", "同意書", "前年度の健診の結果128"]);
}

#[test]
fn a_form_of_consent_goes_to_those_who_have_not_decided() {
    let project = made("association");
    assert_eq!(project.letters("consent-1"), ["A-0103.pdf", "S-0012.pdf", "S-0035.pdf"]);
    let form = letter(&project, "consent-1", "S-0035");
    let pieces = [
        "同意書",
        "一般社団法人いちょう坂会御中",
        "□同意します。",
        "□同意しません",
        "S-0035（正会員）",
        "有限会社ヱビス屋染物店",
        "惠比壽𡈽右衛門",
        "記入日令和年月日",
        "代表者署名",
        "㊞",
        "ファックス03-0000-0001",
        "112-0004東京都文京区後楽九丁目7番6号",
    ];
    assert_in_order(&form, &pieces);
    assert_without(&form, &["113-0021", "本駒込"]);
}
