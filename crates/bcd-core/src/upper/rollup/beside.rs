//! Units beside the list: they sent, and no line of the office's list is theirs. Where there is a list, a
//! line of it may be such a unit, or what it became, and count it a second time.

use super::{
    make::{Choice, RollupAsk, RollupDoubt},
    tree::key,
};
use crate::format::rollup::{Rollup, RollupRow};
use std::collections::BTreeSet;

/// By what a person says how a unit beside the list counts. The same unit may wait for another choice,
/// too, as where a part counts it: that one is by its [`key`]. No key begins with a bar.
pub fn key_of(row: &RollupRow, ask: &RollupAsk) -> String {
    format!("|{}", key(row, &ask.office.id))
}

// Where there is no list, nothing is beside it.
fn has_list(ask: &RollupAsk) -> bool {
    ask.rows.iter().any(|row| row.line.is_some())
}

/// The rows without those of which a person said that a line counts.
pub(super) fn rows(ask: &RollupAsk) -> impl Iterator<Item = &RollupRow> {
    let has_list = has_list(ask);
    let by_line = |row: &RollupRow| ask.choices.get(&key_of(row, ask)) == Some(&Choice::ByLine);
    ask.rows.iter().filter(move |row| !(has_list && row.line.is_none() && by_line(row)))
}

/// Each that counts here without anybody having said so.
pub(super) fn look_at(ask: &RollupAsk, body: &Rollup, doubts: &mut BTreeSet<RollupDoubt>) {
    if !has_list(ask) {
        return;
    }
    for row in body.rows.iter().filter(|row| row.held_by.is_none() && row.line.is_none()) {
        let unit = key_of(row, ask);
        if ask.choices.get(&unit) != Some(&Choice::Both) {
            let line = row.unit.as_ref().and_then(|unit| ask.became.get(unit)).cloned();
            doubts.insert(RollupDoubt::NotOnList { unit, name: row.name.clone(), line });
        }
    }
}
