//! Nobody can speak for another: what a unit, its devices and its upper level sign is known to be
//! theirs, and what is not is held apart until a person decides.

use crate::support::{
    DOWN, Device, Flaky, OWN, UP, check_good, device::DOSSIER, device::UNIT, forged, settle,
    small_set,
};
use bcd_app::{
    exchange::receiving::ReceiveOutcome,
    host::{Settings, settings},
    store::tables,
    tools::{Later, Signer},
};
use bcd_core::{
    format::review::ReviewLine,
    id::{SignerKey, UnitId},
    intake::{Arrival, Oddity, Summary},
    signer::{Identity, Pin, Role},
};
use serde_json::{Value, json};
use std::rc::Rc;

/// A browser that can keep no key, as in a private window.
struct NoKey;

impl Signer for NoKey {
    fn key(&self) -> Later<Option<String>> {
        Box::pin(async { Ok(None) })
    }

    fn sign(&self, _: &[u8]) -> Later<Vec<u8>> {
        Box::pin(async { Err("no key".to_owned()) })
    }
}

/// A device of the unit in a browser that can keep no key.
pub fn without_key(id: &str) -> Device {
    let device = Device::opened(id);
    device.browser.signer.replace(Rc::new(NoKey));
    device.restart();
    device
}

fn upper() -> Device {
    Device::of_unit("u", "cap-tren", "Thành Đoàn Bình Hải")
}

/// A submission is handed up on a drive, and the upper level collects it.
fn hand_up(device: &Device, upper: &Device, drive: &Flaky) -> Summary {
    let sent = device.freeze(&small_set());
    check_good(&device.sync(drive, UP));
    check_good(&upper.sync(drive, DOWN));
    let all = upper.received().into_iter();
    all.into_iter().find(|it| it.digest == sent.digest).unwrap()
}

fn identity(device: &Device, summary: &Summary) -> Identity {
    let tab = device.tab();
    tab.act(|| tab.services().lists.identity(summary))
}

fn latest(device: &Device) -> Vec<(String, usize)> {
    let tab = device.tab();
    let all = tab.act(|| tab.services().lists.latest(false));
    all.into_iter().map(|it| (it.summary.digest, it.apart)).collect()
}

/// A person decides on the key that signed a submission.
pub fn judge(device: &Device, summary: &Summary, pin: Pin) {
    let key = summary.signer.key.as_ref().unwrap();
    judge_key(device, Role::Unit, &summary.unit, key, pin);
}

/// A person decides on a key.
pub fn judge_key(device: &Device, role: Role, unit: &UnitId, key: &SignerKey, pin: Pin) {
    let tab = device.tab();
    tab.run(tab.services().receiving.judge(role, unit, key, "tên", pin)).unwrap();
}

/// Two devices of the unit that know each other: the second was let in when it first wrote something.
pub fn both(drive: &Flaky) -> [Device; 2] {
    let devices = [Device::opened("h"), Device::joining("m")];
    settle(&devices, drive, OWN);
    devices[1].write(DOSSIER, "answer/1.2.1/note", json!("Minh có mặt"));
    settle(&devices, drive, OWN);
    devices
}

#[test]
fn the_first_device_of_a_unit_is_known_again_and_confirmed_by_comparing_its_words() {
    let (drive, hoa, upper) = (Flaky::new("len"), Device::opened("h"), upper());
    let first = hand_up(&hoa, &upper, &drive);
    assert_eq!(identity(&upper, &first), Identity::First);
    let [on_phone, here] = [&hoa, &upper].map(|device| {
        let tab = device.tab();
        let own = tab.run(tab.services().signers.own()).unwrap().unwrap();
        let shown = if device.id == hoa.id { own } else { first.signer.key.clone().unwrap() };
        tab.run(tab.services().signers.words(&shown)).unwrap()
    });
    assert_eq!(on_phone, here);
    assert_eq!(here.split(' ').count(), 5);
    judge(&upper, &first, Pin::Compared);
    assert_eq!(identity(&upper, &first), Identity::Confirmed);
    upper.restart();
    hoa.write(DOSSIER, "answer/1.1.1/note", json!("thêm"));
    let second = hand_up(&hoa, &upper, &drive);
    assert_eq!(identity(&upper, &second), Identity::Confirmed);
    assert_eq!(latest(&upper), [(second.digest, 0)]);
}

