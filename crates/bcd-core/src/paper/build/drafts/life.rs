//! Drafts of what a unit keeps beside its plan: youth projects, the training programme, 1+1, joint
//! programmes.

use super::{DraftSource, aimed, lines, section};
use crate::{
    paper::{
        build::{
            intros::{Introduction, IntrosBranch, IntrosInput},
            joint::JointInput,
            project::{ProjectsInput, YouthProject},
            training::{TrainingBranch, TrainingInput},
        },
        letterhead::Letterhead,
    },
    year::{
        figures::TargetKind,
        life::Joint,
        meeting::{Intro, IntroTo},
        paper::PaperRecord,
        plan,
        record::{RecordKind, SELF, live},
        summary, target,
        task::ProjectKind,
        totals,
        value::Figure,
    },
};
use std::collections::BTreeMap;

fn whole(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn number(figure: &Figure) -> Option<i64> {
    figure.get().map(whole)
}

/// Youth projects of the plan, those of the unit first.
pub(super) fn projects(
    from: &DraftSource<'_>,
    written: &PaperRecord,
    head: Letterhead,
) -> ProjectsInput {
    let year = from.year;
    let all = plan::ordered(year).into_iter().filter(|(_, task)| task.counts());
    let mut projects: Vec<YouthProject> = all
        .filter(|(_, task)| task.project != ProjectKind::None)
        .map(|(id, task)| YouthProject {
            name: task.content.clone(),
            of_branch: task.project == ProjectKind::Branch,
            place: task.place.clone(),
            volume: aimed(task),
            value: number(&task.cost),
            start: task.start.0.clone(),
            end: task.end.0.clone(),
            lead: task.lead.clone(),
            people: number(&task.people),
            photos: year.proofs_of(RecordKind::Task, id).count(),
            recognised: task.recognised,
        })
        .collect();
    projects.sort_by_key(|project| project.of_branch);
    ProjectsInput {
        letterhead: head,
        cycle: year.cycle.clone(),
        grounds: section(written, "grounds"),
        aims: section(written, "aims"),
        organisation: section(written, "organisation"),
        projects,
    }
}

// A branch's name; the unit's own where it has no branches.
fn named(from: &DraftSource<'_>, id: &str, name: &str) -> String {
    if id == SELF { from.dossier.unit.name.clone() } else { name.to_owned() }
}

/// The training programme with the figures of the branches.
pub(super) fn training(
    from: &DraftSource<'_>,
    written: &PaperRecord,
    head: Letterhead,
) -> TrainingInput {
    let year = from.year;
    let members = totals::latest_members(year);
    let line = |(id, branch): (crate::id::RecordId, crate::year::branch::Branch)| {
        let annual = year.annuals.get(&id).filter(|annual| !annual.deleted);
        TrainingBranch {
            name: named(from, id.as_str(), &branch.name),
            members: members.get(id.as_str()).copied().map(whole),
            signed_up: annual.and_then(|annual| number(&annual.signed_up)),
            assessed: annual.and_then(|annual| number(&annual.assessed)),
        }
    };
    let branches: Vec<TrainingBranch> = year.branches_or_self().into_iter().map(line).collect();
    // A branch prints the form with a row for each member; a unit of many branches, a form that any
    // of them can use.
    let rows = match branches.as_slice() {
        [one] => one.signed_up.or(one.members).and_then(|n| u16::try_from(n).ok()),
        _ => None,
    };
    let classes = totals::annual(year).classes.into_iter().map(|(id, n)| (id, whole(n)));
    TrainingInput {
        letterhead: head,
        cycle: year.cycle.clone(),
        guide: section(written, "guide"),
        branches,
        classes: classes.collect(),
        labels: from.classes.to_vec(),
        rows: rows.unwrap_or_default(),
    }
}

/// 1+1: figures by branch, introductions by day.
pub(super) fn intros(
    from: &DraftSource<'_>,
    written: &PaperRecord,
    head: Letterhead,
) -> IntrosInput {
    let year = from.year;
    let days = year.days();
    let mut goals: BTreeMap<String, i64> = BTreeMap::new();
    for line in days.map(|cycle| target::lines(year, &cycle)).unwrap_or_default() {
        if let (TargetKind::Introduced, Some(goal)) = (line.target.kind, line.goal) {
            let sum = goals.entry(line.target.branch.clone()).or_default();
            *sum = sum.saturating_add(whole(goal));
        }
    }
    let branches = days.map(|cycle| summary::branches(year, &cycle, from.today));
    let branch = |line: summary::BranchLine| IntrosBranch {
        // A target that names no branch is the unit's.
        goal: goals.get(if line.id.0 == SELF { "" } else { line.id.as_str() }).copied(),
        name: named(from, line.id.as_str(), &line.branch.name),
        introduced: whole(line.introduced),
        admitted: whole(line.admitted),
    };
    let mut all: Vec<&Intro> = live(&year.intros).map(|(_, intro)| intro).collect();
    all.sort_by_key(|intro| intro.date.date());
    let intro = |one: &Intro| Introduction {
        by: one.by.clone(),
        who: one.who.clone(),
        date: one.date.0.clone(),
        association: one.to == IntroTo::Association,
        count: whole(one.introduced()),
        admitted: whole(one.admitted.or_zero()),
        admitted_on: one.admitted_on.0.clone(),
    };
    IntrosInput {
        letterhead: head,
        cycle: year.cycle.clone(),
        survey: section(written, "survey"),
        plan: section(written, "plan"),
        review: section(written, "review"),
        branches: branches.unwrap_or_default().into_iter().map(branch).collect(),
        list: all.into_iter().map(intro).collect(),
    }
}

/// A joint programme as it was noted.
pub(super) fn joint(joint: &Joint, written: &PaperRecord, head: Letterhead) -> JointInput {
    JointInput {
        letterhead: head,
        partner: joint.partner.clone(),
        grounds: section(written, "grounds"),
        aims: section(written, "aims"),
        content: lines(&joint.content),
        ours: lines(&joint.ours),
        theirs: lines(&joint.theirs),
        organisation: section(written, "organisation"),
        signed: joint.signed.0.clone(),
        until: joint.until.0.clone(),
        result: lines(&joint.result),
    }
}
