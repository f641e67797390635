//! The list of units of this browser's office: who should report, and how each stands.
//!
//! A row of its table holds the fields of one record, so that an edit writes little. Whatever a person
//! does is decided on the list as it is when it is written, so that two taps or two tabs do it once. It
//! is in backups, and nowhere else that leaves this browser: secretaries' telephones are in it.

mod imports;
pub(crate) mod table;
mod views;

pub(crate) use imports::restore;
pub use imports::{Assigned, Imported, Taken, TakenKind, Undone};
use table::Which;

use crate::{
    core::Core, news::News, office::Offices, planning::Planning, services::Services,
    store::StoreError, workspace::WorkspaceEvent,
};
use bcd_core::{
    command,
    format::pack::PackLine,
    id::RecordId,
    merge::{
        Merged,
        conflict::{self, Conflict},
    },
    upper::roll::{
        Roll,
        act::{self, Change, Occasion, Refusal},
        match_unit,
        matching::{self, Stray},
    },
    year::deadline::DeadlineRule,
};
use reactive_graph::{prelude::*, signal::RwSignal};
use std::cell::Cell;

/// Why a change was not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotChanged {
    /// It makes no sense, by its reason.
    Refused(Refusal),
    /// The store.
    Store(StoreError),
}

impl From<StoreError> for NotChanged {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// The list of units. Copy: it holds handles.
#[derive(Clone, Copy)]
pub struct Rolls {
    core: Core,
    planning: Planning,
    /// The list, once read.
    pub roll: RwSignal<Option<Roll>>,
    /// Texts of which two officers wrote different ones without knowing of each other.
    pub conflicts: RwSignal<Vec<Conflict>>,
    /// Deadlines of the packs that were published here, by cycle; read with the list.
    rules: RwSignal<Vec<(String, Vec<DeadlineRule>)>>,
    /// Whether the sample upper level is looked at, and nothing else; read with the list.
    pub sampling: RwSignal<bool>,
}

impl Rolls {
    /// The list of a browser, with nothing read yet; it is read anew whenever another tab has written.
    pub fn of(services: &Services) -> Self {
        let core = services.core();
        let rolls = Self {
            core,
            planning: services.planning,
            roll: RwSignal::new(None),
            conflicts: RwSignal::default(),
            rules: RwSignal::default(),
            sampling: RwSignal::new(false),
        };
        core.work.listen(move |event| {
            // Before a page asked for it, nobody looks at it.
            let is_read = rolls.roll.with_untracked(Option::is_some);
            if matches!(event, WorkspaceEvent::Lists) && is_read {
                // The disk has said so if it cannot be read; what is shown stays.
                core.host().spawn(async move { rolls.read().await.unwrap_or_default() });
            }
        });
        rolls
    }

    /// Reads the list.
    ///
    /// # Errors
    /// [`StoreError`]; then what was read before stays.
    pub async fn read(&self) -> Result<(), StoreError> {
        let sampling = Offices(self.core).sample().await?.is_some();
        if self.sampling.get_untracked() != sampling {
            self.sampling.set(sampling);
        }
        let state = table::load(&self.core.disk(), self.which()).await?.state;
        let rules = self.read_rules().await?;
        if self.rules.with_untracked(|before| *before != rules) {
            self.rules.set(rules);
        }
        self.show(&state);
        Ok(())
    }

    fn which(&self) -> Which {
        if self.sampling.get_untracked() { Which::Sample } else { Which::Real }
    }

    // Set only if something changed, so that pages are not redrawn after every reading.
    fn show(&self, state: &Merged) {
        let roll = Roll::of(&state.fields);
        if self.roll.with_untracked(|before| before.as_ref() != Some(&roll)) {
            self.roll.set(Some(roll));
        }
        let conflicts = conflict::conflicts(state);
        if self.conflicts.with_untracked(|before| *before != conflicts) {
            self.conflicts.set(conflicts);
        }
    }

    // Writes what `decide` makes of the state, and tells everybody.
    async fn update(&self, decide: &table::Decide<'_>) -> Result<Merged, StoreError> {
        let after = table::update(self.core, self.which(), decide).await?;
        self.show(&after);
        self.core.host().tabs.tell(&News::Lists.write());
        Ok(after)
    }

    /// Writes fields: stamps them, and shows them once they are on the disk.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn set(&self, sets: Vec<command::Set>) -> Result<(), StoreError> {
        self.set_by(&|_| sets.clone()).await
    }

    // The same, decided on the list as it is on the disk.
    async fn set_by(&self, sets: &dyn Fn(&Roll) -> Vec<command::Set>) -> Result<(), StoreError> {
        self.update(&|before, decision| {
            let sets = sets(&Roll::of(&before.fields));
            (table::stamped(before, decision, &sets), Vec::new())
        })
        .await
        .map(drop)
    }

