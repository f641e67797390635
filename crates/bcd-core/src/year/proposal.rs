//! Proposals: what items may be worth by what was noted through the year, with the working.
//!
//! A proposal never changes an answer; a person accepts it like any step. Every function here is
//! monotone: more done, earlier done or better proven never proposes less. The set says which item
//! is calculated how (`prefill`); if an item has several such words, the first one counts. Steps
//! are identified by id; an item whose ladder lacks the step gets no proposal. If nothing was
//! recorded there is no proposal either, since nothing recorded does not mean nothing done.

mod life;
mod roll;
mod work;

use super::{
    Year,
    cycle::{Cycle, Quarter},
    deadline::DeadlineRule,
};
use crate::{
    criteria::{CriteriaSet, Item, Mode, Prefill},
    dossier::Answer,
    id::{ItemId, StepId},
};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A proposed step with its working.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The item.
    pub item: ItemId,
    /// The step of its ladder.
    pub step: StepId,
    /// Whether that step counts as met.
    pub met: bool,
    /// The figures that it follows from, the most telling first.
    pub working: Vec<WorkingFigure>,
}

/// One figure of the working: "11 of 12 meetings".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkingFigure {
    /// Of what.
    pub what: Metric,
    /// How much there is.
    pub have: u64,
    /// Of how much, where that is asked.
    pub of: Option<u64>,
}

impl WorkingFigure {
    /// Whole percent, rounded down; none where there is nothing to compare with.
    pub fn percent(&self) -> Option<u64> {
        let of = self.of.filter(|of| *of > 0)?;
        u64::try_from(u128::from(self.have) * 100 / u128::from(of)).ok()
    }
}

/// What a figure counts. Words for people are made elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Metric {
    /// Quarters with a summary of what members think.
    QuartersSummed,
    /// Branches with a complete member list.
    BranchesListed,
    /// Quarters whose member list was confirmed in time.
    QuartersConfirmed,
    /// Member files with this year's remark.
    FilesReviewed,
    /// Members rated.
    MembersRated,
    /// New members with complete papers.
    PapersComplete,
    /// Members that signed up for the training programme and were assessed.
    TrainingDone,
    /// Cases (moves, growing out, discipline) handled by the rules.
    CasesHandled,
    /// Reviews of hardship.
    HardshipReviews,
    /// Rounds of spreading policies.
    PolicyRounds,
    /// The plan issued in the first month, or before.
    PlanEarly,
    /// Branches that the plan reached.
    BranchesReached,
    /// Months with a planned task, its day and who leads it.
    MonthsPlanned,
    /// Tasks done by their day.
    TasksOnTime,
    /// Tasks for the item that are done.
    TasksDone,
    /// Tasks for the item that are done and have evidence.
    TasksProven,
    /// Youth projects of the unit, recognised.
    ProjectsRecognised,
    /// Branches with a youth task.
    BranchesWithTask,
    /// Meeting periods with a meeting.
    MeetingsHeld,
    /// Young people introduced, beside members.
    Introduced,
    /// Quarters with a report to the Party committee.
    QuartersReported,
    /// Days with a report to the Party committee.
    TimesReported,
    /// Joint programmes signed.
    JointsSigned,
}

/// The result for an item: the id of a step of its ladder, and the working.
type FoundStep<'a> = (&'a str, Vec<WorkingFigure>);

/// What the functions look at.
struct Book<'a> {
    year: &'a Year,
    cycle: &'a Cycle,
    rules: &'a [DeadlineRule],
    today: NaiveDate,
    proven: BTreeSet<&'a str>,
}

type Reckon = for<'a> fn(&Book<'_>, &'a Item) -> Option<FoundStep<'a>>;

/// The function that calculates items with this word; `None` if the app proposes nothing for it.
fn reckoner(word: Prefill) -> Option<Reckon> {
    Some(match word {
        Prefill::Opinions => |book, item| life::opinions(book, item.id.as_str()),
        Prefill::MemberLists => |book, _| roll::lists(book),
        Prefill::Confirmations => |book, _| roll::confirmations(book),
        Prefill::Remarks => |book, _| roll::remarks(book),
        Prefill::Ratings => |book, _| roll::ratings(book),
        Prefill::Admissions => |book, _| roll::admissions(book),
        Prefill::Training => |book, _| roll::training(book),
        Prefill::Cases => |book, _| roll::cases(book),
        Prefill::Hardship => |book, _| roll::hardship(book),
        Prefill::Policies => |book, item| life::policies(book, item.id.as_str()),
        Prefill::AnnualPlan => |book, item| work::annual_plan(book, item.id.as_str()),
        Prefill::PeriodPlans => |book, _| work::period_plans(book),
        Prefill::Tasks => |book, _| work::tasks(book),
        Prefill::Activity => work::activity,
        Prefill::Projects => |book, _| work::projects(book),
        Prefill::Meetings => |book, _| life::meetings(book),
        Prefill::Introductions => |book, _| life::introductions(book),
        Prefill::PartyReports => |book, item| work::party_reports(book, item.id.as_str()),
        Prefill::JointProgrammes => |book, item| work::joint_programmes(book, item.id.as_str()),
        Prefill::Pairings
        | Prefill::Models
        | Prefill::Registration
        | Prefill::Courses
        | Prefill::Often => return None,
    })
}

