//! Roll-ups of lower offices that may be counted: which count, and how far their writers are known.

use super::{AT_ONCE, words};
use crate::{
    i18n::{k, t, tf},
    pages::{
        Page,
        known::{mark, sentence},
        turning::Turning,
    },
    ui::{Notice, Tone},
};
use bcd_app::rolling::{Chosen, OfferedRollup};
use bcd_core::{format::rollup::RollupLine, signer::Identity, upper::rollup::tree::name_of};
use leptos::prelude::*;

/// The list. `all` is what counts every one of them by one act.
#[component]
pub fn Parts(
    offered: Memo<Option<Vec<OfferedRollup>>>,
    chosen: RwSignal<Chosen>,
    all: Callback<()>,
) -> impl IntoView {
    // Without what is chosen, so that a tap draws no row anew.
    let rows = Memo::new(move |_| {
        let row = |it: OfferedRollup| (it.line, it.identity, it.forks);
        offered.get().unwrap_or_default().into_iter().map(row).collect::<Vec<_>>()
    });
    let wanted = RwSignal::new(0);
    let pages = Memo::new(move |_| rows.with(|rows| rows.len().div_ceil(AT_ONCE).max(1)));
    let at = Memo::new(move |_| wanted.get().min(pages.get() - 1));
    let turn = Callback::new(move |to| wanted.set(to));
    let drawn = move || {
        let at = at.get();
        let some = |rows: &Vec<(RollupLine, Identity, usize)>| {
            rows.iter().skip(at * AT_ONCE).take(AT_ONCE).cloned().collect::<Vec<_>>()
        };
        let rows = rows.with(some).into_iter().map(|(line, identity, forks)| {
            view! { <Part line identity forks offered chosen /> }
        });
        rows.collect_view()
    };
    let unconfirmed = Memo::new(move |_| {
        rows.with(|rows| rows.iter().filter(|it| it.1 != Identity::Confirmed).count())
    });
    let none = Memo::new(move |_| rows.with(Vec::is_empty));
    move || {
        if none.get() {
            return view! { <p class="field__note">{t(k::ROLLUP_NO_PARTS)}</p> }.into_any();
        }
        let unconfirmed = unconfirmed.get();
        view! {
            <fieldset class="stack">
                <legend>{t(k::ROLLUP_PARTS)}</legend>
                <ul class="plain">{drawn}</ul>
            </fieldset>
            <Turning at pages turn />
            {(unconfirmed > 0).then(|| view! {
                <Notice tone=Tone::Warn test="rollup-unconfirmed">
                    <p>{tf(k::ROLLUP_PARTS_UNCONFIRMED, &[("n", &unconfirmed)])}</p>
                    <p class="row">
                        <button class="button" on:click=move |_| all.run(()) data-testid="rollup-tick-all">{t(k::ROLLUP_TICK_ALL)}</button>
                    </p>
                </Notice>
            })}
        }
        .into_any()
    }
}

#[component]
fn Part(
    line: RollupLine,
    identity: Identity,
    forks: usize,
    offered: Memo<Option<Vec<OfferedRollup>>>,
    chosen: RwSignal<Chosen>,
) -> impl IntoView {
    let digest = StoredValue::new(line.digest.clone());
    let now = Memo::new(move |_| {
        offered.with(|all| {
            let it = all.iter().flatten().find(|it| digest.with_value(|at| it.line.digest == *at));
            it.map_or((false, None, false), |it| (it.counts, it.within.clone(), it.is_entangled))
        })
    });
    let toggle = move |event| {
        let on = event_target_checked(&event);
        chosen.update(|all| {
            all.insert(digest.get_value(), on);
        });
    };
    let within = move || {
        let (counts, within, is_entangled) = now.get();
        if is_entangled && !counts {
            let text = t(k::ROLLUP_ENTANGLED);
            return Some(view! { <div class="field__note">{text}</div> }.into_any());
        }
        within.map(|office| {
            let text = tf(k::ROLLUP_WITHIN, &[("office", &office)]);
            view! { <div class="field__note" data-testid="rollup-within">{text}</div> }.into_any()
        })
    };
    let forked = (forks > 0)
        .then(|| view! { <span class="state state--lacking">{t(k::ROLLUP_FORKED)}</span> });
    let compare = (identity != Identity::Confirmed).then(|| {
        view! {
            <div class="field__note">
                {sentence(identity, &name_of(&line.office))} " "
                <a href=Page::Rollup.open(&line.digest).href()>{t(k::ROLLUP_COMPARE)}</a>
            </div>
        }
    });
    view! {
        <li>
            <label class="tick">
                <input type="checkbox" prop:checked=move || now.get().0 on:change=toggle data-testid="rollup-part" />
                <span>{words::line(&line)} " " {mark(identity)} " " {forked} {within}</span>
            </label>
            {compare}
        </li>
    }
    .into_any()
}