#[test]
fn a_second_device_that_the_first_let_in_is_as_well_known_as_the_first() {
    let (own, up) = (Flaky::new("chung"), Flaky::new("len"));
    let ([hoa, minh], upper) = (both(&own), upper());
    let first = hand_up(&hoa, &upper, &up);
    judge(&upper, &first, Pin::Compared);
    settle(&[hoa.clone(), minh.clone()], &own, OWN);
    minh.write(DOSSIER, "answer/1.1.1/note", json!("của Minh"));
    let second = hand_up(&minh, &upper, &up);
    assert_ne!(second.signer.key, first.signer.key);
    assert_eq!(second.seq, 2);
    assert_eq!(identity(&upper, &second), Identity::Confirmed);
    // The other way round, too, once Minh compared the words of Hoa's device: that one was there when he
    // joined, and whoever else had been there would have been let in with it.
    let other = Device::of_unit("v", "cap-tren-khac", "Thành Đoàn khác");
    other.take_by_hand(&minh.document(&second.digest));
    let next = |text: &str| {
        settle(&[hoa.clone(), minh.clone()], &own, OWN);
        hoa.write(DOSSIER, "answer/1.1.1/note", json!(text));
        let sent = hoa.freeze(&small_set());
        other.take_by_hand(&hoa.document(&sent.digest));
        let all = other.received().into_iter();
        all.into_iter().find(|it| it.digest == sent.digest).unwrap()
    };
    assert_eq!(identity(&other, &next("của Hoa")), Identity::New);
    judge(&minh, &first, Pin::Compared);
    assert_eq!(identity(&other, &next("vẫn của Hoa")), Identity::First);
}

#[test]
fn who_uses_a_units_name_is_held_apart_gets_no_receipt_and_can_be_discarded_for_good() {
    let (drive, hoa, upper) = (Flaky::new("len"), Device::opened("h"), upper());
    let first = hand_up(&hoa, &upper, &drive);
    let thief = Device::opened("x");
    thief.write(DOSSIER, "answer/1.1.1/note", json!("giả"));
    let sent = thief.freeze(&small_set());
    let file = thief.document(&sent.digest);
    let outcome = upper.take_by_hand(&file);
    assert!(matches!(&outcome, ReceiveOutcome::Submission(_, Arrival::Apart)));
    let forged = upper.received().into_iter().find(|it| it.digest == sent.digest).unwrap();
    assert_eq!(identity(&upper, &forged), Identity::New);
    assert_eq!(latest(&upper), [(first.digest.clone(), 1)]);
    // The drive brings receipts of what is known to be the unit's, and of nothing else.
    check_good(&thief.sync(&drive, UP));
    check_good(&upper.sync(&drive, DOWN));
    let receipts: Vec<String> =
        drive.memory.files().into_keys().filter(|path| path.starts_with("reviews/")).collect();
    assert_eq!(receipts.len(), 1, "{receipts:?}");
    let said: Value = serde_json::from_slice(&drive.memory.files()[&receipts[0]]).unwrap();
    let fields = said["body"]["fields"].as_object().unwrap();
    assert_eq!(fields.keys().collect::<Vec<_>>(), [&format!("received/{}", first.digest)]);
    let tab = upper.tab();
    tab.run(tab.services().receiving.discard(&forged)).unwrap();
    upper.look_again(&drive);
    check_good(&upper.sync(&drive, DOWN));
    let left: Vec<String> = upper.received().into_iter().map(|it| it.digest).collect();
    assert_eq!(left, std::slice::from_ref(&first.digest));
    // By hand it comes again; and where the words are compared, it counts.
    upper.take_by_hand(&file);
    judge(&upper, &forged, Pin::Compared);
    assert_eq!(identity(&upper, &forged), Identity::Confirmed);
    judge(&upper, &forged, Pin::Rejected);
    assert_eq!(identity(&upper, &forged), Identity::Rejected);
    assert_eq!(latest(&upper), [(first.digest, 1)]);
}

#[test]
fn a_new_phone_is_a_new_device_until_a_person_compares_its_words() {
    let (drive, hoa, upper) = (Flaky::new("len"), Device::opened("h"), upper());
    let first = hand_up(&hoa, &upper, &drive);
    let phone = Device::new("n");
    phone.restore(&hoa.backup());
    phone.write(DOSSIER, "answer/1.1.1/note", json!("máy mới"));
    let second = hand_up(&phone, &upper, &drive);
    assert_eq!((second.seq, identity(&upper, &second)), (2, Identity::New));
    assert_eq!(latest(&upper), [(first.digest, 1)]);
    // Its picture leads to the unit, though nobody decided on it yet.
    let (tab, key) = (upper.tab(), second.signer.key.clone().unwrap());
    let whose = tab.run(tab.services().signers.whose(&key)).unwrap();
    assert_eq!(whose.into_iter().map(|it| it.unit).collect::<Vec<_>>(), [UnitId::from(UNIT)]);
    judge(&upper, &second, Pin::Compared);
    assert_eq!(latest(&upper), [(second.digest, 0)]);
}

