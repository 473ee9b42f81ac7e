//! Whole projects in the vocabulary of the facts: the model letter, six documents of one
//! incident, a further bulletin, and the smallest letter there is.

mod common;

use std::fs;

use common::{TestProject, repository, squeezed, text_of};

/// A project of `tests/editions` with all its letters.
fn made(name: &str) -> TestProject {
    let project = TestProject::empty();
    project.overlay(&repository().join("tests/editions").join(name));
    project.succeed(&["generate"]);
    project
}

/// The text of one letter, without white space.
fn letter(project: &TestProject, notice: &str, client: &str) -> String {
    let file = project.path("out").join(notice).join(format!("{client}.pdf"));
    squeezed(&text_of(&file))
}

/// Asserts that a text has these pieces, one after the other.
fn assert_in_order(text: &str, pieces: &[&str]) {
    let mut rest = text;
    for piece in pieces {
        let Some(at) = rest.find(piece) else { panic!("no {piece} (or not there) in {text}") };
        rest = &rest[at + piece.len()..];
    }
}

#[test]
fn the_model_letter_has_marks_by_depth_and_each_client_its_own_work() {
    let project = made("seed");
    assert_eq!(project.letters("report-1"), ["C-0000.pdf", "C-0002.pdf"]);
    let to_all = letter(&project, "report-1", "C-0000");
    let marks = [
        "2023年6月9日",
        "関係者各位",
        "社会保険労務士法人エクシア＆パートナーズ",
        "代表社員山田昌宏",
        "弊社使用システム（社労夢）におけるシステム障害に関するご報告",
        "この度、弊社が使用する",
        "1．被害を受けた人事システム",
        "2．経緯",
        "①2023年6月5日（月）8時32分（速報）",
        "3．現在の状況",
        "(1)給与計算",
        "(2)社会保険・労働保険",
        "(3)電子明細",
        "(4)雇用関係助成金",
        "4．法に基づく報告等",
        "(1)個人情報保護委員会への報告",
        "(2)本人への通知",
        "(3)本件の特例について",
        "5．今後の対応",
        "・情報漏洩に対する再発防止策",
        "6．本件に関するお問い合わせ",
        "［相談窓口：otoiawase@ecxia.com］",
    ];
    assert_in_order(&to_all, &marks);
    assert!(to_all.ends_with("以上"), "{to_all}");
    assert!(!to_all.contains("お預かりしていた") && !to_all.contains("関係者各位様"), "{to_all}");

    let own = letter(&project, "report-1", "C-0002");
    let parts = [
        "葛\u{E0101}飾精密工業有限会社御中",
        "3．現在の状況",
        "(1)給与計算",
        "(2)電子明細",
        "ＰＤＦファイルの電子メール送付にて",
        "4．お預かりしていた個人データ",
        "従業員の氏名及び給与の額",
        "42",
        "事態を知った日",
        "2023年6月6日（火）",
        "確報の期限",
        "担当者",
        "佐藤美咲",
        "5．法に基づく報告等",
        "ご同意をいただきましたので",
        "従業員の皆様への通知は、顧問先様において行われる旨を承りました",
    ];
    assert_in_order(&own, &parts);
    let others = ["社会保険・労働保険", "雇用関係助成金", "連名で報告する方法で調整"];
    assert!(!others.iter().any(|it| own.contains(it)), "{own}");
}

#[test]
fn a_further_bulletin_is_in_the_next_letter_alone() {
    let (seed, change) = (made("seed"), made("change"));
    let further = "復旧の見通しについて改めて連絡する";
    for client in ["C-0000", "C-0002"] {
        let first = letter(&change, "report-1", client);
        assert_eq!(first, letter(&seed, "report-1", client));
        assert!(first.contains("その後、状況に進展がない") && !first.contains(further), "{first}");
        let second = letter(&change, "report-2", client);
        assert!(!second.contains("その後、状況に進展がない"), "{second}");
        let parts = [
            "2023年6月12日",
            "ご報告（第2報）",
            "2023年6月9日付「",
            "⑭2023年6月9日（金）",
            further,
        ];
        assert_in_order(&second, &parts);
    }
}

#[test]
fn six_documents_come_of_one_incident() {
    let project = made("family");
    for (notice, letters) in [
        ("consent-1", &["C-0001.pdf"][..]),
        ("mail-1", &["C-0001.txt", "C-0002.txt"]),
        ("persons-1", &["C-0001.pdf", "C-0002.pdf"]),
        ("report-1", &["C-0001.pdf"]),
        ("report-1-pt", &["C-0002.pdf"]),
        ("web-1", &["web-1.pdf"]),
    ] {
        assert_eq!(project.letters(notice), letters, "{notice}");
    }
}

