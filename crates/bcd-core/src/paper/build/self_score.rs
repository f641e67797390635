//! Self-score table (bảng tự chấm) from a criteria set, a dossier and its score.
//!
//! Columns after a real one of 2015 (Bù Đăng): code, content, condition, evidence, points, own
//! score; verified score and note are the upper level's. It goes up, so it says no more than a
//! submission does: see [`crate::format::share`].

use super::{BlockWriter, bare, day, or_dots, start, year_of};
use crate::{
    criteria::{CriteriaSet, Item, Mode},
    dossier::{Dossier, Evidence},
    field::{Entry, Fields},
    format::share,
    paper::{
        Align, Block, Cell, CellValue, Orientation, Paper, PaperRow, ParagraphLook, RowKind, Table,
        TextRun,
        letterhead::Letterhead,
        words::{DocKind, fill, words},
    },
    scoring::{self, Score, Worth},
};
use serde::{Deserialize, Serialize};

/// What a self-score table is made of, as it travels to the worker.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SelfScoreInput {
    /// Head and foot.
    pub letterhead: Letterhead,
    /// The criteria set.
    pub set: CriteriaSet,
    /// All fields of the dossier.
    pub fields: Fields,
}

/// The table of a dossier that came as fields.
pub fn from_fields(input: &SelfScoreInput) -> Paper {
    let dossier = Dossier::of(input.fields.clone());
    let score = scoring::score(&input.set, &dossier);
    self_score(&input.letterhead, &input.set, &dossier, &score)
}

/// The self-score table as a document.
pub fn self_score(
    letterhead: &Letterhead,
    set: &CriteriaSet,
    dossier: &Dossier,
    score: &Score,
) -> Paper {
    let words = &words().self_score;
    let subject = fill(words.subject, &[("cycle", &year_of(&dossier.cycle))]);
    let mut paper = start(letterhead, DocKind::SelfScore, vec![subject]);
    paper.orientation = Orientation::Landscape;
    let mut text = BlockWriter::default();
    let version = set.version.to_string();
    let places =
        [("title", &*set.title.vi), ("period", or_dots(&set.period)), ("version", &version)];
    text.push(centre(fill(words.set, &places)));
    if set.sample {
        text.push(centre(words.sample_set.to_owned()));
    }
    text.push(Block::Table(table(set, dossier, score)));
    if set.rule.gates {
        text.push(Block::text(words.gate));
    }
    text.push(Block::text(needed(set, score)));
    if score.unanswered > 0 {
        text.push(Block::text(fill(words.unanswered, &[("n", &score.unanswered.to_string())])));
    }
    let verdict =
        if score.blockers.is_empty() { words.recognisable } else { words.not_recognisable };
    text.push(Block::Paragraph { runs: vec![TextRun::bold(verdict)], look: ParagraphLook::Body });
    paper.blocks = text.blocks;
    paper
}

fn centre(text: String) -> Block {
    let run = TextRun { text, italic: true, bold: false };
    Block::Paragraph { runs: vec![run], look: ParagraphLook::Centre }
}

fn needed(set: &CriteriaSet, score: &Score) -> String {
    let (need, max) = (CellValue::Points(score.need), CellValue::Points(score.max));
    let places = [
        ("need", need.to_string()),
        ("max", max.to_string()),
        ("percent", set.rule.total_min_percent.to_string()),
        ("criterion", set.rule.criterion_min_percent.to_string()),
    ];
    let places: Vec<_> = places.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(words().self_score.needed, &places)
}

