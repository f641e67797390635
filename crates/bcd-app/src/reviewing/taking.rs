//! Reviews that come: of the own office from its other devices, and of the upper level for a unit of
//! this browser.

use super::{first_op, first_room, rows};
use crate::{
    lists::{SentLine, sent_of},
    merging::{Carried, Consent, KnownDevice, Merge, Merging, NotMerged, photo_ops},
    office::Offices,
    rows::put,
    signing::Signers,
    store::{Op, StoreError, tables},
    workspace::DossierLine,
};
use bcd_core::{
    format::{
        problem::{Code, Problem},
        review::{
            ReviewFile, ReviewLine, ReviewRow,
            rules::{self, kept_fault, room_fault, row_fault},
        },
    },
    merge::{Merged, effect::Effect},
    signer::{Identity, Pins, Role},
    sync::take::{Answer, Asking, Standing, TakeOutcome, take},
    upper::case::{self, Case},
};
use std::cell::RefCell;

/// How many rows of signers whose words nobody compared here one unit has at most: years of an upper level's
/// devices. The first signer that comes is one of them, too: it may be anybody.
pub(super) const MOST_UNKNOWN: usize = 60;
/// Bytes of one such row: many times what is said of a unit's year.
const UNKNOWN_BYTES: usize = 256 * 1024;
/// Bytes of all such rows of a unit together; of those that are held apart as many again.
const UNKNOWN_TOGETHER: usize = 16 * UNKNOWN_BYTES;
/// How many rows of signers whose words were compared: they, too, could be in a stranger's hands some day.
const MOST_COMPARED: usize = 1_000;

/// What became of a review.
#[allow(clippy::large_enum_variant, reason = "one at a time; a box would buy nothing")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewFate {
    /// It answers a unit of this browser, and is kept with what its upper level says.
    Said,
    /// The same, but no device that is known to be the upper level's signed it: it is kept apart until a
    /// person compares the words.
    Apart,
    /// The same, of a submission that is not here: of another device, or never made.
    NoSubmission,
    /// It is of the own office, and was merged into the case.
    Case(Merge),
    /// It is of a unit that is not this browser's, by another office. Nothing of it was stored.
    NotOurs,
}

impl Merging {
    /// Takes a review in.
    ///
    /// # Errors
    /// [`NotMerged`]; then nothing of it was written.
    pub(crate) async fn take_review(
        &self,
        file: &ReviewFile,
        photos: &[Carried],
        consent: Consent,
    ) -> Result<ReviewFate, NotMerged> {
        let line = &file.row.line;
        let office = Offices(self.core).chosen().await?;
        if office.is_some_and(|office| office.unit.id == line.reviewer_id) {
            let merge = self.merge_case(file, photos, consent).await?;
            // An office may receive of its own unit, too.
            if !matches!(merge, Merge::Asks(_)) && self.has_dossier_of(line).await? {
                self.keep_said(file, photos).await?;
            }
            return Ok(ReviewFate::Case(merge));
        }
        if !self.has_dossier_of(line).await? {
            return Ok(ReviewFate::NotOurs);
        }
        self.keep_said(file, photos).await
    }

    async fn has_dossier_of(&self, line: &ReviewLine) -> Result<bool, StoreError> {
        let rows = self.core.disk().rows::<DossierLine>(tables::DOSSIERS, "").await?;
        Ok(rows.iter().any(|(_, dossier)| dossier.unit == line.unit))
    }

    // What a device of the own office says. One that no person let in is asked about.
    async fn merge_case(
        &self,
        file: &ReviewFile,
        photos: &[Carried],
        consent: Consent,
    ) -> Result<Merge, NotMerged> {
        let (core, line) = (self.core, &file.row.line);
        let id = line.case_id();
        let consent = match consent {
            Consent::Ask | Consent::OnDrive if self.is_approved(&file.digest).await? => {
                Consent::Given
            }
            other => other,
        };
        let known = self.is_of_office(file).await?;
        let standing = if known { Standing::Known } else { Standing::New };
        // A device that was let in is not asked about by hand either: of a case nothing can be deleted, and
        // every step back says why.
        let answer = match consent.answer() {
            Answer::Ask if known => Answer::Nothing,
            answer => answer,
        };
        let device = core.work.device();
        let let_in = if !known && answer == Answer::Yes { self.let_in_office(file) } else { None };
        let outcome = RefCell::new(TakeOutcome::Nothing);
        let after = rows::change::<NotMerged>(core, &id, &|before| {
            let taken = take(before, &file.row.case, &device, standing, answer);
            let result = match &taken {
                TakeOutcome::Refused(problem) => return Err(NotMerged::Refused(problem.clone())),
                TakeOutcome::Nothing => None,
                TakeOutcome::Asks(_) | TakeOutcome::Changed(_) => {
                    let mut after = before.clone();
                    after.merge(file.row.case.clone());
                    after.pin(&device);
                    if let Some(problem) = grows_bad(before, &after, standing) {
                        return Err(NotMerged::Refused(problem));
                    }
                    let changes = matches!(taken, TakeOutcome::Changed(_));
                    changes.then(|| (after, photo_ops(photos)))
                }
            };
            outcome.replace(taken);
            Ok(result)
        })
        .await?;
        let done = match outcome.into_inner() {
            TakeOutcome::Asks(effect) => return Ok(Merge::Asks(asking(file, known, effect))),
            TakeOutcome::Changed(change) => {
                Merge::Done(change.fields.len(), case::conflicts(&after).len())
            }
            TakeOutcome::Nothing | TakeOutcome::Refused(_) => Merge::Done(0, 0),
        };
        let mut ops: Vec<Op> = let_in.into_iter().collect();
        if known || answer == Answer::Yes {
            ops.extend(self.introductions_of(file).await?);
        }
        if !ops.is_empty() {
            core.disk().write(ops).await?;
        }
        Ok(done)
    }

