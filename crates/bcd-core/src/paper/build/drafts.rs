//! Drafts from a dossier's own year, so that nothing recorded during the year has to be typed
//! again.
//!
//! What only a person can say (grounds, limits, proposals) stands in the sections of the paper's
//! record ([`crate::year::paper::PaperRecord`]); figures, tasks and answers come from the year.

mod life;
mod which;

pub use which::DraftChoice;

use super::{
    Draft,
    minutes::{MeetingForm, MinutesInput, NextTask},
    plan::{PlanInput, PlanSpan, PlanTask, TaskGroup},
    registration::{
        RegistrationInput, RegistrationItem, RegistrationPart, RegistrationStanding as Stands,
    },
    report::{NumberRow, ReportCriterion, ReportInput, ReportPoints},
    self_score::{SelfScoreInput, listed},
};
use crate::{
    criteria::{CriteriaSet, Criterion, Item, Mode},
    dossier::Dossier,
    format::{pack::ClassLabel, share},
    id::RecordId,
    paper::{
        CellValue, NamedFigure,
        letterhead::Letterhead,
        words::{fill, find, words},
    },
    scoring,
    text::Lang,
    year::{
        Year,
        cycle::{Cycle, Quarter},
        meeting::{Form, Meeting},
        paper::PaperRecord,
        plan::{self, TaskRef},
        record::{RecordKind, live},
        registration::{Standing, standings},
        summary, target,
        task::TaskState,
        totals, value,
    },
};
use chrono::NaiveDate;

/// What drafts are made from.
#[derive(Clone, Copy)]
pub struct DraftSource<'a> {
    /// The criteria set.
    pub set: &'a CriteriaSet,
    /// The dossier.
    pub dossier: &'a Dossier,
    /// Its year.
    pub year: &'a Year,
    /// How the unit's upper level calls the classes of members, best first; none = as in the app.
    pub classes: &'a [ClassLabel],
    /// Today, in the unit's zone.
    pub today: NaiveDate,
}

/// The draft of a document. `None` if there is nothing to make it from: no such meeting, or a cycle
/// without days.
pub fn draft(which: &DraftChoice, from: &DraftSource<'_>, head: Letterhead) -> Option<Draft> {
    let written = from.year.papers.get(which.id().as_str()).cloned().unwrap_or_default();
    let plan = |span| Some(Draft::Plan(Box::new(plan_of(span, from, &written, head.clone())?)));
    match which {
        DraftChoice::Plan => plan(PlanSpan::Year),
        DraftChoice::Quarter(quarter) => plan(PlanSpan::Quarter(quarter.number())),
        DraftChoice::Month(month) => plan(PlanSpan::Month(*month)),
        DraftChoice::Registration => Some(Draft::Registration(Box::new(registration(from, head)))),
        DraftChoice::SelfScore => Some(Draft::SelfScore(Box::new(SelfScoreInput {
            letterhead: head,
            set: from.set.clone(),
            fields: from.dossier.fields.clone(),
        }))),
        DraftChoice::Report => Some(Draft::Report(Box::new(report(from, &written, head)))),
        DraftChoice::Projects => {
            Some(Draft::Projects(Box::new(life::projects(from, &written, head))))
        }
        DraftChoice::Training => {
            Some(Draft::Training(Box::new(life::training(from, &written, head))))
        }
        DraftChoice::Intros => Some(Draft::Intros(Box::new(life::intros(from, &written, head)))),
        DraftChoice::Joint(id) => {
            let joint = from.year.joints.get(id).filter(|joint| !joint.deleted)?;
            Some(Draft::Joint(Box::new(life::joint(joint, &written, head))))
        }
        DraftChoice::Minutes(id) => {
            let meeting = from.year.meetings.get(id).filter(|meeting| !meeting.deleted)?;
            Some(Draft::Minutes(Box::new(minutes(meeting, head))))
        }
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn section(written: &PaperRecord, id: &str) -> Vec<String> {
    written.sections.get(id).map(|text| lines(text)).unwrap_or_default()
}

fn count(n: u64) -> Option<CellValue> {
    i64::try_from(n).ok().map(CellValue::Count)
}

fn plan_of(
    span: PlanSpan,
    from: &DraftSource<'_>,
    written: &PaperRecord,
    head: Letterhead,
) -> Option<PlanInput> {
    let (cycle, year) = (from.year.days()?, from.year);
    let tasks = match span {
        PlanSpan::Year => plan::ordered(year),
        PlanSpan::Quarter(n) => {
            let quarter = Quarter::ALL.into_iter().find(|quarter| quarter.number() == n)?;
            plan::in_quarter(year, &cycle, quarter)
        }
        PlanSpan::Month(n) => plan::in_month(year, &cycle, n),
    };
    Some(PlanInput {
        letterhead: head,
        cycle: year.cycle.clone(),
        span,
        subject: written.title.clone(),
        grounds: section(written, "grounds"),
        figures: figures(from, &["branches", "members"]),
        situation: section(written, "situation"),
        aims: section(written, "aims"),
        theme: section(written, "theme").join(" "),
        targets: targets(from, &cycle),
        parts: Vec::new(),
        organisation: section(written, "organisation"),
        tasks: by_criterion(from, tasks),
    })
}

/// Tasks grouped by the first criterion that they serve; those that serve none come last.
fn by_criterion(from: &DraftSource<'_>, tasks: Vec<TaskRef<'_>>) -> Vec<TaskGroup> {
    let of = |line: &TaskRef<'_>| {
        let first = line.1.items.iter().next()?;
        let (criterion, _) = from.set.items().find(|(_, item)| item.id.as_str() == first)?;
        from.set.criteria.iter().position(|one| one.id == criterion.id)
    };
    let group =
        |c: &Criterion| TaskGroup { title: c.title.get(Lang::Vi).to_owned(), tasks: vec![] };
    let mut groups: Vec<TaskGroup> = from.set.criteria.iter().map(group).collect();
    let mut rest = TaskGroup::default();
    for line in tasks {
        let group = of(&line).and_then(|at| groups.get_mut(at)).unwrap_or(&mut rest);
        group.tasks.push(plan_task(from, &line));
    }
    groups.into_iter().chain([rest]).filter(|group| !group.tasks.is_empty()).collect()
}

fn plan_task(from: &DraftSource<'_>, (id, task): &TaskRef<'_>) -> PlanTask {
    PlanTask {
        content: task.content.clone(),
        item: task.items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        start: task.start.0.clone(),
        end: task.end.0.clone(),
        place: task.place.clone(),
        lead: task.lead.clone(),
        help: task.helpers.clone(),
        target: aimed(task),
        cost: task.cost.get().and_then(|cost| i64::try_from(cost).ok()),
        state: standing_of(task.state).to_owned(),
        evidence: shown(from, id),
        result: task.result.clone(),
        note: task.note.clone(),
    }
}

fn standing_of(state: TaskState) -> &'static str {
    let states = &words().plan.states;
    match state {
        TaskState::Planned => states.planned,
        TaskState::Doing => states.doing,
        TaskState::Done => states.done,
        TaskState::Dropped => states.dropped,
    }
}

