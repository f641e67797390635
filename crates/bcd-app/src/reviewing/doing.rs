//! What an officer does to a case: verdicts, steps, decisions, visits, and taking it back.

use super::{
    Deed, Reviewing,
    rows::{self, NotDone},
};
use crate::store::Op;
use bcd_core::{
    command,
    field::highest,
    id::{ItemId, RecordId, UnitId},
    merge::conflict,
    upper::case::{
        Case, CaseId, CaseState, Verdict, Visit,
        command::{CaseCommand, CaseFault, fields_of},
    },
};
use reactive_graph::{graph::untrack, prelude::*};
use serde_json::Value;
use std::cell::{Cell, RefCell};

/// How many steps back there are: an evening's work.
const DEPTH: usize = 200;

/// What an officer has before them: one submission of a unit's cycle. What is said is said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LookedAt {
    /// The unit.
    pub unit: UnitId,
    /// The cycle.
    pub cycle: String,
    /// Digest of the submission.
    pub digest: String,
}

impl Reviewing {
    /// Does something to the case of a unit's cycle, whether or not it is open.
    ///
    /// # Errors
    /// [`NotDone`]; then nothing was written.
    pub async fn does(
        &self,
        unit: &UnitId,
        cycle: &str,
        command: CaseCommand,
    ) -> Result<(), NotDone> {
        let id = self.id_of(unit, cycle).await?;
        self.does_to(&id, &|case| Ok(fields_of(command.clone(), case)?)).await
    }

    /// Says something of items. The first verdict begins the verification.
    ///
    /// # Errors
    /// [`NotDone`]; then nothing was written.
    pub async fn say(
        &self,
        at: &LookedAt,
        items: &[ItemId],
        verdict: Verdict,
        reason: &str,
    ) -> Result<(), NotDone> {
        let id = self.id_of(&at.unit, &at.cycle).await?;
        let (of, items, why) = (at.digest.clone(), items.to_vec(), reason.to_owned());
        let say = CaseCommand::Say { of: of.clone(), items, verdict, why };
        let begin = RecordId(self.core.new_id());
        self.does_to(&id, &|case| {
            let mut sets = fields_of(say.clone(), case)?;
            if matches!(case.state, CaseState::Received | CaseState::Answered) {
                let (of, id, to) = (of.clone(), begin.clone(), CaseState::Verifying);
                let step = CaseCommand::Step { of, id, to, why: String::new() };
                sets.extend(fields_of(step, case)?);
            }
            Ok(sets)
        })
        .await
    }

    /// Takes back what was said of items.
    ///
    /// # Errors
    /// [`NotDone`]; then nothing was written.
    pub async fn unsay(&self, at: &LookedAt, items: &[ItemId]) -> Result<(), NotDone> {
        self.does(&at.unit, &at.cycle, CaseCommand::Unsay(items.to_vec())).await
    }

    /// Takes a step that is no decision; a step back says why.
    ///
    /// # Errors
    /// [`NotDone`]; then nothing was written.
    pub async fn step(&self, at: &LookedAt, to: CaseState, why: &str) -> Result<(), NotDone> {
        let (of, id) = (at.digest.clone(), RecordId(self.core.new_id()));
        let step = CaseCommand::Step { of, id, to, why: why.to_owned() };
        self.does(&at.unit, &at.cycle, step).await
    }

    /// Decides.
    ///
    /// # Errors
    /// [`NotDone`]; then nothing was written.
    pub async fn decide(
        &self,
        at: &LookedAt,
        recognised: bool,
        number: &str,
        date: &str,
        why: &str,
    ) -> Result<(), NotDone> {
        let (of, id) = (at.digest.clone(), RecordId(self.core.new_id()));
        let (number, date, why) = (number.to_owned(), date.to_owned(), why.to_owned());
        let command = CaseCommand::Decide { of, id, recognised, number, date, why };
        self.does(&at.unit, &at.cycle, command).await
    }

    /// Notes a visit, or changes one; the id of its record.
    ///
    /// # Errors
    /// [`NotDone`]; then nothing was written.
    pub async fn visit(
        &self,
        unit: &UnitId,
        cycle: &str,
        id: Option<RecordId>,
        visit: Visit,
    ) -> Result<RecordId, NotDone> {
        let id = id.unwrap_or_else(|| RecordId(self.core.new_id()));
        self.does(unit, cycle, CaseCommand::Visit(id.clone(), visit)).await?;
        Ok(id)
    }

