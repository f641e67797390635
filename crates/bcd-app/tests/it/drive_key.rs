//! The key of a sealed drive: its word cut, lost, replaced; its passphrase changed; files that were put
//! elsewhere, and files that it does not open.

use crate::support::{
    Device, Flaky, OWN, check_good,
    device::{DOSSIER, UNIT},
    set, settle,
};
use bcd_app::syncing::NotChanged;
use bcd_core::{
    format::problem::Code,
    sync::{Roles, layout},
};
use bcd_seal::key::DriveKey;
use bcd_sync::{
    drive::DriveFault,
    local::Trouble,
    report::{Happened, Report},
};
use serde_json::json;
use std::collections::BTreeMap;

const PASSPHRASE: &str = "bốn từ không liên quan";
const OTHER: &str = "năm từ không dính dáng gì";

fn seal(device: &Device, passphrase: &str) {
    device.passphrase.replace(Some(passphrase.to_owned()));
}

fn sealed_by_hoa() -> (Flaky, Device) {
    let (drive, hoa) = (Flaky::new("chung"), Device::opened("hoa"));
    seal(&hoa, PASSPHRASE);
    check_good(&hoa.sync(&drive, OWN));
    (drive, hoa)
}

fn word(drive: &Flaky) -> Option<Vec<u8>> {
    drive.memory.files().remove(layout::WORD)
}

fn key(drive: &Flaky) -> DriveKey {
    DriveKey::of_word(&word(drive).unwrap(), PASSPHRASE).unwrap()
}

fn files(drive: &Flaky) -> BTreeMap<String, Vec<u8>> {
    let mut files = drive.memory.files();
    files.remove(layout::WORD);
    files
}

fn change(device: &Device, drive: &Flaky, new: &str) -> Result<(), NotChanged> {
    let tab = device.tab();
    let done = tab.run(tab.services().syncing.change_passphrase(&drive.name, new.to_owned(), true));
    if done.is_ok() {
        seal(device, new);
    }
    done
}

fn not_its_place(report: &Report, path: &str) -> bool {
    report.events.iter().any(|event| {
        let why = |what: &Happened| match what {
            Happened::Refused(Some(problem)) => problem.code == Code::NotItsPlace,
            _ => false,
        };
        event.path == path && why(&event.what)
    })
}

#[test]
fn a_word_that_was_cut_or_lost_is_put_back_by_who_knew_it_and_no_new_key_is_made() {
    for cut in [Some(&b""[..]), Some(b"age-encryption.org/v1\n-> scrypt"), None] {
        let (drive, hoa) = sealed_by_hoa();
        let whole = word(&drive);
        match cut {
            Some(bytes) => drive.memory.lay(layout::WORD, bytes),
            None => drive.memory.take_away(layout::WORD),
        }
        let before = drive.memory.files();
        // Who never saw it is told, whatever passphrase they have, and leaves all as it is.
        let minh = Device::joining("minh");
        seal(&minh, PASSPHRASE);
        assert_eq!(minh.sync(&drive, OWN).trouble, Some(Trouble::NoWord));
        // So is who knew it, with a passphrase that is another one.
        hoa.restart();
        seal(&hoa, OTHER);
        assert_eq!(hoa.sync(&drive, OWN).trouble, Some(Trouble::WrongPassphrase));
        assert_eq!(drive.memory.files(), before, "{cut:?}");
        seal(&hoa, PASSPHRASE);
        let report = hoa.sync(&drive, OWN);
        check_good(&report);
        assert!(report.events.iter().any(|event| event.what == Happened::WordPutBack));
        assert_eq!(word(&drive), whole);
        check_good(&minh.sync(&drive, OWN));
        assert_eq!(minh.state(), hoa.state());
    }
}

#[test]
fn who_saw_a_drive_sealed_makes_no_key_for_it_when_it_is_emptied() {
    let (drive, _) = sealed_by_hoa();
    let minh = Device::opened("minh");
    assert_eq!(minh.sync(&drive, OWN).trouble, Some(Trouble::NoPassphrase));
    for path in drive.memory.files().into_keys() {
        drive.memory.take_away(&path);
    }
    seal(&minh, PASSPHRASE);
    assert_eq!(minh.sync(&drive, OWN).trouble, Some(Trouble::NoWord));
    assert!(drive.memory.files().is_empty());
}

#[test]
fn a_word_with_another_key_is_told_of_and_nothing_is_read_or_written() {
    let (drive, hoa) = sealed_by_hoa();
    let there = DriveKey::generate();
    drive.memory.lay(layout::WORD, &there.word(PASSPHRASE).unwrap());
    let path = format!("units/{UNIT}/x.json.age");
    drive.memory.lay(&path, &there.seal(&path, b"{}").unwrap());
    hoa.write(DOSSIER, "answer/1.2.1/private_note", json!("không ai được đọc"));
    let before = drive.memory.files();
    for _ in 0..2 {
        let report = hoa.sync(&drive, OWN);
        assert_eq!((report.trouble, report.events), (Some(Trouble::AnotherKey), vec![]));
        assert_eq!(drive.memory.files(), before);
        assert_eq!(change(&hoa, &drive, OTHER), Err(NotChanged::Here(Trouble::AnotherKey)));
        hoa.restart();
    }
}

