//! Scoring: what a unit's answers are worth, and what still stands between it and recognition.
//!
//! Rules (the default set proposes them, `docs/glossary.md` names them; all are data of the set):
//! every gate must be met, each criterion must reach its own minimum, and the total must reach its
//! minimum. An item that does not apply counts neither as reached nor as reachable. Surplus points
//! in one place do not compensate for a lack in another.

use crate::{
    criteria::{CriteriaSet, Item, Mode, Step},
    dossier::{Answer, Answers, Dossier},
    id::ItemId,
    points::Points,
};

/// A score with its reasons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Per criterion, in the set's order.
    pub criteria: Vec<CriterionScore>,
    /// Points reached.
    pub got: Points,
    /// Points reachable, without what does not apply.
    pub max: Points,
    /// The least total for recognition.
    pub need: Points,
    /// Gates of the set that apply, with whether they are met.
    pub gates: Vec<(ItemId, bool)>,
    /// Items without an answer.
    pub unanswered: usize,
    /// Items asked of this unit, "không áp dụng" included.
    pub asked: usize,
    /// What still stands between the unit and recognition; empty = it may be recognised.
    pub blockers: Vec<Blocker>,
}

/// The score of one criterion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CriterionScore {
    /// The criterion's id.
    pub id: String,
    /// Points reached.
    pub got: Points,
    /// Points reachable.
    pub max: Points,
    /// The least for recognition.
    pub need: Points,
    /// Items without an answer.
    pub unanswered: usize,
}

impl CriterionScore {
    /// Whether the criterion's own minimum is reached.
    pub fn ok(&self) -> bool {
        self.got >= self.need
    }
}

/// One thing that stands between a unit and recognition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blocker {
    /// A gate item (★) is not answered yet.
    GateOpen(ItemId),
    /// A gate item (★) is not met.
    GateUnmet(ItemId),
    /// A criterion lacks points.
    CriterionBelow {
        /// Which.
        id: String,
        /// How many are missing.
        missing: Points,
    },
    /// The total lacks points.
    TotalBelow {
        /// How many are missing.
        missing: Points,
    },
    /// "Không áp dụng" without a reason.
    NaWithoutReason(ItemId),
    /// All items of a criterion are marked as not applying, so there is nothing to recognise.
    NothingApplies {
        /// Which criterion.
        id: String,
    },
}

/// What one answer is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// Not answered.
    Open,
    /// Does not apply.
    Na,
    /// Answered: points, and whether met.
    Given(Points, bool),
}

/// What `answer` is worth for `item`. A step that the ladder does not have counts as not answered.
pub fn worth(item: &Item, answer: &Answer, mode: Mode) -> Worth {
    if answer.na {
        return Worth::Na;
    }
    match mode {
        Mode::Points => answer
            .step
            .as_ref()
            .and_then(|id| item.step(id.as_str()))
            .map_or(Worth::Open, |Step { points, met, .. }| Worth::Given(*points, *met)),
        Mode::Pass => answer.met.map_or(Worth::Open, |met| {
            Worth::Given(if met { item.max() } else { Points::default() }, met)
        }),
    }
}

/// How a dossier is answered: its own choice, else its set's.
pub fn mode_of(set: &CriteriaSet, dossier: &Dossier) -> Mode {
    dossier.mode.unwrap_or(set.rule.mode)
}

/// The score of `dossier` against `set`.
pub fn score(set: &CriteriaSet, dossier: &Dossier) -> Score {
    score_answers(set, mode_of(set, dossier), &dossier.unit.kind, &dossier.answers)
}

/// The score of answers against `set`.
pub fn score_answers(set: &CriteriaSet, mode: Mode, unit_kind: &str, answers: &Answers) -> Score {
    let mut score = Score::default();
    let mut below = Vec::new();
    for criterion in &set.criteria {
        let mut part = CriterionScore { id: criterion.id.clone(), ..Default::default() };
        let items = criterion.groups.iter().flat_map(|group| &group.items);
        for item in items.filter(|item| item.applies_to(unit_kind)) {
            take(item, answers.get(&item.id), mode, &mut part, &mut score);
        }
        if part.max == Points::default() {
            below.push(Blocker::NothingApplies { id: part.id.clone() });
        }
        part.need = Points::needed(set.rule.criterion_min_percent, part.max);
        if !part.ok() {
            let missing = part.need - part.got;
            below.push(Blocker::CriterionBelow { id: part.id.clone(), missing });
        }
        score.got = score.got + part.got;
        score.max = score.max + part.max;
        score.criteria.push(part);
    }
    if !set.rule.gates {
        score.blockers.retain(|b| !matches!(b, Blocker::GateOpen(_) | Blocker::GateUnmet(_)));
    }
    score.blockers.extend(below);
    score.need = Points::needed(set.rule.total_min_percent, score.max);
    if score.got < score.need {
        score.blockers.push(Blocker::TotalBelow { missing: score.need - score.got });
    }
    score
}

fn take(
    item: &Item,
    answer: Option<&Answer>,
    mode: Mode,
    part: &mut CriterionScore,
    score: &mut Score,
) {
    score.asked += 1;
    let worth = answer.map_or(Worth::Open, |answer| worth(item, answer, mode));
    match worth {
        Worth::Na => {
            if answer.is_some_and(|a| a.na_reason.trim().is_empty() && !a.na_reason_kept) {
                score.blockers.push(Blocker::NaWithoutReason(item.id.clone()));
            }
            return;
        }
        Worth::Open => {
            part.unanswered += 1;
            score.unanswered += 1;
        }
        Worth::Given(points, _) => part.got = part.got + points,
    }
    part.max = part.max + item.max();
    if item.gate {
        let met = matches!(worth, Worth::Given(_, true));
        score.gates.push((item.id.clone(), met));
        match worth {
            Worth::Open => score.blockers.push(Blocker::GateOpen(item.id.clone())),
            Worth::Given(_, false) => score.blockers.push(Blocker::GateUnmet(item.id.clone())),
            Worth::Given(_, true) | Worth::Na => {}
        }
    }
}
