//! What a person decides on keys and on submissions that were received.

use super::{Owner, Receiving};
use crate::{
    received::ReceivedList,
    rows,
    signing::Signers,
    store::{Op, StoreError, tables},
    workspace::DossierLine,
};
use bcd_core::{
    id::{SignerKey, UnitId},
    intake::{Index, Summary},
    signer::{Pin, Role},
};

impl Receiving {
    /// A person decided on a key: they compared its words, or know otherwise whose it is. Submissions of
    /// this browser's own unit that it signed become the unit's own.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn judge(
        &self,
        role: Role,
        unit: &UnitId,
        key: &SignerKey,
        name: &str,
        pin: Pin,
    ) -> Result<(), StoreError> {
        Signers(self.core).judge(role, unit, key, name, pin).await?;
        for (_, line) in self.core.disk().rows::<DossierLine>(tables::DOSSIERS, "").await? {
            if role == Role::Unit && line.unit == *unit {
                self.claim_own(&line.id).await?;
            }
        }
        self.finish();
        Ok(())
    }

    /// A person says that a received submission is right as it is, whatever is odd about it, and though
    /// no known device signed it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn settle(&self, summary: &Summary) -> Result<(), StoreError> {
        let summary = Summary { settled: true, ..summary.clone() };
        let op = rows::put(tables::RECEIVED, summary.digest.clone(), &summary);
        let settled = |index: &mut Index, _: &mut _| index.insert(summary.clone());
        ReceivedList(self.core).write_surely(&[op], settled).await?;
        self.claim_own(&summary.dossier).await?;
        self.finish();
        Ok(())
    }

    /// Removes a received submission from this browser. No drive brings it back; a file by hand does.
    ///
    /// # Errors
    /// [`StoreError`]; then it is still here.
    pub async fn discard(&self, summary: &Summary) -> Result<(), StoreError> {
        let list = ReceivedList(self.core);
        let mut ops = vec![Op::Delete(tables::RECEIVED, summary.digest.clone())];
        // One's own, which was only looked at, stays among what was sent.
        if self.owner_of(summary).await? != Owner::OwnKnown {
            ops.push(Op::Delete(tables::DOCUMENTS, summary.digest.clone()));
        }
        let gone = |index: &mut Index, _: &mut _| drop(index.remove(&summary.digest));
        loop {
            // Where another tab wrote meanwhile, it may have removed another one.
            let noted = |all: &mut Vec<String>| all.push(summary.digest.clone());
            let (rests_on, noted) = list.discarding(noted).await?;
            if list.write(rests_on, [ops.as_slice(), &[noted]].concat(), gone).await? {
                break;
            }
        }
        list.note_discarded(&summary.digest, true);
        self.finish();
        Ok(())
    }
}
