//! What is inconsistent in a draft, each with its place. What readers of the published pack would
//! refuse comes from the rules by which they read it; the rest is asked or advised.

use super::{Draft, Part};
use crate::{
    criteria::{
        CriteriaSet, Item, Prefill,
        meaning::{self, OtherMeaning},
    },
    dossier::UNIT_KINDS,
    format::{
        check::check_texts,
        limits,
        pack::{
            Pack,
            rules::{self, PackFault},
        },
        problem::Problem,
    },
    id::{ItemId, RecordId},
    text::Text,
    year::cycle::{Cycle, CycleKind},
};
use chrono::Months;
use serde_json::json;

/// Where something is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Title, year, rule.
    Head,
    /// A criterion, by its id.
    Criterion(String),
    /// A group, by its id.
    Group(String),
    /// An item.
    Item(ItemId),
    /// A deadline.
    Deadline(RecordId),
    /// A class of members, by its id.
    Class(String),
    /// A template, by its id.
    Template(String),
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A pack like that is refused.
    Refused(PackFault),
    /// A text like that is refused.
    BadText(Problem),
    /// The year has more bytes than a year may have.
    LongCycle,
    /// The item means something else than in the version before, under the same id.
    OtherMeaning(OtherMeaning),
    /// The year is not written as one, so no deadline can be reckoned.
    StrangeCycle,
    /// Two steps of the ladder are worth the same.
    EqualSteps,
    /// No step counts as met: in pass mode the item can be met, but no step says what for.
    NothingMet,
    /// No kind of unit that the app knows is asked.
    NoKind,
    /// A kind of unit has nothing to answer in the criterion, so it cannot be recognised.
    KindLeftOut(&'static str),
    /// Nothing can be reached: every step is worth nothing.
    Worthless,
    /// There is no item in it.
    Empty,
    /// It has no heading.
    NoHeading,
    /// A word of `prefill` that the app does not know.
    UnknownPrefill(String),
    /// A word of `prefill` proposes steps that the ladder lacks: the word, and what is missing.
    PrefillSteps(Prefill, Vec<&'static str>),
    /// A word of `prefill` proposes by place, of exactly three steps, and the ladder has more or fewer.
    NotThreeSteps(Prefill),
    /// The deadline has no day for units of this kind of year.
    NoDay(CycleKind),
    /// The deadline is far outside the year that it is for.
    OutsideCycle(CycleKind),
    /// It has no name.
    NoName,
}

/// How much a fault weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Readers refuse the pack, so it is not published.
    Stops,
    /// A person must say yes first, or change it.
    Asks,
    /// It may be meant.
    Advises,
}

/// Something wrong at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What.
    pub what: What,
}

impl Fault {
    /// How much it weighs.
    pub fn weight(&self) -> Weight {
        match &self.what {
            What::Refused(_) | What::BadText(_) | What::LongCycle => Weight::Stops,
            What::OtherMeaning(_) => Weight::Asks,
            What::StrangeCycle
            | What::EqualSteps
            | What::NothingMet
            | What::NoKind
            | What::KindLeftOut(_)
            | What::Worthless
            | What::Empty
            | What::NoHeading
            | What::UnknownPrefill(_)
            | What::PrefillSteps(..)
            | What::NotThreeSteps(_)
            | What::NoDay(_)
            | What::OutsideCycle(_)
            | What::NoName => Weight::Advises,
        }
    }

    /// Whether the draft cannot be published as long as it stands.
    pub fn holds_back(&self) -> bool {
        self.weight() != Weight::Advises
    }
}

/// Everything wrong with a draft, the gravest first, each weight in the order of the draft. `before` is
/// the set of the version that it is compared with.
pub fn faults(draft: &Draft, before: Option<&CriteriaSet>) -> Vec<Fault> {
    let pack = draft.pack();
    let cycle: String = draft.get("cycle");
    let mut found = Vec::new();
    found.extend(rules::faults(&pack).into_iter().map(refused));
    found.extend(text_faults(&pack, &cycle));
    if cycle.len() > limits::ID_BYTES {
        found.push(Fault { place: Place::Head, what: What::LongCycle });
    }
    if let Some(before) = before {
        found.extend(meaning_faults(draft, &pack.set, before));
    }
    head_advice(&pack, &cycle, &mut found);
    for item in pack.set.items().map(|(_, item)| item) {
        let advice = item_advice(item, pack.set.rule.gates);
        let place = Place::Item(item.id.clone());
        found.extend(advice.into_iter().map(|what| Fault { place: place.clone(), what }));
    }
    found.extend(deadline_advice(&pack, &cycle));
    // Stable: each weight keeps the order of the draft.
    found.sort_by_key(Fault::weight);
    found
}

