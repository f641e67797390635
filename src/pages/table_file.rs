//! A table from a file: picked, or dropped.

use crate::i18n::{Key, k, t, tf};
use bcd_app::host::PickedFile;
use bcd_core::upper::roll::cells::{TABLE_BYTES, TableFault, text_of};
use bcd_web::{files, spawn_local};
use leptos::prelude::*;

/// Why a table cannot be read, in a sentence.
pub fn said(fault: TableFault) -> String {
    let key: Key = match fault {
        TableFault::Workbook => k::ROLL_IMPORT_TEXT_WORKBOOK,
        TableFault::NoText => k::ROLL_IMPORT_TEXT_NONE,
        TableFault::Empty => k::ROLL_IMPORT_TEXT_EMPTY,
        TableFault::TooLarge => k::ROLL_IMPORT_TEXT_LARGE,
        TableFault::TooManyRows => k::ROLL_IMPORT_TEXT_ROWS,
        TableFault::TooManyColumns(n) => return tf(k::ROLL_IMPORT_TEXT_WIDE, &[("n", &n)]),
    };
    t(key).to_owned()
}

/// Takes a file that is dropped on what it holds, or picked below.
#[component]
pub fn TableFile(
    /// Called with the text of the file.
    on_read: Callback<Result<String, TableFault>>,
    /// What a file may be dropped on.
    children: Children,
) -> impl IntoView {
    let read = move |file: Option<Box<dyn PickedFile>>| {
        let Some(file) = file else { return };
        if file.size() > TABLE_BYTES as u64 {
            on_read.try_run(Err(TableFault::TooLarge));
            return;
        }
        spawn_local(async move {
            let bytes = file.read().await.map(|bytes| bytes.to_vec());
            let text = bytes.as_deref().ok_or(TableFault::NoText).and_then(text_of);
            on_read.try_run(text.map(Into::into));
        });
    };
    let pick = move |event: leptos::ev::Event| {
        let first = files::picked(&event).into_iter().next();
        read(first.map(|file| Box::new(file) as Box<dyn PickedFile>));
    };
    let on_drop = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        // What was dropped must be asked for while the event lasts.
        let dropped = files::dropped(&event);
        spawn_local(async move { read(dropped.await.into_iter().next()) });
    };
    view! {
        <div class="stack" on:drop=on_drop on:dragover=move |event: leptos::ev::DragEvent| event.prevent_default()>
            {children()}
            <p>
                <label class="button pick">
                    {t(k::ROLL_IMPORT_FILE)}
                    <input class="hidden" type="file" on:change=pick data-testid="pick-table" />
                </label>
            </p>
        </div>
    }
    .into_any()
}
