//! A real S3 server on loopback (moto, which `tests/run` installs), and between it and the
//! program a proxy that does to answers what networks do.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// The bucket that the server has.
pub const BUCKET: &str = "letters";

/// Who nobody is does not see what somebody has put; who they are, this server believes.
const SIGNED: &str = "Authorization: AWS4-HMAC-SHA256 \
    Credential=tests/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=none";

/// So long an answer of the server may take before the test is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing: it is answered.
    None,
    /// The store asks for fewer requests, and does nothing.
    SlowDown,
    /// The store does what it should, and the connection ends before it says so.
    CutBeforeAnswer,
    /// The connection ends in the middle of the answer.
    CutInAnswer,
    /// The store does what it should, and never says so.
    Silence,
    /// The connection ends before the store has it.
    Lost,
}

/// A request as the proxy sees it.
#[derive(Debug, Clone)]
pub struct Request {
    /// `PUT`, `GET` and so on.
    pub method: String,
    /// The path with the query.
    pub path: String,
    /// Its head, with the request line.
    pub head: String,
    /// Its body.
    pub body: Vec<u8>,
}

impl Request {
    /// Whether it puts an object whose name ends so.
    pub fn puts(&self, ending: &str) -> bool {
        self.method == "PUT" && self.path.ends_with(ending)
    }

    /// Whether it has a header of this name.
    pub fn has(&self, name: &str) -> bool {
        header(&self.head, name).is_some()
    }
}

/// Which fault meets a request; the number is how many there were before it.
type Plan = dyn FnMut(usize, &Request) -> Fault + Send;

/// The server, and the proxy before it. Both end when it is dropped.
pub struct S3 {
    server: Child,
    direct: u16,
    proxied: u16,
    plan: Arc<Mutex<Box<Plan>>>,
    seen: Arc<Mutex<Vec<Request>>>,
}

/// Where `tests/run` installs the server.
fn program() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("s3").join("bin/moto_server")
}