fn refused(fault: PackFault) -> Fault {
    let place = match &fault {
        PackFault::BadPackId
        | PackFault::NoTitle
        | PackFault::TooLong(..)
        | PackFault::TooManyItems
        | PackFault::TooManyParts(..)
        | PackFault::NoItems
        | PackFault::BadRule
        | PackFault::NobodyRecognised
        | PackFault::TooManyClasses => Place::Head,
        PackFault::SameItem(id)
        | PackFault::BadItemId(id)
        | PackFault::NoText(id)
        | PackFault::NoSteps(id)
        | PackFault::SameStep(id)
        | PackFault::BadWorth(id)
        | PackFault::RisingLadder(id)
        | PackFault::GateNeverMet(id) => Place::Item(id.clone()),
        PackFault::BadDay(id, _) | PackFault::BadQuarter(id, _) | PackFault::BadDeadlineId(id) => {
            Place::Deadline(id.clone())
        }
        PackFault::BadClass(id) => Place::Class(id.clone()),
        PackFault::BadTemplate(id) => Place::Template(id.clone()),
    };
    Fault { place, what: What::Refused(fault) }
}

// The same check as of every text of a document that comes in.
fn text_faults(pack: &Pack, cycle: &str) -> Vec<Fault> {
    let mut problems = Vec::new();
    check_texts(&json!({ "body": pack, "cycle": cycle }), &mut problems);
    let fault = |problem: Problem| Fault {
        place: place_of(pack, &problem.place),
        what: What::BadText(problem),
    };
    problems.into_iter().map(fault).collect()
}

// The place of a path such as `body/set/criteria/1/groups/2/items/3/text/vi`, which counts from 1.
fn place_of(pack: &Pack, path: &str) -> Place {
    let steps: Vec<&str> = path.split('/').collect();
    let at = |step: usize| steps.get(step).and_then(|n| n.parse::<usize>().ok()).map(|n| n - 1);
    let found = match steps.get(1..3) {
        Some(["set", "criteria"]) => {
            at(3).and_then(|n| pack.set.criteria.get(n)).map(|criterion| {
                let group = at(5).and_then(|n| criterion.groups.get(n));
                let item = group.and_then(|group| group.items.get(at(7)?));
                match (group, item) {
                    (_, Some(item)) => Place::Item(item.id.clone()),
                    (Some(group), None) => Place::Group(group.id.clone()),
                    (None, None) => Place::Criterion(criterion.id.clone()),
                }
            })
        }
        Some(["deadlines", "deadlines"]) => {
            let rule = at(3).and_then(|n| pack.deadlines.deadlines.get(n));
            rule.map(|rule| Place::Deadline(rule.id.clone()))
        }
        Some(["classes", _]) => {
            at(2).and_then(|n| pack.classes.get(n)).map(|class| Place::Class(class.id.clone()))
        }
        Some(["templates", _]) => {
            at(2).and_then(|n| pack.templates.get(n)).map(|it| Place::Template(it.id.clone()))
        }
        _ => None,
    };
    found.unwrap_or(Place::Head)
}

fn meaning_faults<'a>(
    draft: &'a Draft,
    set: &'a CriteriaSet,
    before: &CriteriaSet,
) -> impl Iterator<Item = Fault> + 'a {
    let others = meaning::other_meanings(before, set).into_iter();
    let open = others.filter(|other| {
        let agreed: String = draft.get(&Part::Item.path(other.item.as_str(), "agreed"));
        let now = set.items().find(|(_, item)| item.id == other.item);
        now.is_none_or(|(criterion, item)| agreed != meaning::agreement(item, &criterion.id))
    });
    open.map(|other| Fault {
        place: Place::Item(other.item.clone()),
        what: What::OtherMeaning(other),
    })
}

