//! What still stands between the unit and recognition, each with where to mend it.

use crate::{
    i18n::{self, k, lang, t, tf},
    pages::Page,
};
use bcd_app::workspace::Workspace;
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
/// a closure that does.
pub fn blockers(work: Workspace) -> AnyView {
    let blockers = work.score.with(|score| score.blockers.clone());
    if blockers.is_empty() {
        return view! { <p class="done">{t(k::BLOCKER_NONE)}</p> }.into_any();
    }
    let set = work.set.get();
    let line = |blocker: &Blocker| match sentence(blocker, &set) {
        (text, Some(item)) => {
            let href = Page::Checklist.open(item).href();
            view! { <li><a href=href>{text}</a></li> }.into_any()
        }
        (text, None) => view! { <li>{text}</li> }.into_any(),
    };
    view! { <ul class="blockers">{blockers.iter().map(line).collect_view()}</ul> }.into_any()
}
