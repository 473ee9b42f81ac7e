//! The live page in a real browser: headless Chromium, driven through
//! ChromeDriver (Debian: chromium and chromium-driver).

mod common;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use common::live::Live;
use common::{NOTICE, TestProject};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// ChromeDriver. Ends when it is dropped.
struct Driver {
    child: Child,
    address: String,
}

impl Driver {
    /// Starts it. Where there is none the test is skipped, and says so; not in CI.
    fn start() -> Option<Self> {
        let spawned = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).spawn();
        let mut child = match spawned {
            Ok(child) => child,
            Err(error) if std::env::var_os("CI").is_none() => {
                eprintln!("SKIPPED: there is no chromedriver, which `tests/run` installs: {error}");
                return None;
            }
            Err(error) => panic!("CI installs chromium and chromium-driver: {error}"),
        };
        let stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let port = stdout
            .lines()
            .map(|line| line.expect("text"))
            .find_map(|line| Some(line.split_once("started successfully on port ")?.1.to_owned()))
            .expect("a port");
        let port = port.trim_end_matches('.');
        Some(Self { child, address: format!("http://127.0.0.1:{port}") })
    }

    async fn open(&self, url: &str, options: &[&str]) -> Page {
        let mut args = vec![
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1440,900",
        ];
        args.extend(options);
        let capabilities = json!({ "goog:chromeOptions": { "args": args } });
        let Value::Object(capabilities) = capabilities else { unreachable!("an object") };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&self.address)
            .await
            .expect("a browser");
        client.goto(url).await.expect("the page");
        Page(client)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The live page.
struct Page(Client);

impl Page {
    /// Waits until a condition holds; the page looks at it after each change.
    async fn until(&self, condition: &str) {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             const holds = () => {{ try {{ return {condition}; }} catch {{ return false; }} }};
             if (holds()) {{ done(); return; }}
             new MutationObserver((_, observer) => {{
               if (holds()) {{ observer.disconnect(); done(); }}
             }}).observe(document, {{ subtree: true, childList: true, attributes: true, characterData: true }});"
        );
        if let Err(error) = self.0.execute_async(&script, Vec::new()).await {
            let text = self.value("document.body.innerText").await;
            panic!("it never came about that {condition}: {error}\n{text}");
        }
    }

    async fn value(&self, expression: &str) -> Value {
        self.0.execute(&format!("return {expression};"), Vec::new()).await.expect("a value")
    }

    async fn type_keys(&self, selector: &str, keys: &str) {
        let element = self.0.find(Locator::Css(selector)).await.expect("the element");
        element.send_keys(keys).await.expect("keys");
    }

    /// Keeps a picture of the page, to be looked at by a person.
    async fn keep(&self, name: &str) {
        let path = pictures().join(format!("{name}.png"));
        let png = self.0.screenshot().await.expect("a picture");
        std::fs::write(&path, png).expect("a writable folder");
    }
}

/// Where the pictures are kept.
fn pictures() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("live-page");
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Runs a story in a browser.
fn in_browser(story: impl AsyncFnOnce(Driver)) {
    let Some(driver) = Driver::start() else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(story(driver));
}

const ENTER: &str = "\u{E007}";

#[test]
fn a_person_finds_a_client_changes_a_fact_breaks_a_template_and_mends_it() {
    in_browser(async |driver| {
        let project = TestProject::model();
        let live = Live::start_in(&project, "ja", &[]);
        let page = driver.open(&live.url, &["--lang=ja", "--accept-lang=ja"]).await;
        page.until("document.querySelectorAll('#pages img').length === 4").await;

        page.type_keys("#search", "あさひ").await;
        page.until("document.querySelectorAll('#list li').length === 1").await;
        page.type_keys("#search", ENTER).await;
        page.until("document.getElementById('text').textContent.includes('有限会社あさひ薬局')")
            .await;
        assert_eq!(
            page.value("document.getElementById('name').textContent").await,
            "有限会社あさひ薬局"
        );
        page.keep("1-chosen").await;

        page.value("(window.sameVisit = true, document.getElementById('letter').scrollTop = 500)")
            .await;
        project.edit("data/incident.yaml", "接続障害の報告を受ける", "接続不良の連絡を受ける");
        page.until(
            "document.getElementById('text').textContent.includes('接続不良の連絡を受ける')",
        )
        .await;
        assert_eq!(page.value("window.sameVisit").await, true, "nothing was loaded anew");
        assert_eq!(page.value("document.getElementById('letter').scrollTop").await, 500);
        page.keep("2-changed").await;

        let template = std::fs::read_to_string(common::repository().join("templates/report.typ"));
        let template = template.expect("the template");
        project.write("templates/report.typ", &format!("{template}\n{{{{ client.nmae }}}}\n"));
        let line = template.lines().count() + 2;
        page.until(&format!(
            "document.querySelector('.problem.error .where').textContent.startsWith('templates/report.typ:{line}:')"
        ))
        .await;
        page.until("document.getElementById('pages').classList.contains('stale')").await;
        page.keep("3-broken").await;

        project.write("templates/report.typ", &template);
        page.until("document.getElementById('problems').hidden").await;
        page.until("!document.getElementById('pages').classList.contains('stale')").await;
        assert_eq!(page.value("window.sameVisit").await, true);
        page.keep("4-mended").await;
    });
}

