//! Registration (bản đăng ký) of "Đoàn cơ sở 3 chủ động" for a year.
//!
//! After the places that ask for it, measures and a road map are given only for items that are
//! hard or not met yet (Hưng Yên, 2018); the Party committee of the same level confirms.

use super::{BlockWriter, bare, day, or_dots, start, year_of};
use crate::paper::{
    Align, Block, Cell, Paper, PaperRow, RowKind, Signature, Table,
    letterhead::Letterhead,
    words::{DocKind, fill, words},
};
use serde::{Deserialize, Serialize};

/// What a registration is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegistrationInput {
    /// Head and foot.
    pub letterhead: Letterhead,
    /// Whom it addresses: Party committee, upper level.
    pub to: Vec<String>,
    /// The year registered for.
    pub cycle: String,
    /// The criteria with their items.
    pub parts: Vec<RegistrationPart>,
    /// The officer of the upper level who follows the unit; may be empty.
    pub follower: String,
    /// The last day to report, `YYYY-MM-DD`; may be empty.
    pub report_by: String,
    /// Whether the Party committee confirms on the paper itself.
    pub party_confirms: bool,
}

/// A criterion with its items.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegistrationPart {
    /// Its heading.
    pub title: String,
    /// Its items.
    pub items: Vec<RegistrationItem>,
}

/// An item as the unit sees itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegistrationItem {
    /// `1.2.1`.
    pub code: String,
    /// What is asked.
    pub text: String,
    /// Whether it is a gate (★).
    pub gate: bool,
    /// Where the unit stands.
    pub state: RegistrationStanding,
    /// What it will do.
    pub measure: String,
    /// Until when: a day `YYYY-MM-DD`, or words.
    pub until: String,
    /// Who leads.
    pub lead: String,
}

/// Where a unit stands with an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RegistrationStanding {
    /// Not said yet.
    #[default]
    Open,
    /// Đạt.
    Met,
    /// Khó.
    Hard,
    /// Chưa đạt.
    Unmet,
}

/// The registration as a document.
pub fn registration(input: &RegistrationInput) -> Paper {
    let (words, offices) = (&words().registration, &words().offices);
    let cycle = &year_of(&input.cycle);
    let subject = fill(words.subject, &[("cycle", cycle)]);
    let mut paper = start(&input.letterhead, DocKind::Registration, vec![subject]);
    paper.to = super::given(&input.to).into_iter().map(str::to_owned).collect();
    let mut text = BlockWriter::default();
    let body = input.letterhead.body();
    text.push(Block::text(fill(words.opening, &[("body", &body), ("cycle", cycle)])));
    text.part(words.state);
    text.push(Block::text(counts(input)));
    let open = count(input, RegistrationStanding::Open);
    if open > 0 {
        text.push(Block::text(fill(words.state_open, &[("open", &open.to_string())])));
    }
    text.push(Block::Table(states(input)));
    text.part(words.measures);
    match measures(input) {
        Some(table) => text.push(Block::Table(table)),
        None => text.push(Block::text(words.measures_none)),
    }
    text.part(words.organisation);
    let mut lines = vec![words.promise.to_owned()];
    if !input.follower.trim().is_empty() {
        lines.push(fill(words.follower, &[("name", bare(&input.follower))]));
    }
    if !input.report_by.trim().is_empty() {
        lines.push(fill(words.report_by, &[("date", &day(&input.report_by))]));
    }
    text.lines(&lines);
    paper.blocks = text.end();
    if input.party_confirms {
        let hint = super::words().fixed.seal_hint.to_owned();
        let party = Signature { office: offices.party.to_owned(), hint, ..Signature::default() };
        paper.signatures.insert(0, party);
    }
    paper
}

fn items(input: &RegistrationInput) -> impl Iterator<Item = &RegistrationItem> {
    input.parts.iter().flat_map(|part| &part.items)
}

fn count(input: &RegistrationInput, state: RegistrationStanding) -> usize {
    items(input).filter(|item| item.state == state).count()
}

fn counts(input: &RegistrationInput) -> String {
    let number = |state| count(input, state).to_string();
    let all = items(input).count().to_string();
    let (met, hard) = (number(RegistrationStanding::Met), number(RegistrationStanding::Hard));
    let unmet = number(RegistrationStanding::Unmet);
    let places = [("all", &*all), ("met", &met), ("hard", &hard), ("unmet", &unmet)];
    fill(words().registration.state_counts, &places)
}

fn state(item: &RegistrationItem) -> &'static str {
    let states = &words().registration.states;
    match item.state {
        RegistrationStanding::Open => states.open,
        RegistrationStanding::Met => states.met,
        RegistrationStanding::Hard => states.hard,
        RegistrationStanding::Unmet => states.unmet,
    }
}

fn states(input: &RegistrationInput) -> Table {
    let words = &words().registration;
    let c = &words.columns;
    let mut table = Table::new(
        words.state_name,
        &[(16, Align::Centre, c.code), (114, Align::Left, c.content), (30, Align::Centre, c.state)],
    );
    for part in &input.parts {
        let title = Cell::from(part.title.trim()).span(3, 1).align(Align::Left);
        table.rows.push(PaperRow::new(RowKind::Group, [title]));
        for item in &part.items {
            let cells = [
                Cell::from(item.code.as_str()),
                super::marked(&item.text, item.gate).into(),
                state(item).into(),
            ];
            table.rows.push(PaperRow::new(RowKind::Plain, cells));
        }
    }
    table
}

fn measures(input: &RegistrationInput) -> Option<Table> {
    let words = &words().registration;
    let c = &words.columns;
    let mut table = Table::new(
        words.measures_name,
        &[
            (14, Align::Centre, c.code),
            (46, Align::Left, c.content),
            (50, Align::Left, c.measure),
            (24, Align::Centre, c.until),
            (26, Align::Left, c.lead),
        ],
    );
    for item in items(input) {
        match item.state {
            RegistrationStanding::Hard | RegistrationStanding::Unmet => {}
            RegistrationStanding::Open | RegistrationStanding::Met => continue,
        }
        let cells = [
            Cell::from(item.code.as_str()),
            format!("{} ({})", bare(&item.text), state(item).to_lowercase()).into(),
            or_dots(&item.measure).into(),
            or_dots(&day(&item.until)).into(),
            or_dots(&item.lead).into(),
        ];
        table.rows.push(PaperRow::new(RowKind::Plain, cells));
    }
    (!table.rows.is_empty()).then_some(table)
}
