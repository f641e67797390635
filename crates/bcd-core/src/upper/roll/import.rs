//! Import: a table beside the roll. What is new, changed, the same, twice, or faulty is shown first;
//! nothing is stored before a person says so. What a table does not name stays as it is.

use super::{
    Roll, RollField, RollUnit, alike,
    cells::TableRow,
    edit,
    heads::{Understood, is_numbering},
};
use crate::{command::Set, dossier::UNIT_KINDS, format::check::text_fault, id::RecordId};
use std::collections::{BTreeMap, BTreeSet};

/// The most letters of a cell that is taken in.
pub const CELL_CHARS: usize = 300;

/// What a row of a table says of a unit. Nothing is said by an empty text.
pub type RowTexts = BTreeMap<RollField, String>;

/// Why a row cannot be taken in; nothing of it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowFault {
    /// There is something in it, but no name.
    NoName,
    /// A text is longer than [`CELL_CHARS`].
    TooLong(RollField),
    /// A text has characters that nobody sees, or markup.
    BadText(RollField),
    /// The letters are of an old font (TCVN3, VNI), not Unicode.
    OldFont,
    /// Several lines of the roll have its name, and it names no cluster, or none of theirs.
    Ambiguous(Vec<RecordId>),
}

/// Something that a person should look at, although the row is taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowDoubt {
    /// The kind is none that is known: the word. It is left out.
    UnknownKind(String),
    /// Excel made a rounded number of the telephone: the text. It is left out.
    RoundedPhone(String),
}

/// A text that a row changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextChange {
    /// Which.
    pub field: RollField,
    /// What stands in the roll.
    pub before: String,
    /// What the row says.
    pub after: String,
}

/// What a row does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowEffect {
    /// A unit that is not in the roll.
    New,
    /// One that is, with other texts.
    Changed(RecordId, Vec<TextChange>),
    /// One that is, as it is.
    Unchanged(RecordId),
    /// The same as the row with this number; left out.
    Doubled(usize),
    /// It cannot be taken in.
    Faulty(RowFault),
}

/// A row, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedRow {
    /// Its number in the table.
    pub number: usize,
    /// What it says.
    pub texts: RowTexts,
    /// What it does.
    pub effect: RowEffect,
    /// What to look at.
    pub doubts: Vec<RowDoubt>,
}

impl PlannedRow {
    /// The name in it.
    pub fn name(&self) -> &str {
        self.texts.get(&RollField::Name).map_or("", String::as_str)
    }
}

/// What an import does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportPlan {
    /// Rows with something in them, in their order.
    pub rows: Vec<PlannedRow>,
    /// Numbers of rows that are passed over: titles, sums, headings of clusters.
    pub passed: Vec<usize>,
    /// Lines of the roll that the table does not name. They stay.
    pub absent: Vec<RecordId>,
}

/// How many rows do what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlanCount {
    /// New units.
    pub new: usize,
    /// Changed ones.
    pub changed: usize,
    /// As they are.
    pub unchanged: usize,
    /// Twice in the table.
    pub doubled: usize,
    /// Faulty ones.
    pub faulty: usize,
}

impl ImportPlan {
    /// How many rows do what.
    pub fn count(&self) -> PlanCount {
        let mut count = PlanCount::default();
        for row in &self.rows {
            *match &row.effect {
                RowEffect::New => &mut count.new,
                RowEffect::Changed(..) => &mut count.changed,
                RowEffect::Unchanged(_) => &mut count.unchanged,
                RowEffect::Doubled(_) => &mut count.doubled,
                RowEffect::Faulty(_) => &mut count.faulty,
            } += 1;
        }
        count
    }

    /// The fields that it sets; `new_id` gives the ids of new lines.
    pub fn sets(&self, mut new_id: impl FnMut() -> RecordId) -> Vec<Set> {
        let mut sets = Vec::new();
        for row in &self.rows {
            match &row.effect {
                RowEffect::New => {
                    let mut unit = RollUnit { id: new_id(), ..RollUnit::default() };
                    for (field, text) in &row.texts {
                        *unit.text_mut(*field) = text.clone();
                    }
                    sets.extend(unit.write());
                }
                RowEffect::Changed(id, changes) => {
                    sets.extend(changes.iter().map(|it| edit(id, it.field, &it.after)));
                }
                RowEffect::Unchanged(_) | RowEffect::Doubled(_) | RowEffect::Faulty(_) => {}
            }
        }
        sets
    }
}

