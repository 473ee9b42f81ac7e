//! The page in the browser, on the loopback interface: it shows one client's letter and
//! follows every save. `preview --live` is this page alone; for the desk it hands on what
//! people ask of it as [`Errand`]s.
//!
//! Three parts, joined here: the [`studio`] owns the project and makes letters
//! on a thread of its own; [`watch`] tells it that files have changed; the
//! [`server`] answers the browser over its [`connections`] and makes nothing itself.

mod connections;
mod errand;
mod finding;
mod peer;
mod server;
mod stamp;
mod studio;
mod tickets;
mod view;
mod watch;

use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::thread;

use thiserror::Error;

use crate::messages::Message;
use crate::outcome::{CommandError, Outcome};
use crate::project::Project;
use crate::report;
pub use errand::{Errand, NotDone, Refusal, Reply};
pub use server::Desk;
use server::{Address, Ended, OnceCode};
use studio::Studio;
#[cfg(test)]
pub(crate) use studio::orders;
pub use studio::{Listed, Orders, Overlay};
pub use view::ProblemView;

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

/// What is to be shown, and where.
#[derive(Debug, Clone, Default)]
pub struct PageArgs {
    /// The client to begin with: an id, or a part of the id or name.
    pub client: Option<String>,
    /// This notice instead of the last one.
    pub notice: Option<String>,
    /// The port; the first free one of ours if none is asked for.
    pub port: Option<u16>,
    /// Whether no browser is to be started.
    pub no_open: bool,
}

/// A page that waits to be served.
pub struct Page {
    listener: TcpListener,
    address: Address,
    orders: Orders,
    showing: studio::Showing,
    opens: bool,
}

/// Runs the page alone until Ctrl-C.
pub fn run(project: &Project, args: PageArgs) -> Result<Outcome, CommandError> {
    Page::begin(project, args)?.serve(None)
}

impl Page {
    /// Begins to make letters, and listens.
    pub fn begin(project: &Project, args: PageArgs) -> Result<Self, CommandError> {
        let listener = listen(args.port)?;
        let port = listener.local_addr().map_err(LiveError::Listen)?.port();
        let address = Address { port, token: token()?, once: OnceCode::new(token()?) };
        let opens = !args.no_open;
        let (orders, received) = studio::orders();
        let pool = crate::letters::workers::pool(None)?;
        let studio = Studio::new(project.clone(), args, pool, orders.clone());
        let showing = studio.showing();
        thread::Builder::new()
            .name("studio".to_owned())
            .spawn(move || studio.run(&received))
            .map_err(LiveError::Start)?;
        Ok(Self { listener, address, orders, showing, opens })
    }

    /// The way to the thread that makes the letters.
    pub fn orders(&self) -> Orders {
        self.orders.clone()
    }

    /// The list of clients, each time that it has changed.
    pub fn clients(&self) -> tokio::sync::watch::Receiver<Arc<Listed>> {
        self.showing.clients.clone()
    }

    /// The page's address.
    pub fn url(&self) -> String {
        self.address.url()
    }

    /// Answers the browser until Ctrl-C.
    pub fn serve(self, desk: Option<Desk>) -> Result<Outcome, CommandError> {
        let Self { listener, address, orders, showing, opens } = self;
        report::say(match desk {
            Some(_) => Message::DeskAtAddress,
            None => Message::ShownAtAddress,
        });
        report::print(address.url())?;
        if opens && open::that_detached(address.url_for_once()).is_err() {
            report::say(Message::NoBrowserForPage);
        }
        let served = server::serve(listener, address, orders, showing, desk);
        match served.map_err(LiveError::Start)? {
            // The studio has nothing to put away: it may be left in the middle of a letter.
            Ended::Asked => Ok(Outcome::Done),
            Ended::WithoutStudio => Err(CommandError::Internal(Box::new(Message::PageStopped))),
        }
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
