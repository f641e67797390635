//! What a backup that has no room for all holds: one's own first, then what is known, what strangers sent last.

use crate::{
    backups::{believed, looks},
    consent::{pack, publish, published},
    signing::judge,
    support::{
        Device, Flaky,
        desk::{Officer, hands_up},
        forged, handed_up, small_set,
    },
};
use bcd_app::{
    exchange::backup::Part,
    rows,
    signing::SignerRow,
    store::{Op, tables},
};
use bcd_core::{
    format::{
        limits,
        pack::{PackLine, PackOrigin},
    },
    intake::Summary,
    signer::Pin,
    upper::case::{CaseState, Verdict},
};
use serde_json::{Value, json};

const PHOTO: &[u8] = include_bytes!("../../../../public/icons/icon-192.png");

/// Fills an office with as many submissions of strangers as a backup has entries, before all others in their
/// order.
fn flood(office: &Device) {
    let (_, digest, document) = handed_up(1);
    let summary = Summary { digest: digest.clone(), unit: "la".into(), ..Summary::default() };
    let row = rows::write(&summary);
    let lay = |n| Op::text(tables::RECEIVED, format!("sha256:0{n:063x}"), row.clone());
    let mut ops: Vec<Op> = (0..limits::BACKUP_ENTRIES).map(lay).collect();
    ops.push(Op::bytes(tables::DOCUMENTS, digest, document.as_slice().into()));
    office.browser.shelf.memory.write(ops);
    office.restart();
}

fn backup(device: &Device) -> (Vec<u8>, usize) {
    let tab = device.tab();
    let (file, copied) = tab.run(tab.services().backups.make()).unwrap();
    (file.bytes.to_vec(), copied.left_out)
}

#[test]
fn a_flooded_offices_backup_holds_its_own_photos_what_is_known_and_the_pack_that_is_followed() {
    let office = Device::opened("h");
    office.photo("e", PHOTO);
    // A unit whose words were compared, and the pack that the office's dossier follows.
    let unit = Device::of_unit("u", "don-vi", "Đoàn xã");
    let sent = unit.freeze(&small_set());
    office.take_by_hand(&unit.document(&sent.digest));
    judge(&office, &office.received()[0].clone(), Pin::Compared);
    let upper = Device::of_unit("t", "cap-tren", "Thành Đoàn");
    let pack = publish(&upper, &pack("goi"));
    office.take_by_hand(&upper.document(&pack.digest));
    let tab = office.tab();
    let packs = tab.services().packs;
    let whole = tab.run(packs.pack(&pack.digest)).unwrap();
    tab.run(packs.follow(Some((&pack.digest, &whole)))).unwrap();
    drop(tab);
    // And one that nobody follows.
    let origin = PackOrigin::Published;
    let before = PackLine { pack: "la".into(), version: 3, origin, ..PackLine::default() };
    let foreign = published(&before);
    let lines = foreign.rows::<PackLine>(tables::PACKS);
    let line = lines.iter().max_by_key(|line| line.digest.len()).unwrap();
    office.take_by_hand(&foreign.document(&line.digest));
    flood(&office);
    let (file, left_out) = backup(&office);
    assert!(left_out > 0);
    let phone = Device::new("n");
    phone.restore(&file);
    assert_eq!(phone.files().len(), 1, "its photo");
    assert!(phone.received().iter().any(|it| it.digest == sent.digest), "the known unit's");
    let packs: Vec<PackLine> = phone.rows(tables::PACKS);
    assert_eq!(packs.into_iter().map(|it| it.digest).collect::<Vec<_>>(), [pack.digest]);
    assert_eq!(phone.state(), office.state());
}

/// Keys that came first, of units that never were.
fn firsts(many: usize) -> impl Iterator<Item = (String, String)> {
    let row = SignerRow { pin: Pin::First, name: "Lạ".into(), since: "2027".into() };
    let row = rows::write(&row);
    (0..many).map(move |n| (format!("unit|bia-{n}|{}", key(n)), row.clone()))
}

fn key(number: usize) -> String {
    format!("ed25519:{number:043}")
}

fn keys(device: &Device) -> usize {
    device.browser.shelf.memory.rows(tables::SIGNERS, "").len()
}

