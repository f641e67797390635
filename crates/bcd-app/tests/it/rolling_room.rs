//! How many roll-ups of strangers a browser keeps, and how a person gets rid of one.

use crate::{
    rolling::{makes, opened, takes},
    rolling_unknown::compares,
    support::{DOWN, Device, Flaky, UP, check_good},
};
use bcd_app::{
    exchange::receiving::ReceiveOutcome,
    rows,
    store::{StoreError, tables},
};
use bcd_core::{format::rollup::RollupLine, id::UnitId};
use reactive_graph::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;

fn office(id: &str) -> Device {
    let device = Device::new(id);
    device.speaks_for(id, &format!("Đoàn {id}"));
    device
}

fn digests(device: &Device) -> Vec<String> {
    let all: Vec<Value> = device.rows(tables::ROLLUPS);
    all.iter().map(|line| line["digest"].as_str().unwrap().to_owned()).collect()
}

/// So many lines as of others, each of a document of so many bytes.
fn fills(device: &Device, many: usize, bytes: u64) {
    let like: Value = device.rows(tables::ROLLUPS).remove(0);
    for number in 0..many {
        let mut line = like.clone();
        let digest = format!("sha256:{number:064x}");
        line["digest"] = digest.clone().into();
        line["office"]["id"] = format!("la-{number}").into();
        line["bytes"] = bytes.into();
        device.browser.shelf.lay(tables::ROLLUPS, &digest, &rows::write(&line));
    }
}

#[test]
fn strangers_roll_ups_fill_no_browser() {
    for (many, bytes) in [(499, 1_000), (1, 128 * 1024 * 1024 - 1_000)] {
        let province = office("tinh");
        let (first, _) = makes(&office("xa-1"), None, &[]);
        assert_eq!(takes(&province, &first), 1);
        fills(&province, many, bytes);
        // Another one of somebody whom nobody knows finds no room, and takes none.
        let (second, line) = makes(&office("xa-2"), None, &[]);
        let outcome = province.take_by_hand(&second.bytes.to_vec());
        assert!(matches!(outcome, ReceiveOutcome::Bad(_)), "{many} of {bytes} bytes");
        assert!(!digests(&province).contains(&line.digest));
        assert!(province.rows::<Value>(tables::ROLLUPS).len() == many + 1);
    }
}

#[test]
fn there_is_room_for_whom_a_person_knows_and_for_what_these_count() {
    let (province, commune, ward) = (office("tinh"), office("xa-1"), office("phuong"));
    let (of_ward, below) = makes(&ward, None, &[]);
    takes(&commune, &of_ward);
    let (_, first) = makes(&commune, None, &[]);
    assert!(matches!(
        province.take_by_hand(&commune.document(&first.digest)),
        ReceiveOutcome::Rollup(_)
    ));
    fills(&province, 500, 1_000);
    let (_, second) = makes(&commune, None, &[&below]);
    let take = |device: &Device, line: &RollupLine| {
        let document = device.document(&line.digest);
        matches!(province.take_by_hand(&document), ReceiveOutcome::Rollup(_))
    };
    assert!(!take(&commune, &second), "nobody compared its words yet");
    compares(&province, &first);
    assert!(take(&commune, &second));
    assert!(take(&ward, &below), "the commune's says that it counts this one");
    let (_, other) = makes(&ward, None, &[]);
    assert!(!take(&ward, &other));
}

#[test]
fn what_a_person_removed_makes_room_and_comes_back_by_hand_alone() {
    let (drive, province, commune) = (Flaky::new("tinh"), office("tinh"), office("xa-1"));
    let (file, line) = makes(&commune, None, &[]);
    check_good(&commune.sync(&drive, UP));
    check_good(&province.sync(&drive, DOWN));
    assert_eq!(digests(&province), std::slice::from_ref(&line.digest));
    let tab = province.tab();
    tab.run(opened(&tab).discard(std::slice::from_ref(&line.digest))).unwrap();
    assert_eq!(digests(&province), Vec::<String>::new());
    let document = province.browser.shelf.memory.value(tables::DOCUMENTS, &line.digest);
    assert!(document.is_none());
    // Neither that drive brings it back, nor another.
    let other = Flaky::new("tinh-2");
    check_good(&commune.sync(&other, UP));
    for drive in [&drive, &other] {
        province.look_again(drive);
        check_good(&province.sync(drive, DOWN));
    }
    assert_eq!(digests(&province), Vec::<String>::new());
    assert_eq!(takes(&province, &file), 1);
    assert_eq!(digests(&province), std::slice::from_ref(&line.digest));
    // What was made here stays.
    let (_, own) = makes(&province, None, &[&line]);
    tab.run(opened(&tab).discard(&[own.digest])).unwrap();
    assert_eq!(digests(&province).len(), 2);
    let rolling = opened(&tab);
    assert_eq!(rolling.all_offered(&UnitId::from("tinh"), "2026").len(), 1);
}

#[test]
fn several_are_removed_at_once_and_what_was_made_here_is_not_among_them() {
    let (drive, province) = (Flaky::new("tinh"), office("tinh"));
    for id in ["xa-1", "xa-2", "xa-3"] {
        let commune = office(id);
        makes(&commune, None, &[]);
        check_good(&commune.sync(&drive, UP));
    }
    check_good(&province.sync(&drive, DOWN));
    let came = digests(&province);
    let (_, own) = makes(&province, None, &[]);
    let tab = province.tab();
    let rolling = opened(&tab);
    let gone = [came[0].clone(), own.digest.clone(), came[2].clone()];
    province.browser.shelf.refuses.set(Some(StoreError::Failed));
    assert!(tab.run(rolling.discard(&gone)).is_err());
    assert_eq!(digests(&province).len(), 4, "none of them without the others");
    province.browser.shelf.refuses.set(None);
    tab.run(rolling.discard(&gone)).unwrap();
    assert_eq!(
        BTreeSet::from_iter(digests(&province)),
        BTreeSet::from([came[1].clone(), own.digest])
    );
    let shown = rolling.lines.with_untracked(|lines| lines.len());
    assert_eq!(shown, 2, "the page shows what is left");
    province.look_again(&drive);
    check_good(&province.sync(&drive, DOWN));
    assert_eq!(digests(&province).len(), 2);
}
