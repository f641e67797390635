//! What is wrong with what was typed into the year, in words.

use super::{date, k, t, tf};
use bcd_core::year::faults::InputFaultKind;

/// The sentence of a fault: what is wrong, and that it was kept.
pub fn fault(what: &InputFaultKind) -> String {
    match what {
        InputFaultKind::NoCycle(text) => tf(k::FAULT_NO_CYCLE, &[("text", text)]),
        InputFaultKind::NotADay(text) => tf(k::FAULT_NOT_A_DAY, &[("text", text)]),
        InputFaultKind::NotANumber(text) => tf(k::FAULT_NOT_A_NUMBER, &[("text", text)]),
        InputFaultKind::EndsBeforeStart(start, _) => {
            tf(k::FAULT_ENDS_BEFORE_START, &[("start", &date(&start.to_string()))])
        }
        InputFaultKind::OutsideCycle(day) => {
            tf(k::FAULT_OUTSIDE_CYCLE, &[("day", &date(&day.to_string()))])
        }
        InputFaultKind::MoreThanTotal(n, of) => {
            tf(k::FAULT_MORE_THAN_TOTAL, &[("n", n), ("of", of)])
        }
        InputFaultKind::MoreThanMembers(n, of) => {
            tf(k::FAULT_MORE_THAN_MEMBERS, &[("n", n), ("of", of)])
        }
        InputFaultKind::Over100(n) => tf(k::FAULT_OVER_100, &[("n", n)]),
        InputFaultKind::PartOverWhole(n, of) => {
            tf(k::FAULT_PART_OVER_WHOLE, &[("n", n), ("of", of)])
        }
        InputFaultKind::DoesNotAddUp(n, of) => {
            tf(k::FAULT_DOES_NOT_ADD_UP, &[("n", n), ("of", of)])
        }
        InputFaultKind::NotTheBranches(n, of) => {
            tf(k::FAULT_NOT_THE_BRANCHES, &[("n", n), ("of", of)])
        }
        InputFaultKind::EmptySection(_) => t(k::FAULT_EMPTY_SECTION).to_owned(),
        InputFaultKind::NoSuchBranch(_) => t(k::FAULT_NO_SUCH_BRANCH).to_owned(),
        InputFaultKind::NoSuchItem(item) => tf(k::FAULT_NO_SUCH_ITEM, &[("item", item)]),
        InputFaultKind::HelpsItself => t(k::FAULT_HELPS_ITSELF).to_owned(),
        InputFaultKind::TooManyTasks(n, of) => tf(k::FAULT_TOO_MANY_TASKS, &[("n", n), ("of", of)]),
    }
}
