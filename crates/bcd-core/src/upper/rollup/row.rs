//! A unit's row, from what is known here: its standing in the list of units, its latest submission
//! that counts, and what the office says of it.

use crate::{
    criteria::CriteriaSet,
    format::{
        limits::ROLLUP_DAYS,
        problem::{Code, Problem},
        rollup::{RollupDecision, RollupItem, RollupRow, RowScore, UnitStanding},
    },
    id::{ItemId, RecordId, UnitId},
    intake::{Apart, Latest, MarkState, Summary},
    points::Points,
    upper::{
        case::{CaseLine, CaseState, Earlier, Verdict, VerdictWord},
        roll::{
            Roll, RollUnit,
            matching::Matches,
            standing::{Stage, Standing},
        },
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// What an office says of a unit's year, as far as a row needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseSays {
    /// Where the case stands.
    pub state: CaseState,
    /// The decision that holds.
    pub decision: Option<RollupDecision>,
    /// What was said of items, with how it set them.
    pub items: BTreeMap<ItemId, (VerdictWord, Option<(MarkState, Points)>)>,
}

impl CaseSays {
    /// From a case's line, for the submission that counts. `set` is the one that it answered; a verdict
    /// on an item or a step that it does not have says nothing, nor one that has to be looked at again.
    /// `earlier` finds the submissions that were counted before.
    pub fn of(line: &CaseLine, set: &CriteriaSet, counted: &Summary, earlier: Earlier<'_>) -> Self {
        let said = |(item, verdict): (&str, &Verdict)| {
            let known = set.item(item)?;
            let set = match verdict {
                Verdict::Agree | Verdict::Ask => None,
                Verdict::Set(mark) => {
                    let (is_met, points) = mark.worth(known)?;
                    Some((if is_met { MarkState::Met } else { MarkState::Unmet }, points))
                }
            };
            Some((known.id.clone(), (verdict.word(), set)))
        };
        let decision = line.decided.as_ref().map(|decided| RollupDecision {
            recognised: decided.recognised,
            number: decided.number.clone(),
            date: decided.date.clone(),
            on_other: line.is_decided_on_other(counted, earlier),
        });
        Self {
            state: line.state,
            decision,
            items: line.holding(counted, earlier).filter_map(said).collect(),
        }
    }
}

impl RollupRow {
    /// Of a line of the list of units.
    pub fn of(standing: &Standing, case: Option<&CaseSays>) -> Self {
        let counted = match standing.stage {
            Stage::Sent(_) => standing.latest.as_ref().map(|latest| &latest.summary),
            Stage::NotRegistered | Stage::Registered | Stage::Unconfirmed(_) => None,
        };
        let RollUnit { id, unit, name, .. } = &standing.unit;
        let row = Self {
            unit: unit.clone().or_else(|| counted.map(|summary| summary.unit.clone())),
            line: Some(id.clone()),
            name: name.clone(),
            kind: standing.kind().to_owned(),
            cluster: standing.cluster().to_owned(),
            registered: standing.registered.is_some()
                || standing.stage == Stage::Registered
                || counted.is_some(),
            // A deadline that was mistyped by a century is no reason to have no roll-up.
            days_late: standing.late.map_or(0, |late| u64::from(late.days)).min(ROLLUP_DAYS),
            ..Self::default()
        };
        row.with(standing.stage, counted, case)
    }

    /// Of a unit that sent, and is not on the list of units.
    pub fn beside_the_list(latest: &Latest, is_apart: bool, case: Option<&CaseSays>) -> Self {
        let summary = &latest.summary;
        let row = Self {
            unit: Some(summary.unit.clone()),
            line: None::<RecordId>,
            name: summary.name.clone(),
            kind: summary.kind.clone(),
            cluster: summary.cluster.clone(),
            registered: !is_apart,
            ..Self::default()
        };
        let stage =
            if is_apart { Stage::Unconfirmed(summary.seq) } else { Stage::Sent(summary.seq) };
        row.with(stage, Some(summary).filter(|_| !is_apart), case)
    }

    fn with(mut self, stage: Stage, counted: Option<&Summary>, case: Option<&CaseSays>) -> Self {
        let Some(summary) = counted else {
            self.standing = UnitStanding::of(stage, None);
            return self;
        };
        self.standing = UnitStanding::of(stage, case.map(|case| case.state));
        (self.seq, self.digest) = (summary.seq, Some(summary.digest.clone()));
        self.set = Some(summary.set.clone());
        self.ready = summary.score.recognisable;
        let marks = summary.marks.read().unwrap_or_default();
        self.items = marks.into_iter().map(RollupItem::of).collect();
        self.own = Some(RowScore::of(&self.items, RollupItem::own));
        if let Some(case) = case {
            for item in &mut self.items {
                let Some((said, set)) = case.items.get(&item.item) else { continue };
                item.said = Some(*said);
                if let Some((state, got)) = set {
                    (item.verified, item.verified_got) = (Some(*state), Some(*got));
                }
            }
            if self.items.iter().any(|item| item.said.is_some()) {
                self.verified = Some(RowScore::of(&self.items, RollupItem::now));
            }
            // A decision is counted as the case has it: never without its number.
            self.decision = case.decision.clone().filter(|_| self.standing.decided().is_some());
        }
        self
    }
}

/// An office's own units in a cycle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnRows {
    /// Their rows.
    pub rows: Vec<RollupRow>,
    /// Of units that sent and whose line is there no more: what that line became part of or was split
    /// into, by name.
    pub became: BTreeMap<UnitId, String>,
}

