//! Minutes (biên bản) of a branch meeting.
//!
//! The Union prescribes no form; the order is the usual one of a chi đoàn's meeting.

use super::{BlockWriter, bare, given, or_dots, start};
use crate::{
    civil,
    paper::{
        Align, Block, Cell, Paper, PaperRow, RowKind, Signature, Table,
        letterhead::Letterhead,
        words::{DocKind, fill, words},
    },
};
use chrono::Datelike;
use serde::{Deserialize, Serialize};

/// What minutes are made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MinutesInput {
    /// Head; the chair and the clerk sign instead of its signer.
    pub letterhead: Letterhead,
    /// The period, as people say it: "tháng 3 năm 2026".
    pub period: String,
    /// The subject, where it is another than a branch meeting.
    pub subject: String,
    /// The day, `YYYY-MM-DD`.
    pub date: String,
    /// When it began, such as "19 giờ 30".
    pub start: String,
    /// When it ended.
    pub end: String,
    /// Where.
    pub place: String,
    /// How.
    pub form: MeetingForm,
    /// With which other branches; may be empty.
    pub with: String,
    /// Members present.
    pub present: Option<u32>,
    /// Members in all.
    pub total: Option<u32>,
    /// Who was absent and why, in the unit's words; may be empty.
    pub absent: String,
    /// Guests; may be empty.
    pub guests: String,
    /// Who chaired.
    pub chair: String,
    /// Who wrote the minutes.
    pub clerk: String,
    /// The topic of the month; may be empty.
    pub topic: String,
    /// News and policies passed on.
    pub news: Vec<String>,
    /// What came of the period before.
    pub review: Vec<String>,
    /// What is to be done until the next meeting.
    pub next: Vec<NextTask>,
    /// What members said and asked for.
    pub opinions: Vec<String>,
    /// What was concluded.
    pub conclusions: Vec<String>,
}

/// How a meeting was held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeetingForm {
    /// In person (trực tiếp).
    #[default]
    InPerson,
    /// Online (trực tuyến).
    Online,
    /// Joint with other branches (ghép).
    Joint,
    /// In the cluster (tại cụm).
    Cluster,
}

/// A task given out at a meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NextTask {
    /// What.
    pub content: String,
    /// Who.
    pub lead: String,
    /// Until when: a day `YYYY-MM-DD`, or words.
    pub until: String,
}

/// The minutes as a document.
pub fn minutes(input: &MinutesInput) -> Paper {
    let words = &words().minutes;
    let subject = match input.subject.trim() {
        "" => fill(words.subject, &[("period", or_dots(&input.period))]),
        subject => subject.to_owned(),
    };
    let mut paper = start(&input.letterhead, DocKind::Minutes, vec![subject]);
    // The day stands in the text, and minutes go to nobody but the file.
    paper.head.place_date.clear();
    paper.signatures = signatures(input);
    paper.recipients.clear();
    let mut text = BlockWriter::default();
    text.part(words.time_place);
    text.list(&setting(input));
    text.part(words.present);
    text.list(&people(input));
    text.part(words.content);
    if !input.topic.trim().is_empty() {
        text.push(Block::text(fill(words.topic, &[("topic", bare(&input.topic))])));
    }
    let sections = [(words.news, &input.news), (words.review, &input.review)];
    for (title, lines) in sections {
        add_section(&mut text, title, lines);
    }
    text.section(words.next);
    text.push(Block::Table(next_tasks(&input.next)));
    add_section(&mut text, words.opinions, &input.opinions);
    text.part(words.conclusions);
    text.lines(&input.conclusions);
    text.push(Block::text(match input.end.trim() {
        "" => words.end_bare.to_owned(),
        end => fill(words.end, &[("end", end)]),
    }));
    paper.blocks = text.end();
    paper
}

fn add_section(text: &mut BlockWriter, title: &str, lines: &[String]) {
    text.section(title);
    text.lines(lines);
}

fn setting(input: &MinutesInput) -> Vec<String> {
    let words = &words().minutes;
    let mut time = Vec::new();
    for (word, name, value) in
        [(words.from, "start", input.start.trim()), (words.to, "end", input.end.trim())]
    {
        if !value.is_empty() {
            time.push(fill(word, &[(name, value)]));
        }
    }
    let date = match civil::parse(&input.date) {
        Some(d) => format!("{:02}/{:02}/{}", d.day(), d.month(), d.year()),
        None => or_dots(&input.date).to_owned(),
    };
    let when = if time.is_empty() { date } else { format!("{}, {date}", time.join(" ")) };
    let form = &words.forms;
    let form = match input.form {
        MeetingForm::InPerson => &form.in_person,
        MeetingForm::Online => &form.online,
        MeetingForm::Joint => &form.joint,
        MeetingForm::Cluster => &form.cluster,
    };
    let mut lines = vec![
        fill(words.time, &[("date", &when)]),
        fill(words.place, &[("place", bare(&input.place))]),
        fill(words.form, &[("form", form)]),
    ];
    if !input.with.trim().is_empty() {
        lines.push(fill(words.with, &[("who", bare(&input.with))]));
    }
    lines
}

fn people(input: &MinutesInput) -> Vec<String> {
    let words = &words().minutes;
    let figure = |n: Option<u32>| n.map_or_else(|| or_dots("").to_owned(), |n| n.to_string());
    let (present, total) = (figure(input.present), figure(input.total));
    let mut lines = vec![fill(words.attendance, &[("present", &*present), ("total", &total)])];
    let named = [
        (words.absent, "absent", &input.absent, false),
        (words.guests, "guests", &input.guests, false),
        (words.chair, "name", &input.chair, true),
        (words.clerk, "name", &input.clerk, true),
    ];
    for (word, name, value, always) in named {
        if always || !value.trim().is_empty() {
            lines.push(fill(word, &[(name, bare(value))]));
        }
    }
    lines
}

fn next_tasks(tasks: &[NextTask]) -> Table {
    let (fixed, words) = (&words().fixed, &words().minutes);
    let c = &words.columns;
    let mut table = Table::new(
        words.tasks_name,
        &[
            (12, Align::Centre, fixed.order),
            (82, Align::Left, c.task),
            (38, Align::Left, c.lead),
            (28, Align::Centre, c.until),
        ],
    );
    for (at, task) in tasks.iter().enumerate() {
        let texts = [task.content.clone(), task.lead.clone(), super::day(&task.until)];
        if given(&texts).is_empty() {
            continue;
        }
        let order = Cell::from((at + 1).to_string());
        let cells = core::iter::once(order).chain(texts.map(Cell::from));
        table.rows.push(PaperRow::new(RowKind::Plain, cells));
    }
    if table.rows.is_empty() {
        table.rows = vec![PaperRow::default(), PaperRow::default()];
    }
    table
}

fn signatures(input: &MinutesInput) -> Vec<Signature> {
    let (fixed, offices) = (&words().fixed, &words().offices);
    let sign = |office: &str, name: &str| Signature {
        behalf: vec![],
        office: office.to_owned(),
        hint: fixed.sign_hint.to_owned(),
        name: name.trim().to_owned(),
    };
    vec![sign(offices.clerk, &input.clerk), sign(offices.chair, &input.chair)]
}
