//! The desk: sending, receiving, backup. It mirrors what is open and asks the kernel for
//! everything that is to be kept.

pub mod backup;
pub mod drives;
mod line;
pub mod merging;
pub mod outbox;
pub mod packs;
pub mod planning;
pub mod receiving;
pub mod sending;
pub mod syncing;

pub use line::{language_chosen, propose};

use super::{
    link::{Manner, NewFile},
    wire::{Ask, Told},
    workspace::{Phase, Proposed, Workspace},
};
use crate::{
    platform::{Blob, clock, page, port, spawn_local},
    storage::{DbError, remote, tables},
};
use bcd_core::{
    command,
    field::{Entry, Path},
    format::{pack::PackLine, review::ReviewLine},
    id::{DeviceId, DossierId, FileHash},
    intake::Summary,
    year::{
        self, Year,
        cycle::Cycle,
        deadline::{self, DefaultDeadlines},
        template::{self, Templates},
    },
};
use chrono::NaiveDate;
use drives::DriveLine;
use leptos::prelude::*;
use line::{Line, ask, lists_changed};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Deref,
    rc::Rc,
    time::Duration,
};
use syncing::Running;

/// An own submission in a line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sent {
    /// Its number.
    pub seq: u32,
    /// Its digest.
    pub digest: String,
    /// When, RFC 3339.
    pub at: String,
    /// Who; may be empty.
    #[serde(default)]
    pub by: String,
    /// The fields that went up: what later edits are compared with.
    pub shared: BTreeMap<Path, serde_json::Value>,
}

impl Sent {
    /// Its key in the table of a dossier's submissions.
    pub fn key(&self, dossier: &DossierId) -> String {
        format!("{}{:06}|{}", tables::of_dossier(dossier.as_str()), self.seq, self.digest)
    }

    /// Photos and files that it names, each once.
    pub fn files(&self) -> Vec<FileHash> {
        sending::file_hashes(&self.shared)
    }
}

/// The last copy outside this browser.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Copied {
    /// When, RFC 3339; empty = never.
    pub at: String,
    /// The highest counter then, by dossier: what is above it was changed since.
    pub upto: BTreeMap<DossierId, u64>,
    /// Rows and files that this version cannot read, so that the copy lacks them.
    #[serde(skip)]
    pub left_out: usize,
}

/// The desk. Copy: it holds handles.
#[derive(Clone, Copy)]
pub struct Desk {
    workspace: Workspace,
    /// The working year of the open dossier.
    pub year: RwSignal<Year>,
    /// Deadlines as the pack sets them.
    pub deadlines: StoredValue<DefaultDeadlines>,
    /// Templates of plans and papers.
    pub templates: StoredValue<Templates>,
    /// Submissions of the open dossier, oldest first.
    pub sent: RwSignal<Vec<Sent>>,
    /// Submissions of lower units.
    pub received: RwSignal<Vec<Summary>>,
    /// What upper levels said of own submissions.
    pub reviews: RwSignal<Vec<ReviewLine>>,
    /// Own submissions that are on a drive on which they are handed up, by the first digits of their
    /// digests.
    pub handed_up: RwSignal<BTreeSet<String>>,
    /// Own submissions that are on a drive of the unit's devices alone.
    pub on_own_drive: RwSignal<BTreeSet<String>>,
    /// Packs of this browser.
    pub packs: RwSignal<Vec<PackLine>>,
    /// Shared drives.
    pub drives: RwSignal<Vec<DriveLine>>,
    /// The sync that is under way.
    pub running: Running,
    /// Counted up when conflicts may have come or gone.
    pub merges: RwSignal<u32>,
    /// The last copy outside this browser.
    pub copied: RwSignal<Copied>,
    device: StoredValue<DeviceId>,
    // The day in the unit's zone that the pages were drawn for.
    day: RwSignal<NaiveDate>,
    // What is to be done once a dossier is open.
    then: StoredValue<Option<(DossierId, Then)>>,
}

type Then = Box<dyn FnOnce(Desk) + Send + Sync>;

impl Deref for Desk {
    type Target = Workspace;
    fn deref(&self) -> &Workspace {
        &self.workspace
    }
}

