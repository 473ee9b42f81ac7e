//! The desk's page in a real browser, piece by piece: recipients are found, edited, added and
//! imported; nothing that was typed is lost, and nothing that somebody else wrote.

mod common;

use common::browser::{ENTER, Page, in_browser};
use common::live::Live;
use common::{NOTICE, TestProject};
use fantoccini::Locator;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use serde_json::json;

const CLIENTS: &str = "data/clients.yaml";
const ESCAPE: char = '\u{E00C}';
const CONTROL: char = '\u{E009}';
const RELEASED: char = '\u{E000}';
const ENTER_KEY: char = '\u{E007}';

impl Page {
    async fn click(&self, selector: &str) {
        self.until(&format!("!document.querySelector('{selector}').disabled")).await;
        let element = self.0.find(Locator::Css(selector)).await.expect("the element");
        if let Err(error) = element.click().await {
            panic!("{selector}: {error}");
        }
    }

    /// Presses keys together, wherever the focus is.
    async fn press(&self, keys: &[char]) {
        let down = keys.iter().map(|&value| KeyAction::Down { value });
        let up = keys.iter().rev().map(|&value| KeyAction::Up { value });
        let actions = down.chain(up).fold(KeyActions::new("keys".to_owned()), KeyActions::then);
        self.0.perform_actions(actions).await.expect("keys");
    }

    /// Writes into a field of a form instead of what is in it.
    async fn fill(&self, field: &str, text: &str) {
        self.until(&format!("document.querySelector('{}')", of(field))).await;
        let element = self.0.find(Locator::Css(&of(field))).await.expect("the field");
        // As a person does it: all that is there is marked and written over.
        element.send_keys(&format!("{CONTROL}a{RELEASED}{text}")).await.expect("keys");
    }

    async fn choose(&self, selector: &str, words: &str) {
        let element = self.0.find(Locator::Css(selector)).await.expect("the field");
        element.select_by_label(words).await.expect("a choice");
    }