#[test]
fn the_list_changes_with_every_save_and_shows_what_check_finds() {
    in_browser(async |driver| {
        let project = TestProject::base();
        // Started in the project's own folder, as most people do.
        let live = Live::start_inside(&project, &["C-1"]);
        let page = driver.open(&live.url, &["--lang=ja", "--accept-lang=ja"]).await;
        let sign = |number: usize, state: &str| {
            format!("document.querySelectorAll('#list .sign')[{number}].matches('.{state}')")
        };
        let count = |words: &str| {
            format!("document.getElementById('count').textContent.includes('{words}')")
        };
        page.until(&sign(0, "fine")).await;
        page.until(&sign(1, "fine")).await;
        assert_eq!(page.value("document.documentElement.lang").await, "en", "as the messages");

        // Another client than the one that is looked at breaks, and is mended.
        project.edit("data/clients.yaml", "有限会社にほへ", "有限会社🀀にほへ");
        page.until(&sign(1, "error")).await;
        page.until(&count("1 with errors")).await;
        page.until(&sign(0, "fine")).await;
        page.keep("7-list-broken").await;
        project.edit("data/clients.yaml", "有限会社🀀にほへ", "有限会社　　にほへ");
        page.until(&sign(1, "warning")).await;
        page.until(&count("1 with warnings")).await;

        // A click shows the warning with its place, and the letter.
        let second = page.0.find(Locator::Css("#list li:last-child")).await.expect("a row");
        second.click().await.expect("a click");
        page.until("document.getElementById('state').textContent.startsWith('C-2')").await;
        page.until(
            "document.querySelector('#warnings .where').textContent.startsWith('data/clients.yaml:8:')",
        )
        .await;
        page.until("document.getElementById('problems').hidden").await;
        page.until("document.querySelectorAll('#pages img').length > 0").await;
        page.keep("8-warning").await;

        // A text that all letters share concerns all; a warning about it no one alone.
        project.edit(NOTICE, "  - このたび", "  - 2024年2月6日（水）に漏洩したこのたび");
        page.until(&format!("{} && {}", sign(0, "error"), sign(1, "error"))).await;
        page.until(&count("1 warning about the texts")).await;
        project.edit(NOTICE, "（水）", "（火）");
        page.until(&format!("{} && {}", sign(0, "fine"), sign(1, "warning"))).await;
        page.until("document.querySelectorAll('#warnings .problem').length === 2").await;
        page.type_keys("body", "k").await;
        page.until("document.getElementById('state').textContent.startsWith('C-1')").await;
        page.until("document.querySelectorAll('#warnings .problem').length === 1").await;

        // The language is the messages' until somebody chooses.
        let button = page.0.find(Locator::Css("#language")).await.expect("the button");
        button.click().await.expect("a click");
        page.until("document.documentElement.lang === 'ja'").await;
        page.until(&count("共通の文面に警告 1 件")).await;
    });
}

/// As it is opened where nobody says `--no-open`.
#[cfg(target_os = "linux")]
#[test]
fn a_browser_that_is_started_comes_to_the_page() {
    in_browser(async |driver| {
        let project = TestProject::base();
        let (live, arguments) = Live::start_with_browser(&project);
        let page = driver.open(arguments.trim(), &["--lang=ja"]).await;
        page.until("document.querySelectorAll('#pages img').length > 0").await;
        assert_eq!(page.value("location.href.split('#')[0]").await, live.url);
        project.edit("data/clients.yaml", "株式会社いろは", "株式会社ぬるを");
        page.until("document.getElementById('text').textContent.includes('株式会社ぬるを')").await;
        // A second one is told where to look.
        page.0.goto(arguments.trim()).await.expect("an answer");
        page.until("document.body.innerText.includes('the address that the terminal shows')").await;
    });
}

#[test]
fn the_keyboard_is_enough_in_english_and_in_the_dark() {
    in_browser(async |driver| {
        let project = TestProject::model();
        let live = Live::start(&project, &["C-0001"]);
        let dark = "--blink-settings=preferredColorScheme=0";
        let page = driver.open(&live.url, &["--lang=en", "--accept-lang=en", dark]).await;
        let shows = |client: &str| {
            format!("document.getElementById('state').textContent.startsWith('{client} ·')")
        };
        page.until(&shows("C-0001")).await;
        page.type_keys("body", "j").await;
        page.until(&shows("C-0002")).await;
        page.type_keys("body", "k").await;
        page.until(&shows("C-0001")).await;
        page.type_keys("body", "v").await;
        page.until(&shows("C-0002")).await;
        let before = page.value("document.querySelector('#pages img').clientWidth").await;
        page.type_keys("body", "+").await;
        page.until(&format!("document.querySelector('#pages img').clientWidth > {before}")).await;
        assert_eq!(page.value("document.documentElement.lang").await, "en");
        page.keep("5-dark").await;
        // What the facts hold is text, whatever it looks like.
        project.edit("data/clients.yaml", "葛󠄁飾精密工業有限会社", "<img src=x onerror=alert(1)>");
        page.until("document.getElementById('name').textContent.startsWith('<img')").await;
        assert_eq!(
            page.value("document.querySelectorAll('#about img, #list img').length").await,
            0
        );
    });
}

#[test]
fn thousands_of_clients_are_listed_and_found() {
    in_browser(async |driver| {
        let project = TestProject::of_clients(5000);
        let live = Live::start_in(&project, "ja", &[]);
        let page = driver.open(&live.url, &["--lang=ja", "--accept-lang=ja"]).await;
        page.until("document.querySelectorAll('#pages img').length > 0").await;
        let opened = page.value("performance.now()").await;
        assert!(page.value("document.querySelectorAll('#list li').length < 100").await == true);
        page.type_keys("#search", "第4321").await;
        page.until("document.querySelectorAll('#list li').length === 1").await;
        let search = "(() => { const start = performance.now(); const field = document.getElementById('search'); \
             field.value = '第12'; field.dispatchEvent(new Event('input')); return performance.now() - start; })()";
        let searched = page.value(search).await;
        println!(
            "5,000 clients: the letter is there after {opened} ms, a search takes {searched} ms"
        );
        page.keep("6-thousands").await;
    });
}
