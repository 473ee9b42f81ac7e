//! `preview --live` as a running program, and plain requests to it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::TestProject;

/// So long an answer may take before the test is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A live page. Ends when it is dropped.
pub struct Live {
    child: Child,
    /// The page's address, with `/` at the end.
    pub url: String,
}

/// An answer of the server.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Live {
    /// Starts it on a project and waits for its address.
    pub fn start(project: &TestProject, args: &[&str]) -> Self {
        Self::start_in(project, "en", args)
    }

    /// The same with messages in this language.
    pub fn start_in(project: &TestProject, lang: &str, args: &[&str]) -> Self {
        let args = [&["preview", "--live", "--no-open"], args].concat();
        Self::spawn(project.command_in(lang, &args))
    }

    /// Starts the desk on a project.
    pub fn start_desk(project: &TestProject, lang: &str) -> Self {
        Self::spawn(project.command_in(lang, &["desk", "--no-open"]))
    }

    /// Starts it inside a project, which is not named.
    pub fn start_inside(project: &TestProject, args: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oshirase"));
        command.args(["--lang", "en", "preview", "--live", "--no-open"]).args(args);
        command.current_dir(project.path("."));
        Self::spawn(command)
    }

    /// Starts it in the folder above a project, which is named by `way` from there.
    pub fn start_above(project: &TestProject, way: &str, args: &[&str]) -> Self {
        let folder = project.path("").canonicalize().expect("a path");
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let mut command = Command::new(env!("CARGO_BIN_EXE_oshirase"));
        command.args(["--lang", "en", "--project", &way.replace("NAME", &name)]);
        command.args(["preview", "--live", "--no-open"]).args(args);
        command.current_dir(folder.parent().expect("a folder"));
        Self::spawn(command)
    }

    /// Starts it with so many open files at most.
    #[cfg(unix)]
    pub fn start_with_files(project: &TestProject, files: usize) -> Self {
        let command = project.command(&["preview", "--live", "--no-open"]);
        let mut limited = Command::new("sh");
        limited.args(["-c", &format!("ulimit -n {files}; exec \"$0\" \"$@\"")]);
        limited.arg(command.get_program()).args(command.get_args());
        Self::spawn(limited)
    }

    /// Starts it with a browser that does nothing; what that was started with.
    #[cfg(target_os = "linux")]
    pub fn start_with_browser(mut command: Command) -> (Self, String) {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let noted = folder.path().join("noted");
        super::tool("mkfifo", &[&noted.to_string_lossy()]);
        let browser = folder.path().join("xdg-open");
        let script = format!("#!/bin/sh\nprintf '%s\\n' \"$@\" > '{}'\n", noted.display());
        std::fs::write(&browser, script).expect("a script");
        std::fs::set_permissions(&browser, PermissionsExt::from_mode(0o700)).expect("its rights");
        let path = std::env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{}:{path}", folder.path().display()));
        let live = Self::spawn(command);
        // Waits for the browser.
        let arguments = std::fs::read_to_string(&noted).expect("its arguments");
        (live, arguments)
    }

    fn spawn(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut url = String::new();
        let stdout = child.stdout.as_mut().expect("a pipe");
        BufReader::new(stdout).read_line(&mut url).expect("a line");
        Self { child, url: url.trim().to_owned() }
    }

    /// `127.0.0.1:PORT`.
    pub fn host(&self) -> &str {
        self.url.strip_prefix("http://").and_then(|it| it.split('/').next()).expect("a host")
    }

    /// `/TOKEN/`.
    pub fn base(&self) -> &str {
        self.url
            .strip_prefix("http://")
            .and_then(|it| it.strip_prefix(self.host()))
            .expect("a path")
    }

    /// Opens a connection.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.host()).expect("the server is alive");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream
    }

    /// Asks for a path exactly as it is written, in the name of a host.
    pub fn request(&self, method: &str, path: &str, host: &str) -> Answer {
        self.send(method, path, &[("Host", host)], "").expect("an answer")
    }

    /// Sends a request exactly as it is written; `None` if the connection was refused or
    /// closed without an answer.
    pub fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Option<Answer> {
        let mut stream = TcpStream::connect(self.host()).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).ok()?;
        let headers: String =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let length = match body.len() {
            0 => String::new(),
            length => format!("Content-Length: {length}\r\n"),
        };
        let head = format!("{method} {path} HTTP/1.1\r\n{headers}{length}Connection: close\r\n");
        stream.write_all(format!("{head}\r\n{body}").as_bytes()).ok()?;
        let mut answer = Vec::new();
        // One that is closed early is read as far as it came.
        let _ = stream.read_to_end(&mut answer);
        let end = answer.windows(4).position(|it| it == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).expect("a status");
        Some(Answer { status, head, body: answer[end + 4..].to_vec() })
    }

    /// Asks for a path below the token.
    pub fn get(&self, path: &str) -> Answer {
        self.request("GET", &format!("{}{path}", self.base()), self.host())
    }

    /// The list of clients.
    pub fn clients(&self) -> Value {
        serde_json::from_slice(&self.get("clients").body).expect("JSON")
    }

    /// Follows a client's letter, as soon as the server has a place for it.
    pub fn follow(&self, client: &str) -> Letters {
        loop {
            let mut letters = self.try_to_follow(client);
            let mut status = String::new();
            letters.lines.read_line(&mut status).expect("an answer");
            match status.split(' ').nth(1) {
                Some("200") => return letters,
                Some("503") => std::thread::yield_now(),
                _ => panic!("{status}"),
            }
        }
    }

    /// Asks to follow a client's letter, and does not wait for an answer.
    pub fn try_to_follow(&self, client: &str) -> Letters {
        let mut stream = self.connect();
        let (path, host) = (format!("{}events?client={client}", self.base()), self.host());
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n").expect("a request");
        Letters { lines: BufReader::new(stream) }
    }

    /// What Ctrl-C does; how the program ended, and what it had said.
    pub fn interrupt(mut self) -> (ExitStatus, String) {
        let process = self.child.id().to_string();
        super::tool("kill", &["-INT", &process]);
        let status = self.child.wait().expect("an end");
        let mut said = String::new();
        let stderr = self.child.stderr.as_mut().expect("a pipe");
        stderr.read_to_string(&mut said).expect("text");
        (status, said)
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The events of one letter.
pub struct Letters {
    lines: BufReader<TcpStream>,
}

impl Letters {
    /// The data of the next event of this name, as a browser would give it to the page.
    pub fn next_data_of(&mut self, wanted: &str) -> String {
        let mut is_wanted = false;
        loop {
            let mut line = String::new();
            let read = self.lines.read_line(&mut line).expect("an event in time");
            assert_ne!(read, 0, "the events have ended");
            if let Some(event) = line.strip_prefix("event: ") {
                is_wanted = event.trim() == wanted;
            }
            if let Some(data) = line.strip_prefix("data:").filter(|_| is_wanted) {
                return data.trim().to_owned();
            }
        }
    }

    /// The next view of the letter that is as wanted.
    pub fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let data = self.next_data_of("letter");
            let view: Value = serde_json::from_str(&data).expect("JSON");
            if wanted(&view) {
                return view;
            }
        }
    }
}

/// The text of the letter in a view, without line breaks.
pub fn text(view: &Value) -> String {
    let pages = view["pages"].as_array().expect("pages");
    let lines = pages.iter().flat_map(|page| page["lines"].as_array().expect("lines"));
    lines.map(|line| line.as_str().expect("text")).collect()
}
