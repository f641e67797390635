//! Marks: what a submission says of each item, in a few bytes, so that tables of thousands of units
//! open no document.

use crate::{
    criteria::{CriteriaSet, Item, Mode},
    dossier::Dossier,
    id::ItemId,
    points::Points,
    scoring::{Worth, worth},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

/// The version of what a line derives from its document. One with another version is made anew from
/// the document: add 1 whenever a derived field of [`Summary`](super::Summary) changes its meaning.
pub const FORM: u32 = 3;

/// The set that a submission answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SetRef {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// What it asks, as 32 hex digits: two sets with one id and version that ask otherwise differ in it.
    pub print: String,
}

/// How an item was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum MarkState {
    /// Not answered.
    #[default]
    Open,
    /// Answered, and met.
    Met,
    /// Answered, and not met.
    Unmet,
    /// Does not apply.
    Na,
}

/// What a submission says of one item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// The item.
    pub item: ItemId,
    /// Its criterion's id.
    pub criterion: String,
    /// Whether it is a gate (★).
    pub gate: bool,
    /// How it was answered.
    pub state: MarkState,
    /// Points got.
    pub got: Points,
    /// The most that the item is worth.
    pub max: Points,
    /// Claimed as met, without evidence.
    pub lacking: bool,
    /// Changed since the submission before, as the unit says.
    pub changed: bool,
    /// A digest of what it says of the item and of the evidence for it, by which two submissions are
    /// compared, whatever the unit says; empty where it says nothing.
    pub print: String,
}

/// The marks of a submission, in the order of its set; items that are not asked of the unit's kind are
/// not among them. A text, so that lists which show no marks need not take it apart:
/// `1> 1.1.1+4 1.2.1*+2/4! 2> 2.1.1-0/5~` is criterion 1 with an item met with all of its 4 points and a
/// gate met with 2 of 4 points without evidence; criterion 2 with an item not met, which was changed. Behind
/// each stands its print, if it has one: `1.1.1+4#3mGxkT0aQz_wR5HbVn2c9A`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Marks(String);

impl Marks {
    /// From the marks, in their order.
    pub fn of(marks: &[Mark]) -> Self {
        let (mut text, mut criterion) = (String::new(), None);
        for mark in marks {
            if criterion != Some(&mark.criterion) {
                criterion = Some(&mark.criterion);
                word(&mut text, &mark.criterion);
                text.push('>');
            }
            word(&mut text, mark.item.as_str());
            put(&mut text, mark);
        }
        Self(text)
    }

    /// The marks. `None`: the text is damaged, and the line is to be made anew.
    pub fn read(&self) -> Option<Vec<Mark>> {
        let (mut marks, mut criterion) = (Vec::new(), String::new());
        for part in self.0.split(' ').filter(|part| !part.is_empty()) {
            match part.strip_suffix('>') {
                Some(id) => criterion = plain(id)?,
                None => marks.push(mark(part, &criterion)?),
            }
        }
        Some(marks)
    }

    /// Bytes that they take in a row.
    pub fn bytes(&self) -> usize {
        self.0.len()
    }
}

/// The marks of a dossier that answers `set`.
pub fn marks(
    set: &CriteriaSet,
    mode: Mode,
    dossier: &Dossier,
    changed: &BTreeSet<&ItemId>,
    prints: &BTreeMap<String, String>,
) -> Vec<Mark> {
    let asked = set.items().filter(|(_, item)| item.applies_to(&dossier.unit.kind));
    let mark = |(criterion, item): (&crate::criteria::Criterion, &Item)| {
        let answer = dossier.answers.get(&item.id);
        let worth = answer.map_or(Worth::Open, |answer| worth(item, answer, mode));
        let (state, got) = match worth {
            Worth::Open => (MarkState::Open, Points::default()),
            Worth::Na => (MarkState::Na, Points::default()),
            Worth::Given(points, true) => (MarkState::Met, points),
            Worth::Given(points, false) => (MarkState::Unmet, points),
        };
        Mark {
            item: item.id.clone(),
            criterion: criterion.id.clone(),
            gate: item.gate,
            state,
            got,
            max: item.max(),
            lacking: dossier.lacks_evidence(item, mode),
            changed: changed.contains(&item.id),
            print: prints.get(item.id.as_str()).cloned().unwrap_or_default(),
        }
    };
    asked.map(mark).collect()
}

