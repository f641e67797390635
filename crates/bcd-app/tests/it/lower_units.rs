//! What a device file in the name of a lower unit or office changes, once a person of the office let it in: a
//! dossier in that browser, and nothing that is known of who sends in the unit's name.

use crate::{
    rolling::{makes, opened, recognised, takes},
    support::{
        Device, Flaky, OWN,
        desk::{OFFICE, Officer, hands_up},
        device::{DOSSIER, UNIT},
        settle, small_set,
    },
};
use bcd_app::{
    exchange::receiving::ReceiveOutcome, merging::KnownDevice, rolling::Chosen, store::tables,
};
use bcd_core::{
    id::UnitId,
    intake::{Arrival, Summary},
    signer::{Identity, Introduction},
};
use serde_json::json;

/// What somebody sends for the next year in the name of the unit of which they made a device file.
fn sends_for_next_year(device: &Device, office: &Device) -> (Summary, Arrival) {
    device.begin_next_year();
    let sent = device.freeze(&small_set());
    let outcome = office.take_by_hand(&device.document(&sent.digest));
    let ReceiveOutcome::Submission(summary, arrival) = outcome else { panic!("no submission") };
    (*summary, arrival)
}

fn identity(device: &Device, summary: &Summary) -> Identity {
    let tab = device.tab();
    tab.act(|| tab.services().lists.identity(summary))
}

#[test]
fn who_made_a_device_file_in_a_lower_units_name_is_held_apart_from_what_the_unit_sent() {
    let (drive, unit, nam) = (Flaky::new("len"), Device::opened("h"), Officer::new("nam"));
    hands_up(&unit, &drive, "0");
    nam.collects(&drive);
    let known = nam.device.received().remove(0);
    assert_eq!(identity(&nam.device, &known), Identity::First);
    let thief = Device::opened("x");
    assert!(matches!(nam.device.take_by_hand(&thief.file_by_hand()), ReceiveOutcome::Device(..)));
    assert_eq!(nam.device.rows::<KnownDevice>(tables::DEVICES).len(), 1, "it was let in");
    // What the unit itself sent stays on the desk, and so does what it sends next.
    assert_eq!(nam.device.received(), [known]);
    unit.write(DOSSIER, "answer/1.1.1/note", json!("thêm"));
    let next = unit.freeze(&small_set());
    nam.device.take_by_hand(&unit.document(&next.digest));
    assert_eq!((nam.device.received().len(), nam.device.sent().len()), (2, 0));
    let (theirs, arrival) = sends_for_next_year(&thief, &nam.device);
    assert_eq!((identity(&nam.device, &theirs), arrival), (Identity::New, Arrival::Apart));
    // So it is after the app was opened again.
    nam.device.restart();
    nam.device.take_by_hand(&nam.device.document(&theirs.digest));
    assert_eq!(identity(&nam.device, &theirs), Identity::New);
}

#[test]
fn nor_does_it_confirm_who_sends_before_the_unit_did() {
    let (nam, thief) = (Officer::new("nam"), Device::opened("x"));
    nam.device.take_by_hand(&thief.file_by_hand());
    let (theirs, _) = sends_for_next_year(&thief, &nam.device);
    assert_ne!(identity(&nam.device, &theirs), Identity::Confirmed);
}

#[test]
fn an_office_vouches_for_no_device_of_a_lower_unit() {
    let (drive, unit, nam) = (Flaky::new("len"), Device::opened("h"), Officer::new("nam"));
    hands_up(&unit, &drive, "0");
    nam.collects(&drive);
    // What the office's browser writes for the devices of that unit introduces nobody.
    let (own, thief) = (Flaky::new("chung"), Device::opened("x"));
    nam.device.take_by_hand(&thief.file_by_hand());
    for _ in 0..2 {
        settle(&[nam.device.clone(), thief.clone()], &own, OWN);
    }
    assert_eq!(nam.device.rows::<Introduction>(tables::INTRODUCTIONS), []);
    let (theirs, arrival) = sends_for_next_year(&thief, &nam.device);
    assert_eq!((identity(&nam.device, &theirs), arrival), (Identity::New, Arrival::Apart));
}

#[test]
fn who_made_a_device_file_in_a_lower_offices_name_has_no_roll_up_counted_unasked() {
    let (_, nam) = recognised(&Flaky::new("xa"));
    let (file, line) = makes(&nam.device, Some(&nam), &[]);
    let province = Device::new("tinh");
    province.speaks_for("tinh-doan", "Tỉnh Đoàn");
    takes(&province, &file);
    let thief = Device::of_unit("x", OFFICE, "Thành Đoàn Bình Hải");
    province.take_by_hand(&thief.file_by_hand());
    thief.speaks();
    // The newest, by its number.
    makes(&thief, None, &[]);
    let (theirs, _) = makes(&thief, None, &[]);
    assert_eq!(takes(&province, &theirs), 1);
    let tab = province.tab();
    let all = opened(&tab).offered(&UnitId::from("tinh-doan"), "2026", &Chosen::new());
    let all: Vec<_> = all.into_iter().map(|it| (it.line.digest, it.identity)).collect();
    assert_eq!(all, [(line.digest, Identity::First)]);
}

#[test]
fn the_second_device_of_ones_own_unit_is_confirmed_by_its_introduction() {
    let drive = Flaky::new("chung");
    let [hoa, minh] = crate::signing::both(&drive);
    // A year that Hoa's browser does not have yet.
    let dossier = minh.begin_next_year();
    let sent = minh.freeze(&small_set());
    assert!(dossier.as_str().starts_with(UNIT));
    let outcome = hoa.take_by_hand(&minh.document(&sent.digest));
    let ReceiveOutcome::Submission(summary, _) = outcome else { panic!("no submission") };
    assert_eq!(identity(&hoa, &summary), Identity::Confirmed);
}
