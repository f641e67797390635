//! Where the rows come from: the list of units, and cases.

use super::{CaseYear, Level, Standing, UnitYear, VerifiedItem, statistics::streak};
use crate::{
    criteria::CriteriaSet,
    id::UnitId,
    intake::{Latest, SetRef, Summary},
    points::Points,
    signer::IdentityWord,
    upper::{
        case::{CaseLine, Earlier, Mark, Verdict},
        roll::standing::{Stage, Standing as RollStanding},
    },
};
use std::collections::BTreeMap;

/// The rows of a cycle out of the list of its units, those included that sent something and are on no
/// line: these have no line id. `known` says how far a writer is known. A cluster or kind that the list
/// does not say is what the unit says.
pub fn of_list(list: Vec<RollStanding>, known: impl Fn(&Summary) -> IdentityWord) -> Vec<UnitYear> {
    let row = |standing: RollStanding| {
        // By registering or reporting, as the list and a roll-up count it.
        let days_late = standing.late.map_or(0, |late| late.days);
        let (kind, cluster) = (standing.kind().to_owned(), standing.cluster().to_owned());
        let RollStanding { unit: line, stage, latest, .. } = standing;
        let (latest, forks, apart) = match latest {
            Some(Latest { summary, forks, apart }) => (Some(summary), forks, apart),
            None => (None, 0, 0),
        };
        UnitYear {
            roll: Some(line.id).filter(|id| !id.as_str().is_empty()),
            unit: latest.as_ref().map(|it| it.unit.clone()).or(line.unit),
            name: line.name,
            kind,
            cluster,
            officer: line.officer,
            known: latest.as_ref().map(&known),
            // What is held apart counts as not sent.
            latest: latest.filter(|_| matches!(stage, Stage::Sent(_))),
            forks,
            apart,
            days_late,
            ..UnitYear::default()
        }
    };
    list.into_iter().map(row).collect()
}

/// Adds what the office says: `lines` are the cases of all cycles, `earlier` finds the submissions that
/// were counted before. Where nothing is counted, the case of this cycle says nothing: a decision on it
/// is in no sum either.
pub fn with_cases(
    units: &mut [UnitYear],
    lines: &[CaseLine],
    cycle: &str,
    sets: &[(SetRef, CriteriaSet)],
    earlier: Earlier<'_>,
) {
    let mut of_unit: BTreeMap<&UnitId, Vec<&CaseLine>> = BTreeMap::new();
    for line in lines {
        of_unit.entry(&line.unit).or_default().push(line);
    }
    for year in units {
        let Some(lines) = year.unit.as_ref().and_then(|unit| of_unit.get(unit)) else { continue };
        let is_recognised = |line: &&&CaseLine| Standing::Sent(line.state).is_recognised();
        let recognised = lines.iter().filter(is_recognised).map(|line| line.cycle.as_str());
        year.recognised = streak(cycle, &recognised.collect::<Vec<_>>());
        // Of two offices' cases of one year, the one that changed last.
        let of_cycle = lines.iter().filter(|line| line.cycle == cycle);
        let Some(line) = of_cycle.max_by(|a, b| (&a.at, &a.office).cmp(&(&b.at, &b.office))) else {
            continue;
        };
        if year.officer.is_empty() {
            year.officer.clone_from(&line.officer);
        }
        let Some(latest) = &year.latest else { continue };
        let set = sets.iter().find(|(known, _)| *known == latest.set).map(|(_, set)| set);
        year.case = Some(CaseYear::of(line, set, latest, earlier));
    }
}

impl CaseYear {
    /// Of the line of a case. `set` is the one that the unit's latest submission answered: without it,
    /// what an item was set to is worth nobody knows what, and stays as the unit has it. What has to be
    /// looked at again for that submission is left out.
    pub fn of(
        line: &CaseLine,
        set: Option<&CriteriaSet>,
        latest: &Summary,
        earlier: Earlier<'_>,
    ) -> Self {
        let verified = line.holding(latest, earlier).map(|(item, verdict)| {
            let set = match verdict {
                Verdict::Agree | Verdict::Ask => None,
                Verdict::Set(mark) => set.and_then(|set| worth(set, item, mark)),
            };
            (item.to_owned(), VerifiedItem { said: verdict.word(), set })
        });
        Self {
            standing: Standing::Sent(line.state),
            verified: verified.collect(),
            seen: line.seen.clone(),
        }
    }
}

fn worth(set: &CriteriaSet, item: &str, mark: &Mark) -> Option<(Level, Points)> {
    let item = set.item(item)?;
    let (is_met, points) = mark.worth(item)?;
    let level = match is_met {
        false => Level::Unmet,
        true if points >= item.max() => Level::Full,
        true => Level::Part,
    };
    Some((level, points))
}
