//! An editor's YAML language server with the schemas of a project: what it proposes, shows
//! and underlines. The server is `yaml-language-server`, which is spoken to as editors do
//! (the Language Server Protocol, over its standard input and output). `tests/run` installs
//! it, in the version of `tests/editor/package-lock.json`.

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use common::TestProject;
use serde_json::{Value, json};

/// Where `tests/run` installs the server.
fn program() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("editor");
    target.join("node_modules/yaml-language-server/bin/yaml-language-server")
}

/// The language server, in a project. Ends when it is dropped.
struct Server<'a> {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    project: &'a TestProject,
    /// What VS Code's settings say of schemas, their paths written out as it does.
    schemas: Value,
    sent: u64,
}

impl<'a> Server<'a> {
    /// Starts it in a project that has its schemas. Where there is none the test is skipped,
    /// and says so; not in CI.
    fn start(project: &'a TestProject) -> Option<Self> {
        if !program().exists() {
            assert!(std::env::var_os("CI").is_none(), "CI installs the YAML language server");
            eprintln!("SKIPPED: there is no YAML language server, which `tests/run` installs");
            return None;
        }
        let mut command = Command::new("node");
        command.arg(program()).arg("--stdio").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("node, which `tests/run` installs");
        let stdin = child.stdin.take().expect("a pipe");
        let stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let schemas = json!({});
        let mut server = Self { child, stdin, stdout, project, schemas, sent: 0 };
        server.request(
            "initialize",
            json!({
                "processId": std::process::id(),
                "rootUri": server.uri(""),
                "locale": "ja",
                "capabilities": {
                    "workspace": { "configuration": true },
                    "textDocument": {
                        "completion": { "completionItem": { "snippetSupport": true } },
                        "hover": { "contentFormat": ["markdown"] },
                    },
                },
            }),
        );
        Some(server)
    }

    /// Tells it of the settings that the project has for VS Code.
    fn with_settings(mut self) -> Self {
        let settings = self.project.path(".vscode/settings.json");
        let settings = std::fs::read_to_string(settings).expect("the settings");
        let settings: Value = serde_json::from_str(&settings).expect("JSON");
        let schemas = settings["yaml.schemas"].as_object().expect("schemas by their paths");
        let absolute = schemas.iter().map(|(path, files)| (self.uri(path), files.clone()));
        self.schemas = Value::Object(absolute.collect());
        self
    }

    fn uri(&self, path: &str) -> String {
        format!("file://{}", self.project.path(path.trim_start_matches("./")).display())
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.stdin, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("a server");
        self.stdin.flush().expect("a server");
    }

