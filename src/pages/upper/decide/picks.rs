//! What was chosen of units and is not written yet. It stays in this tab, whatever is opened meanwhile.

use super::Desk;
use crate::{pages::unwritten, shell::Lasting};
use bcd_app::reviewing::{LookedAt, ToDecide};
use bcd_core::{
    id::UnitId,
    upper::deciding::{Candidate, Decidable},
};
use leptos::prelude::*;
use std::{cell::Cell, collections::BTreeMap};

/// What is to be decided on a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pick {
    /// Recognised, or not.
    pub recognised: bool,
    /// Why not, of this unit alone.
    pub why: String,
}

type All = BTreeMap<(String, UnitId), Pick>;

/// The picks, by cycle and unit. Copy: it holds a handle.
#[derive(Clone, Copy)]
pub struct Picks(RwSignal<All>);

thread_local! {
    static PICKS: Cell<Option<Picks>> = const { Cell::new(None) };
}

/// The picks, made once: they outlive the page.
pub fn picks() -> Picks {
    let made = PICKS.get().unwrap_or_else(|| {
        let Lasting(owner) = expect_context();
        owner.with(|| Picks(RwSignal::default()))
    });
    PICKS.set(Some(made));
    made
}

// A reason that is typed is asked for when the tab is closed.
fn about(cycle: &str, unit: &UnitId) -> String {
    format!("decide|{cycle}|{unit}")
}

impl Picks {
    /// What is to be decided on a unit. Follows signals.
    pub fn of(self, cycle: &str, unit: &UnitId) -> Option<Pick> {
        self.0.with(|all| all.get(&(cycle.to_owned(), unit.clone())).cloned())
    }

    /// Picks for units, or takes their picks back; reasons stay.
    pub fn put(self, cycle: &str, units: &[UnitId], recognised: Option<bool>) {
        self.0.update(|all| {
            for unit in units {
                let key = (cycle.to_owned(), unit.clone());
                match recognised {
                    Some(recognised) => all.entry(key).or_default().recognised = recognised,
                    None => {
                        unwritten::forget(&about(cycle, unit));
                        all.remove(&key);
                    }
                }
            }
        });
    }

    /// Says why a unit is not recognised.
    pub fn say_why(self, cycle: &str, unit: &UnitId, why: &str) {
        match why.trim().is_empty() {
            true => unwritten::forget(&about(cycle, unit)),
            false => unwritten::keep(&about(cycle, unit), why),
        }
        self.0.update(|all| {
            if let Some(pick) = all.get_mut(&(cycle.to_owned(), unit.clone())) {
                why.clone_into(&mut pick.why);
            }
        });
    }
}

/// A unit that was chosen, with what is to be decided on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The unit.
    pub candidate: Candidate,
    /// What.
    pub pick: Pick,
}

impl Desk {
    /// The units of the cycle that were chosen and can be decided so now, whether the filter shows them or
    /// not. Follows signals.
    pub fn chosen(&self) -> Vec<Chosen> {
        let cycle = self.table.cycle.get();
        let of = |candidate: &Candidate| {
            let pick = self.picks.of(&cycle, candidate.unit.as_ref()?)?;
            let fits = match candidate.stands {
                Decidable::Passed => true,
                Decidable::NotPassed => !pick.recognised,
                Decidable::Decided(_) | Decidable::Lacks(_) => false,
            };
            fits.then(|| Chosen { candidate: candidate.clone(), pick })
        };
        self.all.with(|all| all.iter().filter_map(of).collect())
    }

    /// What the officer has before them of a unit.
    pub fn looked_at(&self, candidate: &Candidate) -> LookedAt {
        LookedAt {
            unit: candidate.unit.clone().unwrap_or_default(),
            cycle: self.table.cycle.get_untracked(),
            digest: candidate.of.clone(),
        }
    }

    /// What is to be decided, with the reason for all that have none of their own.
    pub fn deciding(&self, chosen: &Chosen, why_all: &str) -> ToDecide {
        let Pick { recognised, why } = &chosen.pick;
        let why = match (recognised, why.trim()) {
            (true, _) => "",
            (false, "") => why_all.trim(),
            (false, why) => why,
        };
        let at = self.looked_at(&chosen.candidate);
        ToDecide { at, recognised: *recognised, why: why.to_owned() }
    }
}
