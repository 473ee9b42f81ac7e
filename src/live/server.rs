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

use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Path, Query, Request, State};
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::RustEmbed;
use serde::Deserialize;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::WatchStream;

use super::connections::{self, Known};
use super::studio::{LetterFile, Orders, Showing};
use crate::ids::ClientId;
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

/// Only our own files, no framing, nothing from elsewhere.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; img-src 'self'; style-src 'self'; \
     script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

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

/// What every answer is made from.
#[derive(Clone)]
struct Server {
    orders: Orders,
    showing: Showing,
    streams: Arc<Semaphore>,
    address: Arc<Address>,
}

/// Serves until it is told to end.
pub fn serve(
    listener: TcpListener,
    address: Address,
    orders: Orders,
    showing: Showing,
) -> std::io::Result<Ended> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let mut lives = showing.clients.clone();
        let server = connections::serve(listener, routes(address, orders, showing));
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

fn routes(address: Address, orders: Orders, showing: Showing) -> Router {
    let base = address.base();
    let at = |path: &str| format!("{base}{path}");
    let address = Arc::new(address);
    let streams = Arc::new(Semaphore::new(STREAMS));
    let own = address.clone();
    Router::new()
        .route(&at(""), get(page_file))
        .route(&at("style.css"), get(page_file))
        .route(&at("script.js"), get(page_file))
        .route(&at("words.js"), get(page_file))
        .route(&at("icon.svg"), get(page_file))
        .route(&at("clients"), get(clients))
        .route(&at("events"), get(events))
        .route(&at("picture/{name}"), get(picture))
        .route(&at("letter.pdf"), get(letter))
        .route(&at("letter.txt"), get(letter))
        .route(&format!("{ONCE}{{code}}"), get(open_once))
        .with_state(Server { orders, showing, streams, address })
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
    let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // The token is in the address, and letters are personal data.
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::CACHE_CONTROL, "no-store");
    response
}

/// A file of the page itself.
async fn page_file(uri: Uri) -> Response {
    let name = uri.path().rsplit('/').next().unwrap_or_default();
    let (name, kind) = match name {
        "" => ("index.html", "text/html; charset=utf-8"),
        name if name.ends_with(".css") => (name, "text/css; charset=utf-8"),
        name if name.ends_with(".js") => (name, "text/javascript; charset=utf-8"),
        name => (name, "image/svg+xml"),
    };
    match PageFiles::get(name) {
        Some(file) if name == "index.html" => {
            // The page speaks as the messages that it shows.
            let page = String::from_utf8_lossy(&file.data).replace("{lang}", Lang::current().tag());
            ([(header::CONTENT_TYPE, kind)], page).into_response()
        }
        Some(file) => ([(header::CONTENT_TYPE, kind)], file.data).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// All clients, as soon as the studio has read them.
async fn clients(State(server): State<Server>) -> Response {
    let mut clients = server.showing.clients.clone();
    let Ok(list) = clients.wait_for(|list| !list.is_empty()).await.map(|list| list.to_string())
    else {
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

/// A client's letter, now and after every change; and a word when the list of
/// clients has changed.
async fn events(State(server): State<Server>, Query(asked): Query<Asked>) -> Response {
    let Some(client) = asked.id() else { return StatusCode::NOT_FOUND.into_response() };
    let Ok(permit) = server.streams.clone().try_acquire_owned() else { return busy() };
    let views = match server.orders.look(client).await {
        Ok(Some(views)) => views,
        Ok(None) | Err(_) => return busy(),
    };
    let letters = WatchStream::new(views).map(|view| {
        let data = serde_json::to_string(&*view).unwrap_or_default();
        Event::default().event("letter").data(data)
    });
    // A browser drops an event without data.
    let lists = WatchStream::new(server.showing.clients.clone())
        .map(|_| Event::default().event("clients").data("changed"));
    let stream = letters.merge(lists).map(move |event| {
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
