//! The checklist: three criteria, their groups and items, answered in place.

mod filter;
mod item_row;
mod ladder;
mod score_bar;

pub use item_row::{choose, chosen, proposal_line, proposed};
pub use ladder::ladder;

use super::around::edit_head;
use crate::{
    i18n::{k, lang, t},
    platform::el::{El, Handle, el},
    platform::page,
    state::Workspace,
};
use bcd_core::criteria::{Criterion, Group, Item, Mode};
use filter::{Filter, filters, shows};
use item_row::item_row;
use leptos::prelude::*;
use std::{cell::RefCell, rc::Rc};

/// Rows by item id, to mark the opened one.
type Rows = Rc<RefCell<Vec<(String, Handle)>>>;

/// The checklist. An opened item is drawn beside it, or over it on a phone.
pub fn checklist(workspace: Workspace, opened: Memo<Option<String>>) -> Vec<El> {
    let filter = RwSignal::new(Filter::All);
    let rows = Rows::default();
    let sample = workspace.dossier.with_untracked(|d| d.sample);
    let mark =
        sample.then(|| el("p").child(el("span").class("tag tag--sample").text(t(k::HOME_SAMPLE))));
    let list = {
        let rows = rows.clone();
        el("div").class("checklist").part(move || draw_list(workspace, filter.get(), &rows))
    };
    let list = list.watch(move || {
        // Drawn anew, the list has new rows.
        filter.track();
        mark_opened(&rows, opened.get().as_deref());
    });
    return_focus(opened);
    [
        Some(edit_head(workspace, t(k::CHECKLIST_TITLE))),
        mark,
        Some(score_bar::score_bar(workspace)),
        Some(filters(workspace, filter)),
        Some(list),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn mark_opened(rows: &Rows, opened: Option<&str>) {
    for (id, row) in rows.borrow().iter() {
        row.class("item--open", opened == Some(id.as_str()));
    }
}

// Who comes back from an item goes on where they left.
fn return_focus(opened: Memo<Option<String>>) {
    Effect::new(move |before: Option<Option<String>>| {
        let now = opened.get();
        if let (Some(Some(left)), None) = (&before, &now) {
            let selector = format!("[id='open-{left}']");
            page::after_paint(move || page::focus(&selector));
        }
        now
    });
}

fn draw_list(workspace: Workspace, filter: Filter, rows: &Rows) -> Vec<El> {
    rows.borrow_mut().clear();
    let (set, mode) = (workspace.set.get(), workspace.mode.get());
    let sections: Vec<El> =
        set.criteria.iter().filter_map(|c| section(workspace, c, filter, mode, rows)).collect();
    if sections.is_empty() {
        let text = match filter {
            Filter::Open => k::CHECKLIST_NONE_OPEN,
            Filter::Lacking => k::CHECKLIST_NONE_LACKING,
            Filter::All | Filter::Gates => k::CHECKLIST_NONE,
        };
        return vec![el("p").class("empty").text(t(text))];
    }
    let note = el("p").class("setnote").text(set.note.get(lang()));
    sections.into_iter().chain([note]).collect()
}

fn section(
    workspace: Workspace,
    criterion: &Criterion,
    filter: Filter,
    mode: Mode,
    rows: &Rows,
) -> Option<El> {
    let groups: Vec<[El; 2]> =
        criterion.groups.iter().filter_map(|g| group(workspace, g, filter, mode, rows)).collect();
    (!groups.is_empty()).then(|| {
        let title = el("h2")
            .class("criterion__title")
            .attr("tabindex", "-1")
            .child(el("span").class("criterion__number").text(&criterion.id))
            .text(criterion.title.get(lang()));
        el("section")
            .class("criterion")
            .attr("id", &format!("criterion-{}", criterion.id))
            .child(title)
            .children(groups.into_iter().flatten())
    })
}

fn group(
    workspace: Workspace,
    group: &Group,
    filter: Filter,
    mode: Mode,
    rows: &Rows,
) -> Option<[El; 2]> {
    // Filtered once, when the person asks: an item just answered must not jump away.
    let shown = |item: &&Item| workspace.dossier.with_untracked(|d| shows(filter, item, d, mode));
    let items: Vec<&Item> = group.items.iter().filter(shown).collect();
    (!items.is_empty()).then(|| {
        let drawn = items.into_iter().map(|item| {
            let row = item_row(workspace, item, mode);
            rows.borrow_mut().push((item.id.0.clone(), row.handle()));
            row
        });
        let list = el("ul").class("items").children(drawn);
        let title = format!("{} {}", group.id, group.title.get(lang()));
        [el("h3").class("group").text(&title), list]
    })
}
