//! The devices of this browser's own units: of whom a person let a file in, and for whom this device vouches.
//!
//! Such a device may change dossiers here, and what it sends is this browser's own. It says nothing of what comes
//! in the unit's name as from anybody else: whoever has an office take in a device file in the name of a lower
//! unit would otherwise send in that unit's name as if its words had been compared.

use super::Signers;
use crate::{
    lists::sent_of,
    merging::{KnownDevice, load},
    office::Offices,
    store::{StoreError, tables},
    workspace::DossierLine,
};
use bcd_core::{
    id::{SignerKey, UnitId},
    signer::{Pin, Pins, Role},
};
use std::collections::BTreeSet;

impl Signers {
    /// The unit's other devices that a person let in here.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn known_devices(&self, unit: &UnitId) -> Result<Vec<KnownDevice>, StoreError> {
        let prefix = tables::of_unit(unit.as_str());
        let rows = self.0.disk().rows::<KnownDevice>(tables::DEVICES, &prefix).await?;
        Ok(rows.into_iter().map(|(_, device)| device).collect())
    }

    /// The keys of those that are still the unit's.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn devices(&self, unit: &UnitId) -> Result<Vec<SignerKey>, StoreError> {
        let pins = self.decided(Role::Unit, unit).await?;
        let keys = self.known_devices(unit).await?.into_iter().filter_map(|device| device.key);
        Ok(keys.filter(|key| pins.get(key) != Some(&Pin::Rejected)).collect())
    }

    /// The keys by which it is known what of a unit of this browser is its own: this device's, those that a person
    /// let in, and those on which something was decided.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn pins_of_devices(&self, unit: &UnitId) -> Result<Pins, StoreError> {
        let mut pins = self.pins_of(unit, true).await?;
        // Whoever sends first in the name of a unit that is not here yet is not thereby one of its devices.
        pins.retain(|_, pin| *pin != Pin::First);
        let own = self.this_one().await;
        for device in self.known_devices(unit).await? {
            let Some(key) = device.key.filter(|key| own.as_ref() != Some(key)) else { continue };
            let pin = match pins.get(&key) {
                Some(Pin::Rejected) => Pin::Rejected,
                Some(Pin::Compared) => Pin::Compared,
                Some(Pin::First) | None if device.joined => Pin::First,
                Some(Pin::First) | None => Pin::Compared,
            };
            pins.insert(key, pin);
        }
        Ok(pins)
    }

    /// The devices of a unit for which this one vouches: those that a person let in here; of those that were there
    /// when the person joined, the ones whose words they compared since. For devices of a unit that is another's, as
    /// far as anything here tells, it does not: its office would take its own word for theirs.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn vouched_for(&self, unit: &UnitId) -> Result<Vec<SignerKey>, StoreError> {
        let devices = self.devices(unit).await?;
        if devices.is_empty() || self.is_anothers(unit, &self.dossiers().await?).await? {
            return Ok(Vec::new());
        }
        let pins = self.pins_of_devices(unit).await?;
        let known = devices.into_iter().filter(|key| pins.get(key) == Some(&Pin::Compared));
        Ok(known.collect())
    }

    // Whether a unit of whom a dossier is here sends to this browser's office, and not from this browser: nobody wrote
    // in it or froze it here, nothing that it sent came as its own, and nobody joined its drive.
    async fn is_anothers(&self, unit: &UnitId, lines: &[DossierLine]) -> Result<bool, StoreError> {
        let disk = self.0.disk();
        let Some(office) = Offices(self.0).chosen().await? else { return Ok(false) };
        if office.unit.id == *unit
            || self.known_devices(unit).await?.iter().any(|device| device.joined)
        {
            return Ok(false);
        }
        let device = self.0.work.device();
        for line in lines.iter().filter(|line| line.unit == *unit) {
            let number = disk.text(tables::META, &tables::number_of(line.id.as_str())).await?;
            let froze = number.is_some() || !sent_of(&disk, &line.id).await?.is_empty();
            let mut written = load(&disk, &line.id).await?.state.fields.into_values();
            if froze || written.any(|entry| entry.dev == device) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn dossiers(&self) -> Result<Vec<DossierLine>, StoreError> {
        let rows = self.0.disk().rows::<DossierLine>(tables::DOSSIERS, "").await?;
        Ok(rows.into_iter().map(|(_, line)| line).collect())
    }

    /// Whether a unit is one of this browser's.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn is_own(&self, unit: &UnitId) -> Result<bool, StoreError> {
        Ok(self.own_units().await?.contains(unit))
    }

    /// The units of this browser. One that sends to it is not, although a dossier of it is here: whoever has an
    /// office take in a dossier in a lower unit's name would take what that unit sends from its desk.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn own_units(&self) -> Result<Vec<UnitId>, StoreError> {
        let lines = self.dossiers().await?;
        let named: BTreeSet<UnitId> = lines.iter().map(|line| line.unit.clone()).collect();
        let mut units = Vec::new();
        for unit in named {
            if !self.is_anothers(&unit, &lines).await? {
                units.push(unit);
            }
        }
        // Who speaks for an office is of its unit, whether or not a dossier of it is here.
        units.extend(Offices(self.0).chosen().await?.map(|office| office.unit.id));
        units.sort();
        units.dedup();
        Ok(units)
    }
}
