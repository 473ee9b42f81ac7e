//! How much a project may ask for. Everything in it may come from a stranger: a
//! file without end, or a loop without end, must not take the machine with it.
//! `docs/limits.md` says the same to users.

use std::time::Duration;

/// Bytes of a text file: a list of a hundred thousand clients has half of it.
pub const TEXT_BYTES: u64 = 64 << 20;

/// Bytes of a picture or font file: a collection of all Noto CJK faces has half of it.
pub const BINARY_BYTES: u64 = 256 << 20;

/// Brackets of YAML that are open at once; the reader's own limit, which it
/// reaches only after reading everything.
pub const NESTING: usize = 128;

/// Unknown keys of one mapping that are named.
pub const UNKNOWN_KEYS: usize = 20;

/// Characters of one text that cannot be in it and are named.
pub const STRAYS: usize = 20;

/// Problems with the clients' records that are kept.
pub const PROBLEMS: usize = 10_000;

/// Problems that a person is shown.
pub const SHOWN: usize = 100;

/// Time for one letter. The slowest kind takes a tenth of a second.
pub const LETTER: Duration = Duration::from_secs(20);

/// Memory of the whole program, in kibibytes. Fifty thousand letters take a tenth of it.
pub const MEMORY: u64 = 1536 << 10;
