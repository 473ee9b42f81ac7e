//! The shown notice tells of the bulletins that have come in since it was written: its
//! moment moves behind the last of them.

use std::sync::Arc;

use serde_json::{Value, json};

use super::writing::Loaded;
use super::{Desk, Done};
use crate::client_list;
use crate::diagnostic::{Diagnostic, SourceText};
use crate::editing::record::{with_key, without_key};
use crate::editing::records::Amended;
use crate::ids::NoticeId;
use crate::live::NotDone;
use crate::messages::Message;
use crate::model::Notice;

/// `do/tell`.
pub fn tell(desk: &mut Desk, _: &Value) -> Done {
    let wanted = desk.state.notice();
    let mut number = 0;
    let told = desk.amend(|loaded| {
        let (last, files) = amended(loaded, wanted.as_ref())?;
        number = last;
        Ok(files)
    })?;
    if told.is_some() {
        desk.what = Some(Message::UndoTell { number: number.to_string() });
    }
    Ok(json!({ "number": number }))
}

/// The last bulletin's number, and the file of the notice in which it tells of it; none if
/// it does so already.
pub fn amended(loaded: &Loaded, wanted: Option<&NoticeId>) -> Result<(u32, Vec<Amended>), NotDone> {
    let Some(facts) = &loaded.facts.shared else { return Ok((0, Vec::new())) };
    let is_wanted = |notice: &&Notice| wanted.is_none_or(|id| notice.id == *id);
    let notice = facts.notices.iter().rfind(is_wanted);
    let last = facts.incident.bulletins.last();
    let Some((notice, last)) = notice.zip(last) else { return Ok((0, Vec::new())) };
    if last.at <= notice.tells_until() {
        return Ok((last.number, Vec::new()));
    }
    let source = notice.origin.document.source();
    let end_of_day = Notice { as_of: None, ..notice.clone() }.tells_until();
    let text = if last.at <= end_of_day {
        without_key(&source.text, &["as_of"])
    } else {
        let at = last.at.format("%Y-%m-%dT%H:%M:%S").to_string();
        let at = at.strip_suffix(":00").unwrap_or(&at).to_owned();
        with_key(&source.text, &["as_of"], &client_list::Value::One(at))
    };
    let text = text.map_err(|_| NotDone::from(by_hand(notice)))?;
    let new = Arc::new(SourceText::new(source.name.clone(), text));
    Ok((last.number, vec![Amended { old: Some(source.clone()), new }]))
}

fn by_hand(notice: &Notice) -> Diagnostic {
    Diagnostic::error(Message::ChangeByHand).at(notice.place_of("as_of")).hint(Message::MoveAsOf)
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;

    #[test]
    fn what_is_noted_beside_the_moment_stays_when_that_goes() {
        let mut trial = Trial::with_clients("- {id: C-1, name: 甲, honorific: 様}\n");
        let notice = "date: 2023-06-09\nas_of: 2023-06-09T08:00 # 電話まで\ntitle: ご報告\nbody:\n  - bulletins: all\n";
        let bulletin = "bulletins:\n  - {number: 1, at: 2023-06-09T10:00, text: 復旧。}\n";
        trial.write("data/notices/n-1.yaml", notice);
        trial.write("data/incident.yaml", bulletin);
        assert_eq!(trial.change("tell", &json!({})), (200, json!({ "number": 1 })));
        let told = notice.replace("as_of: 2023-06-09T08:00 ", "");
        assert_eq!(trial.read("data/notices/n-1.yaml"), told);
        // The next one came after that day.
        let later = bulletin.replace("06-09T10:00", "06-10T10:00");
        trial.write("data/notices/n-1.yaml", notice);
        trial.write("data/incident.yaml", &later);
        assert_eq!(trial.change("tell", &json!({})).0, 200);
        let told = notice.replace("06-09T08:00", "06-10T10:00");
        assert_eq!(trial.read("data/notices/n-1.yaml"), told);
    }
}
