//! Submissions that arrive: those of lower units, those of the unit's other devices, and those of which
//! nobody knows whose they are.

use super::{ReceiveOutcome, Receiving};
use crate::{
    bytes::Bytes,
    disk::Disk,
    lists::{SentLine, sent_of},
    merging::{Carried, Consent, photo_ops},
    rows,
    signing::Signers,
    store::{Op, StoreError, tables},
    workspace::DossierLine,
};
use bcd_core::{
    engine::{Request, Response},
    format::limits,
    id::{DossierId, SignerKey, UnitId},
    intake::{self, Arrival, Summary},
    signer::{Identity, Pin, PinBook, Role},
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
    pub(super) async fn store_submission(
        &self,
        summary: Summary,
        document: Bytes,
        photos: Vec<Carried>,
        consent: Consent,
    ) -> ReceiveOutcome {
        let digest = summary.digest.clone();
        let mut ops = photo_ops(&photos);
        ops.push(Op::bytes(tables::DOCUMENTS, digest.clone(), document.clone()));
        match self.owner_of(&summary).await {
            // A submission made on another device of the unit joins the unit's own.
            Ok(Owner::OwnElsewhere) => {
                return self.store_own_submission(summary, document, ops).await;
            }
            // A submission made here is only looked at, as the upper level would see it.
            Ok(Owner::OwnKnown | Owner::Claimed | Owner::Another) => {}
            Err(error) => return ReceiveOutcome::not_stored(error),
        }
        let (arrival, more) = match self.classified(&summary, consent).await {
            Ok(classified) => classified,
            Err(error) => return ReceiveOutcome::not_stored(error),
        };
        if !arrival.is_kept() {
            return ReceiveOutcome::Submission(Box::new(summary), arrival);
        }
        ops.extend(more);
        ops.push(rows::put(tables::RECEIVED, digest, &summary));
        if let Err(error) = self.core.disk().write(ops).await {
            return ReceiveOutcome::not_stored(error);
        }
        // Pages are not notified for each file; [`Self::finish`] does so once.
        self.core.lists.received.update_untracked(|list| list.push(summary.clone()));
        ReceiveOutcome::Submission(Box::new(summary), arrival)
    }

    // What a submission is beside those that are here, and the writes that go with it.
    async fn classified(
        &self,
        summary: &Summary,
        consent: Consent,
    ) -> Result<(Arrival, Vec<Op>), StoreError> {
        let (signers, disk, lists) = (Signers(self.core), self.core.disk(), self.core.lists);
        let mut ops = Vec::new();
        let mut discarded = discarded(&disk).await?;
        if discarded.contains(&summary.digest) {
            if matches!(consent, Consent::OnDrive | Consent::Joined) {
                return Ok((Arrival::AlreadyHere, ops));
            }
            // A person who takes it by hand wants it again.
            discarded.retain(|digest| *digest != summary.digest);
            ops.push(rows::put(tables::META, DISCARDED, &discarded));
        }
        let pins = signers.pins(Role::Unit, &summary.unit).await?;
        let is_own = signers.is_own(&summary.unit).await?;
        let first =
            signers.first_op(Role::Unit, &summary.unit, &pins, &summary.signer, &summary.name);
        let of_unit = |book: &mut PinBook| drop(book.insert(summary.unit.clone(), pins.clone()));
        lists.units.update_untracked(of_unit);
        let arrival = lists.units.with_untracked(|book| {
            let apart = |it: &Summary| it.is_apart(book);
            lists.received.with_untracked(|here| intake::classify(summary, here, &apart))
        });
        // Nobody pins a key for this browser's own units but a person of it.
        if let Some(op) = first.filter(|_| !is_own && arrival.is_kept()) {
            ops.push(op);
            if let Some(key) = &summary.signer.key {
                lists.units.update_untracked(|book| {
                    book.entry(summary.unit.clone()).or_default().insert(key.clone(), Pin::First);
                });
            }
        }
        Ok((arrival, ops))
    }

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
        let sent = sent_of(&disk, &summary.dossier).await?;
        if sent.iter().any(|sent| sent.digest == summary.digest) {
            return Ok(Owner::OwnKnown);
        }
        let pins = Signers(self.core).pins(Role::Unit, &summary.unit).await?;
        let identity = summary.signer.identity(&summary.unit, &pins);
        let is_own = match identity {
            Identity::Confirmed => true,
            // Of a device that was there when the person joined; not of just anybody who is first.
            Identity::First => !pins.is_empty() || summary.settled,
            Identity::Rejected => false,
            _ => summary.settled,
        };
        let fits = is_own && is_within_room(summary.seq, sent.last());
        Ok(if fits { Owner::OwnElsewhere } else { Owner::Claimed })
    }

    async fn store_own_submission(
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
        self.store(ops, ReceiveOutcome::Own(Box::new(summary))).await
    }

    /// Submissions that arrived before their dossier, or before their device was known, become the
    /// unit's own, so that their numbers are not used again.
    ///
    /// # Errors
    /// [`StoreError`]; what was done until then stays.
    pub(crate) async fn claim_own(&self, dossier: &DossierId) -> Result<(), StoreError> {
        let disk = self.core.disk();
        let rows = disk.rows::<Summary>(tables::RECEIVED, "").await?;
        let mut own: Vec<Summary> = rows.into_iter().map(|(_, summary)| summary).collect();
        own.retain(|summary| summary.dossier == *dossier);
        // In the order of their numbers, since each makes room for the next.
        own.sort_by_key(|summary| summary.seq);
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
        self.core.work.lists_changed();
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
        self.core.disk().write(vec![op]).await?;
        self.claim_own(&summary.dossier).await?;
        self.core.work.lists_changed();
        Ok(())
    }

    /// Removes a received submission from this browser. No drive brings it back; a file by hand does.
    ///
    /// # Errors
    /// [`StoreError`]; then it is still here.
    pub async fn discard(&self, summary: &Summary) -> Result<(), StoreError> {
        const MOST: usize = 5_000;
        let disk = self.core.disk();
        let mut all = discarded(&disk).await?;
        all.push(summary.digest.clone());
        all.drain(..all.len().saturating_sub(MOST));
        let mut ops = vec![
            Op::Delete(tables::RECEIVED, summary.digest.clone()),
            rows::put(tables::META, DISCARDED, &all),
        ];
        // One's own, which was only looked at, stays among what was sent.
        if self.owner_of(summary).await? != Owner::OwnKnown {
            ops.push(Op::Delete(tables::DOCUMENTS, summary.digest.clone()));
        }
        disk.write(ops).await?;
        self.core.work.lists_changed();
        Ok(())
    }
}

// Nobody can use up the numbers of a unit: not even its own devices, or its backup, lead far ahead at
// once.
pub(crate) fn is_within_room(seq: u32, last: Option<&SentLine>) -> bool {
    seq <= last.map_or(0, |sent| sent.seq).saturating_add(limits::SUBMISSION_ROOM)
}

const DISCARDED: &str = "discarded";

async fn discarded(disk: &Disk) -> Result<Vec<String>, StoreError> {
    Ok(disk.row(tables::META, DISCARDED).await?.unwrap_or_default())
}
