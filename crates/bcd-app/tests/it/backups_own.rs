//! What a backup calls one's own: nobody uses up numbers by backups, however many, and what is one's own comes
//! back all the same.

use crate::{
    backups::restores,
    consent::{pack, publish, published},
    rolling::{makes, recognised},
    signing::{both, judge},
    support::{Device, Flaky, OWN, desk::Officer, device::DOSSIER, forged, settle, small_set},
};
use bcd_app::{
    exchange::receiving::ReceiveOutcome,
    lists::SentLine,
    merging::NotMerged,
    rows,
    store::{Op, tables},
    workspace::DossierLine,
};
use bcd_core::{
    format::{
        limits,
        pack::{PackLine, PackOrigin},
        problem::Code,
        rollup::RollupLine,
    },
    signer::Pin,
};
use serde_json::{Value, json};

/// A browser in which a submission that nobody signed lies under this number, as the unit's own.
fn forger(document: &[u8], seq: u32) -> Device {
    let document = forged(document, |said| said["seq"] = seq.into());
    let said: Value = serde_json::from_slice(&document).unwrap();
    let digest = said["digest"].as_str().unwrap().to_owned();
    let line = SentLine { seq, digest: digest.clone(), ..SentLine::default() };
    let device = Device::opened("x");
    device.browser.shelf.lay(tables::SENT, &line.key(&DOSSIER.into()), &rows::write(&line));
    let op = Op::bytes(tables::DOCUMENTS, digest, document.as_slice().into());
    device.browser.shelf.memory.write(vec![op]);
    device
}

fn numbers(device: &Device) -> Vec<u32> {
    device.sent().into_iter().map(|sent| sent.seq).collect()
}

#[test]
fn many_backups_by_somebody_else_use_up_no_numbers_of_a_unit() {
    let (hoa, thief) = (Device::opened("h"), Device::opened("x"));
    let own = hoa.freeze(&small_set());
    for _ in 0..3 {
        thief.freeze(&small_set());
        hoa.restore(&thief.backup());
    }
    for seq in [20, 40, 60] {
        hoa.restore(&forger(&hoa.document(&own.digest), seq).backup());
    }
    assert_eq!(numbers(&hoa), [1]);
    assert_eq!(hoa.received().len(), 6, "they wait for a person");
    assert_eq!(hoa.freeze(&small_set()).seq, 2);
}

#[test]
fn a_backup_that_begins_a_browser_leads_ahead_by_twenty_and_one_by_somebody_else_by_nothing() {
    let (hoa, phone, writer) = (Device::opened("h"), Device::new("n"), Device::opened("w"));
    let document = writer.document(&writer.freeze(&small_set()).digest);
    for seq in [20, 40, 60, 80] {
        hoa.restore(&forger(&document, seq).backup());
        phone.restore(&forger(&document, seq).backup());
    }
    assert_eq!(hoa.freeze(&small_set()).seq, 1);
    assert_eq!(phone.freeze(&small_set()).seq, 21);
}

#[test]
fn a_new_phone_goes_on_from_a_backup_and_takes_the_next_one_of_the_same_device() {
    let (hoa, phone) = (Device::opened("h"), Device::new("n"));
    for _ in 0..3 {
        hoa.freeze(&small_set());
    }
    phone.restore(&hoa.backup());
    assert_eq!(numbers(&phone), [1, 2, 3]);
    // The old phone was used once more, and backed up again.
    hoa.freeze(&small_set());
    phone.restore(&hoa.backup());
    assert_eq!(phone.freeze(&small_set()).seq, 5);
}

#[test]
fn the_backup_of_the_units_other_device_brings_its_submissions() {
    let drive = Flaky::new("chung");
    let [hoa, minh] = both(&drive);
    hoa.freeze(&small_set());
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    for _ in 0..2 {
        minh.freeze(&small_set());
    }
    hoa.restore(&minh.backup());
    assert_eq!(hoa.freeze(&small_set()).seq, 4);
    minh.restore(&hoa.backup());
    assert_eq!(minh.freeze(&small_set()).seq, 5);
}

#[test]
fn the_backup_of_a_device_that_nobody_let_in_brings_them_once_its_words_are_compared() {
    let (hoa, phone) = (Device::opened("h"), Device::new("n"));
    hoa.freeze(&small_set());
    phone.restore(&hoa.backup());
    phone.freeze(&small_set());
    hoa.restore(&phone.backup());
    assert_eq!(numbers(&hoa), [1]);
    judge(&hoa, &hoa.received().pop().unwrap(), Pin::Compared);
    assert_eq!(numbers(&hoa), [1, 2]);
    assert_eq!(hoa.freeze(&small_set()).seq, 3);
}

