//! Reviewing (thẩm định): what this browser's office says of its units, case by case.
//!
//! A case is read whole when it is opened, changed by comparison with what lies on the disk, and merged
//! with what the office's other devices say. Lists need only its line.

mod doing;
mod kept;
mod many;
mod photos;
mod rows;
mod said;
mod taking;

pub use doing::LookedAt;
pub use many::{NotOfAll, ToDecide};
pub use photos::PhotoRefused;
pub use rows::NotDone;
pub use said::{SaidByUpper, SaidOfItem};
pub use taking::ReviewFate;
pub(crate) use {
    kept::{kept, restore, said, said_anew},
    rows::{lines, load, note_received, withdraw},
    said::{first_op, first_room, photos_of_known},
};

use crate::{
    core::Core,
    exchange::{
        documents::Documents,
        outgoing::{Outgoing, SendError},
    },
    office::Offices,
    received::ReceivedList,
    services::Services,
    store::{StoreError, tables},
    workspace::WorkspaceEvent,
};
use bcd_core::{
    field::Path,
    id::UnitId,
    intake::Summary,
    merge::{Merged, conflict},
    sample::desk,
    upper::{
        case::{Case, CaseId, CaseLine, ItemValue, Verdict},
        office::Office,
    },
};
use reactive_graph::{
    graph::untrack,
    owner::{LocalStorage, StoredValue},
    prelude::*,
    signal::RwSignal,
};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A case that is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpenCase {
    /// Which.
    pub id: CaseId,
    /// Its fields, and what lost.
    pub state: Merged,
    /// The same, typed.
    pub case: Case,
}

impl OpenCase {
    fn of(id: CaseId, state: Merged) -> Self {
        let case = Case::of(&state.fields);
        Self { id, state, case }
    }

    /// Fields on which two officers said different things.
    pub fn conflicts(&self) -> Vec<conflict::Conflict> {
        conflict::conflicts(&self.state)
    }
}

// What one deed changed: its number, and each field with its value before and after.
type Deed = (u64, CaseId, Vec<(Path, Value, Value)>);

/// Reviewing. Copy: it holds handles. Made once, where the rare chunk starts.
#[derive(Clone, Copy)]
pub struct Reviewing {
    core: Core,
    /// For whom this browser speaks: `None` until it was read, then what was chosen.
    pub office: RwSignal<Option<Option<Office>>>,
    /// The office's cases in lines, by unit and cycle.
    pub lines: RwSignal<BTreeMap<(UnitId, String), CaseLine>>,
    /// The case that is open.
    pub opened: RwSignal<Option<OpenCase>>,
    /// How many deeds can be undone in the open case.
    pub undoable: RwSignal<usize>,
    deeds: StoredValue<Vec<Deed>, LocalStorage>,
}

impl Services {
    /// Reviewing, with nothing read yet; [`Reviewing::start`] reads. To be made once.
    pub fn reviewing(&self) -> Reviewing {
        Reviewing {
            core: self.core(),
            office: RwSignal::new(None),
            lines: RwSignal::default(),
            opened: RwSignal::new(None),
            undoable: RwSignal::new(0),
            deeds: StoredValue::new_local(Vec::new()),
        }
    }

    /// For whom this browser receives, answers and publishes.
    pub fn offices(&self) -> Offices {
        Offices(self.core())
    }
}

impl Reviewing {
    /// Reads what is stored, and reads it again whenever lists may have changed: by another tab, a sync, a
    /// file that came.
    pub fn start(&self) {
        let reviewing = *self;
        self.core.work.listen(move |event| {
            if matches!(event, WorkspaceEvent::Lists) {
                reviewing.core.host().spawn(async move { reviewing.read_or_tell().await });
            }
        });
        self.core.host().spawn(async move { reviewing.read_or_tell().await });
    }

    // The disk has reported the failure already; what is on the screen stays.
    async fn read_or_tell(&self) {
        if self.read().await.is_err() {
            self.core.work.retry_saving();
        }
    }