/// What the shared fields of a submission say of each item, as 22 letters: 128 bits, since a unit could look
/// for two answers with one print. Like [`changes`](crate::format::share::changes), it counts a piece of
/// evidence as a whole.
#[cfg(feature = "files")]
pub fn prints(
    fields: &BTreeMap<crate::field::Path, serde_json::Value>,
) -> BTreeMap<String, String> {
    use base64::Engine as _;
    use sha2::{Digest, Sha256};
    let (mut answers, mut evidence) = (BTreeMap::<&str, Sha256>::new(), BTreeMap::new());
    for (path, value) in fields {
        let mut parts = path.splitn(3, '/');
        let said = |hash: &mut Sha256, field: &str| {
            let value = value.to_string();
            hash.update(format!("{}:{field} {}:{value}", field.len(), value.len()));
        };
        match (parts.next(), parts.next(), parts.next()) {
            (Some("answer"), Some(item), Some(field)) => {
                said(answers.entry(item).or_default(), field)
            }
            (Some("evidence"), Some(id), Some(field)) => {
                let (hash, items): &mut (Sha256, Vec<&str>) = evidence.entry(id).or_default();
                said(hash, field);
                items.extend(field.strip_prefix("for/"));
            }
            _ => {}
        }
    }
    // A piece by its digest: each of a thousand may support a thousand items.
    for (id, (hash, items)) in evidence {
        let digest = hash.finalize();
        for item in items {
            let hash = answers.entry(item).or_default();
            hash.update(format!("{}:{id}", id.len()));
            hash.update(digest);
        }
    }
    let letters = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let print = |hash: Sha256| letters.encode(&hash.finalize()[..16]);
    answers.into_iter().map(|(item, hash)| (item.to_owned(), print(hash))).collect()
}

#[cfg(feature = "files")]
impl SetRef {
    /// Of a set. English, hints and sources do not count: they change nothing of what is asked.
    pub fn of(set: &CriteriaSet) -> Self {
        let crate::criteria::RecognitionRule {
            gates,
            criterion_min_percent,
            total_min_percent,
            ..
        } = set.rule;
        let mut asked = format!("{gates} {criterion_min_percent} {total_min_percent}");
        // With their lengths, so that no text can pass for two.
        let mut say = |text: &str| asked += &format!(" {}:{text}", text.len());
        for (criterion, item) in set.items() {
            say(&criterion.id);
            say(item.id.as_str());
            say(&item.text.vi);
            say(if item.gate { "gate" } else { "" });
            say(&item.applies_to.join(" "));
            say(&item.ladder.len().to_string());
            for step in &item.ladder {
                say(step.id.as_str());
                say(&step.points.to_string());
                say(if step.met { "met" } else { "" });
            }
        }
        let mut print = crate::format::canonical::sha256(asked.as_bytes());
        print.truncate(32);
        Self { id: set.id.clone(), version: set.version, print }
    }
}

fn put(text: &mut String, mark: &Mark) {
    if mark.gate {
        text.push('*');
    }
    text.push(match mark.state {
        MarkState::Open => '?',
        MarkState::Met => '+',
        MarkState::Unmet => '-',
        MarkState::Na => 'x',
    });
    // A `String` takes everything that is written to it.
    let written = match mark.got == mark.max {
        true => write!(text, "{}", mark.got),
        false => write!(text, "{}/{}", mark.got, mark.max),
    };
    debug_assert!(written.is_ok(), "a text has room");
    if mark.lacking {
        text.push('!');
    }
    if mark.changed {
        text.push('~');
    }
    if !mark.print.is_empty() {
        text.push('#');
        text.push_str(&mark.print);
    }
}

fn mark(part: &str, criterion: &str) -> Option<Mark> {
    let (part, print) = match part.split_once('#') {
        Some((_, print)) if !print.bytes().all(is_letter) || print.is_empty() => return None,
        Some((part, print)) => (part, print.to_owned()),
        None => (part, String::new()),
    };
    let end = part.find(['*', '?', '+', '-', 'x'].as_slice())?;
    let (item, mut rest) = (plain(&part[..end])?.as_str().into(), &part[end..]);
    let mut flag = |mark: char| match rest.strip_prefix(mark) {
        Some(after) => {
            rest = after;
            true
        }
        None => false,
    };
    let gate = flag('*');
    let state = match () {
        () if flag('?') => MarkState::Open,
        () if flag('+') => MarkState::Met,
        () if flag('-') => MarkState::Unmet,
        () if flag('x') => MarkState::Na,
        () => return None,
    };
    let end = rest.find(['!', '~'].as_slice()).unwrap_or(rest.len());
    let (figures, flags) = rest.split_at(end);
    let (lacking, changed) = match flags {
        "" => (false, false),
        "!" => (true, false),
        "~" => (false, true),
        "!~" => (true, true),
        _ => return None,
    };
    let (got, max) = figures.split_once('/').unwrap_or((figures, figures));
    let (got, max) = (Points::parse(got)?, Points::parse(max)?);
    let criterion = criterion.to_owned();
    Some(Mark { item, criterion, gate, state, got, max, lacking, changed, print })
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

// Ids come from files: what has a meaning here is written as its number.
fn word(text: &mut String, id: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    for c in id.chars() {
        if matches!(c, ' ' | '>' | '*' | '?' | '+' | '-' | 'x' | '%' | '#') {
            let written = write!(text, "%{:02X}", u32::from(c));
            debug_assert!(written.is_ok(), "a text has room");
        } else {
            text.push(c);
        }
    }
}

fn plain(word: &str) -> Option<String> {
    let (mut id, mut rest) = (String::new(), word);
    while let Some((before, after)) = rest.split_once('%') {
        id.push_str(before);
        let number = u8::from_str_radix(after.get(..2)?, 16).ok()?;
        id.push(char::from(number));
        rest = &after[2..];
    }
    id.push_str(rest);
    Some(id)
}
