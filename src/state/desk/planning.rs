//! Planning: the plan of an earlier year of the same unit, and the calendar as a file.

use super::{
    Desk, merging,
    sending::{Form, Outgoing, slug},
};
use crate::{
    platform::{engine, text},
    state::workspace::DossierLine,
    storage::DbError,
};
use bcd_core::{
    id::DossierId,
    paper::agenda::Agenda,
    year::{
        Year,
        cycle::{Cycle, months_between},
    },
};
use leptos::prelude::*;

impl Desk {
    /// Dossiers of the same unit in this browser with an earlier cycle, the latest first.
    pub fn earlier(&self) -> Vec<DossierLine> {
        let Some(now) = self.days() else { return vec![] };
        let (unit, sample) = self.dossier.with(|d| (d.unit.clone(), d.sample));
        let name = text::fold(unit.name.trim());
        let before = |line: &DossierLine| {
            let months = months_between(&Cycle::parse(&line.cycle)?, &now);
            // Started anew by hand, the same unit has another id: people know it by its name.
            let named = !name.is_empty() && text::fold(line.name.trim()) == name;
            let same = named || (!unit.id.0.is_empty() && line.unit == unit.id);
            (same && line.sample == sample && months > 0).then_some(months)
        };
        let mut lines: Vec<_> = self.dossiers.with(|lines| {
            lines.iter().filter_map(|line| Some((before(line)?, line.clone()))).collect()
        });
        lines.sort_by_key(|(months, _)| *months);
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// The working year of another dossier of this browser.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn year_of(&self, id: &DossierId) -> Result<Year, DbError> {
        Ok(Year::of(&merging::fields(id, &mut 0).await?))
    }

    /// The calendar as a file.
    ///
    /// # Errors
    /// A text for the error report.
    pub async fn calendar(&self, agenda: Agenda) -> Result<Outgoing, String> {
        let name = self
            .dossier
            .with_untracked(|d| format!("BCD_{}_{}_lich", slug(&d.unit.name), slug(&d.cycle)));
        let bytes = engine::calendar(agenda).await?;
        Ok(Outgoing { bytes, form: Form::Calendar, name })
    }
}
