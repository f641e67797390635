//! Making a roll-up: rows and parts into one body. Where a unit would be counted twice, a person says
//! first which one holds; nothing is guessed.

use super::{
    beside,
    tree::{Counted, RollupFile, Shelf, TooMuch, is_by_line, key, name_of, own_row, times},
};
use crate::{
    format::{
        envelope::UnitRef,
        rollup::{Rollup, RollupPart, RollupRow, RowLeftOut},
    },
    id::UnitId,
    upper::roll::alike,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What is asked of [`make`].
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RollupAsk {
    /// The office.
    pub office: UnitRef,
    /// The cycle.
    pub cycle: String,
    /// Its own units.
    pub rows: Vec<RollupRow>,
    /// Digests of the roll-ups of lower offices that it counts.
    pub parts: Vec<String>,
    /// Of own units whose line is there no more, by id: what that became, by name.
    #[serde(default)]
    pub became: BTreeMap<UnitId, String>,
    /// What a person decided, by the [`key`] of the unit, by that of a unit [beside the list](super::beside::key_of), or
    /// by the digest of a part that is not here.
    pub choices: BTreeMap<String, Choice>,
}

/// What a person decided, such as who counts a unit that could be counted several times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Choice {
    /// This office, by its own row.
    Here,
    /// The part of this office.
    Part(UnitId),
    /// They are two units that only have one name, or a unit is on no line of the list: each counts.
    Both,
    /// A unit that is on no line of the list is one of those on it, or became part of one: its own row is
    /// left out.
    ByLine,
    /// What lies below a part counts, though nobody can check here whether its units are counted
    /// elsewhere, too.
    Unchecked,
}

/// What a person has to decide, or to put right, before there is a roll-up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RollupDoubt {
    /// Two rows are of one unit: two lines of the list are matched to it.
    TwoRows {
        /// The unit, by name.
        unit: String,
    },
    /// A unit is in several places. Choose one.
    Twice {
        /// Its key, for the choice.
        unit: String,
        /// By name.
        name: String,
        /// Whether one of them is this office's own row.
        here: bool,
        /// The parts: office ids and names.
        parts: Vec<(UnitId, String)>,
    },
    /// An own row has the name of a unit that a part counts, and of one of the two nobody knows the id.
    /// Choose this office, that part, or both.
    Alike {
        /// The row's key, for the choice.
        unit: String,
        /// By name.
        name: String,
        /// The parts: office ids and names.
        parts: Vec<(UnitId, String)>,
    },
    /// A unit sent, and is on no line of the office's list, so it may be counted by a line, too. Match it
    /// on the page of units; or it counts beside the list; or the line counts alone.
    NotOnList {
        /// Its key, for the choice.
        unit: String,
        /// By name.
        name: String,
        /// What its line became part of or was split into, by name.
        line: Option<String>,
    },
    /// A part is not here. Leave it out, or bring it.
    NotHere {
        /// Its digest.
        digest: String,
    },
    /// Below a part lies a roll-up that is not here, so nobody can check whether its units are counted
    /// twice. Bring it, or let it count unchecked.
    NotHereBelow {
        /// The office whose part it is.
        office: String,
        /// The office whose roll-up is not here.
        below: String,
        /// Its digest, for the choice.
        digest: String,
    },
    /// A part is of another cycle.
    OtherCycle {
        /// The office whose it is.
        office: String,
        /// Its cycle.
        cycle: String,
    },
    /// A part is of this office, or counts this office's own units somewhere below.
    OwnPart {
        /// The office whose it is.
        office: String,
    },
    /// What a part says of one below it is not what that one's own document says. Its office has to make
    /// it again.
    SaysOtherwise {
        /// The office of which something else is said.
        office: String,
    },
    /// Two parts are of one office: two versions, or two with one number.
    TwoOfOffice {
        /// The office.
        office: String,
    },
    /// A part counts a unit several times in itself: its office has to make it again.
    TwiceInside {
        /// The office whose it is.
        office: String,
        /// The unit, by name.
        unit: String,
    },
    /// Parts and what lies below them are too much to look at. Leave some out.
    TooMuch,
}

