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
    year::proposal::{self, Metric, Proposal, WorkingFigure},
};
use leptos::prelude::*;

/// Computes the proposals now and whenever the year changes.
pub fn start(shell: Shell, app: Services) {
    let all = Memo::new(move |_| {
        shell.lang.track();
        let Some(cycle) = app.planning.days() else { return Vec::new() };
        app.work.set.with(|set| {
            app.planning.year.with(|year| {
                app.planning.guidance.with(|pack| {
                    let all = proposal::all(
                        year,
                        &cycle,
                        &pack.deadlines.deadlines,
                        set,
                        app.planning.today(),
                    );
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

fn line(line: &WorkingFigure) -> String {
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

const fn word(what: Metric) -> Key {
    match what {
        Metric::QuartersSummed => k::PROPOSAL_QUARTERS_SUMMED,
        Metric::BranchesListed => k::PROPOSAL_BRANCHES_LISTED,
        Metric::QuartersConfirmed => k::PROPOSAL_QUARTERS_CONFIRMED,
        Metric::FilesReviewed => k::PROPOSAL_FILES_REVIEWED,
        Metric::MembersRated => k::PROPOSAL_MEMBERS_RATED,
        Metric::PapersComplete => k::PROPOSAL_PAPERS_COMPLETE,
        Metric::TrainingDone => k::PROPOSAL_TRAINING_DONE,
        Metric::CasesHandled => k::PROPOSAL_CASES_HANDLED,
        Metric::HardshipReviews => k::PROPOSAL_HARDSHIP_REVIEWS,
        Metric::PolicyRounds => k::PROPOSAL_POLICY_ROUNDS,
        Metric::PlanEarly => k::PROPOSAL_PLAN_EARLY,
        Metric::BranchesReached => k::PROPOSAL_BRANCHES_REACHED,
        Metric::MonthsPlanned => k::PROPOSAL_MONTHS_PLANNED,
        Metric::TasksOnTime => k::PROPOSAL_TASKS_ON_TIME,
        Metric::TasksDone => k::PROPOSAL_TASKS_DONE,
        Metric::TasksProven => k::PROPOSAL_TASKS_PROVEN,
        Metric::ProjectsRecognised => k::PROPOSAL_PROJECTS_RECOGNISED,
        Metric::BranchesWithTask => k::PROPOSAL_BRANCHES_WITH_TASK,
        Metric::MeetingsHeld => k::PROPOSAL_MEETINGS_HELD,
        Metric::Introduced => k::PROPOSAL_INTRODUCED,
        Metric::QuartersReported => k::PROPOSAL_QUARTERS_REPORTED,
        Metric::TimesReported => k::PROPOSAL_TIMES_REPORTED,
        Metric::JointsSigned => k::PROPOSAL_JOINTS_SIGNED,
    }
}
