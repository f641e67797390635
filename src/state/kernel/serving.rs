//! Serving: what the desk asks of the kernel.

use super::Kernel;
use crate::{
    platform::{
        Blob,
        port::{Job, Keeper, Rows},
    },
    state::{
        link::{Link, Manner, NewFile},
        wire::{Ask, Told},
        workspace::Phase,
    },
    storage::{DbError, tables},
};
use bcd_core::command;
use leptos::prelude::*;

impl Kernel {
    /// Tells the desk everything, once both are ready.
    pub(super) fn tell_all(&self) {
        if self.phase.get_untracked() != Phase::Ready || !self.0.desk_here.get() {
            return;
        }
        self.tell(&Told::Begin(self.0.device.borrow().clone()));
        self.tell_opened();
        self.dossiers.with_untracked(|lines| self.tell(&Told::Dossiers(lines.clone())));
        self.tell(&Told::Save(self.save.get_untracked()));
        let (undo, redo) = self.can.get_untracked();
        self.tell(&Told::Can(undo, redo));
        self.tell(&Told::Ready);
    }

    /// Tells the desk which dossier is open.
    pub(super) fn tell_opened(&self) {
        let fields = self.dossier.with_untracked(|d| d.fields.clone());
        self.tell(&Told::Opened(self.id.get_untracked(), fields));
    }
}

impl Keeper for Kernel {
    fn ask(&self, json: &str, blobs: Vec<Blob>) {
        // The other side is of the same build; what cannot be read was never written.
        let Some(ask) = Ask::read(json) else { return };
        self.0.desk_asks.set(true);
        match ask {
            Ask::Apply { sets, typing, files } => {
                let sets =
                    sets.into_iter().map(|(path, value)| command::Set { path, value }).collect();
                let file = |((hash, mime), bytes)| NewFile { hash, mime, bytes };
                let files = files.into_iter().zip(blobs).map(file).collect();
                self.apply(sets, Manner { typing, files });
            }
            Ask::Hello => {
                self.0.desk_here.set(true);
                self.tell_all();
            }
            Ask::EndTyping => self.end_typing(),
            Ask::Undo => self.undo(),
            Ask::Redo => self.redo(),
            Ask::Retry => self.retry_saving(),
            Ask::Open(id) => Link::open(self, id),
            Ask::Create(sets) => {
                let set = |(path, value)| command::Set { path, value };
                self.create_of(sets.into_iter().map(set).collect());
            }
            Ask::Say(text, undo) => Link::say(self, text, undo),
            Ask::Lang(code) => self.0.screen.lang.set(Some(code)),
            Ask::Lists => self.lists_changed(),
            Ask::Propose(all) => self.propose(all),
        }
        self.0.desk_asks.set(false);
    }

    // What could not be saved counts as saved for who reads: a copy must have it all the more.
    async fn work(&self, job: Job) -> Result<Rows, DbError> {
        let (table, wanted, whole): (_, _, fn(&str, &str) -> bool) = match job {
            Job::Write(ops) => return self.store().write(ops).await.map(|()| Rows::new()),
            Job::Range(table, prefix) => (table, prefix, |key, prefix| key.starts_with(prefix)),
            Job::Get(table, key) => (table, key, |key, wanted| key == wanted),
        };
        let mut rows = self.store().range(table, &wanted).await?;
        rows.retain(|(key, _)| whole(key, &wanted));
        for (key, value) in self.0.queue.unsaved(table) {
            if whole(&key, &wanted) {
                rows.retain(|(there, _)| *there != key);
                rows.push((key, value));
            }
        }
        Ok(rows)
    }

    fn table(name: &str) -> Option<&'static str> {
        tables::ALL.iter().find(|table| **table == name).copied()
    }
}
