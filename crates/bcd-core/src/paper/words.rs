//! The fixed words of official documents: `data/paper-words.json`, typed.
//!
//! Documents of the Union are Vietnamese only, so there is one language here.

use serde::Deserialize;
use std::{collections::BTreeMap, sync::LazyLock};

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    // A test checks the file. If it were broken all the same, documents would lack their fixed
    // words, but the app would keep working.
    serde_json::from_str(include_str!("../../data/paper-words.json")).unwrap_or_default()
});

/// All fixed words.
pub(crate) fn words() -> &'static Words {
    &WORDS
}

/// Kinds of document with a number of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocKind {
    /// Kế hoạch.
    Plan,
    /// Chương trình.
    Programme,
    /// Báo cáo.
    Report,
    /// Biên bản.
    Minutes,
    /// Bản đăng ký.
    Registration,
    /// Bảng tự chấm: no number, it goes with another document.
    SelfScore,
    /// Bảng theo dõi: no number, it stays in the unit.
    Tracking,
    /// Quyết định.
    Decision,
    /// Hướng dẫn.
    Guide,
    /// Công văn: no kind in its title.
    Letter,
}

/// The symbol (KH, BC…) and the name in capitals of a kind of document.
pub(crate) fn kind_words(kind: DocKind) -> (&'static str, &'static str) {
    let Words { symbols, kinds, .. } = words();
    let (symbol, name) = match kind {
        DocKind::Plan => (&symbols.plan, &kinds.plan),
        DocKind::Programme => (&symbols.programme, &kinds.programme),
        DocKind::Report => (&symbols.report, &kinds.report),
        DocKind::Minutes => (&symbols.minutes, &kinds.minutes),
        DocKind::Registration => (&symbols.registration, &kinds.registration),
        DocKind::SelfScore => (&symbols.self_score, &kinds.self_score),
        DocKind::Tracking => (&symbols.tracking, &kinds.tracking),
        DocKind::Decision => (&symbols.decision, &kinds.decision),
        DocKind::Guide => (&symbols.guide, &kinds.guide),
        DocKind::Letter => (&symbols.letter, &kinds.letter),
    };
    (symbol, name)
}

/// The usual symbol of a kind of document: "KH" of a plan. Empty for kinds without a number.
///
/// KH, HD, BC, CTr, QĐ and CV are those seen on the Union's own documents; BB and ĐK follow
/// custom, and a unit that writes another one says so in its letterhead.
pub fn symbol(kind: DocKind) -> &'static str {
    kind_words(kind).0
}

/// `text` with `{name}` replaced by each name's value.
pub(crate) fn fill(text: &str, places: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    // Replaced from left to right, so that braces inside a value are not taken for a placeholder.
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        match places.iter().find(|(place, _)| *place == name) {
            Some((_, value)) => filled.push_str(value),
            None => {
                filled.push('{');
                filled.push_str(name);
                filled.push('}');
            }
        }
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

macro_rules! words {
    ($($name:ident { $($field:ident: $type:ty),* $(,)? })*) => {$(
        #[derive(Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name {
            $(pub(crate) $field: $type,)*
        }
    )*};
}

