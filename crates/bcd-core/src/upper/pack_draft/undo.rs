//! Undo of the last changes of a draft: the earlier values, written as new ones. A field that has
//! another value by then, written in another tab, is left alone.

use super::Draft;
use crate::{command::Set, field::Path};
use serde_json::Value;

/// Changes kept.
const DEPTH: usize = 200;

/// What can be undone.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    done: Vec<Vec<Change>>,
    // Whether typing goes on in the last one.
    open: bool,
}

#[derive(Clone, Debug)]
struct Change {
    path: Path,
    before: Value,
    after: Value,
}

impl Changes {
    /// Notes what `sets` are about to change. With `typing`, a further change of the same one field
    /// joins the last.
    pub fn note(&mut self, draft: &Draft, sets: &[Set], typing: bool) {
        let change = |set: &Set| Change {
            path: set.path.clone(),
            before: draft.value(&set.path).clone(),
            after: set.value.clone(),
        };
        let changes: Vec<Change> =
            sets.iter().map(change).filter(|change| change.before != change.after).collect();
        if let ([new], Some([last])) =
            (changes.as_slice(), self.done.last_mut().map(Vec::as_mut_slice))
            && typing
            && self.open
            && last.path == new.path
            && last.after == new.before
        {
            last.after = new.after.clone();
            return;
        }
        if changes.is_empty() {
            return;
        }
        self.done.push(changes);
        self.open = typing;
        if self.done.len() > DEPTH {
            self.done.remove(0);
        }
    }

    /// Ends a run of typing.
    pub fn close(&mut self) {
        self.open = false;
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Takes the last change: the fields to set, and how many are left alone.
    pub fn undo(&mut self, draft: &Draft) -> (Vec<Set>, usize) {
        self.open = false;
        let last = self.done.pop().unwrap_or_default();
        let all = last.len();
        let stand = last.into_iter().filter(|change| *draft.value(&change.path) == change.after);
        let sets: Vec<Set> =
            stand.map(|change| Set { path: change.path, value: change.before }).collect();
        let left = all - sets.len();
        (sets, left)
    }
}
