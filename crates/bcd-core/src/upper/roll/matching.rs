//! Matching (ghép): which submissions are which line's. Ids decide; names only propose, and a person
//! says yes.

use super::{Roll, RollUnit, alike, match_unit};
use crate::{
    command::Set,
    id::{RecordId, UnitId},
    intake::Summary,
};
use std::collections::{BTreeMap, BTreeSet};

/// Whose submissions a line's are, by the id in them.
pub struct Matches<'a>(BTreeMap<&'a UnitId, Vec<&'a RollUnit>>);

impl<'a> Matches<'a> {
    /// Those of a roll.
    pub fn of(roll: &'a Roll) -> Self {
        let mut matches: BTreeMap<&UnitId, Vec<&RollUnit>> = BTreeMap::new();
        for unit in roll.live() {
            if let Some(id) = &unit.unit {
                matches.entry(id).or_default().push(unit);
            }
        }
        Self(matches)
    }

    /// The line of a unit's submissions of a cycle. Where two lines that are there at the same time
    /// have one id, the first by its own id, so that nothing is counted twice;
    /// [`super::faults`] says that there are two.
    pub fn line(&self, unit: &UnitId, cycle: &str) -> Option<&'a RollUnit> {
        let lines = self.0.get(unit)?;
        lines.iter().find(|line| line.is_in(cycle)).copied()
    }
}

/// Why a line may be a unit's, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The same name and the same cluster.
    NameAndCluster,
    /// The same name.
    Name,
    /// A name that the line had before.
    FormerName,
    /// The same name but for titles such as "Ban Chấp hành Đoàn".
    ProperName,
    /// Most words of the name.
    Words,
}

/// A line that may be a unit's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The line.
    pub line: RecordId,
    /// Why.
    pub why: Why,
}

/// A unit whose submissions are here and no line's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// Its id.
    pub unit: UnitId,
    /// Its latest submission of the cycle.
    pub latest: Summary,
    /// Lines that it may be, the best first.
    pub proposals: Vec<Proposal>,
}

impl Stray {
    /// The line that its name says, if it says just one: what a person may agree to along with others.
    pub fn sure(&self) -> Option<&Proposal> {
        let (first, rest) = self.proposals.split_first()?;
        let sure = first.why <= Why::Name && rest.iter().all(|other| other.why > first.why);
        sure.then_some(first)
    }
}

/// The units of a cycle that are no line's, by name; each with the lines that it may be.
pub fn strays(roll: &Roll, cycle: &str, latest: &[Summary]) -> Vec<Stray> {
    const MOST: usize = 3;
    let matches = Matches::of(roll);
    let stray =
        |summary: &&Summary| summary.cycle == cycle && matches.line(&summary.unit, cycle).is_none();
    let mut newest: BTreeMap<&UnitId, &Summary> = BTreeMap::new();
    for summary in latest.iter().filter(stray) {
        let known = newest.entry(&summary.unit).or_insert(summary);
        if (summary.seq, &summary.at) > (known.seq, &known.at) {
            *known = summary;
        }
    }
    let names = Names::of(roll, cycle);
    let stray = |(unit, summary): (&UnitId, &Summary)| {
        let mut proposals = names.proposals(summary);
        proposals.truncate(MOST);
        Stray { unit: unit.clone(), latest: summary.clone(), proposals }
    };
    newest.into_iter().map(stray).collect()
}

/// Those of some strays that still are, in the roll as it is now; each with the lines that it may be by
/// now.
pub fn still_strays(roll: &Roll, seen: &[Stray]) -> Vec<Stray> {
    let latest: Vec<Summary> = seen.iter().map(|stray| stray.latest.clone()).collect();
    let cycles: BTreeSet<&String> = latest.iter().map(|summary| &summary.cycle).collect();
    cycles.into_iter().flat_map(|cycle| strays(roll, cycle, &latest)).collect()
}

/// The fields that match all of those that are sure; a line that two of them name stays for a
/// person to decide.
pub fn match_sure(strays: &[Stray]) -> Vec<Set> {
    let sure = || strays.iter().filter_map(|stray| Some((&stray.unit, &stray.sure()?.line)));
    let mut named: BTreeMap<&RecordId, usize> = BTreeMap::new();
    sure().for_each(|(_, line)| *named.entry(line).or_default() += 1);
    let once = sure().filter(|(_, line)| named.get(line) == Some(&1));
    once.map(|(unit, line)| match_unit(line, Some(unit))).collect()
}

