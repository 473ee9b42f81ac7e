//! How long and how often something is tried.
//!
//! `object_store` tries again what the store itself has refused for the moment (5xx, 429)
//! and what has not been sent. Not so a put under a condition that was not answered in
//! time, a list that was cut in its middle, or what takes longer than a signature should
//! be used for. All of that is tried again here, each time as a new request: an object is
//! put whole, and a put under a condition that had come through is recognised by what
//! stands there ([`super::conditional`]), so that to put twice does no harm.

use std::env;
use std::error::Error;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use object_store::client::{HttpError, HttpErrorKind};

/// For how many seconds a request is tried in all.
const VARIABLE: &str = "OSHIRASE_STORE_PATIENCE";

/// Where nobody says it.
const LONGEST: Duration = Duration::from_secs(180);

/// As long as a store has never answered: then a name is more likely to be wrong than a
/// network to be down.
const AT_FIRST: Duration = Duration::from_secs(20);

/// The first pause; each next one is twice as long.
const PAUSE: Duration = Duration::from_millis(200);

/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(super) struct Patience {
    longest: Duration,
    answered: AtomicBool,
}

/// A request that was given up.
#[derive(Debug)]
pub(super) struct Failed {
    /// Why, the last time.
    pub(super) error: object_store::Error,
    /// For how long it was tried; `None` where that would not have helped.
    pub(super) tried: Option<Duration>,
}

impl Failed {
    pub(super) fn at_once(error: object_store::Error) -> Self {
        Self { error, tried: None }
    }

    /// Whether there is no such object; it may be that there is no such bucket.
    pub(super) fn is_no_object(&self) -> bool {
        matches!(self.error, object_store::Error::NotFound { .. }) && !is_no_bucket(&self.error)
    }
}

impl Patience {
    /// As the environment says, or what is set above it.
    pub(super) fn of_environment(settings: &[(&str, &str)]) -> Self {
        let set = settings.iter().find(|(name, _)| *name == VARIABLE);
        let said = set.map(|(_, value)| (*value).to_owned()).or_else(|| env::var(VARIABLE).ok());
        let seconds = said.and_then(|it| it.trim().parse().ok());
        Self::of(seconds.map_or(LONGEST, Duration::from_secs))
    }

    pub(super) fn of(longest: Duration) -> Self {
        Self { longest, answered: AtomicBool::new(false) }
    }

    /// For how long something is tried.
    pub(super) fn longest(&self) -> Duration {
        self.longest
    }

    /// Tries until it is done, or fails for a reason that does not pass.
    pub(super) async fn with<T, F>(&self, mut request: impl FnMut() -> F) -> Result<T, Failed>
    where
        F: Future<Output = object_store::Result<T>>,
    {
        let begun = Instant::now();
        let mut last = None;
        let mut tries = 0;
        loop {
            let longest = match self.answered.load(Ordering::Relaxed) {
                true => self.longest,
                false => self.longest.min(AT_FIRST),
            };
            let left = longest.saturating_sub(begun.elapsed());
            let error = match tokio::time::timeout(left, request()).await {
                Ok(Ok(done)) => {
                    self.answered.store(true, Ordering::Relaxed);
                    return Ok(done);
                }
                Ok(Err(error)) if !passes(&error) => return Err(Failed::at_once(error)),
                Ok(Err(error)) => error,
                // What it last died of says more than that time is up.
                Err(elapsed) => last.take().unwrap_or_else(|| object_store::Error::Generic {
                    store: "store",
                    source: Box::new(HttpError::new(HttpErrorKind::Timeout, elapsed)),
                }),
            };
            tries += 1;
            let pause = pause_before(tries);
            if begun.elapsed() + pause >= longest {
                return Err(Failed { error, tried: Some(begun.elapsed()) });
            }
            last = Some(error);
            tokio::time::sleep(pause).await;
        }
    }
}

/// The pause after so many tries. It is between half of what it could be and all of it, so
/// that many that were refused together do not come back together.
pub(super) fn pause_before(tries: u32) -> Duration {
    let longest = PAUSE.saturating_mul(1 << tries.saturating_sub(1).min(16)).min(LONGEST_PAUSE);
    let share = f64::from(getrandom::u32().unwrap_or_default()) / f64::from(u32::MAX);
    longest.mul_f64(0.5 + share / 2.)
}

/// Whether the same request may be answered another time.
fn passes(error: &object_store::Error) -> bool {
    if !matches!(error, object_store::Error::Generic { .. }) || is_about_credentials(error) {
        return false;
    }
    let said = error.to_string();
    match http_error(error).map(HttpError::kind) {
        // What cannot even be sent, such as to an address that is no address.
        Some(_) if said.contains("builder error") => false,
        Some(_) => true,
        None => {
            let passing = ["408", "429", "500", "502", "503", "504"];
            let is_passing = |status: &&str| said.contains(&format!("status code: {status}"));
            passing.iter().any(is_passing)
                // A socket that was silent for too long, which is 400.
                || said.contains("<Code>RequestTimeout</Code>")
                || said.contains("SlowDown")
                || said.contains("InternalError")
                // A list that was cut.
                || said.contains("invalid list response")
        }
    }
}

/// What of the transport is wrong, if anything is.
pub(super) fn http_error(error: &object_store::Error) -> Option<&HttpError> {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        cause = error.source();
    }
    None
}

/// Whether it is not the bucket's server that has failed, but the one that would give
/// credentials: outside of its own cloud there is none.
pub(super) fn is_about_credentials(error: &object_store::Error) -> bool {
    let said = error.to_string();
    let signs = [
        "/latest/api/token",
        "/latest/meta-data/",
        "/computeMetadata/",
        "/metadata/identity/",
        "169.254.169.254",
        "metadata.google.internal",
        "credential error",
        "Missing AccessKeyId",
        "Missing SecretAccessKey",
        "Account must be specified",
    ];
    signs.iter().any(|sign| said.contains(sign))
}

/// Whether there is no bucket of this name.
pub(super) fn is_no_bucket(error: &object_store::Error) -> bool {
    let said = error.to_string();
    let signs = ["NoSuchBucket", "ContainerNotFound", "specified bucket does not exist"];
    signs.iter().any(|sign| said.contains(sign))
}
