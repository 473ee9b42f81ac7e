//! The compound file that a workbook of old Excel is ([MS-CFB]): streams of bytes, each in a
//! chain of sectors.

use super::unreadable::{Fault, OtherKind};

/// The end of a chain of sectors.
const END: u32 = 0xFFFF_FFFA;

/// Bytes of a stream that is not among the small ones.
const LARGE: usize = 4096;

/// Bytes of a sector of small streams.
const SMALL_SECTOR: usize = 64;

/// A compound file: streams of bytes by their names.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    small_table: Vec<u32>,
    small: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    first: u32,
    length: usize,
}

impl<'a> Compound<'a> {
    /// Reads where its streams are.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        let sector = match u16_at(bytes, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err(Fault::broken("OLE2")),
        };
        let mut file = Self {
            bytes,
            sector,
            table: Vec::new(),
            small_table: Vec::new(),
            small: Vec::new(),
            entries: Vec::new(),
        };
        file.table = file.numbers(&file.table_sectors())?;
        let first = |at| u32_at(bytes, at).ok_or_else(|| Fault::broken("OLE2"));
        let folder = file.chain(first(48)?, usize::MAX)?;
        file.entries = folder.chunks_exact(128).filter_map(Entry::of).collect();
        let small_table = file.chain(first(60)?, usize::MAX)?;
        file.small_table = numbers(&small_table).collect();
        let root = file.entries.first().map(|root| (root.first, root.length));
        if let Some((first, length)) = root.filter(|_| !file.small_table.is_empty()) {
            file.small = file.chain(first, length)?;
        }
        Ok(file)
    }

    /// What it is if it is no workbook.
    pub(super) fn check(&self) -> Result<(), Fault> {
        let has = |name: &str| self.entries.iter().any(|it| it.name.eq_ignore_ascii_case(name));
        if has("EncryptedPackage") {
            Err(Fault::Locked)
        } else if has("Workbook") || has("Book") {
            Ok(())
        } else {
            Err(Fault::Other(OtherKind::Document))
        }
    }

    /// The workbook's stream.
    pub(super) fn workbook(&self) -> Result<Vec<u8>, Fault> {
        let named = |name: &str| self.entries.iter().find(|it| it.name.eq_ignore_ascii_case(name));
        let entry = named("Workbook").or_else(|| named("Book"));
        let entry = entry.ok_or(Fault::Other(OtherKind::Document))?;
        if entry.length >= LARGE {
            return self.chain(entry.first, entry.length);
        }
        let mut stream = Vec::new();
        let mut next = entry.first;
        while next < END && stream.len() < entry.length {
            let from = next as usize * SMALL_SECTOR;
            let sector = self.small.get(from..from + SMALL_SECTOR);
            stream.extend(sector.ok_or_else(|| Fault::broken("OLE2"))?);
            next = self.small_table.get(next as usize).copied().unwrap_or(END);
        }
        stream.truncate(entry.length);
        Ok(stream)
    }

    /// The sectors that the table of sectors stands in: 109 are named in the header, the
    /// others in a chain of sectors.
    fn table_sectors(&self) -> Vec<u32> {
        let header = self.bytes.get(76..512).unwrap_or_default();
        let mut sectors: Vec<u32> = numbers(header).collect();
        let mut next = u32_at(self.bytes, 68).unwrap_or(END);
        let most = self.bytes.len() / self.sector;
        while let Some(more) = self.sector_at(next).filter(|_| sectors.len() <= most) {
            sectors.extend(numbers(more));
            next = sectors.pop().unwrap_or(END);
        }
        sectors.retain(|sector| *sector < END);
        sectors
    }

    fn numbers(&self, sectors: &[u32]) -> Result<Vec<u32>, Fault> {
        let broken = || Fault::broken("OLE2");
        if sectors.len() > self.bytes.len() / self.sector {
            return Err(broken());
        }
        let mut all = Vec::new();
        for sector in sectors {
            all.extend(numbers(self.sector_at(*sector).ok_or_else(broken)?));
        }
        Ok(all)
    }

    fn sector_at(&self, sector: u32) -> Option<&'a [u8]> {
        // The header stands where a first sector would.
        let from = (sector < END).then(|| (sector as usize + 1) * self.sector)?;
        let end = (from + self.sector).min(self.bytes.len());
        self.bytes.get(from..end).filter(|it| !it.is_empty())
    }

    /// The bytes of a chain, at most so many.
    fn chain(&self, first: u32, length: usize) -> Result<Vec<u8>, Fault> {
        let mut stream = Vec::new();
        let mut next = first;
        while next < END && stream.len() < length {
            let sector = self.sector_at(next).ok_or_else(|| Fault::broken("OLE2"))?;
            stream.extend(sector);
            // A chain without an end comes by the same sectors again.
            if stream.len() > self.bytes.len() {
                return Err(Fault::broken("OLE2"));
            }
            next = self.table.get(next as usize).copied().unwrap_or(END);
        }
        stream.truncate(length);
        Ok(stream)
    }
}

impl Entry {
    fn of(entry: &[u8]) -> Option<Self> {
        let length = usize::from(u16_at(entry, 64)?).checked_sub(2)?;
        let units = entry.get(..length.min(64))?.chunks_exact(2);
        let units: Vec<u16> = units.map(|it| u16::from_le_bytes([it[0], it[1]])).collect();
        Some(Self {
            name: String::from_utf16_lossy(&units),
            first: u32_at(entry, 116)?,
            length: u32_at(entry, 120)? as usize,
        })
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).map(|it| u32::from_le_bytes([it[0], it[1], it[2], it[3]]))
}

/// The number in two bytes from here.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

/// The number in four bytes from here.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}
