//! One file for each command. Commands join the stages; what several of them share has
//! a room of its own beside this one.

pub mod bulletin;
pub mod check;
pub mod diff;
pub mod export;
pub mod generate;
pub mod import;
pub mod init;
pub mod issue;
pub mod ledger;
pub mod notice;
mod output;
pub mod preview;
mod questions;
pub mod report_sheet;
pub mod schema;
pub mod show;
pub mod status;
pub mod verify;
