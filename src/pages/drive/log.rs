//! What a sync did, line by line.

use super::words;
use crate::i18n::{self, k, t, tf};
use bcd_app::drives::DriveLine;
use bcd_core::sync::layout;
use bcd_sync::{
    local::Took,
    report::{Happened, SyncEvent},
};
use leptos::prelude::*;

// The most lines about successes, since more of them tell a person nothing. Everything that is kept and
// needs attention is shown.
const SHOWN: usize = 30;

/// The lines of the last sync. What waits for a person stands apart ([`super::held::Waiting`]).
#[component]
pub fn Log(line: DriveLine) -> impl IntoView {
    let report = line.last.map(|last| last.report).unwrap_or_default();
    let kept_back = report.more;
    let waits = report.events.iter().any(|event| matches!(event.what, Happened::Held(_)));
    let all: Vec<(SyncEvent, String)> = report
        .events
        .into_iter()
        .filter_map(|event| said(&event).map(|text| (event, text)))
        .collect();
    let nothing = all.is_empty() && !waits && report.fault.is_none() && report.trouble.is_none();
    let (open, well): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|(event, _)| event.what.asks_for_somebody());
    let more = kept_back + well.len().saturating_sub(SHOWN);
    let rows = open.into_iter().chain(well.into_iter().take(SHOWN)).map(|(event, text)| {
        let bad = event.what.asks_for_somebody();
        view! {
            <li class="log__line" class:log__line--bad=bad>{text}</li>
        }
    });
    view! {
        {nothing.then(|| view! { <p>{t(k::DRIVE_LOG_NOTHING)}</p> })}
        <ul class="plain" data-testid="sync-log">{rows.collect_view()}</ul>
        {(more > 0).then(|| view! { <p>{tf(k::DRIVE_LOG_MORE, &[("n", &more)])}</p> })}
    }
    .into_any()
}

// Nothing is said of what changed nothing.
fn said(event: &SyncEvent) -> Option<String> {
    let name = event.path.rsplit('/').next().unwrap_or(&event.path);
    let name: &dyn core::fmt::Display = &name;
    Some(match &event.what {
        Happened::Took(took) => return took_words(took),
        Happened::Wrote => t(match event.path.split('/').next() {
            Some(layout::SUBMISSIONS) => k::DRIVE_WROTE_SUBMISSION,
            Some(layout::REVIEWS) => k::DRIVE_WROTE_RECEIPT,
            Some(layout::PACKS) => k::DRIVE_WROTE_PACK,
            Some(layout::ROLLUPS) => k::DRIVE_WROTE_ROLLUP,
            _ => k::DRIVE_WROTE_DEVICE,
        })
        .to_owned(),
        Happened::Fetched => t(k::DRIVE_FETCHED).to_owned(),
        Happened::Refused(None) => tf(k::DRIVE_REFUSED, &[("name", name)]),
        Happened::Refused(Some(problem)) => {
            tf(k::DRIVE_REFUSED_WHY, &[("name", name), ("why", &i18n::problem(problem))])
        }
        Happened::Held(_) => return None,
        Happened::Sealed => tf(k::DRIVE_SEALED, &[("name", name)]),
        Happened::NotSealed => tf(k::DRIVE_NOT_SEALED, &[("name", name)]),
        Happened::Later(n) => tf(k::DRIVE_LATER, &[("n", n)]),
        Happened::Waits(n) => tf(k::DRIVE_WAITS, &[("name", name), ("n", n)]),
        Happened::NotMade(None) => tf(k::DRIVE_NOT_MADE, &[("name", name), ("why", &"")]),
        Happened::NotMade(Some(problem)) => {
            tf(k::DRIVE_NOT_MADE, &[("name", name), ("why", &i18n::problem(problem))])
        }
        Happened::ReadOnly => t(k::DRIVE_LOG_READ_ONLY).to_owned(),
        Happened::Unanswered => t(k::DRIVE_READ_ONLY).to_owned(),
        Happened::Missing(n) => tf(k::DRIVE_MISSING, &[("n", n)]),
        Happened::Failed(why) => {
            tf(k::DRIVE_FAILED, &[("name", name), ("why", &words::fault(why))])
        }
        Happened::Vanished => t(k::DRIVE_VANISHED).to_owned(),
        Happened::WordPutBack => tf(k::DRIVE_WORD_PUT_BACK, &[("name", name)]),
    })
}

fn took_words(took: &Took) -> Option<String> {
    let somebody =
        |by: &str| if by.is_empty() { t(k::DRIVE_SOMEBODY).to_owned() } else { by.to_owned() };
    Some(match took {
        Took::Nothing => return None,
        Took::Device { unit, by, fields, conflicts } => {
            let text =
                tf(k::DRIVE_TOOK_DEVICE, &[("n", fields), ("by", &somebody(by)), ("unit", unit)]);
            if *conflicts > 0 { format!("{text}; {}", t(k::DRIVE_TOOK_CONFLICTS)) } else { text }
        }
        Took::Submission { unit, seq } => {
            tf(k::DRIVE_TOOK_SUBMISSION, &[("n", seq), ("unit", unit)])
        }
        Took::Receipt { by, seq } => {
            tf(k::DRIVE_TOOK_RECEIPT, &[("by", &somebody(by)), ("n", seq)])
        }
        Took::Pack { title } => tf(k::DRIVE_TOOK_PACK, &[("title", title)]),
        Took::Rollup { office } => tf(k::DRIVE_TOOK_ROLLUP, &[("office", office)]),
    })
}
