//! The index of what is here gives the answers that looking at every submission gives.

use bcd_core::{
    id::{DossierId, UnitId},
    intake::{Apart, Arrival, Index, Oddity, Summary},
};
use proptest::prelude::*;
use std::collections::BTreeMap;

// --- The model: each answer by looking at all, in the order of their digests ---

fn classify(arrival: &Summary, here: &[Summary], apart: Apart<'_>) -> Arrival {
    if here.iter().any(|known| known.digest == arrival.digest) {
        return Arrival::AlreadyHere;
    }
    if apart(arrival) {
        return Arrival::Apart;
    }
    let here = || here.iter().filter(|known| !apart(known));
    if here().any(|known| known.unit != arrival.unit && is_one_dossier(arrival, known)) {
        return Arrival::OtherUnit;
    }
    let same = here().filter(|known| known.unit == arrival.unit);
    let numbers = same.filter(|known| known.cycle == arrival.cycle).map(|known| known.seq);
    match numbers.clone().max() {
        None => Arrival::New,
        Some(latest) if arrival.seq > latest => Arrival::Newer,
        Some(_) if numbers.clone().any(|seq| seq == arrival.seq) => Arrival::Fork,
        Some(_) => Arrival::Older,
    }
}

fn is_one_dossier(one: &Summary, other: &Summary) -> bool {
    (!one.dossier.as_str().is_empty() && one.dossier == other.dossier)
        || one.parent.as_ref() == Some(&other.digest)
        || other.parent.as_ref() == Some(&one.digest)
}

fn oddities(summary: &Summary, here: &[Summary], apart: Apart<'_>) -> Vec<Oddity> {
    if summary.settled {
        return Vec::new();
    }
    let others = || here.iter().filter(|it| it.digest != summary.digest && !apart(it));
    let series = || others().filter(|it| (&it.unit, &it.cycle) == (&summary.unit, &summary.cycle));
    let mut odd = Vec::new();
    let before = series().filter(|it| it.seq < summary.seq).map(|it| it.seq).max().unwrap_or(0);
    if summary.seq > before.saturating_add(1) {
        odd.push(Oddity::Gap(before));
    } else if before > 0 {
        let follows = |it: &Summary| Some(&it.digest) == summary.parent.as_ref();
        if !series().any(|it| it.seq == before && follows(it)) {
            odd.push(Oddity::OtherParent);
        }
    }
    match series().filter(|it| it.seq == summary.seq).count() {
        0 => {}
        others => odd.push(Oddity::SameNumber(others)),
    }
    let other = others().find(|it| it.unit != summary.unit && is_one_dossier(summary, it));
    odd.extend(other.map(|it| Oddity::OtherUnit(it.name.clone())));
    odd
}

// By unit and cycle: the digest of the latest, how many share its number, how many are held apart.
fn latest(here: &[Summary], apart: Apart<'_>) -> Vec<(String, usize, usize)> {
    let mut series: BTreeMap<(&UnitId, &str), Vec<&Summary>> = BTreeMap::new();
    for it in here {
        series.entry((&it.unit, &it.cycle)).or_default().push(it);
    }
    let of = |all: Vec<&Summary>| {
        let (aside, known): (Vec<&Summary>, Vec<&Summary>) =
            all.into_iter().partition(|it| apart(it));
        let counted = if known.is_empty() { &aside } else { &known };
        let last = counted.iter().max_by_key(|it| (it.seq, &it.at, &it.digest)).unwrap();
        let alike = counted.iter().filter(|it| it.seq == last.seq).count();
        (last.digest.clone(), alike - 1, aside.len())
    };
    series.into_values().map(of).collect()
}

// --- Few units, cycles, dossiers and numbers, so that everything meets ---

fn digest() -> impl Strategy<Value = String> {
    (0..14_u8).prop_map(|n| format!("sha256:{n:02}"))
}

fn summary() -> impl Strategy<Value = Summary> {
    let ids = (0..3_u8, 0..2_u8, 0..4_u8, 0..5_u32);
    let rest = (proptest::option::of(digest()), 0..3_u8, proptest::bool::weighted(0.1));
    (digest(), ids, rest).prop_map(|(digest, ids, rest)| {
        let ((unit, cycle, dossier, seq), (parent, at, settled)) = (ids, rest);
        let dossier = if dossier == 0 { String::new() } else { format!("d{dossier}") };
        Summary {
            digest,
            dossier: DossierId(dossier),
            unit: UnitId(format!("u{unit}")),
            name: format!("Đoàn {unit}"),
            cycle: format!("202{cycle}"),
            seq,
            parent,
            at: format!("2026-0{}-01", at + 1),
            settled,
            ..Summary::default()
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_index_says_what_looking_at_all_says(
        steps in proptest::collection::vec((summary(), proptest::bool::weighted(0.8)), 0..24),
        probes in proptest::collection::vec(summary(), 1..6),
        shunned in proptest::collection::btree_set(digest(), 0..5),
    ) {
        let apart = |it: &Summary| shunned.contains(&it.digest);
        let (mut index, mut model) = (Index::default(), BTreeMap::new());
        for (summary, comes) in steps {
            if comes {
                model.insert(summary.digest.clone(), summary.clone());
                index.insert(summary);
            } else {
                prop_assert_eq!(index.remove(&summary.digest), model.remove(&summary.digest));
            }
        }
        let here: Vec<Summary> = model.into_values().collect();
        prop_assert_eq!(index.iter().cloned().collect::<Vec<_>>(), here.clone());
        // A digest has one content.
        let fits = |it: &&Summary| index.get(&it.digest).is_none_or(|there| there == *it);
        for one in probes.iter().filter(fits).chain(&here) {
            prop_assert_eq!(index.classify(one, &apart), classify(one, &here, &apart), "{:?}", one);
            prop_assert_eq!(index.oddities(one, &apart), oddities(one, &here, &apart), "{:?}", one);
            let fork = |it: &&Summary| {
                it.digest != one.digest
                    && (&it.unit, &it.cycle, it.seq) == (&one.unit, &one.cycle, one.seq)
            };
            let forks: Vec<&Summary> = here.iter().filter(fork).collect();
            prop_assert_eq!(index.forks_of(one).collect::<Vec<_>>(), forks);
            let mut of_dossier: Vec<&Summary> =
                here.iter().filter(|it| it.dossier == one.dossier && !one.dossier.as_str().is_empty()).collect();
            of_dossier.sort_by_key(|it| (it.seq, it.digest.clone()));
            let mut found = index.of_dossier(&one.dossier);
            found.sort_by_key(|it| (it.seq, it.digest.clone()));
            prop_assert_eq!(found, of_dossier);
        }
        let found = index.latest(&apart).into_iter().map(|it| (it.summary.digest, it.forks, it.apart));
        prop_assert_eq!(found.collect::<Vec<_>>(), latest(&here, &apart));
    }
}