#[test]
fn keys_that_came_first_are_bounded_in_a_backup() {
    const MOST: usize = 10_000;
    let nam = Officer::new("nam").device;
    let unit = Device::of_unit("u", "don-vi", "Đoàn xã");
    let sent = unit.freeze(&small_set());
    nam.take_by_hand(&unit.document(&sent.digest));
    judge(&nam, &nam.received()[0].clone(), Pin::Compared);
    let lay = |(key, row): (String, String)| Op::text(tables::SIGNERS, key, row);
    nam.browser.shelf.memory.write(firsts(MOST + 10).map(lay).collect());
    let (file, left_out) = backup(&nam);
    assert_eq!(left_out, 11);
    let said: Value = serde_json::from_slice(&file).unwrap_or_default();
    let all = said["body"]["signers"].as_array().unwrap();
    assert_eq!(all.len(), MOST);
    assert!(all.iter().any(|it| it["unit"] == json!("don-vi")));
    // Nor do as many come in with one that somebody made.
    let file = forged(&Device::new("x").backup(), |said| {
        let known = |n: usize| json!({"role": "unit", "unit": format!("bia-{n}"), "key": key(n), "name": "Lạ"});
        said["body"]["signers"] = (0..2 * MOST).map(known).collect();
    });
    let phone = Device::new("n");
    phone.restore(&file);
    phone.restore(&file);
    assert_eq!(keys(&phone), MOST);
}

#[test]
fn keys_in_somebody_elses_backup_hold_no_units_own_file_apart() {
    let nam = Officer::new("nam").device;
    let send = |device: &Device| {
        let sent = device.freeze(&small_set());
        nam.take_by_hand(&device.document(&sent.digest));
    };
    send(&Device::of_unit("u", "don-vi", "Đoàn xã"));
    let file = forged(&Device::new("x").backup(), |said| {
        let key = json!({"role": "unit", "unit": "don-vi-hai", "key": key(1), "name": "Lạ"});
        said["body"]["signers"] = json!([key]);
    });
    nam.restore(&file);
    send(&Device::of_unit("v", "don-vi-hai", "Đoàn xã Hai"));
    let lists = nam.tab().services().lists;
    let apart = |it: &Summary| nam.tab().act(|| lists.is_apart(it));
    assert_eq!(nam.received().iter().map(apart).collect::<Vec<_>>(), [false, false]);
}

/// The first case of a backup, which was recognised, is no more.
pub fn takes_decision_back(said: &mut Value) {
    let case = &mut said["body"]["cases"][0]["state"];
    let fields = case["fields"].as_object().unwrap();
    let recognised = |(_, it): &(&String, &Value)| it["v"]["to"] == json!("recognised");
    let (path, step) = fields.iter().find(recognised).unwrap();
    let (path, mut back) = (path.replace("step/", "step/x-"), step.clone());
    back["n"] = json!(step["n"].as_u64().unwrap() + 1);
    let of = step["v"]["of"].clone();
    back["v"] = json!({"from": "recognised", "to": "passed", "of": of, "why": "Nhầm"});
    case["fields"][path] = back;
}

#[test]
fn a_backup_names_decisions_that_it_takes_back_and_offices_that_are_new() {
    let (unit, drive, nam) = (Device::opened("h"), Flaky::new("len"), Officer::new("nam"));
    hands_up(&unit, &drive, "0");
    nam.collects(&drive);
    nam.opens();
    nam.says(Verdict::Agree, "").unwrap();
    nam.steps(CaseState::Passed, "").unwrap();
    nam.decides("12-QĐ/ĐTN").unwrap();
    let forged = forged(&nam.device.backup(), |said| {
        takes_decision_back(said);
        let mut office = said["body"]["offices"][0].clone();
        office["unit"]["id"] = json!("huyen-la");
        office["unit"]["name"] = json!("Huyện Lạ");
        said["body"]["offices"].as_array_mut().unwrap().push(office);
    });
    let lines = looks(&nam.device, believed(&nam.device, &forged)).unwrap();
    let has = |part: Part| lines.iter().any(|line| line.part == part);
    assert!(has(Part::TakenBack(vec!["Đoàn phường An Cư".into()])), "{lines:?}");
    assert!(has(Part::Offices(vec!["Huyện Lạ".into()])), "{lines:?}");
}
