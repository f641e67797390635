//! For whom this browser receives, answers and publishes: chosen once, whichever dossier is open.

use crate::{
    core::Core,
    exchange::outgoing::SendError,
    rows,
    store::{Op, StoreError, tables},
    workspace::DossierLine,
};
use bcd_core::{
    format::envelope::UnitRef,
    id::UnitId,
    upper::office::{Office, OfficeFault},
};
use std::collections::{BTreeMap, BTreeSet};

/// The key of the office in [`tables::META`].
pub(crate) const OFFICE: &str = "office";

/// The key of the sample's office in the same table, while there is a sample.
pub(crate) const SAMPLE: &str = "sample-desk";

// The start of the keys, in the same table, of every office that this browser spoke for.
const KNOWN: &str = "office|";

fn known_op(office: &Office) -> Op {
    rows::put(tables::META, format!("{KNOWN}{}", office.unit.id), office)
}

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

    /// The office of the sample upper level, while there is one. Nothing leaves this browser in its name.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sample(&self) -> Result<Option<Office>, StoreError> {
        self.0.disk().row(tables::META, SAMPLE).await
    }

    /// Whose desk is shown here: the sample's, while there is one, else that of [`Self::chosen`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn at_desk(&self) -> Result<Option<Office>, StoreError> {
        match self.sample().await? {
            Some(sample) => Ok(Some(sample)),
            None => self.chosen().await,
        }
    }

    /// For whom this browser speaks, where a document is made that nobody else may sign.
    ///
    /// # Errors
    /// [`SendError::NoOffice`] where nobody chose.
    pub(crate) async fn needed(&self) -> Result<Office, SendError> {
        self.chosen().await?.ok_or(SendError::NoOffice)
    }

    /// All offices that this browser speaks for or spoke for: the present one first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn known(&self) -> Result<Vec<Office>, StoreError> {
        let chosen = self.chosen().await?;
        let rows = self.0.disk().rows::<Office>(tables::META, KNOWN).await?;
        let before = rows.into_iter().map(|(_, office)| office);
        let now = chosen.as_ref().map(|office| office.unit.id.clone());
        let before = before.filter(|office| Some(&office.unit.id) != now.as_ref());
        Ok(chosen.iter().cloned().chain(before).collect())
    }

    /// For whom this browser may speak: the units of its dossiers, without samples, and whoever it spoke
    /// for before, so that what it said for them is found again; by id.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn choices(&self) -> Result<Vec<UnitRef>, StoreError> {
        let rows = self.0.disk().rows::<DossierLine>(tables::DOSSIERS, "").await?;
        let own = rows.into_iter().map(|(_, line)| line);
        let own = own.filter(|line| !line.sample && !line.unit.as_str().is_empty());
        let own = own.map(|line| (line.unit, (line.cycle, line.name)));
        let known = self.known().await?.into_iter();
        let known = known.map(|office| (office.unit.id, (String::new(), office.unit.name)));
        // The latest name of each; a dossier of a later year has the later one.
        let mut units: BTreeMap<UnitId, (String, String)> = BTreeMap::new();
        for (id, named) in known.chain(own) {
            let there = units.entry(id).or_default();
            if *there < named {
                *there = named;
            }
        }
        Ok(units.into_iter().map(|(id, (_, name))| UnitRef { id, name }).collect())
    }

    /// The unit of a name that somebody typed: one of the choices, else one under a new id.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn unit_named(&self, name: &str) -> Result<UnitRef, StoreError> {
        let same = |unit: &UnitRef| unit.name.trim().to_lowercase() == name.trim().to_lowercase();
        let known = self.choices().await?.into_iter().find(same);
        let new = || UnitRef { id: UnitId(self.0.new_id()), name: name.to_owned() };
        Ok(known.unwrap_or_else(new))
    }

    /// The writes that take back offices of a backup: they are known from then on. If `speak`, and nobody
    /// chose here yet, this browser speaks for the first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn restored(
        &self,
        offices: &[Office],
        speak: bool,
    ) -> Result<Vec<Op>, StoreError> {
        let here: BTreeSet<UnitId> =
            self.known().await?.into_iter().map(|office| office.unit.id).collect();
        let new = offices.iter().filter(|office| !here.contains(&office.unit.id));
        let mut ops: Vec<Op> = new.map(known_op).collect();
        if let (true, Some(first), None) = (speak, offices.first(), self.chosen().await?) {
            ops.push(rows::put(tables::META, OFFICE, first));
        }
        Ok(ops)
    }

    /// From now on this browser speaks for an office. What it said for another one stays that one's.
    ///
    /// # Errors
    /// [`NotChosen`]; then nothing changed.
    pub async fn choose(&self, office: Office) -> Result<(), NotChosen> {
        let office = office.checked().map_err(NotChosen::Fault)?;
        let ops = vec![rows::put(tables::META, OFFICE, &office), known_op(&office)];
        self.0.disk().write(ops).await.map_err(NotChosen::Store)?;
        self.0.work.lists_changed();
        Ok(())
    }
}
