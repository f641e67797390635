//! The working year of a dossier: plan, meetings, branches, figures, and what follows from them.
//!
//! Everything is in the same fields as the assessment ([`crate::field`]). [`Year`] is a view of
//! them, apart from [`crate::dossier::Dossier`], because the checklist does not need it.
//!
//! - Records: [`task`], [`branch`], [`meeting`], [`figures`], [`life`], [`paper`],
//!   [`registration`], [`proof`]; [`record`] reads and writes them, [`value`] keeps what was typed.
//! - Changes: [`command`]; many at once: [`bulk`], [`copy`], [`open`].
//! - Views: [`plan`] by quarter and month, [`summary`] of branches, [`totals`], [`due`], [`calendar`].
//! - [`faults`]: what is wrong with what was typed. [`proposal`]: what items may be worth.
//! - [`template`], [`deadline`]: data that ships with the app. [`handed`]: what goes up.

pub mod branch;
pub mod bulk;
pub mod calendar;
pub mod command;
pub mod copy;
pub mod cycle;
pub mod deadline;
pub mod due;
pub mod faults;
pub mod figures;
pub mod handed;
pub mod life;
pub mod meeting;
pub mod open;
pub mod paper;
pub mod plan;
pub mod proof;
pub mod proposal;
pub mod record;
pub mod registration;
pub mod summary;
pub mod target;
pub mod task;
pub mod template;
pub mod totals;
pub mod value;

use crate::{
    field::Fields,
    id::{EvidenceId, RecordId},
};
use branch::{Branch, Handed, Pairing};
use cycle::{Cycle, Quarter};
use figures::{Annual, QuarterFigures, Target, quarter_id};
use life::{Contest, Course, Joint, Model, Visit};
use meeting::{Intro, Meeting};
use paper::{Deadline, PaperRecord};
use proof::Proof;
use record::{RecordKind, Records, SELF, live, put};
use registration::Registration;
use serde_json::Value;
use std::collections::BTreeMap;
use task::Task;
use value::FieldType;

/// The working year of one dossier.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Year {
    /// The cycle, as written.
    pub cycle: String,
    /// The unit's kind.
    pub unit_kind: String,
    /// Tasks.
    pub tasks: Records<Task>,
    /// Branches.
    pub branches: Records<Branch>,
    /// Meetings.
    pub meetings: Records<Meeting>,
    /// Introductions.
    pub intros: Records<Intro>,
    /// Quarterly figures, by `<quarter>/<branch>`.
    pub quarters: Records<QuarterFigures>,
    /// Yearly figures, by branch.
    pub annuals: Records<Annual>,
    /// Targets.
    pub targets: Records<Target>,
    /// Visits.
    pub visits: Records<Visit>,
    /// Courses.
    pub courses: Records<Course>,
    /// Contests.
    pub contests: Records<Contest>,
    /// Models.
    pub models: Records<Model>,
    /// Pairings.
    pub pairings: Records<Pairing>,
    /// Joint programmes.
    pub joints: Records<Joint>,
    /// Papers.
    pub papers: Records<PaperRecord>,
    /// Deadlines of this dossier.
    pub deadlines: Records<Deadline>,
    /// What branches handed up, by branch.
    pub handed: Records<Handed>,
    /// The registration.
    pub registration: Registration,
    /// Evidence, as far as the year asks for it.
    pub proofs: BTreeMap<EvidenceId, Proof>,
}

impl Year {
    /// Reads every field.
    pub fn of(fields: &Fields) -> Self {
        let mut year = Self::default();
        for (path, entry) in fields {
            year.put(path, &entry.v);
        }
        year
    }

    /// Puts one field. A field that this version does not know changes nothing here.
    pub fn put(&mut self, path: &str, value: &Value) {
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            ["cycle"] => self.cycle.put(None, value),
            ["unit", "kind"] => self.unit_kind.put(None, value),
            ["registration", rest @ ..] => self.registration.put(rest, value),
            ["evidence", id, rest @ ..] => {
                self.proofs.entry(EvidenceId::from(*id)).or_default().put(rest, value);
            }
            ["quarter", quarter, branch, field] if !branch.is_empty() => {
                if let Some(quarter) = Quarter::parse(quarter) {
                    let id = quarter_id(quarter, branch);
                    put(&mut self.quarters, id.as_str(), (field, None), value);
                }
            }
            [kind, id, field, rest @ ..] if !id.is_empty() && rest.len() < 2 => {
                if let Some(kind) = RecordKind::parse(kind) {
                    self.put_record(kind, id, (field, rest.first().copied()), value);
                }
            }
            _ => {}
        }
    }

    fn put_record(
        &mut self,
        kind: RecordKind,
        id: &str,
        field: (&str, Option<&str>),
        value: &Value,
    ) {
        match kind {
            RecordKind::Task => put(&mut self.tasks, id, field, value),
            RecordKind::Branch => put(&mut self.branches, id, field, value),
            RecordKind::Meeting => put(&mut self.meetings, id, field, value),
            RecordKind::Intro => put(&mut self.intros, id, field, value),
            // Its id has two parts; `put` reads it.
            RecordKind::Quarter => {}
            RecordKind::Annual => put(&mut self.annuals, id, field, value),
            RecordKind::Target => put(&mut self.targets, id, field, value),
            RecordKind::Visit => put(&mut self.visits, id, field, value),
            RecordKind::Course => put(&mut self.courses, id, field, value),
            RecordKind::Contest => put(&mut self.contests, id, field, value),
            RecordKind::Model => put(&mut self.models, id, field, value),
            RecordKind::Pairing => put(&mut self.pairings, id, field, value),
            RecordKind::Joint => put(&mut self.joints, id, field, value),
            RecordKind::Paper => put(&mut self.papers, id, field, value),
            RecordKind::Deadline => put(&mut self.deadlines, id, field, value),
            RecordKind::Handed => put(&mut self.handed, id, field, value),
        }
    }

    /// The cycle as days; `None` if its text is not a cycle.
    pub fn days(&self) -> Option<Cycle> {
        Cycle::parse(&self.cycle)
    }

    /// The branches; the unit itself, under [`SELF`], where there are none.
    pub fn branches_or_self(&self) -> Vec<(RecordId, Branch)> {
        let own = |(id, branch): (&RecordId, &Branch)| (id.clone(), branch.clone());
        let mut all: Vec<_> =
            live(&self.branches).filter(|(id, _)| id.0 != SELF).map(own).collect();
        all.sort_by(|(a_id, a), (b_id, b)| (a.order, &a.name, a_id).cmp(&(b.order, &b.name, b_id)));
        if all.is_empty() {
            let branch = self.branches.get(SELF).cloned().unwrap_or_default();
            all.push((RecordId::from(SELF), branch));
        }
        all
    }

    /// Figures of a quarter; empty ones where nothing was said.
    pub fn quarter(&self, quarter: Quarter, branch: &str) -> QuarterFigures {
        let figures = self.quarters.get(&quarter_id(quarter, branch));
        figures.filter(|figures| !figures.deleted).cloned().unwrap_or_default()
    }
}