impl Desk {
    /// A desk on the port of this page, with nothing in it until the kernel has told.
    pub fn new() -> Self {
        let desk = Self {
            workspace: Workspace::new(),
            year: RwSignal::default(),
            deadlines: StoredValue::new(
                DefaultDeadlines::read(deadline::SHIPPED).unwrap_or_default(),
            ),
            templates: StoredValue::new(Templates::read(template::SHIPPED).unwrap_or_default()),
            sent: RwSignal::default(),
            received: RwSignal::default(),
            reviews: RwSignal::default(),
            handed_up: RwSignal::default(),
            on_own_drive: RwSignal::default(),
            packs: RwSignal::default(),
            drives: RwSignal::default(),
            running: Running::new(),
            merges: RwSignal::new(0),
            copied: RwSignal::default(),
            device: StoredValue::default(),
            day: RwSignal::new(unit_day()),
            then: StoredValue::new(None),
        };
        desk.connect(Rc::new(Line(desk.workspace)));
        port::listen(move |json| desk.hear(&json));
        desk.watch_day();
        page::on_window("focus", move |_| desk.turn_day());
        ask(&Ask::Hello, &[]);
        desk
    }

    /// This browser among a unit's devices.
    pub fn device_id(&self) -> DeviceId {
        self.device.get_value()
    }

    /// The desk of this module.
    pub fn here() -> Self {
        expect_context()
    }

    fn hear(&self, json: &str) {
        // The other side is of the same build; what cannot be read was never written.
        let Ok(told) = serde_json::from_str(json) else { return };
        match told {
            Told::Begin(device) => {
                self.take_set(&port::criteria());
                self.device.set_value(device);
            }
            Told::Opened(id, fields) => {
                // The dossier may follow another pack than the last one.
                self.take_set(&port::criteria());
                self.sent.set(Vec::new());
                self.year.set(Year::of(&fields));
                self.show(id.clone(), fields);
                self.load_lists();
                if let Some(id) = id {
                    let desk = *self;
                    spawn_local(async move {
                        desk.load_deadlines(&id).await;
                        // Made again after it was deleted here; a failure is tried again then.
                        if desk.wanted(&id).await.is_err() {
                            desk.retry_saving();
                        }
                    });
                }
                self.do_then();
            }
            Told::Fields(fields) => {
                let of_year = |(path, _): &&(Path, Entry)| !path.starts_with("answer/");
                if fields.iter().any(|field| of_year(&field)) {
                    self.year.update(|year| {
                        fields.iter().filter(of_year).for_each(|(path, e)| year.put(path, &e.v));
                    });
                }
                self.put(fields);
            }
            Told::Dossiers(lines) => self.dossiers.set(lines),
            Told::Lists => self.load_lists(),
            Told::Save(state) => self.save.set(state),
            Told::Can(undo, redo) => self.can.set((undo, redo)),
            Told::Ready => {
                let desk = *self;
                spawn_local(async move {
                    desk.read_lists().await;
                    desk.phase.set(Phase::Ready);
                    desk.start_syncing();
                });
            }
        }
    }

    /// Does what the person wants with the year.
    pub fn change(&self, command: year::command::Command) {
        self.change_with_files(command, Vec::new());
    }

    /// The same, with new files.
    pub fn change_with_files(&self, command: year::command::Command, files: Vec<NewFile>) {
        self.catch_up();
        let typing = matches!(
            command,
            year::command::Command::Text(..)
                | year::command::Command::Figure(..)
                | year::command::Command::Below(..)
                | year::command::Command::Register(..)
                | year::command::Command::Pledge(
                    _,
                    year::command::PledgeField::Measure(_) | year::command::PledgeField::Lead(_)
                )
        );
        let sets = self.dossier.with_untracked(|dossier| {
            self.year
                .with_untracked(|year| year::command::fields_of(command, &dossier.fields, year))
        });
        self.set_fields(sets, Manner { typing, files });
    }

    /// Shows proposals beside the opened item.
    pub fn show_proposals(&self, all: Vec<Proposed>) {
        self.workspace.propose(all);
    }

    /// Today in the unit's zone, whatever zone the phone is set to. Who asks while drawing is
    /// drawn anew when the day turns.
    pub fn today(&self) -> NaiveDate {
        self.day.track();
        unit_day()
    }

    // A page that stays open over midnight must not show yesterday.
    fn watch_day(self) {
        page::later(Duration::from_secs(60), move || {
            self.turn_day();
            self.watch_day();
        });
    }

