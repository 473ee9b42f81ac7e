//! oshirase turns the facts of an incident and a list of clients into one
//! Japanese letter per client, as PDF or as the text of a mail.
//!
//! Data flows one way: load ([`project`]) → parse ([`facts`]) → check
//! ([`model`], [`check`], [`content`]) → render ([`template`]) → compile and export
//! ([`typeset`], or a mail's lines: [`plain_text`]) → write ([`fs`]) → record ([`ledger`]).
//! [`commands`] join these stages, with what several of them share: the making of
//! [`letters`], the [`editing`] of facts, the [`sending_list`], the [`live`] page. What can
//! be written in the facts, and what their pages say of it, is data: [`vocabulary`]; editors
//! get it as [`schema`]. A room
//! knows those below it alone: `tests/rooms.rs` holds their order, and where each library
//! is at home.

pub mod args;
pub mod beginnings;
pub mod calendar;
pub mod check;
pub mod client_list;
pub mod clock;
pub mod commands;
pub mod content;
pub mod desk;
pub mod diagnostic;
pub mod digest;
pub mod editing;
pub mod facts;
pub mod fs;
pub mod ids;
pub mod ledger;
pub mod letters;
pub mod limits;
pub mod lists;
pub mod live;
pub mod messages;
pub mod model;
pub mod outcome;
pub mod pictures;
pub mod plain_text;
pub mod project;
pub mod report;
pub mod roster;
pub mod rules;
pub mod schema;
pub mod sending_list;
pub mod spreadsheet;
pub mod store;
pub mod tasks;
pub mod template;
pub mod typeset;
pub mod unseen;
pub mod vocabulary;
