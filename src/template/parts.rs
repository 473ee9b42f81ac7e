//! Which facts a client's letter is made of, each with a digest that changes
//! with it: what a person is told when a letter is no longer up to date.

use serde::Serialize;
use serde_json::Value;

use super::Engine;
use super::letter::{Content, Filled, Letter, Needed, ResolvedBlock};
use crate::digest::{Digest, FactDigests};
use crate::model::{Client, Office, Prose, Style};

/// Enough to tell a change by.
const DIGITS: usize = 16;

/// Client keys that follow from others.
const DERIVED: [&str; 3] = ["id", "preliminary_due", "final_due"];

impl Engine {
    /// The shared facts in this client's letter, with their variables not filled in.
    pub fn shared_facts(&self, client: &Client) -> FactDigests {
        let mut facts = self.general_facts().clone();
        let mut as_written = |prose: &Prose, _: Needed, _: &Style| {
            texts(prose).into_iter().map(Filled::from).collect()
        };
        let Letter { body, appendix, .. } = self.resolver(client).letter(&mut as_written);
        for block in body.into_iter().chain(appendix) {
            let name = name_of(&block);
            let mut value = to_value(&block);
            take_bulletins(&mut value, &mut facts);
            // Blocks without a heading are told as one text.
            let digest = short(&value);
            let known = facts.entry(name).or_default();
            *known = match known.is_empty() {
                true => digest,
                false => short(&Value::String(format!("{known} {digest}"))),
            };
        }
        facts
    }

    /// The facts that are in every letter, or that any text may use.
    fn general_facts(&self) -> &FactDigests {
        self.general_facts.get_or_init(|| {
            let mut facts = self.office_facts.clone();
            let incident = &self.incident;
            facts.insert("incident.vars".to_owned(), short(&to_value(&incident.vars)));
            facts.insert("incident.name".to_owned(), short(&to_value(&incident.name)));
            let within = to_value(&incident.report_within);
            facts.insert("incident.report_within".to_owned(), short(&within));
            let notice = &self.notice;
            let title = texts(&notice.title);
            facts.insert("notice.title".to_owned(), short(&to_value(&title)));
            for previous in &self.previous {
                let known = (&previous.date, texts(&previous.title));
                facts.insert(format!("notice {}", previous.id), short(&to_value(&known)));
            }
            let texts = [
                ("addressee", notice.addressee.as_ref().map(texts).unwrap_or_default()),
                ("sender", notice.sender.clone()),
                ("closing", notice.closing.iter().cloned().collect()),
            ];
            for (name, texts) in texts {
                facts.insert(format!("notice.{name}"), short(&to_value(&texts)));
            }
            facts.insert("notice.date".to_owned(), short(&to_value(&notice.date)));
            facts.insert("notice.number".to_owned(), short(&to_value(&notice.number)));
            facts.insert("notice.reference".to_owned(), short(&to_value(&notice.reference)));
            facts.insert("notice.kind".to_owned(), short(&to_value(&notice.kind)));
            facts.insert("notice.lang".to_owned(), short(&to_value(&notice.lang)));
            let shapes = [
                ("style", format!("{:?}", notice.style)),
                ("head", format!("{:?}", notice.head)),
                ("foot", format!("{:?}", notice.foot)),
                ("greeting", format!("{:?}", notice.greeting)),
            ];
            for (name, shape) in shapes {
                facts.insert(format!("notice.{name}"), short(&Value::String(shape)));
            }
            facts.insert("notice.template".to_owned(), short(&to_value(&notice.template)));
            facts
        })
    }
}

/// What a block of the body is called where its change is told.
fn name_of(block: &ResolvedBlock) -> String {
    match &block.content {
        Content::Heading(heading) => format!("section {}", heading.heading.text),
        _ => "notice.body".to_owned(),
    }
}

/// The office's facts.
pub(super) fn office_facts(office: &Office) -> FactDigests {
    let mut facts = keys("office", &to_value(office), &[]);
    facts.insert("office.style".to_owned(), short(&Value::String(format!("{:?}", office.style))));
    facts
}

/// The client's own facts.
pub fn client_facts(client: &Client) -> FactDigests {
    keys("client", &to_value(client), &DERIVED)
}

fn keys(owner: &str, value: &Value, left_out: &[&str]) -> FactDigests {
    let keys = value.as_object().into_iter().flatten();
    keys.filter(|(key, _)| !left_out.contains(&key.as_str()))
        .map(|(key, value)| (format!("{owner}.{key}"), short(value)))
        .collect()
}

/// Bulletins have names of their own; they are taken out of the block that shows them.
fn take_bulletins(value: &mut Value, facts: &mut FactDigests) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| take_bulletins(item, facts)),
        Value::Object(object) => {
            object.values_mut().for_each(|value| take_bulletins(value, facts));
            let Some(Value::Array(groups)) = object.remove("groups") else { return };
            for group in &groups {
                let entries = group["entries"].as_array().into_iter().flatten();
                for (index, entry) in entries.enumerate() {
                    let mut entry = entry.clone();
                    let name = entry["name"].as_str().unwrap_or_default().to_owned();
                    // Its place in this client's list is not its own.
                    if let Some(entry) = entry.as_object_mut() {
                        entry.remove("number");
                        entry.remove("mark");
                    }
                    let text = if index == 0 { &group["paragraphs"] } else { &Value::Null };
                    let digest = short(&Value::Array(vec![entry, text.clone()]));
                    facts.insert(format!("bulletin {name}"), digest);
                }
            }
        }
        _ => {}
    }
}

fn texts(prose: &Prose) -> Vec<String> {
    prose.paragraphs.iter().map(|paragraph| paragraph.text.clone()).collect()
}

fn to_value(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn short(value: &Value) -> String {
    let mut digest = Digest::of(value.to_string().as_bytes()).to_string();
    digest.truncate(DIGITS);
    digest
}
