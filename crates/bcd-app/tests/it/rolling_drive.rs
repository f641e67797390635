//! Roll-ups on the drive of the level above: laid there by the office, taken in there by the upper level,
//! by the rules of submissions.

use crate::{
    rolling::{makes, opened, recognised, takes},
    support::{
        DOWN, Device, Flaky, UP, check_good,
        desk::{OFFICE, Officer},
        forged,
    },
};
use bcd_app::{
    rolling::{Chosen, Rolling},
    store::tables,
};
use bcd_core::{
    format::{
        limits,
        problem::{Code, Problem},
        rollup::RollupLine,
    },
    id::UnitId,
    sync::{Roles, layout},
};
use bcd_seal::key::DriveKey;
use bcd_sync::{
    memory::Cost,
    report::{Happened, Report},
};
use reactive_graph::prelude::*;

const BOTH: Roles = Roles { devices: false, sends: true, collects: true };

fn province() -> Device {
    let province = Device::new("tinh");
    province.speaks_for("tinh-doan", "Tỉnh Đoàn");
    province
}

fn rollups(device: &Device) -> Vec<RollupLine> {
    let mut all: Vec<RollupLine> = device.rows(tables::ROLLUPS);
    all.sort_by(|a, b| (a.seq, &a.digest).cmp(&(b.seq, &b.digest)));
    all
}

fn laid(drive: &Flaky) -> Vec<String> {
    let all = drive.memory.files().into_keys();
    all.filter(|path| path.starts_with(layout::ROLLUPS)).collect()
}

fn path(line: &RollupLine, slug: &str) -> String {
    layout::rollup(&line.office.id, slug, &line.cycle, line.seq, &line.digest)
}

fn refused(report: &Report) -> Vec<(String, Option<Code>)> {
    let why = |problem: &Option<Problem>| problem.as_ref().map(|it| it.code);
    let refusal = |event: &bcd_sync::report::SyncEvent| match &event.what {
        Happened::Refused(problem) => Some((event.path.clone(), why(problem))),
        _ => None,
    };
    report.events.iter().filter_map(refusal).collect()
}

fn offered(rolling: Rolling) -> Vec<u32> {
    let all = rolling.offered(&UnitId::from("tinh-doan"), "2026", &Chosen::new());
    all.iter().map(|it| it.line.seq).collect()
}

/// A commune's office that made a roll-up, and laid it on the province's drive.
fn handed_up(drive: &Flaky) -> (Officer, RollupLine) {
    let (_, nam) = recognised(&Flaky::new("xa"));
    let (_, line) = makes(&nam.device, Some(&nam), &[]);
    check_good(&nam.device.sync(drive, UP));
    (nam, line)
}

#[test]
fn a_roll_up_goes_to_the_drive_above_and_is_taken_in_there_once() {
    let drive = Flaky::new("tinh");
    let (nam, line) = handed_up(&drive);
    assert_eq!(laid(&drive), [path(&line, "thanh-doan-binh-hai")]);
    let province = province();
    check_good(&province.sync(&drive, DOWN));
    let taken = rollups(&province);
    assert_eq!(taken, [RollupLine { own: false, ..line.clone() }]);
    assert_eq!(province.document(&line.digest), nam.device.document(&line.digest));
    let rolling = opened(&province.tab());
    assert_eq!(offered(rolling), [1]);
    assert!(!rolling.is_apart(&taken[0]), "signed by the office's device");
    // Again costs neither of them a byte of a file, and changes nothing.
    drive.memory.cost();
    for (device, roles) in [(&nam.device, UP), (&province, DOWN)] {
        check_good(&device.sync(&drive, roles));
        let cost = drive.memory.cost();
        assert_eq!((cost.reads, cost.writes), (0, 0), "{cost:?}");
    }
    assert_eq!((rollups(&province), rollups(&nam.device).len()), (taken, 1));
}