    /// The next message, what the server asks for being answered.
    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            let read = self.stdout.read_line(&mut line).expect("a server");
            assert!(read > 0, "the server has ended");
            if line.trim().is_empty() {
                break;
            }
            if let Some(number) = line.strip_prefix("Content-Length: ") {
                length = number.trim().parse().expect("a number");
            }
        }
        let mut bytes = vec![0; length];
        self.stdout.read_exact(&mut bytes).expect("a message");
        let message: Value = serde_json::from_slice(&bytes).expect("JSON");
        if let (Some(method), Some(id)) = (message["method"].as_str(), message.get("id")) {
            let of_yaml = json!({
                "schemas": self.schemas,
                "completion": true,
                "hover": true,
                "validate": true,
                "schemaStore": { "enable": false },
            });
            let setting = |item: &Value| match item["section"].as_str() {
                Some("yaml") => of_yaml.clone(),
                _ => Value::Null,
            };
            let result = match method {
                "workspace/configuration" => message["params"]["items"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(setting)
                    .collect(),
                _ => Value::Null,
            };
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }));
        }
        message
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn request(&mut self, method: &str, params: Value) -> Value {
        self.sent += 1;
        let id = self.sent;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let mut message = self.receive();
            if message["id"] == id && message.get("method").is_none() {
                assert!(message["error"].is_null(), "{message}");
                return message["result"].take();
            }
        }
    }

    /// Opens a file with this text, in which `‸` is where the cursor stands; what is
    /// underlined in it, as `line:column words: message`.
    fn open(&mut self, path: &str, marked: &str) -> (Value, Vec<String>) {
        let uri = self.uri(path);
        let text = marked.replace('‸', "");
        let before = &marked[..marked.find('‸').unwrap_or(0)];
        let line = before.matches('\n').count();
        // Every character of the tests is one unit of UTF-16.
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
        self.notify("initialized", json!({}));
        self.notify(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": uri, "languageId": "yaml", "version": 1, "text": text } }),
        );
        let underlined = loop {
            let message = self.receive();
            let params = &message["params"];
            if message["method"] == "textDocument/publishDiagnostics" && params["uri"] == uri {
                let faults = params["diagnostics"].as_array().cloned().unwrap_or_default();
                break faults.iter().map(|fault| underlined(fault, &text)).collect();
            }
        };
        let at = json!({
            "textDocument": { "uri": uri },
            "position": { "line": line, "character": column },
        });
        (at, underlined)
    }

    /// What is proposed at the cursor, each with what it inserts.
    fn proposals(&mut self, path: &str, marked: &str) -> Vec<(String, String)> {
        let (at, _) = self.open(path, marked);
        let proposed = self.request("textDocument/completion", at);
        let items = proposed["items"].as_array().cloned().unwrap_or_default();
        let text = |item: &Value, key: &str| item[key].as_str().unwrap_or_default().to_owned();
        items.iter().map(|item| (text(item, "label"), text(item, "insertText"))).collect()
    }

    /// What is shown of what is under the cursor.
    fn shown(&mut self, path: &str, marked: &str) -> String {
        let (at, _) = self.open(path, marked);
        let shown = self.request("textDocument/hover", at);
        shown["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }

    fn underlined(&mut self, path: &str, text: &str) -> Vec<String> {
        self.open(path, text).1
    }
}

impl Drop for Server<'_> {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn underlined(fault: &Value, text: &str) -> String {
    let number = |end: &str, key: &str| {
        fault["range"][end][key].as_u64().and_then(|it| usize::try_from(it).ok()).expect("a place")
    };
    let (line, from, to) =
        (number("start", "line"), number("start", "character"), number("end", "character"));
    let words = text.lines().nth(line).unwrap_or_default().chars().skip(from);
    let words: String = words.take(to.saturating_sub(from)).collect();
    format!("{}:{} {words}: {}", line + 1, from + 1, fault["message"].as_str().unwrap_or_default())
}

/// The tests' small project with its schemas.
fn project() -> TestProject {
    let project = TestProject::base();
    project.succeed(&["schema"]);
    project
}

const CLIENTS: &str = "data/clients.yaml";

#[test]
fn an_editor_proposes_the_keys_and_words_of_a_record() {
    let project = project();
    let Some(server) = Server::start(&project) else { return };
    let mut server = server.with_settings();
    let record = "- id: C-1\n  name: 甲\n  honorific: 御中\n";
    let proposed = server.proposals(CLIENTS, &format!("{record}  ‸\n"));
    for (key, inserted) in
        [("postal_code", "postal_code: "), ("業務", "業務: "), ("担当", "担当: ")]
    {
        assert!(proposed.contains(&(key.to_owned(), inserted.to_owned())), "{key}: {proposed:?}");
    }
    assert!(!proposed.iter().any(|(key, _)| key == "id"), "it is there already: {proposed:?}");
    let words = |proposed: Vec<(String, String)>| -> Vec<String> {
        proposed.into_iter().map(|(label, _)| label).collect()
    };
    let proposed = server.proposals("data/clients/a.yaml", &format!("{record}  delivery: ‸\n"));
    assert_eq!(words(proposed), ["郵送", "メール", "FAX"]);
    let proposed = server.proposals("data/clients/b.yaml", &format!("{record}  業務:\n    - ‸\n"));
    assert_eq!(words(proposed), ["給与計算", "電子明細"]);
    let proposed = server.proposals("data/clients/d.yaml", &format!("{record}  業務: [‸]\n"));
    assert_eq!(words(proposed), ["給与計算", "電子明細"]);
    let proposed = server.proposals("data/clients/c.yaml", "- ‸");
    let all = proposed.iter().find(|(label, _)| label == "記録（必須のキー）");
    let all = all.expect("all that is needed").1.as_str();
    assert_eq!(all, "id: $1\n  name: $2\n  honorific: ${3|御中,様,各位,none|}");
}

