//! Ids of what is new in a draft: in the manner of their neighbours, and never one that was used.

use super::{Draft, Part};
use crate::id::ItemId;
use std::collections::BTreeSet;

/// Small Roman numbers, as criteria are counted with.
const ROMAN: [&str; 20] = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV",
    "XVI", "XVII", "XVIII", "XIX", "XX",
];

/// The number of a Roman numeral up to 20.
pub fn roman(text: &str) -> Option<usize> {
    ROMAN.iter().position(|known| *known == text).map(|at| at + 1)
}

/// The id of an item that is added to a group.
pub fn next_item(draft: &Draft, group: &str) -> ItemId {
    let retired = draft.retired();
    let mut taken = draft.ids(Part::Item);
    taken.extend(retired.into_iter().map(|id| id.0));
    let items = draft.ids(Part::Item).into_iter();
    let of_group = items.filter(|id| draft.value(&Part::Item.path(id, "group")) == group);
    let start = format!("{group}.");
    let beside = of_group.max_by_key(|id| order_key(id)).unwrap_or_else(|| format!("{start}0"));
    ItemId(next(&beside, &taken))
}

/// The id of a group that is added to a criterion.
pub fn next_group(draft: &Draft, criterion: &str) -> String {
    let taken = draft.ids(Part::Group);
    let of = taken.iter().filter(|id| draft.value(&Part::Group.path(id, "criterion")) == criterion);
    let last = of.max_by_key(|id| order_key(id)).cloned();
    next(&last.unwrap_or_else(|| format!("{criterion}.0")), &taken)
}

/// The id of a criterion that is added.
pub fn next_criterion(draft: &Draft) -> String {
    let taken = draft.ids(Part::Criterion);
    let last = taken.iter().max_by_key(|id| order_key(id)).cloned();
    next(&last.unwrap_or_else(|| "0".to_owned()), &taken)
}

/// The id of a part that has no numbering: the first free of `word-1`, `word-2` …
pub fn next_word(draft: &Draft, part: Part, word: &str) -> String {
    let taken = draft.ids(part);
    let numbers = 1_usize..;
    let mut all = numbers.map(|number| format!("{word}-{number}"));
    all.find(|id| !taken.contains(id)).unwrap_or_default()
}

/// The first id after `beside`, in its manner, that is not taken: `1.2.7` → `1.2.8`, `2.a` → `2.b`,
/// `III` → `IV`.
fn next(beside: &str, taken: &BTreeSet<String>) -> String {
    let mut id = after(beside);
    while taken.contains(&id) {
        id = after(&id);
    }
    id
}

fn after(id: &str) -> String {
    let cut = id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    if let (start, Ok(number)) = (&id[..cut], id[cut..].parse::<u32>()) {
        return format!("{start}{}", u64::from(number) + 1);
    }
    let (start, last) = match id.rsplit_once('.') {
        Some((start, last)) => (format!("{start}."), last),
        None => (String::new(), id),
    };
    if let Some(next) = roman(last).and_then(|number| ROMAN.get(number)) {
        return format!("{start}{next}");
    }
    let mut letters = last.chars();
    if let (Some(letter @ ('a'..='y' | 'A'..='Y')), None) = (letters.next(), letters.next()) {
        return format!("{start}{}", char::from_u32(u32::from(letter) + 1).unwrap_or('z'));
    }
    format!("{id}-2")
}

// Sorts `1.2.10` behind `1.2.9`, and IX behind VIII.
fn order_key(id: &str) -> (usize, u64, String) {
    let last = id.rsplit('.').next().unwrap_or(id);
    let digits = last.trim_start_matches(|c: char| !c.is_ascii_digit());
    let number = digits.parse::<u64>().ok();
    let number = number.or_else(|| roman(last).map(|number| number as u64));
    (id.split('.').count(), number.unwrap_or(0), id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_id_is_in_the_manner_of_the_one_before() {
        for (before, next) in [
            ("1.2.7", "1.2.8"),
            ("1.2.9", "1.2.10"),
            ("I", "II"),
            ("IX", "X"),
            ("2.a", "2.b"),
            ("A", "B"),
            ("bd15-3", "bd15-4"),
            ("XX", "XX-2"),
            ("z", "z-2"),
            ("", "-2"),
        ] {
            assert_eq!(after(before), next, "{before}");
        }
        let taken = ["1.1", "1.2", "1.4"].map(str::to_owned).into();
        assert_eq!(super::next("1.1", &taken), "1.3");
        assert!(order_key("1.2.10") > order_key("1.2.9"));
    }
}
