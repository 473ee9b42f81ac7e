//! Which errand is done by what.

use serde_json::Value;

use super::writing::Loaded;
use super::{
    Desk, beginning, blocks, bulletins, client_form, clients, differences, drafts, imports,
    issuing, making, notices, office, opening, passages, survey, telling, undoing,
};
use crate::editing::records::Amended;
use crate::live::{NotDone, Reply};

/// An errand that changes nothing.
pub fn ask(desk: &mut Desk, name: &str, body: &Value) -> Reply {
    match name {
        "beginning" => beginning::ask(desk, body),
        "client" => clients::client(desk, body),
        "fields" => client_form::ask(desk, body),
        "import" => imports::ask(desk, body),
        "office" => office::ask(desk, body),
        "outline" => blocks::outline(desk, body),
        "passage" => passages::passage(desk, body),
        "standing" => survey::standing(desk, body),
        "letters" => survey::letters(desk, body),
        "draft" => drafts::draft(desk, body),
        "bulletins" => bulletins::bulletins(desk, body),
        "recipients" => notices::recipients(desk, body),
        "next-notice" => notices::next(desk, body),
        "show-notice" => notices::show_notice(desk, body),
        "difference" => differences::difference(desk, body),
        "issue" => issuing::summary(desk, body),
        "open" => opening::open(desk, body),
        _ => return Reply::Unknown,
    }
    .into()
}

/// An errand that changes something.
pub fn change(desk: &mut Desk, name: &str, body: &Value) -> Reply {
    match name {
        "begin" => beginning::begin(desk, body),
        "client" => clients::change(desk, body),
        "client-add" => clients::add(desk, body),
        "client-remove" => clients::remove(desk, body),
        "import" => imports::import(desk, body),
        "office" => office::change(desk, body),
        "passage" => passages::change(desk, body),
        "condition" => passages::set_condition(desk, body),
        "block-add" => blocks::add(desk, body),
        "block-move" => blocks::shift(desk, body),
        "block-remove" => blocks::remove(desk, body),
        "tell" => telling::tell(desk, body),
        "bulletin" => bulletins::add(desk, body),
        "bulletin-remove" => bulletins::remove(desk, body),
        "notice" => notices::write(desk, body),
        "make" => making::make(desk, body),
        "issue" => issuing::issue(desk, body),
        "undo" => undoing::undo(desk, body),
        _ => return Reply::Unknown,
    }
    .into()
}

/// The files that a change would change, for those of which a draft can be shown.
pub fn amended(loaded: &Loaded, name: &str, body: &Value) -> Option<Result<Vec<Amended>, NotDone>> {
    Some(match name {
        "bulletin" => bulletins::amended(loaded, body),
        "passage" => passages::amended(loaded, body),
        "condition" => passages::with_condition(loaded, body),
        _ => return blocks::amended(loaded, name, body),
    })
}
