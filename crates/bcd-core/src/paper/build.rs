//! Documents from plain inputs: one builder for each kind of document.
//!
//! The builders do not read dossiers; `drafts` fills their inputs. Empty parts become dotted lines,
//! so that a printed document can serve as a form.

pub mod drafts;
pub mod intros;
pub mod joint;
pub mod minutes;
pub mod plan;
pub mod project;
pub mod recognition;
pub mod registration;
pub mod report;
pub mod self_score;
pub mod training;

use super::{
    Annex, Block, Level, Paper, PaperTitle, ParagraphLook, TextRun,
    letterhead::Letterhead,
    words::{DocKind, fill, kind_words, words},
};
use crate::{
    civil,
    year::cycle::{Cycle, CycleKind},
};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// Any document to be made: what the page sends, so that the texts stay in the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Draft {
    /// A document that is made already.
    Paper(Box<Paper>),
    /// A plan of a year, a quarter or a month.
    Plan(Box<plan::PlanInput>),
    /// A registration.
    Registration(Box<registration::RegistrationInput>),
    /// A self-score table.
    SelfScore(Box<self_score::SelfScoreInput>),
    /// Minutes of a branch meeting.
    Minutes(Box<minutes::MinutesInput>),
    /// A result report.
    Report(Box<report::ReportInput>),
    /// A plan of youth projects.
    Projects(Box<project::ProjectsInput>),
    /// The member training programme.
    Training(Box<training::TrainingInput>),
    /// The policy 1+1.
    Intros(Box<intros::IntrosInput>),
    /// A joint programme.
    Joint(Box<joint::JointInput>),
    /// A paper by which an upper level recognises its units.
    Recognition(Box<recognition::RecognitionInput>),
}

impl Draft {
    /// The document.
    pub fn paper(&self) -> Paper {
        match self {
            Self::Paper(paper) => (**paper).clone(),
            Self::Plan(input) => plan::plan(input),
            Self::Registration(input) => registration::registration(input),
            Self::SelfScore(input) => self_score::from_fields(input),
            Self::Minutes(input) => minutes::minutes(input),
            Self::Report(input) => report::report(input),
            Self::Projects(input) => project::projects(input),
            Self::Training(input) => training::training(input),
            Self::Intros(input) => intros::intros(input),
            Self::Joint(input) => joint::joint(input),
            Self::Recognition(input) => recognition::recognition(input),
        }
    }
}

/// Lines left open where a template's section is empty.
const BLANK_LINES: u8 = 2;

/// A document of `kind` with its head and foot.
fn start(letterhead: &Letterhead, kind: DocKind, subject: Vec<String>) -> Paper {
    Paper {
        head: letterhead.head(kind),
        title: PaperTitle { kind: kind_words(kind).1.to_owned(), subject },
        signatures: vec![letterhead.signature()],
        recipients: letterhead.recipients(),
        made_at: letterhead.made_at.clone(),
        ..Paper::default()
    }
}

/// Blocks with headings that number themselves.
#[derive(Default)]
struct BlockWriter {
    blocks: Vec<Block>,
    parts: usize,
    sections: usize,
}

impl BlockWriter {
    fn part(&mut self, text: &str) {
        self.parts += 1;
        self.sections = 0;
        let label = format!("{}.", roman(self.parts));
        self.blocks.push(Block::Heading { level: Level::Part, label, text: text.to_owned() });
    }

    fn section(&mut self, text: &str) {
        self.sections += 1;
        let label = format!("{}.", self.sections);
        self.blocks.push(Block::Heading { level: Level::Section, label, text: text.to_owned() });
    }

    fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    /// One line as a paragraph, more as a list, none as dotted lines.
    fn lines(&mut self, lines: &[String]) {
        match given(lines).as_slice() {
            [] => self.push(Block::Blank(BLANK_LINES)),
            [one] => self.push(Block::text(*one)),
            all => self.push(Block::list(all.iter().copied())),
        }
    }

    /// A list, even of one line; nothing if there are no lines.
    fn list(&mut self, lines: &[String]) {
        let lines = given(lines);
        if !lines.is_empty() {
            self.push(Block::list(lines));
        }
    }

    /// What a document rests on, in italics; the last one leads on to the sentence after it.
    fn grounds(&mut self, grounds: &[String]) {
        let grounds = given(grounds);
        for (at, ground) in grounds.iter().enumerate() {
            let mark = if at + 1 == grounds.len() { "," } else { ";" };
            let runs = vec![TextRun::plain(format!("{}{mark}", bare(ground)))];
            self.push(Block::Paragraph { runs, look: ParagraphLook::Ground });
        }
    }

