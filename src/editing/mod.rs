//! Changes to the office's files: an entry added, a word corrected. Every other byte
//! stays, comments too, and what would make the project wrong is not written.

pub mod amend;
pub mod append;
pub mod declare;
pub mod fix;
pub mod letter;
pub mod next_notice;
pub mod record;
pub mod records;