#[test]
fn a_passphrase_is_changed_without_writing_a_file_anew() {
    let (drive, hoa) = sealed_by_hoa();
    let minh = Device::joining("minh");
    seal(&minh, PASSPHRASE);
    settle(&[hoa.clone(), minh.clone()], &drive, OWN);
    let (before, secret) = (files(&drive), key(&drive).secret());
    let old = word(&drive).unwrap();

    assert_eq!(change(&hoa, &drive, OTHER), Ok(()));
    assert_eq!(files(&drive), before);
    let now = DriveKey::of_word(&word(&drive).unwrap(), OTHER).unwrap();
    assert_eq!(now.secret(), secret);
    check_good(&hoa.sync(&drive, OWN));
    hoa.restart();
    check_good(&hoa.sync(&drive, OWN));

    // The other device is told so, writes nothing, and goes on with the new one.
    minh.write(DOSSIER, "answer/1.2.1/note", json!("chờ mật khẩu"));
    for _ in 0..2 {
        assert_eq!(minh.sync(&drive, OWN).trouble, Some(Trouble::PassphraseChanged));
        assert_eq!(files(&drive), before);
        minh.restart();
    }
    // A mistyped one is no changed one.
    seal(&minh, "gõ nhầm mất rồi");
    assert_eq!(minh.sync(&drive, OWN).trouble, Some(Trouble::WrongPassphrase));
    seal(&minh, OTHER);
    settle(&[minh.clone(), hoa.clone()], &drive, OWN);
    assert_eq!(hoa.value("answer/1.2.1/note"), json!("chờ mật khẩu"));
    // Who joins with the old one gets nowhere.
    let new = Device::joining("x");
    seal(&new, PASSPHRASE);
    assert_eq!(new.sync(&drive, OWN).trouble, Some(Trouble::WrongPassphrase));
    // The old word put back opens nothing to who has forgotten the old passphrase, and shuts out
    // nobody for good.
    drive.memory.lay(layout::WORD, &old);
    hoa.restart();
    assert_eq!(hoa.sync(&drive, OWN).trouble, Some(Trouble::PassphraseChanged));
}

#[test]
fn a_passphrase_is_changed_only_over_the_word_that_was_opened() {
    let (drive, hoa) = sealed_by_hoa();
    let minh = Device::joining("minh");
    seal(&minh, PASSPHRASE);
    check_good(&minh.sync(&drive, OWN));
    // Both change it: who comes second is told, and the first one stands.
    assert_eq!(change(&minh, &drive, OTHER), Ok(()));
    let theirs = word(&drive);
    let changed = change(&hoa, &drive, "sáu từ khác nữa");
    assert_eq!(changed, Err(NotChanged::Here(Trouble::PassphraseChanged)));
    assert_eq!(word(&drive), theirs);
    // A drive that refuses keeps its word, and this browser its passphrase.
    drive.fail(1, crate::support::When::Refused(DriveFault::Changed));
    let changed = change(&minh, &drive, "sáu từ khác nữa");
    assert_eq!(changed, Err(NotChanged::Drive(DriveFault::Changed)));
    drive.heal();
    assert_eq!(word(&drive), theirs);
    check_good(&minh.sync(&drive, OWN));
    // And one that is not sealed has none to change.
    let open = Flaky::new("mo");
    check_good(&Device::opened("o").sync(&open, OWN));
    assert_eq!(change(&hoa, &open, OTHER), Err(NotChanged::NotSealed));
}

#[test]
fn a_change_of_the_passphrase_that_was_cut_off_shuts_nobody_out() {
    use crate::support::When;
    for when in [When::AnswerLost, When::Half] {
        let (drive, hoa) = sealed_by_hoa();
        drive.fail(1, when.clone());
        assert_eq!(change(&hoa, &drive, OTHER), Err(NotChanged::Drive(DriveFault::Timeout)));
        drive.heal();
        let report = hoa.sync(&drive, OWN);
        match when {
            // The new one counts, and is asked for.
            When::AnswerLost => assert_eq!(report.trouble, Some(Trouble::PassphraseChanged)),
            // Half a word is none, so the old one is put back.
            _ => check_good(&report),
        }
        seal(&hoa, if when == When::AnswerLost { OTHER } else { PASSPHRASE });
        check_good(&hoa.sync(&drive, OWN));
    }
}

