//! A cache in two generations: what was made lately and may be wanted again by the next
//! letters. When the new generation is full it becomes the old one, and what nobody asked
//! for meanwhile is let go. All keys are hashes of everything that a value depends on.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Values by key, those that have not been asked for lately left out.
pub struct Recent<V> {
    /// How many new ones may come before an old one that nobody asked for is let go.
    most: usize,
    kept: Mutex<Kept<V>>,
}

struct Kept<V> {
    new: HashMap<u128, V>,
    old: HashMap<u128, V>,
}

impl<V: Clone> Recent<V> {
    /// Nothing yet; later, at most twice `most`.
    pub fn new(most: usize) -> Self {
        let kept = Kept { new: HashMap::new(), old: HashMap::new() };
        Self { most, kept: Mutex::new(kept) }
    }

    /// What is kept under this key.
    pub fn get(&self, key: u128) -> Option<V> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = kept.new.get(&key) {
            return Some(value.clone());
        }
        let value = kept.old.remove(&key)?;
        kept.keep(key, value.clone(), self.most);
        Some(value)
    }

    /// Keeps this.
    pub fn keep(&self, key: u128, value: V) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.keep(key, value, self.most);
    }

    /// What is kept under this key, or else what `make` makes.
    pub fn get_or_make(&self, key: u128, make: impl FnOnce() -> V) -> V {
        self.get(key).unwrap_or_else(|| {
            // Others need not wait meanwhile; what two of them make is the same.
            let value = make();
            self.keep(key, value.clone());
            value
        })
    }
}

impl<V> Kept<V> {
    fn keep(&mut self, key: u128, value: V, most: usize) {
        if self.new.len() >= most {
            self.old = std::mem::take(&mut self.new);
        }
        self.new.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_stays_and_the_rest_goes() {
        let recent = Recent::new(3);
        let made = |key| {
            let mut made = false;
            recent.get_or_make(key, || made = true);
            made
        };
        assert!(made(0));
        for key in 1..20 {
            assert!(made(key));
            assert!(!made(0), "asked for all the time");
        }
        assert!(made(1), "not asked for since");
        assert!(!made(19));
    }
}