/// Makes a roll-up. `shelf` has the parts, and what is here of those below them.
///
/// # Errors
/// What a person has to decide or put right first.
pub fn make(ask: RollupAsk, shelf: &Shelf) -> Result<Rollup, Vec<RollupDoubt>> {
    let mut doubts = BTreeSet::new();
    let mut files: Vec<&RollupFile> = Vec::new();
    for digest in &ask.parts {
        match shelf.get(digest) {
            Some(file) => files.push(file),
            None => {
                doubts.insert(RollupDoubt::NotHere { digest: digest.clone() });
            }
        }
    }
    // In one order, so that the same parts give the same bytes.
    files.sort_by(|a, b| a.line.office.id.cmp(&b.line.office.id));
    let digests: Vec<&str> = files.iter().map(|file| file.line.digest.as_str()).collect();
    let looked = look_at_parts(&ask, shelf, &files, &mut doubts);
    // Whatever lies below could be anything: nothing is counted.
    if doubts.iter().any(|doubt| matches!(doubt, RollupDoubt::SaysOtherwise { .. })) {
        return Err(doubts.into_iter().collect());
    }
    let counted = match looked.and_then(|()| shelf.counted(&digests)) {
        Ok(counted) => counted,
        Err(TooMuch) => {
            doubts.insert(RollupDoubt::TooMuch);
            return Err(doubts.into_iter().collect());
        }
    };
    for file in &files {
        let units = counted.get(file.line.digest.as_str()).into_iter().flatten();
        for (_, place) in units.filter(|(_, place)| place.times > 1) {
            let (office, unit) = (name_of(&file.line.office), place.name.to_owned());
            doubts.insert(RollupDoubt::TwiceInside { office, unit });
        }
    }
    if !doubts.is_empty() {
        return Err(doubts.into_iter().collect());
    }
    let mut body = Rollup {
        rows: beside::rows(&ask).cloned().collect(),
        parts: files.iter().map(|file| part_of(file)).collect(),
        ..Rollup::default()
    };
    settle(&ask, shelf, &counted, &mut body, &mut doubts);
    beside::look_at(&ask, &body, &mut doubts);
    if !doubts.is_empty() {
        return Err(doubts.into_iter().collect());
    }
    body.rows.sort_by_cached_key(|row| key(row, &ask.office.id));
    // What is left out is in the parts, unless one of them is not what it says.
    let Some(totals) = body.reckoned(&ask.office.id) else {
        let wrong = body.parts.iter().filter(|part| part.counted().is_none());
        let office = wrong.map(|part| name_of(&part.office));
        return Err(office.map(|office| RollupDoubt::SaysOtherwise { office }).collect());
    };
    Ok(Rollup { totals, ..body })
}

fn look_at_parts(
    ask: &RollupAsk,
    shelf: &Shelf,
    files: &[&RollupFile],
    doubts: &mut BTreeSet<RollupDoubt>,
) -> Result<(), TooMuch> {
    let digests: Vec<&str> = files.iter().map(|file| file.line.digest.as_str()).collect();
    for (office, part) in shelf.missing(&digests) {
        if ask.choices.get(&part.digest) != Some(&Choice::Unchecked) {
            let (office, below) = (name_of(office), name_of(&part.office));
            let digest = part.digest.clone();
            doubts.insert(RollupDoubt::NotHereBelow { office, below, digest });
        }
    }
    for part in shelf.said_otherwise(&digests) {
        doubts.insert(RollupDoubt::SaysOtherwise { office: name_of(&part.office) });
    }
    let below = shelf.offices(&digests)?;
    for pair in files.windows(2) {
        if pair[0].line.office.id == pair[1].line.office.id {
            doubts.insert(RollupDoubt::TwoOfOffice { office: name_of(&pair[0].line.office) });
        }
    }
    for file in files {
        let office = name_of(&file.line.office);
        if file.line.cycle != ask.cycle {
            let cycle = file.line.cycle.clone();
            doubts.insert(RollupDoubt::OtherCycle { office: office.clone(), cycle });
        }
        let offices = below.get(file.line.digest.as_str());
        if offices.is_some_and(|all| all.contains(&ask.office.id)) {
            doubts.insert(RollupDoubt::OwnPart { office });
        }
    }
    Ok(())
}

fn part_of(file: &RollupFile) -> RollupPart {
    RollupPart {
        office: file.line.office.clone(),
        cycle: file.line.cycle.clone(),
        seq: file.line.seq,
        digest: file.line.digest.clone(),
        totals: file.body.totals.clone(),
        without: Vec::new(),
    }
}

