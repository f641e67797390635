//! Registration (đăng ký): what the unit says before the year begins, item by item.
//!
//! Measures and a road map are asked for only where an item is hard or unmet, after the way of
//! Hưng Yên (2020): the road map looks at what is still hard or not met.

use super::value::{Day, FieldType, words};
use crate::{
    criteria::{CriteriaSet, Mode},
    dossier::Dossier,
    id::ItemId,
    scoring,
};
use serde_json::Value;
use std::collections::BTreeMap;

words! {
    /// How an item stands when the unit registers.
    Standing {
        /// Nothing was said.
        Open = "",
        /// Met (đạt).
        Met = "met",
        /// Hard (khó): met in part, or likely to slip.
        Hard = "hard",
        /// Not met (chưa đạt).
        Unmet = "unmet",
    }
}

impl Standing {
    /// Whether a measure and a road map are asked for.
    pub fn needs_measure(self) -> bool {
        match self {
            Self::Hard | Self::Unmet => true,
            Self::Open | Self::Met => false,
        }
    }
}

/// What the unit registers for one item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pledge {
    /// How it stands.
    pub standing: Standing,
    /// What will be done.
    pub measure: String,
    /// By when: the road map.
    pub until: Day,
    /// Who sees to it.
    pub lead: String,
}

/// The registration. The Party committee's confirmation is evidence of item 3.0.1, linked by
/// `evidence/<id>/of/registration`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registration {
    /// The officer of the upper level who follows the unit (người theo dõi).
    pub officer: String,
    /// The day on which the unit registered.
    pub registered: Day,
    /// The day on which the Party committee confirmed.
    pub confirmed: Day,
    /// What the unit aims at, in a line.
    pub note: String,
    /// By item.
    pub pledges: BTreeMap<ItemId, Pledge>,
}

impl Registration {
    /// Takes in `registration/<field>` or `registration/item/<item>/<field>`.
    pub fn put(&mut self, path: &[&str], value: &Value) {
        match path {
            ["officer"] => self.officer.put(None, value),
            ["registered"] => self.registered.put(None, value),
            ["confirmed"] => self.confirmed.put(None, value),
            ["note"] => self.note.put(None, value),
            ["item", item, field] => {
                let pledge = self.pledges.entry(ItemId::from(*item)).or_default();
                match *field {
                    "standing" => pledge.standing.put(None, value),
                    "measure" => pledge.measure.put(None, value),
                    "until" => pledge.until.put(None, value),
                    "lead" => pledge.lead.put(None, value),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// Items whose standing asks for a measure and a road map, and lacks one of them.
    pub fn incomplete(&self) -> impl Iterator<Item = &ItemId> {
        let lacks = |pledge: &Pledge| {
            pledge.standing.needs_measure()
                && (pledge.measure.trim().is_empty() || pledge.until.date().is_none())
        };
        self.pledges.iter().filter(move |(_, pledge)| lacks(pledge)).map(|(item, _)| item)
    }
}

/// How each item that is asked of the unit stands by a dossier's answers: met on the best step is
/// met, met on a lower step is hard, anything else is unmet. Items that do not apply are left out.
pub fn standings(set: &CriteriaSet, dossier: &Dossier) -> Vec<(ItemId, Standing)> {
    let mode = scoring::mode_of(set, dossier);
    let asked = set.items().map(|(_, item)| item);
    let asked = asked.filter(|item| item.applies_to(&dossier.unit.kind));
    let standing = |item: &crate::criteria::Item| {
        let worth = scoring::worth(item, &dossier.answer(item.id.as_str()), mode);
        let standing = match (worth, mode) {
            (scoring::Worth::Na, _) => return None,
            (scoring::Worth::Open | scoring::Worth::Given(_, false), _) => Standing::Unmet,
            (scoring::Worth::Given(_, true), Mode::Pass) => Standing::Met,
            (scoring::Worth::Given(points, true), Mode::Points) if points < item.max() => {
                Standing::Hard
            }
            (scoring::Worth::Given(_, true), Mode::Points) => Standing::Met,
        };
        Some((item.id.clone(), standing))
    };
    asked.filter_map(standing).collect()
}
