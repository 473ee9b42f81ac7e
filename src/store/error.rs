//! What has gone wrong with a store, and what is to be done.

use std::io;

use object_store::client::{HttpError, HttpErrorKind};
use thiserror::Error;

use super::address::Scheme;
use super::patience::{Failed, http_error, is_about_credentials, is_no_bucket};
use crate::messages::Message;

/// An operation on a store that failed.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The URL is none of a place in a store.
    #[error("{}", Message::StoreIsNoPlace { url: url.clone() })]
    NoPlace {
        /// The URL.
        url: String,
    },
    /// Sources of letters were to go there, too.
    #[error("{}", Message::StoreHasNoSources { url: url.clone() })]
    OnlyLetters {
        /// The place's URL.
        url: String,
    },
    /// A ledger that is there is no ledger, or no longer a whole one.
    #[error("{}", Message::StoreLedgerDamaged { url: url.clone() })]
    LedgerDamaged {
        /// Its URL.
        url: String,
    },
    /// A part of a ledger is none, or no longer a whole one.
    #[error("{}", Message::StorePartDamaged { url: url.clone() })]
    PartDamaged {
        /// Its URL.
        url: String,
    },
    /// There are no credentials.
    #[error("{}", Message::StoreWithoutCredentials {
        url: url.clone(),
        variables: (*variables).to_owned(),
    })]
    NoCredentials {
        /// The object's URL.
        url: String,
        /// What would give them.
        variables: &'static str,
        /// What was tried.
        #[source]
        source: Cause,
    },
    /// The store does not know who asks, or does not let them.
    #[error("{}", Message::StoreRefuses { url: url.clone(), variables: (*variables).to_owned() })]
    Refused {
        /// The object's URL.
        url: String,
        /// What has the credentials.
        variables: &'static str,
        /// What it says.
        #[source]
        source: Cause,
    },
    /// There is no bucket of this name.
    #[error("{}", Message::StoreHasNoBucket { url: url.clone() })]
    NoBucket {
        /// The object's URL.
        url: String,
        /// What the store says.
        #[source]
        source: Cause,
    },
    /// The address is one without encryption.
    #[error("{}", Message::StoreWithoutTls { url: url.clone() })]
    PlainHttp {
        /// The object's URL.
        url: String,
        /// What the library says.
        #[source]
        source: Cause,
    },
    /// It was tried for as long as it should be.
    #[error("{}", Message::StoreDoesNotAnswer {
        url: url.clone(),
        seconds: seconds.to_string(),
    })]
    NoAnswer {
        /// The object's URL.
        url: String,
        /// For how long.
        seconds: u64,
        /// What has hindered it, the last time.
        #[source]
        source: Cause,
    },
    /// There is no such object.
    #[error("{}", Message::StoreHasNoObject { url: url.clone() })]
    NoObject {
        /// The object's URL.
        url: String,
    },
    /// Somebody else has put another object while this was being read or replaced.
    #[error("{}", Message::StoreObjectChanged { url: url.clone() })]
    Changed {
        /// The object's URL.
        url: String,
    },
    /// A file of this machine that is put there, or comes from there, cannot be used.
    #[error("{}", Message::StoreCannotCopy { url: url.clone() })]
    File {
        /// The object's URL.
        url: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// There is no thread for the requests.
    #[error("{}", Message::StoreCannotStart { url: url.clone() })]
    NoThread {
        /// The place's URL.
        url: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Anything else.
    #[error("{}", Message::StoreFailed { url: url.clone() })]
    Failed {
        /// The object's URL.
        url: String,
        /// What the store or the library says.
        #[source]
        source: Cause,
    },
}

/// What a store or the library says, in one line.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct Cause(String);

impl Cause {
    fn of(error: &object_store::Error) -> Self {
        /// No more than somebody reads.
        const LONGEST: usize = 300;
        let said = error.to_string();
        let part = |name: &str| {
            let (_, rest) = said.split_once(&format!("<{name}>"))?;
            Some(rest.split_once(&format!("</{name}>"))?.0.to_owned())
        };
        let said = match (part("Code"), part("Message")) {
            (Some(code), Some(message)) => format!("{code}: {message}"),
            _ => said,
        };
        let words: Vec<&str> = said.split_whitespace().collect();
        Self(words.join(" ").chars().take(LONGEST).collect())
    }
}

impl StoreError {
    /// What an error of the library means for the user.
    pub(super) fn of(scheme: Scheme, url: String, Failed { error, tried }: Failed) -> Self {
        use object_store::Error;
        let source = Cause::of(&error);
        let variables = match scheme {
            Scheme::S3 => "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION",
            Scheme::Google => "GOOGLE_APPLICATION_CREDENTIALS, GOOGLE_SERVICE_ACCOUNT",
            Scheme::Azure => "AZURE_STORAGE_ACCOUNT_NAME, AZURE_STORAGE_ACCOUNT_KEY",
            Scheme::File => "file",
        };
        if is_no_bucket(&error) {
            return Self::NoBucket { url, source };
        }
        if is_about_credentials(&error) {
            return Self::NoCredentials { url, variables, source };
        }
        match &error {
            Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => {
                Self::Refused { url, variables, source }
            }
            Error::NotFound { .. } => Self::NoObject { url },
            Error::AlreadyExists { .. } | Error::Precondition { .. } => Self::Changed { url },
            error => match http_error(error).map(HttpError::kind) {
                Some(HttpErrorKind::Unknown) if source.0.contains("builder error") => {
                    Self::PlainHttp { url, source }
                }
                _ => match tried {
                    Some(tried) => Self::NoAnswer { url, seconds: tried.as_secs(), source },
                    None => Self::Failed { url, source },
                },
            },
        }
    }
}
