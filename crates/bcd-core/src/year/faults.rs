//! What is wrong with what was typed. Nothing is changed, thrown away or held up by it: each
//! fault names a field, and words for people are made elsewhere.

use super::{
    Year,
    cycle::{Cycle, Quarter},
    figures::TargetKind,
    plan,
    record::{Record, RecordKind, Records, SELF, live, path},
    template::Template,
    totals,
    value::{CheckedValue, Day, Figure},
};
use crate::{criteria::CriteriaSet, field::Path, id::RecordId};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Tasks of a dossier beyond which a plan is no plan; up to here everything works as ever.
pub const TASKS: usize = 5_000;

/// One thing that is wrong, at a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFault {
    /// The field, such as `task/<id>/end`; `cycle`, or `task` for all tasks.
    pub path: Path,
    /// What.
    pub what: InputFaultKind,
}

/// What can be wrong, with the values that its sentence names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputFaultKind {
    /// The cycle is neither a year nor two years in a row. (as typed)
    NoCycle(String),
    /// Not a day. (as typed)
    NotADay(String),
    /// Not a whole number. (as typed)
    NotANumber(String),
    /// It ends before it starts. (start, end)
    EndsBeforeStart(NaiveDate, NaiveDate),
    /// A day outside the cycle. (the day)
    OutsideCycle(NaiveDate),
    /// More present than should be there. (present, of)
    MoreThanTotal(u64, u64),
    /// More present than the branches have members. (present, members)
    MoreThanMembers(u64, u64),
    /// A share above 100 %. (percent)
    Over100(u64),
    /// A part that is more than its whole. (part, whole)
    PartOverWhole(u64, u64),
    /// Members do not follow from the quarter before and who came and went. (stated, reckoned)
    DoesNotAddUp(u64, u64),
    /// The unit's own figure is not what its branches add up to. (own, branches)
    NotTheBranches(u64, u64),
    /// A section of a paper that must say something is empty. (the section's id)
    EmptySection(String),
    /// A branch that is not there, or was deleted. (its id)
    NoSuchBranch(String),
    /// An item that the criteria set does not have. (the item)
    NoSuchItem(String),
    /// A branch that helps itself.
    HelpsItself,
    /// More tasks than a plan has. (how many, limit)
    TooManyTasks(usize, usize),
}

/// Everything that is wrong, in the order of the paths' kinds.
pub fn faults(year: &Year, set: &CriteriaSet, templates: &[Template]) -> Vec<InputFault> {
    let cycle = year.days();
    let mut found = FaultList(Vec::new());
    if cycle.is_none() && !year.cycle.is_empty() {
        found.at("cycle".to_owned(), InputFaultKind::NoCycle(year.cycle.clone()));
    }
    let tasks = live(&year.tasks).count();
    if tasks > TASKS {
        found.at("task".to_owned(), InputFaultKind::TooManyTasks(tasks, TASKS));
    }
    check_values(&mut found, year, cycle.as_ref());
    check_spans(&mut found, year);
    check_people(&mut found, year);
    check_shares(&mut found, year);
    check_sums(&mut found, year);
    check_references(&mut found, year, set);
    check_sections(&mut found, year, templates);
    found.0
}

/// Faults of one record, for the page that edits it.
pub fn of_record<'a>(
    all: &'a [InputFault],
    kind: RecordKind,
    id: &RecordId,
) -> impl Iterator<Item = &'a InputFault> {
    let start = path(kind, id, "");
    all.iter().filter(move |fault| fault.path.starts_with(&start))
}

struct FaultList(Vec<InputFault>);

impl FaultList {
    fn at(&mut self, path: Path, what: InputFaultKind) {
        self.0.push(InputFault { path, what });
    }
}

// Days may be outside the cycle where that is their nature: a list confirmed just after it, a
// deadline of the year before, a model or a partner of long standing, the plan's own date.
fn may_leave(kind: RecordKind, field: &str) -> bool {
    match kind {
        RecordKind::Deadline
        | RecordKind::Paper
        | RecordKind::Quarter
        | RecordKind::Handed
        | RecordKind::Model
        | RecordKind::Joint => true,
        RecordKind::Branch | RecordKind::Pairing => true,
        RecordKind::Task => field == "done",
        RecordKind::Meeting
        | RecordKind::Intro
        | RecordKind::Annual
        | RecordKind::Target
        | RecordKind::Visit
        | RecordKind::Course
        | RecordKind::Contest => false,
    }
}

fn check_values(found: &mut FaultList, year: &Year, cycle: Option<&Cycle>) {
    check_records(found, &year.tasks, cycle);
    check_records(found, &year.branches, cycle);
    check_records(found, &year.meetings, cycle);
    check_records(found, &year.intros, cycle);
    check_records(found, &year.quarters, cycle);
    check_records(found, &year.annuals, cycle);
    check_records(found, &year.targets, cycle);
    check_records(found, &year.visits, cycle);
    check_records(found, &year.courses, cycle);
    check_records(found, &year.contests, cycle);
    check_records(found, &year.models, cycle);
    check_records(found, &year.pairings, cycle);
    check_records(found, &year.joints, cycle);
    check_records(found, &year.papers, cycle);
    check_records(found, &year.deadlines, cycle);
    let own = &year.registration;
    for (field, day) in [("registered", &own.registered), ("confirmed", &own.confirmed)] {
        check_day(found, format!("registration/{field}"), day);
    }
    for (item, pledge) in &own.pledges {
        check_day(found, format!("registration/item/{item}/until"), &pledge.until);
    }
}

