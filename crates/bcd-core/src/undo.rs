//! Undo and redo of what was done since the app was opened.
//!
//! Undoing writes the earlier values as new ones, so other devices and the history see it. A field
//! that has another value by then, written by another device or tab, is left alone.

use crate::{
    command::Set,
    dossier::Dossier,
    field::{Fields, Path},
};
use litemap::LiteMap;
use serde_json::Value;

/// Steps kept; a whole evening's work.
const DEPTH: usize = 200;

/// What can be undone and redone.
#[derive(Clone, Debug, Default)]
pub struct History {
    undo: Vec<Done>,
    redo: Vec<Done>,
}

/// A step back or forward.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UndoStep {
    /// The fields to set; none where all were left alone.
    pub sets: Vec<Set>,
    /// How many fields were left alone because somebody else changed them since.
    pub left_alone: usize,
}

#[derive(Clone, Debug)]
struct Done {
    changes: LiteMap<Path, BeforeAfter>,
    // Whether further typing in the same text field joins this step, so that it is undone at once.
    open_text: bool,
}

#[derive(Clone, Debug)]
struct BeforeAfter {
    before: Value,
    after: Value,
}

impl History {
    /// Records what `sets` are about to change in `dossier`. With `typing`, the change is one of a
    /// text field that is still being typed in: the next one of the same field joins it. Empty
    /// `sets` change nothing.
    pub fn note(&mut self, dossier: &Dossier, sets: &[Set], typing: bool) {
        if sets.is_empty() {
            return;
        }
        self.redo.clear();
        // Inserted one by one: collecting brings a sort into the first load.
        let mut changes = LiteMap::<Path, BeforeAfter>::new();
        for set in sets {
            let (before, after) = (dossier.value(&set.path), set.value.clone());
            changes.insert(set.path.clone(), BeforeAfter { before, after });
        }
        if typing
            && let Some(last) = self.undo.last_mut()
            && last.open_text
            && last.changes.keys().eq(changes.keys())
            // Only if nothing else was written in between; otherwise undo must go back to that
            // value.
            && last.changes.values().zip(changes.values()).all(|(last, new)| last.after == new.before)
        {
            for ((_, last), (_, new)) in last.changes.iter_mut().zip(changes) {
                last.after = new.after;
            }
            return;
        }
        self.undo.push(Done { changes, open_text: typing });
        if self.undo.len() > DEPTH {
            self.undo.remove(0);
        }
    }

    /// Ends a run of typing, as when the person leaves the field.
    pub fn close_text(&mut self) {
        if let Some(last) = self.undo.last_mut() {
            last.open_text = false;
        }
    }

    /// One step back from `now`, the dossier's fields.
    pub fn undo(&mut self, now: &Fields) -> Option<UndoStep> {
        let done = self.undo.pop()?;
        let (step, kept) = take(done, now, |change| (&change.after, &change.before));
        self.redo.extend(kept);
        Some(step)
    }

    /// One step forward again from `now`, the dossier's fields.
    pub fn redo(&mut self, now: &Fields) -> Option<UndoStep> {
        let done = self.redo.pop()?;
        let (step, kept) = take(done, now, |change| (&change.before, &change.after));
        self.undo.extend(kept);
        Some(step)
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    /// Whether there is something to redo.
    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }
}

// The step, and its reverse for the other stack. `ways` returns the value that must still be in a
// field, and the one to set.
fn take(
    done: Done,
    now: &Fields,
    ways: impl Fn(&BeforeAfter) -> (&Value, &Value),
) -> (UndoStep, Option<Done>) {
    let mut step = UndoStep::default();
    let mut changes = done.changes;
    changes.retain(|path, change| {
        let (left, to) = ways(change);
        let stands = now.get(path).map_or(&Value::Null, |entry| &entry.v) == left;
        if stands {
            step.sets.push(Set { path: path.clone(), value: to.clone() });
        } else {
            step.left_alone += 1;
        }
        stands
    });
    let kept = (!changes.is_empty()).then_some(Done { changes, open_text: false });
    (step, kept)
}
