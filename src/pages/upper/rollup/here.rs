//! The roll-ups that are here, a page of them at a time; those that came can be removed, several at once.

use super::{AT_ONCE, words};
use crate::{
    i18n::{self, k, t, tf},
    pages::{
        Page,
        discard::{Discard, Discarding},
        known::mark,
        turning::Turning,
    },
};
use bcd_app::rolling::Rolling;
use bcd_core::format::rollup::RollupLine;
use bcd_web::page;
use leptos::prelude::*;
use std::{collections::BTreeSet, rc::Rc};

type Ticked = RwSignal<BTreeSet<String>>;

/// The list, the newest first.
#[component]
pub fn Here(rolling: Rolling) -> impl IntoView {
    let ticked: Ticked = RwSignal::default();
    let all = Memo::new(move |_| {
        let mut lines = rolling.lines.get();
        lines.sort_by(|a, b| (&b.cycle, &b.at).cmp(&(&a.cycle, &a.at)));
        lines
    });
    let wanted = RwSignal::new(0);
    let pages = Memo::new(move |_| all.with(|all| all.len().div_ceil(AT_ONCE).max(1)));
    let at = Memo::new(move |_| wanted.get().min(pages.get() - 1));
    let turn = Callback::new(move |to| {
        wanted.set(to);
        page::scroll_to("#here-h");
    });
    let rows = move || {
        let at = at.get();
        all.with(|all| all.iter().skip(at * AT_ONCE).take(AT_ONCE).cloned().collect::<Vec<_>>())
    };
    let none = Memo::new(move |_| all.with(Vec::is_empty));
    move || match none.get() {
        true => view! { <p class="empty">{t(k::ROLLUP_NONE)}</p> }.into_any(),
        false => view! {
            <section class="card" aria-labelledby="here-h">
                <h2 id="here-h">{t(k::ROLLUP_HERE)}</h2>
                <ul class="plain stack">
                    <For each=rows key=|line| line.digest.clone() let:line>
                        <Line line rolling ticked />
                    </For>
                </ul>
                <Turning at pages turn />
                <Remove rolling all ticked />
            </section>
        }
        .into_any(),
    }
}

#[component]
fn Line(line: RollupLine, rolling: Rolling, ticked: Ticked) -> impl IntoView {
    let text = words::line(&line);
    let note = format!("{} · {}", i18n::date_time(&line.at), line.cycle);
    let href = Page::Rollup.open(&line.digest).href();
    let link = view! { <a href=href data-testid="rollup-line">{text.clone()}</a> };
    let note = view! { <div class="field__note">{note}</div> };
    if line.own {
        // What was made here stays: others may have it by now.
        let own = view! { <span class="state state--ok">{t(k::ROLLUP_OWN)}</span> };
        return view! { <li>{link} " " {own} {note}</li> }.into_any();
    }
    let digest = StoredValue::new(line.digest.clone());
    let on = move || digest.with_value(|digest| ticked.with(|all| all.contains(digest)));
    let tick = move |event| {
        let digest = digest.get_value();
        ticked.update(|all| match event_target_checked(&event) {
            true => drop(all.insert(digest)),
            false => drop(all.remove(&digest)),
        });
    };
    // Its key may be compared while the list stands.
    let whose = move || mark(rolling.identity(&line));
    view! {
        <li class="tick">
            <input type="checkbox" prop:checked=on on:change=tick aria-label=tf(k::ROLLUP_TICK, &[("line", &text)]) data-testid="rollup-tick" />
            <div>{link} " " {whose} {note}</div>
        </li>
    }
    .into_any()
}

// What is ticked goes, on whatever page it stands.
#[component]
fn Remove(rolling: Rolling, all: Memo<Vec<RollupLine>>, ticked: Ticked) -> impl IntoView {
    let came = Memo::new(move |_| {
        let came = |all: &Vec<RollupLine>| {
            let came = all.iter().filter(|it| !it.own).map(|it| it.digest.clone());
            came.collect::<BTreeSet<_>>()
        };
        all.with(came)
    });
    // Some may be gone meanwhile.
    let those = move || came.with(|came| ticked.with(|all| came & all));
    let n = Memo::new(move |_| those().len());
    let label = Signal::derive(move || tf(k::ROLLUP_DISCARD_ALL, &[("n", &n.get())]));
    let first = Signal::derive(move || {
        let counted = those().iter().filter(|digest| rolling.is_counted(digest)).count();
        if counted == 0 {
            return String::new();
        }
        tf(k::ROLLUP_DISCARD_ALL_COUNTED, &[("n", &counted)])
    });
    let discard: Discarding = Rc::new(move || {
        let those: Vec<String> = untrack(those).into_iter().collect();
        Box::pin(async move {
            rolling.discard(&those).await?;
            ticked.try_set(BTreeSet::new());
            Ok(())
        })
    });
    let discard = StoredValue::new_local(discard);
    let some = Memo::new(move |_| n.get() > 0);
    let many = Memo::new(move |_| came.with(BTreeSet::len));
    let choose = move || {
        (many.get() > 1).then(|| view! {
            <p class="row">
                <button class="button button--quiet" on:click=move |_| ticked.set(came.get_untracked()) data-testid="rollup-tick-came">
                    {tf(k::ROLLUP_TICK_CAME, &[("n", &many.get())])}
                </button>
                <button class="button button--quiet" on:click=move |_| ticked.set(BTreeSet::new()) data-testid="rollup-tick-none">
                    {t(k::DECIDE_TICK_NONE)}
                </button>
            </p>
        })
    };
    view! {
        {choose}
        {move || some.get().then(|| view! { <Discard label first discard=discard.get_value() /> })}
    }
    .into_any()
}
