//! The connections to the page: bounded in number, and none keeps others out by
//! saying nothing.
//!
//! Everybody on the machine can open connections. Who has shown the page's address
//! keeps a connection; of the others the oldest makes room for the next.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

use super::peer;

/// Connections at a time. A page takes six; macOS gives a program 256 open files.
const CONNECTIONS: usize = 128;

/// So long a request may take to come, and a connection to wait for the next one.
const REQUEST: Duration = Duration::from_secs(10);

/// The longest request in bytes. A browser's has a tenth of it.
const REQUEST_BYTES: usize = 16 << 10;

/// So long nothing is accepted when the system has no room for a connection.
const NO_ROOM: Duration = Duration::from_millis(50);

/// Whether somebody who knows the page's address has asked over a connection.
#[derive(Debug, Clone, Default)]
pub struct Known(Arc<AtomicBool>);

impl Known {
    /// It is so.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Serves what comes, until the listener fails for good.
pub async fn serve(listener: TcpListener, router: Router) -> io::Error {
    let own = match listener.local_addr() {
        Ok(own) => own,
        Err(error) => return error,
    };
    let mut connections = Connections::default();
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                if peer::is_own(peer, own) && connections.make_room() {
                    connections.enter(stream, &router);
                }
            }
            // The other end has gone again, or the system has no room.
            Err(_) => {
                connections.close_oldest();
                tokio::time::sleep(NO_ROOM).await;
            }
        }
    }
}

/// Those that are open, oldest first.
#[derive(Default)]
struct Connections(Vec<(AbortHandle, Known)>);

impl Connections {
    /// Makes room for one more; whether there is.
    fn make_room(&mut self) -> bool {
        self.0.retain(|(task, _)| !task.is_finished());
        self.0.len() < CONNECTIONS || self.close_oldest()
    }

    /// Closes the oldest over which nobody who knows the address has asked; whether
    /// there was one.
    fn close_oldest(&mut self) -> bool {
        let Some(at) = self.0.iter().position(|(_, known)| !known.is_set()) else { return false };
        self.0.remove(at).0.abort();
        true
    }

    /// Begins to answer a connection.
    fn enter(&mut self, stream: TcpStream, router: &Router) {
        let known = Known::default();
        let (router, own) = (TowerToHyperService::new(router.clone()), known.clone());
        let answer = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(own.clone());
            let answer = router.call(request);
            async { Ok::<_, Infallible>(answer.await.unwrap_or_else(|never| match never {})) }
        });
        let task = tokio::spawn(async move {
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(REQUEST).max_buf_size(REQUEST_BYTES);
            // One that breaks off is its own affair.
            let _ = http.serve_connection(TokioIo::new(stream), answer).await;
        });
        self.0.push((task.abort_handle(), known));
    }
}
