//! What pages see of the list of units. All of it follows signals.

use super::Rolls;
use bcd_core::{
    id::RecordId,
    intake::{Latest, Summary},
    sample::desk,
    upper::roll::{
        RollUnit,
        matching::{self, Matches, Stray},
        standing::{Dues, Stage, Standing, standings},
    },
    year::cycle::{Cycle, CycleKind},
};
use reactive_graph::prelude::*;
use std::collections::BTreeMap;

impl Rolls {
    /// What was received: at the sample's desk samples alone, at a real one none.
    pub fn received(&self) -> Vec<Summary> {
        let here = |it: &&Summary| self.counts(it);
        self.core.lists.received.with(|all| all.iter().filter(here).cloned().collect())
    }

    /// Whether a submission counts at the desk that is shown.
    pub fn counts(&self, summary: &Summary) -> bool {
        self.sampling.get() == summary.sample
    }

    /// Submissions that are marked as samples and came to a real desk: they count for nothing there.
    pub fn samples_aside(&self) -> Vec<Summary> {
        let aside = |it: &&Summary| it.sample && !desk::is_its(&it.unit) && !self.sampling.get();
        self.core.lists.received.with(|all| all.iter().filter(aside).cloned().collect())
    }

    /// The cycles that can be looked at, the latest first: of what was received, of acts, and the one
    /// of today.
    pub fn cycles(&self) -> Vec<String> {
        let mut cycles: Vec<String> = self.received().into_iter().map(|it| it.cycle).collect();
        let now = Cycle::around(CycleKind::Calendar, self.planning.today());
        cycles.extend(now.iter().map(Cycle::text));
        cycles.extend(now.and_then(|now| now.previous()).map(|before| before.text()));
        cycles.extend(now.and_then(|now| now.next()).map(|next| next.text()));
        self.roll.with(|roll| {
            let acts = roll.iter().flat_map(|roll| roll.acts.values());
            cycles.extend(acts.filter(|act| !act.deleted).map(|act| act.from.clone()));
        });
        let key = |cycle: &String| Cycle::parse(cycle).map(|cycle| cycle.span().first);
        cycles.retain(|cycle| key(cycle).is_some());
        cycles.sort_by(|a, b| key(b).cmp(&key(a)).then(a.cmp(b)));
        cycles.dedup();
        cycles
    }

    /// The cycle that a desk opens with: the last one of which something came, else that of today.
    pub fn last_cycle(&self) -> String {
        let last = self.near_cycles().into_iter().max();
        last.unwrap_or_else(|| self.cycle_of_today())
    }

    /// The cycle of most of what came, the latest of several; else that of today.
    pub fn usual_cycle(&self) -> String {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for cycle in self.near_cycles() {
            *counts.entry(cycle).or_default() += 1;
        }
        let most = counts.into_iter().max_by(|(a, of_a), (b, of_b)| of_a.cmp(of_b).then(a.cmp(b)));
        most.map_or_else(|| self.cycle_of_today(), |(cycle, _)| cycle)
    }

    // Those of what came, each as often as it did, up to the next year's: nobody works on a later one yet,
    // whatever somebody sends.
    fn near_cycles(&self) -> Vec<String> {
        let next =
            Cycle::around(CycleKind::Calendar, self.planning.today()).and_then(|it| it.next());
        let last = next.map(|next| next.span().last);
        let is_near = |cycle: &String| {
            let first = Cycle::parse(cycle).map(|cycle| cycle.span().first);
            first.is_some_and(|first| last.is_none_or(|last| first <= last))
        };
        self.received().into_iter().map(|it| it.cycle).filter(is_near).collect()
    }

    /// The calendar year of today.
    pub fn cycle_of_today(&self) -> String {
        let cycle = Cycle::around(CycleKind::Calendar, self.planning.today());
        cycle.map(|cycle| cycle.text()).unwrap_or_default()
    }

    /// The last days of a cycle: the officer's own, else those of the pack that was published here for
    /// it, else those of the open dossier.
    pub fn dues(&self, cycle: &str) -> Dues {
        let rules = self.rules.with(|all| {
            let of = all.iter().find(|(other, _)| other == cycle);
            of.map(|(_, rules)| rules.clone())
        });
        let open = || self.planning.guidance.with(|all| all.deadlines.deadlines.clone());
        let rules = rules.unwrap_or_else(open);
        self.roll.with(|roll| {
            roll.as_ref().map_or_else(Dues::default, |roll| Dues::of(roll, cycle, &rules))
        })
    }

    /// How each line of a cycle stands, by id.
    pub fn standings(&self, cycle: &str) -> Vec<Standing> {
        self.standings_of(cycle, &self.received())
    }

    /// The same, by these submissions alone.
    pub(crate) fn standings_of(&self, cycle: &str, received: &[Summary]) -> Vec<Standing> {
        let (dues, today) = (self.dues(cycle), self.planning.today());
        self.core.lists.units.with(|book| {
            let apart = |summary: &Summary| summary.is_apart(book);
            self.roll.with(|roll| {
                let roll = roll.as_ref();
                roll.map_or_else(Vec::new, |roll| {
                    standings(roll, cycle, received, &apart, dues, today)
                })
            })
        })
    }

    /// The same, with the units behind them that have sent something and are on no line: these have
    /// no line id.
    pub fn list(&self, cycle: &str) -> Vec<Standing> {
        let mut list = self.standings(cycle);
        let loose = self.core.lists.latest(self.sampling.get()).into_iter();
        let loose = loose.filter(|it| it.summary.cycle == cycle);
        self.roll.with(|roll| {
            let Some(roll) = roll else { return };
            let matches = Matches::of(roll);
            let loose = loose.filter(|it| matches.line(&it.summary.unit, cycle).is_none());
            list.extend(loose.map(|latest| self.loose(latest)));
        });
        list
    }

    fn loose(&self, latest: Latest) -> Standing {
        let summary = &latest.summary;
        let stage = match self.core.lists.is_apart(summary) {
            true => Stage::Unconfirmed(summary.seq),
            false => Stage::Sent(summary.seq),
        };
        let unit = RollUnit {
            unit: Some(summary.unit.clone()),
            name: summary.name.clone(),
            kind: summary.kind.clone(),
            cluster: summary.cluster.clone(),
            ..RollUnit::default()
        };
        Standing { unit, stage, registered: None, late: None, latest: Some(latest) }
    }

    /// Units of a cycle that have sent something and are on no line. What is held apart says nothing of a unit
    /// of which there is something else.
    pub fn strays(&self, cycle: &str) -> Vec<Stray> {
        let latest = self.core.lists.latest(self.sampling.get()).into_iter();
        let received: Vec<Summary> = latest.map(|it| it.summary).collect();
        self.roll.with(|roll| {
            let roll = roll.as_ref();
            roll.map_or_else(Vec::new, |roll| matching::strays(roll, cycle, &received))
        })
    }

    /// A line as it is now.
    pub fn line(&self, id: &RecordId) -> Option<RollUnit> {
        self.roll.with(|roll| roll.as_ref()?.units.get(id).filter(|unit| !unit.deleted).cloned())
    }
}