fn check_day(found: &mut FaultList, path: Path, day: &Day) {
    if day.is_given() && day.date().is_none() {
        found.at(path, InputFaultKind::NotADay(day.0.clone()));
    }
}

fn check_records<R: Record>(found: &mut FaultList, records: &Records<R>, cycle: Option<&Cycle>) {
    for (id, record) in live(records) {
        for (field, look) in record.look() {
            let at = path(R::KIND, id, &field);
            match look {
                CheckedValue::Day(day) => match (day.date(), cycle) {
                    (None, _) => found.at(at, InputFaultKind::NotADay(day.0.clone())),
                    (Some(date), Some(cycle))
                        if !cycle.contains(date) && !may_leave(R::KIND, &field) =>
                    {
                        found.at(at, InputFaultKind::OutsideCycle(date));
                    }
                    (Some(_), _) => {}
                },
                CheckedValue::Figure(Figure::Other(text)) => {
                    found.at(at, InputFaultKind::NotANumber(text.clone()))
                }
                CheckedValue::Figure(Figure::Is(_) | Figure::Open) => {}
            }
        }
    }
}

fn check_spans(found: &mut FaultList, year: &Year) {
    let mut check = |kind, id: &RecordId, field, start: &Day, end: &Day| {
        if let (Some(start), Some(end)) = (start.date(), end.date())
            && end < start
        {
            found.at(path(kind, id, field), InputFaultKind::EndsBeforeStart(start, end));
        }
    };
    for (id, task) in live(&year.tasks) {
        check(RecordKind::Task, id, "end", &task.start, &task.end);
    }
    for (id, visit) in live(&year.visits) {
        check(RecordKind::Visit, id, "end", &visit.start, &visit.end);
    }
    for (id, course) in live(&year.courses) {
        check(RecordKind::Course, id, "end", &course.start, &course.end);
    }
    for (id, pairing) in live(&year.pairings) {
        check(RecordKind::Pairing, id, "until", &pairing.since, &pairing.until);
    }
    for (id, joint) in live(&year.joints) {
        check(RecordKind::Joint, id, "until", &joint.signed, &joint.until);
    }
    for (id, intro) in live(&year.intros) {
        check(RecordKind::Intro, id, "admitted_on", &intro.date, &intro.admitted_on);
    }
}

fn check_people(found: &mut FaultList, year: &Year) {
    let latest = totals::latest_members(year);
    for (id, meeting) in live(&year.meetings) {
        let Some(present) = meeting.present.get() else { continue };
        let at = path(RecordKind::Meeting, id, "present");
        if let Some(total) = meeting.total.get() {
            if present > total {
                found.at(at, InputFaultKind::MoreThanTotal(present, total));
            }
            continue;
        }
        let none = meeting.branches.is_empty().then_some(SELF);
        let branches = meeting.branches.iter().map(String::as_str).chain(none);
        let members: Option<Vec<u64>> = branches.map(|id| latest.get(id).copied()).collect();
        let members = members.map(|all| all.into_iter().fold(0, u64::saturating_add));
        if let Some(members) = members.filter(|members| present > *members) {
            found.at(at, InputFaultKind::MoreThanMembers(present, members));
        }
    }
    for (id, course) in live(&year.courses) {
        if let (Some(present), Some(total)) = (course.present.get(), course.total.get())
            && present > total
        {
            found.at(
                path(RecordKind::Course, id, "present"),
                InputFaultKind::MoreThanTotal(present, total),
            );
        }
    }
}

fn check_shares(found: &mut FaultList, year: &Year) {
    for (id, target) in live(&year.targets) {
        let percent = target.kind == TargetKind::ClassShare || target.measure.trim() == "%";
        let goal = [("goal".to_owned(), &target.goal)].into_iter();
        let plan = target.plan.iter().map(|(quarter, figure)| (format!("plan/{quarter}"), figure));
        let actual = target.actual.iter().map(|(quarter, f)| (format!("actual/{quarter}"), f));
        for (field, figure) in goal.chain(plan).chain(actual).filter(|_| percent) {
            if let Some(number) = figure.get().filter(|number| *number > 100) {
                found.at(path(RecordKind::Target, id, &field), InputFaultKind::Over100(number));
            }
        }
    }
    let mut part = |at: String, part: &Figure, whole: Option<u64>| {
        if let (Some(part), Some(whole)) = (part.get(), whole)
            && part > whole
        {
            found.at(at, InputFaultKind::PartOverWhole(part, whole));
        }
    };
    for (id, intro) in live(&year.intros) {
        part(path(RecordKind::Intro, id, "admitted"), &intro.admitted, Some(intro.introduced()));
    }
    let latest = totals::latest_members(year);
    for (id, annual) in live(&year.annuals) {
        let members = latest.get(id.as_str()).copied();
        let at = |field: &str| path(RecordKind::Annual, id, field);
        part(at("reviewed"), &annual.reviewed, members);
        part(at("eligible"), &annual.eligible, members);
        part(at("rated"), &annual.rated, annual.eligible.get().or(members));
        part(at("signed_up"), &annual.signed_up, members);
        part(at("assessed"), &annual.assessed, members);
        let classes = annual.classes.values().map(Figure::or_zero).fold(0, u64::saturating_add);
        part(at("class"), &Figure::from(classes), annual.rated.get());
    }
    for (id, figures) in live(&year.quarters) {
        let at = |field: &str| path(RecordKind::Quarter, id, field);
        part(at("complete"), &figures.complete, figures.new.get());
        part(at("handled"), &figures.handled, Some(figures.cases()));
    }
}