impl S3 {
    /// Starts it. Where there is none the test is skipped, and says so; not in CI.
    pub fn start() -> Option<Self> {
        if !program().exists() {
            assert!(std::env::var_os("CI").is_none(), "CI installs the S3 server");
            eprintln!("SKIPPED: there is no S3 server, which `tests/run` installs with Python");
            return None;
        }
        let mut command = Command::new(program());
        command.args(["-H", "127.0.0.1", "-p", "0"]).env("PYTHONUNBUFFERED", "1");
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        let mut server = command.spawn().expect("the S3 server");
        let mut said = BufReader::new(server.stderr.take().expect("a pipe"));
        let direct = port_in(&mut said);
        // It notes every request, and would wait for somebody to read that.
        thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let proxied = listener.local_addr().expect("an address").port();
        let plan: Arc<Mutex<Box<Plan>>> = Arc::new(Mutex::new(Box::new(|_, _| Fault::None)));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let s3 = Self { server, direct, proxied, plan: plan.clone(), seen: seen.clone() };
        let one_at_a_time = Arc::new(Mutex::new(()));
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let proxy = Proxy {
                    direct,
                    plan: plan.clone(),
                    seen: seen.clone(),
                    one_at_a_time: one_at_a_time.clone(),
                };
                thread::spawn(move || proxy.serve(client));
            }
        });
        let made = s3.ask("PUT", &format!("/{BUCKET}"));
        assert!(made.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&made));
        Some(s3)
    }

    /// What the program needs in its environment to go to the proxy.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("AWS_ACCESS_KEY_ID", "tests".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "secret".to_owned()),
            ("AWS_REGION", "us-east-1".to_owned()),
            ("AWS_ENDPOINT", format!("http://127.0.0.1:{}", self.proxied)),
            ("AWS_ALLOW_HTTP", "true".to_owned()),
            ("AWS_TIMEOUT", "3 seconds".to_owned()),
            ("OSHIRASE_STORE_PATIENCE", "60".to_owned()),
        ]
    }

    /// From now on, requests meet what this says; they are counted anew.
    pub fn plan(&self, plan: impl FnMut(usize, &Request) -> Fault + Send + 'static) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clear();
        *self.plan.lock().unwrap_or_else(PoisonError::into_inner) = Box::new(plan);
    }

    /// The requests since the plan.
    pub fn requests(&self) -> Vec<Request> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// All objects in the bucket, by name, from the server itself.
    pub fn objects(&self) -> BTreeMap<String, Vec<u8>> {
        let mut objects = BTreeMap::new();
        let mut after = String::new();
        loop {
            let query = format!("/{BUCKET}?list-type=2&encoding-type=url&start-after={after}");
            let listed = body(&self.ask("GET", &query));
            let listed = String::from_utf8(listed).expect("UTF-8");
            let names = listed.split("<Key>").skip(1).filter_map(|it| it.split("</Key>").next());
            let names: Vec<String> = names.map(str::to_owned).collect();
            let Some(last) = names.last() else { return objects };
            after = last.clone();
            for name in names {
                let answer = self.ask("GET", &format!("/{BUCKET}/{name}"));
                assert!(answer.starts_with(b"HTTP/1.1 200"), "{name} is not there");
                objects.insert(decoded(&name), body(&answer));
            }
        }
    }

    /// Puts an object, past the proxy.
    pub fn put(&self, name: &str, bytes: &[u8]) {
        let name = encoded(name);
        let head =
            format!("PUT /{BUCKET}/{name} HTTP/1.1\r\n{SIGNED}\r\nContent-Length: {}", bytes.len());
        let answer = exchange(self.direct, &head, bytes).expect("an answer");
        assert!(answer.starts_with(b"HTTP/1.1 200"));
    }

    /// Removes an object, past the proxy.
    pub fn delete(&self, name: &str) {
        self.ask("DELETE", &format!("/{BUCKET}/{}", encoded(name)));
    }

    /// Asks the server itself.
    fn ask(&self, method: &str, path: &str) -> Vec<u8> {
        let head = format!("{method} {path} HTTP/1.1\r\n{SIGNED}\r\nContent-Length: 0");
        exchange(self.direct, &head, b"").expect("an answer")
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The port that the server says it has.
fn port_in(said: &mut impl BufRead) -> u16 {
    let mut line = String::new();
    while said.read_line(&mut line).expect("what the server says") > 0 {
        if let Some((_, port)) = line.split_once("Running on http://127.0.0.1:") {
            return port.trim().parse().expect("a port");
        }
        line.clear();
    }
    panic!("the S3 server has not started");
}

struct Proxy {
    direct: u16,
    plan: Arc<Mutex<Box<Plan>>>,
    seen: Arc<Mutex<Vec<Request>>>,
    /// A store does one thing to an object at a time; this server would compare for two
    /// puts at once.
    one_at_a_time: Arc<Mutex<()>>,
}

impl Proxy {
    /// Serves a connection until either side ends it.
    fn serve(&self, client: TcpStream) {
        let mut reader = BufReader::new(client.try_clone().expect("a connection"));
        let mut client = client;
        while let Some(request) = read_request(&mut reader) {
            let fault = {
                let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
                seen.push(request.clone());
                let before = seen.len() - 1;
                drop(seen);
                self.plan.lock().unwrap_or_else(PoisonError::into_inner)(before, &request)
            };
            if !self.answer(&mut client, &request, fault) {
                let _ = client.shutdown(Shutdown::Both);
                return;
            }
        }
    }

    /// Answers a request; whether the connection goes on.
    fn answer(&self, client: &mut TcpStream, request: &Request, fault: Fault) -> bool {
        if fault == Fault::Lost {
            return false;
        }
        if fault == Fault::SlowDown {
            let body = "<Error><Code>SlowDown</Code><Message>Slow down.</Message></Error>";
            let head = "HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml";
            let answer = format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
            return client.write_all(answer.as_bytes()).is_ok();
        }
        let answer = {
            let _alone = self.one_at_a_time.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(answer) = exchange(self.direct, &request.head, &request.body) else {
                return false;
            };
            answer
        };
        match fault {
            Fault::CutBeforeAnswer => false,
            Fault::CutInAnswer => {
                let body = answer.windows(4).position(|it| it == b"\r\n\r\n").unwrap_or(0) + 4;
                // Where there is no body, the head is cut.
                let end = if body < answer.len() { (body + answer.len()) / 2 } else { body / 2 };
                let _ = client.write_all(&answer[..end]);
                false
            }
            Fault::Silence => {
                // Until the other side gives up.
                let _ = client.read(&mut [0; 1]);
                false
            }
            _ => client.write_all(&answer).is_ok(),
        }
    }
}

fn read_request(reader: &mut impl BufRead) -> Option<Request> {
    let mut head = String::new();
    loop {
        let before = head.len();
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
        if head[before..].trim().is_empty() {
            break;
        }
    }
    let length = header(&head, "content-length").map_or(0, |it| it.parse().expect("a length"));
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let mut words = head.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    Some(Request { method, path, head: head.trim_end().to_owned(), body })
}

/// A header's value.
fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut headers = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    headers.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

/// Sends a request over a connection of its own; the whole answer, as one over a
/// connection that stays open.
fn exchange(port: u16, head: &str, body: &[u8]) -> Option<Vec<u8>> {
    let mut server = TcpStream::connect(("127.0.0.1", port)).ok()?;
    server.set_read_timeout(Some(PATIENCE)).ok()?;
    let own = |line: &&str| {
        let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
        name != "connection"
    };
    let lines: Vec<&str> = head.lines().filter(own).collect();
    let mut request = lines.join("\r\n");
    if header(head, "host").is_none() {
        request.push_str("\r\nHost: 127.0.0.1");
    }
    request.push_str("\r\nConnection: close\r\n\r\n");
    server.write_all(request.as_bytes()).ok()?;
    server.write_all(body).ok()?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer).ok()?;
    let at = answer.windows(4).position(|it| it == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..at]).into_owned();
    let lines: Vec<&str> = head.lines().filter(own).collect();
    Some([lines.join("\r\n").as_bytes(), b"\r\n\r\n", &answer[at + 4..]].concat())
}

/// What follows the head of an answer.
fn body(answer: &[u8]) -> Vec<u8> {
    let at = answer.windows(4).position(|it| it == b"\r\n\r\n").expect("a head");
    answer[at + 4..].to_vec()
}

/// A name as a request has it.
fn encoded(name: &str) -> String {
    let byte = |byte: u8| match byte {
        b'/' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    name.bytes().map(byte).collect()
}

/// A name in which bytes are written as `%E7`.
fn decoded(name: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = name.as_bytes();
    while let Some((&first, others)) = rest.split_first() {
        let digits = others.first_chunk::<2>().filter(|_| first == b'%');
        let byte = digits.and_then(|it| u8::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &others[2..] } else { others };
    }
    String::from_utf8(bytes).expect("UTF-8")
}
