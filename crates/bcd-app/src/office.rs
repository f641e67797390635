//! For whom this browser receives, answers and publishes: chosen once, whichever dossier is open.

use crate::{
    core::Core,
    exchange::outgoing::SendError,
    rows,
    store::{StoreError, tables},
};
use bcd_core::{
    format::envelope::UnitRef,
    id::UnitId,
    upper::office::{Office, OfficeFault},
};
use reactive_graph::prelude::*;
use std::collections::BTreeMap;

/// The key of the office in [`tables::META`].
pub(crate) const OFFICE: &str = "office";

/// Why no office was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotChosen {
    /// What was typed is no office.
    Fault(OfficeFault),
    /// It could not be stored.
    Store(StoreError),
}

/// The office of this browser.
#[derive(Clone, Copy)]
pub struct Offices(pub(crate) Core);

impl Offices {
    /// For whom this browser speaks; `None` until a person chose.
    ///
    /// # Errors
    /// [`StoreError`]; also where the row cannot be read: taken for absent, it would be chosen anew.
    pub async fn chosen(&self) -> Result<Option<Office>, StoreError> {
        self.0.disk().row(tables::META, OFFICE).await
    }

    /// The same where a document is made, that nobody else may sign.
    ///
    /// # Errors
    /// [`SendError::NoOffice`] where nobody chose.
    pub(crate) async fn needed(&self) -> Result<Office, SendError> {
        self.chosen().await?.ok_or(SendError::NoOffice)
    }

    /// The units of this browser's dossiers, by name, without samples. Follows signals.
    pub fn choices(&self) -> Vec<UnitRef> {
        self.0.work.dossiers.with(|lines| {
            let own = lines.iter().filter(|line| !line.sample && !line.unit.as_str().is_empty());
            // The latest name of each; a dossier of a later year has the later one.
            let mut units: BTreeMap<&UnitId, (&str, &str)> = BTreeMap::new();
            for line in own {
                let known = units.entry(&line.unit).or_insert((&line.cycle, &line.name));
                *known = (*known).max((&line.cycle, &line.name));
            }
            let unit = |(id, (_, name)): (&UnitId, (&str, &str))| UnitRef {
                id: id.clone(),
                name: name.to_owned(),
            };
            units.into_iter().map(unit).collect()
        })
    }

    /// A unit that has no dossier here, under a new id.
    pub fn new_unit(&self, name: &str) -> UnitRef {
        UnitRef { id: UnitId(self.0.new_id()), name: name.to_owned() }
    }

    /// From now on this browser speaks for an office. What it said for another one stays that one's.
    ///
    /// # Errors
    /// [`NotChosen`]; then nothing changed.
    pub async fn choose(&self, office: Office) -> Result<(), NotChosen> {
        let office = office.checked().map_err(NotChosen::Fault)?;
        let op = rows::put(tables::META, OFFICE, &office);
        self.0.disk().write(vec![op]).await.map_err(NotChosen::Store)?;
        self.0.work.lists_changed();
        Ok(())
    }
}