/// Whether a word proposes a step at all; of several in an item, the first that does is taken.
pub fn reckons(word: Prefill) -> bool {
    reckoner(word).is_some()
}

/// Every proposal that the year's notes give for the items of `set` that are asked of the unit,
/// in the set's order.
pub fn all(
    year: &Year,
    cycle: &Cycle,
    rules: &[DeadlineRule],
    set: &CriteriaSet,
    today: NaiveDate,
) -> Vec<Proposal> {
    let book = Book { year, cycle, rules, today, proven: year.proven() };
    let items = set.items().map(|(_, item)| item);
    let asked = items.filter(|item| item.applies_to(&year.unit_kind));
    let propose = |item: &Item| {
        let reckon = item.prefill.known().find_map(reckoner)?;
        let (step, working) = reckon(&book, item)?;
        let step = item.step(step)?;
        Some(Proposal { item: item.id.clone(), step: step.id.clone(), met: step.met, working })
    };
    asked.filter_map(propose).collect()
}

/// How a proposal stands beside the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Nothing was answered: it is offered.
    Open,
    /// The answer says the same.
    Same,
    /// The answer says something else, or that the item does not apply; it stands.
    Differs,
}

/// How `proposal` stands beside `answer`.
pub fn beside(proposal: &Proposal, answer: &Answer, mode: Mode) -> Beside {
    if answer.na {
        return Beside::Differs;
    }
    let same = match mode {
        Mode::Points => answer.step.as_ref().map(|step| *step == proposal.step),
        Mode::Pass => answer.met.map(|met| met == proposal.met),
    };
    match same {
        None => Beside::Open,
        Some(true) => Beside::Same,
        Some(false) => Beside::Differs,
    }
}

fn line(what: Metric, have: u64, of: impl Into<Option<u64>>) -> WorkingFigure {
    WorkingFigure { what, have, of: of.into() }
}

fn size(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// The first step whose percentage `have` of `of` reaches.
fn reached(have: u64, of: u64, steps: &[(u64, &'static str)], last: &'static str) -> &'static str {
    let reaches = |percent: u64| u128::from(have) * 100 >= u128::from(percent) * u128::from(of);
    steps.iter().find(|(percent, _)| reaches(*percent)).map_or(last, |(_, step)| step)
}

/// A share with its step; none where there is no whole.
fn share(
    what: Metric,
    have: u64,
    of: Option<u64>,
    steps: &[(u64, &'static str)],
    last: &'static str,
) -> Option<FoundStep<'static>> {
    let of = of.filter(|of| *of > 0)?;
    Some((reached(have, of, steps, last), vec![line(what, have, of)]))
}

impl Book<'_> {
    /// Whether a day has come.
    fn is_past(&self, day: NaiveDate) -> bool {
        day <= self.today
    }

    /// Quarters that are over, and those named, which may still run.
    fn quarters_due(&self, have: &BTreeSet<Quarter>) -> u64 {
        let over = |quarter: &Quarter| self.cycle.quarter(*quarter).last < self.today;
        let due = Quarter::ALL.into_iter().filter(|q| over(q) || have.contains(q));
        size(due.count())
    }

    /// Days on which something was done for an item: dated evidence, a meeting flagged for it, a
    /// task that serves it.
    fn days_for(&self, item: &str) -> BTreeSet<NaiveDate> {
        let proofs = self.year.proofs.values();
        let proofs = proofs.filter(|proof| !proof.deleted && proof.items.contains(item));
        let proofs = proofs.filter_map(|proof| proof.date.date());
        let meetings = self.year.meetings.values().filter(|meeting| meeting.items.contains(item));
        let meetings = meetings.filter_map(|meeting| meeting.held(self.today));
        let tasks = self.year.tasks.values().filter(|task| task.is_done());
        let tasks = tasks.filter(|task| task.items.contains(item));
        let tasks = tasks.filter_map(|task| task.done.date().or_else(|| task.due()));
        let all = proofs.chain(meetings).chain(tasks);
        all.filter(|day| self.is_past(*day) && self.cycle.contains(*day)).collect()
    }

    /// The quarters of some days.
    fn quarters_of(&self, days: &BTreeSet<NaiveDate>) -> BTreeSet<Quarter> {
        days.iter().filter_map(|day| self.cycle.quarter_of(*day)).collect()
    }
}

/// "Every quarter": all that are over, once three are; else by their number.
fn every_quarter(have: u64, due: u64, steps: [&'static str; 4]) -> &'static str {
    match have {
        _ if have >= due && due >= 3 => steps[0],
        3.. => steps[1],
        2 => steps[2],
        _ => steps[3],
    }
}
