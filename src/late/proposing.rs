//! Proposals: what the year's notes say items may be worth, with the working in words. They are
//! shown in the checklist and beside the opened item; a person accepts them, or not.

use crate::{
    i18n::{self, Key, k, t, tf},
    shell::Shell,
};
use bcd_app::{
    services::Services,
    workspace::{Phase, Proposed},
};
use bcd_core::{
    criteria::CriteriaSet,
    year::proposal::{self, Line, Proposal, What},
};
use leptos::prelude::*;

/// Proposes, and again whenever the year changes.
pub fn start(shell: Shell, app: Services) {
    let all = Memo::new(move |_| {
        shell.lang.track();
        let Some(cycle) = app.planning.days() else { return Vec::new() };
        app.work.set.with(|set| {
            app.planning.year.with(|year| {
                app.planning.deadlines.with_value(|pack| {
                    let all =
                        proposal::all(year, &cycle, &pack.deadlines, set, app.planning.today());
                    all.iter().map(|one| proposed(one, set)).collect::<Vec<_>>()
                })
            })
        })
    });
    Effect::new(move |_| {
        if app.work.phase.get() == Phase::Ready {
            app.work.propose(all.get());
        }
    });
}

fn proposed(one: &Proposal, set: &CriteriaSet) -> Proposed {
    let points = set
        .item(one.item.as_str())
        .and_then(|item| item.step(one.step.as_str()))
        .map(|step| i18n::points(step.points))
        .unwrap_or_default();
    let working: Vec<String> = one.working.iter().map(line).collect();
    let words = tf(k::PROPOSAL_SAYS, &[("points", &points), ("working", &working.join("; "))]);
    Proposed { item: one.item.clone(), step: one.step.clone(), met: one.met, words }
}

fn line(line: &Line) -> String {
    let what = t(word(line.what));
    match (line.of, line.percent()) {
        (Some(of), Some(percent)) => {
            let values: [(&str, &dyn core::fmt::Display); 4] =
                [("have", &line.have), ("of", &of), ("what", &what), ("percent", &percent)];
            tf(k::PROPOSAL_SHARE, &values)
        }
        _ => tf(k::PROPOSAL_COUNT, &[("have", &line.have), ("what", &what)]),
    }
}

const fn word(what: What) -> Key {
    match what {
        What::QuartersSummed => k::PROPOSAL_QUARTERS_SUMMED,
        What::BranchesListed => k::PROPOSAL_BRANCHES_LISTED,
        What::QuartersConfirmed => k::PROPOSAL_QUARTERS_CONFIRMED,
        What::FilesReviewed => k::PROPOSAL_FILES_REVIEWED,
        What::MembersRated => k::PROPOSAL_MEMBERS_RATED,
        What::PapersComplete => k::PROPOSAL_PAPERS_COMPLETE,
        What::TrainingDone => k::PROPOSAL_TRAINING_DONE,
        What::CasesHandled => k::PROPOSAL_CASES_HANDLED,
        What::HardshipReviews => k::PROPOSAL_HARDSHIP_REVIEWS,
        What::PolicyRounds => k::PROPOSAL_POLICY_ROUNDS,
        What::PlanEarly => k::PROPOSAL_PLAN_EARLY,
        What::BranchesReached => k::PROPOSAL_BRANCHES_REACHED,
        What::MonthsPlanned => k::PROPOSAL_MONTHS_PLANNED,
        What::TasksOnTime => k::PROPOSAL_TASKS_ON_TIME,
        What::TasksDone => k::PROPOSAL_TASKS_DONE,
        What::TasksProven => k::PROPOSAL_TASKS_PROVEN,
        What::ProjectsRecognised => k::PROPOSAL_PROJECTS_RECOGNISED,
        What::BranchesWithTask => k::PROPOSAL_BRANCHES_WITH_TASK,
        What::MeetingsHeld => k::PROPOSAL_MEETINGS_HELD,
        What::Introduced => k::PROPOSAL_INTRODUCED,
        What::QuartersReported => k::PROPOSAL_QUARTERS_REPORTED,
        What::TimesReported => k::PROPOSAL_TIMES_REPORTED,
        What::JointsSigned => k::PROPOSAL_JOINTS_SIGNED,
    }
}
