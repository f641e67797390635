//! Files that come by themselves: shared to the installed app, or opened with it.

use crate::{pages::Page, shell::Shell};
use bcd_web::{files::File, inbox, page, spawn_local};
use leptos::prelude::*;

/// Hands them to the page that takes files in.
pub fn listen(shell: Shell) {
    let take = move |files: Vec<File>| {
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
