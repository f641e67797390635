//! A sample upper level to play with: made through the app's own way – a list of units, submissions that
//! the engine freezes and that are taken in, cases with what an officer said – and marked, so that nothing
//! of it is ever sent, counted or kept as real. While it is there the desk shows it alone.

use crate::{
    bytes::Bytes,
    core::Core,
    exchange::receiving::{ReceiveOutcome, Receiving},
    merging::Consent,
    office::SAMPLE,
    received::write_beside,
    reviewing::{LookedAt, NotDone, Reviewing},
    roll::{Rolls, table},
    rows,
    services::Services,
    signing,
    store::{Op, StoreError, tables},
};
use bcd_core::{
    criteria::CriteriaSet,
    engine::{Request, Response},
    field::Path,
    format::envelope::{EnvelopeHead, UnitRef},
    id::{DeviceId, DossierId, ItemId},
    intake::Summary,
    sample::{
        desk::{self, SampleStage, SampleUnit},
        names::WORDS,
        year::WorkingYear,
    },
    signer::Signer,
    upper::{
        case::{CaseState, Verdict, command::CaseCommand},
        office::Office,
    },
    year::cycle::{Cycle, CycleKind},
};
use chrono::{Datelike, NaiveDate};
use serde_json::Value;
use std::collections::BTreeMap;

/// Why there is no sample. Then nothing of it is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotSampled {
    /// The store.
    Store(StoreError),
    /// What an officer does in it could not be done.
    Case(NotDone),
    /// The engine failed; a text for the error report.
    Engine(String),
}

impl From<StoreError> for NotSampled {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<NotDone> for NotSampled {
    fn from(error: NotDone) -> Self {
        Self::Case(error)
    }
}

/// The sample upper level. Copy: it holds handles.
#[derive(Clone, Copy)]
pub struct SampleDesk {
    core: Core,
    receiving: Receiving,
    reviewing: Reviewing,
    rolls: Rolls,
}

// What is asked, in both forms.
struct Asked {
    value: Value,
    set: CriteriaSet,
    today: NaiveDate,
}

impl Asked {
    fn year(&self) -> usize {
        usize::try_from(self.today.year()).unwrap_or_default()
    }

    fn items(&self) -> Vec<ItemId> {
        self.set.items().map(|(_, item)| item.id.clone()).collect()
    }
}

impl Services {
    /// The sample upper level, at these desks.
    pub fn sample_desk(&self, reviewing: Reviewing, rolls: Rolls) -> SampleDesk {
        SampleDesk { core: self.core(), receiving: self.receiving, reviewing, rolls }
    }
}

impl SampleDesk {
    /// Makes it, for an office of this name; `progress` hears how many of the units are there. Where there
    /// is one, nothing happens.
    ///
    /// # Errors
    /// [`NotSampled`].
    pub async fn make(
        &self,
        office: &str,
        progress: impl Fn(usize, usize),
    ) -> Result<(), NotSampled> {
        let unit = UnitRef { id: desk::office(), name: office.to_owned() };
        let row = Office { unit, signs: String::new() };
        // First, so that whatever comes after it is the sample's, and so that two taps make one.
        let expected = vec![(SAMPLE.to_owned(), None)];
        let ops = vec![rows::put(tables::META, SAMPLE, &row)];
        if !self.core.disk().swap(tables::META, expected, ops).await? {
            return Ok(());
        }
        let made = self.fill(office, &progress).await;
        if made.is_err() {
            self.remove().await?;
        }
        made
    }

    async fn fill(&self, office: &str, progress: &dyn Fn(usize, usize)) -> Result<(), NotSampled> {
        let (core, engine) =
            (self.core, |error: serde_json::Error| NotSampled::Engine(error.to_string()));
        let value: Value = serde_json::from_str(&core.work.criteria()).map_err(engine)?;
        let set = serde_json::from_value(value.clone()).map_err(engine)?;
        let asked = Asked { value, set, today: core.host().clock.unit_day() };
        self.rolls.read().await?;
        let (units, cycle) = (desk::units(office), cycle_of(&asked));
        self.rolls.set(desk::list(&units, &cycle, asked.today)).await?;
        let mut latest = Vec::new();
        for it in &units {
            if it.recognised_before {
                latest.push((it, self.sends(it, asked.year() - 1, 1, &asked).await?, true));
            }
            if it.stage.sent() > 0 {
                latest.push((
                    it,
                    self.sends(it, asked.year(), it.stage.sent(), &asked).await?,
                    false,
                ));
            }
            progress(it.number + 1, units.len());
        }
        self.receiving.finish();
        self.reviewing.read().await?;
        for (it, at, before) in latest {
            self.verifies(it, &at, before, &asked).await?;
        }
        self.reviewing.close();
        Ok(())
    }