    async fn introductions_of(&self, file: &ReviewFile) -> Result<Vec<Op>, StoreError> {
        let line = &file.row.line;
        let brought = [&file.introductions[..], &line.signer.introductions].concat();
        self.core.new_introductions(&line.reviewer_id, &brought, line.signer.key.as_ref()).await
    }

    // Whether this device or one that a person let in for the office signed it.
    async fn is_of_office(&self, file: &ReviewFile) -> Result<bool, StoreError> {
        let line = &file.row.line;
        let Some(key) = &line.signer.key else { return Ok(false) };
        let own = self.core.key().await.ok().flatten();
        let devices = Signers(self.core).devices(&line.reviewer_id).await?;
        Ok(own.as_ref() == Some(key) || devices.contains(key))
    }

    // One that signs nothing has nothing by which it is known again.
    fn let_in_office(&self, file: &ReviewFile) -> Option<Op> {
        let line = &file.row.line;
        let known = KnownDevice {
            device: file.device.clone(),
            by: line.by.clone(),
            since: self.core.now(),
            key: line.signer.key.clone(),
            joined: false,
        };
        known.op(&line.reviewer_id)
    }

    // What an upper level says of a unit of this browser: each of its devices has a row of its own, so that
    // nobody else's words get into it, and what a person decides on a key holds at once. Of whose words nobody
    // here compared, only so much is kept, and few photos or none: whoever can write to a drive could fill
    // this browser.
    async fn keep_said(
        &self,
        file: &ReviewFile,
        photos: &[Carried],
    ) -> Result<ReviewFate, NotMerged> {
        const TURNS: usize = 10;
        let (core, line) = (self.core, &file.row.line);
        let (disk, signers, key) = (core.disk(), Signers(core), line.key());
        let pins = signers.pins(Role::Upper, &line.unit).await?;
        let signer = signers.of_office(&line.signer, &line.reviewer_id, [&pins]).await?;
        let line = &ReviewLine { signer, ..line.clone() };
        let identity = line.signer.identity(&line.reviewer_id, &pins);
        let room = self.room_for(line, identity, &pins).await?;
        let photos = self.photos_of(file, photos, identity).await?;
        for turn in 0.. {
            let text = disk.text(tables::SAID, &key).await?;
            let before: Merged = disk.row(tables::SAID, &key).await?.unwrap_or_default();
            let device = core.work.device();
            let taken = take(&before, &file.row.case, &device, Standing::Known, Answer::Yes);
            if let TakeOutcome::Refused(problem) = taken {
                return Err(NotMerged::Refused(problem));
            }
            let mut after = before.clone();
            after.merge(file.row.case.clone());
            let mut ops = photos.clone();
            let there: Option<ReviewLine> = disk.row(tables::REVIEWS, &key).await?;
            let row = ReviewRow { line: line_of(line, &after), case: after.clone() };
            if let Some(problem) = row_fault(&row) {
                return Err(NotMerged::Refused(problem));
            }
            let size = rules::size(&after);
            if size > room && size > rules::size(&before) {
                return Err(NotMerged::Refused(unknown_full()));
            }
            let is_new = after != before || text.is_none();
            // It may have been introduced since.
            if is_new || there.is_none_or(|there| there.signer != line.signer) {
                ops.push(put(tables::SAID, key.clone(), &after));
                ops.push(put(tables::REVIEWS, key.clone(), &row.line));
            }
            let (unit, name) = (&line.unit, &line.reviewer);
            ops.extend(signers.first_op(Role::Upper, unit, &pins, &line.signer, name));
            if disk.swap(tables::SAID, vec![(key.clone(), text)], ops).await? {
                break;
            }
            if turn == TURNS {
                return Err(StoreError::Failed.into());
            }
        }
        if identity.is_apart() {
            return Ok(ReviewFate::Apart);
        }
        Ok(match self.is_sent(line).await? {
            true => ReviewFate::Said,
            false => ReviewFate::NoSubmission,
        })
    }

