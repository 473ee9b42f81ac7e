//! `preview --live`: a page on the loopback interface that shows one client's
//! letter and follows every save.
//!
//! Three parts, joined here: the [`studio`] owns the project and makes letters
//! on a thread of its own; [`watch`] tells it that files have changed; the
//! [`server`] answers the browser over its [`connections`] and makes nothing itself.

mod connections;
mod peer;
mod server;
mod stamp;
mod studio;
mod view;
mod watch;

use std::net::{Ipv4Addr, TcpListener};
use std::thread;

use thiserror::Error;

use crate::args::PreviewArgs;
use crate::messages::Message;
use crate::outcome::{CommandError, Outcome};
use crate::project::Project;
use crate::report;
use server::{Address, Ended, OnceCode};
use studio::Studio;

/// The first port that is tried if none is asked for, and how many after it.
const PORTS: std::ops::Range<u16> = 7380..7400;

/// A live page that could not be offered.
#[derive(Debug, Error)]
pub enum LiveError {
    /// Another program listens on the port.
    #[error("{}", Message::PortInUse { port: port.to_string() })]
    PortInUse {
        /// The port that was asked for.
        port: u16,
        /// The system's reason.
        #[source]
        source: std::io::Error,
    },
    /// No port could be had.
    #[error("{}", Message::CannotListen)]
    Listen(#[source] std::io::Error),
    /// The system gives no random numbers.
    #[error("{}", Message::NoRandom)]
    Random,
    /// A thread or the server's runtime could not be started.
    #[error("{}", Message::CannotStartPage)]
    Start(#[source] std::io::Error),
}

impl From<LiveError> for CommandError {
    fn from(error: LiveError) -> Self {
        Self::Live(Box::new(error))
    }
}

/// Runs until Ctrl-C.
pub fn run(project: &Project, args: &PreviewArgs) -> Result<Outcome, CommandError> {
    let listener = listen(args.port)?;
    let port = listener.local_addr().map_err(LiveError::Listen)?.port();
    let address = Address { port, token: token()?, once: OnceCode::new(token()?) };

    let (orders, received) = studio::orders();
    let studio =
        Studio::new(project.clone(), args, crate::letters::workers::pool(None)?, orders.clone());
    let showing = studio.showing();
    thread::Builder::new()
        .name("studio".to_owned())
        .spawn(move || studio.run(&received))
        .map_err(LiveError::Start)?;

    report::say(Message::ShownAtAddress);
    report::print(address.url())?;
    if !args.no_open && open::that_detached(address.url_for_once()).is_err() {
        report::say(Message::NoBrowserForPage);
    }
    match server::serve(listener, address, orders, showing).map_err(LiveError::Start)? {
        // The studio has nothing to put away: it may be left in the middle of a letter.
        Ended::Asked => Ok(Outcome::Done),
        Ended::WithoutStudio => Err(CommandError::Internal(Box::new(Message::PageStopped))),
    }
}

/// A listener on this port, or on the first free one of ours, or on any.
fn listen(port: Option<u16>) -> Result<TcpListener, LiveError> {
    let bind = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    if let Some(port) = port {
        return bind(port).map_err(|source| match source.kind() {
            std::io::ErrorKind::AddrInUse => LiveError::PortInUse { port, source },
            _ => LiveError::Listen(source),
        });
    }
    PORTS
        .chain([0])
        .find_map(|port| bind(port).ok())
        .map_or_else(|| bind(0), Ok)
        .map_err(LiveError::Listen)
}

/// 128 random bits, in hexadecimal digits: who does not know the address cannot
/// guess it.
fn token() -> Result<String, LiveError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| LiveError::Random)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
