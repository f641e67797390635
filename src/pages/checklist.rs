//! The checklist: three criteria, their groups and items, answered in place.

mod evidence;
mod evidence_add;
mod item_row;
mod ladder;
mod panel;
mod score_bar;

pub use evidence::{StoredPhoto, kind_icon, kind_word};
pub use ladder::Ladder;

use super::around::Head;
use crate::{
    app::Shell,
    i18n::{k, lang, t},
    platform::page,
    route::Route,
    state::Workspace,
};
use bcd_core::{
    criteria::{Group, Item},
    dossier::Dossier,
};
use item_row::ItemRow;
use leptos::prelude::*;
use panel::Panel;
use score_bar::ScoreBar;

/// Which items are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// All.
    All,
    /// Not answered.
    Open,
    /// Claimed, without evidence.
    Lacking,
    /// Gates.
    Gates,
}

/// The checklist page. On a phone an opened item covers the list, on a wide screen it stands
/// beside it; both are the same elements.
#[component]
pub fn Checklist() -> impl IntoView {
    let shell = Shell::here();
    let opened = Memo::new(move |_| {
        shell.route.with(|route| match route {
            Route::Checklist(item) => item.clone(),
            _ => None,
        })
    });
    let filter = RwSignal::new(Filter::All);
    return_focus(opened);
    view! {
        <Head title=t(k::CHECKLIST_TITLE) edits=true />
        <div class="panes" class:panes--open=move || opened.with(Option::is_some)>
            <div class="panes__list">
                <ScoreBar />
                <Filters filter />
                <List filter opened />
            </div>
            <div class="panes__side">
                {move || match opened.get() {
                    Some(item) => view! { <Panel item /> }.into_any(),
                    None => {
                        view! { <p class="panes__empty">{t(k::CHECKLIST_CHOOSE)}</p> }.into_any()
                    }
                }}
            </div>
        </div>
    }
    .into_any()
}

// Who comes back from an item goes on where they left.
fn return_focus(opened: Memo<Option<String>>) {
    Effect::new(move |before: Option<Option<String>>| {
        let now = opened.get();
        match (&before, &now) {
            (_, Some(_)) if before.as_ref() != Some(&now) => page::focus_soon("#panel-h"),
            (Some(Some(left)), None) => {
                let selector = format!("[id='open-{left}']");
                page::after_paint(move || page::focus(&selector));
            }
            _ => {}
        }
        now
    });
}

#[component]
fn Filters(filter: RwSignal<Filter>) -> impl IntoView {
    let workspace = Workspace::here();
    let count = move |which: Filter| {
        let mode = workspace.mode.get();
        workspace.set.with(|set| {
            workspace.dossier.with(|dossier| {
                set.items().filter(|(_, item)| shows(which, item, dossier, mode)).count()
            })
        })
    };
    let chips = [
        (Filter::All, k::CHECKLIST_ALL),
        (Filter::Open, k::CHECKLIST_OPEN),
        (Filter::Lacking, k::CHECKLIST_LACKING),
        (Filter::Gates, k::CHECKLIST_GATES),
    ]
    .map(|(which, text)| {
        let chosen = move || filter.get() == which;
        view! {
            <button
                class="chip"
                aria-pressed=move || chosen().to_string()
                // Set anew even when it is the same: the list is filtered at this moment.
                on:click=move |_| filter.set(which)
            >
                {t(text)}
                <span class="chip__count">{move || count(which)}</span>
            </button>
        }
    });
    view! { <div class="chips" role="group" aria-label=t(k::CHECKLIST_FILTER)>{chips.collect_view()}</div> }
}

fn shows(filter: Filter, item: &Item, dossier: &Dossier, mode: bcd_core::criteria::Mode) -> bool {
    item.applies_to(&dossier.unit.kind)
        && match filter {
            Filter::All => true,
            Filter::Open => !dossier.answer(item.id.as_str()).is_given(mode),
            Filter::Lacking => dossier.lacks_evidence(item, mode),
            Filter::Gates => item.gate,
        }
}

#[component]
fn List(filter: RwSignal<Filter>, opened: Memo<Option<String>>) -> impl IntoView {
    let workspace = Workspace::here();
    move || {
        let which = filter.get();
        let (set, mode) = (workspace.set.get(), workspace.mode.get());
        // Filtered once, when the person asks: an item just answered must not jump away.
        let dossier = workspace.dossier.get_untracked();
        let show = |item: &&Item| shows(which, item, &dossier, mode);
        let group = |group: &Group| {
            let items: Vec<_> = group.items.iter().filter(show).cloned().collect();
            (!items.is_empty()).then(|| {
                let rows = items.into_iter().map(|item| view! { <ItemRow item mode opened /> });
                view! {
                    <h3 class="group">{format!("{} {}", group.id, group.title.get(lang()))}</h3>
                    <ul class="items">{rows.collect_view()}</ul>
                }
            })
        };
        let sections = set.criteria.iter().filter_map(|criterion| {
            let groups: Vec<_> = criterion.groups.iter().filter_map(group).collect();
            (!groups.is_empty()).then(|| {
                let title = criterion.title.get(lang()).to_owned();
                view! {
                    <section class="criterion" id=format!("criterion-{}", criterion.id)>
                        <h2 class="criterion__title" tabindex="-1">
                            <span class="criterion__number">{criterion.id.clone()}</span>
                            {title}
                        </h2>
                        {groups}
                    </section>
                }
            })
        });
        let sections: Vec<_> = sections.collect();
        if sections.is_empty() {
            let text = match which {
                Filter::Open => k::CHECKLIST_NONE_OPEN,
                Filter::Lacking => k::CHECKLIST_NONE_LACKING,
                Filter::All | Filter::Gates => k::CHECKLIST_NONE,
            };
            return view! { <p class="empty">{t(text)}</p> }.into_any();
        }
        view! {
            {sections}
            <p class="setnote">{set.note.get(lang()).to_owned()}</p>
        }
        .into_any()
    }
}
