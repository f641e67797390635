//! The rows of an office's own units, from what is here of them.

use super::Rolling;
use crate::{exchange::outgoing::SendError, received::ReceivedList, roll::Rolls, store::tables};
use bcd_core::{
    criteria::CriteriaSet,
    engine::{Request, Response},
    format::problem::{Code, Problem},
    id::UnitId,
    intake::{Latest, SetRef, Summary},
    upper::{
        case::CaseLine,
        roll::Roll,
        rollup::row::{self, CaseSays, OwnRows},
    },
};
use reactive_graph::{graph::untrack, prelude::*};
use std::collections::BTreeMap;

impl Rolling {
    /// The rows of the office's own units in a cycle: of its list, and of units that sent and are not on
    /// it. Lines that another version of the app made are made anew first; one document of each set is
    /// opened, to know what steps are worth.
    ///
    /// # Errors
    /// [`SendError`]; also where nobody can read what a unit answered.
    pub async fn rows(
        &self,
        cycle: &str,
        rolls: Rolls,
        cases: &BTreeMap<(UnitId, String), CaseLine>,
    ) -> Result<OwnRows, SendError> {
        self.no_sample().await?;
        self.refreshing.run().await?;
        ReceivedList(self.core).catch_up().await?;
        rolls.read().await?;
        let roll: Roll = untrack(|| rolls.roll.get()).unwrap_or_default();
        let lists = self.core.lists;
        let counts = |it: &Summary| it.cycle == cycle && !it.sample;
        let latest: Vec<Latest> = untrack(|| lists.latest(false));
        let latest: Vec<Latest> = latest.into_iter().filter(|one| counts(&one.summary)).collect();
        let received = untrack(|| rolls.received());
        let received: Vec<Summary> = received.into_iter().filter(counts).collect();
        let standings = untrack(|| rolls.standings_of(cycle, &received));
        let book = untrack(|| lists.units.get());
        let apart = |summary: &Summary| summary.is_apart(&book);
        let listed = standings.iter().filter_map(|standing| standing.latest.as_ref());
        // Of a line that nobody could make anew, the document may be gone: it is named below, too.
        let counted = |one: &&Latest| !one.summary.is_stale() && !apart(&one.summary);
        let counted = latest.iter().chain(listed).filter(counted).map(|one| &one.summary);
        let said = |unit: &UnitId| cases.get(&(unit.clone(), cycle.to_owned()));
        let (sets, unread) = self
            .sets(counted.filter(|it| said(&it.unit).is_some_and(|it| !it.verified.is_empty())))
            .await?;
        let decided = cases.values().filter(|it| it.cycle == cycle && it.decided.is_some());
        let decided = decided.map(|it| it.unit.clone());
        let by_digest: BTreeMap<&str, &Summary> =
            received.iter().map(|it| (it.digest.as_str(), it)).collect();
        let earlier = |digest: &str| by_digest.get(digest).copied();
        let says = |summary: &Summary| {
            let none = CriteriaSet::default();
            let set = sets.get(&summary.set).unwrap_or(&none);
            Some(CaseSays::of(said(&summary.unit)?, set, summary, &earlier))
        };
        let rows = row::rows(cycle, &roll, &standings, &latest, &apart, &decided.collect(), &says);
        match rows {
            Ok(rows) if unread.is_empty() => Ok(rows),
            Ok(_) => Err(SendError::Problems(unread)),
            Err(others) => Err(SendError::Problems(unread.into_iter().chain(others).collect())),
        }
    }

    // The sets that some submissions answered; and whose set no document says.
    async fn sets(
        &self,
        submissions: impl Iterator<Item = &Summary>,
    ) -> Result<(BTreeMap<SetRef, CriteriaSet>, Vec<Problem>), SendError> {
        let mut sets: BTreeMap<SetRef, CriteriaSet> = BTreeMap::new();
        let mut unread: BTreeMap<&SetRef, BTreeMap<&UnitId, &String>> = BTreeMap::new();
        for Summary { set, digest, unit, name, .. } in submissions {
            if sets.contains_key(set) {
                continue;
            }
            match self.set_of(digest).await? {
                // Another one's document says the same.
                Some(found) => {
                    unread.remove(set);
                    sets.insert(set.clone(), found);
                }
                None => {
                    unread.entry(set).or_default().insert(unit, name);
                }
            }
        }
        let names = unread.values().flat_map(BTreeMap::values);
        Ok((sets, names.map(|name| Problem::whole(Code::LineUnread, &[name])).collect()))
    }

    // `None`: the document is gone, or nobody can read it.
    async fn set_of(&self, digest: &str) -> Result<Option<CriteriaSet>, SendError> {
        let document = self.core.disk().bytes(tables::DOCUMENTS, digest).await?;
        let Some(document) = document else { return Ok(None) };
        let opened = self.core.ask(&Request::Open, &[document]).await.map_err(SendError::Engine)?;
        let (Response::Opened { set, .. }, _) = opened else { return Ok(None) };
        serde_json::from_value(set).map(Some).map_err(|error| SendError::Engine(error.to_string()))
    }
}
