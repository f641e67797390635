//! Planning: the working year of the open dossier, the plan of an earlier one, the calendar.

use crate::{
    core::Core,
    evidence::Shows,
    exchange::outgoing::{Outgoing, OutgoingForm},
    merging::load,
    store::StoreError,
    workspace::DossierLine,
};
use bcd_core::{
    dossier::Dossier,
    format::pack::guidance::Guidance,
    id::{DossierId, EvidenceId, RecordId},
    paper::agenda::Agenda,
    year::{
        self, Year,
        command::{PledgeField, YearCommand},
        cycle::{Cycle, months_between},
        proof,
        record::RecordKind,
        template::{self, Templates},
    },
};
use chrono::NaiveDate;
use reactive_graph::{owner::StoredValue, prelude::*, signal::RwSignal};
use std::{sync::Arc, time::Duration};

/// Planning: the working year, what a person notes in it, and which day it is.
#[derive(Clone, Copy)]
pub struct Planning {
    pub(crate) core: Core,
    /// The working year of the open dossier.
    pub year: RwSignal<Year>,
    /// What the unit's pack says beside its criteria set.
    pub guidance: RwSignal<Guidance>,
    /// Templates of plans and papers that ship with the app.
    pub templates: StoredValue<Templates>,
    // Today in the unit's time zone, as the pages show it.
    day: RwSignal<NaiveDate>,
}

impl Planning {
    pub(crate) fn new(core: Core) -> Self {
        Self {
            core,
            year: core.year,
            guidance: RwSignal::new(Guidance::default()),
            templates: StoredValue::new(Templates::read(template::SHIPPED).unwrap_or_default()),
            day: RwSignal::new(core.host().clock.unit_day()),
        }
    }

    /// Does what the person wants with the year.
    pub fn change(&self, command: YearCommand) {
        let typing = matches!(
            command,
            YearCommand::Text(..)
                | YearCommand::Figure(..)
                | YearCommand::Below(..)
                | YearCommand::Register(..)
                | YearCommand::Pledge(_, PledgeField::Measure(_) | PledgeField::Lead(_))
        );
        let work = self.core.work;
        let sets = work.dossier.with_untracked(|dossier| {
            self.year
                .with_untracked(|year| year::command::fields_of(command, &dossier.fields, year))
        });
        if typing { work.type_into(sets) } else { work.set_fields(sets) }
    }

    /// Evidence that shows a record of the year; it supports the record's items too.
    pub fn shows_record(&self, kind: RecordKind, record: RecordId) -> Shows {
        let set = self.core.work.set;
        self.proving(move |id, year| {
            let items = set.with_untracked(|set| proof::items(year, kind, &record, set));
            YearCommand::Prove(id.clone(), kind, record.clone(), items, true)
        })
    }

    /// Evidence that the Party committee has confirmed the registration.
    pub fn shows_registration(&self) -> Shows {
        let set = self.core.work.set;
        self.proving(move |id, _| {
            let items = set.with_untracked(|set| proof::registration_items(set));
            YearCommand::ProveRegistration(id.clone(), items, true)
        })
    }

    fn proving(
        &self,
        command: impl Fn(&EvidenceId, &Year) -> YearCommand + Send + Sync + 'static,
    ) -> Shows {
        Shows::Record(Arc::new(move |id: &EvidenceId, dossier: &Dossier| {
            let year = Year::of(&dossier.fields);
            year::command::fields_of(command(id, &year), &dossier.fields, &year)
        }))
    }

    /// Today in the unit's time zone, whatever zone the phone is set to. Views that read it are
    /// redrawn at midnight.
    pub fn today(&self) -> NaiveDate {
        self.day.track();
        self.core.host().clock.unit_day()
    }

    // Keeps the day current in a page that stays open over midnight.
    pub(crate) fn watch_day(self) {
        let turns = self.core.host().turns;
        let again = move || {
            self.turn_day();
            self.watch_day();
        };
        turns.later(Duration::from_secs(60), Box::new(again));
    }

    /// Updates the day, for example when the page comes to the front.
    pub fn turn_day(&self) {
        let today = self.core.host().clock.unit_day();
        if self.day.get_untracked() != today {
            self.day.set(today);
        }
    }

    /// The days of the open cycle; `None` if its name is not a cycle. Follows signals.
    pub fn days(&self) -> Option<Cycle> {
        self.year.with(Year::days)
    }

    /// Dossiers of the same unit in this browser with an earlier cycle, the latest first. Follows
    /// signals.
    pub fn earlier(&self) -> Vec<DossierLine> {
        let Some(now) = self.days() else { return vec![] };
        let (work, tools) = (self.core.work, self.core.tools());
        let fold = |name: &str| tools.folding.fold(name.trim());
        let (unit, sample) = work.dossier.with(|d| (d.unit.clone(), d.sample));
        let name = fold(&unit.name);
        let before = |line: &DossierLine| {
            let months = months_between(&Cycle::parse(&line.cycle)?, &now);
            // If somebody set the unit up again by hand, it has another id; so a unit with the same
            // name counts too.
            let named = !name.is_empty() && fold(&line.name) == name;
            let same = named || (!unit.id.0.is_empty() && line.unit == unit.id);
            (same && line.sample == sample && months > 0).then_some(months)
        };
        let mut lines: Vec<_> = work.dossiers.with(|lines| {
            lines.iter().filter_map(|line| Some((before(line)?, line.clone()))).collect()
        });
        lines.sort_by_key(|(months, _)| *months);
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// The working year of another dossier of this browser.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn year_of(&self, id: &DossierId) -> Result<Year, StoreError> {
        Ok(Year::of(&load(&self.core.disk(), id).await?.state.fields))
    }

    /// The calendar as a file.
    ///
    /// # Errors
    /// A text for the error report.
    pub async fn calendar(&self, agenda: Agenda) -> Result<Outgoing, String> {
        let (unit, cycle) = self
            .core
            .work
            .dossier
            .with_untracked(|d| (self.core.slug(&d.unit.name), self.core.slug(&d.cycle)));
        let bytes = self.core.tools().calendars.calendar(agenda).await?;
        Ok(Outgoing {
            bytes,
            form: OutgoingForm::Calendar,
            name: format!("BCD_{unit}_{cycle}_lich"),
        })
    }
}
