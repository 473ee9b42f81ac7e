//! The live page in a real browser.

mod common;

use common::browser::{ENTER, in_browser};
use common::live::Live;
use common::{NOTICE, TestProject};
use fantoccini::Locator;

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
        let (live, arguments) = Live::start_with_browser(project.command(&["preview", "--live"]));
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
