//! Recognition (công nhận): the papers by which an upper level recognises its units: the proposal to
//! the standing committee (tờ trình), the minutes of the meeting, the decision, each with the list of
//! units as an annex.
//!
//! The standing committee decides (Hải Phòng: domain, section c); the decision names its number and day,
//! and the units are listed behind it.

use super::{BlockWriter, day, given, number_annexes, or_dots, start, year_of};
use crate::{
    paper::{
        Align, Annex, Block, Cell, CellValue, Paper, PaperRow, ParagraphLook, RowKind, Signature,
        Table, TextRun,
        letterhead::{Behalf, Letterhead},
        words::{DocKind, fill, words},
    },
    points::Points,
};
use serde::{Deserialize, Serialize};

/// What these papers are made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecognitionInput {
    /// Head and foot.
    pub letterhead: Letterhead,
    /// Which of them.
    pub paper: RecognitionPaper,
    /// The year.
    pub cycle: String,
    /// What it rests on.
    pub grounds: Vec<String>,
    /// The meeting, for its minutes.
    pub meeting: RecognitionMeeting,
    /// The units that were looked at, in the order in which they are to stand.
    pub units: Vec<RecognitionUnit>,
}

/// Which paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecognitionPaper {
    /// The proposal to the standing committee (tờ trình).
    #[default]
    Proposal,
    /// The minutes of its meeting (biên bản).
    Minutes,
    /// The decision (quyết định).
    Decision,
    /// The proposal to commend (tờ trình đề nghị tuyên dương).
    Commendation,
}

/// A meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecognitionMeeting {
    /// When: a day `YYYY-MM-DD`, or words.
    pub day: String,
    /// Where.
    pub place: String,
    /// Who chaired it.
    pub chair: String,
    /// Who wrote it down.
    pub clerk: String,
    /// Who was there and who was not, a line each.
    pub people: Vec<String>,
    /// What was said, a line each.
    pub said: Vec<String>,
}

/// A unit as the papers list it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecognitionUnit {
    /// Its name.
    pub name: String,
    /// Its cluster; may be empty.
    pub cluster: String,
    /// Points by its own account; none where items are only met or not.
    pub own: Option<Points>,
    /// Points as verified.
    pub verified: Option<Points>,
    /// In how many years in a row it is recognised, this one included.
    pub years: u32,
    /// To be recognised, or not.
    pub recognised: bool,
    /// Proposed for commendation.
    pub commended: bool,
    /// Why not, or a note.
    pub note: String,
}

impl RecognitionInput {
    // Minutes are written on the day of their meeting, where the office is, unless they say otherwise.
    fn completed(&self) -> Self {
        let mut all = self.clone();
        if all.paper == RecognitionPaper::Minutes {
            let (head, meeting) = (&mut all.letterhead, &mut all.meeting);
            complete(&mut head.date, &meeting.day);
            complete(&mut meeting.day, &head.date);
            complete(&mut meeting.place, &head.place);
        }
        all
    }
}

fn complete(text: &mut String, known: &str) {
    if text.trim().is_empty() {
        known.clone_into(text);
    }
}

/// The paper.
pub fn recognition(input: &RecognitionInput) -> Paper {
    let input = &input.completed();
    let (w, cycle) = (&words().recognition, &year_of(&input.cycle));
    let (kind, subject) = match input.paper {
        RecognitionPaper::Proposal => (DocKind::Proposal, w.subject_proposal),
        RecognitionPaper::Minutes => (DocKind::Minutes, w.subject_minutes),
        RecognitionPaper::Decision => (DocKind::Decision, w.subject_decision),
        RecognitionPaper::Commendation => (DocKind::Proposal, w.subject_commendation),
    };
    let mut paper = start(&input.letterhead, kind, vec![fill(subject, &[("cycle", cycle)])]);
    let mut text = BlockWriter::default();
    match input.paper {
        RecognitionPaper::Proposal | RecognitionPaper::Commendation => {
            proposal(input, &mut paper, &mut text);
        }
        RecognitionPaper::Minutes => minutes(input, &mut paper, &mut text),
        RecognitionPaper::Decision => decision(input, &mut text),
    }
    paper.blocks = text.end();
    paper.annexes = annexes(input);
    number_annexes(&mut paper.annexes);
    paper
}

fn proposal(input: &RecognitionInput, paper: &mut Paper, text: &mut BlockWriter) {
    let (w, cycle) = (&words().recognition, &year_of(&input.cycle));
    paper.to = vec![body(&input.letterhead, Behalf::Standing)];
    text.grounds(&input.grounds);
    let commends = input.paper == RecognitionPaper::Commendation;
    let counts = count(input, |unit| if commends { unit.commended } else { unit.recognised });
    let all = input.units.len().to_string();
    let sentence = if commends { w.commend } else { w.propose };
    text.push(Block::text(fill(sentence, &[("all", &all), ("n", &counts), ("cycle", cycle)])));
    let against = count(input, |unit| !unit.recognised);
    if !commends && against != "0" {
        text.push(Block::text(fill(w.propose_not, &[("n", &against)])));
    }
    text.push(Block::text(w.ask));
}

