//! Classes of members (mức xếp loại), as the unit's upper level calls them.

use crate::{
    i18n::{Key, k, lang, t},
    shell::services,
};
use bcd_core::year::record::live;
use leptos::prelude::*;

/// Those of the app, best first.
const SHIPPED: [(&str, Key); 4] = [
    ("excellent", k::FIGURES_CLASS_EXCELLENT),
    ("good", k::FIGURES_CLASS_GOOD),
    ("done", k::FIGURES_CLASS_DONE),
    ("undone", k::FIGURES_CLASS_UNDONE),
];

/// Ids and names, best first: those of the unit's pack, else those of the app; then others under which
/// the unit counted or aimed before, so that no figure is out of sight.
pub fn classes() -> Memo<Vec<(String, String)>> {
    let app = services();
    Memo::new(move |_| {
        let name = |(id, key): &(&str, Key)| ((*id).to_owned(), t(*key).to_owned());
        let mut all: Vec<(String, String)> = app.planning.guidance.with(|pack| {
            let named = pack.classes.iter();
            named.map(|it| (it.id.clone(), it.label.get(lang()).to_owned())).collect()
        });
        if all.is_empty() {
            all = SHIPPED.iter().map(name).collect();
        }
        app.planning.year.with(|year| {
            let counted = live(&year.annuals).flat_map(|(_, annual)| annual.classes.keys());
            let aimed = live(&year.targets).map(|(_, target)| &target.class);
            for id in counted.chain(aimed).filter(|id| !id.is_empty()) {
                if all.iter().all(|(known, _)| known != id) {
                    let shipped = SHIPPED.iter().find(|(known, _)| known == id);
                    all.push(shipped.map_or_else(|| (id.clone(), id.clone()), name));
                }
            }
        });
        all
    })
}
