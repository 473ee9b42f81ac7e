//! The names of the services that clients and conditions may speak of.

use std::collections::HashSet;
use std::ops::Deref;
use std::sync::Arc;

/// The names, in the order of the facts. A copy for each of fifty thousand records
/// costs nothing, and neither does looking for one of thousands.
#[derive(Debug, Clone, Default)]
pub struct ServiceNames(Arc<Names>);

#[derive(Debug, Clone, Default)]
struct Names {
    all: Vec<String>,
    known: HashSet<String>,
    /// Bytes of the longest.
    longest: usize,
}

impl ServiceNames {
    /// Adds a name; whether there was none like it.
    pub fn add(&mut self, name: String) -> bool {
        let names = Arc::make_mut(&mut self.0);
        names.longest = names.longest.max(name.len());
        names.all.push(name.clone());
        names.known.insert(name)
    }

    /// Whether this is one of them.
    pub fn has(&self, name: &str) -> bool {
        name.len() <= self.0.longest && self.0.known.contains(name)
    }
}

impl Deref for ServiceNames {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.0.all
    }
}

impl FromIterator<String> for ServiceNames {
    fn from_iter<T: IntoIterator<Item = String>>(names: T) -> Self {
        let mut all = Self::default();
        for name in names {
            all.add(name);
        }
        all
    }
}