#[test]
fn what_lies_below_a_roll_up_goes_up_with_it() {
    let (low, high) = (Flaky::new("tinh"), Flaky::new("tw"));
    let (_, below) = handed_up(&low);
    let province = province();
    check_good(&province.sync(&low, DOWN));
    let (_, line) = makes(&province, None, &[&below]);
    check_good(&province.sync(&high, UP));
    assert_eq!(laid(&high).len(), 2);
    // What came and lies below nothing that was made here is nobody's to hand up.
    let (_, other) = makes(&province, None, &[]);
    let centre = Device::new("tw");
    centre.speaks_for("trung-uong", "Trung ương Đoàn");
    check_good(&centre.sync(&high, DOWN));
    assert_eq!(rollups(&centre).len(), 2);
    let tab = centre.tab();
    let top = tab.run(opened(&tab).open(&line.digest)).unwrap();
    assert_eq!((top.odd, top.whole), (vec![], Some(top.file.body.totals)));
    check_good(&province.sync(&high, UP));
    check_good(&centre.sync(&high, DOWN));
    assert!(rollups(&centre).iter().any(|it| it.digest == other.digest), "the next version, too");
}

#[test]
fn one_drive_for_all_levels_is_in_step_too() {
    let drive = Flaky::new("chung");
    let (nam, below) = handed_up(&drive);
    let province = province();
    check_good(&province.sync(&drive, BOTH));
    let (_, line) = makes(&province, None, &[&below]);
    check_good(&province.sync(&drive, BOTH));
    check_good(&nam.device.sync(&drive, BOTH));
    assert_eq!(laid(&drive).len(), 2, "each once, though two have it");
    assert_eq!(rollups(&nam.device).len(), 2);
    drive.memory.cost();
    for device in [&province, &nam.device] {
        check_good(&device.sync(&drive, BOTH));
        let Cost { reads, writes, .. } = drive.memory.cost();
        assert_eq!((reads, writes), (0, 0));
    }
    assert_eq!(rollups(&province).iter().filter(|it| it.own).count(), 1);
    assert_eq!(line.seq, 1);
}

#[test]
fn a_roll_up_by_somebody_else_in_an_offices_name_is_kept_apart() {
    let drive = Flaky::new("tinh");
    let (_, line) = handed_up(&drive);
    let province = province();
    check_good(&province.sync(&drive, DOWN));
    let stranger = Device::new("la");
    stranger.speaks_for(OFFICE, "Thành Đoàn Bình Hải");
    makes(&stranger, None, &[]);
    makes(&stranger, None, &[]);
    check_good(&stranger.sync(&drive, UP));
    check_good(&province.sync(&drive, DOWN));
    let rolling = opened(&province.tab());
    assert_eq!(offered(rolling), [1]);
    let apart = rolling.lines.get_untracked().into_iter().filter(|it| rolling.is_apart(it));
    assert_eq!(apart.count(), 2);
    assert!(rollups(&province).contains(&RollupLine { own: false, ..line }));
}

#[test]
fn a_hostile_roll_up_is_refused_alone_and_named_in_every_sync() {
    let drive = Flaky::new("tinh");
    let (nam, line) = handed_up(&drive);
    let document = nam.device.document(&line.digest);
    let place = |name: &str| format!("rollups/2026/{name}.json");
    let wrong = forged(&document, |said| said["body"]["totals"]["counts"]["units"] = 7.into());
    drive.memory.lay(&place("sai"), &wrong);
    drive.memory.lay(&place("cat"), &document[..document.len() / 2]);
    drive.memory.lay(&place("lon"), &vec![b' '; limits::JSON_BYTES + (1 << 20)]);
    // A good one in the place of another office, in that of another digest, of another cycle, elsewhere.
    let other = layout::rollup(&"khac".into(), "doan", "2026", 1, &line.digest);
    let digits = format!("sha256:{}", "ab".repeat(32));
    let claim = layout::rollup(&line.office.id, "doan", "2026", 1, &digits);
    let cycle = layout::rollup(&line.office.id, "doan", "2025", 1, &digits);
    let elsewhere = "packs/tong-hop.json".to_owned();
    for at in [&other, &claim, &cycle, &elsewhere] {
        drive.memory.lay(at, &document);
    }
    let province = province();
    let report = province.sync(&drive, DOWN);
    assert_eq!((report.fault.as_ref(), report.trouble), (None, None));
    let mut said = refused(&report);
    said.sort();
    let mut expected = vec![
        (place("sai"), Some(Code::WrongTotals)),
        (place("cat"), Some(Code::Truncated)),
        (place("lon"), Some(Code::TooLarge)),
        (other, Some(Code::NotItsPlace)),
        (claim, Some(Code::NotItsPlace)),
        (cycle, Some(Code::NotItsPlace)),
        (elsewhere, Some(Code::NotItsPlace)),
    ];
    expected.sort();
    assert_eq!(said, expected);
    assert_eq!(rollups(&province), [RollupLine { own: false, ..line }]);
    drive.memory.cost();
    let again = province.sync(&drive, DOWN);
    assert_eq!(drive.memory.cost().reads, 0, "none of them is read again");
    assert_eq!(refused(&again).len(), expected.len());
}

