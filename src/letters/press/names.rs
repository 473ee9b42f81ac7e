//! The names of other clients in a letter.

use super::Press;
use super::form::Rendered;
use crate::content::{Mention, Writing};
use crate::diagnostic::{Diagnostic, Place};
use crate::fs::FsError;
use crate::messages::Message;
use crate::model::{Acceptance, Client};
use crate::rules::Rule;
use crate::typeset::Document;

impl Press {
    /// The findings if this letter's source names other clients, as the office
    /// wants to hear of them.
    pub(super) fn other_clients(&self, client: &Client, rendered: &Rendered) -> Vec<Diagnostic> {
        let (source, writing) = rendered.to_read();
        let mentions = match self.names.others_in(source, writing, client) {
            Ok(mentions) => mentions,
            Err(error) => return vec![not_looked_for(&error, client)],
        };
        let finding = |mention: &Mention| {
            let (name, other) = (mention.name.clone(), mention.owner.to_string());
            let place = self.find_mention(client, mention);
            let own = place.as_ref().is_some_and(|it| it.source.name == client.record.source.name);
            let finding = Rule::OtherClient.finding(Message::OtherClientsName { name, other });
            let finding = finding.at(place).for_client(&client.id).hint(Message::DeleteName);
            // What a record says is printed as it stands.
            let finding = if own { finding } else { finding.hint(Message::UseClientName) };
            self.judge.weigh(finding.hint(accept_if_right(mention)))
        };
        mentions.iter().filter_map(finding).collect()
    }

    /// The same of names that are on the pages and not in the source: a template can
    /// put them together, and a picture can have them.
    pub(super) fn other_clients_on(
        &self,
        document: &Document,
        client: &Client,
        source: &str,
    ) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for page in 0..document.pages() {
            let text = document.text(page);
            let mentions =
                self.names.others_in(&text, Writing::Plain, client).and_then(|on_page| {
                    // Of those in the source it is said where they stand.
                    let in_source = match on_page.is_empty() {
                        true => Vec::new(),
                        false => self.names.others_in(source, Writing::Typst, client)?,
                    };
                    let is_told =
                        |it: &Mention| in_source.iter().any(|known| known.owner == it.owner);
                    Ok(on_page.into_iter().filter(|it| !is_told(it)).collect::<Vec<_>>())
                });
            let mentions = match mentions {
                Ok(mentions) => mentions,
                Err(error) => return vec![not_looked_for(&error, client)],
            };
            let page = (page + 1).to_string();
            found.extend(mentions.iter().filter_map(|mention| {
                let (name, other) = (mention.name.clone(), mention.owner.to_string());
                let message = Message::OtherClientsNameOnPage { page: page.clone(), name, other };
                let finding = Rule::OtherClient.finding(message).for_client(&client.id);
                let finding = finding.hint(Message::LookAtTemplate);
                self.judge.weigh(finding.hint(accept_if_right(mention)))
            }));
        }
        found
    }

    /// Where another client's name comes from: the record, the shared facts, a template.
    fn find_mention(&self, client: &Client, mention: &Mention) -> Option<Place> {
        let within = |text: &str| self.names.place_in(text, mention, client).ok().flatten();
        let in_facts = self.texts.find_where(client, |text| within(text).is_some());
        let narrowed = in_facts.map(|(_, place)| {
            let Some(part) = within(&place.source.text[place.range.clone()]) else { return place };
            let start = place.range.start;
            Place::new(place.source, start + part.start..start + part.end)
        });
        narrowed.or_else(|| {
            self.texts.templates.iter().find_map(|template| {
                Some(Place::new(template.source.clone(), within(&template.source.text)?))
            })
        })
    }
}

/// Whose letter may have the name of another client, because nobody could look.
fn not_looked_for(error: &FsError, client: &Client) -> Diagnostic {
    Diagnostic::error(Message::Verbatim(error.to_string())).for_client(&client.id)
}

fn accept_if_right(mention: &Mention) -> Message {
    Message::AcceptIfRight { entry: Acceptance::entry(Rule::OtherClient, &mention.name) }
}