    /// Resolves a conflict with a value that replaces all values that the person was shown.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn decide(
        &self,
        conflict: &Conflict,
        value: &serde_json::Value,
    ) -> Result<(), StoreError> {
        let others = conflict.others.iter().map(|entry| entry.v.clone());
        let shown: Vec<_> = others.chain([conflict.standing.v.clone()]).collect();
        self.update(&|before, decision| {
            let entries =
                conflict::decided(before, &conflict.path, value.clone(), decision.clone(), &shown);
            let mut after = before.clone();
            for entry in entries {
                after.put(conflict.path.clone(), entry);
            }
            (after, Vec::new())
        })
        .await
        .map(drop)
    }

    /// Does something with units as such; its id, by which it can be taken back.
    ///
    /// # Errors
    /// [`NotChanged`]; then nothing was written.
    pub async fn change(
        &self,
        change: Change,
        day: &str,
        from: &str,
        note: &str,
    ) -> Result<RecordId, NotChanged> {
        let id = self.new_id();
        let (day, from, note) = (day.into(), from.trim().to_owned(), note.to_owned());
        let when = Occasion { id: id.clone(), day, from, note };
        let refused = Cell::new(None);
        self.set_by(&|roll| {
            let sets = act::fields_of(roll, change.clone(), &when);
            refused.set(sets.as_ref().err().copied());
            sets.unwrap_or_default()
        })
        .await?;
        refused.get().map_or(Ok(id), |why| Err(NotChanged::Refused(why)))
    }

    /// Takes an act back.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn take_back(&self, act: &RecordId) -> Result<(), StoreError> {
        self.set_by(&|roll| act::take_back(roll, act)).await
    }

    /// An id for a new line.
    pub fn new_id(&self) -> RecordId {
        RecordId(self.core.new_id())
    }

    /// Matches every unit that its name says for sure; how many. One for which the list says something
    /// else by now stays as it is.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn match_all(&self, strays: &[Stray]) -> Result<usize, StoreError> {
        let agreed = matching::match_sure(strays);
        let matched = Cell::new(0);
        self.set_by(&|roll| {
            let mut sets = matching::match_sure(&matching::still_strays(roll, strays));
            sets.retain(|set| agreed.contains(set));
            matched.set(sets.len());
            sets
        })
        .await?;
        Ok(matched.get())
    }

    /// Matches one unit's submissions to a line; false if either was matched otherwise meanwhile.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn match_one(&self, stray: &Stray, line: &RecordId) -> Result<bool, StoreError> {
        let open = Cell::new(false);
        self.set_by(&|roll| {
            let still = !matching::still_strays(roll, std::slice::from_ref(stray)).is_empty();
            let line = roll.units.get(line).filter(|it| !it.deleted && it.unit.is_none());
            let line = line.filter(|_| still);
            open.set(line.is_some());
            line.map(|line| match_unit(&line.id, Some(&stray.unit))).into_iter().collect()
        })
        .await?;
        Ok(open.get())
    }

    /// Adds units that have sent something and are in no list, each with its submissions; how many.
    /// One that is in the list by now, or may be a line that came meanwhile, is left out.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn add_all(&self, strays: &[Stray]) -> Result<usize, StoreError> {
        let added = Cell::new(0);
        let seen = |now: &Stray| {
            let before = strays.iter().find(|it| it.unit == now.unit);
            before.is_some_and(|it| now.proposals.iter().all(|line| it.proposals.contains(line)))
        };
        self.set_by(&|roll| {
            let mut still = matching::still_strays(roll, strays);
            still.retain(seen);
            added.set(still.len());
            let lines = still.iter().map(|stray| matching::line_of(stray, self.new_id()));
            lines.flat_map(|line| line.write()).collect()
        })
        .await?;
        Ok(added.get())
    }

    // The newest version of the pack of each cycle that the office at the desk published last. One that cannot
    // be read sets no days; the disk has said so.
    async fn read_rules(&self) -> Result<Vec<(String, Vec<DeadlineRule>)>, StoreError> {
        let office = Offices(self.core).at_desk().await?.map(|office| office.unit.id);
        let mut own: Vec<PackLine> = self.core.lists.packs.get_untracked();
        // What this browser published for another office says nothing to this one's units.
        own.retain(|line| line.is_own() && office.as_ref().is_none_or(|unit| *unit == line.unit));
        let series = |line: &PackLine| (line.cycle.clone(), line.pack.clone());
        own.sort_by_key(|line| (series(line), std::cmp::Reverse(line.version)));
        own.dedup_by(|older, newest| series(older) == series(newest));
        own.sort_by(|a, b| (&a.cycle, &b.at).cmp(&(&b.cycle, &a.at)));
        own.dedup_by(|later, first| later.cycle == first.cycle);
        let packs = crate::packs::Packs(self.core);
        let mut rules = Vec::new();
        for line in own {
            if let Some(pack) = packs.pack(&line.digest).await {
                rules.push((line.cycle, pack.deadlines.deadlines));
            }
        }
        Ok(rules)
    }
}
