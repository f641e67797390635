//! Proposals from the plan and its tasks.

use super::{Book, FoundStep, Metric, every_quarter, line, reached, share, size};
use crate::{
    criteria::Item,
    year::{
        proof::proof_name,
        record::{RecordKind, SELF, live},
        summary::count,
        task::{ProjectKind, Task},
    },
};
use std::collections::BTreeSet;

/// The plan issued in the first month of the cycle or before, and taken to every branch.
/// "Early" as the first month is this project's proposal; a district's plan of 2015 was of 5
/// January.
pub fn annual_plan(book: &Book<'_>, item: &str) -> Option<FoundStep<'static>> {
    let papers = live(&book.year.papers).map(|(_, paper)| paper);
    let papers: Vec<_> = papers.filter(|paper| paper.template == "annual-plan").collect();
    let proofs = book.year.proofs.values();
    let proofs = proofs.filter(|proof| !proof.deleted && proof.items.contains(item));
    let days = papers.iter().map(|paper| &paper.date).chain(proofs.map(|proof| &proof.date));
    let issued = days.filter_map(|day| day.date()).filter(|day| book.is_past(*day)).min()?;
    let early = issued <= book.cycle.month(1).last;
    let meetings = book.year.meetings.values().filter(|meeting| meeting.items.contains(item));
    let meetings = meetings.filter(|meeting| meeting.held(book.today).is_some());
    let reached: BTreeSet<&String> = papers
        .iter()
        .flat_map(|paper| &paper.branches)
        .chain(meetings.flat_map(|meeting| &meeting.branches))
        .collect();
    let branches = book.year.branches_or_self();
    let there = branches.iter().filter(|(id, _)| id.0 == SELF || reached.contains(&id.0));
    let (have, of) = (size(there.count()), size(branches.len()));
    let step = if early && have >= of { "5" } else { "3" };
    let working =
        vec![line(Metric::PlanEarly, u64::from(early), 1), line(Metric::BranchesReached, have, of)];
    Some((step, working))
}

/// Months in which a task with a day and somebody to lead it begins or ends.
pub fn period_plans(book: &Book<'_>) -> Option<FoundStep<'static>> {
    let tasks = book.year.tasks.values().filter(|task| task.counts());
    let led = tasks.filter(|task| !task.lead.trim().is_empty());
    let months: BTreeSet<u8> = led
        .flat_map(|task| [task.begins(), task.due()])
        .filter_map(|day| book.cycle.month_of(day?))
        .collect();
    let have = size(months.len());
    let step = reached(have, 12, &[(100, "3"), (75, "2")], "0");
    (have > 0).then(|| (step, vec![line(Metric::MonthsPlanned, have, 12)]))
}

/// Tasks done by their day, of those done or late.
pub fn tasks(book: &Book<'_>) -> Option<FoundStep<'static>> {
    let count = count(book.year.tasks.values(), book.today);
    let (have, of) = (u64::from(count.on_time), u64::from(count.due));
    let steps = [(90, "5"), (80, "4"), (70, "3"), (50, "1")];
    share(Metric::TasksOnTime, have, Some(of), &steps, "0")
}

/// The best of three steps when something was done with evidence and nothing for the item is late;
/// the middle one when something was done; the last when all of it is late.
pub fn activity<'a>(book: &Book<'_>, item: &'a Item) -> Option<FoundStep<'a>> {
    let [full, part, none] = item.ladder.as_slice() else { return None };
    let serving =
        || live(&book.year.tasks).filter(|(_, task)| task.items.contains(item.id.as_str()));
    let count = count(serving().map(|(_, task)| task), book.today);
    let proven = serving()
        .filter(|(id, task)| {
            task.is_done() && book.proven.contains(proof_name(RecordKind::Task, id).as_str())
        })
        .count();
    let step = match (count.done, count.late) {
        (0, 0) => return None,
        (0, _) => none,
        (_, 0) if proven > 0 => full,
        (_, _) => part,
    };
    let step = step.id.as_str();
    let done = u64::from(count.done);
    let working = vec![
        line(Metric::TasksDone, done, u64::from(count.due)),
        line(Metric::TasksProven, size(proven), done),
    ];
    Some((step, working))
}

/// A recognised project of the unit, and a youth task in every branch.
pub fn projects(book: &Book<'_>) -> Option<FoundStep<'static>> {
    let tasks = || book.year.tasks.values().filter(|task| task.counts());
    let of_unit = |task: &&Task| task.project == ProjectKind::Unit;
    let recognised = tasks().filter(of_unit).filter(|task| task.is_done() && task.recognised);
    let recognised = size(recognised.count());
    let of_branches = || tasks().filter(|task| task.project == ProjectKind::Branch);
    let with_task: BTreeSet<&String> = of_branches().flat_map(|task| &task.branches).collect();
    let branches = book.year.branches_or_self();
    let there = branches.iter().filter(|(id, _)| match id.as_str() {
        SELF => of_branches().next().is_some(),
        _ => with_task.contains(&id.0),
    });
    let (have, of) = (size(there.count()), size(branches.len()));
    let step = match (recognised > 0, have >= of) {
        (true, true) => "4",
        (true, false) | (false, true) => "3",
        (false, false) => "0",
    };
    let any = tasks().any(|task| task.project != ProjectKind::None);
    let working = vec![
        line(Metric::ProjectsRecognised, recognised, None),
        line(Metric::BranchesWithTask, have, of),
    ];
    any.then_some((step, working))
}

/// Quarters with a report to the Party committee or work with it, else how many times.
pub fn party_reports(book: &Book<'_>, item: &str) -> Option<FoundStep<'static>> {
    let days = book.days_for(item);
    let quarters = book.quarters_of(&days);
    let (have, due, times) = (size(quarters.len()), book.quarters_due(&quarters), size(days.len()));
    let by_times = if times >= 2 { "2" } else { "1" };
    let step = every_quarter(have, due, ["3", by_times, by_times, by_times]);
    let working =
        vec![line(Metric::QuartersReported, have, due), line(Metric::TimesReported, times, None)];
    (times > 0).then_some((step, working))
}

/// Joint programmes signed, or documents that prove them, where these are more.
pub fn joint_programmes(book: &Book<'_>, item: &str) -> Option<FoundStep<'static>> {
    let signed = live(&book.year.joints).filter_map(|(_, joint)| joint.signed.date());
    let signed = signed.filter(|day| book.is_past(*day)).count();
    let proofs = book.year.proofs.values();
    let proofs = proofs.filter(|proof| !proof.deleted && proof.items.contains(item)).count();
    let have = size(signed.max(proofs));
    let step = if have >= 2 { "4" } else { "2" };
    (have > 0).then(|| (step, vec![line(Metric::JointsSigned, have, None)]))
}