#[test]
fn a_receipt_of_somebody_else_stands_beside_the_upper_levels_and_shows_as_what_it_is() {
    let (drive, hoa, upper) = (Flaky::new("len"), Device::opened("h"), upper());
    hand_up(&hoa, &upper, &drive);
    check_good(&hoa.sync(&drive, UP));
    let known = |device: &Device| {
        let (tab, lines) = (device.tab(), device.rows::<ReviewLine>(tables::REVIEWS));
        let lists = tab.services().lists;
        let mut all: Vec<Identity> =
            tab.act(|| lines.iter().map(|line| lists.identity_of_review(line)).collect());
        all.sort_by_key(|identity| *identity as u8);
        all
    };
    assert_eq!(known(&hoa), [Identity::First]);
    // The same unit and name, another key: somebody else took the submission in elsewhere.
    let (elsewhere, thief) =
        (Flaky::new("khac"), Device::of_unit("x", "cap-tren", "Thành Đoàn Bình Hải"));
    thief.browser.notes.set(settings::NAME, "u");
    check_good(&hoa.sync(&elsewhere, UP));
    check_good(&thief.sync(&elsewhere, DOWN));
    let mut files = elsewhere.memory.files().into_iter();
    let (path, receipt) = files.find(|(path, _)| path.starts_with("reviews/")).unwrap();
    drive.memory.lay(&path, &receipt);
    check_good(&hoa.sync(&drive, UP));
    assert_eq!(known(&hoa), [Identity::First, Identity::New]);
    // Both can be compared, whichever came first.
    let (unit, signers) = (UnitId::from(UNIT), hoa.tab().services().signers);
    assert_eq!(hoa.tab().run(signers.of_upper(&unit)).unwrap().len(), 2);
    let rows = hoa.rows::<ReviewLine>(tables::REVIEWS);
    let mine = rows.iter().find(|line| line.signer.key == upper_key(&upper)).unwrap();
    let key = mine.signer.key.clone().unwrap();
    judge_key(&hoa, Role::Upper, &unit, &key, Pin::Compared);
    assert_eq!(known(&hoa), [Identity::Confirmed, Identity::New]);
}

fn upper_key(upper: &Device) -> Option<SignerKey> {
    upper.tab().run(upper.tab().services().signers.own()).unwrap()
}

#[test]
fn a_browser_that_can_keep_no_key_still_works_and_is_said_to_be_unconfirmed() {
    let (drive, upper) = (Flaky::new("len"), upper());
    let lan = without_key("l");
    let first = hand_up(&lan, &upper, &drive);
    assert_eq!((first.signer.key.as_ref(), identity(&upper, &first)), (None, Identity::Unsigned));
    let hoa = Device::opened("h");
    let second = hoa.freeze(&small_set());
    upper.take_by_hand(&hoa.document(&second.digest));
    let second = upper.received().into_iter().find(|it| it.digest == second.digest).unwrap();
    assert_eq!(identity(&upper, &second), Identity::First);
    assert_eq!(identity(&upper, &first), Identity::Missing, "the unit has a key now");
    // A person who asked by telephone says that it is right.
    let tab = upper.tab();
    tab.run(tab.services().receiving.settle(&first)).unwrap();
    let first = upper.received().into_iter().find(|it| it.digest == first.digest).unwrap();
    assert!(!tab.act(|| tab.services().lists.is_apart(&first)));
}

#[test]
fn a_file_that_names_anothers_dossier_does_not_keep_that_units_own_out() {
    let (hoa, upper) = (Device::opened("h"), upper());
    let sent = hoa.freeze(&small_set());
    let named = forged(&hoa.document(&sent.digest), |said| {
        said["unit"]["id"] = "don-vi-la".into();
        said["unit"]["name"] = "Đoàn lạ".into();
    });
    upper.take_by_hand(&named);
    let outcome = upper.take_by_hand(&hoa.document(&sent.digest));
    assert!(matches!(outcome, ReceiveOutcome::Submission(_, Arrival::OtherUnit)));
    let here = upper.received().into_iter().find(|it| it.digest == sent.digest).unwrap();
    let tab = upper.tab();
    let odd = || tab.act(|| tab.services().lists.oddities(&here));
    assert_eq!(odd(), [Oddity::OtherUnit("Đoàn lạ".into())]);
    let wrong = upper.received().into_iter().find(|it| it.digest != sent.digest).unwrap();
    tab.run(tab.services().receiving.discard(&wrong)).unwrap();
    assert_eq!(odd(), []);
}

#[test]
fn known_keys_come_back_with_a_backup_but_nobody_compared_them_there() {
    let (drive, hoa, upper) = (Flaky::new("len"), Device::opened("h"), upper());
    let first = hand_up(&hoa, &upper, &drive);
    judge(&upper, &first, Pin::Compared);
    let laptop = Device::new("n");
    laptop.restore(&upper.backup());
    assert_eq!(identity(&laptop, &first), Identity::First);
    let thief = Device::opened("x");
    let forged = thief.freeze(&small_set());
    let outcome = laptop.take_by_hand(&thief.document(&forged.digest));
    assert!(matches!(outcome, ReceiveOutcome::Submission(_, Arrival::Apart)));
}

#[test]
fn what_a_person_settled_stays_so_when_a_backup_is_taken_back() {
    let (hoa, upper) = (Device::opened("h"), upper());
    hoa.freeze(&small_set());
    let second = hoa.freeze(&small_set());
    upper.take_by_hand(&hoa.document(&second.digest));
    let backup = upper.backup();
    let tab = upper.tab();
    let summary = upper.received().pop().unwrap();
    let odd = |summary: &Summary| tab.act(|| tab.services().lists.oddities(summary));
    assert_eq!(odd(&summary), [Oddity::Gap(0)]);
    tab.run(tab.services().receiving.settle(&summary)).unwrap();
    upper.restore(&backup);
    assert_eq!(odd(&upper.received().pop().unwrap()), []);
}