// Each unit into one place.
fn settle(
    ask: &RollupAsk,
    shelf: &Shelf,
    counted: &BTreeMap<&str, Counted<'_>>,
    body: &mut Rollup,
    doubts: &mut BTreeSet<RollupDoubt>,
) {
    let mut own: BTreeMap<String, usize> = BTreeMap::new();
    for (at, row) in body.rows.iter_mut().enumerate() {
        // Who holds it is decided here, anew for each version.
        row.held_by = None;
        if own.insert(key(row, &ask.office.id), at).is_some() {
            doubts.insert(RollupDoubt::TwoRows { unit: row.name.clone() });
        }
    }
    // Units of the parts, each with the places of the parts that count it.
    let mut units: BTreeMap<&str, (&str, Vec<usize>)> = BTreeMap::new();
    for (at, part) in body.parts.iter().enumerate() {
        for (unit, place) in counted.get(part.digest.as_str()).into_iter().flatten() {
            units.entry(unit).or_insert((place.name, Vec::new())).1.push(at);
        }
    }
    for (unit, (name, parts)) in &units {
        let here = own.get(*unit).copied();
        if parts.len() + usize::from(here.is_some()) < 2 {
            continue;
        }
        let holder = match ask.choices.get(*unit) {
            Some(Choice::Here) if here.is_some() => None,
            Some(Choice::Part(office)) => {
                let of =
                    |at: &&usize| body.parts.get(**at).is_some_and(|it| it.office.id == *office);
                match parts.iter().find(of) {
                    Some(at) => Some(*at),
                    None => {
                        doubts.insert(twice(unit, name, here.is_some(), offices(body, parts)));
                        continue;
                    }
                }
            }
            Some(Choice::Here | Choice::Both | Choice::ByLine | Choice::Unchecked) | None => {
                doubts.insert(twice(unit, name, here.is_some(), offices(body, parts)));
                continue;
            }
        };
        if let (Some(at), Some(holder)) = (here, holder) {
            body.rows[at].held_by = Some(body.parts[holder].office.id.clone());
        }
        for at in parts.iter().filter(|at| Some(**at) != holder) {
            let left = left_out(shelf, &body.parts[*at], unit, counted);
            body.parts[*at].without.extend(left);
        }
    }
    alike_ones(ask, shelf, counted, &own, &units, body, doubts);
}

fn offices<'a>(body: &Rollup, parts: impl IntoIterator<Item = &'a usize>) -> Vec<(UnitId, String)> {
    let office = |at: &usize| body.parts.get(*at).map(|part| &part.office);
    parts.into_iter().filter_map(office).map(|it| (it.id.clone(), name_of(it))).collect()
}

fn twice(unit: &str, name: &str, here: bool, parts: Vec<(UnitId, String)>) -> RollupDoubt {
    RollupDoubt::Twice { unit: unit.to_owned(), name: name.to_owned(), here, parts }
}

fn left_out(
    shelf: &Shelf,
    part: &RollupPart,
    unit: &str,
    counted: &BTreeMap<&str, Counted<'_>>,
) -> Option<RowLeftOut> {
    if times(part, unit, counted) == 0 {
        return None;
    }
    let way = shelf.way(unit, &part.digest, counted)?;
    let office = shelf.get(way.last()?)?.line.office.id.clone();
    let row = own_row(way.last()?, unit, counted)?.clone();
    Some(RowLeftOut { office, row })
}

// An own row and a unit that a part counts may be one, where nobody knows the id of one of them: only
// the name says so.
fn alike_ones(
    ask: &RollupAsk,
    shelf: &Shelf,
    counted: &BTreeMap<&str, Counted<'_>>,
    own: &BTreeMap<String, usize>,
    units: &BTreeMap<&str, (&str, Vec<usize>)>,
    body: &mut Rollup,
    doubts: &mut BTreeSet<RollupDoubt>,
) {
    let mut names: BTreeMap<String, Vec<(&str, usize)>> = BTreeMap::new();
    for (unit, (name, parts)) in units {
        let places = parts.iter().map(|at| (*unit, *at));
        names.entry(alike::proper(name)).or_default().extend(places);
    }
    for (unit, at) in own.iter().filter(|(unit, _)| !units.contains_key(unit.as_str())) {
        let row = &body.rows[*at];
        // Two ids are two units, whatever their names.
        let may_be = |(other, _): &&(&str, usize)| row.unit.is_none() || is_by_line(other);
        let named = names.get(&alike::proper(&row.name)).into_iter().flatten().filter(may_be);
        let places: Vec<(&str, usize)> = named.copied().collect();
        let parts: BTreeSet<usize> = places.iter().map(|(_, at)| *at).collect();
        if parts.is_empty() {
            continue;
        }
        let named = offices(body, &parts);
        match ask.choices.get(unit) {
            Some(Choice::Both) => {}
            Some(Choice::Here) => {
                for (other, at) in places {
                    let left = left_out(shelf, &body.parts[at], other, counted);
                    body.parts[at].without.extend(left);
                }
            }
            Some(Choice::Part(office)) if named.iter().any(|(id, _)| id == office) => {
                body.rows[*at].held_by = Some(office.clone());
            }
            Some(Choice::Part(_) | Choice::ByLine | Choice::Unchecked) | None => {
                let (unit, name) = (unit.clone(), row.name.clone());
                doubts.insert(RollupDoubt::Alike { unit, name, parts: named });
            }
        }
    }
}
