//! A shard of the letters: one of several machines makes it.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::ClientId;
use crate::digest::Digest;
use crate::limits;
use crate::messages::Message;

/// The letters of the clients whose id has this remainder: stable, so that a letter is in
/// the same shard whenever and wherever it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard {
    /// Which it is, from 1.
    index: u32,
    /// Of how many.
    count: u32,
}

impl Shard {
    /// Which it is, from 1.
    pub fn index(self) -> u32 {
        self.index
    }

    /// Of how many.
    pub fn count(self) -> u32 {
        self.count
    }

    /// All of so many.
    pub fn all(count: u32) -> impl Iterator<Item = Self> {
        (1..=count).map(move |index| Self { index, count })
    }

    /// Whether a client's letter is in it.
    pub fn has(self, client: &ClientId) -> bool {
        let digest = Digest::of(client.as_str().as_bytes());
        let first = digest.bytes().iter().take(size_of::<u64>());
        let number = first.fold(0, |number: u64, byte| number << 8 | u64::from(*byte));
        number % u64::from(self.count) == u64::from(self.index - 1)
    }

    /// Its folder among those of the shards.
    pub fn folder(self) -> String {
        format!("{}-of-{}", self.index, self.count)
    }

    /// The shard that a folder is of.
    pub fn of_folder(name: &str) -> Option<Self> {
        let (index, count) = name.split_once("-of-")?;
        let shard = format!("{index}/{count}").parse().ok();
        shard.filter(|shard: &Self| shard.folder() == name)
    }
}

impl FromStr for Shard {
    type Err = Message;

    /// Reads `3/8`. `0/8` is the last of eight: what starts tasks may count from 0 (an
    /// index of Kubernetes does), and needs no arithmetic then.
    fn from_str(text: &str) -> Result<Self, Message> {
        let number = |text: &str| {
            let is_plain = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
            text.parse::<u32>().ok().filter(|_| is_plain)
        };
        let wrong = || Message::ValueNoShard { most: limits::SHARDS.to_string() };
        let (index, count) = text.trim().split_once('/').ok_or_else(wrong)?;
        let (index, count) = number(index).zip(number(count)).ok_or_else(wrong)?;
        if !(1..=limits::SHARDS).contains(&count) || index > count {
            return Err(wrong());
        }
        Ok(Self { index: if index == 0 { count } else { index }, count })
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

impl Serialize for Shard {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shard(text: &str) -> Shard {
        text.parse().expect("a shard")
    }

    #[test]
    fn a_shard_is_read_as_it_is_written() {
        for (text, read) in [("1/1", "1/1"), ("3/8", "3/8"), ("0/8", "8/8"), (" 8/8\n", "8/8")] {
            assert_eq!(shard(text).to_string(), read);
        }
        for text in ["", "3", "/", "9/8", "1/0", "0/0", "-1/8", "+1/8", "1/8/2", "a/8", "1/1000000"]
        {
            assert!(text.parse::<Shard>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_folder_is_of_the_shard_that_it_is_called_after() {
        assert_eq!(Shard::of_folder(&shard("3/8").folder()), Some(shard("3/8")));
        for name in ["", "3", "0-of-8", "03-of-8", "9-of-8", "3-of-8 (2)", "report-1"] {
            assert_eq!(Shard::of_folder(name), None, "{name:?}");
        }
    }

    #[test]
    fn each_client_is_in_one_shard_and_no_shard_has_most() {
        const CLIENTS: usize = 8000;
        let client = |number| ClientId::new(&format!("C-{number:05}")).expect("an id");
        let mut found = [0; 8];
        for client in (0..CLIENTS).map(client) {
            let of: Vec<Shard> = Shard::all(8).filter(|shard| shard.has(&client)).collect();
            let [of] = of[..] else { panic!("{client} is in {of:?}") };
            found[of.index() as usize - 1] += 1;
        }
        assert!(found.iter().all(|it| (900..1100).contains(it)), "{found:?}");
    }

    #[test]
    fn a_client_stays_in_its_shard_from_version_to_version() {
        // By another program: `printf C-1 | sha256sum`, its first 16 digits mod 8.
        for (client, of) in [("C-1", "1/8"), ("C-2", "4/8"), ("C-0042", "7/8")] {
            assert!(shard(of).has(&ClientId::new(client).expect("an id")), "{client}");
        }
    }
}