fn check_sums(found: &mut FaultList, year: &Year) {
    for (id, figures) in live(&year.quarters) {
        let Some((number, branch)) = id.0.split_once('/') else { continue };
        let Some(quarter) = Quarter::parse(number) else { continue };
        let Some(members) = figures.members.get() else { continue };
        // Only beside the quarter right before, and only where somebody said who came and went.
        let known = quarter.before().and_then(|q| year.quarter(q, branch).members.get());
        let came = [&figures.new, &figures.moved_in];
        let went = [&figures.moved_out, &figures.graduated];
        let said = came.iter().chain(&went).all(|figure| figure.get().is_some());
        let add =
            |list: [&Figure; 2]| list.iter().map(|f| f.or_zero()).fold(0, u64::saturating_add);
        if let Some(before) = known.filter(|_| said) {
            let reckoned = before.saturating_add(add(came)).saturating_sub(add(went));
            if reckoned != members {
                found.at(
                    path(RecordKind::Quarter, id, "members"),
                    InputFaultKind::DoesNotAddUp(members, reckoned),
                );
            }
        }
        let total = (branch == SELF).then(|| totals::quarter(year, quarter));
        // With every branch heard, the sum stands, and the unit's own figure is only compared.
        let heard = total.filter(|total| total.said == total.of);
        if let Some(sum) = heard.and_then(|total| total.sums.members).filter(|sum| *sum != members)
        {
            found.at(
                path(RecordKind::Quarter, id, "members"),
                InputFaultKind::NotTheBranches(members, sum),
            );
        }
    }
}

fn check_references(found: &mut FaultList, year: &Year, set: &CriteriaSet) {
    let items = set.by_id();
    let branches: BTreeSet<&str> =
        live(&year.branches).map(|(id, _)| id.as_str()).chain([SELF]).collect();
    let mut branch = |at: String, id: &str| {
        if !id.is_empty() && !branches.contains(id) {
            found.at(at, InputFaultKind::NoSuchBranch(id.to_owned()));
        }
    };
    for (id, task) in plan::ordered(year) {
        for name in &task.branches {
            branch(path(RecordKind::Task, id, &format!("branch/{name}")), name);
        }
    }
    for (id, meeting) in live(&year.meetings) {
        for name in &meeting.branches {
            branch(path(RecordKind::Meeting, id, &format!("branch/{name}")), name);
        }
    }
    for (id, intro) in live(&year.intros) {
        branch(path(RecordKind::Intro, id, "branch"), &intro.branch);
    }
    for (id, target) in live(&year.targets) {
        branch(path(RecordKind::Target, id, "branch"), &target.branch);
    }
    for (id, pairing) in live(&year.pairings) {
        branch(path(RecordKind::Pairing, id, "strong"), &pairing.strong);
        branch(path(RecordKind::Pairing, id, "weak"), &pairing.weak);
    }
    for (id, pairing) in live(&year.pairings) {
        if !pairing.strong.is_empty() && pairing.strong == pairing.weak {
            found.at(path(RecordKind::Pairing, id, "weak"), InputFaultKind::HelpsItself);
        }
    }
    let tasks = live(&year.tasks).map(|(id, task)| (RecordKind::Task, id, &task.items));
    let meetings =
        live(&year.meetings).map(|(id, meeting)| (RecordKind::Meeting, id, &meeting.items));
    for (kind, id, served) in tasks.chain(meetings) {
        for item in served.iter().filter(|item| !items.contains_key(item.as_str())) {
            found.at(
                path(kind, id, &format!("for/{item}")),
                InputFaultKind::NoSuchItem(item.clone()),
            );
        }
    }
}

fn check_sections(found: &mut FaultList, year: &Year, templates: &[Template]) {
    for (id, paper) in live(&year.papers) {
        let Some(template) = templates.iter().find(|one| one.id == paper.template) else {
            continue;
        };
        for section in template.sections.iter().filter(|section| section.is_required()) {
            let text = paper.sections.get(&section.id);
            if text.is_none_or(|text| text.trim().is_empty()) {
                let at = path(RecordKind::Paper, id, &format!("text/{}", section.id));
                found.at(at, InputFaultKind::EmptySection(section.id.clone()));
            }
        }
    }
}
