//! What goes up for the first time, beside the last submission, in words.

use crate::{
    i18n::{Key, k, t, tf},
    pages::item::kind_word,
    shell::services,
};
use bcd_core::{dossier::Evidence, id::EvidenceId};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The answers, notes and pieces of evidence that the last submission did not have.
#[component]
pub fn FirstTime() -> impl IntoView {
    let app = services();
    let lines = move || {
        let Some(paths) = app.sending.newly_up() else {
            return view! { <p data-testid="first-time">{t(k::SEND_FIRST_ALL)}</p> }.into_any();
        };
        let lines = app.work.dossier.with(|dossier| {
            lines_of(&paths, |id| dossier.evidence.get(id).cloned().unwrap_or_default())
        });
        if lines.is_empty() {
            return view! { <p data-testid="first-time">{t(k::SEND_FIRST_NONE)}</p> }.into_any();
        }
        let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        view! { <ul class="blockers" data-testid="first-time">{lines}</ul> }.into_any()
    };
    lines.into_any()
}

// A line for each item, with what of it is new; then one for each piece.
fn lines_of(paths: &[String], piece: impl Fn(&EvidenceId) -> Evidence) -> Vec<String> {
    let mut items: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut pieces: BTreeMap<&str, bool> = BTreeMap::new();
    for path in paths {
        let mut parts = path.splitn(4, '/');
        match (parts.next(), parts.next(), parts.next()) {
            (Some("answer"), Some(item), Some(field)) => {
                items.entry(item).or_default().push(t(word(field)));
            }
            (Some("evidence"), Some(id), Some(field)) => {
                *pieces.entry(id).or_default() |= field == "file";
            }
            // Lines of the unit itself are above.
            _ => {}
        }
    }
    let items = items.into_iter().map(|(item, mut words)| {
        words.dedup();
        format!("{item}: {}", words.join(", "))
    });
    let pieces = pieces.into_iter().map(|(id, with_file)| {
        let evidence = piece(&EvidenceId::from(id));
        let of: Vec<&str> = evidence.items.iter().map(|item| item.as_str()).collect();
        let texts = [&evidence.title, &evidence.number, &evidence.url];
        let name = texts.into_iter().find(|text| !text.is_empty()).cloned().unwrap_or_default();
        let key = if with_file { k::SEND_FIRST_FILE } else { k::SEND_FIRST_PIECE };
        tf(key, &[("kind", &kind_word(evidence.kind)), ("items", &of.join(", ")), ("name", &name)])
    });
    items.chain(pieces).collect()
}

fn word(field: &str) -> Key {
    match field {
        "step" | "met" => k::SEND_FIRST_STEP,
        "note" => k::CHECKLIST_NOTE,
        "na" => k::SEND_FIRST_NA,
        "na_reason" => k::CHECKLIST_NA_REASON,
        _ => k::SEND_FIRST_OTHER,
    }
}
