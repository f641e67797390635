//! One deed to the cases of many units at once: all of it is written, or nothing.

use super::{
    Reviewing,
    doing::LookedAt,
    rows::{self, NotDone, PAUSE, TURNS, stamped},
};
use crate::{
    office::Offices,
    store::{StoreError, tables},
};
use bcd_core::{
    command::Set,
    id::RecordId,
    merge::Merged,
    upper::case::{
        Case, CaseId, CaseLine, CaseState,
        command::{CaseCommand, CaseFault, fields_of},
        state::Way,
    },
};
use reactive_graph::prelude::*;

/// What is decided on one of many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToDecide {
    /// The submission that it is decided on.
    pub at: LookedAt,
    /// Recognised, or not.
    pub recognised: bool,
    /// Why; of a recognition it may be empty.
    pub why: String,
}

/// Why nothing was written: each unit of which it cannot be done; all of them where the store failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotOfAll(pub Vec<(LookedAt, NotDone)>);

// What becomes of a unit's case, by its place among the units.
type Make<'a> = dyn Fn(usize, &Case) -> Result<Vec<Set>, NotDone> + 'a;

// A case as it is to be written, with the text of the row that it follows from.
struct After {
    id: CaseId,
    text: Option<String>,
    state: Merged,
}

impl NotOfAll {
    // What concerns no unit more than another.
    fn of_all(units: &[LookedAt], why: &NotDone) -> Self {
        Self(units.iter().map(|at| (at.clone(), why.clone())).collect())
    }
}

impl Reviewing {
    /// Decides on many units at once, with one number and day.
    ///
    /// # Errors
    /// [`NotOfAll`]; then nothing was written.
    pub async fn decide_all(
        &self,
        units: &[ToDecide],
        number: &str,
        date: &str,
    ) -> Result<(), NotOfAll> {
        self.does_to_all(&looked_at(units), &self.deciding(units, number, date)).await
    }

    /// Whether [`Self::decide_all`] could be done as the cases are now.
    ///
    /// # Errors
    /// [`NotOfAll`].
    pub async fn could_decide_all(
        &self,
        units: &[ToDecide],
        number: &str,
        date: &str,
    ) -> Result<(), NotOfAll> {
        self.after_all(&looked_at(units), &self.deciding(units, number, date)).await.map(drop)
    }

