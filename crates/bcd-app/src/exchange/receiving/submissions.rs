//! Submissions that arrive, one or many at once: each is held against what is here and against those
//! before it, and all of them are written together.

use super::{Owner, ReceiveOutcome, Receiving};
use crate::{
    bytes::Bytes,
    merging::{Carried, Consent, keep_types, photo_ops},
    received::ReceivedList,
    rows,
    signing::Signers,
    store::{Op, StoreError, tables},
};
use bcd_core::{
    id::{SignerKey, UnitId},
    intake::{Arrival, Index, Summary},
    signer::{Pin, PinBook, Pins, Role},
};
use reactive_graph::prelude::*;
use std::collections::BTreeSet;

/// A submission that arrives, checked.
pub(super) struct Arriving {
    pub summary: Summary,
    pub document: Bytes,
    pub photos: Vec<Carried>,
}

// What storing some of them does.
#[derive(Default)]
struct Step {
    arrivals: Vec<Arrival>,
    ops: Vec<Op>,
    kept: Vec<Summary>,
    pinned: Vec<(UnitId, SignerKey)>,
    /// Those that a person removed before, and now takes in by hand.
    wanted: BTreeSet<String>,
}

impl Receiving {
    /// Stores submissions in the order in which they came; what became of each.
    pub(super) async fn store_submissions(
        &self,
        all: Vec<Arriving>,
        consent: Consent,
    ) -> Vec<ReceiveOutcome> {
        let list = ReceivedList(self.core);
        if let Err(error) = list.loaded().await.and(list.know_own().await) {
            return all.iter().map(|_| ReceiveOutcome::not_stored(error)).collect();
        }
        let (mut outcomes, mut others) = (Vec::new(), Vec::new());
        for mut one in all {
            if let Err(error) = keep_types(&self.core.disk(), &mut one.photos).await {
                outcomes.push(Some(ReceiveOutcome::not_stored(error)));
                continue;
            }
            let owner = match list.is_own(&one.summary.unit) {
                true => self.owner_of(&one.summary).await,
                false => Ok(Owner::Another),
            };
            outcomes.push(match owner {
                // A submission made on another device of the unit joins the unit's own.
                Ok(Owner::OwnElsewhere) => {
                    let Arriving { summary, document, photos } = one;
                    let mut ops = photo_ops(&photos);
                    ops.push(document_op(&summary, &document));
                    Some(self.store_own_submission(summary, document, ops).await)
                }
                // A submission made here is only looked at, as the upper level would see it.
                Ok(Owner::OwnKnown | Owner::Claimed | Owner::Another) => {
                    others.push(one);
                    None
                }
                Err(error) => Some(ReceiveOutcome::not_stored(error)),
            });
        }
        let mut stored = self.store_others(others, consent).await.into_iter();
        let outcomes = outcomes.into_iter().map(|outcome| outcome.or_else(|| stored.next()));
        outcomes.map(|outcome| outcome.unwrap_or(ReceiveOutcome::NotStored)).collect()
    }

    async fn store_others(&self, all: Vec<Arriving>, consent: Consent) -> Vec<ReceiveOutcome> {
        let arrivals = match self.store_at_once(&all, consent).await {
            Ok(arrivals) => arrivals.into_iter().map(Ok).collect(),
            Err(error) if all.len() == 1 => vec![Err(error)],
            // There may be room for some of them.
            Err(_) => {
                let mut arrivals = Vec::new();
                for one in all.chunks(1) {
                    let stored = self.store_at_once(one, consent).await;
                    arrivals.push(stored.map(|one| one.first().copied().unwrap_or(Arrival::New)));
                }
                arrivals
            }
        };
        let outcome = |(one, arrival): (Arriving, Result<Arrival, StoreError>)| match arrival {
            Ok(arrival) => ReceiveOutcome::Submission(Box::new(one.summary), arrival),
            Err(error) => ReceiveOutcome::not_stored(error),
        };
        all.into_iter().zip(arrivals).map(outcome).collect()
    }