impl ImportPlan {
    /// What of it is still to be done in the roll as it is now, and how many rows are left alone
    /// because somebody wrote there what a person who saw the plan has not seen.
    pub fn still(&self, roll: &Roll) -> (Self, usize) {
        let read: Vec<_> = self.rows.iter().map(|row| (row.number, row.texts.clone())).collect();
        let (index, mut seen, mut left) = (Index::of(roll, &read), BTreeMap::new(), 0);
        let rows = self.rows.iter().map(|row| {
            let effect = match &row.effect {
                RowEffect::New => match index.effect(row.number, &row.texts, &mut seen) {
                    new @ (RowEffect::New | RowEffect::Unchanged(_)) => Some(new),
                    _ => None,
                },
                RowEffect::Changed(id, changes) => {
                    let unit = roll.units.get(id).filter(|it| !it.deleted && it.ends.is_none());
                    let text = |it: &TextChange| unit.map(|unit| unit.text(it.field));
                    let undone = changes.iter().filter(|it| text(it) != Some(it.after.as_str()));
                    let undone: Vec<TextChange> = undone.cloned().collect();
                    let as_seen = undone.iter().all(|it| text(it) == Some(it.before.as_str()));
                    match undone.is_empty() {
                        true => Some(RowEffect::Unchanged(id.clone())),
                        false => as_seen.then(|| RowEffect::Changed(id.clone(), undone)),
                    }
                }
                other => Some(other.clone()),
            };
            left += usize::from(effect.is_none());
            effect.map(|effect| PlannedRow { effect, ..row.clone() })
        });
        let rows = rows.flatten().collect();
        (Self { rows, ..self.clone() }, left)
    }
}

/// What taking a table in does to the roll.
pub fn plan(roll: &Roll, rows: &[TableRow], understood: &Understood) -> ImportPlan {
    let mut plan = ImportPlan::default();
    let (mut cluster, mut read) = (String::new(), Vec::new());
    for row in rows {
        if row.number <= understood.head || is_numbering(row) {
            plan.passed.push(row.number);
            continue;
        }
        let mut texts = texts_of(row, understood);
        match heading(&texts, understood) {
            Some(Heading::Cluster(named)) => {
                cluster = named;
                plan.passed.push(row.number);
            }
            Some(Heading::Sum) => plan.passed.push(row.number),
            None if texts.is_empty() => plan.passed.push(row.number),
            None => {
                if !cluster.is_empty() {
                    texts.entry(RollField::Cluster).or_insert_with(|| cluster.clone());
                }
                read.push((row.number, texts));
            }
        }
    }
    let index = Index::of(roll, &read);
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut named = BTreeSet::new();
    for (number, mut texts) in read {
        let doubts = doubts(&mut texts);
        let effect = index.effect(number, &texts, &mut seen);
        if let RowEffect::Changed(id, _) | RowEffect::Unchanged(id) = &effect {
            named.insert(id.clone());
        }
        plan.rows.push(PlannedRow { number, texts, effect, doubts });
    }
    let absent = roll.present().filter(|unit| !named.contains(&unit.id));
    plan.absent = absent.map(|unit| unit.id.clone()).collect();
    plan
}

fn texts_of(row: &TableRow, understood: &Understood) -> RowTexts {
    let cells = row.cells.iter().zip(&understood.columns);
    let said = cells.filter(|(cell, _)| !cell.is_empty());
    said.filter_map(|(cell, field)| Some(((*field)?, cell.clone()))).collect()
}

enum Heading {
    Cluster(String),
    Sum,
}

