//! The clerk's story: from an empty folder and an Excel list of 300 rows to letters that are
//! recorded as sent, on the desk's page alone, in a real browser.

mod common;

use std::path::Path;

use common::TestProject;
use common::browser::{Page, in_browser};
use common::live::Live;
use fantoccini::Locator;
use rust_xlsxwriter::Workbook;

/// The office's own list, as it keeps it for other purposes.
fn write_list(path: &Path, rows: u32) {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("顧問先").expect("a name");
    let headings = ["顧客コード", "顧問先名", "〒", "所在地", "ご担当", "コース", "備考欄"];
    for (column, heading) in (0u16..).zip(headings) {
        sheet.write(0, column, heading).expect("a cell");
    }
    for row in 1..=rows {
        let name = match row {
            7 => "株式会社髙橋商店".to_owned(),
            _ => format!("株式会社第{row}商店"),
        };
        let cells = [
            format!("K-{row:04}"),
            name,
            format!("{:03}-{:04}", 100 + row % 100, row),
            format!("東京都港区{}丁目{row}番", row % 5 + 1),
            format!("担当{row} 様"),
            if row % 3 == 0 { "給与".to_owned() } else { "顧問".to_owned() },
            format!("備考{row}"),
        ];
        for (column, cell) in (0u16..).zip(cells) {
            sheet.write(row, column, cell).expect("a cell");
        }
    }
    workbook.save(path).expect("a workbook");
}

const INCIDENT: &str = "data/incident.yaml";

/// A file with its places filled in as the clerk fills them in, one after the other.
fn filled_in(text: &str, number: &mut u32) -> String {
    let mut text = text.to_owned();
    let mut from = text.find("\nvars:").or(text.find("\nbody:")).expect("where places begin");
    while let Some(start) = text[from..].find("【要記入：").map(|at| from + at) {
        let end = start + text[start..].find('】').expect("its end") + '】'.len_utf8();
        text.replace_range(start..end, &format!("記入した{number}つ目の内容"));
        (*number, from) = (*number - 1, start);
    }
    text
}

/// Ctrl+A, and Backspace (WebDriver, 17.4.2).
const SELECT_ALL: &str = "\u{E009}a\u{E000}";
const BACKSPACE: &str = "\u{E003}";

impl Page {
    /// Clicks what a selector finds, as soon as it is there and can be clicked.
    async fn click(&self, selector: &str) {
        self.until(&format!(
            "document.querySelector(`{selector}`) && !document.querySelector(`{selector}`).disabled"
        ))
        .await;
        let element = self.0.find(Locator::Css(selector)).await.expect("the element");
        if let Err(error) = element.click().await {
            panic!("{selector}: {error}");
        }
    }

    /// Chooses a value of a list.
    async fn select(&self, selector: &str, value: &str) {
        self.until(&format!("document.querySelector(`{selector}`)")).await;
        let element = self.0.find(Locator::Css(selector)).await.expect("the list");
        element.select_by_value(value).await.expect("the value");
    }

    /// Sets a field whose keys depend on the browser's language: a day, a time.
    async fn set(&self, selector: &str, value: &str) {
        self.until(&format!("document.querySelector(`{selector}`)")).await;
        let set = format!(
            "(() => {{ const field = document.querySelector(`{selector}`); field.value = '{value}'; \
             field.dispatchEvent(new Event('input', {{ bubbles: true }})); return true; }})()"
        );
        assert_eq!(self.value(&set).await, true);
    }

    /// Writes into a field instead of what is in it.
    async fn fill(&self, selector: &str, text: &str) {
        self.until(&format!("document.querySelector(`{selector}`)")).await;
        let element = self.0.find(Locator::Css(selector)).await.expect("the field");
        element.click().await.expect("a click");
        element.send_keys(&format!("{SELECT_ALL}{BACKSPACE}{text}")).await.expect("keys");
    }
}

