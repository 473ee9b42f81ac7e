//! Files without a name, in the system's folder for such files: what waits in them takes no
//! memory, and is gone when the program has ended. What is little stays in the memory: there
//! is one way for a list of three and for one of millions.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tempfile::SpooledTempFile;

use super::FsError;

/// Bytes of such a file that are kept in the memory, if it has no more.
const IN_MEMORY: usize = 1 << 20;

/// Bytes that are written at a time.
const BLOCK: usize = 64 << 10;

fn new_file() -> SpooledTempFile {
    SpooledTempFile::new(IN_MEMORY)
}

fn not_written(source: io::Error) -> FsError {
    FsError::Write { path: std::env::temp_dir(), source }
}

fn not_read(source: io::Error) -> FsError {
    FsError::Read { path: std::env::temp_dir(), source }
}

/// Values that wait, each found again by the byte where it begins.
#[derive(Debug)]
pub struct Spool(Mutex<Bytes>);

#[derive(Debug)]
struct Bytes {
    file: SpooledTempFile,
    /// How many bytes are in the file.
    written: u64,
    /// What is not in it yet.
    pending: Vec<u8>,
}

impl Bytes {
    fn flush(&mut self) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.written))?;
        self.file.write_all(&self.pending)?;
        self.written += self.pending.len() as u64;
        self.pending.clear();
        Ok(())
    }

    /// At most so many bytes from this one on.
    fn read(&mut self, at: u64, most: usize, into: &mut Vec<u8>) -> io::Result<()> {
        if at + most as u64 > self.written && !self.pending.is_empty() {
            self.flush()?;
        }
        self.file.seek(SeekFrom::Start(at))?;
        (&mut self.file).take(most as u64).read_to_end(into)?;
        Ok(())
    }
}

impl Default for Spool {
    fn default() -> Self {
        let bytes = Bytes { file: new_file(), written: 0, pending: Vec::new() };
        Self(Mutex::new(bytes))
    }
}

/// What goes before each value: how long it is.
const LENGTH: usize = size_of::<u64>();

impl Spool {
    /// Puts a value in; the byte where it begins.
    pub fn put(&self, value: &impl Serialize) -> Result<u64, FsError> {
        let mut bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let put = |bytes: &mut Bytes| {
            let start = bytes.pending.len();
            bytes.pending.extend([0; LENGTH]);
            serde_json::to_writer(&mut bytes.pending, value)?;
            let length = (bytes.pending.len() - start - LENGTH) as u64;
            bytes.pending[start..start + LENGTH].copy_from_slice(&length.to_le_bytes());
            let at = bytes.written + start as u64;
            if bytes.pending.len() >= BLOCK {
                bytes.flush()?;
            }
            Ok(at)
        };
        put(&mut bytes).map_err(not_written)
    }

    /// The value that begins at this byte.
    pub fn get<T: DeserializeOwned>(&self, at: u64) -> Result<T, FsError> {
        /// Most values have no more.
        const SHORT: usize = 512;
        let get = || {
            let mut piece = Vec::with_capacity(SHORT);
            let mut bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            bytes.read(at, SHORT, &mut piece)?;
            let length = length_of(&piece)?;
            if piece.len() < LENGTH + length {
                let rest = LENGTH + length - piece.len();
                bytes.read(at + piece.len() as u64, rest, &mut piece)?;
            }
            drop(bytes);
            let value = piece.get(LENGTH..LENGTH + length).ok_or(io::ErrorKind::UnexpectedEof)?;
            Ok(serde_json::from_slice(value)?)
        };
        get().map_err(not_read)
    }

    /// Reads all values, in the order in which they were put in.
    pub fn values(&self) -> Values<'_> {
        Values { spool: self, at: 0, block: Vec::new(), passed: 0 }
    }
}

fn length_of(piece: &[u8]) -> io::Result<usize> {
    let length = piece.first_chunk::<LENGTH>().ok_or(io::ErrorKind::UnexpectedEof)?;
    usize::try_from(u64::from_le_bytes(*length)).map_err(io::Error::other)
}

/// Values that are read one after the other.
#[derive(Debug)]
pub struct Values<'a> {
    spool: &'a Spool,
    /// Where `block` begins.
    at: u64,
    block: Vec<u8>,
    /// How much of it has been read.
    passed: usize,
}