    // What a unit sends in a year, one after the other, each taken in; the last of them.
    async fn sends(
        &self,
        it: &SampleUnit,
        year: usize,
        numbers: u32,
        asked: &Asked,
    ) -> Result<LookedAt, NotSampled> {
        let device = DeviceId(it.new_id(0, 12));
        let unit = it.unit.clone();
        let work = WorkingYear::new(it.key(year), year, it.strength, &asked.set, (unit, device));
        let mut work = work.as_sample();
        work.is_assessed();
        let (mut before, mut at): (BTreeMap<Path, Value>, Option<String>) = (BTreeMap::new(), None);
        for seq in 1..=numbers {
            if seq > 1 {
                work.is_improved(seq as usize);
            }
            let day = desk::day_of(it, seq, asked.today);
            let day = if year < asked.year() { of_year(day, year) } else { day };
            let head = EnvelopeHead {
                id: it.new_id(year, 30 + seq as usize),
                unit: it.unit.id.0.clone(),
                name: it.unit.name.clone(),
                cycle: year.to_string(),
                seq,
                parent: at.take(),
                device: work.device.0.clone(),
                by: it.secretary.clone(),
                at: format!("{day}T09:00:00+07:00"),
                signer: Signer::default(),
                ..self.core.head()
            };
            let request = Request::Freeze {
                head,
                dossier: DossierId(it.new_id(year, 31)),
                fields: work.dossier.fields.clone(),
                set: asked.value.clone(),
                before,
                files: vec![],
                warned: false,
            };
            let (digest, shared) = self.takes(&request).await?;
            (before, at) = (shared, Some(digest));
        }
        let digest = at.unwrap_or_default();
        Ok(LookedAt { unit: it.unit.id.clone(), cycle: year.to_string(), digest })
    }

    // Freezes a submission, and takes it in as if it had come.
    async fn takes(
        &self,
        request: &Request,
    ) -> Result<(String, BTreeMap<Path, Value>), NotSampled> {
        let (response, blobs) = self.core.ask(request, &[]).await.map_err(NotSampled::Engine)?;
        let (Response::Written { digest, shared, problems, .. }, Some(file)) =
            (response, blobs.get(1).cloned())
        else {
            return Err(NotSampled::Engine("no submission".to_owned()));
        };
        if let Some(problem) = problems.first() {
            return Err(NotSampled::Engine(format!("{problem:?}")));
        }
        match self.taken(file).await? {
            ReceiveOutcome::Submission(..) => Ok((digest, shared)),
            ReceiveOutcome::Full => Err(StoreError::Quota.into()),
            ReceiveOutcome::NotStored => Err(StoreError::Failed.into()),
            _ => Err(NotSampled::Engine("not taken in".to_owned())),
        }
    }

    async fn taken(&self, file: Bytes) -> Result<ReceiveOutcome, NotSampled> {
        let (checked, blobs) = self.core.check(file).await.map_err(NotSampled::Engine)?;
        let Some(found) = checked.found else {
            return Err(NotSampled::Engine(format!("{:?}", checked.problems)));
        };
        Ok(self.receiving.take_found(found, checked.files, blobs, Consent::Given).await)
    }

    // What an officer says of it, as far as it has come.
    async fn verifies(
        &self,
        it: &SampleUnit,
        at: &LookedAt,
        before: bool,
        asked: &Asked,
    ) -> Result<(), NotSampled> {
        let reviewing = self.reviewing;
        let officer = CaseCommand::SetOfficer(it.officer.clone());
        reviewing.does(&at.unit, &at.cycle, officer).await?;
        let items = asked.items();
        let half = items.get(..items.len() / 2).unwrap_or_default();
        let stage = if before { SampleStage::Recognised } else { it.stage };
        match stage {
            SampleStage::NotRegistered
            | SampleStage::Late
            | SampleStage::Sent
            | SampleStage::SentTwice => {}
            SampleStage::Asked => {
                reviewing.say(at, half, Verdict::Agree, "").await?;
                let some = items.get(items.len() / 2..items.len() / 2 + 2).unwrap_or_default();
                reviewing.say(at, some, Verdict::Ask, &WORDS.asked).await?;
                reviewing.step(at, CaseState::Asked, "").await?;
            }
            SampleStage::Verifying => reviewing.say(at, half, Verdict::Agree, "").await?,
            SampleStage::Passed | SampleStage::Recognised => {
                reviewing.say(at, &items, Verdict::Agree, "").await?;
                reviewing.step(at, CaseState::Passed, "").await?;
            }
        }
        if stage == SampleStage::Recognised {
            let number = format!("{:02}-{}", it.number + 1, WORDS.decision);
            let day = match before {
                true => format!("{}-12-20", at.cycle),
                false => asked.today.to_string(),
            };
            reviewing.decide(at, true, &number, &day, "").await?;
        }
        Ok(())
    }

    /// Removes it, whatever was done to it; the desk shows what is real again. Where there is none, nothing
    /// happens.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was removed.
    pub async fn remove(&self) -> Result<(), StoreError> {
        self.reviewing.close();
        let disk = self.core.disk();
        let mut ops = vec![
            Op::Delete(tables::META, SAMPLE.to_owned()),
            Op::Delete(tables::META, table::SAMPLE_NUMBER.to_owned()),
            Op::DeletePrefix(tables::ROLL, table::SAMPLE.to_owned()),
        ];
        let cases = format!("{}|", desk::office());
        ops.extend(
            [tables::CASES, tables::CASE_LINES].map(|it| Op::DeletePrefix(it, cases.clone())),
        );
        for (digest, summary) in disk.rows::<Summary>(tables::RECEIVED, "").await? {
            if summary.sample && desk::is_its(&summary.unit) {
                ops.push(Op::Delete(tables::RECEIVED, digest.clone()));
                ops.push(Op::Delete(tables::DOCUMENTS, digest));
            }
        }
        ops.extend(signing::of_sample());
        write_beside(&disk, &ops).await?;
        self.core.work.lists_changed();
        self.rolls.read().await?;
        self.reviewing.read().await
    }
}

fn of_year(day: NaiveDate, year: usize) -> NaiveDate {
    i32::try_from(year).ok().and_then(|year| day.with_year(year)).unwrap_or(day)
}

fn cycle_of(asked: &Asked) -> String {
    let cycle = Cycle::around(CycleKind::Calendar, asked.today);
    cycle.map(|cycle| cycle.text()).unwrap_or_default()
}