fn minutes(input: &RecognitionInput, paper: &mut Paper, text: &mut BlockWriter) {
    let (w, meeting) = (&words().recognition, &input.meeting);
    let offices = &words().offices;
    let places = [("day", &*day(or_dots(&meeting.day))), ("place", or_dots(&meeting.place))];
    text.push(Block::text(fill(w.opened, &places)));
    text.part(w.people);
    text.push(Block::text(fill(w.chair, &[("name", or_dots(&meeting.chair))])));
    text.push(Block::text(fill(w.clerk, &[("name", or_dots(&meeting.clerk))])));
    text.lines(&meeting.people);
    text.part(w.said);
    text.lines(&meeting.said);
    text.part(w.result);
    let (yes, no) = (count(input, |unit| unit.recognised), count(input, |unit| !unit.recognised));
    let all = input.units.len().to_string();
    let places = [("all", &*all), ("yes", &yes), ("no", &no), ("cycle", &year_of(&input.cycle))];
    text.push(Block::text(fill(w.agreed, &places)));
    text.push(Block::text(w.closed));
    let sign = |office: &str, name: &str| Signature {
        office: office.to_owned(),
        hint: words().fixed.sign_hint.to_owned(),
        name: name.trim().to_owned(),
        ..Signature::default()
    };
    paper.signatures =
        vec![sign(offices.clerk, &meeting.clerk), sign(offices.chair, &meeting.chair)];
}

fn decision(input: &RecognitionInput, text: &mut BlockWriter) {
    let w = &words().recognition;
    text.grounds(&input.grounds);
    let head = fill(
        w.decides,
        &[("body", &body(&input.letterhead, input.letterhead.behalf).to_uppercase())],
    );
    text.push(Block::Paragraph { runs: vec![TextRun::bold(head)], look: ParagraphLook::Centre });
    let n = count(input, |unit| unit.recognised);
    let first = fill(w.article_1, &[("n", &n), ("cycle", &year_of(&input.cycle))]);
    for (number, sentence) in
        [first, w.article_2.to_owned(), w.article_3.to_owned()].into_iter().enumerate()
    {
        let label = fill(w.article, &[("n", &(number + 1).to_string())]);
        let runs = vec![TextRun::bold(format!("{label} ")), TextRun::plain(sentence)];
        text.push(Block::Paragraph { runs, look: ParagraphLook::Body });
    }
}

// "Ban Thường vụ Đoàn phường An Cư".
fn body(letterhead: &Letterhead, behalf: Behalf) -> String {
    match behalf {
        Behalf::Standing => {
            format!("{} {}", words().recognition.standing, letterhead.unit.trim()).trim().to_owned()
        }
        Behalf::Committee | Behalf::Own => letterhead.body(),
    }
}

fn count(input: &RecognitionInput, counts: impl Fn(&RecognitionUnit) -> bool) -> String {
    input.units.iter().filter(|unit| counts(unit)).count().to_string()
}

// Who is recognised, and who is not: the decision lists only the former.
fn annexes(input: &RecognitionInput) -> Vec<Annex> {
    let (w, cycle) = (&words().recognition, &year_of(&input.cycle));
    let commends = input.paper == RecognitionPaper::Commendation;
    let (yes, no): (Vec<_>, Vec<_>) = input
        .units
        .iter()
        .partition(|unit| if commends { unit.commended } else { unit.recognised });
    let (note, kind) = match input.paper {
        RecognitionPaper::Proposal | RecognitionPaper::Commendation => {
            (w.annex_of_proposal, DocKind::Proposal)
        }
        RecognitionPaper::Minutes => (w.annex_of_minutes, DocKind::Minutes),
        RecognitionPaper::Decision => (w.annex_of_decision, DocKind::Decision),
    };
    let (number, date) = (input.letterhead.reference(kind), input.letterhead.short_date());
    let note = fill(note, &[("number", or_dots(&number)), ("date", &date)]);
    let annex = |title: &str, table: Table| Annex {
        title: vec![fill(title, &[("cycle", cycle)])],
        note: note.clone(),
        blocks: vec![Block::Table(table)],
        ..Annex::default()
    };
    let title = if commends { w.list_commended } else { w.list_recognised };
    let mut all = vec![annex(title, table(&yes))];
    let lists_others =
        matches!(input.paper, RecognitionPaper::Proposal | RecognitionPaper::Minutes);
    if lists_others && !no.is_empty() {
        all.push(annex(w.list_declined, table(&no)));
    }
    all
}

fn table(units: &[&RecognitionUnit]) -> Table {
    let (w, fixed) = (&words().recognition, &words().fixed);
    let c = &w.columns;
    let has_points = units.iter().any(|unit| unit.own.is_some() || unit.verified.is_some());
    let mut columns = vec![
        (16, Align::Centre, fixed.order),
        (58, Align::Left, c.unit),
        (30, Align::Left, c.cluster),
    ];
    if has_points {
        columns.extend([(20, Align::Right, c.own), (20, Align::Right, c.verified)]);
    }
    columns.extend([(18, Align::Right, c.years), (36, Align::Left, fixed.note)]);
    let mut table = Table::new(w.table, &columns);
    let points =
        |points: Option<Points>| points.map_or_else(Cell::default, |p| CellValue::Points(p).into());
    for (at, unit) in units.iter().enumerate() {
        let mut cells: Vec<Cell> = vec![
            (at + 1).to_string().into(),
            or_dots(&unit.name).into(),
            unit.cluster.trim().into(),
        ];
        if has_points {
            cells.extend([points(unit.own), points(unit.verified)]);
        }
        let years = if unit.years > 0 {
            CellValue::Count(i64::from(unit.years)).into()
        } else {
            Cell::default()
        };
        cells.extend([years, given(std::slice::from_ref(&unit.note)).join(" ").into()]);
        table.rows.push(PaperRow::new(RowKind::Plain, cells));
    }
    if table.rows.is_empty() {
        table.rows.push(PaperRow::default());
    }
    table
}