/// The rows of an office in a cycle: its list of units, and those that sent and are no line's. `latest`
/// are the latest submissions of that cycle, without samples; `decided` the units on which the office
/// decided in it; `says` is what the office says of one.
///
/// # Errors
/// The units whose submission counts, and of whose line nobody can read what it answered: they would be
/// rows without items. And those on which was decided, and of which nothing counts any more: the
/// decision would be in no sum.
pub fn rows(
    cycle: &str,
    roll: &Roll,
    standings: &[Standing],
    latest: &[Latest],
    apart: Apart<'_>,
    decided: &BTreeSet<UnitId>,
    says: &dyn Fn(&Summary) -> Option<CaseSays>,
) -> Result<OwnRows, Vec<Problem>> {
    let matches = Matches::of(roll);
    let others = || latest.iter().filter(|it| matches.line(&it.summary.unit, cycle).is_none());
    let sent = standings.iter().filter(|standing| matches!(standing.stage, Stage::Sent(_)));
    let sent = sent.filter_map(|standing| Some((&standing.unit.name, standing.latest.as_ref()?)));
    let beside = others().filter(|it| !apart(&it.summary)).map(|it| (&it.summary.name, it));
    let counted: Vec<(&String, &Latest)> = sent.chain(beside).collect();
    let stale = counted.iter().filter(|(_, latest)| latest.summary.is_stale());
    let mut problems: Vec<Problem> =
        stale.map(|(name, _)| Problem::whole(Code::LineUnread, &[name])).collect();
    let counted: BTreeSet<&UnitId> = counted.iter().map(|(_, it)| &it.summary.unit).collect();
    for unit in decided.iter().filter(|unit| !counted.contains(unit)) {
        let line = matches.line(unit, cycle).map(|line| &line.name);
        let said = || latest.iter().find(|it| it.summary.unit == *unit).map(|it| &it.summary.name);
        let name = line.or_else(said).unwrap_or(&unit.0);
        problems.push(Problem::whole(Code::DecidedNotCounted, &[name]));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let listed = standings.iter().map(|standing| {
        let says = standing.latest.as_ref().and_then(|latest| says(&latest.summary));
        RollupRow::of(standing, says.as_ref())
    });
    let beside = others()
        .map(|it| RollupRow::beside_the_list(it, apart(&it.summary), says(&it.summary).as_ref()));
    let became = others().filter_map(|it| {
        let name = became(roll, &it.summary.unit, cycle)?;
        Some((it.summary.unit.clone(), name))
    });
    Ok(OwnRows { rows: listed.chain(beside).collect(), became: became.collect() })
}

// What the line of a unit became, by name.
fn became(roll: &Roll, unit: &UnitId, cycle: &str) -> Option<String> {
    let gone = |line: &&RollUnit| line.unit.as_ref() == Some(unit) && !line.is_in(cycle);
    let into = roll.live().filter(gone).flat_map(|line| &line.into);
    let names: Vec<&str> =
        into.filter_map(|id| roll.units.get(id)).map(|line| line.name.as_str()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}
