//! URLs of places in stores, and the settings for each kind of store.

use std::path::PathBuf;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{BackoffConfig, ObjectStore, RetryConfig};

use super::error::StoreError;
use super::patience::Failed;

/// Which kind of store a URL names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    /// Amazon S3, and what speaks its language.
    S3,
    /// Google Cloud Storage.
    Google,
    /// Azure Blob Storage.
    Azure,
    /// A folder.
    File,
}

/// How URLs begin.
const SCHEMES: [(&str, Scheme); 4] =
    [("s3", Scheme::S3), ("gs", Scheme::Google), ("az", Scheme::Azure), ("file", Scheme::File)];

/// Whether this is meant as a URL, and not as the path of a folder or file. What begins as
/// one and goes on otherwise, such as `s3:/letters`, is a slip, and no folder called `s3:`. A
/// drive of Windows has one letter.
pub fn is_url(place: &str) -> bool {
    let Some((scheme, rest)) = place.split_once(':') else { return false };
    let is_scheme = scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric());
    let of_stores = SCHEMES.iter().map(|(name, _)| *name).chain(["http", "https"]);
    let is_known = of_stores.into_iter().any(|name| name.eq_ignore_ascii_case(scheme));
    is_known || is_scheme && rest.starts_with("//")
}

/// The folder that a URL names, if it names one on this machine.
pub fn folder_of(url: &str) -> Option<PathBuf> {
    let address = Address::parse(url).ok()?;
    (address.scheme == Scheme::File).then(|| PathBuf::from("/").join(address.prefix))
}

/// A place in a store.
#[derive(Debug, Clone)]
pub(super) struct Address {
    pub(super) scheme: Scheme,
    /// The URL up to the bucket.
    root: String,
    /// How the names of all objects begin, without slashes at either end.
    prefix: String,
}

impl Address {
    pub(super) fn parse(url: &str) -> Result<Self, StoreError> {
        let no_place = || StoreError::NoPlace { url: url.to_owned() };
        let (scheme, rest) = url.split_once("://").ok_or_else(no_place)?;
        let known = SCHEMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(scheme));
        let &(name, scheme) = known.ok_or_else(no_place)?;
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        // A folder is on this machine, and has its whole path.
        let is_bucket_right = bucket.is_empty() == (scheme == Scheme::File);
        if !is_bucket_right || prefix.starts_with('/') || url.chars().any(char::is_control) {
            return Err(no_place());
        }
        let prefix = match scheme {
            Scheme::File => Path::from_url_path(prefix),
            _ => Path::parse(prefix),
        };
        let prefix = prefix.map_err(|_| no_place())?.as_ref().to_owned();
        if scheme == Scheme::File && prefix.is_empty() {
            return Err(no_place());
        }
        Ok(Self { scheme, root: format!("{name}://{bucket}"), prefix })
    }

    /// The URL of an object.
    pub(super) fn url(&self, key: &str) -> String {
        let parts = [self.root.as_str(), self.prefix.as_str(), key];
        let parts: Vec<&str> = parts.into_iter().filter(|it| !it.is_empty()).collect();
        match self.scheme {
            Scheme::File => format!("file:///{}", parts[1..].join("/")),
            _ => parts.join("/"),
        }
    }

    /// The name of an object in the bucket.
    pub(super) fn path(&self, key: &str) -> Result<Path, StoreError> {
        let name = match self.prefix.is_empty() {
            true => key.to_owned(),
            false => format!("{}/{key}", self.prefix),
        };
        Path::parse(name).map_err(|_| StoreError::NoPlace { url: self.url(key) })
    }

    /// What an object's name says below the prefix.
    pub(super) fn key<'a>(&self, path: &'a Path) -> &'a str {
        let name = path.as_ref();
        name.strip_prefix(&self.prefix).unwrap_or(name).trim_start_matches('/')
    }

    /// The store, with what the environment says of it, and `settings` above that: names
    /// of variables and their values.
    pub(super) fn connect(
        &self,
        settings: &[(&str, &str)],
    ) -> Result<Box<dyn ObjectStore>, StoreError> {
        let bucket = self.root.split("://").nth(1).unwrap_or_default();
        let settings = settings.iter().map(|(key, value)| (key.to_ascii_lowercase(), *value));
        let connected = match self.scheme {
            Scheme::S3 => {
                let mut store = AmazonS3Builder::from_env();
                for (key, value) in settings {
                    store = key.parse().map_or(store.clone(), |key| store.with_config(key, value));
                }
                store.with_bucket_name(bucket).with_retry(at_once()).build().map(boxed)
            }
            Scheme::Google => {
                let mut store = GoogleCloudStorageBuilder::from_env();
                for (key, value) in settings {
                    store = key.parse().map_or(store.clone(), |key| store.with_config(key, value));
                }
                store.with_bucket_name(bucket).with_retry(at_once()).build().map(boxed)
            }
            Scheme::Azure => {
                let mut store = MicrosoftAzureBuilder::from_env();
                for (key, value) in settings {
                    store = key.parse().map_or(store.clone(), |key| store.with_config(key, value));
                }
                store.with_container_name(bucket).with_retry(at_once()).build().map(boxed)
            }
            Scheme::File => Ok(boxed(LocalFileSystem::new().with_fsync(true))),
        };
        connected.map_err(|error| StoreError::of(self.scheme, self.url(""), Failed::at_once(error)))
    }
}

fn boxed(store: impl ObjectStore) -> Box<dyn ObjectStore> {
    Box::new(store)
}

/// What the library tries again by itself: what passes within moments. It signs a request
/// once, and does not put again what it does not know the store to have refused; what
/// takes longer is tried anew, from the signature on ([`super::patience`]).
fn at_once() -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig {
            init_backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(2),
            base: 2.,
        },
        max_retries: 3,
        retry_timeout: Duration::from_secs(10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_of_places_are_told_from_paths() {
        for url in
            ["s3://b/p", "gs://b", "az://c/p", "file:///tmp/p", "http://x/y", "s3:/b/p", "S3:b"]
        {
            assert!(is_url(url), "{url}");
        }
        for path in ["out", "/tmp/out", "C:\\letters", "c://out", "a/b://c", "s3", "data:x"] {
            assert!(!is_url(path), "{path}");
        }
    }

    #[test]
    fn a_place_has_a_bucket_and_a_prefix() {
        let place = Address::parse("s3://letters/2026/incident/").expect("a place");
        assert_eq!(place.url("report-1/C-1.pdf"), "s3://letters/2026/incident/report-1/C-1.pdf");
        let path = place.path("report-1/C-1.pdf").expect("a name");
        assert_eq!(path.as_ref(), "2026/incident/report-1/C-1.pdf");
        assert_eq!(place.key(&path), "report-1/C-1.pdf");
        let whole = Address::parse("gs://letters").expect("a place");
        assert_eq!(whole.url(""), "gs://letters");
        assert_eq!(whole.path("x").expect("a name").as_ref(), "x");
        let folder = Address::parse("file:///tmp/a%20b").expect("a place");
        assert_eq!(folder.path("x").expect("a name").as_ref(), "tmp/a b/x");
    }

    #[test]
    fn what_names_no_place_is_refused() {
        for url in [
            "out",
            "s3://",
            "s3:///p",
            "http://b/p",
            "ftp://b",
            "file://host/p",
            "file:///",
            "s3://b//p",
            "s3://b/../p",
            "s3://b/a\nb",
        ] {
            assert!(matches!(Address::parse(url), Err(StoreError::NoPlace { .. })), "{url}");
        }
    }
}
