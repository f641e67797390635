//! What was done with a unit as such, in sentences, each to be taken back; and the way to a new act.

use super::{act_form::ActForm, words, write_once};
use crate::{
    i18n::{self, Key, k, t, tf},
    shell::{rolls, services},
};
use bcd_core::{
    id::RecordId,
    upper::roll::{
        Roll, RollUnit,
        act::{Act, ActKind},
    },
};
use leptos::prelude::*;

fn sentence(roll: &Roll, act: &Act) -> String {
    let key: Key = match act.kind {
        ActKind::Rename => k::ROLL_ACT_RENAME_SAID,
        ActKind::Merge => k::ROLL_ACT_MERGE_SAID,
        ActKind::Split => k::ROLL_ACT_SPLIT_SAID,
        ActKind::Move => k::ROLL_ACT_MOVE_SAID,
        ActKind::Leave => k::ROLL_ACT_LEAVE_SAID,
        ActKind::Dissolve => k::ROLL_ACT_DISSOLVE_SAID,
        ActKind::Found => k::ROLL_ACT_FOUND_SAID,
    };
    let named = |ids: &bcd_core::year::value::IdSet| {
        let ids: Vec<RecordId> = ids.iter().map(|id| RecordId::from(id.as_str())).collect();
        words::names(roll, &ids)
    };
    let said = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
    let day = i18n::date(&act.day.0);
    let (of, to) = (named(&act.of), named(&act.to));
    tf(
        key,
        &[
            ("of", &of),
            ("to", &to),
            ("before", &said(&act.before)),
            ("after", &said(&act.after)),
            ("from", &act.from),
            ("day", &day),
        ],
    )
}

/// The acts of a line.
#[component]
pub fn Acts(id: RecordId, unit: Signal<RollUnit>) -> impl IntoView {
    let (app, rolls) = (services(), rolls());
    let of = id.clone();
    let busy = RwSignal::new(false);
    let back = move |act: RecordId| {
        write_once(app, busy, async move {
            rolls.take_back(&act).await?;
            app.work.say(t(k::ROLL_ACT_BACKED));
            Ok(())
        });
    };
    let rows = move || {
        rolls.roll.with(|roll| {
            let roll = roll.as_ref()?;
            let rows = roll.history(&of).into_iter().map(|act| {
                let (text, note, id) = (sentence(roll, act), act.note.clone(), act.id.clone());
                view! {
                    <li class="earlier" data-testid="act">
                        <span>{text} {(!note.is_empty()).then(|| format!(" · {note}"))}</span>
                        <button class="button" disabled=busy on:click=move |_| back(id.clone()) data-testid="act-back">{t(k::ROLL_ACT_BACK)}</button>
                    </li>
                }
            });
            let rows = rows.collect::<Vec<_>>();
            Some(match rows.is_empty() {
                true => view! { <p>{t(k::ROLL_ACTS_NONE)}</p> }.into_any(),
                false => view! { <ul class="plain">{rows}</ul> }.into_any(),
            })
        })
    };
    let goes_on = Memo::new(move |_| unit.with(|unit| unit.ends.is_none()));
    view! {
        <section class="card" aria-labelledby="acts-h">
            <h2 id="acts-h">{t(k::ROLL_ACTS)}</h2>
            {rows}
            {move || goes_on.get().then(|| view! { <ActForm id=id.clone() unit /> })}
        </section>
    }
    .into_any()
}