    // The writes of the photos that come with it: of those that a visit names and that are not here; of a signer
    // whose words nobody compared, as far as there is room for theirs.
    async fn photos_of(
        &self,
        file: &ReviewFile,
        photos: &[Carried],
        identity: Identity,
    ) -> Result<Vec<Op>, StoreError> {
        let (core, named) = (self.core, case::photos(&file.row.case));
        if !identity.is_known() {
            return Ok(Vec::new());
        }
        let mut new = Vec::new();
        for photo in photos.iter().filter(|(hash, ..)| named.contains(hash)) {
            if core.disk().text(tables::FILE_TYPES, photo.0.as_str()).await?.is_none() {
                new.push(photo.clone());
            }
        }
        if identity == Identity::Confirmed || new.is_empty() {
            return Ok(photo_ops(&new));
        }
        let mut room = first_room(core).await?;
        new.retain(|(.., bytes)| {
            let rest = room.checked_sub(bytes.len());
            room = rest.unwrap_or(room);
            rest.is_some()
        });
        Ok(photo_ops(&new).into_iter().chain([first_op(room)]).collect())
    }

    // How many bytes what somebody says may come to, with what they said before: little, and little of all of them
    // together, unless a person compared the words of the device.
    async fn room_for(
        &self,
        line: &ReviewLine,
        identity: Identity,
        pins: &Pins,
    ) -> Result<usize, NotMerged> {
        let (disk, key) = (self.core.disk(), line.key());
        let compared = |identity: Identity| identity == Identity::Confirmed;
        let rows = disk.rows::<ReviewLine>(tables::REVIEWS, "").await?;
        let of_unit = rows.iter().filter(|(at, it)| it.unit == line.unit && *at != key);
        let others: Vec<(&String, Identity)> = of_unit
            .map(|(at, it)| (at, it.signer.identity(&it.reviewer_id, pins)))
            .filter(|(_, it)| compared(*it) == compared(identity))
            .collect();
        if compared(identity) {
            let full = others.len() >= MOST_COMPARED;
            let problem = || Problem::whole(Code::TooMany, &[&MOST_COMPARED]);
            return if full { Err(NotMerged::Refused(problem())) } else { Ok(usize::MAX) };
        }
        if others.len() >= MOST_UNKNOWN {
            return Err(NotMerged::Refused(unknown_full()));
        }
        let mut together = 0;
        // What is held apart takes no room from whoever came first.
        for (at, _) in others.iter().filter(|(_, it)| it.is_known() == identity.is_known()) {
            together += disk.text(tables::SAID, at).await?.map_or(0, |said| said.len());
        }
        Ok(UNKNOWN_TOGETHER.saturating_sub(together).min(UNKNOWN_BYTES))
    }

    async fn is_sent(&self, line: &ReviewLine) -> Result<bool, StoreError> {
        let disk = self.core.disk();
        for (_, dossier) in disk.rows::<DossierLine>(tables::DOSSIERS, "").await? {
            if dossier.unit == line.unit && dossier.cycle == line.cycle {
                let sent = sent_of(&disk, &dossier.id).await?;
                if sent.iter().any(|it: &SentLine| it.digest == line.submission) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

/// Whether a merge makes a case so large, or otherwise so, that no backup would hold it, or that the office could
/// not answer any more; one that was so before may go on. Who came last has less of the room: what a new device
/// brings leaves some to those that are known, and what was said here since comes back with a backup.
pub(super) fn grows_bad(before: &Merged, after: &Merged, standing: Standing) -> Option<Problem> {
    let eighths = match standing {
        Standing::New => 6,
        Standing::Known => 8,
        Standing::Own => 9,
    };
    let bad = kept_fault(after).filter(|_| kept_fault(before).is_none());
    bad.or_else(|| room_fault(before, after, eighths))
}

fn unknown_full() -> Problem {
    let (each, together) = (UNKNOWN_BYTES >> 10, UNKNOWN_TOGETHER >> 10);
    Problem::whole(Code::UnknownFull, &[&MOST_UNKNOWN, &each, &together])
}

// The line of what one device said, where it said some of it earlier.
fn line_of(line: &ReviewLine, said: &Merged) -> ReviewLine {
    let case = Case::of(&said.fields);
    let submission = case.latest().unwrap_or(&line.submission).to_owned();
    ReviewLine {
        seq: case.number(&submission),
        submission,
        state: case.state,
        asked: u32::try_from(case.asked().count()).unwrap_or(u32::MAX),
        ..line.clone()
    }
}

fn asking(file: &ReviewFile, known: bool, effect: Effect) -> Asking {
    let line = &file.row.line;
    let name = if file.name.is_empty() { &line.reviewer } else { &file.name };
    Asking {
        digest: file.digest.clone(),
        name: name.clone(),
        cycle: line.cycle.clone(),
        device: file.device.clone(),
        by: line.by.clone(),
        at: line.at.clone(),
        known,
        key: line.signer.key.clone(),
        mismatch: false,
        whole: true,
        effect,
    }
}
