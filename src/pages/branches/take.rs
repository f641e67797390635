//! Taking in what a branch handed up: its figures join the unit's, nothing is typed again.

use super::new_branch;
use crate::{
    i18n::{self, Key, k, t, tf},
    pages::{Page, record::branch_names, units::latest},
    shell::services,
    ui::Choice,
};
use bcd_app::services::Services;
use bcd_core::{
    id::RecordId,
    intake::Summary,
    year::handed::{CountsNotTaken, branch_of},
};
use bcd_web::spawn_local;
use leptos::prelude::*;

const fn words(why: CountsNotTaken) -> Key {
    match why {
        CountsNotTaken::NoCounts => k::BRANCHES_TAKE_NO_COUNTS,
        CountsNotTaken::OtherCycle => k::BRANCHES_TAKE_OTHER_CYCLE,
        CountsNotTaken::Sample => k::BRANCHES_TAKE_SAMPLE,
        CountsNotTaken::Older => k::BRANCHES_TAKE_OLDER,
        CountsNotTaken::NoSuchBranch => k::BRANCHES_TAKE_NO_BRANCH,
    }
}

fn take(app: Services, digest: String, branch: RecordId, said: RwSignal<Option<Key>>) {
    said.set(Some(k::BRANCHES_TAKE_BUSY));
    spawn_local(async move {
        let why = match app.receiving.take_branch(&digest, branch).await {
            Some(Ok(())) => {
                app.work.say_undoable(t(k::BRANCHES_TAKEN));
                None
            }
            Some(Err(why)) => Some(words(why)),
            None => Some(k::BRANCHES_TAKE_FAILED),
        };
        // The page may be gone by now.
        said.try_set(why);
    });
}

fn line(summary: &Summary) -> String {
    let date = i18n::date(&summary.at);
    tf(k::BRANCHES_TAKE_LINE, &[("name", &summary.name), ("n", &summary.seq), ("date", &date)])
}

/// What was taken in of a branch.
#[component]
pub fn Handed(id: RecordId) -> impl IntoView {
    let app = services();
    let handed = Memo::new(move |_| {
        app.planning
            .year
            .with(|year| year.handed.get(&id).filter(|handed| !handed.deleted).cloned())
    });
    move || match handed.get() {
        None => view! { <p class="field__note">{t(k::BRANCHES_HANDED_NONE)}</p> }.into_any(),
        Some(handed) => {
            let text = tf(
                k::BRANCHES_HANDED_LINE,
                &[
                    ("n", &handed.seq.or_zero()),
                    ("day", &i18n::date(&handed.as_of.0)),
                    ("held", &handed.held.len()),
                    ("done", &handed.done.or_zero()),
                    ("introduced", &handed.introduced.or_zero()),
                ],
            );
            view! { <p class="done" data-testid="handed">{text}</p> }.into_any()
        }
    }
}

/// Submissions here that may be this branch's, each to be taken in.
#[component]
pub fn TakeHere(id: RecordId) -> impl IntoView {
    let app = services();
    app.received.want();
    let said = RwSignal::new(None::<Key>);
    let offers = {
        let id = id.clone();
        Memo::new(move |_| {
            let own = app.work.dossier.with(|dossier| dossier.unit.id.clone());
            let (unit, taken) = app.planning.year.with(|year| {
                let unit = year.branches.get(&id).map(|branch| branch.unit.clone());
                let taken = year.handed.get(&id).filter(|handed| !handed.deleted);
                (unit.unwrap_or_default(), taken.map(|handed| handed.digest.clone()))
            });
            let fits = |summary: &Summary| match unit.as_str() {
                // As long as no submission is assigned to the branch, those of all branches are
                // offered.
                "" => summary.unit != own && summary.kind.contains("branch"),
                unit => summary.unit.0 == unit,
            };
            let all = latest(app);
            let all = all.into_iter().map(|latest| latest.summary);
            let open = all.filter(fits).filter(|s| Some(&s.digest) != taken.as_ref());
            open.collect::<Vec<_>>()
        })
    };
    let rows = move || {
        let all = offers.get().into_iter().map(|summary| {
            let (id, digest) = (id.clone(), summary.digest.clone());
            view! {
                <li class="earlier">
                    <span>{line(&summary)}</span>
                    <button class="button" data-testid="take"
                        on:click=move |_| take(app, digest.clone(), id.clone(), said)>
                        {t(k::BRANCHES_TAKE)}
                    </button>
                </li>
            }
        });
        all.collect_view()
    };
    view! {
        <ul class="plain">{rows}</ul>
        <p role="status" class="field__fault" data-testid="take-said">{move || said.get().map(t)}</p>
        <a class="button button--quiet" href=Page::Receive.href()>{t(k::UNITS_RECEIVE)}</a>
    }
    .into_any()
}

/// On a received submission: take its figures into the unit's own year.
#[component]
pub fn TakeFrom(summary: Summary) -> impl IntoView {
    let app = services();
    let own = app.work.dossier.with_untracked(|dossier| dossier.unit.id.clone());
    if app.work.id.with_untracked(Option::is_none) || summary.unit == own {
        return ().into_any();
    }
    let known = app.planning.year.with_untracked(|year| branch_of(year, &summary.unit));
    let names = branch_names();
    let alike = names.with_untracked(|names| {
        let alike = |(_, name): &&(String, String)| name.trim() == summary.name.trim();
        names.iter().find(alike).map(|(id, _)| id.clone())
    });
    // Folded if the unit does not seem to be a branch of this one.
    let likely = known.is_some() || alike.is_some() || summary.kind.contains("branch");
    let chosen = RwSignal::new(known.map(|id| id.0).or(alike).unwrap_or_default());
    let said = RwSignal::new(None::<Key>);
    let new = (String::new(), tf(k::BRANCHES_TAKE_NEW, &[("name", &summary.name)]));
    let options = [names.get_untracked(), vec![new]].concat();
    let taken = {
        let digest = summary.digest.clone();
        Memo::new(move |_| {
            app.planning.year.with(|year| {
                year.handed.values().any(|handed| !handed.deleted && handed.digest == digest)
            })
        })
    };
    let go = move |_| {
        let branch = match chosen.get_untracked() {
            id if id.is_empty() => {
                let id = new_branch(app, &summary.name);
                chosen.set(id.0.clone());
                id
            }
            id => RecordId(id),
        };
        take(app, summary.digest.clone(), branch, said);
    };
    view! {
        <details class="card" open=likely data-testid="take-from">
            <summary>{t(k::BRANCHES_TAKE_HEAD)}</summary>
            <p class="field__note">{t(k::BRANCHES_TAKE_TEXT)}</p>
            <Choice label=t(k::BRANCHES_TAKE_WHOSE) options value=chosen test="take-branch"
                on_change=Callback::new(move |id| chosen.set(id)) />
            <button class="button button--main" on:click=go data-testid="take">{t(k::BRANCHES_TAKE)}</button>
            <p role="status" data-testid="take-said">
                {move || taken.get().then(|| view! { <span class="done">{t(k::BRANCHES_TAKEN_BEFORE)}</span> })}
                <span class="field__fault">{move || said.get().map(t)}</span>
            </p>
        </details>
    }
    .into_any()
}