impl Values<'_> {
    /// The next value, and the byte where it begins.
    pub fn next_value<T: DeserializeOwned>(&mut self) -> Result<Option<(u64, T)>, FsError> {
        self.read_next().map_err(not_read)
    }

    fn read_next<T: DeserializeOwned>(&mut self) -> io::Result<Option<(u64, T)>> {
        self.have(LENGTH)?;
        if self.block.len() == self.passed {
            return Ok(None);
        }
        let length = length_of(&self.block[self.passed..])?;
        self.have(LENGTH + length)?;
        let start = self.passed;
        let value = self.block.get(start + LENGTH..start + LENGTH + length);
        let value = serde_json::from_slice(value.ok_or(io::ErrorKind::UnexpectedEof)?)?;
        self.passed += LENGTH + length;
        Ok(Some((self.at + start as u64, value)))
    }

    /// Has so many bytes in the block, if there are so many.
    fn have(&mut self, wanted: usize) -> io::Result<()> {
        if self.block.len() - self.passed >= wanted {
            return Ok(());
        }
        self.block.drain(..self.passed);
        self.at += std::mem::take(&mut self.passed) as u64;
        let mut bytes = self.spool.0.lock().unwrap_or_else(PoisonError::into_inner);
        let more = wanted.max(BLOCK) - self.block.len();
        bytes.read(self.at + self.block.len() as u64, more, &mut self.block)
    }
}

/// A key and what is found by it.
pub type Pair = (u64, u64);

/// Bytes of a pair.
const PAIR: usize = size_of::<Pair>();

fn bytes_of(pairs: &[Pair]) -> Vec<u8> {
    pairs
        .iter()
        .flat_map(|(key, value)| [key.to_le_bytes(), value.to_le_bytes()])
        .flatten()
        .collect()
}

fn pairs_in(bytes: &[u8]) -> impl Iterator<Item = Pair> {
    let number = |bytes: &[u8]| bytes.first_chunk().map_or(0, |it| u64::from_le_bytes(*it));
    bytes.chunks_exact(PAIR).map(move |pair| (number(pair), number(&pair[PAIR / 2..])))
}

/// Sorts pairs, however many there are.
#[derive(Debug)]
pub struct Sorter {
    file: SpooledTempFile,
    /// The bytes of the file that are sorted by themselves.
    runs: Vec<Range<u64>>,
    pairs: Vec<Pair>,
}

impl Default for Sorter {
    fn default() -> Self {
        Self { file: new_file(), runs: Vec::new(), pairs: Vec::new() }
    }
}

impl Sorter {
    /// Pairs that are sorted at once.
    const RUN: usize = 32 << 10;

    /// Adds a pair.
    pub fn add(&mut self, pair: Pair) -> Result<(), FsError> {
        self.pairs.push(pair);
        match self.pairs.len() == Self::RUN {
            true => self.end_run().map_err(not_written),
            false => Ok(()),
        }
    }

    fn end_run(&mut self) -> io::Result<()> {
        self.pairs.sort_unstable();
        let start = self.runs.last().map_or(0, |run| run.end);
        let bytes = bytes_of(&self.pairs);
        self.file.seek(SeekFrom::Start(start))?;
        self.file.write_all(&bytes)?;
        self.runs.push(start..start + bytes.len() as u64);
        self.pairs.clear();
        Ok(())
    }

    /// All pairs in their order.
    pub fn sorted(mut self) -> Result<Sorted, FsError> {
        self.end_run().map_err(not_written)?;
        let runs = self.runs.into_iter().map(|rest| Run { rest, ready: Vec::new().into_iter() });
        let mut sorted = Sorted { file: self.file, runs: runs.collect(), first: BinaryHeap::new() };
        for run in 0..sorted.runs.len() {
            sorted.go_on(run)?;
        }
        Ok(sorted)
    }
}

/// Pairs in their order.
#[derive(Debug)]
pub struct Sorted {
    file: SpooledTempFile,
    runs: Vec<Run>,
    /// The first of each run.
    first: BinaryHeap<Reverse<(Pair, usize)>>,
}

#[derive(Debug)]
struct Run {
    /// Its bytes that have not been read.
    rest: Range<u64>,
    ready: std::vec::IntoIter<Pair>,
}

impl Sorted {
    /// Bytes of a run that are read at a time.
    const READ: u64 = 4096;

    /// The next pair.
    pub fn next_pair(&mut self) -> Result<Option<Pair>, FsError> {
        let Some(Reverse((pair, run))) = self.first.pop() else { return Ok(None) };
        self.go_on(run)?;
        Ok(Some(pair))
    }

    /// The next pairs of one key.
    pub fn next_of_one_key(&mut self) -> Result<Option<(u64, Vec<u64>)>, FsError> {
        let Some((key, value)) = self.next_pair()? else { return Ok(None) };
        let mut values = vec![value];
        while self.first.peek().is_some_and(|Reverse(((it, _), _))| *it == key) {
            values.extend(self.next_pair()?.map(|(_, value)| value));
        }
        Ok(Some((key, values)))
    }

    /// Puts the next pair of a run where it is compared with those of the others.
    fn go_on(&mut self, number: usize) -> Result<(), FsError> {
        let run = &mut self.runs[number];
        if run.ready.len() == 0 && !run.rest.is_empty() {
            let most = (run.rest.end - run.rest.start).min(Self::READ);
            let mut bytes = Vec::new();
            let read = self.file.seek(SeekFrom::Start(run.rest.start));
            let read = read.and_then(|_| (&mut self.file).take(most).read_to_end(&mut bytes));
            read.map_err(not_read)?;
            run.rest.start += most;
            run.ready = pairs_in(&bytes).collect::<Vec<_>>().into_iter();
        }
        self.first.extend(run.ready.next().map(|pair| Reverse((pair, number))));
        Ok(())
    }
}