/// A line for a unit that has sent something and is in no list.
pub fn line_of(stray: &Stray, id: RecordId) -> RollUnit {
    let Summary { name, kind, cluster, .. } = &stray.latest;
    RollUnit {
        id,
        unit: Some(stray.unit.clone()),
        name: name.clone(),
        kind: kind.clone(),
        cluster: cluster.clone(),
        ..RollUnit::default()
    }
}

// Lines that are nobody's yet, by their names.
struct Names<'a> {
    lines: BTreeMap<&'a RecordId, (String, String)>,
    whole: BTreeMap<String, Vec<&'a RecordId>>,
    former: BTreeMap<String, Vec<&'a RecordId>>,
    proper: BTreeMap<String, Vec<&'a RecordId>>,
    words: BTreeMap<String, Vec<&'a RecordId>>,
}

impl<'a> Names<'a> {
    fn of(roll: &'a Roll, cycle: &str) -> Self {
        let mut names = Self {
            lines: BTreeMap::new(),
            whole: BTreeMap::new(),
            former: BTreeMap::new(),
            proper: BTreeMap::new(),
            words: BTreeMap::new(),
        };
        let open = roll.live().filter(|unit| unit.unit.is_none() && unit.is_in(cycle));
        for unit in open {
            let whole = alike::plain(&unit.name);
            for word in proper_words(&unit.name) {
                names.words.entry(word).or_default().push(&unit.id);
            }
            names.proper.entry(alike::proper(&unit.name)).or_default().push(&unit.id);
            names.whole.entry(whole.clone()).or_default().push(&unit.id);
            names.lines.insert(&unit.id, (whole, alike::plain(&unit.cluster)));
        }
        for act in super::history::acts(roll) {
            for id in act.of.iter().filter(|_| act.kind == super::act::ActKind::Rename) {
                if let Some((id, _)) = names.lines.get_key_value(&RecordId::from(id.as_str())) {
                    let id = *id;
                    names.former.entry(alike::plain(&act.before)).or_default().push(id);
                }
            }
        }
        names
    }

    fn proposals(&self, summary: &Summary) -> Vec<Proposal> {
        let (whole, cluster) = (alike::plain(&summary.name), alike::plain(&summary.cluster));
        let mut best: BTreeMap<&RecordId, Why> = BTreeMap::new();
        let mut note = |ids: Option<&Vec<&'a RecordId>>, why: Why| {
            for id in ids.into_iter().flatten().copied() {
                let known = best.entry(id).or_insert(why);
                *known = why.min(*known);
            }
        };
        note(self.whole.get(&whole), Why::Name);
        note(self.former.get(&whole), Why::FormerName);
        note(self.proper.get(&alike::proper(&summary.name)), Why::ProperName);
        let close = self.close(&summary.name);
        note(Some(&close), Why::Words);
        for (id, why) in &mut best {
            let same = self.lines.get(*id).is_some_and(|(_, of)| !of.is_empty() && *of == cluster);
            if *why == Why::Name && same {
                *why = Why::NameAndCluster;
            }
        }
        let mut best: Vec<(Why, &RecordId)> = best.into_iter().map(|(id, why)| (why, id)).collect();
        best.sort_unstable();
        best.into_iter().map(|(why, id)| Proposal { line: id.clone(), why }).collect()
    }

    // Lines that share most words with a name. Words that many lines have ("xã", "trường") say
    // nothing and would make every line a candidate.
    fn close(&self, name: &str) -> Vec<&'a RecordId> {
        const MANY: usize = 40;
        let words = proper_words(name);
        let mut shared: BTreeMap<&'a RecordId, usize> = BTreeMap::new();
        let rare = words.iter().filter_map(|word| self.words.get(word));
        for id in rare.filter(|ids| ids.len() <= MANY).flatten().copied() {
            *shared.entry(id).or_default() += 1;
        }
        let close = shared.into_iter().filter(|(id, _)| {
            let theirs = self.lines.get(*id).map(|(whole, _)| proper_words(whole));
            let theirs = theirs.unwrap_or_default();
            let both = words.intersection(&theirs).count();
            // Two thirds of the words of both (Dice's coefficient).
            both > 0 && 3 * both >= words.len() + theirs.len()
        });
        let mut close: Vec<(usize, &'a RecordId)> = close.map(|(id, n)| (n, id)).collect();
        close.sort_by(|(a, a_id), (b, b_id)| b.cmp(a).then(a_id.cmp(b_id)));
        close.into_iter().map(|(_, id)| id).collect()
    }
}

fn proper_words(name: &str) -> BTreeSet<String> {
    alike::proper(name).split(' ').map(str::to_owned).collect()
}
