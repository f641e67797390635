//! Deciding on many units at once (quyết định): which of a cycle's units are ready for it, what the
//! others lack, and how the papers of recognition list them.

use super::{
    case::{CaseLine, CaseState, Decision},
    table::{Level, Row, Table, statistics::streak},
};
use crate::{
    id::UnitId, paper::build::recognition::RecognitionUnit, points::Points, signer::IdentityWord,
};

/// A unit of a cycle, as far as a decision on it goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// Its row in the table.
    pub row: usize,
    /// The unit, if its id is known.
    pub unit: Option<UnitId>,
    /// Its name.
    pub name: String,
    /// Whether it can be decided on.
    pub stands: Decidable,
    /// What a person should look at before it is recognised.
    pub doubts: Vec<DecisionDoubt>,
    /// Digest of the submission that is decided on, or was looked at last; empty = none.
    pub of: String,
    /// The decision that holds.
    pub decided: Option<Decision>,
}

/// Whether a unit can be decided on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decidable {
    /// It passed: it may be recognised, or not.
    Passed,
    /// It did not pass: it may only be declined.
    NotPassed,
    /// A decision holds; where the case stands with it.
    Decided(CaseState),
    /// Something is missing.
    Lacks(Lack),
}

impl Default for Decidable {
    fn default() -> Self {
        Self::Lacks(Lack::Nothing)
    }
}

impl Decidable {
    /// Whether a decision can be made now.
    pub const fn is_ready(self) -> bool {
        matches!(self, Self::Passed | Self::NotPassed)
    }
}

/// What is missing before a unit can be decided on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// A submission that counts.
    Nothing,
    /// Its verification has not ended; where the case stands.
    NotVerified(CaseState),
    /// It passed, or did not, and sent another submission since, which nobody has looked at.
    NewerCame,
}

/// Why a person should look before a unit is recognised, though it passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecisionDoubt {
    /// So many gates are not met as they stand: as verified, else by the unit's own account.
    Gates(usize),
    /// So many criteria are below the least for recognition.
    Below(usize),
    /// Two officers said different things, or took different steps, at so many places.
    Unsettled(u32),
    /// So many other submissions have the number of the one that counts.
    Forks(usize),
    /// So many submissions are held apart.
    Apart(usize),
    /// Nobody compared the code of the device that sent the one that counts (chưa xác nhận): somebody else
    /// may have sent it in the unit's name.
    Unconfirmed,
    /// A submission came after the one that was decided on.
    DecidedOnOlder,
}

/// The units of these rows, in this order of them. `case` finds what the office says of a unit's cycle.
pub fn candidates<'a>(
    table: &Table,
    rows: &[usize],
    case: impl Fn(&UnitId) -> Option<&'a CaseLine>,
) -> Vec<Candidate> {
    let of = |at: &usize| {
        let row = table.rows.get(*at)?;
        let line = row.unit.as_ref().and_then(&case);
        Some(Candidate {
            row: *at,
            unit: row.unit.clone(),
            name: row.name.clone(),
            stands: stands(row, line),
            doubts: doubts(table, row, line),
            of: line.map(|line| line.latest.clone()).unwrap_or_default(),
            decided: line.and_then(|line| line.decided.clone()),
        })
    };
    rows.iter().filter_map(of).collect()
}

fn stands(row: &Row, line: Option<&CaseLine>) -> Decidable {
    let Some(digest) = &row.digest else { return Decidable::Lacks(Lack::Nothing) };
    let Some(line) = line else {
        return Decidable::Lacks(Lack::NotVerified(CaseState::Received));
    };
    let is_seen = line.seen == line.latest && line.received.contains_key(digest);
    match line.state {
        state if state.is_decided() => Decidable::Decided(state),
        CaseState::Passed | CaseState::NotPassed if !is_seen => Decidable::Lacks(Lack::NewerCame),
        CaseState::Passed => Decidable::Passed,
        CaseState::NotPassed => Decidable::NotPassed,
        state => Decidable::Lacks(Lack::NotVerified(state)),
    }
}

fn doubts(table: &Table, row: &Row, line: Option<&CaseLine>) -> Vec<DecisionDoubt> {
    let Some(line) = line else { return Vec::new() };
    let unsettled = line.conflicts.saturating_add(line.contested);
    let (gates, below) = (gates(row), below(table, row));
    let mut found = Vec::new();
    found.extend((gates > 0).then_some(DecisionDoubt::Gates(gates)));
    found.extend((below > 0).then_some(DecisionDoubt::Below(below)));
    found.extend((unsettled > 0).then_some(DecisionDoubt::Unsettled(unsettled)));
    found.extend((row.forks > 0).then_some(DecisionDoubt::Forks(row.forks)));
    found.extend((row.apart > 0).then_some(DecisionDoubt::Apart(row.apart)));
    let is_confirmed = row.known.is_none_or(|known| known == IdentityWord::Confirmed);
    found.extend((!is_confirmed).then_some(DecisionDoubt::Unconfirmed));
    found.extend(line.decided_on_older.then_some(DecisionDoubt::DecidedOnOlder));
    found
}

fn gates(row: &Row) -> usize {
    let level = |cell: &super::table::Cell| cell.standing_level();
    let gates = row.cells.iter().flatten().filter(|cell| cell.gate);
    gates.filter(|cell| level(cell) != Level::Na && !level(cell).is_met()).count()
}

// A criterion of which nothing is known item by item counts as the unit has it.
fn below(table: &Table, row: &Row) -> usize {
    let verified = |id: &str| -> Option<Points> {
        let cells = table.items_of(id).filter_map(|(at, _)| row.cells.get(at)?.as_ref());
        let points: Vec<Points> =
            cells.map(|cell| cell.verified.map_or(cell.got, |it| it.got)).collect();
        (!points.is_empty()).then(|| points.into_iter().sum())
    };
    let criteria = row.score.iter().flat_map(|score| &score.criteria);
    criteria.filter(|line| verified(&line.id).unwrap_or(line.got) < line.need).count()
}

/// A unit as the papers of recognition list it. `cases` are the office's cases of the unit, of all
/// cycles; `why` is why it is not recognised, or a note.
pub fn listed<'a>(
    row: &Row,
    cycle: &str,
    cases: impl Iterator<Item = &'a CaseLine>,
    recognised: bool,
    why: &str,
) -> RecognitionUnit {
    let (mut cycles, mut commended) = (vec![cycle], false);
    for line in cases {
        commended |= line.cycle == cycle && line.state == CaseState::Commended;
        if matches!(line.state, CaseState::Recognised | CaseState::Commended) {
            cycles.push(&line.cycle);
        }
    }
    RecognitionUnit {
        name: row.name.clone(),
        cluster: row.cluster.clone(),
        own: row.score.as_ref().map(|score| score.got),
        verified: row.verified,
        years: if recognised { streak(cycle, &cycles) } else { 0 },
        recognised,
        commended: commended && recognised,
        note: why.trim().to_owned(),
    }
}
