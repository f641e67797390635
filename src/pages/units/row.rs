//! A unit in a line of the list: how it stands, its scores by its own account, what is missing.

use super::{
    LINE,
    list::{Shown, address},
    officers::Tick,
    remind::RemindOne,
    words,
};
use crate::{
    i18n::{self, k, t, tf},
    pages::{known::mark, start::kind_word},
    shell::services,
};
use bcd_core::{
    intake::{Latest, Oddity},
    upper::roll::standing::Standing,
};
use leptos::prelude::*;

/// A row. With a submission it leads to that, else to what is known of the unit.
#[component]
pub fn Row(
    standing: Standing,
    /// The digest of the submission that is open beside the list, if any.
    chosen: String,
    shown: Shown,
    /// Whether there is a list at all; without one, nobody is missing in it.
    listed: Memo<bool>,
) -> impl IntoView {
    let Standing { unit, stage, late, latest, .. } = standing.clone();
    let (stage_word, stage_class) = words::stage(stage);
    let late =
        late.map(|late| view! { " " <span class="state state--bad">{words::late(late)}</span> });
    let kind = kind_word(&unit.kind);
    let place = [kind, unit.cluster.as_str(), unit.officer.as_str()];
    let place = place.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ");
    let digest = latest.as_ref().map(|it| it.summary.digest.clone());
    let alone = chosen.is_empty();
    let current = digest.is_some() && digest.as_ref() == Some(&chosen);
    let inner = digest.unwrap_or_else(|| format!("{LINE}{}", unit.id));
    let href = move || shown.filter.with(|filter| address(&inner, filter));
    let is_stray = unit.id.as_str().is_empty();
    let stray = move || {
        (is_stray && listed.get())
            .then(|| view! { " " <span class="state state--lacking">{t(k::ROLL_STRAY)}</span> })
    };
    let sample = latest.as_ref().is_some_and(|it| it.summary.sample);
    let identity = latest.as_ref().map(|it| mark(services().lists.identity(&it.summary)));
    let about = latest.as_ref().map(|Latest { summary, .. }| {
        let about = tf(
            k::UNITS_LINE,
            &[("n", &summary.seq), ("date", &i18n::date(&summary.at)), ("cycle", &summary.cycle)],
        );
        view! { {about} <br /> }
    });
    let tick = (alone && !is_stray).then(|| view! { <Tick ticks=shown.ticks unit=unit.clone() /> });
    let remind = (stage.lacks() && !is_stray).then(|| view! { <RemindOne standing shown /> });
    view! {
        <li class="rollrow" class:rollrow--page=alone>
            <a class="unit" aria-current=current.then_some("true") href=href data-testid="unit-row">
                <span>
                    <b>{words::name(&unit)}</b>
                    {sample.then(|| view! { <span class="tag tag--sample">{t(k::HOME_SAMPLE)}</span> })}
                    " " {identity}
                    <span class="unit__about">{about} {place}</span>
                </span>
                {latest.map(|latest| view! { <Scores latest /> })}
                <span class="unit__state" data-testid="stage"><span class=stage_class>{stage_word}</span>{late}{stray}</span>
            </a>
            {remind}
            {tick}
        </li>
    }
    .into_any()
}

#[component]
fn Scores(latest: Latest) -> impl IntoView {
    let app = services();
    let Latest { summary, forks, apart } = latest;
    let odd = app.lists.oddities(&summary).into_iter();
    let odd = odd.filter(|it| !matches!(it, Oddity::Gap(0) | Oddity::SameNumber(_))).count();
    let score = &summary.score;
    let parts = score.criteria.iter().map(|c| {
        let (figures, ok) =
            (format!("{}/{}", i18n::points(c.got), i18n::points(c.max)), c.got >= c.need);
        view! {
            <span class="unit__part" class:unit__part--ok=ok>
                <span class="unit__label">{tf(k::UNITS_CRITERION, &[("id", &c.id)])}</span>
                <b class="figure">{figures}</b>
            </span>
        }
    });
    let (word, class) = if score.recognisable {
        (t(k::UNITS_READY_WORD), "state state--ok")
    } else {
        (t(k::UNITS_NOT_READY_WORD), "state state--lacking")
    };
    let missing = [
        (score.gates_unmet.len(), k::UNITS_GATES),
        (score.unanswered as usize, k::UNITS_UNANSWERED),
        (summary.lacking as usize, k::UNITS_LACKING),
        (forks, k::UNITS_FORKS),
        (apart, k::KEYS_APART),
        (odd, k::UNITS_ODD),
    ]
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, key)| tf(key, &[("n", &n)]))
    .collect::<Vec<_>>()
    .join(" · ");
    let total = format!("{}/{}", i18n::points(score.got), i18n::points(score.max));
    view! {
        <span class="unit__score">
            {parts.collect_view()}
            <span class="unit__part unit__part--total">
                <span class="unit__label">{t(k::UNITS_TOTAL)}</span>
                <b class="figure">{total}</b>
            </span>
        </span>
        <span class="unit__state"><span class=class>{word}</span> <span class="unit__missing">{missing}</span></span>
    }
    .into_any()
}