    async fn text(&self, selector: &str) -> String {
        let text = self.value(&format!("document.querySelector('{selector}').textContent")).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    async fn focused(&self) -> String {
        let focused = self.value("document.activeElement.name || document.activeElement.id").await;
        focused.as_str().unwrap_or_default().to_owned()
    }

    /// Opens the form of the client that is looked at.
    async fn edit(&self) {
        self.click("#edit-client").await;
        self.until("document.querySelector('.panel .field')").await;
    }

    async fn until_saved(&self) {
        self.until(
            "document.getElementById('save').disabled && \
             document.getElementById('save').textContent === '保存'",
        )
        .await;
    }

    async fn until_said(&self, words: &str) {
        self.until(&format!("document.getElementById('said').textContent.includes('{words}')"))
            .await;
    }
}

/// The input of a field.
fn of(field: &str) -> String {
    format!(r#"[data-field="{field}"] :is(input, textarea)"#)
}

fn holds(field: &str, text: &str) -> String {
    format!("document.querySelector('{}').value === '{text}'", of(field))
}

const LETTER_IS_THERE: &str = "document.querySelectorAll('#pages img').length > 0";
const JAPANESE: [&str; 2] = ["--lang=ja", "--accept-lang=ja"];

fn read(project: &TestProject, file: &str) -> String {
    std::fs::read_to_string(project.path(file)).expect("text")
}

#[test]
fn a_record_is_edited_beside_its_letter_and_taken_back() {
    in_browser(async |driver| {
        let project = TestProject::base();
        let before = read(&project, CLIENTS);
        let live = Live::start_desk(&project, "ja");
        let page = driver.open(&live.url, &JAPANESE).await;
        page.until(LETTER_IS_THERE).await;
        page.edit().await;
        page.until("document.activeElement.name === 'name'").await;

        // What is wrong stands beside its field, and nothing is written.
        page.fill("postal_code", "12").await;
        page.press(&[CONTROL, ENTER_KEY]).await;
        page.until("document.querySelector('[data-field=postal_code] .wrong-words')").await;
        page.until("document.activeElement.name === 'postal_code'").await;
        page.until("document.activeElement.getAttribute('aria-invalid') === 'true'").await;
        assert_eq!(read(&project, CLIENTS), before);

        page.fill("postal_code", "231-0023").await;
        page.fill("name", "株式会社ぬるを").await;
        page.press(&[CONTROL, ENTER_KEY]).await;
        page.until_said("株式会社ぬるを").await;
        page.until("document.getElementById('text').textContent.includes('株式会社ぬるを')").await;
        page.until("document.querySelector('#list .who').textContent.includes('ぬるを')").await;
        let after = read(&project, CLIENTS);
        assert!(after.contains("postal_code: 231-0023"), "{after}");
        page.keep("page-1-edited").await;

        // The focus goes back to where it was; Ctrl+Z takes the change back.
        page.press(&[ESCAPE]).await;
        page.until("document.activeElement.id === 'edit-client'").await;
        page.until("!document.getElementById('undo').disabled").await;
        page.press(&[CONTROL, 'z']).await;
        page.until("document.getElementById('undo').disabled").await;
        page.until("document.getElementById('text').textContent.includes('株式会社いろは')").await;
        assert_eq!(read(&project, CLIENTS), before);
    });
}

#[test]
fn what_somebody_else_has_written_meanwhile_is_not_overwritten() {
    in_browser(async |driver| {
        let project = TestProject::base();
        project.edit(
            CLIENTS,
            "name: 株式会社いろは",
            "phone: 03-0000-0001\n  name: 株式会社いろは",
        );
        let live = Live::start_desk(&project, "ja");
        let page = driver.open(&live.url, &JAPANESE).await;
        page.until(LETTER_IS_THERE).await;
        page.edit().await;

        // Nothing is typed yet: the form follows the file.
        project.edit(CLIENTS, "03-0000-0001", "03-0000-0002");
        page.until(&holds("phone", "03-0000-0002")).await;

        // Two fields: both stay.
        page.fill("kana", "いろは").await;
        project.edit(CLIENTS, "03-0000-0002", "03-0000-0003");
        page.click("#save").await;
        page.until_saved().await;
        page.until(&holds("phone", "03-0000-0003")).await;
        let both = read(&project, CLIENTS);
        assert!(both.contains("03-0000-0003") && both.contains("kana: いろは"), "{both}");

        // One field: side by side, and nothing is written until somebody has chosen.
        page.fill("phone", "03-0000-0004").await;
        project.edit(CLIENTS, "03-0000-0003", "03-0000-0005");
        page.click("#save").await;
        page.until("document.querySelectorAll('.conflict .value').length === 2").await;
        let sides = page.text(".conflict").await;
        assert!(sides.contains("03-0000-0004") && sides.contains("03-0000-0005"), "{sides}");
        assert!(page.value("document.getElementById('settle').disabled").await == true);
        page.keep("page-2-conflict").await;
        page.click(".conflict input[value=mine]").await;
        page.click("#settle").await;
        page.until("!document.querySelector('.conflict')").await;
        page.until_saved().await;
        page.until(&holds("phone", "03-0000-0004")).await;
        assert!(read(&project, CLIENTS).contains("phone: 03-0000-0004"));

        // What was typed goes only if somebody says so.
        page.fill("phone", "03-0000-0006").await;
        page.press(&[ESCAPE]).await;
        page.until("document.querySelector('[role=alertdialog]')").await;
        page.press(&[ESCAPE]).await;
        page.until("!document.querySelector('[role=alertdialog]')").await;
        assert_eq!(page.focused().await, "phone");
        page.until(&holds("phone", "03-0000-0006")).await;
        page.press(&[ESCAPE]).await;
        page.click(".unsaved button:last-child").await;
        page.until("!document.querySelector('.panel')").await;
        assert!(read(&project, CLIENTS).contains("phone: 03-0000-0004"));
    });
}

#[test]
fn a_recipient_is_added_found_and_removed() {
    in_browser(async |driver| {
        let project = TestProject::base();
        let before = read(&project, CLIENTS);
        let live = Live::start_desk(&project, "ja");
        let page = driver.open(&live.url, &JAPANESE).await;
        page.until(LETTER_IS_THERE).await;

        page.click("#add").await;
        page.until(&holds("id", "C-3")).await;
        page.click("#save").await;
        page.until("document.querySelectorAll('.wrong-words').length === 2").await;
        page.fill("name", "株式会社髙﨑商店").await;
        page.fill("kana", "たかさきしょうてん").await;
        page.choose("[data-field=honorific] select", "御中").await;
        page.click("#save").await;
        page.until("document.getElementById('state').textContent.startsWith('C-3')").await;
        page.until("document.getElementById('text').textContent.includes('株式会社髙﨑商店')")
            .await;
        assert!(read(&project, CLIENTS).starts_with(&before));

        // By another form of its characters, another form of its name, or its reading.
        let row = "document.querySelectorAll('#list li').length === 1 && \
                   document.querySelector('#list li').dataset.client";
        for words in ["高崎", "㈱髙﨑", "タカサキ", "商店 高崎"] {
            page.type_keys("#search", &format!("{CONTROL}a{RELEASED}{words}")).await;
            page.until(&format!("({row}) === 'C-3'")).await;
        }
        page.type_keys("#search", ENTER).await;

        page.edit().await;
        page.click("#remove").await;
        page.click("#remove-sure").await;
        page.until("document.getElementById('count').textContent.startsWith('2 件')").await;
        page.until("document.getElementById('state').textContent.startsWith('C-1')").await;
        assert_eq!(read(&project, CLIENTS), before);
    });
}

#[test]
fn filters_leave_the_clients_that_they_name() {
    in_browser(async |driver| {
        let project = TestProject::base();
        project.edit(CLIENTS, "有限会社にほへ", "有限会社　　にほへ");
        let live = Live::start_desk(&project, "ja");
        let page = driver.open(&live.url, &JAPANESE).await;
        let shown =
            "[...document.querySelectorAll('#list li')].map((it) => it.dataset.client).join()";
        page.until(&format!("{shown} === 'C-1,C-2'")).await;
        page.until("document.querySelectorAll('#list .sign')[1].matches('.warning')").await;
        page.click("#filters .toggle").await;
        page.until(&format!("{shown} === 'C-2'")).await;
        page.click("#filters .toggle").await;
        page.until(&format!("{shown} === 'C-1,C-2'")).await;

        page.until("document.querySelector('#filters select option[value=new]')").await;
        project.succeed(&["generate", "--client", "C-1"]);
        project.edit(CLIENTS, "有限会社　　にほへ", "有限会社にほへ");
        page.until("document.querySelector('#filters select option[value=made]')").await;
        page.choose("#filters select", "作成済み").await;
        page.until(&format!("{shown} === 'C-1'")).await;
        page.choose("#filters select", "未作成").await;
        page.until(&format!("{shown} === 'C-2'")).await;
    });
}

#[test]
fn a_list_that_is_dropped_is_imported_after_a_look_at_what_changes() {
    in_browser(async |driver| {
        let project = TestProject::base();
        let before = read(&project, CLIENTS);
        let live = Live::start_desk(&project, "ja");
        let page = driver.open(&live.url, &JAPANESE).await;
        page.until(LETTER_IS_THERE).await;
        let drop = "(() => { const list = new DataTransfer(); \
            list.items.add(new File(['番号,会社名,ランク\\nC-1,株式会社いろはに,甲\\nD-1,株式会社ちりぬる,乙\\n'], '名簿.csv')); \
            for (const kind of ['dragover', 'drop']) document.body.dispatchEvent( \
              new DragEvent(kind, { dataTransfer: list, bubbles: true, cancelable: true })); })()";
        page.value(drop).await;
        page.until("document.querySelectorAll('.columns tbody tr').length === 3").await;
        page.until("document.querySelector('.part.added .number').textContent === '1'").await;
        // Nobody knows yet which side is the newer one.
        let sides = page.text(".part.conflicts .three").await;
        assert!(sides.contains("株式会社いろはに"), "{sides}");
        page.click(".prefer label:first-of-type input").await;
        page.until(
            "document.querySelector('.part.changed del').textContent === '株式会社いろは' && \
             document.querySelector('.part.changed ins').textContent === '株式会社いろはに'",
        )
        .await;

        page.choose("[data-column=C]", "新しい項目「ランク」").await;
        page.until("document.querySelector('.part.changed').textContent.includes('ランク')").await;
        assert_eq!(read(&project, CLIENTS), before, "nothing is written yet");
        page.keep("page-3-import").await;
        page.click("#import-go").await;
        page.until("document.querySelector('.done')").await;
        page.click("#import-close").await;
        page.until("document.querySelectorAll('#list li').length === 3").await;
        let after = read(&project, CLIENTS);
        assert!(
            after.contains("name: 株式会社いろはに") && after.contains("ランク: 乙"),
            "{after}"
        );
        page.click("#undo").await;
        page.until("document.querySelectorAll('#list li').length === 2").await;
        assert_eq!(read(&project, CLIENTS), before);
    });
}

/// Whatever can be clicked or filled in has a name, in both languages, and nothing is wider
/// than a small screen.
#[test]
fn everything_has_a_name_and_fits_a_small_screen() {
    const NAMELESS: &str = "[...document.querySelectorAll('button, a[href], input, select, textarea')] \
        .filter((it) => it.offsetParent && !it.closest('[aria-hidden=true]')) \
        .filter((it) => !(it.ariaLabel || it.textContent.trim() || [...(it.labels ?? [])].map((label) => label.textContent).join('').trim())) \
        .map((it) => it.outerHTML)";
    const TWICE: &str = "(() => { const ids = [...document.querySelectorAll('[id]')].map((it) => it.id); \
        return ids.filter((id, index) => ids.indexOf(id) !== index); })()";
    in_browser(async |driver| {
        let project = TestProject::model();
        let live = Live::start_desk(&project, "ja");
        let page = driver.open(&live.url, &JAPANESE).await;
        page.0.set_window_size(500, 800).await.expect("a small window");
        page.until("document.querySelectorAll('#list li').length > 5").await;
        for language in ["ja", "en"] {
            page.until(&format!("document.documentElement.lang === '{language}'")).await;
            for panel in ["", "add", "import", "office", "client"] {
                match panel {
                    "" => {}
                    "office" => {
                        page.click("#tools .menu").await;
                        page.click("[data-panel=office]").await;
                        page.until("document.querySelector('.panel .field')").await;
                    }
                    "client" => {
                        page.click("#list li").await;
                        page.click("#about-button").await;
                        page.edit().await;
                    }
                    other => {
                        page.click(&format!("#{other}")).await;
                        page.until("document.querySelector('.panel .field, .panel .file-place')")
                            .await;
                    }
                }
                assert_eq!(page.value(NAMELESS).await, json!([]), "{language} {panel}");
                assert_eq!(page.value(TWICE).await, json!([]), "{language} {panel}");
                let fits = "document.documentElement.scrollWidth <= innerWidth";
                assert_eq!(page.value(fits).await, true, "{language} {panel}");
                if !panel.is_empty() {
                    page.press(&[ESCAPE]).await;
                    page.until("!document.querySelector('.panel')").await;
                }
            }
            page.keep(&format!("page-4-small-{language}")).await;
            page.click("#bar .narrow-only").await;
            page.click("#language").await;
        }
    });
}

#[test]
fn thousands_of_recipients_are_searched_and_filtered() {
    in_browser(async |driver| {
        let project = TestProject::of_clients(5000);
        let live = Live::start_desk(&project, "ja");
        let page = driver.open(&live.url, &JAPANESE).await;
        page.until("document.querySelectorAll('#list li').length > 5").await;
        let listed = page.value("performance.now()").await;
        page.until(LETTER_IS_THERE).await;
        assert!(page.value("document.querySelectorAll('#list li').length < 100").await == true);
        // Until the page has been drawn anew.
        let took = |change: &str| {
            format!(
                "new Promise((done) => {{ const start = performance.now(); {change} \
                 requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))); }})"
            )
        };
        let search = took(
            "const field = document.getElementById('search'); field.value = '第12'; \
             field.dispatchEvent(new Event('input', { bubbles: true }));",
        );
        let searched = page.value(&search).await;
        page.until(
            "document.getElementById('count').textContent.startsWith('5000 件のうち 111 件')",
        )
        .await;
        let filtered =
            page.value(&took("document.querySelector('#filters .toggle').click();")).await;
        page.until("document.querySelectorAll('#list li').length === 0").await;
        println!(
            "5,000 recipients: listed after {listed} ms; a search takes {searched} ms until it \
             is drawn, a filter {filtered} ms"
        );
    });
}

#[test]
fn what_is_written_goes_under_the_heading_that_it_was_written_for() {
    in_browser(async |driver| {
        let project = TestProject::base();
        let of = |heading: &str, text: &str| format!("  - heading: {heading}\n    body: {text}\n");
        let [first, second] = ["今後", "経緯"].map(|heading| of(heading, "調べています。"));
        let head = "date: 2024-02-06\ntitle: ご報告\nbody:\n";
        project.write(NOTICE, &format!("{head}{first}{second}"));
        let live = Live::start_desk(&project, "ja");
        let page = driver.open(&live.url, &JAPANESE).await;
        page.until(LETTER_IS_THERE).await;
        page.until("document.querySelector('#letter .passage[aria-label^=調べて]')").await;
        page.click("#letter .passage[aria-label^=調べて]").await;
        page.until("document.querySelector('.prose textarea')?.value === '調べています。'").await;
        let element = page.0.find(Locator::Css(".prose textarea")).await.expect("the field");
        element.send_keys(&format!("{CONTROL}a{RELEASED}今後の文です。")).await.expect("keys");
        page.until("document.querySelector('#draft')").await;

        // Meanwhile somebody has the two headings change places.
        project.write(NOTICE, &format!("{head}{second}{first}"));
        // Until the page has seen that, saving is refused, and nothing is written.
        page.until(
            "(() => {
              const save = document.querySelector('.panel footer .primary');
              if (save.disabled) return save.textContent === '保存';
              save.click();
              return false;
            })()",
        )
        .await;
        let wanted = format!("{head}{second}{}", of("今後", "今後の文です。"));
        assert_eq!(read(&project, NOTICE), wanted);
    });
}