/// The evidence of a task. A plan leaves the unit, so evidence that stays in the unit is not named.
fn shown(from: &DraftSource<'_>, task: &RecordId) -> String {
    let proofs = from.year.proofs_of(RecordKind::Task, task);
    let found = proofs.filter_map(|id| from.dossier.evidence.get(id)).filter(|one| !one.deleted);
    let told = found.map(|one| share::as_told(one, from.dossier, from.set));
    let (named, kept): (Vec<_>, Vec<_>) = told.partition(Option::is_some);
    listed(named.iter().flatten(), kept.len())
}

/// How much of what: "3 buổi".
fn aimed(task: &crate::year::task::Task) -> String {
    let goal = task.target.get().map_or(String::new(), |n| n.to_string());
    format!("{goal} {}", task.measure.trim()).trim().to_owned()
}

fn targets(from: &DraftSource<'_>, cycle: &Cycle) -> Vec<String> {
    let line = |line: target::TargetLine| {
        let (title, measure) = (line.target.title.trim(), line.target.measure.trim());
        let goal = line.goal.map_or(String::new(), |goal| format!(": {goal} {measure}"));
        (!title.is_empty()).then(|| format!("{title}{goal}").trim_end().to_owned())
    };
    target::lines(from.year, cycle).into_iter().filter_map(line).collect()
}

/// The year's counts, by the names in `data/paper-words.json`, without figures that nobody entered.
fn counted(from: &DraftSource<'_>) -> Vec<(&'static str, u64)> {
    let year = from.year;
    let sums = totals::whole(year);
    let (introduced, admitted) = summary::introductions(year);
    let tasks = summary::count(plan::ordered(year).into_iter().map(|(_, task)| task), from.today);
    let branches = u64::try_from(live(&year.branches).count()).unwrap_or_default();
    let met = year.days().map(|cycle| summary::branches(year, &cycle, from.today));
    let held: u32 = met.map_or(0, |lines| lines.iter().map(|line| line.held).sum());
    let some = |n: u64| (n > 0).then_some(n);
    [
        ("branches", some(branches)),
        ("members", totals::members(year)),
        ("new", some(sums.new)),
        ("moved_in", some(sums.moved_in)),
        ("moved_out", some(sums.moved_out)),
        ("graduated", some(sums.graduated)),
        ("hard", sums.hard),
        ("introduced", some(introduced)),
        ("admitted", some(admitted)),
        ("meetings", some(held.into())),
        ("tasks", some(tasks.all.into())),
        ("done", some(tasks.done.into())),
        ("late", some(tasks.late.into())),
    ]
    .into_iter()
    .filter_map(|(name, n)| Some((name, n?)))
    .collect()
}