#[test]
fn an_editor_proposes_what_can_stand_in_a_notice() {
    let project = project();
    let Some(server) = Server::start(&project) else { return };
    let mut server = server.with_settings();
    let head = "date: 2023-06-09\ntitle: ご報告\n";
    let labels = |proposed: Vec<(String, String)>| -> Vec<String> {
        proposed.into_iter().map(|(label, _)| label).collect()
    };
    let blocks = labels(server.proposals("data/notices/a.yaml", &format!("{head}body:\n  - ‸\n")));
    for key in ["text", "heading", "table", "pairs", "when"] {
        assert!(blocks.iter().any(|it| it == key), "{key}: {blocks:?}");
    }
    let beside = labels(
        server.proposals("data/notices/b.yaml", &format!("{head}body:\n  - list: [甲]\n    ‸\n")),
    );
    assert_eq!(beside, ["when", "lang", "style", "mark", "inline"], "beside a list");
    let tests =
        labels(server.proposals("data/notices/c.yaml", &format!("{head}body: 甲\nto:\n  ‸\n")));
    for key in ["route", "業務", "has", "not"] {
        assert!(tests.iter().any(|it| it == key), "{key}: {tests:?}");
    }
    let values = labels(
        server.proposals("data/notices/d.yaml", &format!("{head}body: 甲\nto: {{route: ‸}}\n")),
    );
    assert_eq!(values, ["調整中", "同意", "辞退", "個別", "完了"]);
}

#[test]
fn an_editor_underlines_what_is_wrong_where_it_stands() {
    let project = project();
    let Some(server) = Server::start(&project) else { return };
    let mut server = server.with_settings();
    let text = std::fs::read_to_string(project.path(CLIENTS)).expect("the records");
    assert_eq!(server.underlined(CLIENTS, &text), [""; 0], "nothing is wrong");
    let record = "- id: C-1\n  name: 甲\n  honorific: 御中\n  ";
    let lines = [
        ("postalcode: 101-0041", "4:3 postalcode: "),
        ("業種: [給与計算]", "4:3 業種: "),
        ("業務: [電子明紬]", "4:8 電子明紬: "),
        ("delivery: 郵便", "4:13 郵便: "),
        ("known_on: 昨日", "4:13 昨日: ここに書くもの: 日付（`2023-06-09`）"),
        ("退職者数: 3人", "4:9 3人: ここに書くもの: 数（`1,204`）"),
    ];
    for (number, (line, place)) in lines.into_iter().enumerate() {
        let file = format!("data/clients/{number}.yaml");
        let told = server.underlined(&file, &format!("{record}{line}\n"));
        assert!(matches!(&told[..], [one] if one.starts_with(place)), "{line}: {told:?}");
    }
    let told = server.underlined(
        "data/notices/a.yaml",
        "date: 2023-06-09\ntitle: ご報告\nbody:\n  - heading: 甲\n    body:\n      - table: {colums: [乙], columns: [甲], rows: [[丙]]}\n",
    );
    assert!(matches!(&told[..], [one] if one.starts_with("6:17 colums: ")), "{told:?}");
}

#[test]
fn an_editor_shows_what_a_key_is_in_japanese_and_in_english() {
    let project = project();
    let Some(server) = Server::start(&project) else { return };
    let mut server = server.with_settings();
    let record = "- id: C-1\n  name: 甲\n  honorific: 御中\n";
    let shown = server.shown(CLIENTS, &format!("{record}  postal_‸code: 101-0041\n"));
    for words in [
        "#### 郵便番号",
        "郵送なら載ります",
        "`delivery: 郵送`なら必須",
        "Seven digits",
        "231-0023",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let notice = "date: 2023-06-09\ntitle: ご報告\nbody:\n  - li‸st: [甲]\n";
    let shown = server.shown("data/notices/a.yaml", notice);
    for words in ["#### 箇条書き", "深さごとに", "a list of marks by depth"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let shown = server.shown("data/clients/a.yaml", &format!("{record}  業‸務: 給与計算\n"));
    for words in ["#### 業務", "自分の項目", "`給与計算`", "`電子明細`"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
}

#[test]
fn a_first_line_that_names_the_schema_is_enough_for_any_editor() {
    let project = project();
    let Some(mut server) = Server::start(&project) else { return };
    let line = "# yaml-language-server: $schema=../.schema/clients.schema.json\n";
    let told = server.underlined(
        CLIENTS,
        &format!("{line}- id: C-1\n  name: 甲\n  honorific: 御中\n  delivery: 郵便\n"),
    );
    assert!(matches!(&told[..], [one] if one.starts_with("5:13 郵便: ")), "{told:?}");
    let line = "# yaml-language-server: $schema=../../.schema/notice.schema.json\n";
    let notice = format!("{line}date: 2023-06-09\ntitle: ご報告\nkind: ‸\nbody: 甲\n");
    let proposed = server.proposals("data/notices/a.yaml", &notice);
    let labels: Vec<&str> = proposed.iter().map(|(label, _)| label.as_str()).collect();
    assert_eq!(labels, ["文書", "はがき", "圧着はがき", "メール"]);
}
