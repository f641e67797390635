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
        command::{Command, NewRecord},
        figures::Target,
        life::{Contest, Course, Joint, Model, Visit},
        meeting::{Intro, Meeting},
        record::{Kind, SELF},
        task::{Task, TaskState},
        value::Day,
    },
};
use bcd_web::page;
use leptos::prelude::*;

/// Kinds that are noted on the spot, with their words in addresses.
const NOTED: [(&str, Kind); 9] = [
    ("hop", Kind::Meeting),
    ("viec", Kind::Task),
    ("mot-mot", Kind::Intro),
    ("tham", Kind::Visit),
    ("lop", Kind::Course),
    ("thi", Kind::Contest),
    ("mo-hinh", Kind::Model),
    ("phoi-hop", Kind::Joint),
    ("kem", Kind::Pairing),
];

/// What stands open, by what follows the page in the address.
pub fn opened(inner: &str) -> Option<(Kind, RecordId)> {
    let (word, id) = inner.split_once('/')?;
    let (_, kind) = NOTED.iter().find(|(known, _)| *known == word)?;
    Some((*kind, RecordId::from(id)))
}

/// Where a record opens.
pub fn address(kind: Kind, id: &RecordId) -> String {
    let word = NOTED.iter().find(|(_, known)| *known == kind).map(|(word, _)| word);
    match (kind, word) {
        (Kind::Branch, _) => Page::Branches.open(id.0.clone()),
        (Kind::Target, _) => Page::Figures.open(format!("chi-tieu/{id}")),
        (_, Some(word)) => Page::Note.open(format!("{word}/{id}")),
        (_, None) => Page::Note.route(),
    }
    .href()
}

/// What a record of this kind is called.
pub const fn name(kind: Kind) -> Key {
    match kind {
        Kind::Meeting => k::NOTE_KIND_MEETING,
        Kind::Task => k::NOTE_KIND_TASK,
        Kind::Intro => k::NOTE_KIND_INTRO,
        Kind::Visit => k::NOTE_KIND_VISIT,
        Kind::Course => k::NOTE_KIND_COURSE,
        Kind::Contest => k::NOTE_KIND_CONTEST,
        Kind::Model => k::NOTE_KIND_MODEL,
        Kind::Joint => k::NOTE_KIND_JOINT,
        Kind::Pairing => k::NOTE_KIND_PAIRING,
        Kind::Branch => k::NOTE_KIND_BRANCH,
        Kind::Target => k::NOTE_KIND_TARGET,
        Kind::Quarter | Kind::Annual | Kind::Paper | Kind::Deadline | Kind::Handed => {
            k::NOTE_KIND_OTHER
        }
    }
}

/// Begins a record of today, for a branch where one is given, and opens it.
pub fn add(app: Services, kind: Kind, branch: Option<&RecordId>) {
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
        Kind::Meeting => {
            NewRecord::Meeting(Meeting { branches, date: today, ..Meeting::default() })
        }
        Kind::Task => NewRecord::Task(Task {
            state: TaskState::Done,
            done: today.clone(),
            end: today,
            extra: true,
            ..Task::default()
        }),
        Kind::Intro => NewRecord::Intro(Intro { branch: one, date: today, ..Intro::default() }),
        Kind::Visit => NewRecord::Visit(Visit { branches, start: today, ..Visit::default() }),
        Kind::Course => NewRecord::Course(Course { start: today, ..Course::default() }),
        Kind::Contest => NewRecord::Contest(Contest { date: today, ..Contest::default() }),
        Kind::Model => NewRecord::Model(Model { branches, since: today, ..Model::default() }),
        Kind::Joint => NewRecord::Joint(Joint { signed: today, ..Joint::default() }),
        Kind::Pairing => {
            NewRecord::Pairing(Pairing { weak: one, since: today, ..Pairing::default() })
        }
        Kind::Branch => {
            let order = last(app.planning.year.with_untracked(|year| year.branches.len()));
            NewRecord::Branch(Branch { order, ..Branch::default() })
        }
        Kind::Target => {
            let order = last(app.planning.year.with_untracked(|year| year.targets.len()));
            NewRecord::Target(Target { order, ..Target::default() })
        }
        Kind::Quarter | Kind::Annual | Kind::Paper | Kind::Deadline | Kind::Handed => return,
    };
    let id = RecordId(app.work.new_id());
    app.planning.change(Command::Add(id.clone(), Box::new(new)));
    page::go(&address(kind, &id));
}