#[test]
fn a_file_that_was_put_elsewhere_is_refused_in_words() {
    let both = Roles { devices: true, sends: true, collects: false };
    let (drive, hoa) = sealed_by_hoa();
    hoa.freeze(&set());
    let photos = [hoa.photo("h", &[1; 900]), hoa.photo("m", &[2; 900])];
    check_good(&hoa.sync(&drive, both));
    let all = drive.memory.files();
    let at = |part: &str| all.keys().find(|path| path.contains(part)).unwrap().clone();
    let (device, sent) = (at("_hoa-"), at("_0001_"));
    let [one, two] = [&photos[0], &photos[1]].map(|hash| at(&hash.0));
    let aside = device.replace("_hoa-", "_minh-");
    let unnamed = format!("units/{UNIT}/ghi-chu.json.age");
    let later = sent.replace("/2026/", "/2027/");
    for (from, to) in [(&device, &aside), (&device, &unnamed), (&sent, &later), (&one, &two)] {
        drive.memory.lay(to, &all[from]);
    }
    // What a sync program made of a file beside it is the file.
    let copy = device.replace(".json.age", " (1).json.age");
    drive.memory.lay(&copy, &all[&device]);
    drive.memory.take_away(&device);

    let minh = Device::joining("minh");
    seal(&minh, PASSPHRASE);
    let report = minh.sync(&drive, OWN);
    for path in [&aside, &unnamed, &later, &two] {
        assert!(not_its_place(&report, path), "{path}: {:?}", report.events);
    }
    assert!(!not_its_place(&report, &copy));
    assert_eq!(minh.state(), hoa.state(), "taken from the copy");
    assert_eq!(minh.files().into_keys().collect::<Vec<_>>(), [photos[0].clone()]);
}

#[test]
fn what_the_key_does_not_open_costs_once_and_is_said_in_every_sync() {
    const JUNK: usize = 2_000;
    let (drive, hoa) = sealed_by_hoa();
    let stranger = DriveKey::generate();
    let path = |n: usize| format!("units/{UNIT}/la_2026_{n:08}.json.age");
    let junk = stranger.seal(&path(0), b"{}").unwrap();
    let greedy = {
        // As hard to open as can be said, and no key of the drive's.
        let file = bcd_seal::seal(b"x", PASSPHRASE).unwrap();
        let at = file.windows(4).position(|part| part == b" 17\n").unwrap();
        [&file[..=at], b"63", &file[at + 3..]].concat()
    };
    let crowd = [
        &b"age-encryption.org/v1\n"[..],
        &b"-> X25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nAAAA\n".repeat(20_000),
    ]
    .concat();
    for n in 0..JUNK {
        drive.memory.lay(&path(n), &junk);
    }
    drive.memory.lay(&path(JUNK), &greedy);
    drive.memory.lay(&path(JUNK + 1), &crowd);
    let tried = || hoa.browser.opened_files.replace(0);
    tried();
    let refused = |report: &Report| {
        let code = |code: Code| {
            report.events.iter().any(|event| match &event.what {
                Happened::Refused(Some(problem)) => problem.code == code,
                _ => false,
            })
        };
        assert!(code(Code::SealedTooHard));
        // All are counted, however few are kept.
        report.refused_count()
    };
    assert_eq!(refused(&hoa.sync(&drive, OWN)), JUNK + 2);
    assert_eq!(tried(), JUNK + 2);
    for _ in 0..2 {
        drive.memory.cost();
        let report = hoa.sync(&drive, OWN);
        assert_eq!((refused(&report), tried()), (JUNK + 2, 0));
        assert_eq!(drive.memory.cost().reads, 1, "the word");
        assert!(report.is_in_step(), "junk holds up nothing");
        hoa.restart();
    }
    // One that has changed is tried again, and so is everything if a person wants it.
    drive.memory.lay(&path(0), &stranger.seal(&path(0), b"{}").unwrap());
    hoa.sync(&drive, OWN);
    assert_eq!(tried(), 1);
    hoa.look_again(&drive);
    hoa.sync(&drive, OWN);
    assert!(tried() >= JUNK + 2);
}

#[test]
fn a_passphrase_is_worked_on_once_a_session() {
    let (drive, hoa) = sealed_by_hoa();
    let work = || hoa.browser.words.replace(0);
    assert_eq!(work(), 0, "a key that was made here is open");
    for n in 0..3 {
        hoa.write(DOSSIER, "answer/1.2.1/note", json!(format!("lần {n}")));
        check_good(&hoa.sync(&drive, OWN));
    }
    assert_eq!(work(), 0);
    hoa.restart();
    for _ in 0..3 {
        check_good(&hoa.sync(&drive, OWN));
    }
    assert_eq!(work(), 1);
    // What is stored opens nothing without the passphrase.
    let secret = key(&drive).secret();
    for line in hoa.rows::<serde_json::Value>(bcd_app::store::tables::DRIVES) {
        assert!(!line.to_string().contains(&secret));
        assert!(!line.to_string().contains(&key(&drive).recipient()));
    }
}
