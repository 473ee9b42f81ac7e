//! Pages in a real browser: headless Chromium, driven through ChromeDriver (Debian: chromium
//! and chromium-driver).

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// ChromeDriver. Ends when it is dropped.
pub struct Driver {
    child: Child,
    address: String,
}

impl Driver {
    /// Starts it. Where there is none the test is skipped, and says so; not in CI.
    pub fn start() -> Option<Self> {
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

    /// Opens a page.
    pub async fn open(&self, url: &str, options: &[&str]) -> Page {
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
        // So that it ends its browsers, too, also those of a test that has failed.
        let host = self.address.trim_start_matches("http://");
        if let Ok(mut stream) = TcpStream::connect(host) {
            let _ = write!(
                stream,
                "GET /shutdown HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
            );
            let _ = stream.read_to_end(&mut Vec::new());
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A page.
pub struct Page(pub Client);

impl Page {
    /// Waits until a condition holds; the page looks at it after each change.
    pub async fn until(&self, condition: &str) {
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
            self.keep("failed").await;
            panic!("it never came about that {condition}: {error}\n{text}");
        }
    }

    /// What an expression is on the page.
    pub async fn value(&self, expression: &str) -> Value {
        self.0.execute(&format!("return {expression};"), Vec::new()).await.expect("a value")
    }

    /// Types into the element that a selector finds.
    pub async fn type_keys(&self, selector: &str, keys: &str) {
        let element = self.0.find(Locator::Css(selector)).await.expect("the element");
        element.send_keys(keys).await.expect("keys");
    }

    /// Keeps a picture of the page, to be looked at by a person.
    pub async fn keep(&self, name: &str) {
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
pub fn in_browser(story: impl AsyncFnOnce(Driver)) {
    let Some(driver) = Driver::start() else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(story(driver));
}

/// The key that ends a line.
pub const ENTER: &str = "\u{E007}";