    fn deciding<'a>(
        &self,
        units: &'a [ToDecide],
        number: &'a str,
        date: &'a str,
    ) -> impl Fn(usize, &Case) -> Result<Vec<Set>, NotDone> + 'a {
        let core = self.core;
        move |place, case| {
            let ToDecide { at, recognised, why } = &units[place];
            let (of, id) = (at.digest.clone(), RecordId(core.new_id()));
            let (number, date, why) = (number.to_owned(), date.to_owned(), why.clone());
            let recognised = *recognised;
            let decide = CaseCommand::Decide { of, id, recognised, number, date, why };
            Ok(fields_of(decide, case)?)
        }
    }

    /// Proposes many units for commendation, each of which is recognised.
    ///
    /// # Errors
    /// [`NotOfAll`]; then nothing was written.
    pub async fn commend_all(&self, units: &[LookedAt]) -> Result<(), NotOfAll> {
        let step =
            |place: usize, case: &Case| self.step_of(&units[place], CaseState::Commended, case, "");
        self.does_to_all(units, &step).await
    }

    /// Takes the last step of many units back, that of a decision or of a commendation, with why: to where each
    /// came from.
    ///
    /// # Errors
    /// [`NotOfAll`]; then nothing was written.
    pub async fn take_back_all(&self, units: &[LookedAt], why: &str) -> Result<(), NotOfAll> {
        let step = |place: usize, case: &Case| {
            let from = case.state;
            if !from.is_decided() {
                return Err(CaseFault::NoWay { from, to: from }.into());
            }
            self.step_of(&units[place], came_from(case), case, why)
        };
        self.does_to_all(units, &step).await
    }

    fn step_of(
        &self,
        at: &LookedAt,
        to: CaseState,
        case: &Case,
        why: &str,
    ) -> Result<Vec<Set>, NotDone> {
        let (of, id) = (at.digest.clone(), RecordId(self.core.new_id()));
        Ok(fields_of(CaseCommand::Step { of, id, to, why: why.to_owned() }, case)?)
    }

    // Only steps are taken so, which are undone by steps: no deed is noted.
    async fn does_to_all(&self, units: &[LookedAt], make: &Make<'_>) -> Result<(), NotOfAll> {
        let (core, disk) = (self.core, self.core.disk());
        for _ in 0..TURNS {
            let after = self.after_all(units, make).await?;
            let ops = after.iter().flat_map(|it| rows::ops(&it.id, &it.state)).collect();
            let expected = after.iter().map(|it| (it.id.key(), it.text.clone())).collect();
            let swapped = disk.swap(tables::CASES, expected, ops).await;
            if swapped.map_err(|why| NotOfAll::of_all(units, &why.into()))? {
                self.show_all(after);
                core.work.tell_others();
                return Ok(());
            }
            core.host().turns.pause(PAUSE).await;
        }
        Err(NotOfAll::of_all(units, &StoreError::Failed.into()))
    }

    // What becomes of all cases, in the order of the units; or of which it cannot be done.
    async fn after_all(&self, units: &[LookedAt], make: &Make<'_>) -> Result<Vec<After>, NotOfAll> {
        let of_all = |why: NotDone| NotOfAll::of_all(units, &why);
        let office = Offices(self.core).at_desk().await.map_err(|why| of_all(why.into()))?;
        let office = office.ok_or_else(|| of_all(NotDone::NoOffice))?.unit.id;
        let (mut after, mut failed) = (Vec::new(), Vec::new());
        for (place, at) in units.iter().enumerate() {
            let (unit, cycle) = (at.unit.clone(), at.cycle.clone());
            let id = CaseId { office: office.clone(), unit, cycle };
            match self.after_one(id, |case| make(place, case)).await {
                Ok(one) => after.push(one),
                Err(why) => failed.push((at.clone(), why)),
            }
        }
        if failed.is_empty() { Ok(after) } else { Err(NotOfAll(failed)) }
    }

    async fn after_one(
        &self,
        id: CaseId,
        make: impl Fn(&Case) -> Result<Vec<Set>, NotDone>,
    ) -> Result<After, NotDone> {
        let (disk, key) = (self.core.disk(), id.key());
        let text = disk.text(tables::CASES, &key).await?;
        let read = text.as_deref().map(|text| disk.read_row(tables::CASES, &key, text));
        let before: Merged = read.transpose()?.unwrap_or_default();
        let sets = make(&Case::of(&before.fields))?;
        let state = stamped(self.core, &before, sets).unwrap_or(before);
        Ok(After { id, text, state })
    }

    fn show_all(&self, after: Vec<After>) {
        // All lines at once: what follows from them is reckoned once.
        let lines: Vec<_> = after
            .iter()
            .map(|it| ((it.id.unit.clone(), it.id.cycle.clone()), CaseLine::of(&it.id, &it.state)))
            .collect();
        self.lines.update(|all| all.extend(lines));
        let open = self.opened.with_untracked(|open| open.as_ref().map(|open| open.id.clone()));
        if let Some(it) = after.into_iter().find(|it| Some(&it.id) == open.as_ref()) {
            self.show(&it.id, it.state);
        }
    }
}

fn looked_at(units: &[ToDecide]) -> Vec<LookedAt> {
    units.iter().map(|unit| unit.at.clone()).collect()
}

// Where a case stood before the decision, or the commendation, that holds.
fn came_from(case: &Case) -> CaseState {
    let is_back = |to: CaseState| case.state.way(to) == Some(Way::Back);
    let last =
        case.history.iter().rev().find(|step| !step.contested && step.value.to == case.state);
    // After a commendation was taken back, the step that led here is that one: the decision lies before.
    let from = last.map(|step| step.value.from).filter(|from| is_back(*from));
    from.or_else(|| CaseState::ALL.into_iter().find(|to| is_back(*to))).unwrap_or(case.state)
}