fn table(set: &CriteriaSet, dossier: &Dossier, score: &Score) -> Table {
    let words = &words().self_score;
    let c = &words.columns;
    let mut table = Table::new(
        words.name,
        &[
            (13, Align::Centre, ""),
            (58, Align::Left, ""),
            (56, Align::Left, ""),
            (52, Align::Left, ""),
            (14, Align::Centre, c.max),
            (16, Align::Centre, c.own),
            (18, Align::Centre, c.verified),
            (20, Align::Left, ""),
        ],
    );
    let tall = |text: &str| Cell::from(text).span(1, 2);
    table.head = vec![
        PaperRow::new(
            RowKind::Plain,
            [
                tall(c.code),
                tall(c.content),
                tall(c.rule),
                tall(c.evidence),
                Cell::from(c.points).span(3, 1),
                tall(c.note),
            ],
        ),
        PaperRow::new(RowKind::Plain, [c.max, c.own, c.verified]),
    ];
    let shared = share::shared(dossier, set).fields;
    let entry = |value| Entry { v: value, ..Entry::default() };
    let frozen = Dossier::of(shared.into_iter().map(|(path, v)| (path, entry(v))).collect());
    let mode = scoring::mode_of(set, dossier);
    for (criterion, got) in set.criteria.iter().zip(&score.criteria) {
        let title = [("id", &*criterion.id), ("title", &criterion.title.vi)];
        table.rows.push(wide(&fill(words.criterion, &title)));
        for group in &criterion.groups {
            let asked = |item: &&Item| item.applies_to(&dossier.unit.kind);
            let items: Vec<_> = group.items.iter().filter(asked).collect();
            if !items.is_empty() {
                table.rows.push(wide(&format!("{} {}", group.id, group.title.vi)));
            }
            for item in items {
                table.rows.push(row(item, mode, dossier, &frozen));
            }
        }
        let sum = fill(words.sum, &[("id", &criterion.id)]);
        table.rows.push(total(&sum, got.max, got.got));
    }
    table.rows.push(total(super::words().fixed.total, score.max, score.got));
    table
}

fn wide(text: &str) -> PaperRow {
    PaperRow::new(RowKind::Group, [Cell::from(text).span(8, 1).align(Align::Left)])
}

fn total(text: &str, max: crate::points::Points, got: crate::points::Points) -> PaperRow {
    let name = Cell::from(text).span(4, 1).align(Align::Centre);
    let blank = Cell::default;
    let (max, got) = (CellValue::Points(max).into(), CellValue::Points(got).into());
    PaperRow::new(RowKind::Total, [name, max, got, blank(), blank()])
}

fn row(item: &Item, mode: Mode, dossier: &Dossier, frozen: &Dossier) -> PaperRow {
    let words = &words().self_score;
    let id = item.id.as_str();
    let answer = frozen.answer(id);
    let own = match scoring::worth(item, &answer, mode) {
        Worth::Open | Worth::Na => Cell::default(),
        Worth::Given(points, met) => match mode {
            Mode::Points => CellValue::Points(points).into(),
            Mode::Pass => if met { words.met } else { words.unmet }.into(),
        },
    };
    let note = match (answer.na, answer.na_reason.trim()) {
        (false, _) => answer.note.trim().to_owned(),
        (true, "") => words.na_bare.to_owned(),
        (true, reason) => fill(words.na, &[("reason", bare(reason))]),
    };
    PaperRow::new(
        RowKind::Plain,
        [
            Cell::from(id),
            super::marked(&item.text.vi, item.gate).into(),
            ladder(item, mode).into(),
            evidence(id, dossier, frozen).into(),
            CellValue::Points(item.max()).into(),
            own,
            Cell::default(),
            note.into(),
        ],
    )
}

fn ladder(item: &Item, mode: Mode) -> String {
    let words = &words().self_score;
    let line = |step: &crate::criteria::Step| {
        let points = CellValue::Points(step.points).to_string();
        fill(words.step, &[("points", &points), ("label", or_dots(&step.label.vi))])
    };
    match mode {
        Mode::Points => item.ladder.iter().map(line).collect::<Vec<_>>().join("\n"),
        Mode::Pass => {
            let met = item.ladder.iter().filter(|step| step.met).min_by_key(|step| step.points);
            met.map(|step| step.label.vi.clone()).unwrap_or_default()
        }
    }
}

fn evidence(item: &str, dossier: &Dossier, frozen: &Dossier) -> String {
    let up: Vec<_> = frozen.evidence_of(item).collect();
    let kept = dossier.evidence_of(item).filter(|(id, _)| !up.iter().any(|(up, _)| up == id));
    listed(up.iter().map(|(_, one)| *one), kept.count())
}

/// Evidence that may be named, a line each; of what stays in the unit, only the number.
pub(super) fn listed<'a>(named: impl Iterator<Item = &'a Evidence>, kept: usize) -> String {
    let mut lines: Vec<String> = named.map(name).collect();
    match kept {
        0 => {}
        kept => lines.push(format!("{} ({kept})", words().self_score.kept)),
    }
    lines.join("\n")
}

/// Name, number and symbol, day; a link by its address where it has no name.
fn name(evidence: &Evidence) -> String {
    let title = [&evidence.title, &evidence.url, &evidence.name];
    let title = title.into_iter().map(|text| text.trim()).find(|text| !text.is_empty());
    let parts = [title.unwrap_or_default(), evidence.number.trim(), &day(&evidence.date)];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("- {}", parts.join(", "))
}
