//! Verified score: what a submission is worth with the officer's verdicts applied, beside what the
//! unit says itself. The rule of recognition is that of [`crate::scoring`].

use super::{
    Case, ItemSaid, Mark, Verdict,
    line::{Earlier, Since},
};
use crate::{
    criteria::CriteriaSet,
    dossier::{Answer, Answers, Dossier},
    id::ItemId,
    intake::Summary,
    scoring::{Score, Worth, mode_of, score_answers, worth},
};
use std::collections::{BTreeMap, BTreeSet};

/// Items whose verdict has to be looked at again.
pub type Stale = BTreeSet<ItemId>;

/// The score of a submission, by the unit and as verified.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// By the unit's own account.
    pub own: Score,
    /// With the verdicts applied. An item that was asked about, or of which nothing is said yet, counts
    /// as the unit has it.
    pub verified: Score,
    /// Every item that applies to the unit, in the set's order.
    pub items: Vec<VerifiedItem>,
    /// Items that were agreed to.
    pub agreed: usize,
    /// Items that were set otherwise.
    pub set: usize,
    /// Items that the unit is asked about.
    pub asked: usize,
    /// Items of which nothing is said yet, or that have to be looked at again.
    pub open: usize,
}

/// One item, by the unit and as verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedItem {
    /// Which.
    pub item: ItemId,
    /// What the unit's answer is worth.
    pub own: Worth,
    /// What it is worth with the verdict.
    pub verified: Worth,
    /// The verdict, if there is one that holds.
    pub verdict: Option<Verdict>,
}

/// Reckons the score of a submission with the verdicts of a case. Those that are stale do not count.
pub fn verified(set: &CriteriaSet, dossier: &Dossier, case: &Case, stale: &Stale) -> Verified {
    let (mode, kind) = (mode_of(set, dossier), &dossier.unit.kind);
    let holds = |item: &ItemId| case.items.get(item).filter(|_| !stale.contains(item));
    let mut answers = Answers::new();
    let mut found = Verified::default();
    for (_, item) in set.items().filter(|(_, item)| item.applies_to(kind)) {
        let own = dossier.answers.get(&item.id);
        let said = holds(&item.id);
        let answer = answer_of(own, said);
        let worth_of = |answer: Option<&Answer>| {
            answer.map_or(Worth::Open, |answer| worth(item, answer, mode))
        };
        found.items.push(VerifiedItem {
            item: item.id.clone(),
            own: worth_of(own),
            verified: worth_of(answer.as_ref()),
            verdict: said.map(|said| said.verdict.clone()),
        });
        *match said.map(|said| &said.verdict) {
            Some(Verdict::Agree) => &mut found.agreed,
            Some(Verdict::Set(_)) => &mut found.set,
            Some(Verdict::Ask) => &mut found.asked,
            None => &mut found.open,
        } += 1;
        if let Some(answer) = answer {
            answers.insert(item.id.clone(), answer);
        }
    }
    found.own = score_answers(set, mode, kind, &dossier.answers);
    found.verified = score_answers(set, mode, kind, &answers);
    found
}

fn answer_of(own: Option<&Answer>, said: Option<&ItemSaid>) -> Option<Answer> {
    match said.map(|said| &said.verdict) {
        None | Some(Verdict::Agree | Verdict::Ask) => own.cloned(),
        Some(Verdict::Set(Mark::Step(step))) => {
            let step = Some(step.clone());
            Some(Answer { step, na: false, ..own.cloned().unwrap_or_default() })
        }
        Some(Verdict::Set(Mark::Met(met))) => {
            let met = Some(*met);
            Some(Answer { met, na: false, ..own.cloned().unwrap_or_default() })
        }
    }
}

/// Items of which something was said about another submission than the one that is looked at, and whose
/// answer or evidence is another one since, or is worth something else. `earlier` finds the submissions that
/// are here, by digest; where the other one is not, nobody can tell, so the item is looked at again.
pub fn stale(case: &Case, counted: &Summary, earlier: Earlier<'_>) -> Stale {
    let mut since: BTreeMap<&str, Since> = BTreeMap::new();
    let mut found = Stale::new();
    for (item, said) in &case.items {
        let since = since.entry(&said.of).or_insert_with(|| Since::of(&said.of, counted, earlier));
        if since.has(item.as_str()) {
            found.insert(item.clone());
        }
    }
    found
}
