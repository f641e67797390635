//! Words of the list of units.

use crate::i18n::{self, Key, k, t, tf};
use bcd_core::{
    id::RecordId,
    upper::roll::{
        Due, Roll, RollField, RollUnit,
        filter::StandFilter,
        matching::Why,
        standing::{Late, Stage},
    },
};

/// How far a unit is, with its style.
pub fn stage(stage: Stage) -> (String, &'static str) {
    match stage {
        Stage::NotRegistered => (t(k::ROLL_STAGE_NOT_REGISTERED).to_owned(), "state state--open"),
        Stage::Registered => (t(k::ROLL_STAGE_REGISTERED).to_owned(), "state state--open"),
        Stage::Unconfirmed(seq) => {
            (tf(k::ROLL_STAGE_UNCONFIRMED, &[("n", &seq)]), "state state--lacking")
        }
        Stage::Sent(seq) => (tf(k::ROLL_STAGE_SENT, &[("n", &seq)]), "state state--ok"),
    }
}

/// Late with what, and by how much.
pub fn late(late: Late) -> String {
    let key = match late.with {
        Due::Register => k::ROLL_LATE_REGISTER,
        Due::Report => k::ROLL_LATE,
    };
    tf(key, &[("n", &late.days)])
}

/// The name of a unit, or that it has none.
pub fn name(unit: &RollUnit) -> String {
    match unit.name.trim() {
        "" => t(k::ROLL_UNNAMED).to_owned(),
        name => name.to_owned(),
    }
}

/// The names of several lines.
pub fn names<'a>(roll: &Roll, ids: impl IntoIterator<Item = &'a RecordId>) -> String {
    let named = ids.into_iter().filter_map(|id| roll.units.get(id)).map(name);
    named.collect::<Vec<_>>().join(", ")
}

/// The label of a field.
pub const fn label(field: RollField) -> Key {
    match field {
        RollField::Name => k::ROLL_NAME,
        RollField::Kind => k::ROLL_KIND,
        RollField::Cluster => k::ROLL_CLUSTER,
        RollField::Secretary => k::ROLL_SECRETARY,
        RollField::Phone => k::ROLL_PHONE,
        RollField::Officer => k::ROLL_OFFICER,
    }
}

/// Why a line is proposed.
pub const fn why(why: Why) -> Key {
    match why {
        Why::NameAndCluster => k::ROLL_WHY_NAME_CLUSTER,
        Why::Name => k::ROLL_WHY_NAME,
        Why::FormerName => k::ROLL_WHY_FORMER,
        Why::ProperName => k::ROLL_WHY_PROPER,
        Why::Words => k::ROLL_WHY_WORDS,
    }
}

/// A filter by standing.
pub const fn stand(filter: StandFilter) -> Key {
    match filter {
        StandFilter::All => k::UNITS_ALL,
        StandFilter::NotRegistered => k::ROLL_STAND_NOT_REGISTERED,
        StandFilter::Lacks => k::ROLL_STAND_NOT_SENT,
        StandFilter::Late => k::ROLL_STAND_LATE,
        StandFilter::Unconfirmed => k::ROLL_STAND_UNCONFIRMED,
        StandFilter::Sent => k::ROLL_STAND_SENT,
        StandFilter::Ready => k::UNITS_READY,
        StandFilter::NotReady => k::UNITS_NOT_READY,
        StandFilter::Stray => k::ROLL_STAND_STRAY,
    }
}

/// A day as people write it.
pub fn day(day: chrono::NaiveDate) -> String {
    i18n::date(&day.to_string())
}
