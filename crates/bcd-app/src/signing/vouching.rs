//! Who may introduce a device of an upper level: a device that is known here, and spoke for that very office.
//!
//! A person's device may belong to several bodies: an officer of the province is a member of a branch, too.
//! Its key, compared as the province's, vouches for colleagues in the branch; these are no officers.

use super::Signers;
use crate::store::{StoreError, tables};
use bcd_core::{
    format::{pack::PackLine, review::ReviewLine},
    id::{SignerKey, UnitId},
    signer::{Pin, Pins, Signer},
};
use std::collections::BTreeSet;

impl Signers {
    /// Who signed a document of an office, as it is kept: with introductions only where they come from a
    /// device that spoke for this office before, and on which something was decided (`pins`: the upper
    /// levels of units of this browser).
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn of_office(
        &self,
        signer: &Signer,
        office: &UnitId,
        pins: impl IntoIterator<Item = &Pins>,
    ) -> Result<Signer, StoreError> {
        if signer.introductions.is_empty() {
            return Ok(signer.clone());
        }
        let spoke = self.spoke_for(office).await?;
        let vouched = pins.into_iter().any(|pins| {
            let fit =
                |(key, pin): &(&SignerKey, &Pin)| **pin == Pin::Rejected || spoke.contains(*key);
            let roots = pins.iter().filter(fit).map(|(key, pin)| (key.clone(), *pin));
            let roots: Pins = roots.collect();
            !roots.is_empty() && signer.identity(office, &roots).is_known()
        });
        let introductions = if vouched { signer.introductions.clone() } else { Vec::new() };
        Ok(Signer { key: signer.key.clone(), introductions })
    }

    // The keys that signed what came in the name of an office.
    async fn spoke_for(&self, office: &UnitId) -> Result<BTreeSet<SignerKey>, StoreError> {
        let disk = self.0.disk();
        let reviews = disk.rows::<ReviewLine>(tables::REVIEWS, "").await?.into_iter();
        let reviews = reviews.filter(|(_, line)| line.reviewer_id == *office);
        let packs = disk.rows::<PackLine>(tables::PACKS, "").await?.into_iter();
        let packs = packs.filter(|(_, line)| line.unit == *office);
        let signers =
            reviews.map(|(_, line)| line.signer).chain(packs.map(|(_, line)| line.signer));
        Ok(signers.filter_map(|signer| signer.key).collect())
    }
}
