//! Taking files in, one after the other, whatever page the person is on by then.

use crate::{
    i18n::{k, tf},
    platform::spawn_local,
    state::desk::{
        Desk,
        merging::Merging,
        receiving::{Line, Outcome, Source},
    },
};
use leptos::prelude::*;

/// The run of taking files in.
#[derive(Clone, Copy)]
pub struct Run {
    /// What became of each file so far.
    pub lines: RwSignal<Vec<Line>, LocalStorage>,
    /// (done, of); `of` is 0 when nothing runs.
    pub progress: RwSignal<(usize, usize)>,
    /// Whether the person stopped it.
    pub cancelled: RwSignal<bool>,
}

impl Run {
    /// Takes files in, one after the other; `done` when all were looked at.
    pub fn take(self, workspace: Desk, sources: Vec<Source>, done: impl FnOnce() + 'static) {
        if sources.is_empty() || self.progress.get_untracked().1 > 0 {
            return;
        }
        self.progress.set((0, sources.len()));
        self.cancelled.set(false);
        spawn_local(async move {
            let mut all = Vec::new();
            for source in sources {
                match source {
                    Source::File(file) => all.extend(workspace.opened(file).await),
                    other => all.push(other),
                }
            }
            self.progress.try_set((0, all.len()));
            let (mut good, mut bad) = (0, 0);
            for source in all {
                // Who leaves the page has not stopped it.
                if self.cancelled.try_get_untracked().unwrap_or(false) {
                    break;
                }
                let line = workspace.receive(source).await;
                *(if is_open(&line.outcome) { &mut bad } else { &mut good }) += 1;
                self.lines.try_update(|lines| lines.push(line));
                self.progress.try_update(|(done, _)| *done += 1);
            }
            self.progress.try_set((0, 0));
            if self.lines.is_disposed() {
                workspace.say(tf(k::RECEIVE_LEFT, &[("good", &good), ("bad", &bad)]));
            }
            done();
        });
    }
}

/// Not taken.
pub fn is_bad(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Submission(..)
        | Outcome::Own(_)
        | Outcome::Device(..)
        | Outcome::Review(_)
        | Outcome::Pack(_)
        | Outcome::Backup(_)
        | Outcome::Sealed(_) => false,
        Outcome::Bad(_) | Outcome::Full | Outcome::NotStored | Outcome::Unreadable => true,
    }
}

// Not taken, or not without an answer.
fn is_open(outcome: &Outcome) -> bool {
    let waits = matches!(
        outcome,
        Outcome::Backup(_) | Outcome::Sealed(_) | Outcome::Device(_, Merging::Held(_))
    );
    waits || is_bad(outcome)
}
