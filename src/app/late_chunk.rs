//! The late chunk of the same program: fetched behind the first paint, or at once for a page that
//! is in it.
//!
//! `build.rs` sets the cfg `split` for release builds: there, the chunk is cut off by
//! `cargo xtask finish`. A debug build stays in one piece: cutting one took longer than everything
//! else that a change costs under `cargo xtask serve`. The functions have the same shape in both.

use crate::{
    late,
    shell::{Chunk, LateChunk, NotLoaded, Shell},
};
use bcd_app::{tasks::begun, workspace::Phase};
use bcd_web::{page, spawn_local};
use leptos::prelude::*;

/// Fetches the late chunk and starts it, unless that is done or under way.
pub fn call(shell: Shell) {
    match shell.late.get_untracked() {
        Chunk::Coming | Chunk::Here(_) => return,
        Chunk::Away | Chunk::Failed => shell.late.set(Chunk::Coming),
    }
    let loading = begun(load());
    spawn_local(async move {
        match loading.await {
            Ok(chunk) => start_when_ready(shell, chunk),
            Err(NotLoaded) => shell.late.set(Chunk::Failed),
        }
    });
}

async fn load() -> Result<LateChunk, NotLoaded> {
    // Its own stylesheet first: a page that is drawn without it would jump.
    let styled = page::style("bcd-late-style");
    let fetched = fetch().await;
    if !styled.await || fetched.is_err() {
        return Err(NotLoaded);
    }
    take().await
}

// Everything that only this function reaches is in the chunk.
#[cfg(split)]
#[wasm_split_helpers::wasm_split(late, fallible, preload(fetch))]
fn take() -> Result<LateChunk, NotLoaded> {
    Ok(late::chunk())
}

#[cfg(not(split))]
async fn take() -> Result<LateChunk, NotLoaded> {
    Ok(late::chunk())
}

#[cfg(not(split))]
async fn fetch() -> Result<(), NotLoaded> {
    Ok(())
}

// The services read what the workspace has opened.
fn start_when_ready(shell: Shell, chunk: LateChunk) {
    let begun = StoredValue::new(false);
    Effect::new(move |_| {
        if shell.work.phase.get() != Phase::Ready || begun.get_value() {
            return;
        }
        begun.set_value(true);
        spawn_local(async move {
            (chunk.start)(shell).await;
            shell.late.set(Chunk::Here(chunk));
        });
    });
}
