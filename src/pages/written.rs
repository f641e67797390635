//! Who wrote what, and when: the last hand at a thing.

use crate::{
    i18n::{self, k, t, tf},
    shell::work,
};
use bcd_app::workspace::Workspace;
use leptos::prelude::*;

/// The last hand at the fields that begin with `prefix`, in words; none where nobody wrote one.
pub fn last_hand(work: Workspace, prefix: &str) -> Option<String> {
    work.dossier.with(|dossier| {
        let fields = dossier.fields.range(prefix.to_owned()..);
        let mine = fields.take_while(|(path, _)| path.starts_with(prefix));
        let (_, entry) = mine.max_by_key(|(_, entry)| entry.n)?;
        let by = if entry.by.is_empty() { t(k::CHECKLIST_SOMEBODY) } else { &entry.by };
        Some(tf(k::CHECKLIST_LAST, &[("at", &i18n::date_time(&entry.at)), ("by", &by)]))
    })
}

/// The last hand in a line of its own.
#[component]
pub fn Written(
    /// What the fields begin with, such as `task/<id>/`.
    prefix: String,
) -> impl IntoView {
    let work = work();
    let last = Memo::new(move |_| last_hand(work, &prefix));
    move || {
        last.get().map(|last| {
            view! {
                <p class="field__note" data-testid="written">
                    {t(k::CHECKLIST_HISTORY)} ": " {last}
                </p>
            }
        })
    }
}
