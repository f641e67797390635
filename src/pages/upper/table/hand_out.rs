//! The table handed out as a workbook or as CSV: the units that are shown, in their order.

use super::{source::Desk, words};
use crate::{
    i18n::{k, lang, t, tf},
    shell::services,
};
use bcd_core::{
    paper::{
        Block, Orientation, Paper, PaperTitle,
        build::Draft,
        job::{MadePaper, Output, PaperJob},
    },
    upper::table::{
        hand_out::{Words, tables},
        statistics::GroupBy,
    },
};
use bcd_web::{files, spawn_local};
use leptos::prelude::*;

/// The buttons.
#[component]
pub fn HandOut(desk: Desk) -> impl IntoView {
    let app = services();
    let busy = RwSignal::new(false);
    let hand_out = move |output: Output| {
        busy.set(true);
        let draft = Draft::Paper(Box::new(paper(desk, app.work.now())));
        spawn_local(async move {
            let made = app.make_paper(&PaperJob { draft, output }).await;
            let is_out = match made {
                Ok((MadePaper::File { name, mime }, blobs)) => {
                    blobs.first().is_some_and(|bytes| files::download(bytes, &name, &mime))
                }
                Ok(_) | Err(_) => false,
            };
            if !is_out {
                app.work.say(t(k::UPPER_TABLE_NOT_MADE).to_owned());
            }
            busy.try_set(false);
        });
    };
    view! {
        <p class="row">
            <button class="button" disabled=busy data-testid="hand-out-xlsx"
                on:click=move |_| hand_out(Output::Xlsx)>{t(k::UPPER_TABLE_XLSX)}</button>
            <button class="button" disabled=busy data-testid="hand-out-csv"
                on:click=move |_| hand_out(Output::Csv)>{t(k::UPPER_TABLE_CSV)}</button>
        </p>
    }
    .into_any()
}

fn paper(desk: Desk, made_at: String) -> Paper {
    let rows = desk.sorted.get_untracked();
    let sheets = desk.alphabet.with_value(|alphabet| {
        desk.table.with_untracked(|table| tables(table, &rows, &sheet_words(), alphabet))
    });
    let kind = t(k::UPPER_TABLE_TITLE).to_uppercase();
    let subject = vec![desk.cycle.get_untracked()];
    Paper {
        title: PaperTitle { kind, subject },
        blocks: sheets.into_iter().map(Block::Table).collect(),
        orientation: Orientation::Landscape,
        made_at,
        ..Paper::default()
    }
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
        recognised: t(k::UPPER_TABLE_RECOGNISED),
        without: t(k::UPPER_TABLE_LEVEL_NONE),
        criterion: |id| tf(k::UPPER_TABLE_CRITERION, &[("id", &id)]),
        level: words::level,
        standing_of: words::standing,
        kind_of: |kind| words::group(GroupBy::Kind, kind),
    }
}
