//! What taking a backup back would do, before a person says yes.

use super::{Backups, Restored};
use crate::{
    drafts,
    merging::{NotMerged, taken},
    office::Offices,
    reviewing, roll, rolling,
    signing::Signers,
    store::{StoreError, tables},
};
use bcd_core::{
    dossier::Dossier,
    engine::NotTaken,
    format::problem::{Code, Problem},
    id::UnitId,
    intake::Summary,
    merge::{Merged, effect::Effect},
    sync::take::{Answer, Standing},
    upper::case::{self, Case},
};
use std::collections::BTreeMap;

/// A part of a backup, and what taking it back would do here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which part.
    pub part: Part,
    /// What it would do.
    pub effect: Effect,
}

/// What taking a backup back would do here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Part by part.
    pub lines: Vec<Line>,
    /// What an upper level has in it (units, verification, decisions, packs, roll-ups) is not taken: it is not
    /// believed in that.
    pub keeps_desk: bool,
}

/// A part of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A dossier.
    Dossier {
        /// The unit's name.
        name: String,
        /// The cycle.
        cycle: String,
    },
    /// Drafts of packs: how many of them.
    Drafts(usize),
    /// What an office says of its units: how many of them.
    Cases(usize),
    /// An office's list of units.
    Roll,
    /// Packs: how many of them; those that are not here are added.
    Packs(usize),
    /// Roll-ups: how many of them; those that are not here are added.
    Rollups(usize),
    /// Keys of units and of upper levels: how many of them.
    Keys(usize),
    /// What upper levels said: how many of their devices. The second: how many are not taken.
    Answers(usize, usize),
    /// Documents that are not good, and are not taken.
    Bad(NotTaken),
    /// Decisions that are not here, under one number and day.
    Decided(DecidedInBackup),
    /// Units whose decision here would be taken back, by name.
    TakenBack(Vec<String>),
    /// Offices for which its browser spoke and that are not known here, by name.
    Offices(Vec<String>),
}

/// Decisions of a backup in somebody's name, which are not here yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DecidedInBackup {
    /// The number of the decision.
    pub number: String,
    /// Its day.
    pub date: String,
    /// Whether it recognises.
    pub recognised: bool,
    /// Who noted it, as the backup says; may be empty.
    pub by: String,
    /// The units, by the names that submissions here or in the backup give them; else their ids.
    pub units: Vec<String>,
}

impl Backups {
    /// What taking a backup back would do to what is here, part by part; `compared`: the person compared the
    /// words of the device that made it.
    ///
    /// # Errors
    /// [`NotMerged`].
    pub async fn look(&self, backup: &Restored, compared: bool) -> Result<Look, NotMerged> {
        let voice = self.voice(backup, compared).await?;
        let keeps_desk = !voice.has_desk() && backup.has_desk();
        let backup = &*self.heard(backup, &voice).await?;
        let (disk, mut lines) = (self.core.disk(), Vec::new());
        for (id, theirs) in &backup.found.dossiers {
            let dossier = Dossier::of(theirs.fields.clone());
            let standing = voice.standing(&dossier.unit.id);
            let effect = self.merging.look_at(id, theirs, standing).await?;
            let part = Part::Dossier { name: dossier.unit.name, cycle: dossier.cycle };
            lines.push(Line { part, effect });
        }
        let device = self.core.work.device();
        let would = |here: &Merged, theirs: &Merged| {
            taken(here, theirs, &device, Standing::Own, Answer::Ask)
        };
        if !backup.found.drafts.is_empty() {
            let mut all = Effect::default();
            for (id, theirs) in &backup.found.drafts {
                let here = drafts::stored::read(self.core, id.as_str()).await?.state;
                all = all.and(would(&here, theirs)?);
            }
            lines.push(Line { part: Part::Drafts(backup.found.drafts.len()), effect: all });
        }
        if !backup.found.roll.fields.is_empty() {
            let here = roll::table::load(&disk, roll::table::Which::Real).await?.state;
            lines.push(Line { part: Part::Roll, effect: would(&here, &backup.found.roll)? });
        }
        if !backup.found.cases.is_empty() {
            let mut all = Effect::default();
            let mut decided: BTreeMap<(String, String, bool, String), Vec<&UnitId>> =
                BTreeMap::new();
            let mut taken_back = Vec::new();
            for case in &backup.found.cases {
                let here = reviewing::load(&disk, &case.id).await?;
                all = all.and(would(&here, &case.state)?);
                let mut after = here.clone();
                after.merge(case.state.clone());
                self.has_what_it_names(backup, [&here, &after]).await?;
                let [before, after] = [&here, &after].map(|state| Case::of(&state.fields));
                if before.decided.is_some() && after.decided.is_none() {
                    taken_back.push(&case.id.unit);
                }
                if let Some(it) = after.decided.filter(|it| before.decided.as_ref() != Some(it)) {
                    let steps = after.history.iter().rev();
                    let by = steps.filter(|step| step.value.number == it.number);
                    let by = by.map(|step| step.by.clone()).next().unwrap_or_default();
                    let of = (it.number, it.date, it.recognised, by);
                    decided.entry(of).or_default().push(&case.id.unit);
                }
            }
            lines.push(Line { part: Part::Cases(backup.found.cases.len()), effect: all });
            lines.extend(self.decided(backup, decided, taken_back).await?);
        }
        lines.extend(self.beside(backup).await?);
        if backup.found.bad.count > 0 {
            let part = Part::Bad(backup.found.bad.clone());
            lines.push(Line { part, effect: Effect::default() });
        }
        Ok(Look { lines, keeps_desk })
    }