// A line between units: "Cụm 2" over the units of it, "Tổng cộng: 41 đơn vị" at the end.
fn heading(texts: &RowTexts, understood: &Understood) -> Option<Heading> {
    let name = texts.get(&RollField::Name).filter(|_| texts.len() == 1)?;
    let plain = alike::plain(name);
    let clusters = understood.columns.contains(&Some(RollField::Cluster));
    let begins = |words: &[&str]| words.iter().any(|word| plain.starts_with(word));
    // "Cụm 2", "Cụm thi đua số 2", but not "Cụm công nghiệp Hoằng Long"; and neither "Công ty…" nor
    // "Tổng công ty…" is a sum.
    let numbered = |word: &str| {
        let rest = plain.strip_prefix(word).map(str::trim_start);
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let is_cluster = begins(&["cum thi dua", "cum so ", "khoi thi dua"]) || numbered("cum ");
    let is_unit = begins(&["tong cong ty"]);
    match () {
        () if is_unit => None,
        () if begins(&["tong cong", "tong so"]) || plain == "cong" || numbered("cong ") => {
            Some(Heading::Sum)
        }
        () if !clusters && is_cluster => Some(Heading::Cluster(name.clone())),
        () => None,
    }
}

// Makes the kind a word of files, and takes out what cannot be right.
fn doubts(texts: &mut RowTexts) -> Vec<RowDoubt> {
    let mut doubts = Vec::new();
    if let Some(word) = texts.remove(&RollField::Kind) {
        let known = UNIT_KINDS.iter().find(|kind| **kind == word).copied();
        match known.or_else(|| alike::kind_of(&word)) {
            Some(kind) => drop(texts.insert(RollField::Kind, kind.to_owned())),
            None => doubts.push(RowDoubt::UnknownKind(word)),
        }
    }
    let rounded = |phone: &String| {
        let plain = phone.replace(',', ".").to_ascii_uppercase();
        plain.contains("E+") && plain.parse::<f64>().is_ok()
    };
    if let Some(phone) = texts.get(&RollField::Phone).filter(|phone| rounded(phone)).cloned() {
        texts.remove(&RollField::Phone);
        doubts.push(RowDoubt::RoundedPhone(phone));
    }
    doubts
}

fn fault(texts: &RowTexts) -> Option<RowFault> {
    let name = texts.get(&RollField::Name).map_or("", String::as_str);
    if alike::plain(name).is_empty() {
        return Some(RowFault::NoName);
    }
    // Signs that stand for letters in TCVN3 and VNI, and that no name in Unicode has; but dots and
    // quotation marks are signs in both.
    let old = |c: char| {
        let sign = matches!(c, '\u{A7}'..='\u{AE}' | '\u{B5}'..='\u{BE}' | '\u{D7}' | '\u{F7}');
        sign && !matches!(c, '\u{AB}' | '\u{B7}' | '\u{BB}')
    };
    if name.contains(old) {
        return Some(RowFault::OldFont);
    }
    texts.iter().find_map(|(field, text)| {
        if text.chars().count() > CELL_CHARS {
            return Some(RowFault::TooLong(*field));
        }
        text_fault(text, "").map(|_| RowFault::BadText(*field))
    })
}

// Lines of the roll by their names, and how often the table has each name.
struct Index<'a> {
    lines: BTreeMap<String, Vec<&'a RollUnit>>,
    in_table: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Index<'a> {
    fn of(roll: &'a Roll, read: &[(usize, RowTexts)]) -> Self {
        let mut lines: BTreeMap<String, Vec<&RollUnit>> = BTreeMap::new();
        for unit in roll.present() {
            lines.entry(alike::plain(&unit.name)).or_default().push(unit);
        }
        let mut in_table: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (_, texts) in read {
            let (name, cluster) = key(texts);
            in_table.entry(name).or_default().insert(cluster);
        }
        Self { lines, in_table }
    }

    fn effect(
        &self,
        number: usize,
        texts: &RowTexts,
        seen: &mut BTreeMap<(String, String), usize>,
    ) -> RowEffect {
        if let Some(fault) = fault(texts) {
            return RowEffect::Faulty(fault);
        }
        let (name, cluster) = key(texts);
        if let Some(first) = seen.get(&(name.clone(), cluster.clone())) {
            return RowEffect::Doubled(*first);
        }
        seen.insert((name.clone(), cluster.clone()), number);
        let alike = self.lines.get(&name).map(Vec::as_slice).unwrap_or_default();
        let clustered =
            || alike.iter().find(|unit| alike::plain(&unit.cluster) == cluster).copied();
        let once = self.in_table.get(&name).is_none_or(|all| all.len() == 1);
        let found = match (clustered(), alike) {
            (Some(unit), _) => Some(unit),
            // The one of its name: it has moved, or the table says nothing of clusters. Where the
            // table has the name in several clusters, these are several units.
            (None, [only]) if once => Some(*only),
            (None, several @ [_, _, ..]) if once || cluster.is_empty() => {
                return ambiguous(several);
            }
            (None, _) => None,
        };
        found.map_or(RowEffect::New, |unit| changes_of(unit, texts))
    }
}

fn changes_of(unit: &RollUnit, texts: &RowTexts) -> RowEffect {
    let differs = |(field, after): (&RollField, &String)| {
        let before = unit.text(*field).to_owned();
        let change = TextChange { field: *field, before, after: after.clone() };
        (change.before != change.after).then_some(change)
    };
    let changes: Vec<TextChange> = texts.iter().filter_map(differs).collect();
    match changes.is_empty() {
        true => RowEffect::Unchanged(unit.id.clone()),
        false => RowEffect::Changed(unit.id.clone(), changes),
    }
}

fn ambiguous(units: &[&RollUnit]) -> RowEffect {
    let ids = units.iter().map(|unit| unit.id.clone()).collect();
    RowEffect::Faulty(RowFault::Ambiguous(ids))
}

fn key(texts: &RowTexts) -> (String, String) {
    let text = |field| texts.get(&field).map(|text| alike::plain(text)).unwrap_or_default();
    (text(RollField::Name), text(RollField::Cluster))
}