#[test]
fn backups_by_somebody_else_use_up_no_versions_of_a_pack() {
    let nam = Officer::new("nam");
    publish(&nam.device, &pack("goi"));
    for version in [10, 20, 30] {
        let origin = PackOrigin::Published;
        let before = PackLine { pack: "goi".into(), version, origin, ..PackLine::default() };
        restores(&nam.device, &published(&before).backup()).unwrap();
    }
    let next = |device: &Device| {
        let tab = device.tab();
        tab.run(tab.services().packs.next_version("goi")).unwrap()
    };
    assert_eq!(next(&nam.device), 2);
    // A new phone of the office goes on from its own.
    let phone = Officer::new("may-moi");
    restores(&phone.device, &nam.device.backup()).unwrap();
    assert_eq!(next(&phone.device), 2);
    publish(&nam.device, &pack("goi"));
    restores(&phone.device, &nam.device.backup()).unwrap();
    assert_eq!(next(&phone.device), 3);
}

#[test]
fn backups_by_somebody_else_use_up_no_versions_of_a_roll_up() {
    let (_, nam) = recognised(&Flaky::new("xa"));
    let (_, line) = makes(&nam.device, Some(&nam), &[]);
    for seq in [15, 30, 45] {
        let thief = Device::new("x");
        let document = nam.device.document(&line.digest);
        let document = forged(&document, |said| said["seq"] = seq.into());
        let ReceiveOutcome::Rollup(_) = thief.take_by_hand(&document) else { panic!() };
        let taken = thief.rows::<RollupLine>(tables::ROLLUPS).remove(0);
        let own = RollupLine { own: true, ..taken };
        thief.browser.shelf.lay(tables::ROLLUPS, &own.digest, &rows::write(&own));
        restores(&nam.device, &thief.backup()).unwrap();
    }
    assert_eq!(makes(&nam.device, Some(&nam), &[]).1.seq, 2);
}

#[test]
fn a_backup_that_counts_far_ahead_keeps_the_units_devices_from_no_file_of_each_other() {
    let drive = Flaky::new("chung");
    let [hoa, minh] = both(&drive);
    let ahead = |n: u64| {
        forged(&hoa.backup(), |said| {
            let fields = &mut said["body"]["dossiers"][DOSSIER]["fields"];
            fields["answer/1.1.1/note"] =
                json!({"v": "giả", "n": n, "dev": "x", "at": "2026-11-24T08:00:00+07:00"});
        })
    };
    let before = hoa.state();
    let taken = restores(&hoa, &ahead(1 << 40));
    let Err(NotMerged::Refused(problem)) = taken else { panic!("{taken:?}") };
    assert_eq!(problem.code, Code::RunsAhead);
    assert_eq!(hoa.state(), before);
    // What is taken leaves room: who knows this device, and who does not, takes what it writes next.
    restores(&hoa, &ahead(1 << 22)).unwrap();
    hoa.write(DOSSIER, "answer/1.2.1/note", json!("tiếp"));
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    assert_eq!(minh.value("answer/1.2.1/note"), json!("tiếp"));
    let lan = Device::opened("l");
    assert!(matches!(lan.take_by_hand(&hoa.file_by_hand()), ReceiveOutcome::Device(..)));
    // On a new phone, where nothing is here, it is all that there is.
    let phone = Device::new("p");
    phone.restore(&hoa.backup());
    assert_eq!(phone.state().fields, hoa.state().fields);
}

#[test]
fn a_unit_whose_id_is_as_long_as_an_id_may_be_begins_its_next_year() {
    let unit = "u".repeat(limits::ID_BYTES);
    let (hoa, lan) = (Device::new("h"), Device::new("l"));
    let years = ["2026", "2027"].map(|cycle| hoa.begin(&unit, "Đoàn phường An Cư", cycle));
    assert!(years.iter().all(|id| id.as_str().len() <= limits::ID_BYTES));
    assert_ne!(years[0], years[1]);
    // Another device that begins the same year begins the same dossier.
    let begun = Device::new("m").begin(&unit, "Đoàn phường An Cư", "2027");
    assert_eq!(begun, years[1]);
    hoa.write(years[1].as_str(), "answer/1.1.1/note", json!("năm sau"));
    hoa.freeze(&small_set());
    lan.restore(&hoa.backup());
    assert_eq!((lan.rows::<DossierLine>(tables::DOSSIERS).len(), lan.sent().len()), (2, 1));
}
