//! Which facts a client's letter is made of, each with a digest that changes
//! with it: what a person is told when a letter is no longer up to date.

use serde::Serialize;
use serde_json::Value;

use super::Engine;
use super::letter::{Letter, Needed};
use crate::digest::{Digest, FactDigests};
use crate::model::{Client, Office, Prose};

/// Enough to tell a change by.
const DIGITS: usize = 16;

/// Client keys that follow from others.
const DERIVED: [&str; 3] = ["id", "preliminary_due", "final_due"];

impl Engine {
    /// The shared facts in this client's letter, with their variables not filled in.
    pub fn shared_facts(&self, client: &Client) -> FactDigests {
        let mut facts = self.general_facts().clone();
        let mut as_written = |prose: &Prose, _: Needed| texts(prose);
        let Letter { sections, .. } = self.resolver(client).letter(&mut as_written);
        for section in sections {
            let mut value = to_value(&section);
            take_named_parts(&mut value, &mut facts);
            let heading = value["heading"].as_str().unwrap_or_default().to_owned();
            facts.insert(format!("section {heading}"), short(&value));
        }
        facts
    }

    /// The facts that are in every letter, or that any text may use.
    fn general_facts(&self) -> &FactDigests {
        self.general_facts.get_or_init(|| {
            let mut facts = self.office_facts.clone();
            let incident = &self.incident;
            let variables = [
                ("system", &incident.system),
                ("vendor", &incident.vendor),
                ("terms", &incident.terms),
            ];
            for (name, value) in variables.into_iter().chain([("vars", &incident.vars)]) {
                facts.insert(format!("incident.{name}"), short(&to_value(value)));
            }
            facts.insert("incident.name".to_owned(), short(&to_value(&incident.name)));
            let notice = &self.notice;
            for (name, prose) in [("title", &notice.title), ("opening", &notice.opening)] {
                facts.insert(format!("notice.{name}"), short(&to_value(&texts(prose))));
            }
            for previous in &self.previous {
                let known = (&previous.date, texts(&previous.title));
                facts.insert(format!("notice {}", previous.id), short(&to_value(&known)));
            }
            facts.insert("notice.date".to_owned(), short(&to_value(&notice.date)));
            facts.insert("notice.number".to_owned(), short(&to_value(&notice.number)));
            facts.insert("notice.reference".to_owned(), short(&to_value(&notice.reference)));
            let style = format!("{:?}", notice.style);
            facts.insert("notice.style".to_owned(), short(&Value::String(style)));
            facts.insert("notice.template".to_owned(), short(&to_value(&notice.template)));
            facts
        })
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

/// Bulletins and services have names of their own; they are taken out of the
/// section that shows them.
fn take_named_parts(value: &mut Value, facts: &mut FactDigests) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| take_named_parts(item, facts)),
        Value::Object(object) => {
            object.values_mut().for_each(|value| take_named_parts(value, facts));
            if let Some(Value::Array(groups)) = object.remove("groups") {
                for group in &groups {
                    let entries = group["entries"].as_array().into_iter().flatten();
                    for (index, entry) in entries.enumerate() {
                        let mut entry = entry.clone();
                        // Its place in this client's list is not its own.
                        let name = entry["name"].as_str().unwrap_or_default().to_owned();
                        if let Some(entry) = entry.as_object_mut() {
                            entry.remove("number");
                        }
                        let text = if index == 0 { &group["paragraphs"] } else { &Value::Null };
                        let digest = short(&Value::Array(vec![entry, text.clone()]));
                        facts.insert(format!("bulletin {name}"), digest);
                    }
                }
            }
            if object.get("kind").is_some_and(|kind| kind == "services")
                && let Some(Value::Array(services)) = object.remove("parts")
            {
                for service in services {
                    let name = service["heading"].as_str().unwrap_or_default().to_owned();
                    facts.insert(format!("service {name}"), short(&service));
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
