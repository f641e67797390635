//! Units that cannot be decided on yet, each with what it lacks.

use super::{AT_ONCE, Desk, more, words};
use crate::{
    i18n::{k, tf},
    pages::upper::table::unit_address,
};
use bcd_core::upper::deciding::Decidable;
use leptos::prelude::*;

/// The list, folded.
#[component]
pub fn Lacking(desk: Desk) -> impl IntoView {
    let lacking = Memo::new(move |_| desk.those(|it| matches!(it, Decidable::Lacks(_))));
    let drawn = RwSignal::new(AT_ONCE);
    let none = Memo::new(move |_| lacking.with(Vec::is_empty));
    let rows = move || {
        let rows = lacking.with(|all| all.iter().take(drawn.get()).cloned().collect::<Vec<_>>());
        let row = |it: bcd_core::upper::deciding::Candidate| {
            let Decidable::Lacks(lack) = it.stands else { return None };
            let href = desk.table.table.with(|table| table.rows.get(it.row).and_then(unit_address));
            let name = match href {
                Some(href) => view! { <a href=href>{it.name}</a> }.into_any(),
                None => it.name.into_any(),
            };
            Some(view! { <li data-testid="lacking-row">{name} ": " {words::lack(lack)}</li> })
        };
        rows.into_iter().filter_map(row).collect_view()
    };
    move || {
        (!none.get()).then(|| {
            view! {
                <details class="card fold" data-testid="decide-lacking">
                    <summary>{move || tf(k::DECIDE_LACKING, &[("n", &lacking.with(Vec::len))])}</summary>
                    <ul class="plain">{rows}</ul>
                    {more(move || lacking.with(Vec::len), drawn)}
                </details>
            }
        })
    }
}
