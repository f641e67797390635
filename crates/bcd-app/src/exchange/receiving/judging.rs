//! What a person decides on keys and on submissions that were received.

use super::{Owner, Receiving};
use crate::{
    received::ReceivedList,
    reviewing, rows,
    signing::Signers,
    store::{Op, StoreError, tables},
    workspace::DossierLine,
};
use bcd_core::{
    id::{SignerKey, UnitId},
    intake::{Index, Summary},
    signer::{Identity, Pin, Role},
};
use reactive_graph::prelude::*;

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
        if (role, pin) == (Role::Unit, Pin::Rejected) {
            self.withdraw_rejected(unit).await?;
        }
        for (_, line) in self.core.disk().rows::<DossierLine>(tables::DOSSIERS, "").await? {
            if role == Role::Unit && line.unit == *unit {
                self.claim_own(&line.id).await?;
            }
        }
        self.finish();
        Ok(())
    }

    // What a rejected device sent in a unit's name counts no more in the office's case of the unit.
    async fn withdraw_rejected(&self, unit: &UnitId) -> Result<(), StoreError> {
        ReceivedList(self.core).loaded().await?;
        let lists = self.core.lists;
        let rejected: Vec<Summary> = lists.received.with_untracked(|all| {
            let of = all.iter().filter(|it| it.unit == *unit);
            let is_rejected = |it: &&Summary| {
                lists.units.with_untracked(|book| it.identity(book)) == Identity::Rejected
            };
            of.filter(is_rejected).cloned().collect()
        });
        reviewing::withdraw(self.core, &rejected).await
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
        reviewing::withdraw(self.core, std::slice::from_ref(summary)).await?;
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