    fn turn_day(&self) {
        let today = unit_day();
        if self.day.get_untracked() != today {
            self.day.set(today);
        }
    }

    /// The days of the open cycle; none where its name says none.
    pub fn days(&self) -> Option<Cycle> {
        self.year.with(Year::days)
    }

    /// Opens a dossier of this browser and does `then` with it. Where another one opens first,
    /// nothing is done.
    pub fn open_then(&self, id: DossierId, then: impl FnOnce(Self) + Send + Sync + 'static) {
        self.then.set_value(Some((id.clone(), Box::new(then))));
        self.open(id);
    }

    fn do_then(&self) {
        let mut waiting = None;
        self.then.update_value(|then| waiting = then.take());
        let (Some((id, then)), desk) = (waiting, *self) else { return };
        // Not while the kernel is still telling: what is asked in between comes out of order.
        spawn_local(async move {
            if desk.id.with_untracked(|now| now.as_ref() == Some(&id)) {
                then(desk);
            }
        });
    }

    /// Makes a dossier of these fields, and opens it.
    pub fn create(&self, sets: Vec<command::Set>) {
        ask(&Ask::Create(sets.into_iter().map(|set| (set.path, set.value)).collect()), &[]);
    }

    /// Deletes a dossier of this browser, and its submissions. Only for samples, and for what a
    /// person confirmed twice.
    ///
    /// # Errors
    /// [`DbError`]; then nothing was deleted.
    pub async fn delete(&self, id: DossierId) -> Result<(), DbError> {
        use crate::storage::Op;
        let prefix = tables::of_dossier(id.as_str());
        // A shared drive would bring it back.
        let mut forgotten = merging::forgotten().await?;
        forgotten.push(id.clone());
        remote::write(vec![
            merging::forgotten_op(&forgotten),
            Op::Delete(tables::DOSSIERS, id.0),
            Op::DeletePrefix(tables::FIELDS, prefix.clone()),
            Op::DeletePrefix(tables::LOST, prefix.clone()),
            Op::DeletePrefix(tables::SENT, prefix),
        ])
        .await?;
        lists_changed();
        Ok(())
    }

    fn conflicts_changed(&self) {
        self.merges.update(|count| *count += 1);
    }

    /// The bytes of a stored file; `None` if it is not here.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn file(&self, hash: &FileHash) -> Result<Option<Blob>, DbError> {
        remote::bytes(tables::FILES, hash.as_str()).await
    }

    fn load_lists(&self) {
        let desk = *self;
        spawn_local(async move { desk.read_lists().await });
    }

    async fn read_lists(&self) {
        take_rows(self.received, tables::RECEIVED, "").await;
        take_rows(self.reviews, tables::REVIEWS, "").await;
        take_rows(self.packs, tables::PACKS, "").await;
        self.read_on_drive().await;
        let copied = remote::text(tables::META, "copied").await.ok().flatten();
        self.copied
            .set(copied.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default());
        let Some(id) = self.id.get_untracked() else { return };
        if let Ok(sent) = self.sent_of(&id).await
            // Another dossier may have been opened meanwhile.
            && self.id.with_untracked(|now| now.as_ref() == Some(&id))
        {
            self.sent.set(sent);
        }
    }

    /// Submissions of a dossier, oldest first, as they are on the disk.
    ///
    /// # Errors
    /// [`DbError`]; also where a line cannot be read: without it, the next number would be wrong.
    pub async fn sent_of(&self, id: &DossierId) -> Result<Vec<Sent>, DbError> {
        let rows = remote::texts(tables::SENT, &tables::of_dossier(id.as_str())).await?;
        let line = |(_, json): &(String, String)| serde_json::from_str(json);
        rows.iter().map(line).collect::<Result<_, _>>().map_err(|_| DbError::Failed)
    }
}

fn unit_day() -> NaiveDate {
    year::cycle::day_at((clock::now_ms() / 1000.0) as i64, year::cycle::UNIT_ZONE)
        .unwrap_or_default()
}

// A list that cannot be read stays as it was; the kernel says that the storage fails.
async fn take_rows<T: DeserializeOwned + Send + Sync + 'static>(
    list: RwSignal<Vec<T>>,
    table: &'static str,
    prefix: &str,
) {
    if let Ok(rows) = remote::texts(table, prefix).await {
        list.set(rows.iter().filter_map(|(_, json)| serde_json::from_str(json).ok()).collect());
    }
}