#[test]
fn a_drive_that_was_emptied_gets_its_roll_ups_again() {
    let (low, high) = (Flaky::new("tinh"), Flaky::new("tw"));
    let (_, below) = handed_up(&low);
    let province = province();
    check_good(&province.sync(&low, DOWN));
    makes(&province, None, &[&below]);
    for roles in [UP, BOTH] {
        check_good(&province.sync(&high, roles));
        let all = laid(&high);
        assert_eq!(all.len(), 2);
        all.iter().for_each(|path| high.memory.take_away(path));
        province.sync(&high, roles);
        assert_eq!(laid(&high), all, "{roles:?}");
    }
    assert_eq!(rollups(&province).len(), 2, "and nothing here is gone");
}

#[test]
fn on_a_sealed_drive_roll_ups_are_sealed_also_those_that_lay_there_in_the_open() {
    const PASSPHRASE: &str = "bốn từ không liên quan";
    let seal = |device: &Device| drop(device.passphrase.replace(Some(PASSPHRASE.to_owned())));
    let drive = Flaky::new("tw");
    let low = Flaky::new("tinh");
    let (_, below) = handed_up(&low);
    let province = province();
    check_good(&province.sync(&low, DOWN));
    let (_, line) = makes(&province, None, &[&below]);
    check_good(&province.sync(&drive, UP));
    assert_eq!(laid(&drive).len(), 2);
    seal(&province);
    check_good(&province.sync(&drive, UP));
    let mut files = drive.memory.files();
    let word = files.remove(layout::WORD).unwrap();
    let key = DriveKey::of_word(&word, PASSPHRASE).unwrap();
    assert_eq!(files.len(), 2, "{:?}", files.keys());
    for (path, bytes) in files {
        assert_eq!(key.open(&bytes).map(|(said, _)| said), Ok(path));
    }
    let centre = Device::new("tw");
    centre.speaks_for("trung-uong", "Trung ương Đoàn");
    seal(&centre);
    check_good(&centre.sync(&drive, DOWN));
    assert_eq!(rollups(&centre).len(), 2);
    assert_eq!(centre.document(&line.digest), province.document(&line.digest));
    // Whoever can write there, but does not know the passphrase, lays nothing that is believed.
    let stranger = Device::new("la");
    stranger.speaks_for("la", "Đoàn lạ");
    makes(&stranger, None, &[]);
    let open = path(&rollups(&stranger)[0], "doan-la");
    drive.memory.lay(&open, &stranger.document(&rollups(&stranger)[0].digest));
    let report = centre.sync(&drive, DOWN);
    assert!(report.events.iter().any(|it| it.what == Happened::NotSealed && it.path == open));
    assert_eq!(rollups(&centre).len(), 2);
}

#[test]
fn a_unit_that_sends_does_not_read_what_others_hand_up() {
    let drive = Flaky::new("tinh");
    handed_up(&drive);
    let other = Device::new("xa-b");
    other.speaks_for("xa-b", "Đoàn xã B");
    check_good(&other.sync(&drive, UP));
    assert!(rollups(&other).is_empty());
    // By hand it comes to whoever is given it.
    let (_, nam) = recognised(&Flaky::new("xa"));
    let (file, _) = makes(&nam.device, Some(&nam), &[]);
    assert_eq!(takes(&other, &file), 1);
}
