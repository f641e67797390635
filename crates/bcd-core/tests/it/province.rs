//! The made-up province that tests and measurements work on.

use crate::support::check_taken;
use bcd_core::{format::canonical, intake::Summary, signer::Identity};
use std::collections::{BTreeMap, BTreeSet};

#[path = "../../examples/support/province.rs"]
mod generator;

use generator::{LAST_YEAR, Province, Sent, default_set};

// Enough for each fate to be met; what is sent is made of a few of them.
const MANY: usize = 1_900;

fn small() -> Province {
    Province { units: 80, clusters: 5, ..Province::default() }
}

fn sent_by(province: &Province, numbers: impl IntoIterator<Item = usize>) -> Vec<Sent> {
    let set = default_set().unwrap();
    numbers.into_iter().flat_map(|number| province.submissions(number, &set).unwrap()).collect()
}

fn digest_of(sent: &[Sent]) -> String {
    let all: Vec<u8> = sent.iter().flat_map(|sent| sent.file.iter().copied()).collect();
    canonical::sha256(&all)
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_one_others() {
    let of = |seed| digest_of(&sent_by(&Province { seed, ..small() }, 0..4));
    assert_eq!(of(1), of(1));
    assert_ne!(of(1), of(2));
}

#[test]
fn an_upper_level_takes_every_file_in_and_finds_what_is_known_of_it() {
    let province = small();
    for sent in sent_by(&province, 0..12) {
        let summary: Summary = check_taken(&sent.file);
        assert_eq!(summary.digest, sent.digest);
        assert_eq!(summary.score, sent.score);
        assert_eq!((&summary.unit, &summary.name), (&sent.unit.id, &sent.unit.name));
        assert_eq!((summary.seq, &summary.at), (sent.seq, &sent.at));
        assert_eq!(summary.identity(&Default::default()), Identity::First);
        let sum = |all, points| all + points;
        let got = sent.items.iter().map(|item| item.got).fold(Default::default(), sum);
        let max = sent.items.iter().map(|item| item.max).fold(Default::default(), sum);
        assert_eq!((got, max), (summary.score.got, summary.score.max));
        let lacking = sent.items.iter().filter(|item| item.state == "met" && item.evidence == 0);
        assert_eq!(lacking.count(), summary.lacking as usize);
        assert!(sent.place().contains(&format!("submissions/{}/", sent.cycle)));
    }
    let unsigned = Province { signed: false, ..province };
    let summary = check_taken(&sent_by(&unsigned, [0])[0].file);
    assert_eq!(summary.identity(&Default::default()), Identity::Unsigned);
}

#[test]
fn the_second_submission_follows_on_the_first_and_says_what_changed() {
    let sent = sent_by(&small(), [0]);
    assert_eq!(sent.iter().map(|sent| sent.seq).collect::<Vec<_>>(), [1, 2, 1, 2, 1, 2]);
    for pair in sent.chunks(2) {
        let read = |sent: &Sent| serde_json::from_slice::<serde_json::Value>(&sent.file).unwrap();
        let (first, second) = (read(&pair[0]), read(&pair[1]));
        assert_eq!(second["parent"], first["digest"]);
        assert_eq!(second["writer"]["key"], first["writer"]["key"]);
        let said = second["body"]["changed"].as_array().unwrap();
        assert!((1..10).contains(&said.len()), "{said:?}");
        assert!(pair[1].at > pair[0].at);
        assert!(pair[1].score.got >= pair[0].score.got);
    }
}

#[test]
fn nearly_all_items_of_a_unit_have_a_note_and_evidence() {
    let province = Province { years: 1, numbers: 1, steady: true, ..Province::default() };
    let (mut noted, mut proven, mut bytes) = (0, 0, 0);
    for sent in sent_by(&province, 0..10) {
        let file: serde_json::Value = serde_json::from_slice(&sent.file).unwrap();
        let answers = file["body"]["answers"].as_object().unwrap().values();
        noted += answers.filter(|a| !a["note"].is_null() || !a["na_reason"].is_null()).count();
        let evidence = file["body"]["evidence"].as_object().unwrap().values();
        let items = evidence
            .flat_map(|line| line["items"].as_array().unwrap())
            .filter_map(|id| id.as_str());
        proven += items.collect::<BTreeSet<_>>().len();
        bytes += sent.file.len();
    }
    // Of 31 items; notes of the two sensitive ones stay in the unit.
    assert!(noted >= 270, "{noted}");
    assert!(proven >= 260, "{proven}");
    assert!((38_000..48_000).contains(&(bytes / 10)), "{}", bytes / 10);
}

#[test]
fn some_units_never_send_some_are_renamed_and_some_go_into_another() {
    let province = Province::default();
    let fates: Vec<_> = (0..MANY).map(|number| province.fate(number)).collect();
    let share = |count: usize| count * 1_000 / MANY;
    assert!((20..=40).contains(&share(fates.iter().filter(|fate| fate.silent).count())));
    assert!((30..=65).contains(&share(fates.iter().filter(|fate| fate.renamed).count())));
    assert!((20..=60).contains(&share(fates.iter().filter(|fate| fate.merged.is_some()).count())));
    for (number, fate) in fates.iter().enumerate() {
        let (now, before) =
            (province.unit(number, LAST_YEAR), province.unit(number, LAST_YEAR - 1));
        assert_eq!(now.id, before.id);
        assert_eq!(now.name != before.name, fate.renamed);
        if let Some(into) = fate.merged {
            assert!(province.is_there(into, LAST_YEAR) && !province.is_there(number, LAST_YEAR));
            assert_eq!(province.unit(into, LAST_YEAR).kind, before.kind);
        }
    }
    let steady = Province { steady: true, ..province };
    assert!((0..MANY).all(|number| steady.fate(number) == Default::default()));
}

#[test]
fn an_officers_list_names_every_unit_of_its_year_once_also_those_that_never_send() {
    let province = Province::default();
    let gone = (0..MANY).filter(|number| province.fate(*number).merged.is_some()).count();
    for year in province.cycles() {
        let roll = province.roll(year);
        assert_eq!(roll.len(), MANY - if year == LAST_YEAR { gone } else { 0 });
        let names: BTreeSet<_> = roll.iter().map(|line| &line.unit.name).collect();
        let ids: BTreeSet<_> = roll.iter().map(|line| &line.unit.id).collect();
        assert_eq!((names.len(), ids.len()), (roll.len(), roll.len()));
        let mut clusters = BTreeMap::new();
        for line in &roll {
            *clusters.entry(&line.unit.cluster).or_insert(0) += 1;
            assert!(!line.kind.is_empty() && !line.secretary.is_empty());
            assert!(line.phone.starts_with("0123 "));
        }
        assert_eq!(clusters.len(), province.clusters);
    }
    let all = Province { units: 20_000, ..Province::default() };
    let names: BTreeSet<_> = all.roll(LAST_YEAR).into_iter().map(|line| line.unit.name).collect();
    assert_eq!(names.len(), all.roll(LAST_YEAR).len());
}
