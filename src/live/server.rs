//! Answers the browser, on the loopback interface only.
//!
//! Every address begins with the run's token; a request without it, or with the
//! name of another host (as a web page elsewhere would make it by pointing its
//! own name at this machine), is told nothing. No address leads to a file.
//!
//! A browser is started with another address, because every user of the machine can
//! read a program's command line: an [`OnceCode`] leads to the page once, and is worth
//! nothing afterwards. A cookie would not do: those of 127.0.0.1 are sent to every port
//! of it, and so to other users' servers.
//!
//! Nothing is changed by GET. What a page asks for by POST goes to the desk as an
//! [`Errand`], if the request comes from this very page, and a change only with a ticket
//! ([`Tickets`]).

use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rust_embed::RustEmbed;
use serde::Deserialize;
use serde_json::json;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot, watch};
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use super::connections::{self, Known};
use super::errand::{Errand, Reply};
use super::studio::{LetterFile, Orders, Showing};
use super::tickets::Tickets;
use crate::digest::Digest;
use crate::ids::ClientId;
use crate::limits;
use crate::messages::{Lang, Message};
use crate::project::TEXT;
use crate::report;

/// The page, as plain HTML, CSS and JavaScript.
#[derive(RustEmbed)]
#[folder = "src/live/page/"]
struct PageFiles;

/// How many open pages are served at a time.
const STREAMS: usize = 64;

/// What the path of a code for once begins with.
const ONCE: &str = "/open/";

/// So long a browser may take to start and to open the page.
const STARTING: Duration = Duration::from_secs(300);

/// The most bytes that a page may send: a list of clients, in base64, which takes a third
/// more.
const BODY_BYTES: usize = limits::SHEET_BYTES / 3 * 4 + (1 << 16);

/// The header with the ticket for a change.
const TICKET: &str = "x-ticket";

/// Where the page says what its modules are called.
const IMPORT_MAP: (&str, &str) = ("<script type=\"importmap\">", "</script>");

/// Only our own files, no framing, nothing from elsewhere; and the one script within the
/// page, which names our own modules, by what is in it (CSP Level 3, 8.3).
static CONTENT_SECURITY_POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let page = PageFiles::get("index.html").map(|file| file.data).unwrap_or_default();
    let page = String::from_utf8_lossy(&page);
    let map = page.split_once(IMPORT_MAP.0).and_then(|(_, rest)| rest.split_once(IMPORT_MAP.1));
    let map = map.map_or_else(String::new, |(map, _)| {
        let hash = BASE64_STANDARD.encode(Digest::of(map.as_bytes()).bytes());
        format!(" 'sha256-{hash}'")
    });
    let policy = format!(
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'{map}; \
         connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy)
        .unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"))
});

/// Where the page is.
pub struct Address {
    /// The port on the loopback interface.
    pub port: u16,
    /// What the path begins with.
    pub token: String,
    /// What the browser that is started begins with.
    pub once: OnceCode,
}

/// A code that leads to the page once, and soon.
pub struct OnceCode {
    code: String,
    until: Instant,
    is_used: AtomicBool,
}

impl OnceCode {
    /// This code, which nobody has used yet.
    pub fn new(code: String) -> Self {
        Self { code, until: Instant::now() + STARTING, is_used: AtomicBool::new(false) }
    }

    /// Uses the code up; whether it was good until now.
    fn was_good(&self) -> bool {
        !self.is_used.swap(true, Ordering::Relaxed) && Instant::now() < self.until
    }
}

impl Address {
    /// The page's address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.port, self.base())
    }

    /// The address that leads to the page once.
    pub fn url_for_once(&self) -> String {
        format!("http://127.0.0.1:{}{ONCE}{}", self.port, self.once.code)
    }

    /// What every path of the page begins with.
    fn base(&self) -> String {
        format!("/{}/", self.token)
    }

    /// Whether a request was sent by this very page. Browsers say so of every POST, and no
    /// site can have them say it of another (Fetch, "origin header").
    fn is_own(&self, headers: &HeaderMap) -> bool {
        let text = |name: &str| headers.get(name).and_then(|it| it.to_str().ok());
        let host = text("host").unwrap_or_default();
        text("origin").is_some_and(|origin| origin.strip_prefix("http://") == Some(host))
            && text("sec-fetch-site").is_none_or(|site| site == "same-origin")
            && text("content-type").is_some_and(|kind| kind == "application/json")
    }

    /// Whether a request was made to this very server.
    fn is_meant(&self, request: &Request) -> bool {
        let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
        let authority = request.uri().authority().map(|authority| authority.as_str());
        let ours = |host: &str| {
            host.rsplit_once(':').is_some_and(|(name, port)| {
                matches!(name, "127.0.0.1" | "localhost") && port == self.port.to_string()
            })
        };
        host.is_some_and(ours) && authority.is_none_or(ours)
    }
}

/// Why the server has ended.
pub enum Ended {
    /// By Ctrl-C, or because the system asked.
    Asked,
    /// The studio is gone.
    WithoutStudio,
}

