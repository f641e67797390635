//! What all later services share: the workspace, the year of its dossier, the lists, the tools.

use crate::{
    bytes::Bytes,
    disk::Disk,
    host::Host,
    lists::Lists,
    tools::{RareTools, Tools},
    workspace::Workspace,
};
use bcd_core::{
    engine::{Checked, Request, Response},
    format::envelope::EnvelopeHead,
    year::Year,
};
use reactive_graph::{
    owner::{LocalStorage, StoredValue},
    prelude::*,
    signal::RwSignal,
};
use std::rc::Rc;

/// What the later services share. Copy: it holds handles.
#[derive(Clone, Copy)]
pub(crate) struct Core {
    pub work: Workspace,
    pub lists: Lists,
    /// The working year of the open dossier.
    pub year: RwSignal<Year>,
    tools: StoredValue<Rc<Tools>, LocalStorage>,
    rare: StoredValue<Option<RareTools>, LocalStorage>,
}

impl Core {
    pub fn new(work: Workspace, tools: Tools) -> Self {
        Self {
            work,
            lists: Lists::new(),
            year: RwSignal::default(),
            tools: StoredValue::new_local(Rc::new(tools)),
            rare: StoredValue::new_local(None),
        }
    }

    pub fn tools(&self) -> Rc<Tools> {
        self.tools.get_value()
    }

    /// Uses these tools from now on.
    pub fn bring(&self, tools: RareTools) {
        self.rare.set_value(Some(tools));
    }

    /// The tools of the rare chunk, once it is here.
    pub fn rare_tools(&self) -> Option<RareTools> {
        self.rare.get_value()
    }

    pub fn host(&self) -> Host {
        self.work.host()
    }

    pub fn disk(&self) -> Disk {
        self.work.disk()
    }

    /// Asks the engine.
    pub async fn ask(
        &self,
        request: &Request,
        blobs: &[Bytes],
    ) -> Result<(Response, Vec<Bytes>), String> {
        self.tools().engine.ask(request, blobs).await
    }

    /// Has the engine read and check a file: what it is, its document and the files that it carries.
    pub async fn check(&self, file: Bytes) -> Result<(Checked, Vec<Bytes>), String> {
        self.check_with(Vec::new(), &[file]).await
    }

    /// The same for a file whose photos came separately, with their hashes. Blobs: the file, the photos.
    pub async fn check_with(
        &self,
        files: Vec<String>,
        blobs: &[Bytes],
    ) -> Result<(Checked, Vec<Bytes>), String> {
        let mut all = self.check_all(vec![files], blobs).await?;
        all.pop().ok_or("an answer without a file".to_owned())
    }

    /// The same for many files at once.
    pub async fn check_many(&self, files: &[Bytes]) -> Result<Vec<(Checked, Vec<Bytes>)>, String> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        self.check_all(vec![Vec::new(); files.len()], files).await
    }

    async fn check_all(
        &self,
        files: Vec<Vec<String>>,
        blobs: &[Bytes],
    ) -> Result<Vec<(Checked, Vec<Bytes>)>, String> {
        let count = files.len();
        let (response, blobs) = self.ask(&Request::Check { files }, blobs).await?;
        let Response::Checked(all) = response else { return Err("another answer".to_owned()) };
        if all.len() != count {
            return Err("another number of answers".to_owned());
        }
        let mut blobs = blobs.into_iter();
        let own = |checked: Checked| {
            let of = blobs.by_ref().take(checked.blobs()).collect();
            (checked, of)
        };
        Ok(all.into_iter().map(own).collect())
    }

    pub fn now(&self) -> String {
        self.host().clock.now()
    }

    pub fn new_id(&self) -> String {
        self.host().ids.new_id()
    }

    /// A name for files: "Đoàn phường An Cư" → "doan-phuong-an-cu".
    pub fn slug(&self, name: &str) -> String {
        const LONGEST: usize = 48;
        let folded = self.tools().folding.fold(name);
        let words =
            folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let mut slug = String::new();
        for word in words {
            if slug.len() + word.len() > LONGEST {
                break;
            }
            if !slug.is_empty() {
                slug.push('-');
            }
            slug.push_str(word);
        }
        slug
    }

    /// The envelope of a document that this device writes now.
    pub fn head(&self) -> EnvelopeHead {
        EnvelopeHead {
            id: self.new_id(),
            device: self.work.device().0,
            by: self.work.person(),
            at: self.now(),
            app: env!("CARGO_PKG_VERSION").to_owned(),
            ..EnvelopeHead::default()
        }
    }
}
