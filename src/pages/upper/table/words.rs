//! Levels, standings and the like in words and shapes.

use crate::{
    i18n::{self, Key, k, t, tf},
    pages::{answers::state_word, start::kind_word},
};
use bcd_core::{
    points::Points,
    upper::{
        case::VerdictWord,
        table::{
            Cell, ItemIs, Level, Standing,
            filter::{Known, Trend},
            statistics::GroupBy,
        },
    },
};

/// The word of a level.
pub fn level(level: Level) -> &'static str {
    t(match level {
        Level::Full => k::UPPER_TABLE_LEVEL_FULL,
        Level::Part => k::UPPER_TABLE_LEVEL_PART,
        Level::Lacking => k::UPPER_TABLE_LEVEL_LACKING,
        Level::Unmet => k::UPPER_TABLE_LEVEL_UNMET,
        Level::Open => k::UPPER_TABLE_LEVEL_OPEN,
        Level::Na => k::UPPER_TABLE_LEVEL_NA,
    })
}

/// The word of how an item is.
pub fn item_is(is: ItemIs) -> &'static str {
    match is {
        ItemIs::At(it) => level(it),
        ItemIs::Met => t(k::UPPER_TABLE_IS_MET),
        ItemIs::NotMet => t(k::UPPER_TABLE_IS_NOT_MET),
        ItemIs::Without => t(k::UPPER_TABLE_LEVEL_NONE),
    }
}

/// The shape of a level: told apart without its colour.
pub const fn shape(level: Level) -> &'static str {
    match level {
        Level::Full => "●",
        Level::Part => "◐",
        Level::Lacking => "△",
        Level::Unmet => "○",
        Level::Open => "·",
        Level::Na => "–",
    }
}

/// The class of a cell at a level.
pub const fn class(level: Option<Level>) -> &'static str {
    match level {
        Some(Level::Full) => "heat__cell heat__cell--full",
        Some(Level::Part) => "heat__cell heat__cell--part",
        Some(Level::Lacking) => "heat__cell heat__cell--lacking",
        Some(Level::Unmet) => "heat__cell heat__cell--unmet",
        Some(Level::Open) => "heat__cell heat__cell--open",
        Some(Level::Na) => "heat__cell heat__cell--na",
        None => "heat__cell",
    }
}

/// The word of a standing.
pub fn standing(standing: Standing) -> &'static str {
    t(match standing {
        Standing::Missing => k::UPPER_TABLE_STANDING_MISSING,
        Standing::Sent(state) => state_word(state),
    })
}

/// The word of how far a writer is known.
pub fn known(known: Known) -> &'static str {
    t(match known {
        Known::Confirmed => k::UPPER_TABLE_KNOWN_CONFIRMED,
        Known::Unconfirmed => k::UPPER_TABLE_KNOWN_UNCONFIRMED,
        Known::Mismatch => k::UPPER_TABLE_KNOWN_MISMATCH,
    })
}

/// The word of a trend, with its shape.
pub fn trend(trend: Trend) -> &'static str {
    t(match trend {
        Trend::Up => k::UPPER_TABLE_TREND_UP,
        Trend::Same => k::UPPER_TABLE_TREND_SAME,
        Trend::Down => k::UPPER_TABLE_TREND_DOWN,
        Trend::New => k::UPPER_TABLE_TREND_NEW,
    })
}

/// The heading of a way to put units together.
pub const fn group_by(by: GroupBy) -> Key {
    match by {
        GroupBy::Cluster => k::UPPER_TABLE_BY_CLUSTER,
        GroupBy::Kind => k::UPPER_TABLE_BY_KIND,
        GroupBy::Officer => k::UPPER_TABLE_BY_OFFICER,
    }
}

/// The name of a group; a kind by its word.
pub fn group(by: GroupBy, name: &str) -> String {
    let word = if by == GroupBy::Kind { kind_word(name) } else { "" };
    match (name, word) {
        ("", _) => t(k::UPPER_TABLE_NONE).to_owned(),
        (name, "") => name.to_owned(),
        (_, word) => word.to_owned(),
    }
}

/// What a cell says, whole.
pub fn cell(item: &str, cell: Option<&Cell>) -> String {
    let Some(cell) = cell else { return tf(k::UPPER_TABLE_CELL_NONE, &[("item", &item)]) };
    let (got, max) = (i18n::points(cell.got), i18n::points(cell.max));
    let own = tf(
        k::UPPER_TABLE_CELL,
        &[("item", &item), ("word", &level(cell.level)), ("got", &got), ("max", &max)],
    );
    match cell.verified {
        None => own,
        Some(verified) => {
            let got = i18n::points(verified.got);
            let word = match verified.said {
                VerdictWord::Ask => t(k::UPPER_TABLE_ASKED),
                VerdictWord::Agree | VerdictWord::Set => level(verified.level),
            };
            tf(k::UPPER_TABLE_CELL_VERIFIED, &[("own", &own), ("word", &word), ("got", &got)])
        }
    }
}

/// Points as verified where they were, else as the unit has them: the figure in a cell.
pub fn figure(cell: &Cell) -> String {
    let got: Points = cell.verified.map_or(cell.got, |it| it.got);
    let mut text = match cell.standing_level() {
        Level::Na | Level::Open => shape(cell.standing_level()).to_owned(),
        level => format!("{} {}", shape(level), i18n::points(got)),
    };
    if cell.changed {
        text.push('*');
    }
    text
}
