//! What the table is made of here: the list of units, what they sent, what the office says of it, and
//! the sets that they answered.

use crate::{pages::office::reviewing, shell::rolls};
use bcd_app::{roll::Rolls, services::Services};
use bcd_core::{
    criteria::CriteriaSet,
    intake::SetRef,
    text::order::Alphabet,
    upper::{
        case::CaseLine,
        table::{
            Table, View,
            compare::{Comparison, compare},
            filter::Trend,
            join::{of_list, with_cases},
        },
    },
    year::cycle::Cycle,
};
use bcd_web::spawn_local;
use leptos::prelude::*;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Sets whose texts are read, those first that most submissions answered.
const MOST_SETS: usize = 20;

/// What every part of the page needs. Copy: it holds handles.
#[derive(Clone, Copy)]
pub struct Desk {
    /// What is shown.
    pub view: RwSignal<View>,
    /// The cycles that can be looked at, the latest first.
    pub cycles: Memo<Vec<String>>,
    /// The cycle shown.
    pub cycle: Memo<String>,
    /// The table of the cycle.
    pub table: Memo<Arc<Table>>,
    /// Beside the cycle before; `None` where nothing came of it.
    pub comparison: Memo<Option<Arc<Comparison>>>,
    /// The rows that fit the filter, in the order of the table.
    pub fitting: Memo<Arc<Vec<usize>>>,
    /// The same in the order chosen.
    pub sorted: Memo<Arc<Vec<usize>>>,
    /// Vietnamese order.
    pub alphabet: StoredValue<Alphabet>,
    /// Nothing came, and nobody is in the list of units.
    pub is_empty: Memo<bool>,
}

impl Desk {
    /// Follows the lists from now on.
    pub fn new(app: Services, view: RwSignal<View>) -> Self {
        let (rolls, reviewing) = (rolls(), reviewing());
        app.received.want();
        // It may have changed in another tab, or by a backup. The disk says if it cannot be read.
        spawn_local(async move { rolls.read().await.unwrap_or_default() });
        let alphabet = StoredValue::new(Alphabet::default());
        let sets = sets(app, rolls);
        let cycles = Memo::new(move |_| rolls.cycles());
        let cycle = Memo::new(move |_| {
            let wanted = view.with(|view| view.cycle.clone());
            if wanted.is_empty() { rolls.last_cycle() } else { wanted }
        });
        let of_cycle = move |cycle: &str| {
            let mut units = of_list(rolls.list(cycle), |it| app.lists.identity(it).word());
            let cases: Vec<CaseLine> = reviewing.lines.with(|all| all.values().cloned().collect());
            sets.with(|sets| {
                app.lists.received.with(|received| {
                    with_cases(&mut units, &cases, cycle, sets, &|digest| received.get(digest));
                });
                alphabet.with_value(|alphabet| Arc::new(Table::of(units, sets, alphabet)))
            })
        };
        let table = Memo::new(move |_| cycle.with(|cycle| of_cycle(cycle)));
        let comparison = Memo::new(move |_| {
            let before = Cycle::parse(&cycle.get())?.previous()?.text();
            let then = of_cycle(&before);
            if then.rows.iter().all(|row| row.score.is_none()) {
                return None;
            }
            table.with(|now| Some(Arc::new(compare(now, &then))))
        });
        let fitting = Memo::new(move |_| {
            let filter = view.with(|view| view.filter.clone());
            // Comparing costs a second table; a filter that does not ask for it does without.
            let compared = filter.trend.and_then(|_| comparison.get());
            let trends: &[Option<Trend>] = compared.as_ref().map_or(&[], |it| &it.trends);
            let rows = |table: &Arc<Table>| {
                alphabet.with_value(|alphabet| filter.rows(table, trends, alphabet))
            };
            Arc::new(table.with(rows))
        });
        let sorted = Memo::new(move |_| {
            let mut rows = fitting.get().to_vec();
            let sort = view.with(|view| view.sort.clone());
            table.with(|table| sort.apply(table, &mut rows));
            Arc::new(rows)
        });
        let is_empty = Memo::new(move |_| {
            let listed =
                rolls.roll.with(|roll| roll.as_ref().is_some_and(|it| it.live().count() > 0));
            !listed && app.received.is_read() && rolls.received().is_empty()
        });
        Self { view, cycles, cycle, table, comparison, fitting, sorted, alphabet, is_empty }
    }
}

// The sets that were answered, each out of one document that holds it, as they come.
fn sets(app: Services, rolls: Rolls) -> RwSignal<Vec<(SetRef, CriteriaSet)>> {
    let sets = RwSignal::new(Vec::new());
    let asked = StoredValue::new(BTreeSet::new());
    Effect::new(move |_| {
        let mut uses: BTreeMap<SetRef, (usize, String)> = BTreeMap::new();
        app.lists.received.with(|all| {
            for it in all.iter().filter(|it| rolls.counts(it)) {
                let of = uses.entry(it.set.clone()).or_insert_with(|| (0, it.digest.clone()));
                of.0 += 1;
            }
        });
        let mut wanted: Vec<(SetRef, (usize, String))> = uses.into_iter().collect();
        wanted.sort_by_key(|(_, (units, _))| Reverse(*units));
        // Who sends thousands of sets makes nobody open thousands of documents.
        wanted.truncate(MOST_SETS);
        for (set, (_, digest)) in wanted {
            let is_new = asked.try_update_value(|asked| asked.insert(set.clone()));
            if is_new != Some(true) {
                continue;
            }
            spawn_local(async move {
                // Where it cannot be read, the columns are named by their ids.
                let Ok(opened) = app.receiving.open_submission(&digest).await else { return };
                let known = opened.set;
                // A document of another set than its line says would name the columns wrongly; the
                // line is made anew from the document in that case.
                if (&known.id, known.version) == (&set.id, set.version) {
                    sets.try_update(|sets| sets.push((set, known)));
                }
            });
        }
    });
    sets
}
