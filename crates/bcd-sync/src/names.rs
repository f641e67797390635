//! File names: in NFC inside of this app, and in the drive's own spelling when the drive is asked.
//!
//! A server on macOS may list `ả` as two code points, so before a request each path is converted
//! back to the drive's spelling. Only names whose spelling differs are remembered, from listings; a
//! path whose folders were never listed is asked for in NFC.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

/// Paths that the drive spells differently: our path, with the last part as the drive spells it.
#[derive(Default)]
pub struct Names(RefCell<BTreeMap<String, String>>);

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

impl Names {
    /// Our names for the entries of a folder, in their order. Where a folder holds both
    /// spellings of one name, the one in NFC keeps it and the other stays as it is.
    pub fn learn(&self, folder: &str, raw: &[String], nfc: impl Fn(&str) -> String) -> Vec<String> {
        let exact: BTreeSet<&String> = raw.iter().collect();
        let mut taken = BTreeSet::new();
        let mut map = self.0.borrow_mut();
        let mut ours = |name: &String| {
            let normal = if name.is_ascii() { name.clone() } else { nfc(name) };
            if normal == *name || exact.contains(&normal) || !taken.insert(normal.clone()) {
                map.remove(&joined(folder, name));
                return name.clone();
            }
            map.insert(joined(folder, &normal), name.clone());
            normal
        };
        raw.iter().map(&mut ours).collect()
    }

    /// The drive's spelling of our path.
    pub fn spelt(&self, path: &str) -> String {
        let map = self.0.borrow();
        if map.is_empty() {
            return path.to_owned();
        }
        let mut ours = String::new();
        let mut out = Vec::new();
        for part in path.split('/') {
            ours = joined(&ours, part);
            out.push(map.get(&ours).map_or(part, String::as_str));
        }
        out.join("/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drives_spelling_comes_back() {
        let nfc = |name: &str| name.replace("a\u{309}", "ả");
        let names = Names::default();
        let raw = ["B\u{309}a\u{309}n".to_owned(), "x".into()];
        assert_eq!(names.learn("", &["ba\u{309}n".into(), "x".into()], nfc), ["bản", "x"]);
        assert_eq!(names.learn("bản", &raw, nfc), ["B\u{309}ản", "x"]);
        assert_eq!(names.spelt("bản/B\u{309}ản/y"), "ba\u{309}n/B\u{309}a\u{309}n/y");
        assert_eq!(names.spelt("x/bản"), "x/bản");
    }

    #[test]
    fn two_spellings_of_one_name_stay_two() {
        let nfc = |name: &str| name.replace("a\u{309}", "ả");
        let names = Names::default();
        let raw = ["a\u{309}".to_owned(), "ả".to_owned()];
        assert_eq!(names.learn("", &raw, nfc), raw);
        assert_eq!(names.spelt("ả"), "ả");
    }
}