    // A visit that names a photo which is here, while the backup has it not, would have it sent to the visited unit:
    // one that another unit sent, whose hash whoever made the backup knows.
    async fn has_what_it_names(
        &self,
        backup: &Restored,
        [here, after]: [&Merged; 2],
    ) -> Result<(), NotMerged> {
        let (disk, known) = (self.core.disk(), case::photos(here));
        for hash in case::photos(after).difference(&known) {
            let is_here = disk.text(tables::FILE_TYPES, hash.as_str()).await?.is_some();
            if is_here && backup.bytes(hash).is_none() {
                return Err(NotMerged::Refused(Problem::whole(Code::FileMissing, &[hash])));
            }
        }
        Ok(())
    }

    // What a backup brings that is not merged, but stands beside what is here.
    async fn beside(&self, backup: &Restored) -> Result<Vec<Line>, StoreError> {
        let (disk, mut lines) = (self.core.disk(), Vec::new());
        let mut add = |part: Part, new: usize| {
            lines.push(Line { part, effect: Effect { added: new, ..Effect::default() } });
        };
        if !backup.found.packs.is_empty() {
            let mut new = 0;
            for (_, line) in &backup.found.packs {
                new += usize::from(disk.text(tables::PACKS, &line.digest).await?.is_none());
            }
            add(Part::Packs(backup.found.packs.len()), new);
        }
        if !backup.found.rollups.is_empty() {
            let new = rolling::restored::new(&disk, backup).await?.len();
            add(Part::Rollups(backup.found.rollups.len()), new);
        }
        if !backup.found.signers.is_empty() {
            let new = Signers(self.core).restored(&backup.found.signers).await?.len();
            add(Part::Keys(backup.found.signers.len()), new);
        }
        let known = Offices(self.core).known().await?;
        let new = backup.found.offices.iter().map(|it| &it.unit);
        let new = new.filter(|unit| known.iter().all(|it| it.unit.id != unit.id));
        let new: Vec<String> = new.map(|unit| unit.name.clone()).collect();
        let count = new.len();
        if count > 0 {
            add(Part::Offices(new), count);
        }
        if !backup.found.reviews.is_empty() {
            let (new, left_out) = reviewing::said_anew(&disk, &backup.found.reviews).await?;
            add(Part::Answers(backup.found.reviews.len(), left_out), new.len());
        }
        Ok(lines)
    }

    // Decisions with the names of the units.
    async fn decided(
        &self,
        backup: &Restored,
        decided: BTreeMap<(String, String, bool, String), Vec<&UnitId>>,
        taken_back: Vec<&UnitId>,
    ) -> Result<Vec<Line>, StoreError> {
        if decided.is_empty() && taken_back.is_empty() {
            return Ok(Vec::new());
        }
        let here = self.core.disk().rows::<Summary>(tables::RECEIVED, "").await?;
        let here = here.iter().map(|(_, summary)| summary);
        let all = backup.found.received.iter().map(|(_, summary)| summary).chain(here);
        let names: BTreeMap<&UnitId, &str> = all.map(|it| (&it.unit, it.name.as_str())).collect();
        let name = |unit: &UnitId| names.get(unit).copied().unwrap_or(unit.as_str()).to_owned();
        let line = |((number, date, recognised, by), units): (_, Vec<&UnitId>)| {
            let units: Vec<String> = units.into_iter().map(name).collect();
            let effect = Effect { added: units.len(), ..Effect::default() };
            let decided = DecidedInBackup { number, date, recognised, by, units };
            Line { part: Part::Decided(decided), effect }
        };
        let gone: Vec<String> = taken_back.into_iter().map(name).collect();
        let gone = (!gone.is_empty()).then(|| {
            let effect = Effect { emptied: gone.len(), ..Effect::default() };
            Line { part: Part::TakenBack(gone), effect }
        });
        Ok(gone.into_iter().chain(decided.into_iter().map(line)).collect())
    }
}
