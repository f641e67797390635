//! Whose a submission is: of another unit, or of this browser's own, made on another device.

use super::{ReceiveOutcome, Receiving};
use crate::{
    bytes::Bytes,
    lists::{SentLine, sent_of},
    received::ReceivedList,
    rows,
    signing::Signers,
    store::{Op, StoreError, tables},
    workspace::DossierLine,
};
use bcd_core::{
    engine::{Request, Response},
    format::limits,
    id::DossierId,
    intake::{Index, Summary},
    signer::{Identity, has_key},
};
use reactive_graph::prelude::*;

/// Whose a submission is, in this browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Of another unit: it belongs to no dossier of this browser.
    Another,
    /// It says to be of a dossier of this browser, but no device of the unit is known to have signed it.
    Claimed,
    /// Of a dossier of this browser, made on another device of the unit, and not known here yet.
    OwnElsewhere,
    /// Of a dossier of this browser, and already in its list of submissions.
    OwnKnown,
}

impl Receiving {
    /// To whom a submission belongs. Read from the disk, because its dossier may have just arrived.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn owner_of(&self, summary: &Summary) -> Result<Owner, StoreError> {
        let disk = self.core.disk();
        let line: Option<DossierLine> =
            disk.row(tables::DOSSIERS, summary.dossier.as_str()).await?;
        // The dossier's id alone is no proof, since ids are visible in file names; the unit and the
        // cycle must match too.
        if line.is_none_or(|line| line.unit != summary.unit || line.sample != summary.sample) {
            return Ok(Owner::Another);
        }
        if !Signers(self.core).is_own(&summary.unit).await? {
            return Ok(Owner::Another);
        }
        let sent = sent_of(&disk, &summary.dossier).await?;
        if sent.iter().any(|sent| sent.digest == summary.digest) {
            return Ok(Owner::OwnKnown);
        }
        let pins = Signers(self.core).pins_of_devices(&summary.unit).await?;
        let identity = summary.signer.identity(&summary.unit, &pins);
        let is_own = match identity {
            Identity::Confirmed => true,
            // Of a device that was there when the person joined; not of just anybody who is first.
            Identity::First => has_key(&pins) || summary.settled,
            Identity::Rejected => false,
            _ => summary.settled,
        };
        let fits = is_own && is_within_room(summary.seq, sent.last());
        Ok(if fits { Owner::OwnElsewhere } else { Owner::Claimed })
    }

    pub(super) async fn store_own_submission(
        &self,
        summary: Summary,
        document: Bytes,
        mut ops: Vec<Op>,
    ) -> ReceiveOutcome {
        let opened = self.core.ask(&Request::Open, &[document]).await;
        let Ok((Response::Opened { fields: shared, .. }, _)) = opened else {
            return ReceiveOutcome::Unreadable;
        };
        let (seq, digest) = (summary.seq, summary.digest.clone());
        let sent = SentLine { seq, digest, at: summary.at.clone(), by: summary.by.clone(), shared };
        // It may have arrived before its dossier, and was stored as another unit's then.
        ops.push(Op::Delete(tables::RECEIVED, sent.digest.clone()));
        ops.push(rows::put(tables::SENT, sent.key(&summary.dossier), &sent));
        let leave = |index: &mut Index, _: &mut _| drop(index.remove(&sent.digest));
        match ReceivedList(self.core).write_surely(&ops, leave).await {
            Ok(()) => ReceiveOutcome::Own(Box::new(summary)),
            Err(error) => ReceiveOutcome::not_stored(error),
        }
    }

    /// Submissions that arrived before their dossier, or before their device was known, become the
    /// unit's own, so that their numbers are not used again.
    ///
    /// # Errors
    /// [`StoreError`]; what was done until then stays.
    pub(crate) async fn claim_own(&self, dossier: &DossierId) -> Result<(), StoreError> {
        let disk = self.core.disk();
        ReceivedList(self.core).catch_up().await?;
        // In the order of their numbers, since each makes room for the next.
        let own: Vec<Summary> = self
            .core
            .lists
            .received
            .with_untracked(|all| all.of_dossier(dossier).into_iter().cloned().collect());
        for summary in own {
            if self.owner_of(&summary).await? != Owner::OwnElsewhere {
                continue;
            }
            let document = disk.bytes(tables::DOCUMENTS, &summary.digest).await?;
            let Some(document) = document else { continue };
            match self.store_own_submission(summary, document, Vec::new()).await {
                ReceiveOutcome::Full => return Err(StoreError::Quota),
                ReceiveOutcome::NotStored | ReceiveOutcome::Unreadable => {
                    return Err(StoreError::Failed);
                }
                _ => {}
            }
        }
        Ok(())
    }
}

// Nobody can use up the numbers of a unit: not even its own devices, or its backup, lead far ahead at
// once.
fn is_within_room(seq: u32, last: Option<&SentLine>) -> bool {
    seq <= last.map_or(0, |sent| sent.seq).saturating_add(limits::SUBMISSION_ROOM)
}