#[test]
fn a_letter_has_its_salutation_and_both_its_ends() {
    let text = letter(&made("family"), "report-1", "C-0001");
    let parts = [
        "令和6年7月24日",
        "株式会社髙﨑製作所御中",
        "社会保険労務士法人みなと事務所",
        "拝啓平素より格別のお引き立てを賜り",
        "令和6年6月5日、",
        "１．個人データ",
        "148",
        "203",
        "351",
        "２．原因及び再発防止",
        "ランサムウェアによる攻撃",
        "委託先の選定基準を見直します。",
        "相談窓口社会保険労務士法人みなと事務所",
        "03-0000-0000",
    ];
    assert_in_order(&text, &parts);
    assert!(text.ends_with("敬具以上"), "{text}");
}

#[test]
fn a_notice_to_nobody_is_one_copy_without_an_addressee() {
    let text = letter(&made("family"), "web-1", "web-1");
    let parts = [
        "令和6年7月24日",
        "給与システムへの不正アクセスについて",
        "社会保険労務士法人みなと事務所",
        "現時点で、二次被害は確認されていません。",
        "soudan@example.jp",
    ];
    assert_in_order(&text, &parts);
    assert!(!text.contains("御中") && !text.contains("各位") && !text.contains("以上"), "{text}");
}

#[test]
fn a_postcard_goes_to_the_persons_and_not_to_the_client() {
    let project = made("family");
    let text = letter(&project, "persons-1", "C-0001");
    let parts = [
        "個人情報の漏えいのおそれに関するお知らせ",
        "従業員の皆様",
        "令和6年6月5日、",
        "漏えいのおそれがある項目",
        "氏名、住所、生年月日及び給与の額",
        "令和6年7月24日",
        "社会保険労務士法人みなと事務所",
    ];
    assert_in_order(&text, &parts);
    assert!(!text.contains("髙﨑製作所"), "{text}");
    let card = project.path("out/persons-1/C-0001.pdf");
    let info = common::tool("pdfinfo", &[&card.to_string_lossy()]);
    let info = String::from_utf8_lossy(&info);
    // 100 by 148 mm.
    assert!(info.contains("Page size:       283.465 x 419.528 pts"), "{info}");
    assert!(info.contains("Pages:           1\n"), "{info}");
}

#[test]
fn a_form_to_be_sent_back_is_addressed_to_the_office() {
    let text = letter(&made("family"), "consent-1", "C-0001");
    let parts = [
        "連名報告に関する同意書",
        "社会保険労務士法人みなと事務所御中",
        "□同意します。",
        "□同意しません。",
        "法人名",
        "株式会社髙﨑製作所",
        "代表者",
        "代表取締役髙﨑一",
        "記入日令和年月日",
        "ご署名",
        "㊞",
        "03-0000-0001へFAX",
    ];
    assert_in_order(&text, &parts);
}

#[test]
fn a_mail_is_a_text_with_its_subject() {
    let project = made("family");
    let mail = fs::read_to_string(project.path("out/mail-1/C-0001.txt")).expect("a mail");
    let parts = [
        "【重要】不正アクセスについてのご報告",
        "株式会社髙﨑製作所",
        "御中",
        "いつもお世話になっております。添付のとおりご報告いたします。",
        "03-0000-0000",
        "soudan@example.jp",
        "社会保険労務士法人みなと事務所",
    ];
    assert_in_order(&mail, &parts);
    let other = fs::read_to_string(project.path("out/mail-1/C-0002.txt")).expect("a mail");
    assert!(other.contains("Silva Alimentos合同会社"), "{other}");
}

#[test]
fn a_letter_in_portuguese_says_so() {
    let project = made("family");
    let file = project.path("out/report-1-pt/C-0002.pdf");
    let text = text_of(&file);
    assert!(text.contains("Comunicado sobre acesso não autorizado"), "{text}");
    assert!(text.contains("Contato: 03-0000-0000"), "{text}");
    let metadata = common::tool("pdfinfo", &["-meta", &file.to_string_lossy()]);
    assert!(String::from_utf8_lossy(&metadata).contains("<rdf:li>pt</rdf:li>"));
}

#[test]
fn the_smallest_letter_says_what_was_written_and_nothing_else() {
    let project = made("smallest");
    assert_eq!(project.letters("report-1"), ["001.pdf"]);
    let text = letter(&project, "report-1", "001");
    assert_eq!(
        text,
        "2026年11月26日株式会社あおば御中みなと会計事務所システム障害のお知らせ\
         平素よりお世話になっております。11月25日から給与計算システムに接続できない状態が\
         続いております。ご迷惑をお掛けし、お詫び申し上げます。\
         復旧の見込みが立ち次第、改めてご連絡いたします。"
    );
}

/// A client whom some of the notices are for gets those, and that is no mistake.
#[test]
fn one_client_gets_the_notices_that_are_for_it() {
    let project = TestProject::empty();
    project.overlay(&repository().join("tests/editions/family"));
    project.succeed(&["generate", "--client", "C-0002"]);
    let made = |notice: &str| project.letters(notice);
    assert_eq!(made("report-1-pt"), ["C-0002.pdf"]);
    assert_eq!(made("mail-1"), ["C-0002.txt"]);
    assert!(made("report-1").is_empty() && made("consent-1").is_empty());
    project.succeed(&["check", "--client", "C-0002"]);
    project.succeed(&["status", "--client", "C-0002"]);
}
