//! What two tabs wrote in one field: both are shown, a person decides.

use super::{desk::Desk, said};
use crate::{
    i18n::{k, t, tf},
    ui::{Notice, Tone},
};
use bcd_web::spawn_local;
use leptos::prelude::*;

/// The fields that wait for a decision. Where something stands in the order is not asked: any order
/// is one, and it can be moved.
#[component]
pub fn Beside() -> impl IntoView {
    let desk = Desk::here();
    move || {
        let all = desk.open.beside.get().into_iter().filter(|it| !it.path.ends_with("/order"));
        let all = all.map(|conflict| {
            let conflict = StoredValue::new(conflict);
            let decide = move |value: serde_json::Value| {
                spawn_local(async move {
                    let done = desk.open.decide(&conflict.get_value(), value).await;
                    if done.is_err() {
                        desk.app.work.say(t(k::DRAFT_NOT_SAVED));
                    }
                });
            };
            let (path, values) = conflict.with_value(|conflict| {
                let others = conflict.others.iter().map(|entry| entry.v.clone());
                let all = others.chain([conflict.standing.v.clone()]).collect::<Vec<_>>();
                (conflict.path.clone(), all)
            });
            let choices = values.into_iter().map(|value| {
                let text = said::value(&path, &value);
                view! {
                    <button class="button" on:click=move |_| decide(value.clone()) data-testid="draft-decide">{text}</button>
                }
            });
            let choices = choices.collect_view();
            view! {
                <Notice tone=Tone::Warn test="draft-beside">
                    <p>{tf(k::DRAFT_BESIDE, &[("place", &said::path(&path))])}</p>
                    <p class="row">{choices}</p>
                </Notice>
            }
        });
        all.collect_view()
    }
}
