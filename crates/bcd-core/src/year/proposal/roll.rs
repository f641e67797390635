//! Proposals from member figures: lists, confirmations, ratings, cases.

use super::{Book, FoundStep, Metric, every_quarter, line, share, size};
use crate::year::{cycle::Quarter, deadline, record::SELF, totals};
use std::collections::BTreeSet;

/// Branches with a complete list, marked or confirmed in any quarter.
pub fn lists(book: &Book<'_>) -> Option<FoundStep<'static>> {
    let branches = book.year.branches_or_self();
    let confirmed = |id: &str| {
        Quarter::ALL.into_iter().any(|q| book.year.quarter(q, id).confirmed.date().is_some())
    };
    let listed = branches.iter().filter(|(id, branch)| branch.roll || confirmed(id.as_str()));
    let have = size(listed.count());
    if have == 0 && branches.iter().all(|(id, _)| id.0 == SELF) {
        return None;
    }
    share(Metric::BranchesListed, have, Some(size(branches.len())), &[(100, "4"), (90, "2")], "0")
}

/// Quarters whose list was confirmed by its deadline, for the unit or by every branch.
pub fn confirmations(book: &Book<'_>) -> Option<FoundStep<'static>> {
    let branches = book.year.branches_or_self();
    let in_time = |quarter: Quarter, id: &str| {
        let last = deadline::roll_date(book.rules, book.year, book.cycle, quarter);
        let first = book.cycle.quarter(quarter).first;
        let day = book.year.quarter(quarter, id).confirmed.date();
        day.is_some_and(|day| first <= day && day <= last && book.is_past(day))
    };
    let whole = |quarter: &Quarter| {
        in_time(*quarter, SELF) || branches.iter().all(|(id, _)| in_time(*quarter, id.as_str()))
    };
    let have: BTreeSet<Quarter> = Quarter::ALL.into_iter().filter(whole).collect();
    let (count, due) = (size(have.len()), book.quarters_due(&have));
    let step = every_quarter(count, due, ["4", "3", "2", "0"]);
    (due > 0).then(|| (step, vec![line(Metric::QuartersConfirmed, count, due)]))
}

/// Files with this year's remark, of all members.
pub fn remarks(book: &Book<'_>) -> Option<FoundStep<'static>> {
    let have = totals::annual(book.year).reviewed?;
    let steps = [(100, "4"), (95, "3"), (80, "2")];
    share(Metric::FilesReviewed, have, totals::members(book.year), &steps, "0")
}

/// Members rated, of those to be rated.
pub fn ratings(book: &Book<'_>) -> Option<FoundStep<'static>> {
    let annual = totals::annual(book.year);
    let of = annual.eligible.or_else(|| totals::members(book.year));
    share(Metric::MembersRated, annual.rated?, of, &[(100, "3"), (95, "2")], "0")
}

/// New members with complete papers, of all new members.
pub fn admissions(book: &Book<'_>) -> Option<FoundStep<'static>> {
    let sums = totals::whole(book.year);
    share(Metric::PapersComplete, sums.complete, Some(sums.new), &[(100, "3"), (90, "2")], "0")
}

/// Members that signed up and were assessed, of all members.
pub fn training(book: &Book<'_>) -> Option<FoundStep<'static>> {
    let annual = totals::annual(book.year);
    let have = annual.signed_up?.min(annual.assessed?);
    let of = totals::members(book.year);
    share(Metric::TrainingDone, have, of, &[(95, "3"), (80, "2")], "0")
}

/// Cases handled by the rules, of all cases.
pub fn cases(book: &Book<'_>) -> Option<FoundStep<'static>> {
    let sums = totals::whole(book.year);
    share(Metric::CasesHandled, sums.handled, Some(sums.cases), &[(100, "2"), (90, "1")], "0")
}

/// Quarters in which hardship was looked into, as counts.
pub fn hardship(book: &Book<'_>) -> Option<FoundStep<'static>> {
    let looked = |quarter: &Quarter| totals::quarter(book.year, *quarter).sums.hard.is_some();
    let have = size(Quarter::ALL.into_iter().filter(looked).count());
    let step = if have >= 2 { "3" } else { "2" };
    (have > 0).then(|| (step, vec![line(Metric::HardshipReviews, have, None)]))
}
