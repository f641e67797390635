//! What the parts of the editor share.

use crate::i18n::{k, tf};
use bcd_app::{
    drafts::{Drafts, OpenDraft},
    services::Services,
};
use bcd_core::{
    criteria::CriteriaSet,
    format::pack::Pack,
    upper::pack_draft::faults::{Fault, Place, faults},
};
use bcd_web::page;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What was typed and is nothing that the draft can take: the place, the field, the text.
type Unsound = BTreeMap<(Place, String), String>;

/// What the parts of the editor share.
#[derive(Clone, Copy)]
pub struct Desk {
    pub app: Services,
    pub drafts: Drafts,
    pub open: OpenDraft,
    /// What the draft is compared with; none where it cannot be read.
    pub before: RwSignal<Option<CriteriaSet>>,
    /// The pack that it would be.
    pub pack: Memo<Pack>,
    /// Everything wrong with it, the gravest first.
    pub faults: Memo<Vec<Fault>>,
    /// Places where something is typed that the draft did not take, in order.
    pub unsound: Memo<Vec<Place>>,
    /// The part that is open.
    pub at: RwSignal<Option<Place>>,
    typed: RwSignal<Unsound>,
}

impl Desk {
    pub fn new(
        app: Services,
        drafts: Drafts,
        open: OpenDraft,
        before: Option<CriteriaSet>,
    ) -> Self {
        let before = RwSignal::new(before);
        let typed = RwSignal::new(Unsound::new());
        let pack = Memo::new(move |_| open.draft.with(|draft| draft.pack()));
        let faults = Memo::new(move |_| {
            before.with(|before| open.draft.with(|draft| faults(draft, before.as_ref())))
        });
        let unsound = Memo::new(move |_| {
            let fields = typed.with(|typed| typed.keys().cloned().collect::<Vec<_>>());
            let stand =
                |(place, field): &(Place, String)| pack.with(|pack| is_there(pack, place, field));
            let places = fields.into_iter().filter(stand).map(|(place, _)| place);
            places.collect::<Vec<_>>()
        });
        let at = RwSignal::new(None);
        Self { app, drafts, open, before, pack, faults, unsound, at, typed }
    }

    pub fn here() -> Self {
        expect_context()
    }

    /// Opens a part, and moves the focus to it.
    pub fn go(self, place: Place) {
        self.at.set(Some(place));
        page::focus_soon("#part-h");
    }

    /// Shows what another tab wrote meanwhile.
    pub async fn look_again(self) {
        // What cannot be read, the disk has told of; what is on the screen stays.
        self.open.refresh().await.ok();
    }

    /// Reads anew what the draft is compared with.
    pub async fn read_before(self) {
        let Some(draft) = self.open.draft.try_get_untracked() else { return };
        let before = self.drafts.before(&draft).await.ok();
        if let Some(before) = &before {
            self.open.knows(before.given.clone());
        }
        self.before.try_set(before.map(|before| before.set));
    }

    /// The faults of a part. Follows the signal.
    pub fn faults_at(self, place: &Place) -> Vec<Fault> {
        self.faults.with(|all| all.iter().filter(|fault| fault.place == *place).cloned().collect())
    }

    /// What was typed in a field and not taken. Follows the signal.
    pub fn typed(self, place: &Place, field: &str) -> Option<String> {
        self.typed.with(|all| all.get(&(place.clone(), field.to_owned())).cloned())
    }

    /// Keeps what was typed in a field and cannot be taken; `None`: it was taken.
    pub fn keep(self, place: &Place, field: &str, text: Option<String>) {
        let at = (place.clone(), field.to_owned());
        if text.is_none() && self.typed.with_untracked(|all| !all.contains_key(&at)) {
            return;
        }
        self.typed.update(|all| match text {
            Some(text) => drop(all.insert(at, text)),
            None => drop(all.remove(&at)),
        });
    }

    /// Undoes the last change, and says what another tab wrote since and was left alone.
    pub fn undo(self) {
        let left = self.open.undo();
        if left > 0 {
            let said = tf(k::DRAFT_UNDO_LEFT, &[("n", &left)]);
            self.app.work.say(said);
        }
    }
}

/// The field of a step's points.
pub fn points_of(step: &str) -> String {
    format!("ladder/{step}")
}

// Whether the field is still shown: its part may be taken out, and brought back.
fn is_there(pack: &Pack, place: &Place, field: &str) -> bool {
    match place {
        Place::Item(id) => {
            let step = field.strip_prefix("ladder/").unwrap_or_default();
            pack.set.item(id.as_str()).is_some_and(|item| item.step(step).is_some())
        }
        Place::Deadline(id) => {
            let mut rules = pack.deadlines.deadlines.iter();
            rules.any(|rule| rule.id == *id && rule.quarter.is_none())
        }
        Place::Head
        | Place::Criterion(_)
        | Place::Group(_)
        | Place::Class(_)
        | Place::Template(_) => true,
    }
}
