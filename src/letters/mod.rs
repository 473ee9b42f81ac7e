//! The making of letters: what the commands on letters share.
//!
//! A command [prepares](prepare) a project, which gives a [judge](verdict::Judge) and a
//! [press](press::Press) for one notice, [selects](selection) clients, asks the
//! [plan] which letters are to be made, has the [workers] make them, and has the
//! [record] keep them. No command is known here, and nothing is said to a person but by
//! what must speak at once: a ledger that was damaged, work that is put right, a letter
//! that never ends.

pub mod archive;
pub mod in_store;
pub mod pages;
pub mod passages;
pub mod plan;
pub mod prepare;
pub mod press;
pub mod reasons;
pub mod record;
pub mod recover;
pub mod report_sheet;
pub mod selection;
pub mod shards;
pub mod sheet;
pub mod shelf;
pub mod verdict;
pub mod watchdog;
pub mod workers;
