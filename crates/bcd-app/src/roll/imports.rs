//! What came into the list of units at once, from a table or a backup; all of it can be taken back.

use super::{Rolls, table};
use crate::{
    core::Core,
    disk::Disk,
    merging::{NotMerged, taken},
    rows,
    store::{Op, StoreError, tables},
};
use bcd_core::{
    field::Fields,
    merge::{Merged, conflict::Decision, effect::Brought},
    sync::take::{Answer, Standing},
    upper::roll::{
        Roll,
        import::{ImportPlan, PlanCount},
        officers::{self, Assignment},
    },
};
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};

/// How many are kept; the oldest go first.
const KEPT: usize = 8;

/// Where it came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TakenKind {
    /// A table.
    #[default]
    Table,
    /// A backup.
    Backup,
    /// Officers in charge, given to many units.
    Officers,
}

/// What came in at once, as far as a list shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Its id.
    pub id: String,
    /// When, RFC 3339.
    pub at: String,
    /// Where it came from.
    pub kind: TakenKind,
    /// How many units were new.
    pub new: usize,
    /// How many texts it set, those of new units included.
    pub fields: usize,
}

#[derive(Serialize, Deserialize)]
struct TakenRow {
    taken: Taken,
    brought: Brought,
}

/// What became of a table that was taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// How many rows did what; of those that were taken in.
    pub count: PlanCount,
    /// Rows that were left alone, because somebody wrote to their units after the plan was shown.
    pub left_alone: usize,
}

/// What became of giving officers to many units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assigned {
    /// Its id, by which it can be taken back; `None`: nothing changed.
    pub id: Option<String>,
    /// How many units have another officer now.
    pub changed: usize,
    /// How many were left alone, because somebody changed their officer after it was shown.
    pub left_alone: usize,
}

/// What became of taking it back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// Texts and units that somebody changed since, which were left alone.
    pub left_alone: usize,
}

impl Rolls {
    /// Takes a table in, as it was shown. What is in the list by now is not written twice.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing of it was written.
    pub async fn import(&self, plan: &ImportPlan) -> Result<Imported, StoreError> {
        let taken = Taken { kind: TakenKind::Table, ..self.core.new_taken() };
        let imported = Cell::new(Imported::default());
        self.take_in(&taken, &|before, decision| {
            let (plan, left_alone) = plan.still(&Roll::of(&before.fields));
            imported.set(Imported { count: plan.count(), left_alone });
            let sets = plan.sets(|| self.new_id());
            table::stamped(before, decision, &sets)
        })
        .await?;
        Ok(imported.get())
    }

    // Writes what came in at once, and notes it so that it can be taken back as a whole; whether it did. What is
    // tried out on the sample goes with it.
    async fn take_in(
        &self,
        taken: &Taken,
        decide: &dyn Fn(&Merged, &Decision) -> Merged,
    ) -> Result<bool, StoreError> {
        let noted = Cell::new(false);
        let is_real = self.which() == table::Which::Real;
        self.update(&|before, decision| {
            let n = decision.n;
            let after = decide(before, decision);
            let op = is_real.then(|| op(taken, n, before, &after)).flatten();
            noted.set(op.is_some());
            (after, op.into_iter().collect())
        })
        .await?;
        // The list is written; what is too old to be kept goes the next time.
        trim(&self.core.disk()).await.unwrap_or_default();
        Ok(noted.get())
    }

    /// Gives officers to many units, as it was shown; it can be taken back as a whole.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing of it was written.
    pub async fn assign(&self, assignments: &[Assignment]) -> Result<Assigned, StoreError> {
        let taken = Taken { kind: TakenKind::Officers, ..self.core.new_taken() };
        let assigned = RefCell::new(Assigned::default());
        let decide = |before: &Merged, decision: &Decision| {
            let (sets, left_alone) = officers::sets(&Roll::of(&before.fields), assignments);
            assigned.replace(Assigned { id: None, changed: sets.len(), left_alone });
            table::stamped(before, decision, &sets)
        };
        let noted = self.take_in(&taken, &decide).await?;
        let id = noted.then(|| taken.id.clone());
        Ok(Assigned { id, ..assigned.into_inner() })
    }

