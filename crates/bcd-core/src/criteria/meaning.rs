//! Whether an item still means what it meant: answers of units stand under its id, so another
//! meaning under the same id would make them answers to something that nobody was asked.

use super::{CriteriaSet, Item};
use crate::{id::ItemId, text::Text};
use std::collections::BTreeMap;

/// How an item means something else than before under the same id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherMeaning {
    /// The item.
    pub item: ItemId,
    /// What it asked before.
    pub before: Text,
    /// The criterion that it stood under before, where it is another one now.
    pub moved_from: Option<Text>,
}

/// The least share of words that two wordings of one thing have in common, in percent. Two items of
/// the set that ships with the app have at most 35; of its items and the words that they were taken
/// from, 28 of 30 have more.
const LIKE: usize = 40;

/// The items that mean something else than before: worded far otherwise, or under another criterion.
pub fn other_meanings(before: &CriteriaSet, now: &CriteriaSet) -> Vec<OtherMeaning> {
    let found = now.items().filter_map(|(criterion, item)| {
        let (was_under, was) = before.items().find(|(_, was)| was.id == item.id)?;
        let moved_from = (was_under.id != criterion.id).then(|| was_under.title.clone());
        let far = !is_like(&was.text, &item.text);
        (far || moved_from.is_some()).then(|| OtherMeaning {
            item: item.id.clone(),
            before: was.text.clone(),
            moved_from,
        })
    });
    found.collect()
}

/// Whether two texts are two wordings of one thing.
pub fn is_like(one: &Text, other: &Text) -> bool {
    one.vi == other.vi || likeness(&one.vi, &other.vi) >= LIKE
}

/// What a person agrees to when they say that an item means the same: its words, and where it stands.
pub fn agreement(item: &Item, criterion: &str) -> String {
    format!("{criterion}\n{}", item.text.vi)
}

/// The share of words and of pairs of neighbouring words that two texts have in common, in percent
/// (Sørensen–Dice). Pairs, because a Vietnamese word is often two syllables.
pub fn likeness(one: &str, other: &str) -> usize {
    let (one, other) = (pieces(one), pieces(other));
    let count = |pieces: &BTreeMap<String, usize>| pieces.values().sum::<usize>();
    let all = count(&one) + count(&other);
    if all == 0 {
        return 100;
    }
    let common = one.iter().map(|(piece, n)| other.get(piece).map_or(0, |m| *n.min(m)));
    common.sum::<usize>() * 200 / all
}

fn pieces(text: &str) -> BTreeMap<String, usize> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    let mut pieces = BTreeMap::new();
    let pairs = words.windows(2).map(|pair| pair.join(" "));
    for piece in words.iter().map(|word| (*word).to_owned()).chain(pairs) {
        *pieces.entry(piece).or_insert(0) += 1;
    }
    pieces
}
