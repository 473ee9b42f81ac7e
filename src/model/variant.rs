//! Which letters are alike but for names and numbers.

use super::{Client, Incident};

/// What decides the parts of a client's letter. Letters of one variant have the
/// same sections, blocks and lines, and differ in what is filled in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variant {
    conditions: Vec<bool>,
    services: Vec<bool>,
    rows: usize,
    address_lines: usize,
}

impl Variant {
    /// The variant of this client's letter.
    pub fn of(client: &Client, incident: &Incident) -> Self {
        let services = incident.services.iter();
        let person = client.person.as_ref();
        Self {
            conditions: incident.conditions().iter().map(|it| it.holds(client)).collect(),
            services: services.map(|service| client.services.contains(&service.name)).collect(),
            rows: client.data.len(),
            address_lines: client.address.len()
                + person.map_or(0, |person| 1 + usize::from(person.department.is_some())),
        }
    }
}
