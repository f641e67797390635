//! The list of units saved as CSV: those that the filter shows, in their order, on all pages of it.

use super::{list::Shown, words};
use crate::{
    i18n::{k, t},
    pages::{start::kind_word, upper::csv::SaveCsv},
};
use bcd_core::upper::roll::{
    hand_out::{Words, table},
    standing::Standing,
};
use leptos::prelude::*;
use std::sync::Arc;

/// The button.
#[component]
pub fn HandOut(shown: Shown, filtered: Memo<Arc<Vec<Standing>>>) -> impl IntoView {
    let sheet = Callback::new(move |()| filtered.with(|all| table(all, &sheet_words())));
    view! {
        <p class="row">
            <SaveCsv title=t(k::UNITS_TITLE) about=shown.cycle table=sheet test="units-csv" />
        </p>
        <p class="field__note">{t(k::ROLL_CSV_NOTE)}</p>
    }
    .into_any()
}

fn sheet_words() -> Words {
    Words {
        unit: t(k::UPPER_TABLE_UNIT),
        kind: t(k::UPPER_TABLE_KIND),
        cluster: t(k::ROLL_CLUSTER),
        officer: t(k::ROLL_OFFICER),
        standing: t(k::UNITS_STANDING),
        late_with: t(k::ROLL_CSV_LATE),
        days_late: t(k::UPPER_TABLE_DAYS_LATE),
        number: t(k::UPPER_TABLE_NUMBER),
        sent_on: t(k::UPPER_TABLE_SORT_SENT),
        total: t(k::UPPER_TABLE_TOTAL),
        most: t(k::UPPER_TABLE_MOST),
        ready: t(k::UPPER_TABLE_READY),
        kind_of: |kind| match kind_word(kind) {
            "" => kind.to_owned(),
            word => word.to_owned(),
        },
        stage_of: |stage| words::stage(stage).0,
        late_of: words::late,
        ready_of: |ready| t(if ready { k::UNITS_READY_WORD } else { k::UNITS_NOT_READY_WORD }),
    }
}
