//! A unit's row, from what is known here: its standing in the list of units, its latest submission
//! that counts, and what the office says of it.

use crate::{
    criteria::CriteriaSet,
    format::rollup::{
        ItemSaid, ItemState, RollupDecision, RollupItem, RollupRow, RowScore, UnitStanding,
    },
    id::{ItemId, RecordId},
    intake::{Apart, Latest, Summary},
    points::Points,
    upper::{
        case::{CaseLine, CaseState, Mark, Verdict},
        roll::{
            Roll, RollUnit,
            matching::Matches,
            standing::{Stage, Standing},
        },
    },
};
use std::collections::BTreeMap;

/// What an office says of a unit's year, as far as a row needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseSays {
    /// Where the case stands.
    pub state: CaseState,
    /// The decision that holds.
    pub decision: Option<RollupDecision>,
    /// What was said of items, with how it set them.
    pub items: BTreeMap<ItemId, (ItemSaid, Option<(ItemState, Points)>)>,
}

impl CaseSays {
    /// From a case's line. `set` is the one that the submission answered; a verdict on an item or a
    /// step that it does not have says nothing. `stale` are items that have to be looked at again.
    pub fn of(line: &CaseLine, set: &CriteriaSet, stale: impl Fn(&str) -> bool) -> Self {
        let said = |(item, verdict): (&String, &Verdict)| {
            let known = set.item(item).filter(|_| !stale(item))?;
            let said = match verdict {
                Verdict::Agree => (ItemSaid::Agree, None),
                Verdict::Ask => (ItemSaid::Ask, None),
                Verdict::Set(Mark::Step(step)) => {
                    let step = known.step(step.as_str())?;
                    let state = if step.met { ItemState::Met } else { ItemState::Unmet };
                    (ItemSaid::Set, Some((state, step.points)))
                }
                Verdict::Set(Mark::Met(true)) => {
                    (ItemSaid::Set, Some((ItemState::Met, known.max())))
                }
                Verdict::Set(Mark::Met(false)) => {
                    (ItemSaid::Set, Some((ItemState::Unmet, Points::default())))
                }
            };
            Some((known.id.clone(), said))
        };
        let decision = line.decided.as_ref().map(|decided| RollupDecision {
            recognised: decided.recognised,
            number: decided.number.clone(),
            date: decided.date.clone(),
        });
        Self { state: line.state, decision, items: line.verified.iter().filter_map(said).collect() }
    }
}

impl RollupRow {
    /// Of a line of the list of units.
    pub fn of(standing: &Standing, case: Option<&CaseSays>) -> Self {
        let counted = match standing.stage {
            Stage::Sent(_) => standing.latest.as_ref().map(|latest| &latest.summary),
            Stage::NotRegistered | Stage::Registered | Stage::Unconfirmed(_) => None,
        };
        let RollUnit { id, unit, name, kind, cluster, .. } = &standing.unit;
        let row = Self {
            unit: unit.clone().or_else(|| counted.map(|summary| summary.unit.clone())),
            line: Some(id.clone()),
            name: name.clone(),
            kind: kind.clone(),
            cluster: cluster.clone(),
            registered: standing.registered.is_some()
                || standing.stage == Stage::Registered
                || counted.is_some(),
            days_late: standing.late.map_or(0, |late| u64::from(late.days)),
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

/// The rows of an office in a cycle: its list of units, and those that sent and are no line's. `latest`
/// are the latest submissions of that cycle, without samples; `says` is what the office says of one.
pub fn rows(
    cycle: &str,
    roll: &Roll,
    standings: &[Standing],
    latest: &[Latest],
    apart: Apart<'_>,
    says: &dyn Fn(&Summary) -> Option<CaseSays>,
) -> Vec<RollupRow> {
    let matches = Matches::of(roll);
    let listed = standings.iter().map(|standing| {
        let says = standing.latest.as_ref().and_then(|latest| says(&latest.summary));
        RollupRow::of(standing, says.as_ref())
    });
    let others = latest.iter().filter(|it| matches.line(&it.summary.unit, cycle).is_none());
    let others = others
        .map(|it| RollupRow::beside_the_list(it, apart(&it.summary), says(&it.summary).as_ref()));
    listed.chain(others).collect()
}
