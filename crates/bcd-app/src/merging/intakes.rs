//! Intakes (lần nhận): what a person took in from a file or a backup, kept for some time so that all
//! of it can be taken back at once.

use super::{Merging, NotMerged, load};
use crate::{
    core::Core,
    rows,
    store::{Op, StoreError, tables},
};
use bcd_core::{
    engine::DeviceFile,
    id::{DeviceId, DossierId},
    merge::{Merged, effect::Brought},
    sync::take::StateChange,
};
use serde::{Deserialize, Serialize};
use std::{cell::RefCell, collections::BTreeSet};

/// How many intakes are kept; the oldest go first.
const KEPT: usize = 60;

/// Where an intake came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum IntakeKind {
    /// A file of another device of the unit.
    #[default]
    Device,
    /// A backup.
    Backup,
    /// Taking an earlier intake back, which can be taken back, too.
    TakenBack,
}

/// An intake, as far as a list shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intake {
    /// Its id.
    pub id: String,
    /// When it was taken in, RFC 3339.
    pub at: String,
    /// Where it came from.
    pub kind: IntakeKind,
    /// The unit's name; of a backup, that of the dossier in this row.
    pub name: String,
    /// The cycle.
    pub cycle: String,
    /// The person who wrote the file; may be empty.
    pub by: String,
    /// When the file was written, RFC 3339.
    pub written: String,
    /// How many values it set.
    pub fields: usize,
}

// The row of one dossier in an intake.
#[derive(Serialize, Deserialize)]
struct IntakeRow {
    intake: Intake,
    dossier: DossierId,
    // Whether the dossier was not here before.
    is_new: bool,
    brought: Brought,
}

/// What became of taking an intake back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TakenBack {
    /// Values that somebody wrote since, which were left alone.
    pub left_alone: usize,
    /// Dossiers that came with it and were removed from this browser.
    pub removed: usize,
    /// Dossiers that came with it and stay, because somebody worked in them here.
    pub kept: usize,
}

/// The occasion on which a person takes something in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Occasion {
    pub intake: Intake,
    pub dossier: DossierId,
}

impl Occasion {
    pub fn of_file(core: &Core, file: &DeviceFile) -> Self {
        let intake = Intake {
            id: core.new_id(),
            at: core.now(),
            kind: IntakeKind::Device,
            name: file.name.clone(),
            cycle: file.cycle.clone(),
            by: file.by.clone(),
            written: file.at.clone(),
            fields: 0,
        };
        Self { intake, dossier: file.body.dossier.clone() }
    }

    /// The write that notes what came, if anything did.
    pub fn op(&self, before: &Merged, change: &StateChange) -> Option<Op> {
        if change.fields.is_empty() {
            return None;
        }
        let row = IntakeRow {
            intake: Intake { fields: change.fields.len(), ..self.intake.clone() },
            dossier: self.dossier.clone(),
            is_new: before.fields.is_empty(),
            brought: Brought::of(&before.fields, change.fields.clone()),
        };
        let key = format!("{}|{}|{}", row.intake.at, row.intake.id, row.dossier);
        Some(rows::put(tables::INTAKES, key, &row))
    }
}

impl Merging {
    /// What was taken in lately, the newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn intakes(&self) -> Result<Vec<Intake>, StoreError> {
        let mut all: Vec<Intake> = Vec::new();
        for (_, row) in self.intake_rows().await?.into_iter().rev() {
            match all.iter_mut().find(|intake| intake.id == row.intake.id) {
                Some(intake) => intake.fields += row.intake.fields,
                None => all.push(row.intake),
            }
        }
        Ok(all)
    }

    /// Takes an intake back: every value that it brought becomes again what it was before, unless
    /// somebody wrote it since. A dossier that came with it goes, unless somebody worked in it here.
    ///
    /// # Errors
    /// [`NotMerged`]; what was taken back until then stays so, and the rest can be taken back again.
    pub async fn take_back(&self, intake: &str) -> Result<TakenBack, NotMerged> {
        let mut done = TakenBack::default();
        for (key, row) in self.intake_rows().await? {
            if row.intake.id != intake {
                continue;
            }
            let undone = vec![Op::Delete(tables::INTAKES, key)];
            if row.is_new {
                if self.was_worked_in(&row.dossier).await? {
                    done.kept += 1;
                } else {
                    self.delete(&row.dossier).await?;
                    self.core.disk().write(undone).await?;
                    done.removed += 1;
                }
                continue;
            }
            let occasion = Occasion {
                intake: Intake {
                    id: self.core.new_id(),
                    at: self.core.now(),
                    kind: IntakeKind::TakenBack,
                    ..row.intake.clone()
                },
                dossier: row.dossier.clone(),
            };
            let left_alone = RefCell::new(0);
            let more = |before: &Merged, change: &StateChange| {
                let mut ops = undone.clone();
                ops.extend(occasion.op(before, change));
                ops
            };
            self.overwrite_with(&row.dossier, &more, &|state, decision| {
                let (entries, left) = row.brought.taken_back(state, decision);
                left_alone.replace(left);
                entries
            })
            .await?;
            done.left_alone += left_alone.take();
        }
        self.core.work.lists_changed();
        Ok(done)
    }

    // Whether this device wrote anything in a dossier, or has submissions of it.
    async fn was_worked_in(&self, id: &DossierId) -> Result<bool, StoreError> {
        let (disk, device): (_, DeviceId) = (self.core.disk(), self.core.work.device());
        let loaded = load(&disk, id).await?;
        let sent = disk.texts(tables::SENT, &tables::of_dossier(id.as_str())).await?;
        let wrote = loaded.state.fields.values().any(|entry| entry.dev == device);
        Ok(wrote || loaded.left_out > 0 || !sent.is_empty())
    }

    async fn intake_rows(&self) -> Result<Vec<(String, IntakeRow)>, StoreError> {
        self.core.disk().rows(tables::INTAKES, "").await
    }

    // Removes the oldest intakes of too many.
    pub(super) async fn trim_intakes(&self) -> Result<(), StoreError> {
        let disk = self.core.disk();
        let keys: Vec<String> =
            disk.texts(tables::INTAKES, "").await?.into_iter().map(|(key, _)| key).collect();
        let id = |key: &String| key.split('|').nth(1).unwrap_or_default().to_owned();
        let mut kept = BTreeSet::new();
        let old = keys.into_iter().rev().filter(|key| {
            kept.insert(id(key));
            kept.len() > KEPT
        });
        let ops: Vec<Op> = old.map(|key| Op::Delete(tables::INTAKES, key)).collect();
        if ops.is_empty() { Ok(()) } else { disk.write(ops).await }
    }
}
