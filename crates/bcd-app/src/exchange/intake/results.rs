//! What became of many files: by what a person has to do about them, however many there were.

use crate::exchange::receiving::{ReceiveOutcome, Received};
use bcd_core::{
    format::{
        limits,
        problem::{Code, Problem},
    },
    intake::{Arrival, Summary},
};
use std::rc::Rc;

/// The bytes that are held for files that wait, together; one file is always.
const MOST_HELD: usize = limits::BUNDLE_BYTES;

/// What a person has to do about a file, or nothing; in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Refused, or not stored.
    Bad,
    /// It waits for an answer of the person.
    Waits,
    /// Nobody knows that the unit wrote it; held apart.
    Unverified,
    /// Kept beside another that says to be the same.
    Doubtful,
    /// A later number than any that was here.
    Newer,
    /// The first of its unit and cycle.
    New,
    /// It was here already.
    Here,
    /// Anything else that was taken in: earlier numbers, own submissions, device files, answers, packs.
    Other,
}

impl Group {
    /// All of them, in their order.
    pub const ALL: [Self; 8] = [
        Self::Bad,
        Self::Waits,
        Self::Unverified,
        Self::Doubtful,
        Self::Newer,
        Self::New,
        Self::Here,
        Self::Other,
    ];

    /// The group of a file.
    pub fn of(outcome: &ReceiveOutcome) -> Self {
        match outcome {
            ReceiveOutcome::Bad(_)
            | ReceiveOutcome::Full
            | ReceiveOutcome::NotStored
            | ReceiveOutcome::Unreadable => Self::Bad,
            ReceiveOutcome::Waits(_) | ReceiveOutcome::Backup(_) | ReceiveOutcome::Sealed(_) => {
                Self::Waits
            }
            ReceiveOutcome::Submission(_, arrival) => match arrival {
                Arrival::Apart => Self::Unverified,
                Arrival::Fork | Arrival::OtherUnit => Self::Doubtful,
                Arrival::Newer => Self::Newer,
                Arrival::New => Self::New,
                Arrival::AlreadyHere => Self::Here,
                Arrival::Older => Self::Other,
            },
            ReceiveOutcome::Own(_)
            | ReceiveOutcome::Device(..)
            | ReceiveOutcome::Review(..)
            | ReceiveOutcome::Pack(_)
            | ReceiveOutcome::Rollup(_) => Self::Other,
        }
    }

    /// Whether a file of it was taken in and needs no answer of the person.
    pub const fn is_taken(self) -> bool {
        !matches!(self, Self::Bad | Self::Waits)
    }
}

/// A file in the list: its number, and what became of it.
pub type Row = (usize, Rc<Received>);

/// What became of each file so far.
#[derive(Default)]
pub struct Results {
    groups: [Vec<Row>; Group::ALL.len()],
    last: usize,
}

impl Results {
    /// How many files.
    pub fn len(&self) -> usize {
        self.groups.iter().map(Vec::len).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many of a group.
    pub fn count(&self, group: Group) -> usize {
        self.groups[group as usize].len()
    }

    /// How many were taken in, how many wait, how many were refused.
    pub fn counts(&self) -> (usize, usize, usize) {
        let (waits, bad) = (self.count(Group::Waits), self.count(Group::Bad));
        (self.len() - waits - bad, waits, bad)
    }

    /// Those of a group, the last one first.
    pub fn rows(&self, group: Group) -> impl Iterator<Item = &Row> {
        self.groups[group as usize].iter().rev()
    }

    /// One that waits.
    pub(super) fn waiting(&self, number: usize) -> Option<&Rc<Received>> {
        let mut rows = self.rows(Group::Waits);
        rows.find(|(other, _)| *other == number).map(|(_, received)| received)
    }

    pub(super) fn add(&mut self, received: Received) {
        self.last += 1;
        self.put(self.last, received);
    }

    // One that would wait is not kept where too much waits already: small files may be large unpacked.
    fn with_room(&self, received: Received) -> Received {
        let open: usize = self.rows(Group::Waits).map(|(_, one)| one.held).sum();
        let fits = open == 0 || open.saturating_add(received.held) <= MOST_HELD;
        if fits || Group::of(&received.outcome) != Group::Waits {
            return received;
        }
        let problem = Problem::whole(Code::TooMuchWaits, &[&(MOST_HELD >> 20)]);
        Received { outcome: ReceiveOutcome::Bad(vec![problem]), held: 0, ..received }
    }

    /// Takes out one that waits.
    pub(super) fn take(&mut self, number: usize) -> Option<Rc<Received>> {
        let rows = &mut self.groups[Group::Waits as usize];
        let at = rows.iter().position(|(other, _)| *other == number)?;
        Some(rows.remove(at).1)
    }

    /// Empties the list. No number is given twice: what a person decided on one of these may still be
    /// under way.
    pub(super) fn clear(&mut self) {
        *self = Self { last: self.last, ..Self::default() };
    }

    /// Puts one in, under its number.
    pub(super) fn put(&mut self, number: usize, received: Received) {
        let received = self.with_room(received);
        let Received { name, outcome, held, pushed } = received;
        let group = Group::of(&outcome);
        let received = Received { name, outcome: in_short(outcome), held, pushed };
        let rows = &mut self.groups[group as usize];
        let at = rows.partition_point(|(other, _)| *other < number);
        rows.insert(at, (number, Rc::new(received)));
    }
}

// Of thousands of submissions only what their lines show is kept.
fn in_short(outcome: ReceiveOutcome) -> ReceiveOutcome {
    let short = |summary: Summary| {
        let Summary { digest, name, cycle, seq, at, .. } = summary;
        Box::new(Summary { digest, name, cycle, seq, at, ..Summary::default() })
    };
    match outcome {
        ReceiveOutcome::Submission(summary, arrival) => {
            ReceiveOutcome::Submission(short(*summary), arrival)
        }
        ReceiveOutcome::Own(summary) => ReceiveOutcome::Own(short(*summary)),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_bounded_and_what_has_no_room_says_so() {
        let sealed = |held: usize| Received {
            name: "tep".into(),
            outcome: ReceiveOutcome::Sealed(Vec::new().into()),
            held,
            pushed: None,
        };
        let mut all = Results::default();
        for held in [MOST_HELD + 1, 1, 0] {
            all.add(sealed(held));
        }
        assert_eq!((all.count(Group::Waits), all.count(Group::Bad)), (1, 2));
        let Some((number, bad)) = all.rows(Group::Bad).last() else { panic!() };
        let ReceiveOutcome::Bad(problems) = &bad.outcome else { panic!() };
        assert_eq!((*number, problems[0].code), (2, Code::TooMuchWaits));
        assert_eq!(problems[0].args, ["256"]);
        // Once the first is answered, there is room.
        assert!(all.take(1).is_some());
        for held in [MOST_HELD - 1, 1, 1] {
            all.add(sealed(held));
        }
        assert_eq!((all.count(Group::Waits), all.count(Group::Bad)), (2, 3));
    }
}
