//! What two officers said at once, without knowing of each other: a person decides.

use super::{act::act, desk::Desk, words};
use crate::{
    i18n::{k, t, tf},
    ui::{Notice, Tone},
};
use bcd_core::{field::Entry, upper::case::ItemValue};
use leptos::prelude::*;
use serde_json::Value;

/// All of them, each with what was said.
#[component]
pub fn Conflicts(desk: Desk) -> impl IntoView {
    let all = move || {
        let (id, all) = desk.reviewing.opened.with(|open| {
            open.as_ref().map(|open| (open.id.clone(), open.conflicts())).unwrap_or_default()
        });
        let notices = all.into_iter().map(|conflict| {
            let values: Vec<Entry> =
                conflict.others.into_iter().chain([conflict.standing]).collect();
            let shown: Vec<Value> = values.iter().map(|it| it.v.clone()).collect();
            let lines = values.into_iter().map(|entry| {
                let text = said(desk, &conflict.path, &entry.v);
                let by = if entry.by.is_empty() { t(k::VERIFY_SOMEBODY) } else { &entry.by };
                let by = tf(k::VERIFY_CONFLICT_BY, &[("by", &by), ("text", &text)]);
                let (id, path, value) = (id.clone(), conflict.path.clone(), entry.v);
                let shown = shown.clone();
                let take = move |_| {
                    let (id, path) = (id.clone(), path.clone());
                    let (value, shown) = (value.clone(), shown.clone());
                    act(
                        desk,
                        async move { desk.reviewing.settle(&id, &path, value, &shown).await },
                        || (),
                    );
                };
                view! { <li><span>{by}</span> " " <button class="button" on:click=take data-testid="verify-take">{t(k::VERIFY_CONFLICT_TAKE)}</button></li> }
            });
            let lines = lines.collect_view();
            let what = tf(k::VERIFY_CONFLICT, &[("what", &about(&conflict.path))]);
            view! {
                <Notice tone=Tone::Warn test="verify-conflict"><p>{what}</p><ul class="plain">{lines}</ul></Notice>
            }
        });
        notices.collect_view()
    };
    all.into_any()
}

// What a field is about.
fn about(path: &str) -> String {
    match path {
        "officer" => t(k::VERIFY_OFFICER).to_owned(),
        "word" => t(k::VERIFY_WORD).to_owned(),
        "commend" => t(k::VERIFY_COMMEND).to_owned(),
        other => other.strip_prefix("item/").unwrap_or(t(k::VERIFY_VISITS)).to_owned(),
    }
}

fn said(desk: Desk, path: &str, value: &Value) -> String {
    let item = path.strip_prefix("item/");
    let verdict = item.zip(serde_json::from_value::<ItemValue>(value.clone()).ok());
    match verdict {
        Some((item, said)) => desk.submission.with_value(|it| {
            let found = it.set.item(item);
            let word = found.map(|item| words::verdict(item, said.verdict().as_ref(), false).0);
            [word.unwrap_or_default(), said.why].join(" ")
        }),
        // Taken back, or a visit: its note says enough.
        None => match value {
            Value::String(text) => text.clone(),
            Value::Null => t(k::VERIFY_CONFLICT_NOTHING).to_owned(),
            other => other["note"].as_str().unwrap_or_default().to_owned(),
        },
    }
}
