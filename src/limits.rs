//! How much a project may ask for. Everything in it may come from a stranger: a
//! file without end, or a loop without end, must not take the machine with it.
//! `docs/limits.md` says the same to users.

use std::time::Duration;

/// Bytes of a text file: a list of a hundred thousand clients has half of it.
pub const TEXT_BYTES: u64 = 64 << 20;

/// Bytes of a record of a list that is read as a stream, or of all those between the same
/// brackets of YAML.
pub const RECORD_BYTES: usize = 64 << 20;

/// Bytes of a picture or font file: a collection of all Noto CJK faces has half of it.
pub const BINARY_BYTES: u64 = 256 << 20;

/// Bytes of a list of what was sent, unpacked: one of half a million letters has a
/// third of it.
pub const LIST_BYTES: u64 = 1 << 30;

/// Brackets of YAML that are open at once; the reader's own limit, which it
/// reaches only after reading everything.
pub const NESTING: usize = 128;

/// Bytes of a record that cannot take long, whatever is in it; or of several between the same
/// brackets that a list changes, each of which reads them all.
pub const SHORT_RECORD: usize = 64 << 10;

/// Unknown keys of one mapping that are named.
pub const UNKNOWN_KEYS: usize = 20;

/// Characters of one text that cannot be in it and are named.
pub const STRAYS: usize = 20;

/// Bytes of a value that `check --fix` writes out wherever an alias stands for it.
pub const SHORT_VALUE: usize = 400;

/// Problems with the clients' records that are kept.
pub const PROBLEMS: usize = 10_000;

/// Problems that a person is shown.
pub const SHOWN: usize = 100;

/// Time for one letter. The slowest kind takes a tenth of a second.
pub const LETTER: Duration = Duration::from_secs(20);

/// Time for reading one file. A list of fifty thousand clients takes a hundredth.
pub const READING: Duration = Duration::from_secs(60);

/// Fonts in one file. All Noto CJK faces are forty-five.
pub const FACES: u32 = 256;

/// Characters that the tables of a project's fonts claim, each as often as it is
/// claimed. All Noto CJK faces claim a tenth.
pub const CLAIMED_CHARACTERS: u64 = 1 << 26;

/// Dots of a picture. A page at 600 to the inch has a third.
pub const DOTS: u64 = 100_000_000;

/// Pictures, templates or fonts of a project; Typst has numbers for 65,535 files.
pub const FILES: usize = 10_000;

/// Bytes of all pictures and fonts of a project, which are held while letters are made.
pub const ALL_BINARY_BYTES: u64 = 512 << 20;

/// Memory of the whole program, in kibibytes. Fifty thousand letters take a tenth of it.
pub const MEMORY: u64 = 1536 << 10;

/// Characters of an option's value on one line: a name, a title, a way of sending.
pub const WORDS: usize = 200;

/// Characters of an option's value of several lines: five full pages.
pub const PARAGRAPHS: usize = 10_000;

/// Characters on one line of a form: longer ones stand in no cell of a spreadsheet that
/// anybody reads.
pub const FORM_VALUE: usize = 2_000;

/// Characters of the name of a file or folder that is named on the command line. No
/// usual system has longer ones.
pub const FILE_NAME: usize = 255;

/// Characters of a path on the command line, as Linux has it.
pub const PATH: usize = 4096;

/// Characters of a value of the facts that stands in one line of a letter or list.
pub const VALUE: usize = 2000;

/// Lines of an address. Together they stand in one cell of 発送一覧, which takes
/// 32,767 characters (Excel specifications and limits).
pub const ADDRESS_LINES: usize = 15;

/// Bytes of what a list said when it was last read: one of a hundred thousand clients has a
/// quarter of it.
pub const BASE_BYTES: u64 = 256 << 20;
/// Bytes of a workbook: XLSX is packed, so that this is a list of a million rows.
pub const SHEET_BYTES: usize = 64 << 20;

/// Bytes of a workbook unpacked: 100,000 rows of thirty columns have two thirds.
pub const SHEET_UNPACKED: u64 = 256 << 20;

/// Files in a workbook. Excel writes some dozens, and one for each sheet.
pub const SHEET_FILES: usize = 10_000;

/// Rows of one sheet, the empty ones above and between among them: to take so many clients
/// over takes 1.2 GiB.
pub const SHEET_ROWS: u32 = 150_000;

/// Columns of a sheet, empty ones among them; a list has some dozens.
pub const SHEET_COLUMNS: usize = 1000;

/// Cells of a workbook, the empty ones to the left of others among them: 100,000 rows
/// of fifty columns.
pub const SHEET_CELLS: usize = 5_000_000;

/// Bytes of all texts in cells. A text that a thousand cells share is counted a thousand
/// times, for so often it is held.
pub const SHEET_TEXT: usize = 192 << 20;

/// Characters of a cell (Excel specifications and limits).
pub const CELL: usize = 32_767;

/// Rows that a sheet can have (Excel specifications and limits).
pub const EXCEL_ROWS: usize = 1_048_576;

/// Signs in a line of CSV that part cells or stand in them: more than three times what the
/// fullest cell has.
pub const SEPARATORS: usize = 100_000;

/// Blocks of merged cells in a sheet: five for each row.
pub const MERGED: usize = 1_000_000;

/// Tags in one file of a workbook: three for each cell.
pub const SHEET_TAGS: usize = 3 * SHEET_CELLS;

/// Bytes of a tag in a workbook's file, and of the text between two: ten for each character
/// that a cell can have, which is how long one may be written.
pub const SHEET_PIECE: u64 = 10 * CELL as u64;

/// Tags in the list of a workbook's formats, and in that of its sheets, each at most one
/// of them or a part of one; Excel takes 65,490 formats (Excel specifications and limits).
pub const FORMAT_TAGS: usize = 500_000;

/// Shards that letters are parted into. Each checks everybody, so that more gain nothing.
pub const SHARDS: u32 = 10_000;
