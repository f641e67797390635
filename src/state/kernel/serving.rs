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
        workspace::{Phase, SaveState},
    },
    storage::{DbError, Op, Value, tables},
};
use bcd_core::command;
use leptos::prelude::*;
use std::{cell::Cell, rc::Rc};

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

    /// Tells the desk which dossier is open, at once: nothing may be written into another one
    /// than the person sees.
    pub(super) fn tell_opened(&self) {
        let fields = self.dossier.with_untracked(|d| d.fields.clone());
        self.tell(&Told::Opened(self.id.get_untracked(), fields));
        self.tell_news();
    }

    /// Rows of a table whose key starts with `prefix`. What could not be saved counts as saved
    /// for who reads: it must be on the screen, and in a copy, all the more.
    pub(super) async fn rows(&self, table: &'static str, prefix: &str) -> Result<Rows, DbError> {
        let mut rows = self.store().range(table, prefix).await?;
        // Rows come in the order of their keys.
        let stored = rows.len();
        for (key, value) in self.0.queue.unsaved(table) {
            match rows[..stored].binary_search_by(|(there, _)| there.cmp(&key)) {
                Ok(at) => rows[at].1 = value,
                Err(_) if key.starts_with(prefix) => rows.push((key, value)),
                Err(_) => {}
            }
        }
        Ok(rows)
    }
}

impl Kernel {
    // Read, compared and written in one transaction: no tab, this one included, writes between.
    async fn write(
        &self,
        table: &'static str,
        expected: Vec<(String, Option<String>)>,
        ops: Vec<Op>,
    ) -> Result<Rows, DbError> {
        let (keys, texts): (Vec<String>, Vec<Option<String>>) = expected.into_iter().unzip();
        let changed = Rc::new(Cell::new(false));
        let found = changed.clone();
        let decide = move |there: Vec<Option<Value>>| {
            let text = |value: Option<Value>| match value? {
                Value::Text(text) => Some(text),
                Value::Bytes(_) => None,
            };
            let same = there.into_iter().map(text).eq(texts.iter().cloned());
            found.set(!same);
            if same { ops.clone() } else { Vec::new() }
        };
        self.store().update(table, keys, Rc::new(decide)).await?;
        let marker = || (String::new(), Value::Text(String::new()));
        Ok(changed.get().then(marker).into_iter().collect())
    }
}

impl Keeper for Kernel {
    fn ask(&self, json: &str, blobs: Vec<Blob>) {
        // In order: what happened before the question is heard before its answer.
        self.tell_news();
        let Some(ask) = Ask::read(json) else {
            // The other side is of the same build, so this cannot be; were it so, what it wanted
            // kept is not, and that must be seen.
            return self.set_saved(SaveState::Failed(DbError::Failed));
        };
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
            Ask::CatchUp => {}
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

    async fn work(&self, job: Job) -> Result<Rows, DbError> {
        let rows = match job {
            // Who asked for a write is told what became of it.
            Job::Write(table, expected, ops) => return self.write(table, expected, ops).await,
            Job::Range(table, prefix) => self.rows(table, &prefix).await,
            Job::Get(table, key) => self.rows(table, &key).await.map(|mut rows| {
                rows.retain(|(there, _)| *there == key);
                rows
            }),
        };
        // Who asked goes on without; that the storage fails is said here, for all of them.
        rows.inspect_err(|error| self.set_saved(SaveState::Failed(*error)))
    }

    fn table(name: &str) -> Option<&'static str> {
        tables::ALL.iter().find(|table| **table == name).copied()
    }
}