words! {
    Words {
        fixed: FixedWords, symbols: SymbolsWords, kinds: KindsWords, behalf: BehalfWords,
        offices: OfficesWords, plan: PlanWords, registration: RegistrationWords,
        self_score: SelfScoreWords, minutes: MinutesWords, report: ReportWords,
        project: ProjectWords, training: TrainingWords, intros: IntrosWords, joint: JointWords,
        // Name and unit of what a year counts.
        counted: BTreeMap<String, (String, String)>,
    }
    FixedWords {
        union: String, stars: String, number: String, date: String, dots: String,
        year_dots: String, committee_short: String, committee: String, to: String,
        recipients: String, kept: String, kept_branch: String, sign_hint: String,
        seal_hint: String, annex: String, end: String, order: String, note: String,
        total: String, gate_mark: String,
    }
    SymbolsWords {
        plan: String, programme: String, report: String, minutes: String, registration: String,
        self_score: String, tracking: String, decision: String, guide: String, letter: String,
    }
    KindsWords {
        plan: String, programme: String, report: String, minutes: String, registration: String,
        self_score: String, tracking: String, decision: String, guide: String, letter: String,
    }
    BehalfWords {
        committee: String, standing: String, none: String,
    }
    OfficesWords {
        secretary: String, chair: String, clerk: String, party: String,
    }
    PlanWords {
        subject_year: String, subject_quarter: String, subject_month: String, situation: String,
        aims: String, theme: String, targets: String, content: String, organisation: String,
        opening: String, annex_title: String, annex_of: String, see_annex: String,
        unplanned: String, tasks_name: String, columns: PlanColumnsWords,
        states: PlanStatesWords,
    }
    PlanColumnsWords {
        content: String, item: String, time: String, lead: String, help: String, target: String,
        cost: String, state: String, evidence: String, time_place: String, result: String,
    }
    PlanStatesWords {
        planned: String, doing: String, done: String, dropped: String,
    }
    RegistrationWords {
        subject: String, opening: String, state: String, state_counts: String,
        state_open: String, measures: String, measures_none: String, organisation: String,
        follower: String, report_by: String, promise: String, state_name: String,
        measures_name: String, columns: RegistrationColumnsWords,
        states: RegistrationStatesWords,
    }
    RegistrationColumnsWords {
        code: String, content: String, state: String, measure: String, until: String,
        lead: String,
    }
    RegistrationStatesWords {
        met: String, hard: String, unmet: String, open: String,
    }
    SelfScoreWords {
        subject: String, set: String, sample_set: String, name: String,
        columns: SelfScoreColumnsWords, step: String, met: String, unmet: String, na: String,
        na_bare: String, kept: String, gate: String, needed: String, criterion: String,
        sum: String, recognisable: String, not_recognisable: String, unanswered: String,
    }
    SelfScoreColumnsWords {
        code: String, content: String, rule: String, evidence: String, points: String,
        max: String, own: String, verified: String, note: String,
    }
    MinutesWords {
        subject: String, period: String, time_place: String, time: String, from: String, to: String,
        place: String, form: String, with: String, present: String, attendance: String,
        absent: String, guests: String, chair: String, clerk: String, topic: String,
        content: String, news: String, review: String, next: String, opinions: String,
        conclusions: String, end: String, end_bare: String, tasks_name: String,
        columns: MinutesColumnsWords, forms: MinutesFormsWords,
    }
    MinutesColumnsWords {
        task: String, lead: String, until: String,
    }
    MinutesFormsWords {
        in_person: String, online: String, joint: String, cluster: String,
    }
    ReportWords {
        subject: String, figures: String, results: String, score: String, total: String,
        limits: String, next: String, proposals: String, recognition: String, none: String,
        see_annex: String, numbers_title: String, more_title: String, annex_of: String,
        numbers_name: String, columns: ReportColumnsWords,
    }
    ReportColumnsWords {
        name: String, unit: String, before: String, target: String, actual: String,
        share: String,
    }
    ProjectWords {
        subject: String, opening: String, aims: String, list: String, counts: String,
        counts_none: String, organisation: String, annex_title: String, annex_of: String,
        table: String, columns: ProjectColumnsWords, levels: ProjectLevelsWords, photos: String,
        recognised: String,
    }
    ProjectColumnsWords {
        name: String, level: String, place: String, volume: String, value: String, time: String,
        lead: String, people: String, photos: String, recognised: String,
    }
    ProjectLevelsWords { unit: String, branch: String }
    TrainingWords {
        subject: String, guide: String, usual: Vec<String>, copies: String, sum: String, sum_table: String,
        classes_table: String, list: String, list_table: String, registered: String,
        evaluated: String, columns: TrainingColumnsWords, classes: BTreeMap<String, String>,
    }
    TrainingColumnsWords {
        branch: String, members: String, signed_up: String, assessed: String, share: String,
        name: String, pledge: String, own: String, branch_says: String, class: String,
        count: String,
    }
    IntrosWords {
        subject: String, survey: String, plan: String, sum_table: String, results: String,
        list_table: String, review: String, columns: IntrosColumnsWords, to: IntrosToWords,
        people: String, admitted: String, admitted_on: String, admitted_of: String,
        running: String,
    }
    IntrosColumnsWords {
        branch: String, goal: String, introduced: String, admitted: String, share: String,
        by: String, who: String, date: String, to: String, result: String,
    }
    IntrosToWords { union: String, association: String }
    JointWords {
        kind: String, subject: String, opening: String, aims: String, content: String,
        duties: String, organisation: String, time: String, time_until: String, copies: String,
        result: String, behalf: String,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_complete() {
        serde_json::from_str::<Words>(include_str!("../../data/paper-words.json")).unwrap();
    }

    #[test]
    fn a_value_with_braces_is_not_a_place() {
        let filled = fill("{a} và {b}, {c}", &[("a", "{b}"), ("b", "2")]);
        assert_eq!(filled, "{b} và 2, {c}");
        assert_eq!(fill("{ hở", &[]), "{ hở");
    }
}
