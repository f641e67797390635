//! The use-cases of the late chunk as services, each for one thing. They are made when that chunk
//! is loaded, and follow the workspace from then on.

use crate::{
    bytes::Bytes,
    core::Core,
    drives::Drives,
    evidence::EvidenceBook,
    exchange::{
        backup::Backups, intake::Intake, outbox::Outbox, receiving::Receiving, sending::Sending,
    },
    lists::Lists,
    merging::Merging,
    packs::{self, Packs},
    planning::Planning,
    received::ReceivedList,
    signing::Signers,
    syncing::Syncing,
    tools::{RareTools, Tools},
    workspace::{Workspace, WorkspaceEvent},
};
use bcd_core::{
    field::{Entry, Path},
    id::DossierId,
    paper::job::{MadePaper, PaperJob},
    year::Year,
};
use futures_util::future::join;
use reactive_graph::{prelude::*, signal::RwSignal};

/// The services. Copy: they hold handles.
#[derive(Clone, Copy)]
pub struct Services {
    core: Core,
    /// The open dossier, and the one way to change it.
    pub work: Workspace,
    /// The evidence of the open dossier.
    pub evidence: EvidenceBook,
    /// What was sent and received, packs, and the last copy.
    pub lists: Lists,
    /// The working year, what a person notes in it, and which day it is.
    pub planning: Planning,
    /// Freezes the open dossier as a numbered submission, and makes its file.
    pub sending: Sending,
    /// Receives files of any kind and says what became of each.
    pub receiving: Receiving,
    /// The submissions of lower units, read when a page first wants them.
    pub received: ReceivedList,
    /// Receives many files, one after the other, whatever page is open.
    pub intake: Intake,
    /// Everything of this browser as one file, and back again.
    pub backups: Backups,
    /// What waits to be handed on by hand.
    pub outbox: Outbox,
    /// Merges the states of other devices, and resolves conflicts as a person decides.
    pub merging: Merging,
    /// What an upper level publishes to its units.
    pub packs: Packs,
    /// Whose key is known.
    pub signers: Signers,
    /// Which shared drives there are, and how each is reached.
    pub drives: Drives,
    /// Brings this browser and its drives in step.
    pub syncing: Syncing,
}

impl Services {
    /// The services of a workspace that is ready, with nothing read yet; [`Self::start`] reads.
    pub fn new(work: Workspace, evidence: EvidenceBook, tools: Tools) -> Self {
        let core = Core::new(work, tools);
        let merging = Merging { core, changes: RwSignal::new(0) };
        let receiving = Receiving { core, merging };
        let backups = Backups { core, merging };
        let drives = Drives::new(core);
        Self {
            core,
            work,
            evidence,
            lists: core.lists,
            planning: Planning::new(core),
            sending: Sending(core),
            receiving,
            received: ReceivedList(core),
            intake: Intake::new(core, receiving),
            backups,
            outbox: Outbox(core),
            merging,
            packs: Packs(core),
            signers: Signers(core),
            drives,
            syncing: Syncing::new(core, merging, receiving, backups, drives),
        }
    }

    /// Follows the workspace from now on, and reads what is stored.
    pub async fn start(&self) {
        let services = *self;
        self.work.listen(move |event| services.follow(event));
        self.read_year();
        join(self.load_guidance(), self.read_lists()).await;
        self.planning.watch_day();
    }

    /// Takes the tools that only rare pages need. Until then no drive can be reached and no
    /// document made.
    pub fn bring(&self, tools: RareTools) {
        self.core.bring(tools);
    }

    /// Makes an official document.
    ///
    /// # Errors
    /// A text for the error report.
    pub async fn make_paper(&self, job: &PaperJob) -> Result<(MadePaper, Vec<Bytes>), String> {
        let tools = self.core.rare_tools().ok_or("no press")?;
        tools.press.make(job).await
    }

    /// What services that only rare pages need are made of.
    pub(crate) fn core(&self) -> Core {
        self.core
    }

    fn follow(&self, event: &WorkspaceEvent<'_>) {
        match event {
            WorkspaceEvent::Opened => {
                self.lists.sent.set(Vec::new());
                self.read_year();
                let services = *self;
                self.core.host().spawn(async move { services.load_opened().await });
            }
            WorkspaceEvent::Changed(fields) => {
                self.update_year(fields);
                if fields.iter().any(|(path, _)| path == packs::FIELD) {
                    let work = self.work;
                    self.core.host().spawn(async move { work.follow_choice().await });
                }
            }
            WorkspaceEvent::Lists => {
                let services = *self;
                self.core.host().spawn(async move { services.read_lists().await });
            }
        }
    }

    fn read_year(&self) {
        self.core.year.set(self.work.dossier.with_untracked(|d| Year::of(&d.fields)));
    }

    fn update_year(&self, fields: &[(Path, Entry)]) {
        let of_year = |(path, _): &&(Path, Entry)| !path.starts_with("answer/");
        if fields.iter().any(|field| of_year(&field)) {
            self.core.year.update(|year| {
                fields.iter().filter(of_year).for_each(|(path, entry)| year.put(path, &entry.v));
            });
        }
    }

    async fn load_opened(&self) {
        self.read_lists().await;
        self.load_guidance().await;
        // The person made the dossier again after deleting it here. If this fails, it is tried
        // again the next time it is opened.
        if let Some(id) = self.work.id.get_untracked()
            && self.merging.want_again(&id).await.is_err()
        {
            self.work.retry_saving();
        }
    }

    async fn read_lists(&self) {
        self.lists.read(self.core).await;
        self.syncing.read_on_drive().await;
    }

    async fn load_guidance(&self) {
        let id = self.work.id.get_untracked();
        let guidance = self.packs.guidance(id.as_ref()).await;
        // Another dossier may have been opened meanwhile; its own is loaded separately.
        if self.work.id.get_untracked() == id {
            self.planning.guidance.set(guidance);
        }
    }

    /// Opens a dossier and then calls `then`, unless another one is opened meanwhile.
    pub fn open_then(&self, id: DossierId, then: impl FnOnce(Self) + 'static) {
        let services = *self;
        self.core.host().spawn(async move {
            services.work.switch_to(id.clone()).await;
            if services.work.id.with_untracked(|now| now.as_ref() == Some(&id)) {
                then(services);
            }
        });
    }
}
