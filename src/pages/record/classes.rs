//! Classes of members (mức xếp loại), as the unit's upper level calls them.

use super::{
    input::{At, select},
    spec::FormField,
};
use crate::{
    i18n::{Key, k, lang, t},
    shell::services,
    ui::{Field, Kind},
};
use bcd_core::year::{command::YearCommand, record::live, value::Figure};
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
fn classes() -> Memo<Vec<(String, String)>> {
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

/// One of them.
pub fn class(at: &At, row: &FormField) -> AnyView {
    let (at, row, all) = (at.clone(), *row, classes());
    let choose = move || {
        let options = all.get();
        let first = options.first().map(|(id, _)| id.clone()).unwrap_or_default();
        select(&at, &row, options, first)
    };
    choose.into_any()
}

/// A whole number for each of them.
pub fn by_class(at: &At, row: &FormField) -> AnyView {
    let (at, field, all) = (at.clone(), row.field, classes());
    let fields = move || {
        let one = |(class, name): (String, String)| {
            let (app, kind, id) = (services(), at.kind, at.id.clone());
            let below = format!("{field}/{class}");
            let (value, fault) = (at.text(&below), at.fault(&below));
            let write = Callback::new(move |text: String| {
                let value = Figure::typed(&text).value();
                app.planning.change(YearCommand::Below(
                    kind,
                    id.clone(),
                    field,
                    class.clone(),
                    value,
                ));
            });
            let leave = Callback::new(move |()| app.work.end_typing());
            view! {
                <div class="form__row form__row--half">
                    <Field kind=Kind::Number label=name fault value on_input=write on_leave=leave max=40 test=field />
                </div>
            }
        };
        all.get().into_iter().map(one).collect_view()
    };
    fields.into_any()
}
