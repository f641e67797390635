//! Dossiers that were deleted in this browser, and must not come back from a drive by themselves.

use super::Merging;
use crate::{
    disk::Disk,
    drives::seen_prefix,
    packs,
    store::{Op, StoreError, tables},
};
use bcd_core::{id::DossierId, sync::layout};

const FORGOTTEN: &str = "forgotten";

impl Merging {
    /// Notes that the person wants a dossier again that was deleted in this browser: syncs take it
    /// in again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn want_again(&self, id: &DossierId) -> Result<(), StoreError> {
        let disk = self.core.disk();
        if !forgotten(&disk).await?.contains(id) {
            return Ok(());
        }
        let mut ops = Vec::new();
        for (drive, _) in disk.texts(tables::DRIVES, "").await? {
            let units = format!("{}{}/", seen_prefix(&drive), layout::UNITS);
            ops.push(Op::DeletePrefix(tables::SEEN, units));
        }
        disk.amend(FORGOTTEN, &ops, |all: &mut Vec<DossierId>| all.retain(|other| other != id))
            .await
    }

    /// Deletes a dossier of this browser and its submissions. Only for samples, for what an intake
    /// brought, or after the person confirmed twice.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was deleted.
    pub async fn delete(&self, id: &DossierId) -> Result<(), StoreError> {
        let disk = self.core.disk();
        let prefix = tables::of_dossier(id.as_str());
        let mut ops = vec![Op::Delete(tables::DOSSIERS, id.0.clone())];
        ops.extend(
            [tables::FIELDS, tables::LOST, tables::SENT]
                .map(|table| Op::DeletePrefix(table, prefix.clone())),
        );
        ops.extend(packs::unfollow_ops(id));
        // A shared drive would bring it back.
        disk.amend(FORGOTTEN, &ops, |all: &mut Vec<DossierId>| all.push(id.clone())).await?;
        self.core.work.lists_changed();
        Ok(())
    }
}

/// Dossiers that were deleted in this browser and must not come back from a drive.
pub(super) async fn forgotten(disk: &Disk) -> Result<Vec<DossierId>, StoreError> {
    Ok(disk.row(tables::META, FORGOTTEN).await?.unwrap_or_default())
}