    /// Reads the office, notes in its cases what came since, and reads their lines and the open case.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn read(&self) -> Result<(), StoreError> {
        let office = Offices(self.core).at_desk().await?;
        let lines = match &office {
            Some(office) => {
                note_received(self.core, &office.unit.id, &self.answered().await?).await?
            }
            None => Vec::new(),
        };
        let id = office.as_ref().map(|office| office.unit.id.clone());
        let own = lines.into_iter().filter(|line| Some(&line.office) == id.as_ref());
        let lines = own.map(|line| ((line.unit.clone(), line.cycle.clone()), line)).collect();
        if self.lines.with_untracked(|before| *before != lines) {
            self.lines.set(lines);
        }
        if self.office.with_untracked(|before| before.as_ref() != Some(&office)) {
            self.office.set(Some(office));
        }
        if let Some(open) = self.opened.get_untracked() {
            let state = load(&self.core.disk(), &open.id).await?;
            self.show(&open.id, state);
        }
        Ok(())
    }

    // Submissions that are answered: samples only at the sample's desk, and none that is held apart.
    async fn answered(&self) -> Result<Vec<Summary>, StoreError> {
        ReceivedList(self.core).catch_up().await?;
        let (lists, sample) = (self.core.lists, Offices(self.core).sample().await?.is_some());
        let counts = |it: &&Summary| it.sample == sample && !lists.is_apart(it);
        Ok(untrack(|| lists.received.with(|all| all.iter().filter(counts).cloned().collect())))
    }

    // Another case may have been opened meanwhile.
    fn show(&self, id: &CaseId, state: Merged) {
        let key = (id.unit.clone(), id.cycle.clone());
        let line = CaseLine::of(id, &state);
        if self.lines.with_untracked(|lines| lines.get(&key) != Some(&line)) {
            self.lines.update(|lines| drop(lines.insert(key, line)));
        }
        let is_open = |open: &Option<OpenCase>| open.as_ref().is_some_and(|open| open.id == *id);
        if self.opened.with_untracked(is_open) {
            let now = OpenCase::of(id.clone(), state);
            if self.opened.with_untracked(|open| open.as_ref() != Some(&now)) {
                self.opened.set(Some(now));
            }
        }
    }

    async fn id_of(&self, unit: &UnitId, cycle: &str) -> Result<CaseId, NotDone> {
        let office = Offices(self.core).at_desk().await?.ok_or(NotDone::NoOffice)?;
        let (unit, cycle) = (unit.clone(), cycle.to_owned());
        Ok(CaseId { office: office.unit.id, unit, cycle })
    }

    /// Opens the case of a unit's cycle: from then on [`Self::opened`] shows it, and everything below is done
    /// to it.
    ///
    /// # Errors
    /// [`NotDone`].
    pub async fn open(&self, unit: &UnitId, cycle: &str) -> Result<OpenCase, NotDone> {
        let id = self.id_of(unit, cycle).await?;
        let state = load(&self.core.disk(), &id).await?;
        let open = OpenCase::of(id, state);
        self.opened.set(Some(open.clone()));
        self.count_undoable();
        Ok(open)
    }

    /// Closes the case.
    pub fn close(&self) {
        self.opened.set(None);
        self.count_undoable();
    }

    /// The file that answers a unit, to be handed on by hand.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn make_file(&self, unit: &UnitId, cycle: &str) -> Result<Outgoing, SendError> {
        let office = Offices(self.core).needed().await?;
        let (unit, cycle) = (unit.clone(), cycle.to_owned());
        Documents(self.core).review_outgoing(&CaseId { office: office.unit.id, unit, cycle }).await
    }

    /// Reasons that were given at least twice, the most frequent first; of those given equally often, by
    /// their text. Of verdicts of this kind alone, if one is given.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn reasons(&self, of: Option<&Verdict>) -> Result<Vec<String>, StoreError> {
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        let rows = self.core.disk().rows::<Merged>(tables::CASES, "").await?;
        // What was tried out on a sample is no reason to reuse, and what was meant none to play with.
        let sample = Offices(self.core).sample().await?.is_some();
        let rows = rows.iter().filter(|(key, _)| {
            CaseId::of_key(key).is_some_and(|id| (id.office == desk::office()) == sample)
        });
        for (path, entry) in rows.flat_map(|(_, state)| &state.fields) {
            let value = path.strip_prefix("item/").map(|_| ItemValue::deserialize(&entry.v));
            let Some(Ok(value)) = value else { continue };
            let kind = |verdict: &Verdict| std::mem::discriminant(verdict);
            let said = value.verdict();
            if of.is_none_or(|of| said.as_ref().map(kind) == Some(kind(of)))
                && !value.why.is_empty()
            {
                *count.entry(value.why).or_default() += 1;
            }
        }
        let mut often: Vec<(String, usize)> = count.into_iter().filter(|(_, n)| *n > 1).collect();
        often.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
        Ok(often.into_iter().map(|(why, _)| why).collect())
    }
}
