//! Words of roll-ups.

use crate::{
    i18n::{Key, k, t, tf},
    pages::answers::state_word,
};
use bcd_core::{
    format::rollup::{RollupLine, UnitStanding},
    upper::rollup::{hand_out::Words, tree::RollupOddity},
};

/// A roll-up in a line.
pub fn line(line: &RollupLine) -> String {
    let counts = &line.counts;
    tf(
        k::ROLLUP_LINE,
        &[
            ("office", &line.office.name),
            ("n", &line.seq),
            ("units", &counts.units),
            ("recognised", &counts.recognised),
        ],
    )
}

/// That it was made.
pub fn made(line: &RollupLine) -> String {
    let counts = &line.counts;
    tf(k::ROLLUP_MADE, &[("n", &line.seq), ("units", &counts.units), ("sent", &counts.sent)])
}

/// Where a unit stands.
pub fn standing(standing: UnitStanding) -> &'static str {
    match standing {
        UnitStanding::NotRegistered => t(k::ROLLUP_NOT_REGISTERED),
        UnitStanding::Registered => t(k::ROLLUP_REGISTERED),
        UnitStanding::Unconfirmed => t(k::ROLLUP_UNCONFIRMED),
        UnitStanding::Sent(state) => t(state_word(state)),
    }
}

/// The words of a roll-up as a table for a spreadsheet.
pub fn of_sheet() -> Words {
    Words {
        unit: t(k::ROLLUP_COL_UNIT),
        standing: t(k::ROLLUP_COL_STANDING),
        points: t(k::ROLLUP_COL_POINTS),
        most: t(k::ROLLUP_CSV_MOST),
        number: t(k::ROLLUP_CSV_NUMBER),
        date: t(k::ROLLUP_CSV_DATE),
        note: t(k::ROLLUP_CSV_NOTE),
        units: t(k::ROLLUP_CSV_UNITS),
        sent: t(k::ROLLUP_CSV_SENT),
        recognised: t(k::ROLLUP_CSV_RECOGNISED),
        held: t(k::ROLLUP_HELD),
        part: t(k::ROLLUP_CSV_PART),
        standing_of: standing,
    }
}

/// What is odd about a roll-up.
pub fn oddity(odd: &RollupOddity) -> String {
    let of = |key: Key, office: &String| tf(key, &[("office", office)]);
    match odd {
        RollupOddity::NotHere { office, .. } => of(k::ROLLUP_ODD_NOT_HERE, office),
        RollupOddity::Newer { office, counted, latest } => {
            tf(k::ROLLUP_ODD_NEWER, &[("office", office), ("counted", counted), ("latest", latest)])
        }
        RollupOddity::SameNumber { office, seq } => {
            tf(k::ROLLUP_ODD_NUMBER, &[("office", office), ("n", seq)])
        }
        RollupOddity::SaysOtherwise { office } => of(k::ROLLUP_ODD_OTHERWISE, office),
        RollupOddity::Twice { office, unit, holders } => tf(
            k::ROLLUP_ODD_TWICE,
            &[("office", office), ("unit", unit), ("holders", &holders.join(", "))],
        ),
        RollupOddity::BelowItself { office } => of(k::ROLLUP_ODD_BELOW, office),
        RollupOddity::TooMuch => t(k::ROLLUP_ODD_TOO_MUCH).to_owned(),
        RollupOddity::LeftOutInVain { office, unit } => {
            tf(k::ROLLUP_ODD_VAIN, &[("office", office), ("unit", unit)])
        }
    }
}
