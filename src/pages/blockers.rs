//! What still stands between the unit and recognition, each with where to mend it.

use crate::{
    i18n::{self, k, lang, t, tf},
    platform::el::{El, el},
    route::Route,
    state::Workspace,
};
use bcd_core::{criteria::CriteriaSet, id::ItemId, points::Points, scoring::Blocker};
use leptos::prelude::*;

/// The sentence of a blocker, and the item to open.
pub fn sentence(blocker: &Blocker, set: &CriteriaSet) -> (String, Option<String>) {
    let item = |id: &ItemId, key| {
        let text = set.item(id.as_str()).map_or("", |item| item.text.get(lang()));
        (tf(key, &[("id", id), ("text", &text)]), Some(id.0.clone()))
    };
    let short = |id: &str| {
        let criterion = set.criteria.iter().find(|c| c.id == id);
        criterion.map_or(id, |c| c.short.get(lang())).to_owned()
    };
    let points = |points: &Points| i18n::points(*points);
    match blocker {
        Blocker::GateOpen(id) => item(id, k::BLOCKER_GATE_OPEN),
        Blocker::GateUnmet(id) => item(id, k::BLOCKER_GATE_UNMET),
        Blocker::NaWithoutReason(id) => item(id, k::BLOCKER_NA),
        Blocker::CriterionBelow { id, missing } => {
            let values: [(&str, &dyn core::fmt::Display); 3] =
                [("id", id), ("short", &short(id)), ("n", &points(missing))];
            (tf(k::BLOCKER_CRITERION, &values), None)
        }
        Blocker::TotalBelow { missing } => (tf(k::BLOCKER_TOTAL, &[("n", &points(missing))]), None),
        Blocker::NothingApplies { id } => (tf(k::BLOCKER_NOTHING, &[("id", id)]), None),
    }
}

/// The list of what stands in the way; says so when nothing does. Follows signals when called in
/// a part that does.
pub fn blockers(workspace: Workspace) -> El {
    let blockers = workspace.score.with(|score| score.blockers.clone());
    if blockers.is_empty() {
        return el("p").class("done").text(t(k::BLOCKER_NONE));
    }
    let set = workspace.set.get();
    let rows = blockers.iter().map(|blocker| {
        let (text, item) = sentence(blocker, &set);
        let row = el("li");
        match item {
            Some(item) => {
                let href = Route::Checklist(Some(item)).href();
                row.child(el("a").attr("href", &href).text(&text))
            }
            None => row.text(&text),
        }
    });
    el("ul").class("blockers").children(rows)
}