    /// Undoes the last deed of this tab in the open case. What somebody else wrote since is left alone; how
    /// many fields that are. Steps are not undone so: a step back says why.
    ///
    /// # Errors
    /// [`NotDone`], also for a verdict of a case whose items are not being verified any more; then
    /// nothing was written, and it can be undone later.
    pub async fn undo(&self) -> Result<usize, NotDone> {
        let last = untrack(|| self.opened.with(|open| open.as_ref().map(|open| open.id.clone())));
        let last = last.and_then(|id| {
            self.deeds.with_value(|all| {
                let (number, _, changes) = all.iter().rev().find(|(_, of, _)| *of == id)?;
                Some((*number, id, changes.clone()))
            })
        });
        let Some((number, id, changes)) = last else { return Ok(0) };
        let left = Cell::new(0);
        let after = rows::change::<NotDone>(self.core, &id, &|state| {
            let stands = Case::of(&state.fields).state;
            if !stands.is_open() && changes.iter().any(|(path, ..)| path.starts_with("item/")) {
                return Err(CaseFault::Closed(stands).into());
            }
            let now =
                |path: &str| state.fields.get(path).map(|it| it.v.clone()).unwrap_or_default();
            let (same, others): (Vec<_>, Vec<_>) =
                changes.iter().partition(|(path, _, after)| now(path) == *after);
            left.set(others.len());
            let sets = same.into_iter().map(|(path, before, _)| command::Set {
                path: path.clone(),
                value: before.clone(),
            });
            let after = rows::stamped(self.core, state, sets.collect());
            Ok(after.map(|after| (after, Vec::new())))
        })
        .await?;
        self.deeds.update_value(|all| all.retain(|(of, ..)| *of != number));
        self.show(&id, after);
        self.count_undoable();
        self.core.work.tell_others();
        Ok(left.get())
    }

    /// Decides a conflict of a case with a value that replaces all that were `shown`.
    ///
    /// # Errors
    /// [`NotDone`]; then nothing was written.
    pub async fn settle(
        &self,
        id: &CaseId,
        path: &str,
        value: Value,
        shown: &[Value],
    ) -> Result<(), NotDone> {
        let core = self.core;
        let after = rows::change::<NotDone>(core, id, &|state| {
            let decision = conflict::Decision {
                n: highest(&state.fields) + 1,
                dev: core.work.device(),
                at: core.now(),
                by: core.work.person(),
            };
            let mut after = state.clone();
            for entry in conflict::decided(state, path, value.clone(), decision, shown) {
                after.put(path.to_owned(), entry);
            }
            Ok(Some((after, Vec::new())))
        })
        .await?;
        self.show(id, after);
        self.core.work.tell_others();
        Ok(())
    }

    /// Of the open case: what was done to another one is not undone unseen.
    pub(super) fn count_undoable(&self) {
        let open = untrack(|| self.opened.with(|open| open.as_ref().map(|open| open.id.clone())));
        let of_it =
            |all: &Vec<Deed>| all.iter().filter(|(_, of, _)| Some(of) == open.as_ref()).count();
        self.undoable.set(self.deeds.with_value(of_it));
    }

    async fn does_to(
        &self,
        id: &CaseId,
        make: &dyn Fn(&Case) -> Result<Vec<command::Set>, NotDone>,
    ) -> Result<(), NotDone> {
        self.does_along(id, make, &[]).await
    }

    /// The same, with what is written in the same transaction if anything changes.
    pub(super) async fn does_along(
        &self,
        id: &CaseId,
        make: &dyn Fn(&Case) -> Result<Vec<command::Set>, NotDone>,
        along: &[Op],
    ) -> Result<(), NotDone> {
        let changes = RefCell::new(Vec::new());
        let after = rows::change::<NotDone>(self.core, id, &|state| {
            let sets = make(&Case::of(&state.fields))?;
            let now =
                |path: &str| state.fields.get(path).map(|it| it.v.clone()).unwrap_or_default();
            // Steps are undone by steps.
            let undoable = sets.iter().filter(|set| !set.path.starts_with("step/"));
            let of = |set: &command::Set| (set.path.clone(), now(&set.path), set.value.clone());
            changes.replace(undoable.map(of).filter(|(_, a, b)| a != b).collect());
            let after = rows::stamped(self.core, state, sets);
            Ok(after.map(|after| (after, along.to_vec())))
        })
        .await?;
        let changes = changes.into_inner();
        if !changes.is_empty() {
            self.deeds.update_value(|deeds| {
                let number = deeds.last().map_or(0, |(number, ..)| number + 1);
                deeds.push((number, id.clone(), changes));
                deeds.drain(..deeds.len().saturating_sub(DEPTH));
            });
        }
        self.show(id, after);
        self.count_undoable();
        self.core.work.tell_others();
        Ok(())
    }
}
