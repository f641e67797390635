//! A table that a page shows, saved for a spreadsheet.

use crate::{
    i18n::{k, t},
    shell::services,
};
use bcd_app::services::Services;
use bcd_core::paper::{
    Block, Orientation, Paper, PaperTitle, Table,
    build::Draft,
    job::{MadePaper, Output, PaperJob},
};
use bcd_web::{files, spawn_local};
use leptos::prelude::*;

/// Makes a file of tables and hands it out; what went wrong is said. `busy` is set meanwhile.
pub fn hand_out(
    app: Services,
    busy: RwSignal<bool>,
    output: Output,
    (kind, about): (&str, String),
    tables: Vec<Table>,
) {
    busy.set(true);
    let paper = Paper {
        title: PaperTitle { kind: kind.to_uppercase(), subject: vec![about] },
        blocks: tables.into_iter().map(Block::Table).collect(),
        orientation: Orientation::Landscape,
        made_at: app.work.now(),
        ..Paper::default()
    };
    let draft = Draft::Paper(Box::new(paper));
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
}

/// The button that saves a table as CSV, as it is when it is pressed.
#[component]
pub fn SaveCsv(
    /// What it shows; begins the file's name.
    #[prop(into)]
    title: String,
    /// The cycle; it ends the name.
    #[prop(into)]
    about: Signal<String>,
    /// Makes it.
    table: Callback<(), Table>,
    /// The button's name, for tests.
    #[prop(default = "save-csv")]
    test: &'static str,
) -> impl IntoView {
    let app = services();
    let busy = RwSignal::new(false);
    let save = move |_| {
        let (table, about) = untrack(|| (table.run(()), about.get()));
        hand_out(app, busy, Output::Csv, (&title, about), vec![table]);
    };
    view! {
        <button class="button" disabled=busy on:click=save data-testid=test>{t(k::UPPER_TABLE_CSV)}</button>
    }
    .into_any()
}
