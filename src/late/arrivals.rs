//! Files that arrive without a picker: shared to the installed app, or opened with it.

use crate::{pages::Page, shell::Shell};
use bcd_web::{files::BrowserFile, inbox, page, spawn_local};
use leptos::prelude::*;

/// Passes them to the page that receives files.
pub fn listen(shell: Shell) {
    let take = move |files: Vec<BrowserFile>| {
        shell.arrived.update(|arrived| arrived.extend(files));
        page::go(&Page::Receive.href());
    };
    inbox::on_opened(take);
    if shell.route.with_untracked(|route| route.page == Page::Receive) {
        spawn_local(async move {
            let files = inbox::shared().await;
            if !files.is_empty() {
                shell.arrived.update(|arrived| arrived.extend(files));
            }
        });
    }
}
