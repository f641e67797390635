//! What makes a thing stay at home: a sensitive item, a private mark, and for a photo or a file any
//! other use of the same content.

use crate::{
    criteria::{CriteriaSet, Item, ItemsById},
    dossier::{Dossier, Evidence, EvidenceKind},
};

/// Items that the set that ships with the app marks as sensitive. What is said of them stays in the
/// unit under any pack, unless a person of the unit opens the item.
pub const SENSITIVE: [&str; 2] = ["1.1.1", "1.3.1"];
/// What these items are about, as words of [`crate::criteria::Prefill`]: a pack may ask the same under
/// another id.
pub const SENSITIVE_WORDS: [&str; 2] = ["opinions", "hardship"];

/// Whether notes and pictures of an item may name young people: its set says so, or the set that
/// ships with the app does.
pub fn may_name_people(item: &Item) -> bool {
    item.sensitive || only_shipped_sensitive(item)
}

/// Whether an item is sensitive in the set that ships with the app, but not in its own: a person of
/// the unit may then open it.
pub fn only_shipped_sensitive(item: &Item) -> bool {
    let mut words = item.prefill.0.split_whitespace();
    !item.sensitive
        && (SENSITIVE.contains(&item.id.as_str())
            || words.any(|word| SENSITIVE_WORDS.contains(&word)))
}

/// Whether notes, reasons, links, photos and files of an item stay in the unit.
pub fn is_sensitive(item: &Item, dossier: &Dossier) -> bool {
    item.sensitive || (only_shipped_sensitive(item) && !is_opened(item, dossier))
}

/// Whether a person of the unit opened this item to the upper level. It holds for the words that
/// the person read: where a pack changes them, the item is closed again.
pub fn is_opened(item: &Item, dossier: &Dossier) -> bool {
    let read = dossier.answers.get(&item.id).map(|answer| answer.open_to_upper.as_str());
    read.is_some_and(|words| !words.is_empty() && words == item.text.vi)
}

/// What a dossier, answered against a set, keeps at home.
pub(super) struct Home<'a> {
    dossier: &'a Dossier,
    pub items: ItemsById<'a>,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Stays {
    /// It goes up.
    No,
    /// It goes up by kind, number and day; by its title only where a person said so.
    ButNumber,
    /// It stays, and the file says so as a count.
    Withheld,
    /// It is not mentioned at all, because it was deleted or belongs to no item of the set.
    Unused,
}

impl<'a> Home<'a> {
    pub fn new(dossier: &'a Dossier, set: &'a CriteriaSet) -> Self {
        Self { dossier, items: set.by_id() }
    }

    /// Of an item that the set does not have, the set that ships with the app decides.
    pub fn is_sensitive(&self, item: &str) -> bool {
        match self.items.get(item) {
            Some(item) => is_sensitive(item, self.dossier),
            None => SENSITIVE.contains(&item),
        }
    }

    /// Whether the file with this hash is used by anything that stays.
    pub fn keeps_file(&self, hash: &str) -> bool {
        let fields = self.dossier.fields.iter();
        fields.filter(|(_, entry)| entry.v.as_str() == Some(hash)).any(|(path, _)| self.keeps(path))
    }

    // Whether the thing that a field is of is private or serves a sensitive item. It does not matter
    // which thing: evidence, a record of the year, or what a later version adds.
    pub fn keeps(&self, path: &str) -> bool {
        let mut parts = path.splitn(4, '/');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some("answer"), Some(item), Some(field), _) => {
                field.starts_with("private") || self.is_sensitive(item)
            }
            (Some("registration"), Some("item"), Some(item), _) => self.is_sensitive(item),
            (Some(kind), Some(id), Some(_), _) => {
                let on = |field: &str| {
                    let entry = self.dossier.fields.get(&format!("{kind}/{id}/{field}"));
                    entry.is_some_and(|entry| entry.v.as_bool() == Some(true))
                };
                let prefix = format!("{kind}/{id}/for/");
                let serves = self.dossier.fields.range(prefix.clone()..);
                !on("deleted")
                    && (on("private")
                        || serves
                            .map_while(|(path, entry)| Some((path.strip_prefix(&prefix)?, entry)))
                            .any(|(item, e)| {
                                e.v.as_bool() == Some(true) && self.is_sensitive(item)
                            }))
            }
            _ => false,
        }
    }

    /// What of a piece stays. `keeps_file` says it of its content.
    pub fn stays(&self, evidence: &Evidence, keeps_file: impl Fn(&str) -> bool) -> Stays {
        let of_the_set = evidence.items.iter().any(|item| self.items.contains_key(item.as_str()));
        if of_the_set { self.judged(evidence, keeps_file) } else { Stays::Unused }
    }

    /// The same for a piece of any item or none.
    pub fn judged(&self, evidence: &Evidence, keeps_file: impl Fn(&str) -> bool) -> Stays {
        if evidence.deleted {
            return Stays::Unused;
        }
        let sensitive = evidence.items.iter().any(|item| self.is_sensitive(item.as_str()));
        // Evidence of a kind that a later version adds, such as a film, is read as a document, so
        // we check whether it has a file.
        let by_number = evidence.kind == EvidenceKind::Document && evidence.file.is_none();
        let kept = evidence.file.as_ref().is_some_and(|hash| keeps_file(hash.as_str()));
        match (evidence.private || kept, sensitive, by_number) {
            (true, ..) | (_, true, false) => Stays::Withheld,
            (false, true, true) => Stays::ButNumber,
            (false, false, _) => Stays::No,
        }
    }
}
