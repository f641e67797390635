//! What people know: which values they entered, and which they wrote over. And the dice that say
//! what they do.

use bcd_core::merge::Merged;
use serde_json::Value;
use std::collections::BTreeMap;

// SplitMix64: small, the same everywhere, and no two seeds alike.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % sides as u64) as usize
    }

    pub fn of<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.roll(list.len())].clone()
    }
}

/// What people know, kept beside the devices by other means than stamps: which values were
/// entered, and which of them somebody wrote over while looking at them.
#[derive(Default)]
pub struct Memoir {
    entered: BTreeMap<(String, String), bool>,
}

impl Memoir {
    pub fn over(&mut self, path: &str, values: impl IntoIterator<Item = Value>) {
        for value in values {
            if let Some(gone) = self.entered.get_mut(&(path.to_owned(), value.to_string())) {
                *gone = true;
            }
        }
    }

    pub fn enter(&mut self, path: &str, value: &Value) {
        self.entered.insert((path.to_owned(), value.to_string()), false);
    }

    pub fn knows(&self, path: &str, value: &Value) -> bool {
        value.is_null() || self.entered.contains_key(&(path.to_owned(), value.to_string()))
    }

    pub fn check(&self, state: &Merged, seed: u64) {
        for ((path, value), gone) in &self.entered {
            let entered: Value = serde_json::from_str(value).unwrap();
            let lost = state.lost.get(path).into_iter().flatten();
            let mut all = state.fields.get(path).into_iter().chain(lost);
            assert!(
                *gone || all.any(|entry| entry.v == entered),
                "seed {seed}: {path} = {value} is gone, and nobody wrote over it"
            );
        }
    }
}
