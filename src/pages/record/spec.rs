//! Which fields a kind of record has in its form.

use crate::i18n::{Key, k};
use bcd_core::year::record::RecordKind;

/// Words of a field that takes one of a few, each with its text; the first stands where nothing
/// was said.
pub type FieldChoices = &'static [(&'static str, Key)];

/// What a field takes.
#[derive(Clone, Copy)]
pub enum Input {
    /// One line.
    Line,
    /// Several lines.
    Lines,
    /// A day.
    Day,
    /// A whole number.
    Number,
    /// A whole number below the field, such as `plan` and `1`.
    NumberBelow(&'static str, &'static str),
    /// One of a few.
    Pick(FieldChoices),
    /// A class of members.
    Class,
    /// A whole number for each class of members.
    Classes,
    /// A branch, or the unit.
    Branch,
    /// Branches.
    Branches,
    /// Yes or no.
    Flag,
    /// Items of the checklist.
    Items,
}

/// A field of a form.
#[derive(Clone, Copy)]
pub struct FormField {
    /// Its name in files.
    pub field: &'static str,
    /// What to fill in.
    pub label: Key,
    /// What it takes.
    pub input: Input,
    /// A sentence below.
    pub hint: Option<Key>,
    /// It stands folded away.
    pub more: bool,
    /// It is asked for only where another field has this word.
    pub only: Option<(&'static str, &'static str)>,
}

/// A field without a hint.
pub const fn row(field: &'static str, label: Key, input: Input) -> FormField {
    FormField { field, label, input, hint: None, more: false, only: None }
}

impl FormField {
    /// With a sentence below.
    pub const fn hint(self, hint: Key) -> Self {
        Self { hint: Some(hint), ..self }
    }

    const fn only(self, field: &'static str, word: &'static str) -> Self {
        Self { only: Some((field, word)), ..self }
    }

    const fn more(self) -> Self {
        Self { more: true, ..self }
    }
}

const FORMS: FieldChoices = &[
    ("in-person", k::NOTE_FORM_IN_PERSON),
    ("online", k::NOTE_FORM_ONLINE),
    ("joint", k::NOTE_FORM_JOINT),
    ("cluster", k::NOTE_FORM_CLUSTER),
];
const INTRO_TO: FieldChoices =
    &[("union", k::NOTE_TO_UNION), ("association", k::NOTE_TO_ASSOCIATION)];
const PROJECTS: FieldChoices = &[
    ("", k::NOTE_PROJECT_NONE),
    ("unit", k::NOTE_PROJECT_UNIT),
    ("branch", k::NOTE_PROJECT_BRANCH),
];
const BRANCH_KINDS: FieldChoices = &[
    ("residential", k::BRANCHES_KIND_RESIDENTIAL),
    ("school", k::BRANCHES_KIND_SCHOOL),
    ("office", k::BRANCHES_KIND_OFFICE),
    ("company", k::BRANCHES_KIND_COMPANY),
    ("armed", k::BRANCHES_KIND_ARMED),
    ("other", k::BRANCHES_KIND_OTHER),
];
const PERIODS: FieldChoices =
    &[("monthly", k::BRANCHES_PERIOD_MONTHLY), ("quarterly", k::BRANCHES_PERIOD_QUARTERLY)];
const STRENGTHS: FieldChoices = &[
    ("", k::BRANCHES_STRENGTH_PLAIN),
    ("strong", k::BRANCHES_STRENGTH_STRONG),
    ("weak", k::BRANCHES_STRENGTH_WEAK),
];
const PAIRING_STATES: FieldChoices = &[
    ("running", k::BRANCHES_PAIRING_RUNNING),
    ("better", k::BRANCHES_PAIRING_BETTER),
    ("not-yet", k::BRANCHES_PAIRING_NOT_YET),
];
/// What targets are about.
pub const TARGETS: FieldChoices = &[
    ("other", k::FIGURES_TARGET_OTHER),
    ("introduced", k::FIGURES_TARGET_INTRODUCED),
    ("admitted", k::FIGURES_TARGET_ADMITTED),
    ("class-share", k::FIGURES_TARGET_CLASS_SHARE),
    ("projects", k::FIGURES_TARGET_PROJECTS),
    ("courses", k::FIGURES_TARGET_COURSES),
];

/// A sentence above the fields, where people must know something first.
pub const fn lead(kind: RecordKind) -> Option<Key> {
    match kind {
        RecordKind::Intro => Some(k::NOTE_INTRO_LEAD),
        _ => None,
    }
}