/// The desk, as the server sees it.
#[derive(Clone)]
pub struct Desk {
    /// Where errands go. They wait in a queue; a page that asks for more is told to come
    /// again.
    pub errands: SyncSender<Errand>,
    /// Where we stand, as JSON.
    pub news: watch::Receiver<Arc<str>>,
}

/// What every answer is made from.
#[derive(Clone)]
struct Server {
    orders: Orders,
    showing: Showing,
    streams: Arc<Semaphore>,
    address: Arc<Address>,
    desk: Option<Desk>,
    tickets: Arc<Tickets>,
}

/// Serves until it is told to end.
pub fn serve(
    listener: TcpListener,
    address: Address,
    orders: Orders,
    showing: Showing,
    desk: Option<Desk>,
) -> std::io::Result<Ended> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let mut lives = showing.clients.clone();
        let server = connections::serve(listener, routes(address, orders, showing, desk));
        let studio_ends = async { while lives.changed().await.is_ok() {} };
        tokio::select! {
            failed = server => Err(failed),
            () = asked_to_end() => Ok(Ended::Asked),
            () = studio_ends => Ok(Ended::WithoutStudio),
        }
    })
}

/// Ctrl-C, or the system's wish.
async fn asked_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Without a handler Ctrl-C ends the process by itself.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn routes(address: Address, orders: Orders, showing: Showing, desk: Option<Desk>) -> Router {
    let base = address.base();
    let at = |path: &str| format!("{base}{path}");
    let address = Arc::new(address);
    let streams = Arc::new(Semaphore::new(STREAMS));
    let own = address.clone();
    let is_desk = desk.is_some();
    let mut router = Router::new();
    // Without a desk there is nobody to ask, and nothing can be changed.
    if is_desk {
        router = router
            .route(&at("ticket"), post(ticket))
            .route(&at("ask/{name}"), post(ask))
            .route(&at("do/{name}"), post(change))
            .layer(DefaultBodyLimit::max(BODY_BYTES));
    }
    for name in PageFiles::iter() {
        router = router.route(&at(&name), get(page_file));
    }
    router
        .route(&at(""), get(page))
        .route(&at("clients"), get(clients))
        .route(&at("events"), get(events))
        .route(&at("picture/{name}"), get(picture))
        .route(&at("letter.pdf"), get(letter))
        .route(&at("letter.txt"), get(letter))
        .route(&format!("{ONCE}{{code}}"), get(open_once))
        .with_state(Server { orders, showing, streams, address, desk, tickets: Arc::default() })
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(middleware::from_fn(move |request: Request, next: Next| {
            let own = own.clone();
            async move {
                if !own.is_meant(&request) {
                    return with_safe_headers(StatusCode::MISDIRECTED_REQUEST.into_response());
                }
                if request.uri().path().starts_with(&own.base())
                    && let Some(known) = request.extensions().get::<Known>()
                {
                    known.set();
                }
                with_safe_headers(next.run(request).await)
            }
        }))
}

/// Leads the browser that was started to the page. The address stays out of its
/// command line, and out of its history the code, which is no page.
async fn open_once(
    State(server): State<Server>,
    method: Method,
    Path(code): Path<String>,
) -> Response {
    let Address { once, .. } = &*server.address;
    // What only looks whether there is a page does not use it up.
    if code != once.code || method != Method::GET {
        return StatusCode::NOT_FOUND.into_response();
    }
    if once.was_good() {
        return (StatusCode::SEE_OTHER, [(header::LOCATION, server.address.base())])
            .into_response();
    }
    report::say(Message::OpenedTwice);
    (StatusCode::GONE, Message::GoodForOnce.to_string()).into_response()
}

fn with_safe_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY.clone());
    let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // The token is in the address, and letters are personal data.
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::CACHE_CONTROL, "no-store");
    response
}

