//! Roll-ups in backups: one's own and those that came are in them, and come back by the rules of
//! submissions and packs.

use crate::{
    backups::{believed, looks, restores},
    rolling::{makes, opened, recognised, takes},
    support::{Device, Flaky, UP, check_good, desk::Officer, forged},
};
use bcd_app::{
    exchange::{backup::Part, receiving::ReceiveOutcome},
    rolling::Chosen,
    rows,
    store::{Op, tables},
};
use bcd_core::{format::rollup::RollupLine, id::UnitId, sync::layout};
use reactive_graph::prelude::*;
use serde_json::json;

fn rollups(device: &Device) -> Vec<RollupLine> {
    let mut all: Vec<RollupLine> = device.rows(tables::ROLLUPS);
    all.sort_by(|a, b| a.office.id.cmp(&b.office.id).then(a.seq.cmp(&b.seq)));
    all
}

/// A province that made a roll-up of a commune's, which came to it.
fn of_two_levels() -> (Device, RollupLine, RollupLine) {
    let (_, nam) = recognised(&Flaky::new("xa"));
    let (file, below) = makes(&nam.device, Some(&nam), &[]);
    let province = Device::new("tinh");
    province.speaks_for("tinh-doan", "Tỉnh Đoàn");
    takes(&province, &file);
    let (_, line) = makes(&province, None, &[&below]);
    (province, line, below)
}

/// What looking at a backup says of roll-ups: how many, and how many of them are new.
fn named(device: &Device, file: &[u8]) -> Option<(usize, usize)> {
    let lines = looks(device, file).unwrap();
    lines.iter().find_map(|line| match line.part {
        Part::Rollups(n) => Some((n, line.effect.added)),
        _ => None,
    })
}

#[test]
fn ones_own_roll_ups_and_those_that_came_come_back_from_a_backup() {
    let (province, line, below) = of_two_levels();
    let file = province.backup();
    let phone = Device::new("may-moi");
    phone.speaks_for("tinh-doan", "Tỉnh Đoàn");
    assert_eq!(named(&phone, &file), Some((2, 2)), "it is said before anything is taken");
    assert!(rollups(&phone).is_empty());
    restores(&phone, &file).unwrap();
    assert_eq!(rollups(&phone), rollups(&province));
    assert_eq!(phone.document(&below.digest), province.document(&below.digest));
    // One can walk down as before, and the office's next version is the next.
    let tab = phone.tab();
    let rolling = opened(&tab);
    let top = tab.run(rolling.open(&line.digest)).unwrap();
    assert_eq!((top.odd, top.whole), (vec![], Some(top.file.body.totals)));
    let offered = rolling.offered(&UnitId::from("tinh-doan"), "2026", &Chosen::new());
    assert_eq!(offered.len(), 1, "the commune's key came back, too");
    let (_, next) = makes(&phone, None, &[&below]);
    assert_eq!((next.seq, next.parent), (2, Some(line.digest)));
    // Taken once more, nothing is new, and nothing changes.
    let before = rollups(&phone);
    assert_eq!(named(&phone, &file), Some((2, 0)));
    restores(&phone, &file).unwrap();
    assert_eq!(rollups(&phone), before);
}

#[test]
fn a_roll_up_that_a_backup_calls_its_own_uses_up_no_versions_and_is_not_handed_up() {
    let (_, nam) = recognised(&Flaky::new("xa"));
    let (_, line) = makes(&nam.device, Some(&nam), &[]);
    let thief = Device::new("x");
    let document = forged(&nam.device.document(&line.digest), |said| said["seq"] = 9_999.into());
    let ReceiveOutcome::Rollup(_) = thief.take_by_hand(&document) else { panic!() };
    let taken = rollups(&thief).remove(0);
    let own = RollupLine { own: true, ..taken };
    thief.browser.shelf.lay(tables::ROLLUPS, &own.digest, &rows::write(&own));
    restores(&nam.device, &thief.backup()).unwrap();
    let all = rollups(&nam.device);
    assert_eq!(all.iter().map(|it| (it.seq, it.own)).collect::<Vec<_>>(), [(1, true)]);
    restores(&nam.device, believed(&nam.device, &thief.backup())).unwrap();
    let all = rollups(&nam.device);
    let all: Vec<_> = all.iter().map(|it| (it.seq, it.own)).collect();
    assert_eq!(all, [(1, true), (9_999, false)]);
    assert_eq!(makes(&nam.device, Some(&nam), &[]).1.seq, 2);
    // Nor what stands near: it is one's own here, but another device made it.
    let near = RollupLine { seq: 3, ..own };
    thief.browser.shelf.lay(tables::ROLLUPS, &near.digest, &rows::write(&near));
    let drive = Flaky::new("tinh");
    check_good(&nam.device.sync(&drive, UP));
    let files = drive.memory.files().into_keys();
    let laid: Vec<String> = files.filter(|path| path.starts_with(layout::ROLLUPS)).collect();
    assert_eq!(laid.len(), 2, "{laid:?}");
    let new = Officer::new("may-moi");
    restores(&new.device, &nam.device.backup()).unwrap();
    let other = Flaky::new("khac");
    check_good(&new.device.sync(&other, UP));
    assert!(other.memory.files().keys().all(|path| !path.starts_with(layout::ROLLUPS)));
}

#[test]
fn what_is_here_stays_as_it_is_whatever_a_backup_says_of_it() {
    let (_, nam) = recognised(&Flaky::new("xa"));
    let (file, line) = makes(&nam.device, Some(&nam), &[]);
    let thief = Device::new("x");
    takes(&thief, &file);
    restores(&nam.device, &thief.backup()).unwrap();
    assert_eq!(rollups(&nam.device), std::slice::from_ref(&line), "still its own");
    // And the other way round: what came stays what came.
    restores(&thief, &nam.device.backup()).unwrap();
    assert_eq!(rollups(&thief), [RollupLine { own: false, ..line }]);
}

#[test]
fn a_backup_with_a_roll_up_that_is_none_or_twice_in_it_is_refused() {
    let (province, _, _) = of_two_levels();
    let (file, before) = (province.backup(), rollups(&province));
    let names =
        |said: &mut serde_json::Value| said["body"]["rollups"].as_array_mut().unwrap().clone();
    for fault in [0, 1, 2] {
        let bad = forged(&file, |said| {
            let all = names(said);
            match fault {
                // Twice, missing, and something else.
                0 => said["body"]["rollups"] = json!([all[0], all[0]]),
                1 => said["body"]["rollups"] = json!(["ab".repeat(32)]),
                _ => {
                    said["body"]["received"] = json!(all);
                    said["body"]["rollups"] = json!([]);
                }
            }
        });
        let outcome = province.open_by_hand(&bad);
        assert!(matches!(outcome, ReceiveOutcome::Bad(_)), "{fault}");
    }
    assert_eq!(rollups(&province), before);
}

#[test]
fn what_a_backup_has_no_document_of_is_left_out_and_counted() {
    let (province, _, below) = of_two_levels();
    province.browser.shelf.memory.write(vec![Op::Delete(tables::DOCUMENTS, below.digest)]);
    let tab = province.tab();
    let (file, copied) = tab.run(tab.services().backups.make()).unwrap();
    assert_eq!(copied.left_out, 1);
    let phone = Device::new("may-moi");
    restores(&phone, &file.bytes.to_vec()).unwrap();
    let rolling = opened(&phone.tab());
    assert_eq!(rolling.lines.get_untracked().len(), 1);
}