/// Whether photos show a record of this kind.
pub const fn has_photos(kind: RecordKind) -> bool {
    !matches!(kind, RecordKind::Branch | RecordKind::Target)
}

/// The fields of a kind, in the order in which they are filled in; none for kinds without a form.
pub fn rows(kind: RecordKind) -> Vec<FormField> {
    use Input::{
        Branch, Branches, Class, Classes, Day, Flag, Items, Line, Lines, Number, NumberBelow, Pick,
    };
    match kind {
        RecordKind::Meeting => vec![
            row("branch", k::NOTE_BRANCHES, Branches),
            row("date", k::NOTE_DATE, Day),
            row("form", k::NOTE_FORM, Pick(FORMS)),
            row("present", k::NOTE_PRESENT, Number),
            row("total", k::NOTE_TOTAL, Number),
            row("news", k::NOTE_NEWS, Lines),
            row("review", k::NOTE_REVIEW, Lines),
            row("next", k::NOTE_NEXT, Lines),
            row("conclusions", k::NOTE_CONCLUSIONS, Lines),
            row("for", k::NOTE_ITEMS, Items),
            row("topic", k::NOTE_TOPIC, Line).more(),
            row("place", k::NOTE_PLACE, Line).more(),
            row("opinions", k::NOTE_OPINIONS, Lines).hint(k::NOTE_STAYS).more(),
            row("planned", k::NOTE_PLANNED, Flag).more(),
        ],
        RecordKind::Task => vec![
            row("content", k::NOTE_CONTENT, Lines),
            row("done", k::NOTE_DONE, Day),
            row("result", k::NOTE_RESULT, Lines),
            row("for", k::NOTE_ITEMS, Items),
            row("project", k::NOTE_PROJECT, Pick(PROJECTS)),
            row("branch", k::NOTE_TASK_BRANCHES, Branches).more(),
            row("lead", k::NOTE_LEAD_BY, Line).more(),
            row("place", k::NOTE_PLACE, Line).more(),
        ],
        RecordKind::Intro => vec![
            row("branch", k::NOTE_BRANCH, Branch),
            row("to", k::NOTE_TO, Pick(INTRO_TO)),
            row("date", k::NOTE_DATE, Day),
            row("count", k::NOTE_COUNT, Number).hint(k::NOTE_COUNT_HINT),
            row("admitted", k::NOTE_ADMITTED, Number),
            row("admitted_on", k::NOTE_ADMITTED_ON, Day),
            row("who", k::NOTE_WHO, Line).hint(k::NOTE_INITIALS),
            row("by", k::NOTE_BY, Line).hint(k::NOTE_INITIALS),
            row("note", k::NOTE_NOTE, Lines).hint(k::NOTE_NO_NAMES).more(),
        ],
        RecordKind::Visit => vec![
            row("branch", k::NOTE_VISITED, Branches),
            row("who", k::NOTE_VISITOR, Line),
            row("start", k::NOTE_START, Day),
            row("end", k::NOTE_END, Day),
            row("content", k::NOTE_VISIT_CONTENT, Lines),
            row("result", k::NOTE_RESULT, Lines),
        ],
        RecordKind::Course => vec![
            row("title", k::NOTE_COURSE_TITLE, Line),
            row("start", k::NOTE_START, Day),
            row("end", k::NOTE_END, Day),
            row("present", k::NOTE_TOOK_PART, Number),
            row("total", k::NOTE_INVITED, Number),
            row("place", k::NOTE_PLACE, Line),
            row("result", k::NOTE_RESULT, Lines),
        ],
        RecordKind::Contest => vec![
            row("title", k::NOTE_CONTEST_TITLE, Line),
            row("date", k::NOTE_DATE, Day),
            row("present", k::NOTE_TOOK_PART, Number),
            row("result", k::NOTE_RESULT, Lines),
        ],
        RecordKind::Model => vec![
            row("title", k::NOTE_MODEL_TITLE, Line),
            row("since", k::NOTE_SINCE, Day),
            row("branch", k::NOTE_MODEL_BRANCHES, Branches),
            row("content", k::NOTE_MODEL_CONTENT, Lines),
            row("result", k::NOTE_MODEL_RESULT, Lines),
            row("recognised", k::NOTE_RECOGNISED, Flag),
        ],
        RecordKind::Joint => vec![
            row("partner", k::NOTE_PARTNER, Line),
            row("content", k::NOTE_JOINT_CONTENT, Lines),
            row("signed", k::NOTE_SIGNED, Day),
            row("until", k::NOTE_UNTIL, Day),
            row("ours", k::NOTE_OURS, Lines),
            row("theirs", k::NOTE_THEIRS, Lines),
            row("result", k::NOTE_RESULT, Lines),
        ],
        RecordKind::Pairing => vec![
            row("strong", k::BRANCHES_HELPER, Branch),
            row("weak", k::BRANCHES_HELPED, Branch),
            row("since", k::NOTE_SINCE, Day),
            row("until", k::NOTE_UNTIL, Day),
            row("content", k::BRANCHES_TOGETHER, Lines),
            row("state", k::BRANCHES_PAIRING_STATE, Pick(PAIRING_STATES)),
            row("outcome", k::BRANCHES_OUTCOME, Lines),
        ],
        RecordKind::Branch => vec![
            row("name", k::BRANCHES_NAME, Line),
            row("secretary", k::BRANCHES_SECRETARY, Line).hint(k::NOTE_STAYS),
            row("members", k::BRANCHES_MEMBERS, Number).hint(k::BRANCHES_MEMBERS_HINT),
            row("period", k::BRANCHES_PERIOD, Pick(PERIODS)).hint(k::BRANCHES_PERIOD_HINT),
            row("strength", k::BRANCHES_STRENGTH, Pick(STRENGTHS)),
            row("kind", k::BRANCHES_KIND, Pick(BRANCH_KINDS)),
            row("roll", k::BRANCHES_ROLL, Flag),
            row("since", k::BRANCHES_SINCE, Day).hint(k::BRANCHES_SINCE_HINT).more(),
        ],
        RecordKind::Target => vec![
            row("kind", k::FIGURES_TARGET_KIND, Pick(TARGETS)),
            row("title", k::FIGURES_TARGET_TITLE, Line),
            row("branch", k::FIGURES_TARGET_BRANCH, Branch),
            row("class", k::FIGURES_TARGET_CLASS, Class).only("kind", "class-share"),
            row("goal", k::FIGURES_GOAL, Number),
            row("measure", k::FIGURES_MEASURE, Line),
            row("plan/1", k::FIGURES_PLAN_1, NumberBelow("plan", "1")),
            row("plan/2", k::FIGURES_PLAN_2, NumberBelow("plan", "2")),
            row("plan/3", k::FIGURES_PLAN_3, NumberBelow("plan", "3")),
            row("plan/4", k::FIGURES_PLAN_4, NumberBelow("plan", "4")),
            row("actual/1", k::FIGURES_ACTUAL_1, NumberBelow("actual", "1")).only("kind", "other"),
            row("actual/2", k::FIGURES_ACTUAL_2, NumberBelow("actual", "2")).only("kind", "other"),
            row("actual/3", k::FIGURES_ACTUAL_3, NumberBelow("actual", "3")).only("kind", "other"),
            row("actual/4", k::FIGURES_ACTUAL_4, NumberBelow("actual", "4")).only("kind", "other"),
        ],
        RecordKind::Quarter => vec![
            row("members", k::FIGURES_MEMBERS, Number),
            row("new", k::FIGURES_NEW, Number),
            row("complete", k::FIGURES_COMPLETE, Number),
            row("moved_in", k::FIGURES_MOVED_IN, Number),
            row("moved_out", k::FIGURES_MOVED_OUT, Number),
            row("graduated", k::FIGURES_GRADUATED, Number),
            row("disciplined", k::FIGURES_DISCIPLINED, Number),
            row("handled", k::FIGURES_HANDLED, Number),
            row("hard", k::FIGURES_HARD, Number),
            row("confirmed", k::FIGURES_CONFIRMED, Day),
        ],
        RecordKind::Annual => vec![
            row("reviewed", k::FIGURES_REVIEWED, Number),
            row("eligible", k::FIGURES_ELIGIBLE, Number),
            row("rated", k::FIGURES_RATED, Number),
            row("class", k::FIGURES_TARGET_CLASS, Classes),
            row("signed_up", k::FIGURES_SIGNED_UP, Number),
            row("assessed", k::FIGURES_ASSESSED, Number),
        ],
        RecordKind::Paper | RecordKind::Deadline | RecordKind::Handed => vec![],
    }
}