/// Pairs that are found by their keys, of which one in 256 is held.
#[derive(Debug)]
pub struct Table {
    file: Mutex<SpooledTempFile>,
    /// The first key of each page.
    first: Vec<u64>,
    page: Vec<Pair>,
}

impl Default for Table {
    fn default() -> Self {
        Self { file: Mutex::new(new_file()), first: Vec::new(), page: Vec::new() }
    }
}

impl Table {
    /// Pairs of a page.
    const PAGE: usize = 256;

    /// A table of these pairs.
    pub fn of(mut sorted: Sorted) -> Result<Self, FsError> {
        let mut table = Self::default();
        while let Some(pair) = sorted.next_pair()? {
            table.add(pair)?;
        }
        Ok(table)
    }

    /// Adds a pair that comes behind all others.
    pub fn add(&mut self, pair: Pair) -> Result<(), FsError> {
        if self.page.len() == Self::PAGE {
            let file = self.file.get_mut().unwrap_or_else(PoisonError::into_inner);
            file.write_all(&bytes_of(&self.page)).map_err(not_written)?;
            self.page.clear();
        }
        if self.page.is_empty() {
            self.first.push(pair.0);
        }
        self.page.push(pair);
        Ok(())
    }

    /// What is found by a key.
    pub fn get(&self, key: u64) -> Result<Vec<u64>, FsError> {
        let mut found = Vec::new();
        // The last page that begins before the key may end with it.
        let behind = self.first.partition_point(|first| *first < key);
        for page in behind.saturating_sub(1)..self.first.len() {
            if self.first[page] > key {
                break;
            }
            let pairs = self.page(page).map_err(not_read)?;
            let equal = pairs.into_iter().filter(|(it, _)| *it == key);
            found.extend(equal.map(|(_, value)| value));
        }
        Ok(found)
    }

    fn page(&self, number: usize) -> io::Result<Vec<Pair>> {
        if number + 1 == self.first.len() {
            return Ok(self.page.clone());
        }
        let bytes = (Self::PAGE * PAIR) as u64;
        let mut page = vec![0; Self::PAGE * PAIR];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(number as u64 * bytes))?;
        file.read_exact(&mut page)?;
        Ok(pairs_in(&page).collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn values_come_out_as_they_went_in_and_in_their_order() {
        let spool = Spool::default();
        let value = |number: usize| (number, "甲".repeat(number % 700));
        let places: Vec<u64> =
            (0..3000).map(|number| spool.put(&value(number)).expect("a place")).collect();
        for number in [2999, 0, 1500] {
            assert_eq!(spool.get::<(usize, String)>(places[number]).expect("it"), value(number));
        }
        let mut values = spool.values();
        for (number, place) in places.into_iter().enumerate() {
            assert_eq!(values.next_value().expect("the next"), Some((place, value(number))));
        }
        assert_eq!(values.next_value::<(usize, String)>().expect("the end"), None);
    }

    #[test]
    fn more_pairs_than_are_sorted_at_once_are_sorted_and_found() {
        let mut sorter = Sorter::default();
        let pair = |number: u64| (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 47, number);
        let mut all: Vec<Pair> = (0..100_000).map(pair).collect();
        for pair in &all {
            sorter.add(*pair).expect("room");
        }
        all.sort_unstable();
        let mut sorted = sorter.sorted().expect("pairs");
        let mut table = Table::default();
        for pair in &all {
            assert_eq!(sorted.next_pair().expect("a pair"), Some(*pair));
            table.add(*pair).expect("room");
        }
        assert_eq!(sorted.next_pair().expect("the end"), None);
        for key in [0, 1, 77, 65_535, 131_071, 1 << 40] {
            let values = all.iter().filter(|(it, _)| *it == key).map(|(_, value)| *value);
            assert_eq!(table.get(key).expect("values"), values.collect::<Vec<_>>(), "{key}");
        }
    }

    proptest! {
        #[test]
        fn pairs_are_found_by_their_keys(keys in proptest::collection::vec(0..9_u64, 0..900)) {
            let mut sorter = Sorter::default();
            for pair in keys.iter().copied().zip(0..) {
                sorter.add(pair).expect("room");
            }
            let table = Table::of(sorter.sorted().expect("pairs")).expect("a table");
            for key in 0..10 {
                let values = keys.iter().zip(0..).filter(|(it, _)| **it == key).map(|(_, it)| it);
                prop_assert_eq!(table.get(key).expect("values"), values.collect::<Vec<_>>());
            }
        }
    }
}
