//! oshirase turns the facts of an incident and a list of clients into one
//! Japanese PDF letter per client.
//!
//! Data flows one way: load ([`project`]) → parse ([`facts`]) → check
//! ([`model`], [`check`], [`content`]) → render ([`template`]) → compile and export
//! ([`typeset`]) → write ([`fs`]) → record ([`ledger`]); only [`commands`] join these
//! stages. A room knows those below it alone: `tests/rooms.rs` holds their order, and
//! where each library is at home.

pub mod args;
pub mod calendar;
pub mod check;
pub mod commands;
pub mod content;
pub mod diagnostic;
pub mod digest;
pub mod facts;
pub mod fs;
pub mod ids;
pub mod ledger;
pub mod limits;
pub mod messages;
pub mod model;
pub mod pictures;
pub mod project;
pub mod roster;
pub mod rules;
pub mod tasks;
pub mod template;
pub mod typeset;
pub mod unseen;
