//! A joint programme (chương trình phối hợp, liên tịch): two sides, what each does, both sign.

use super::{BlockWriter, day, given, or_dots, start};
use crate::paper::{
    Align, Block, Cell, Paper, PaperRow, PaperTitle, RowKind, Signature, Table,
    letterhead::Letterhead,
    words::{DocKind, fill, words},
};
use serde::{Deserialize, Serialize};

/// What a joint programme is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JointInput {
    /// Head and foot: the unit's side.
    pub letterhead: Letterhead,
    /// The other side.
    pub partner: String,
    /// What it rests on.
    pub grounds: Vec<String>,
    /// Aims and requirements; left out where there are none.
    pub aims: Vec<String>,
    /// What both do together.
    pub content: Vec<String>,
    /// What the unit does.
    pub ours: Vec<String>,
    /// What the other side does.
    pub theirs: Vec<String>,
    /// Who sees to it.
    pub organisation: Vec<String>,
    /// The day it was signed, `YYYY-MM-DD`.
    pub signed: String,
    /// Until when, `YYYY-MM-DD`.
    pub until: String,
    /// What came of it; left out where nothing was said.
    pub result: Vec<String>,
}

/// The programme as a document.
pub fn joint(input: &JointInput) -> Paper {
    let words = &words().joint;
    let (unit, partner) = (or_dots(&input.letterhead.unit), or_dots(&input.partner));
    let sides = [("unit", unit), ("partner", partner)];
    let mut paper = start(&input.letterhead, DocKind::Programme, vec![]);
    paper.title =
        PaperTitle { kind: words.kind.to_owned(), subject: vec![fill(words.subject, &sides)] };
    // Both sides issue it.
    let issuers = [paper.head.issuer.clone(), input.partner.to_uppercase()];
    paper.head.issuer = given(&issuers).join(" – ");
    paper.signatures.insert(0, theirs(partner));
    let mut text = BlockWriter::default();
    text.grounds(&input.grounds);
    text.push(Block::text(fill(words.opening, &sides)));
    if !given(&input.aims).is_empty() {
        text.part(words.aims);
        text.lines(&input.aims);
    }
    text.part(words.content);
    text.lines(&input.content);
    text.part(words.duties);
    text.push(Block::Table(duties(input, [unit, partner])));
    if !given(&input.result).is_empty() {
        text.part(words.result);
        text.lines(&input.result);
    }
    text.part(words.organisation);
    let mut last = input.organisation.clone();
    last.extend(time(input));
    last.push(words.copies.to_owned());
    text.lines(&last);
    paper.blocks = text.end();
    paper
}

/// What each side does, side by side.
fn duties(input: &JointInput, sides: [&str; 2]) -> Table {
    let columns = sides.map(|side| (80, Align::Left, side));
    let mut table = Table::new(words().joint.duties, &columns);
    let (ours, theirs) = (given(&input.ours), given(&input.theirs));
    for at in 0..ours.len().max(theirs.len()).max(1) {
        let cells = [&ours, &theirs].map(|side| Cell::from(*side.get(at).unwrap_or(&"")));
        table.rows.push(PaperRow::new(RowKind::Plain, cells));
    }
    table
}

fn time(input: &JointInput) -> Option<String> {
    let words = &words().joint;
    match (input.signed.trim(), input.until.trim()) {
        (_, "") => None,
        ("", until) => Some(fill(words.time_until, &[("to", &day(until))])),
        (signed, until) => Some(fill(words.time, &[("from", &day(signed)), ("to", &day(until))])),
    }
}

fn theirs(partner: &str) -> Signature {
    let words = words();
    Signature {
        behalf: vec![words.joint.behalf.to_owned()],
        office: partner.to_uppercase(),
        hint: words.fixed.seal_hint.to_owned(),
        name: String::new(),
    }
}