#[test]
fn a_clerk_goes_from_an_excel_list_to_what_was_sent() {
    in_browser(async |driver| {
        let project = TestProject::empty();
        let lists = tempfile::tempdir().expect("a folder");
        let list = lists.path().join("顧問先一覧.xlsx");
        write_list(&list, 300);
        let live = Live::start_desk(&project, "ja");
        let page = driver.open(&live.url, &["--lang=ja", "--accept-lang=ja"]).await;

        // The office's name, and which letter.
        page.fill("[data-field=name] input", "社会保険労務士法人みなと").await;
        page.fill("[data-field=phone] input", "03-0000-0000").await;
        page.keep("story-1-begin").await;
        page.click("#begin").await;
        page.until("document.querySelector('#next[data-step=import]')").await;
        page.keep("story-2-begun").await;
        let notice = project.notice();
        let incident = std::fs::read_to_string(project.path(INCIDENT)).expect("it");

        // The list, with a column that is something else than it was taken for.
        page.click("#next").await;
        page.until("document.querySelector('#import-file')").await;
        page.type_keys("#import-file", &list.to_string_lossy()).await;
        page.until("document.querySelector('.columns table')").await;
        page.select("select[data-column=E]", "person.name").await;
        page.select("select[data-column=F]", "new").await;
        page.until("document.querySelector('select[data-column=F]').value === 'new'").await;
        page.keep("story-3-columns").await;
        page.click("#import-go").await;
        page.click("#import-close").await;
        page.until("document.querySelectorAll('#list li').length > 5").await;
        page.until("document.querySelector('#stand').textContent.includes('300')").await;

        // One address is corrected; 高 finds 髙.
        page.fill("#search", "高橋").await;
        page.until("document.querySelectorAll('#list li').length === 1").await;
        page.click("#list li").await;
        page.until("document.getElementById('name').textContent === '株式会社髙橋商店'").await;
        page.until("document.querySelectorAll('#pages img').length > 0").await;
        page.keep("story-4-found").await;
        page.click("#edit-client").await;
        page.fill("[data-field=address] textarea", "東京都港区海岸1丁目2番3号").await;
        page.keep("story-5-address").await;
        page.click("#save").await;
        page.until("document.getElementById('text').textContent.includes('海岸1丁目2番3号')").await;
        page.fill("#search", "").await;

        // What only the office knows is written where it is missing.
        let mut left = 8;
        while left > 0 {
            page.until(&format!(
                "document.querySelector('#next[data-step=fill]') \
                 && document.querySelector('#stand').textContent.includes('{left}か所')"
            ))
            .await;
            page.click("#next").await;
            page.until("document.querySelector('.prose textarea')?.value.includes('要記入')").await;
            page.fill(".prose textarea", &format!("記入した{left}つ目の内容")).await;
            if left == 5 {
                page.keep("story-6-filling").await;
            }
            page.click(".panel footer .primary").await;
            left -= 1;
            // It is saved when there is nothing more to be saved.
            page.until("document.querySelector('.panel footer .primary').disabled").await;
        }
        page.until("document.querySelector('#next[data-step=make]')").await;

        // Own wording: the letter follows while it is typed, and nothing is written yet.
        page.click("#letter .passage[aria-label^=平素]").await;
        page.until("document.querySelector('.prose textarea')?.value.includes('格別のお引き立て')")
            .await;
        let before = project.notice();
        page.fill(".prose textarea", "いつもお世話になっております。弊社から大切なお知らせです。")
            .await;
        page.until("document.getElementById('text').textContent.includes('大切なお知らせです')")
            .await;
        page.until("document.querySelector('#draft')").await;
        page.keep("story-7-wording").await;
        assert_eq!(project.notice(), before, "a draft is written nowhere");
        page.click(".panel footer .primary").await;
        page.until("!document.querySelector('#draft')").await;
        assert!(project.notice().contains("大切なお知らせです"));

        // The vendor reports.
        page.click("[data-panel=bulletins]").await;
        page.click(".panel footer .primary").await;
        page.set(".panel input[type=time]", "09:30").await;
        page.fill(".panel textarea", "ベンダーより、調査を始めたとの報告を受ける。").await;
        page.until("document.getElementById('text').textContent.includes('調査を始めたとの報告')")
            .await;
        page.until("document.querySelector('.panel').textContent.includes('300通すべて')").await;
        page.keep("story-8-bulletin").await;
        page.click(".panel footer .primary").await;
        page.until("!document.querySelector('.panel')").await;

        // All letters are made.
        page.until("document.querySelector('#next[data-step=make]')").await;
        page.click("#next").await;
        page.click(".panel footer .primary").await;
        page.until("document.querySelector('#next[data-step=issue]')").await;
        page.until("document.querySelector('.panel .numbers')").await;
        page.keep("story-9-made").await;
        assert_eq!(project.letters("report-1").len(), 300);

        // They are sent, and that is recorded.
        page.click("#next").await;
        page.fill(".panel input[autocomplete=name]", "湊 一朗").await;
        page.click(".panel .confirm input").await;
        page.keep("story-10-issue").await;
        page.click(".panel footer .primary").await;
        page.until("document.querySelector('#stand .issued')").await;
        page.until("document.getElementById('undo').disabled").await;
        page.keep("story-11-issued").await;

        // The next notice, with one bulletin more.
        page.click(".panel footer .primary").await;
        page.until("document.querySelector('.panel input[type=date]')").await;
        page.keep("story-12-next").await;
        page.click(".panel footer .primary").await;
        page.until("document.querySelector('#notice').value === 'report-2'").await;
        page.until("document.querySelector('#next[data-step=make]')").await;
        page.keep("story-13-second").await;
        page.click("#next").await;
        page.click(".panel footer .primary").await;
        page.until("document.querySelector('#next[data-step=issue]')").await;
        page.click("#next").await;
        page.fill(".panel input[autocomplete=name]", "湊 一朗").await;
        page.click(".panel .confirm input").await;
        page.click(".panel footer .primary").await;
        page.until("document.querySelector('#stand .issued')").await;
        page.keep("story-14-done").await;

        // What the page has written is what a person would have: every other byte is as it was.
        let mut number = 8;
        let incident = filled_in(&incident, &mut number);
        let notice = filled_in(&notice, &mut number);
        let start = notice.find("    平素は").expect("the paragraph");
        let end = start + notice[start..].find("\n\n  - heading").expect("its end");
        let own = "    いつもお世話になっております。弊社から大切なお知らせです。";
        let wanted = format!("{}{own}{}", &notice[..start], &notice[end..]);
        assert_eq!(project.notice(), wanted);
        let bulletin = "\nbulletins:\n  - number: 1\n    at: DAYT09:30\n    text: |\n      \
                        ベンダーより、調査を始めたとの報告を受ける。\n";
        let day = wanted.lines().find_map(|line| line.strip_prefix("date: ")).expect("a day");
        let found = std::fs::read_to_string(project.path(INCIDENT)).expect("it");
        assert_eq!(found, format!("{incident}{}", bulletin.replace("DAY", day)));
        let clients = std::fs::read_to_string(project.path("data/clients.yaml")).expect("the list");
        let record = "- id: K-0007\n  name: 株式会社髙橋商店\n  honorific: 御中\n  person:\n    name: 担当7\n  \
                      postal_code: 107-0007\n  address: 東京都港区海岸1丁目2番3号\n  delivery: 郵送\n  コース: 顧問\n";
        assert!(clients.contains(record), "{}", &clients[..2000]);
        project.succeed(&["verify"]);
        assert_eq!(project.findings(), Vec::<String>::new());
    });
}
