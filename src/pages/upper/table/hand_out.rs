//! The table handed out: what is shown as CSV, all of it as a workbook; the units that are shown, in
//! their order.

use super::{source::Desk, words};
use crate::{
    i18n::{k, lang, t, tf},
    pages::upper::{
        csv::{SaveCsv, hand_out},
        decide::href as decide,
    },
    shell::services,
};
use bcd_core::{
    paper::{Table, job::Output},
    upper::table::{
        Show,
        hand_out::{self, Words, tables},
        statistics::GroupBy,
    },
};
use leptos::prelude::*;

/// The buttons. A chart has one of its own.
#[component]
pub fn HandOut(desk: Desk) -> impl IntoView {
    let app = services();
    let busy = RwSignal::new(false);
    let workbook = move |_| {
        let rows = desk.sorted.get_untracked();
        let sheets = desk.alphabet.with_value(|alphabet| {
            desk.table.with_untracked(|table| tables(table, &rows, &sheet_words(), alphabet))
        });
        let title = (t(k::UPPER_TABLE_TITLE), desk.cycle.get_untracked());
        hand_out(app, busy, Output::Xlsx, title, sheets);
    };
    let show = Memo::new(move |_| desk.view.with(|view| view.show));
    let csv = move || match show.get() {
        Show::Table => Some(view! {
            <SaveCsv title=t(k::UPPER_TABLE_TITLE) about=desk.cycle test="hand-out-csv"
                table=Callback::new(move |()| units(desk)) />
        }),
        Show::Items => Some(view! {
            <SaveCsv title=t(k::UPPER_TABLE_SHOW_ITEMS) about=desk.cycle test="hand-out-csv"
                table=Callback::new(move |()| items(desk)) />
        }),
        Show::Charts | Show::Years => None,
    };
    view! {
        <p class="row">
            <button class="button" disabled=busy data-testid="hand-out-xlsx" on:click=workbook>{t(k::UPPER_TABLE_XLSX)}</button>
            {csv}
            <a class="button" href=move || desk.view.with(decide) data-testid="to-decide">{t(k::DECIDE_TITLE)}</a>
        </p>
    }
    .into_any()
}

// Follow signals, like all below.
fn units(desk: Desk) -> Table {
    let rows = desk.sorted.get();
    desk.table.with(|table| hand_out::shown(table, &rows, &sheet_words()))
}

fn items(desk: Desk) -> Table {
    let rows = desk.fitting.get();
    desk.table.with(|table| hand_out::items_by_strength(table, &rows, &sheet_words()))
}

/// The units that are shown, put together.
pub fn groups(desk: Desk, by: GroupBy) -> Table {
    let rows = desk.fitting.get();
    desk.alphabet.with_value(|alphabet| {
        desk.table.with(|table| hand_out::groups(table, &rows, by, &sheet_words(), alphabet))
    })
}

/// Each item beside the cycle before; empty without one.
pub fn years(desk: Desk) -> Table {
    let comparison = desk.comparison.get();
    comparison.map(|it| hand_out::years(&it, &sheet_words())).unwrap_or_default()
}

fn sheet_words() -> Words {
    Words {
        lang: lang(),
        units: t(k::UPPER_TABLE_UNIT),
        items: t(k::UPPER_TABLE_ITEM),
        points: t(k::UPPER_TABLE_SHEET_POINTS),
        levels: t(k::UPPER_TABLE_SHEET_LEVELS),
        kind: t(k::UPPER_TABLE_KIND),
        cluster: t(k::UPPER_TABLE_CLUSTER),
        officer: t(k::UPPER_TABLE_OFFICER),
        standing: t(k::UPPER_TABLE_STANDING),
        sent_on: t(k::UPPER_TABLE_SORT_SENT),
        number: t(k::UPPER_TABLE_NUMBER),
        days_late: t(k::UPPER_TABLE_DAYS_LATE),
        total: t(k::UPPER_TABLE_TOTAL),
        most: t(k::UPPER_TABLE_MOST),
        verified: t(k::UPPER_TABLE_VERIFIED),
        asks: t(k::UPPER_TABLE_ASKS),
        met: t(k::UPPER_TABLE_IS_MET),
        share: t(k::UPPER_TABLE_MET_SHARE),
        sent: t(k::UPPER_TABLE_SENT),
        ready: t(k::UPPER_TABLE_READY_YES),
        late: t(k::UPPER_TABLE_LATE),
        recognised: t(k::UPPER_TABLE_RECOGNISED),
        then: t(k::UPPER_TABLE_THEN),
        now: t(k::UPPER_TABLE_NOW),
        difference: t(k::UPPER_TABLE_DIFFERENCE),
        without: t(k::UPPER_TABLE_LEVEL_NONE),
        none: t(k::UPPER_TABLE_NONE),
        criterion: |id| tf(k::UPPER_TABLE_CRITERION, &[("id", &id)]),
        level: words::level,
        standing_of: words::standing,
        kind_of: |kind| words::group(GroupBy::Kind, kind),
    }
}
