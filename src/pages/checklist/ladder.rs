//! The ladder of an item: one tap on a step answers.

use crate::{
    i18n::{self, k, lang, t},
    platform::{
        el::{El, Handle, el, key_of, nearest},
        page,
    },
};
use bcd_core::criteria::{Item, Mode};
use std::rc::Rc;

/// The steps as drawn.
#[derive(Clone)]
pub struct Rungs(Rc<Vec<(String, Handle)>>);

impl Rungs {
    /// Shows which step is chosen.
    pub fn choose(&self, chosen: Option<&str>) {
        let known = chosen.filter(|c| self.0.iter().any(|(value, _)| value == c));
        for (index, (value, step)) in self.0.iter().enumerate() {
            let mine = known == Some(value.as_str());
            step.set("aria-checked", Some(if mine { "true" } else { "false" }));
            // One tab stop a group, as radio buttons have.
            let stop = mine || known.is_none() && index == 0;
            step.set("tabindex", Some(if stop { "0" } else { "-1" }));
        }
    }
}

/// The steps to choose from, as a radio group. `chosen` and `on_choose` speak of step ids, or of
/// `met` and `unmet`; `prefix` tells apart two ladders of one item.
pub fn ladder(
    item: &Item,
    mode: Mode,
    prefix: &'static str,
    chosen: impl Fn() -> Option<String> + 'static,
    on_choose: impl Fn(&str) + Clone + 'static,
) -> (El, Rungs) {
    let id = item.id.0.clone();
    let step = |value: &str, figure: &str, words: &str| {
        let rung = el("button")
            .attr("type", "button")
            .attr("role", "radio")
            .class("step")
            .attr("id", &format!("{prefix}{id}-{value}"))
            .attr("data-step", value)
            .child(el("b").class("step__figure").text(figure))
            .child(el("span").class("step__words").text(words));
        (value.to_owned(), rung)
    };
    let steps: Vec<(String, El)> = match mode {
        Mode::Points => {
            let rung = |s: &bcd_core::criteria::Step| {
                step(s.id.as_str(), &i18n::points(s.points), s.label.get(lang()))
            };
            item.ladder.iter().map(rung).collect()
        }
        Mode::Pass => {
            vec![step("met", "✓", t(k::CHECKLIST_MET)), step("unmet", "✗", t(k::CHECKLIST_UNMET))]
        }
    };
    let rungs = Rungs(Rc::new(steps.iter().map(|(v, rung)| (v.clone(), rung.handle())).collect()));
    let (values, on_key_choose) = (rungs.clone(), on_choose.clone());
    let group = el("div")
        .class("ladder")
        .attr("role", "radiogroup")
        .attr("aria-label", &format!("{} {}", item.id, t(k::CHECKLIST_LADDER)))
        .children(steps.into_iter().map(|(_, rung)| rung))
        .on("click", move |event| {
            if let Some(value) = nearest(&event, "data-step") {
                on_choose(&value);
            }
        })
        .on("keydown", move |event| {
            let values: Vec<&str> = values.0.iter().map(|(value, _)| value.as_str()).collect();
            let Some(value) = chosen_by_key(&key_of(&event), &values, chosen().as_deref()) else {
                return;
            };
            event.prevent_default();
            page::focus(&format!("[id='{prefix}{id}-{value}']"));
            on_key_choose(value);
        });
    (group, rungs)
}

// Arrows as in any radio group; a digit chooses the step of that value.
fn chosen_by_key<'a>(key: &str, values: &[&'a str], chosen: Option<&str>) -> Option<&'a str> {
    let at = chosen.and_then(|c| values.iter().position(|value| *value == c));
    let count = values.len();
    let index = match (key, at) {
        ("ArrowRight" | "ArrowDown", Some(at)) => (at + 1) % count.max(1),
        ("ArrowLeft" | "ArrowUp", Some(at)) => (at + count.max(1) - 1) % count.max(1),
        ("ArrowRight" | "ArrowDown", None) => 0,
        ("ArrowLeft" | "ArrowUp", None) => count.checked_sub(1)?,
        (digit, _) => return values.iter().find(|value| **value == digit).copied(),
    };
    values.get(index).copied()
}