/// The page.
async fn page(State(server): State<Server>) -> Response {
    let Some(file) = PageFiles::get("index.html") else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // The page speaks as the messages that it shows.
    let page = String::from_utf8_lossy(&file.data)
        .replace("{lang}", Lang::current().tag())
        .replace("{desk}", if server.desk.is_some() { "yes" } else { "no" });
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

/// A file that the page is made of.
async fn page_file(State(server): State<Server>, uri: Uri) -> Response {
    let name = uri.path().strip_prefix(&server.address.base()).unwrap_or_default();
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };
    match PageFiles::get(name) {
        Some(file) => ([(header::CONTENT_TYPE, kind)], file.data).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A ticket for a change.
async fn ticket(State(server): State<Server>, headers: HeaderMap) -> Response {
    if !server.address.is_own(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match server.tickets.issue() {
        Ok(ticket) => as_json(StatusCode::OK, &json!({ "ticket": ticket })),
        Err(_) => busy(),
    }
}

/// Something is asked for that changes nothing.
async fn ask(
    State(server): State<Server>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !server.address.is_own(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    carry_out(&server, name, false, &body).await
}

/// Something is to be changed.
async fn change(
    State(server): State<Server>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let ticket = headers.get(TICKET).and_then(|ticket| ticket.to_str().ok()).unwrap_or_default();
    if !server.address.is_own(&headers) || !server.tickets.was_good(ticket) {
        return StatusCode::FORBIDDEN.into_response();
    }
    carry_out(&server, name, true, &body).await
}

/// Gives an errand to the desk, and its answer to the page.
async fn carry_out(server: &Server, name: String, is_change: bool, body: &[u8]) -> Response {
    let Some(desk) = &server.desk else { return StatusCode::NOT_FOUND.into_response() };
    let Ok(body) = serde_json::from_slice(body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let (reply, answer) = oneshot::channel();
    if desk.errands.try_send(Errand { name, is_change, body, reply }).is_err() {
        return busy();
    }
    match answer.await {
        Ok(Reply::Done(done)) => as_json(StatusCode::OK, &done),
        Ok(Reply::Refused(refusal)) => {
            as_json(StatusCode::UNPROCESSABLE_ENTITY, &refusal.as_json())
        }
        Ok(Reply::Conflict(now)) => {
            let message = Message::SeenOtherwise.to_string();
            as_json(StatusCode::CONFLICT, &json!({ "conflict": now, "message": message }))
        }
        Ok(Reply::Unknown) => StatusCode::NOT_FOUND.into_response(),
        // The desk has fallen over this errand, and goes on with the next one.
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn as_json(status: StatusCode, body: &serde_json::Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

/// All clients, as soon as the studio has read them.
async fn clients(State(server): State<Server>) -> Response {
    let mut clients = server.showing.clients.clone();
    let list = clients.wait_for(|list| !list.json.is_empty()).await.map(|it| it.json.clone());
    let Ok(list) = list else {
        return busy();
    };
    ([(header::CONTENT_TYPE, "application/json")], list).into_response()
}

/// Which client is meant.
#[derive(Deserialize)]
struct Asked {
    client: String,
}

impl Asked {
    fn id(&self) -> Option<ClientId> {
        ClientId::new(&self.client).ok()
    }
}

/// Whose letter is followed; nobody's, as long as there are no clients.
#[derive(Deserialize)]
struct Followed {
    client: Option<String>,
}

/// A client's letter, now and after every change; a word when the list of clients has
/// changed; and where we stand.
async fn events(State(server): State<Server>, Query(followed): Query<Followed>) -> Response {
    let Ok(permit) = server.streams.clone().try_acquire_owned() else { return busy() };
    // A browser drops an event without data.
    let lists = WatchStream::new(server.showing.clients.clone())
        .map(|_| Event::default().event("clients").data("changed"));
    // Without a desk there is no news.
    let news =
        server.desk.as_ref().map_or_else(|| watch::channel("".into()).1, |it| it.news.clone());
    let news = WatchStream::new(news)
        .filter(|news| !news.is_empty())
        .map(|news| Event::default().event("desk").data(&*news));
    let others = lists.merge(news);
    let Some(client) = followed.client else { return streamed(others, permit) };
    let Ok(client) = ClientId::new(&client) else { return StatusCode::NOT_FOUND.into_response() };
    let views = match server.orders.look(client).await {
        Ok(Some(views)) => views,
        Ok(None) | Err(_) => return busy(),
    };
    let letters = WatchStream::new(views).map(|view| {
        let data = serde_json::to_string(&*view).unwrap_or_default();
        Event::default().event("letter").data(data)
    });
    streamed(letters.merge(others), permit)
}

/// Events for as long as the browser wants them.
fn streamed(
    events: impl Stream<Item = Event> + Send + 'static,
    permit: OwnedSemaphorePermit,
) -> Response {
    let stream = events.map(move |event| {
        let _held: &OwnedSemaphorePermit = &permit;
        Ok::<_, Infallible>(event)
    });
    Sse::new(stream).keep_alive(KeepAlive::default()).into_response()
}

/// The picture of a page.
async fn picture(State(server): State<Server>, Path(name): Path<String>) -> Response {
    match server.showing.picture(&name) {
        Some(svg) => ([(header::CONTENT_TYPE, "image/svg+xml")], svg.to_string()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A client's letter as it would be sent.
async fn letter(State(server): State<Server>, Query(asked): Query<Asked>) -> Response {
    let Some(client) = asked.id() else { return StatusCode::NOT_FOUND.into_response() };
    match server.orders.file(client.clone()).await {
        Ok(Some(LetterFile { ending, bytes })) => {
            let kind = match ending {
                TEXT => "text/plain; charset=utf-8",
                _ => "application/pdf",
            };
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
            let name = format!("inline; filename=\"{client}.{ending}\"");
            if let Ok(name) = HeaderValue::from_str(&name) {
                headers.insert(header::CONTENT_DISPOSITION, name);
            }
            (headers, bytes).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(_) => busy(),
    }
}

/// Come again in a second.
fn busy() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "1")]).into_response()
}