    // One transaction for all of them.
    async fn store_at_once(
        &self,
        all: &[Arriving],
        consent: Consent,
    ) -> Result<Vec<Arrival>, StoreError> {
        let list = ReceivedList(self.core);
        loop {
            let Step { arrivals, mut ops, kept, pinned, wanted } = self.step(all, consent);
            if ops.is_empty() {
                return Ok(arrivals);
            }
            let mut expected = Vec::new();
            if !wanted.is_empty() {
                let wanted = |all: &mut Vec<String>| all.retain(|it| !wanted.contains(it));
                let (rests_on, op) = list.discarding(wanted).await?;
                expected = rests_on;
                ops.push(op);
            }
            let take = |index: &mut Index, book: &mut PinBook| {
                kept.into_iter().for_each(|summary| index.insert(summary));
                for (unit, key) in pinned {
                    book.entry(unit).or_default().insert(key, Pin::First);
                }
            };
            // Where another tab wrote meanwhile, all of it is looked at again.
            if list.write(expected, ops, take).await? {
                wanted.iter().for_each(|digest| list.note_discarded(digest, false));
                return Ok(arrivals);
            }
        }
    }

    // What each is beside those that are here and those before it, and the writes that go with it.
    fn step(&self, all: &[Arriving], consent: Consent) -> Step {
        let lists = self.core.lists;
        let mut step = Step::default();
        lists.received.update_untracked(|index| {
            lists.units.update_untracked(|book| {
                for one in all {
                    let arrival = self.look_at(one, consent, index, book, &mut step);
                    step.arrivals.push(arrival);
                }
                // Nothing counts as here before the disk has it.
                for summary in &step.kept {
                    index.remove(&summary.digest);
                }
                for (unit, key) in &step.pinned {
                    let mut pins = book.remove(unit).unwrap_or_default();
                    pins.remove(key);
                    if !pins.is_empty() {
                        book.insert(unit.clone(), pins);
                    }
                }
            });
        });
        step
    }

    fn look_at(
        &self,
        one: &Arriving,
        consent: Consent,
        index: &mut Index,
        book: &mut PinBook,
        step: &mut Step,
    ) -> Arrival {
        let (list, Arriving { summary, document, photos }) = (ReceivedList(self.core), one);
        let Summary { digest, unit, name, signer, .. } = summary;
        let removed = list.is_discarded(digest);
        if removed && matches!(consent, Consent::OnDrive | Consent::Joined) {
            return Arrival::AlreadyHere;
        }
        let arrival = index.classify(summary, &|it| it.is_apart(book));
        if !arrival.is_kept() {
            return arrival;
        }
        if removed {
            // A person who takes it by hand wants it again.
            step.wanted.insert(digest.clone());
        }
        let none = Pins::new();
        let first = Signers(self.core).first_op(
            Role::Unit,
            unit,
            book.get(unit).unwrap_or(&none),
            signer,
            name,
        );
        // Nobody pins a key for this browser's own units but a person of it, nor by what is marked as a sample.
        let pins = !list.is_own(unit) && !summary.sample;
        if let (Some(op), Some(key), true) = (first, &signer.key, pins) {
            step.ops.push(op);
            step.pinned.push((unit.clone(), key.clone()));
            book.entry(unit.clone()).or_default().insert(key.clone(), Pin::First);
        }
        step.ops.extend(photo_ops(photos));
        step.ops.push(document_op(summary, document));
        step.ops.push(rows::put(tables::RECEIVED, digest.clone(), summary));
        step.kept.push(summary.clone());
        index.insert(summary.clone());
        arrival
    }
}

fn document_op(summary: &Summary, document: &Bytes) -> Op {
    Op::bytes(tables::DOCUMENTS, summary.digest.clone(), document.clone())
}