fn head_advice(pack: &Pack, cycle: &str, found: &mut Vec<Fault>) {
    let mut advise = |place, what| found.push(Fault { place, what });
    if !cycle.trim().is_empty() && Cycle::parse(cycle).is_none() {
        advise(Place::Head, What::StrangeCycle);
    }
    let unseen = |title: &Text| title.vi.trim().is_empty();
    for criterion in &pack.set.criteria {
        let place = || Place::Criterion(criterion.id.clone());
        if unseen(&criterion.title) {
            advise(place(), What::NoHeading);
        }
        if criterion.groups.iter().all(|group| group.items.is_empty()) {
            advise(place(), What::Empty);
        }
        for group in &criterion.groups {
            if unseen(&group.title) {
                advise(Place::Group(group.id.clone()), What::NoHeading);
            }
            if group.items.is_empty() && criterion.groups.len() > 1 {
                advise(Place::Group(group.id.clone()), What::Empty);
            }
        }
    }
    // Where a criterion is empty for all, that is said already.
    for kind in UNIT_KINDS {
        for at in rules::asks_nothing(pack, kind) {
            let criterion = &pack.set.criteria[at];
            if criterion.groups.iter().any(|group| !group.items.is_empty()) {
                advise(Place::Criterion(criterion.id.clone()), What::KindLeftOut(kind));
            }
        }
    }
}

fn item_advice(item: &Item, gates: bool) -> Vec<What> {
    let mut found = Vec::new();
    if item.ladder.windows(2).any(|pair| pair[0].points == pair[1].points) {
        found.push(What::EqualSteps);
    }
    // A gate of that kind is refused.
    let is_refused = gates && item.gate;
    if !item.ladder.is_empty() && !is_refused && !item.ladder.iter().any(|step| step.met) {
        found.push(What::NothingMet);
    }
    if !item.ladder.is_empty() && item.max().0 == 0 {
        found.push(What::Worthless);
    }
    if !UNIT_KINDS.iter().any(|kind| item.applies_to(kind)) {
        found.push(What::NoKind);
    }
    for word in item.prefill.0.split_whitespace() {
        match Prefill::parse(word) {
            None => found.push(What::UnknownPrefill(word.to_owned())),
            // By their place: first, second, third of three.
            Some(known) if known.steps().is_none() => {
                if item.ladder.len() != 3 {
                    found.push(What::NotThreeSteps(known));
                }
            }
            Some(known) => {
                let missing = missing_steps(item, known);
                if !missing.is_empty() {
                    found.push(What::PrefillSteps(known, missing));
                }
            }
        }
    }
    found
}

// The steps that a word would propose and the ladder lacks.
fn missing_steps(item: &Item, word: Prefill) -> Vec<&'static str> {
    let steps = word.steps().unwrap_or_default().iter().copied();
    steps.filter(|step| item.step(step).is_none()).collect()
}

/// How far before the year a deadline may be (registering), and how far behind it (reporting), in
/// months; farther is pointed out.
const MONTHS_BEFORE: u32 = 12;
const MONTHS_AFTER: u32 = 6;

fn deadline_advice(pack: &Pack, cycle: &str) -> Vec<Fault> {
    let cycles = match Cycle::parse(cycle) {
        Some(cycle) => vec![cycle],
        // For any year: what holds for one holds for all.
        None => [CycleKind::Calendar, CycleKind::School]
            .into_iter()
            .filter_map(|kind| Cycle::starting(kind, 2026))
            .collect(),
    };
    let mut found = Vec::new();
    for rule in &pack.deadlines.deadlines {
        for cycle in &cycles {
            let what = match rule.date(cycle) {
                None => Some(What::NoDay(cycle.kind())),
                Some(day) => {
                    let span = cycle.span();
                    let first = span.first.checked_sub_months(Months::new(MONTHS_BEFORE));
                    let last = span.last.checked_add_months(Months::new(MONTHS_AFTER));
                    let inside = first.is_none_or(|first| first <= day)
                        && last.is_none_or(|last| day <= last);
                    (!inside).then(|| What::OutsideCycle(cycle.kind()))
                }
            };
            let place = Place::Deadline(rule.id.clone());
            found.extend(what.map(|what| Fault { place, what }));
        }
        if rule.title.vi.trim().is_empty() {
            let place = Place::Deadline(rule.id.clone());
            found.push(Fault { place, what: What::NoName });
        }
    }
    found
}
