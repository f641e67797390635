//! The score, always on the screen: total, the three criteria with their minimums, the gates,
//! and what still stands in the way.

use crate::{
    i18n::{self, k, lang, t, tf},
    pages::blockers::blockers,
    platform::{
        el::{El, Handle, el},
        page,
    },
    state::Workspace,
    ui::{BarHandle, bar},
};
use bcd_core::{
    criteria::Criterion,
    scoring::{CriterionScore, Score},
};
use leptos::prelude::*;

/// The bar at the top of the checklist.
pub fn score_bar(workspace: Workspace) -> El {
    let open = RwSignal::new(false);
    let total = el("b").class("scorebar__total figure").attr("data-testid", "total");
    let gates = el("span").class("scorebar__gates").attr("data-testid", "gates");
    let ways = el("button")
        .class("scorebar__ways")
        .attr("aria-controls", "ways")
        .attr("data-testid", "ways")
        .attr_by("aria-expanded", move || Some(open.get().to_string().into()))
        .on("click", move |_| open.update(|open| *open = !*open));
    let said = el("p")
        .class("hidden")
        .attr("role", "status")
        .attr("aria-live", "polite")
        .attr("data-testid", "said");
    let set = workspace.set.get_untracked();
    let parts: Vec<(El, Part)> =
        set.criteria.iter().map(|c| part(c, set.rule.criterion_min_percent)).collect();
    let (parts, part_handles): (Vec<El>, Vec<Part>) = parts.into_iter().unzip();
    let handles = [total.handle(), gates.handle(), ways.handle(), said.handle()];
    let list = el("div").attr("id", "ways").class("scorebar__list");
    let list_handle = list.handle();
    let list = list.part(move || {
        list_handle.hide(!open.get());
        if open.get() { vec![blockers(workspace)] } else { vec![] }
    });
    let top = el("div").class("scorebar__top").child(total).child(gates).child(ways);
    el("section")
        .class("scorebar")
        .attr("aria-label", t(k::HOME_SCORE))
        .child(top)
        .child(el("div").class("scorebar__parts").children(parts))
        .child(list)
        .child(said)
        .watch(move || {
            workspace.score.with(|score| {
                write(score, &handles);
                part_handles.iter().zip(&score.criteria).for_each(|(p, c)| p.write(c));
            });
        })
}

fn write(score: &Score, [total, gates, ways, said]: &[Handle; 4]) {
    let figures = format!("{}/{}", i18n::points(score.got), i18n::points(score.max));
    let met = score.gates.iter().filter(|(_, met)| *met).count();
    let rest = match score.blockers.len() {
        0 => t(k::CHECKLIST_READY).to_owned(),
        n => tf(k::CHECKLIST_WAYS, &[("n", &n)]),
    };
    total.text(&figures);
    gates.text(&format!("★ {met}/{}", score.gates.len()));
    ways.text(&rest);
    ways.class("scorebar__ways--ready", score.blockers.is_empty());
    said.text(&tf(k::CHECKLIST_SAID, &[("total", &figures), ("rest", &rest)]));
}

/// One criterion's part of the bar.
struct Part {
    whole: Handle,
    figures: Handle,
    bar: BarHandle,
    minimum: Handle,
}

fn part(criterion: &Criterion, need: u8) -> (El, Part) {
    let figures = el("b").class("figure");
    let minimum = el("span").class("scorebar__min");
    let (picture, bar) = bar(need);
    let jump = format!("#criterion-{}", criterion.id);
    let name = el("span")
        .class("scorebar__name")
        .child(el("b").text(&criterion.id))
        .child(el("span").class("scorebar__short").text(criterion.short.get(lang())));
    let (figures_handle, minimum_handle) = (figures.handle(), minimum.handle());
    let whole = el("button")
        .class("scorebar__part")
        .on("click", move |_| page::scroll_to(&jump))
        .child(name.child(figures))
        .child(picture)
        .child(minimum);
    let part =
        Part { whole: whole.handle(), figures: figures_handle, bar, minimum: minimum_handle };
    (whole, part)
}

impl Part {
    fn write(&self, score: &CriterionScore) {
        let ok = score.ok();
        self.whole.class("scorebar__part--ok", ok);
        self.figures.text(&format!("{}/{}", i18n::points(score.got), i18n::points(score.max)));
        self.bar.fill(score.got.percent_of(score.max), ok);
        let need = tf(k::CHECKLIST_MIN, &[("n", &i18n::points(score.need))]);
        self.minimum.text(&if ok { format!("✓ {need}") } else { need });
    }
}
