//! Undo and redo of what was done since the app was opened.
//!
//! Undoing writes the earlier values as new ones: other devices and the history see it.

use crate::{command::Set, dossier::Dossier};

/// Steps kept; a whole evening's work.
const DEPTH: usize = 200;

/// What can be undone and redone.
#[derive(Clone, Debug, Default)]
pub struct History {
    undo: Vec<Step>,
    redo: Vec<Step>,
}

#[derive(Clone, Debug)]
struct Step {
    before: Vec<Set>,
    after: Vec<Set>,
    // Text grows letter by letter; letters typed in one go are undone in one go.
    open_text: bool,
}

impl History {
    /// Notes what `sets` are about to change in `dossier`. `typing` marks a change of one text
    /// field that may go on: the next one in the same field joins it. No sets change nothing.
    pub fn note(&mut self, dossier: &Dossier, sets: &[Set], typing: bool) {
        if sets.is_empty() {
            return;
        }
        self.redo.clear();
        if typing
            && let Some(last) = self.undo.last_mut()
            && last.open_text
            && paths(&last.after).eq(paths(sets))
        {
            last.after = sets.to_vec();
            return;
        }
        let before = sets
            .iter()
            .map(|set| Set { path: set.path.clone(), value: dossier.value(&set.path) })
            .collect();
        self.undo.push(Step { before, after: sets.to_vec(), open_text: typing });
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

    /// The fields to set for one step back.
    pub fn undo(&mut self) -> Option<Vec<Set>> {
        let step = self.undo.pop()?;
        let sets = step.before.clone();
        self.redo.push(Step { open_text: false, ..step });
        Some(sets)
    }

    /// The fields to set for one step forward again.
    pub fn redo(&mut self) -> Option<Vec<Set>> {
        let step = self.redo.pop()?;
        let sets = step.after.clone();
        self.undo.push(step);
        Some(sets)
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

fn paths(sets: &[Set]) -> impl Iterator<Item = &str> {
    sets.iter().map(|set| set.path.as_str())
}