    /// What came in at once, the newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn taken(&self) -> Result<Vec<Taken>, StoreError> {
        if self.which() == table::Which::Sample {
            return Ok(Vec::new());
        }
        let rows = self.core.disk().rows::<TakenRow>(tables::META, tables::ROLL_TAKEN).await?;
        Ok(rows.into_iter().rev().map(|(_, row)| row.taken).collect())
    }

    /// Takes all of it back: each text becomes again what it was before, unless somebody wrote it
    /// since; a unit that came goes, unless somebody wrote something of it.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was taken back.
    pub async fn undo(&self, id: &str) -> Result<Undone, StoreError> {
        let rows = self.core.disk().rows::<TakenRow>(tables::META, tables::ROLL_TAKEN).await?;
        let found = rows.into_iter().find(|(_, row)| row.taken.id == id);
        let Some((key, row)) = found else { return Ok(Undone::default()) };
        let left_alone = Cell::new(0);
        self.update(&|before, decision: &Decision| {
            let (entries, left) = row.brought.taken_back(before, decision.clone());
            left_alone.set(left);
            let mut after = before.clone();
            for (path, entry) in entries {
                after.put(path, entry);
            }
            (after, vec![Op::Delete(tables::META, key.clone())])
        })
        .await?;
        Ok(Undone { left_alone: left_alone.get() })
    }
}

impl Core {
    fn new_taken(&self) -> Taken {
        Taken { id: self.new_id(), at: self.now(), ..Taken::default() }
    }
}

/// Merges the list of units of a backup into the one of this browser. Nothing is deleted or written
/// over because it is older; it can be taken back.
///
/// # Errors
/// [`NotMerged`]; then nothing of it was written.
pub(crate) async fn restore(core: Core, theirs: &Merged) -> Result<(), NotMerged> {
    let new = Taken { kind: TakenKind::Backup, ..core.new_taken() };
    let refused = RefCell::new(None);
    table::update(core, table::Which::Real, &|before, decision| {
        if let Err(why) = taken(before, theirs, &decision.dev, Standing::Own, Answer::Yes) {
            refused.replace(Some(why));
            return (before.clone(), Vec::new());
        }
        let mut after = before.clone();
        after.merge(theirs.clone());
        after.pin(&decision.dev);
        let op = op(&new, decision.n, before, &after);
        (after, op.into_iter().collect())
    })
    .await?;
    if let Some(why) = refused.into_inner() {
        return Err(why);
    }
    trim(&core.disk()).await.unwrap_or_default();
    Ok(())
}

// The write that notes what came, if anything did.
fn op(taken: &Taken, number: u64, before: &Merged, after: &Merged) -> Option<Op> {
    let came = after.fields.iter().filter(|(path, it)| before.fields.get(*path) != Some(it));
    let came: Fields = came.map(|(path, entry)| (path.clone(), entry.clone())).collect();
    if came.is_empty() {
        return None;
    }
    let fields = came.len();
    let brought = Brought::of(&before.fields, came);
    let new = brought.new.iter().filter(|id| id.starts_with("unit/")).count();
    let taken = Taken { new, fields, ..taken.clone() };
    // In the order in which they were written, whatever a clock says.
    let key = format!("{}{number:020}|{}", tables::ROLL_TAKEN, taken.id);
    Some(rows::put(tables::META, key, &TakenRow { taken, brought }))
}

// Removes the oldest of too many.
async fn trim(disk: &Disk) -> Result<(), StoreError> {
    let keys = disk.texts(tables::META, tables::ROLL_TAKEN).await?;
    let old = keys.len().saturating_sub(KEPT);
    let ops: Vec<Op> =
        keys.into_iter().take(old).map(|(key, _)| Op::Delete(tables::META, key)).collect();
    if ops.is_empty() { Ok(()) } else { disk.write(ops).await }
}