    /// The last line of a plan or a report ends with "./." by the Union's custom.
    fn end(mut self) -> Vec<Block> {
        let last = match self.blocks.last_mut() {
            Some(Block::Paragraph { runs, .. }) => runs.last_mut(),
            Some(Block::List(items)) => items.last_mut().and_then(|item| item.last_mut()),
            Some(Block::Heading { .. } | Block::Table(_) | Block::Figures(_) | Block::Blank(_))
            | None => None,
        };
        if let Some(TextRun { text, .. }) = last {
            let mark = words().fixed.end;
            *text = format!("{}{mark}", text.trim_end_matches(['.', ';', '/', ' ']));
        }
        self.blocks
    }
}

/// Lines that are not empty, without a dash that was typed in front.
fn given(lines: &[String]) -> Vec<&str> {
    let bare = lines.iter().map(|line| line.trim().trim_start_matches(['-', '+', '•']).trim());
    bare.filter(|line| !line.is_empty()).collect()
}

/// `text`, or dots where there is none.
fn or_dots(text: &str) -> &str {
    match text.trim() {
        "" => words().fixed.dots,
        text => text,
    }
}

/// The text of an item, with the mark of a gate behind it. The star of the screen is in few
/// typefaces for print.
fn marked(text: &str, gate: bool) -> String {
    let text = text.trim();
    if gate { format!("{text} {}", words().fixed.gate_mark) } else { text.to_owned() }
}

/// A sentence without the full stop that a template puts.
fn bare(text: &str) -> &str {
    or_dots(text).trim_end_matches(['.', ';', ' '])
}

/// A cycle as documents name it: "năm 2026", "năm học 2026–2027", or with room for the pen.
fn year_of(cycle: &str) -> String {
    let fixed = &words().fixed;
    let word = match Cycle::parse(cycle).map(|cycle| cycle.kind()) {
        Some(CycleKind::School) => fixed.school_year,
        Some(CycleKind::Calendar) | None => fixed.year,
    };
    fill(word, &[("year", or_dots(cycle))])
}

/// "PHỤ LỤC", with a number where there are more than one.
fn number_annexes(annexes: &mut [Annex]) {
    let word = words().fixed.annex;
    let many = annexes.len() > 1;
    for (at, annex) in annexes.iter_mut().enumerate() {
        annex.label = if many { format!("{word} {}", at + 1) } else { word.to_owned() };
    }
}

/// A day as it is read: 5/1/2026 is "05/01/2026". What is no day stays as it was typed.
pub fn day(text: &str) -> String {
    civil::parse(text).map_or_else(|| text.trim().to_owned(), |d| d.format("%d/%m/%Y").to_string())
}

/// From one day to another, shortened: "05–20/01/2026", "20/01–05/02/2026". A single day, or two
/// alike, is that day; what is no day stays as it was typed.
pub fn days(start: &str, end: &str) -> String {
    let (Some(from), Some(to)) = (civil::parse(start), civil::parse(end)) else {
        let both = [day(start), day(end)];
        return given(&both).join("–");
    };
    let first = |short: &str| from.format(short).to_string();
    let same = |f: fn(&NaiveDate) -> u32| f(&from) == f(&to) && from.year() == to.year();
    let start = match () {
        () if from == to => return day(start),
        () if same(|d| d.month()) => first("%d"),
        () if from.year() == to.year() => first("%d/%m"),
        () => first("%d/%m/%Y"),
    };
    format!("{start}–{}", to.format("%d/%m/%Y"))
}

/// Roman numerals up to 39; beyond that the number itself.
fn roman(number: usize) -> String {
    let ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    match (number / 10, number % 10) {
        (tens @ 0..=3, one) => format!("{}{}", "X".repeat(tens), ones[one]),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_as_short_as_they_can_be() {
        assert_eq!(days("2026-01-05", "2026-01-20"), "05–20/01/2026");
        assert_eq!(days("2026-01-20", "2026-02-05"), "20/01–05/02/2026");
        assert_eq!(days("2026-12-20", "2027-01-05"), "20/12/2026–05/01/2027");
        assert_eq!(days("2028-02-29", "2028-02-29"), "29/02/2028");
        assert_eq!(days("2026-03-26", ""), "26/03/2026");
        assert_eq!(days("cuối tháng 3", "2026-02-30"), "cuối tháng 3–2026-02-30");
        assert_eq!(days("", ""), "");
    }

    #[test]
    fn roman_numerals() {
        let all: Vec<_> = [1, 4, 9, 10, 14, 39, 40].into_iter().map(roman).collect();
        assert_eq!(all, ["I", "IV", "IX", "X", "XIV", "XXXIX", "40"]);
    }
}
