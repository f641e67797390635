//! Who sent a submission, what is odd about it, and what a person decides on it.

use crate::{
    i18n::{self, k, t, tf},
    pages::{
        Page,
        discard::{Discard, Discarding},
        known::Judge,
    },
    shell::services,
    ui::{Notice, Tone},
};
use bcd_core::{
    intake::{Oddity, Summary},
    signer::Identity,
};
use bcd_web::{page, spawn_local};
use leptos::prelude::*;
use std::rc::Rc;

/// Who sent it.
#[component]
pub fn Sender(summary: Summary) -> impl IntoView {
    let app = services();
    let kept = StoredValue::new(summary.clone());
    let is_received = move || {
        let digest = kept.with_value(|summary| summary.digest.clone());
        app.lists.received.with(|all| all.get(&digest).is_some())
    };
    move || {
        let summary = kept.get_value();
        let identity = app.lists.identity(&summary);
        let (unit, name, signer) =
            (summary.unit.clone(), summary.name.clone(), summary.signer.clone());
        view! {
            <section class="card" data-testid="sender">
                <Judge unit name signer identity may_decide=is_received() on_done=Callback::new(|()| ()) />
                <Odd summary />
            </section>
        }
        .into_any()
    }
}

// What is odd about it; and the ways out: it is right, or it goes.
#[component]
fn Odd(summary: Summary) -> impl IntoView {
    let app = services();
    let kept = StoredValue::new(summary);
    let settle = move |_| {
        let summary = kept.get_value();
        spawn_local(async move {
            if app.receiving.settle(&summary).await.is_err() {
                app.work.say(t(k::KEYS_FAILED));
            }
        });
    };
    let discard: Discarding = Rc::new(move || {
        let summary = kept.get_value();
        Box::pin(async move {
            app.receiving.discard(&summary).await?;
            page::go(&Page::Units.href());
            Ok(())
        })
    });
    let discard = StoredValue::new_local(discard);
    move || {
        let summary = kept.get_value();
        let here = app.lists.received.with(|all| all.get(&summary.digest).cloned())?;
        let odd = app.lists.oddities(&here);
        let apart = app.lists.is_apart(&here);
        if odd.is_empty() && !apart {
            return None;
        }
        // What somebody signed whose code is another cannot be right.
        let may_settle = app.lists.identity(&here) != Identity::Rejected
            && (!odd.is_empty() || here.signer.key.is_none());
        let lines = odd.iter().filter_map(said).map(|text| view! { <li>{text}</li> });
        let lines = lines.collect_view();
        let buttons = view! {
            <Discard label=t(k::KEYS_DISCARD).to_owned() discard=discard.get_value()>
                {may_settle.then(|| view! {
                    <button class="button" on:click=settle data-testid="settle">{t(k::KEYS_SETTLE)}</button>
                })}
            </Discard>
        };
        Some(match lines.is_empty() {
            true => buttons.into_any(),
            false => view! {
                <Notice tone=Tone::Warn test="odd">
                    <p><b>{t(k::KEYS_ODD)}</b></p>
                    <ul class="plain">{lines}</ul>
                    {buttons}
                </Notice>
            }
            .into_any(),
        })
    }
}

// Several of one number are listed on their own, with links.
fn said(oddity: &Oddity) -> Option<String> {
    Some(match oddity {
        Oddity::Gap(0) => t(k::KEYS_GAP_FIRST).to_owned(),
        Oddity::Gap(last) => tf(k::KEYS_GAP, &[("n", last)]),
        Oddity::OtherParent => t(k::KEYS_OTHER_PARENT).to_owned(),
        Oddity::OtherUnit(name) => tf(k::KEYS_OTHER_UNIT, &[("name", name)]),
        Oddity::SameNumber(_) => return None,
    })
}

/// Submissions of the same unit and year that are held apart, with the way to each.
#[component]
pub fn HeldApart(summary: Summary) -> impl IntoView {
    let app = services();
    move || {
        let others = app.lists.received.with(|all| {
            let of = |it: &&Summary| it.digest != summary.digest && app.lists.is_apart(it);
            all.series(&summary).filter(of).cloned().collect::<Vec<_>>()
        });
        let links = others.into_iter().map(|it| {
            let text = tf(
                k::UNITS_LINE,
                &[("n", &it.seq), ("date", &i18n::date(&it.at)), ("cycle", &it.cycle)],
            );
            view! { <li><a href=Page::Units.open(it.digest).href()>{text}</a></li> }
        });
        let links = links.collect_view();
        (!links.is_empty()).then(|| {
            view! {
                <Notice tone=Tone::Warn test="apart">
                    <p>{t(k::KEYS_APART_TITLE)}</p>
                    <ul class="plain">{links}</ul>
                </Notice>
            }
        })
    }
}
