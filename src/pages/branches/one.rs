//! One branch: its own lines, how it stands, what was noted of it, what it handed up.

use super::{
    Periods, States, glance, is_there,
    take::{Handed, TakeHere},
};
use crate::{
    i18n::{k, t, tf},
    pages::{
        Page,
        record::{Lines, RecordFilter, RecordForm, add},
    },
    shell::services,
    ui::{Icon, icon},
};
use bcd_core::{id::RecordId, year::record::RecordKind};
use leptos::prelude::*;

/// The page of a branch.
#[component]
pub fn One(id: RecordId) -> impl IntoView {
    let app = services();
    let back = (Page::Branches.href(), k::BRANCHES_TITLE);
    // A new one is named first.
    let named = app.planning.year.with_untracked(|year| {
        year.branches.get(&id).is_some_and(|branch| !branch.name.trim().is_empty())
    });
    let (of, which) = (id.clone(), RecordFilter::Of(id.clone()));
    let there = Memo::new({
        let id = id.clone();
        move |_| app.planning.year.with(|year| is_there(&year.branches, &id))
    });
    let noted = move || {
        (named && there.get()).then(|| {
            view! {
                <section class="card" aria-labelledby="noted-h">
                    <h2 id="noted-h">{t(k::BRANCHES_NOTED)}</h2>
                    <Lines which=which.clone() empty=k::BRANCHES_NOTED_NONE />
                </section>
            }
        })
    };
    view! {
        <RecordForm kind=RecordKind::Branch id back>
            {named.then(|| view! { <More id=of.clone() /> })}
        </RecordForm>
        {noted}
    }
    .into_any()
}

#[component]
fn More(id: RecordId) -> impl IntoView {
    let app = services();
    let line = {
        let (all, id) = (glance(), id.clone());
        Memo::new(move |_| all.with(|all| all.iter().find(|line| line.id == id).cloned()))
    };
    let shown = move || {
        line.get().map(|line| {
            let intros =
                tf(k::BRANCHES_INTROS, &[("n", &line.introduced), ("admitted", &line.admitted)]);
            view! {
                <States line=line.clone() />
                <Periods line />
                <p>{intros}</p>
            }
        })
    };
    let note = |kind: RecordKind, text, test: &'static str| {
        let id = id.clone();
        view! {
            <button class="button" on:click=move |_| add(app, kind, Some(&id)) data-testid=test>
                {icon(Icon::Add)} {t(text)}
            </button>
        }
    };
    view! {
        <div class="columns">
            <section class="card" aria-labelledby="stand-h">
                <h2 id="stand-h">{t(k::BRANCHES_STANDS)}</h2>
                {shown}
                <div class="adds">
                    {note(RecordKind::Meeting, k::NOTE_ADD_MEETING, "branch-meeting")}
                    {note(RecordKind::Intro, k::NOTE_ADD_INTRO, "branch-intro")}
                    {note(RecordKind::Visit, k::NOTE_ADD_VISIT, "branch-visit")}
                    {note(RecordKind::Pairing, k::BRANCHES_PAIRINGS_ADD, "branch-pairing")}
                </div>
            </section>
            <section class="card" aria-labelledby="handed-h">
                <h2 id="handed-h">{t(k::BRANCHES_HANDED)}</h2>
                <Handed id=id.clone() />
                <TakeHere id=id.clone() />
            </section>
        </div>
    }
    .into_any()
}
