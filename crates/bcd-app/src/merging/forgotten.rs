//! Dossiers that were deleted in this browser, and must not come back from a drive by themselves.

use super::Merging;
use crate::{
    disk::Disk,
    drives::seen_prefix,
    packs,
    rows::put,
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
        let mut all = forgotten(&disk).await?;
        let before = all.len();
        all.retain(|other| other != id);
        if all.len() == before {
            return Ok(());
        }
        let mut ops = vec![forgotten_op(&all)];
        for (drive, _) in disk.texts(tables::DRIVES, "").await? {
            let units = format!("{}{}/", seen_prefix(&drive), layout::UNITS);
            ops.push(Op::DeletePrefix(tables::SEEN, units));
        }
        disk.write(ops).await
    }

    /// Deletes a dossier of this browser and its submissions. Only for samples, for what an intake
    /// brought, or after the person confirmed twice.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was deleted.
    pub async fn delete(&self, id: &DossierId) -> Result<(), StoreError> {
        let disk = self.core.disk();
        let prefix = tables::of_dossier(id.as_str());
        // A shared drive would bring it back.
        let mut all = forgotten(&disk).await?;
        all.push(id.clone());
        let mut ops = vec![forgotten_op(&all), Op::Delete(tables::DOSSIERS, id.0.clone())];
        ops.extend(
            [tables::FIELDS, tables::LOST, tables::SENT]
                .map(|table| Op::DeletePrefix(table, prefix.clone())),
        );
        ops.extend(packs::unfollow_ops(id));
        disk.write(ops).await?;
        self.core.work.lists_changed();
        Ok(())
    }
}

/// Dossiers that were deleted in this browser and must not come back from a drive.
pub(super) async fn forgotten(disk: &Disk) -> Result<Vec<DossierId>, StoreError> {
    Ok(disk.row(tables::META, FORGOTTEN).await?.unwrap_or_default())
}

/// The write that stores the list of deleted dossiers.
fn forgotten_op(all: &[DossierId]) -> Op {
    put(tables::META, FORGOTTEN, &all)
}
