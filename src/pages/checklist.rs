//! The checklist: three criteria, their groups and items, answered in place.

mod filter;
mod item_row;
mod ladder;
mod score_bar;

pub use item_row::{chosen, proposal_line};
pub use ladder::ladder;

use super::around::edit_head;
use crate::{
    i18n::{k, lang, t},
    shell::work,
};
use bcd_app::workspace::Workspace;
use bcd_core::criteria::{Criterion, Group, Item, Mode};
use bcd_web::page;
use filter::{Filter, filters, shows};
use item_row::item_row;
use leptos::prelude::*;
use score_bar::score_bar;

/// The checklist. An opened item is drawn beside it, or over it on a phone.
pub fn view(inner: Memo<String>) -> AnyView {
    let work = work();
    let opened = Memo::new(move |_| Some(inner.get()).filter(|item| !item.is_empty()));
    let filter = RwSignal::new(Filter::All);
    let list = List { work, opened };
    return_focus(opened);
    let sample = work.dossier.with_untracked(|d| d.sample).then(|| {
        view! { <p><span class="tag tag--sample">{t(k::HOME_SAMPLE)}</span></p> }.into_any()
    });
    view! {
        {edit_head(work, t(k::CHECKLIST_TITLE))}
        {sample}
        {score_bar(work, opened)}
        {filters(work, filter)}
        <div class="checklist">{move || list.draw(filter.get())}</div>
    }
    .into_any()
}

// Who comes back from an item goes on where they left.
fn return_focus(opened: Memo<Option<String>>) {
    Effect::new(move |before: Option<Option<String>>| {
        let now = opened.get();
        if let (Some(Some(left)), None) = (&before, &now) {
            let selector = format!("[id='open-{left}']");
            page::unless_moved_on(move || page::focus(&selector));
        }
        now
    });
}

/// What the list is drawn from.
#[derive(Clone, Copy)]
struct List {
    work: Workspace,
    /// The item that is open.
    opened: Memo<Option<String>>,
}

impl List {
    // Follows the criteria and the mode; what was answered is each row's own.
    fn draw(self, filter: Filter) -> AnyView {
        let (set, mode) = (self.work.set.get(), self.work.mode.get());
        let sections: Vec<AnyView> =
            set.criteria.iter().filter_map(|c| self.criterion(c, filter, mode)).collect();
        if sections.is_empty() {
            let text = match filter {
                Filter::Open => k::CHECKLIST_NONE_OPEN,
                Filter::Lacking => k::CHECKLIST_NONE_LACKING,
                Filter::All | Filter::Gates => k::CHECKLIST_NONE,
            };
            return view! { <p class="empty">{t(text)}</p> }.into_any();
        }
        let note = set.note.get(lang()).to_owned();
        view! { {sections} <p class="setnote">{note}</p> }.into_any()
    }

    fn criterion(self, criterion: &Criterion, filter: Filter, mode: Mode) -> Option<AnyView> {
        let groups: Vec<AnyView> =
            criterion.groups.iter().filter_map(|g| self.group(g, filter, mode)).collect();
        if groups.is_empty() {
            return None;
        }
        let section = view! {
            <section class="criterion" id=format!("criterion-{}", criterion.id)>
                <h2 class="criterion__title" tabindex="-1">
                    <span class="criterion__number">{criterion.id.clone()}</span>
                    {criterion.title.get(lang()).to_owned()}
                </h2>
                {groups}
            </section>
        };
        Some(section.into_any())
    }

    fn group(self, group: &Group, filter: Filter, mode: Mode) -> Option<AnyView> {
        // Filtered once, when the person asks: an item just answered must not jump away.
        let shown =
            |item: &&Item| self.work.dossier.with_untracked(|d| shows(filter, item, d, mode));
        let rows: Vec<AnyView> = group
            .items
            .iter()
            .filter(shown)
            .map(|item| item_row(self.work, item, mode, self.opened))
            .collect();
        if rows.is_empty() {
            return None;
        }
        let title = format!("{} {}", group.id, group.title.get(lang()));
        Some(view! { <h3 class="group">{title}</h3> <ul class="items">{rows}</ul> }.into_any())
    }
}