fn figures(from: &DraftSource<'_>, wanted: &[&str]) -> Vec<NamedFigure> {
    let figure = |(name, n): (&'static str, u64)| {
        let [name, unit] = find(words().counted, name)?.map(str::to_owned);
        Some(NamedFigure { name, value: count(n)?, unit })
    };
    let counted = counted(from).into_iter().filter(|(name, _)| wanted.contains(name));
    counted.filter_map(figure).collect()
}

fn registration(from: &DraftSource<'_>, head: Letterhead) -> RegistrationInput {
    let said = &from.year.registration;
    let now = standings(from.set, from.dossier);
    let item = |item: &Item| {
        let pledge = said.pledges.get(&item.id).cloned().unwrap_or_default();
        let standing = match pledge.standing {
            Standing::Open => {
                let known = now.iter().find(|(id, _)| *id == item.id);
                known.map_or(Standing::Open, |(_, standing)| *standing)
            }
            said => said,
        };
        let state = match standing {
            Standing::Open => Stands::Open,
            Standing::Met => Stands::Met,
            Standing::Hard => Stands::Hard,
            Standing::Unmet => Stands::Unmet,
        };
        RegistrationItem {
            code: item.id.0.clone(),
            text: item.text.get(Lang::Vi).to_owned(),
            gate: item.gate,
            state,
            measure: pledge.measure,
            until: pledge.until.0,
            lead: pledge.lead,
        }
    };
    let applies = |i: &&Item| i.applies_to(&from.dossier.unit.kind);
    let part = |criterion: &Criterion| RegistrationPart {
        title: criterion.title.get(Lang::Vi).to_owned(),
        items: criterion.groups.iter().flat_map(|g| &g.items).filter(applies).map(item).collect(),
    };
    RegistrationInput {
        to: vec![from.dossier.unit.upper.clone()],
        letterhead: head,
        cycle: from.year.cycle.clone(),
        parts: from.set.criteria.iter().map(part).collect(),
        follower: said.officer.clone(),
        report_by: String::new(),
        party_confirms: true,
    }
}

fn report(from: &DraftSource<'_>, written: &PaperRecord, head: Letterhead) -> ReportInput {
    let score = scoring::score(from.set, from.dossier);
    let points = scoring::mode_of(from.set, from.dossier) == Mode::Points;
    let scored = |got, max, need| points.then_some(ReportPoints { got, max, need });
    let criteria =
        from.set.criteria.iter().zip(&score.criteria).map(|(criterion, part)| ReportCriterion {
            title: criterion.title.get(Lang::Vi).to_owned(),
            points: scored(part.got, part.max, part.need),
            lines: section(written, &format!("lines-{}", criterion.id)),
        });
    let numbers = counted(from).into_iter().filter_map(|(name, n)| {
        let [name, unit] = find(words().counted, name)?.map(str::to_owned);
        Some(NumberRow { name, unit, actual: Some(count(n)?), ..NumberRow::default() })
    });
    let aimed = from.year.days().map(|cycle| target::lines(from.year, &cycle)).unwrap_or_default();
    let aimed = aimed.into_iter().filter(|line| !line.target.title.trim().is_empty());
    let aimed = aimed.map(|line| NumberRow {
        name: line.target.title.trim().to_owned(),
        unit: line.target.measure.trim().to_owned(),
        target: line.goal.and_then(count),
        actual: count(line.reached),
        ..NumberRow::default()
    });
    ReportInput {
        letterhead: head,
        cycle: from.year.cycle.clone(),
        opening: section(written, "opening").join(" "),
        figures: figures(from, &["branches", "members", "new", "introduced", "tasks", "done"]),
        criteria: criteria.collect(),
        total: scored(score.got, score.max, score.need),
        limits: section(written, "limits"),
        next: section(written, "next"),
        proposals: section(written, "proposals"),
        asks_recognition: score.blockers.is_empty(),
        numbers: numbers.chain(aimed).collect(),
    }
}

fn minutes(meeting: &Meeting, head: Letterhead) -> MinutesInput {
    let people = |figure: &value::Figure| figure.get().and_then(|n| u32::try_from(n).ok());
    let task = |content: String| NextTask { content, ..NextTask::default() };
    let period = meeting.date.date().map(|day| {
        let (month, year) = (day.format("%-m").to_string(), day.format("%Y").to_string());
        fill(words().minutes.period, &[("month", &month), ("year", &year)])
    });
    MinutesInput {
        letterhead: head,
        period: period.unwrap_or_default(),
        date: meeting.date.0.clone(),
        place: meeting.place.clone(),
        form: match meeting.form {
            Form::InPerson => MeetingForm::InPerson,
            Form::Online => MeetingForm::Online,
            Form::Joint => MeetingForm::Joint,
            Form::Cluster => MeetingForm::Cluster,
        },
        present: people(&meeting.present),
        total: people(&meeting.total),
        topic: meeting.topic.clone(),
        news: lines(&meeting.news),
        review: lines(&meeting.review),
        next: lines(&meeting.next).into_iter().map(task).collect(),
        opinions: lines(&meeting.opinions),
        conclusions: lines(&meeting.conclusions),
        ..MinutesInput::default()
    }
}
