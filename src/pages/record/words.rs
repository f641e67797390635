//! Records in addresses: their words, where they open, and how a new one begins.

use crate::{
    i18n::{Key, k},
    pages::Page,
};
use bcd_app::services::Services;
use bcd_core::{
    id::RecordId,
    year::{
        branch::{Branch, Pairing},
        command::{NewRecord, YearCommand},
        figures::Target,
        life::{Contest, Course, Joint, Model, Visit},
        meeting::{Intro, Meeting},
        record::{RecordKind, SELF},
        task::{Task, TaskState},
        value::Day,
    },
};
use bcd_web::page;
use leptos::prelude::*;

/// Kinds that are noted on the spot, with their words in addresses.
const NOTED: [(&str, RecordKind); 9] = [
    ("hop", RecordKind::Meeting),
    ("viec", RecordKind::Task),
    ("mot-mot", RecordKind::Intro),
    ("tham", RecordKind::Visit),
    ("lop", RecordKind::Course),
    ("thi", RecordKind::Contest),
    ("mo-hinh", RecordKind::Model),
    ("phoi-hop", RecordKind::Joint),
    ("kem", RecordKind::Pairing),
];

/// What stands open, by what follows the page in the address.
pub fn opened(inner: &str) -> Option<(RecordKind, RecordId)> {
    let (word, id) = inner.split_once('/')?;
    let (_, kind) = NOTED.iter().find(|(known, _)| *known == word)?;
    Some((*kind, RecordId::from(id)))
}

/// Where a record opens.
pub fn address(kind: RecordKind, id: &RecordId) -> String {
    let word = NOTED.iter().find(|(_, known)| *known == kind).map(|(word, _)| word);
    match (kind, word) {
        (RecordKind::Branch, _) => Page::Branches.open(id.0.clone()),
        (RecordKind::Target, _) => Page::Figures.open(format!("chi-tieu/{id}")),
        (_, Some(word)) => Page::Note.open(format!("{word}/{id}")),
        (_, None) => Page::Note.route(),
    }
    .href()
}

/// What a record of this kind is called.
pub const fn name(kind: RecordKind) -> Key {
    match kind {
        RecordKind::Meeting => k::NOTE_KIND_MEETING,
        RecordKind::Task => k::NOTE_KIND_TASK,
        RecordKind::Intro => k::NOTE_KIND_INTRO,
        RecordKind::Visit => k::NOTE_KIND_VISIT,
        RecordKind::Course => k::NOTE_KIND_COURSE,
        RecordKind::Contest => k::NOTE_KIND_CONTEST,
        RecordKind::Model => k::NOTE_KIND_MODEL,
        RecordKind::Joint => k::NOTE_KIND_JOINT,
        RecordKind::Pairing => k::NOTE_KIND_PAIRING,
        RecordKind::Branch => k::NOTE_KIND_BRANCH,
        RecordKind::Target => k::NOTE_KIND_TARGET,
        RecordKind::Quarter
        | RecordKind::Annual
        | RecordKind::Paper
        | RecordKind::Deadline
        | RecordKind::Handed => k::NOTE_KIND_OTHER,
    }
}

/// Begins a record of today, for a branch where one is given, and opens it.
pub fn add(app: Services, kind: RecordKind, branch: Option<&RecordId>) {
    let today = Day::from(app.planning.today());
    let only = app.planning.year.with_untracked(|year| match year.branches_or_self().as_slice() {
        [(id, _)] if id.0 != SELF => Some(id.clone()),
        _ => None,
    });
    let branch = branch.cloned().or(only).map(|id| id.0);
    let branches = branch.iter().cloned().collect();
    let one = branch.clone().unwrap_or_default();
    let last = |count: usize| i64::try_from(count).unwrap_or(0) + 1;
    let new = match kind {
        RecordKind::Meeting => {
            NewRecord::Meeting(Meeting { branches, date: today, ..Meeting::default() })
        }
        RecordKind::Task => NewRecord::Task(Task {
            state: TaskState::Done,
            done: today.clone(),
            end: today,
            extra: true,
            ..Task::default()
        }),
        RecordKind::Intro => {
            NewRecord::Intro(Intro { branch: one, date: today, ..Intro::default() })
        }
        RecordKind::Visit => NewRecord::Visit(Visit { branches, start: today, ..Visit::default() }),
        RecordKind::Course => NewRecord::Course(Course { start: today, ..Course::default() }),
        RecordKind::Contest => NewRecord::Contest(Contest { date: today, ..Contest::default() }),
        RecordKind::Model => NewRecord::Model(Model { branches, since: today, ..Model::default() }),
        RecordKind::Joint => NewRecord::Joint(Joint { signed: today, ..Joint::default() }),
        RecordKind::Pairing => {
            NewRecord::Pairing(Pairing { weak: one, since: today, ..Pairing::default() })
        }
        RecordKind::Branch => {
            let order = last(app.planning.year.with_untracked(|year| year.branches.len()));
            NewRecord::Branch(Branch { order, ..Branch::default() })
        }
        RecordKind::Target => {
            let order = last(app.planning.year.with_untracked(|year| year.targets.len()));
            NewRecord::Target(Target { order, ..Target::default() })
        }
        RecordKind::Quarter
        | RecordKind::Annual
        | RecordKind::Paper
        | RecordKind::Deadline
        | RecordKind::Handed => return,
    };
    let id = RecordId(app.work.new_id());
    app.planning.change(YearCommand::Add(id.clone(), Box::new(new)));
    page::go(&address(kind, &id));
}
