//! What leads a photo out: the unit's own submission, and nothing that a backup, a file or a review names.

use crate::{
    backups::{believed, restores},
    signing::both,
    support::{
        DOWN, Device, Flaky, OWN, UP, check_good,
        desk::{Officer, hands_up},
        device::DOSSIER,
        forged,
        place::Picked,
        set, settle,
    },
};
use base64::{Engine, engine::general_purpose::STANDARD};
use bcd_app::{
    evidence::Shows,
    exchange::{outbox::Audience, outgoing::SendError, receiving::ReceiveOutcome},
    merging::NotMerged,
    store::{Op, tables},
};
use bcd_core::{
    format::{canonical, problem::Code},
    id::{DossierId, ItemId},
};
use serde_json::{Value, json};

const PHOTO: &[u8] = include_bytes!("../../../../public/icons/icon-192.png");

/// A photo as evidence of an item of a dossier, under this id.
fn shows(device: &Device, dossier: &DossierId, id: &str, item: &str) {
    let tab = device.tab();
    device.browser.ids.next.replace(Some(id.to_owned()));
    let (shows, picked) =
        (Shows::Item(ItemId::from(item)), Picked::new("anh.png", "image/png", PHOTO));
    tab.run(tab.evidence.take_file(dossier, &shows, &picked)).unwrap();
}

/// The open dossier is answered by the set that has the item.
fn by_the_set(device: &Device) {
    let (tab, set) = (device.tab(), set().to_string());
    assert!(tab.act(|| tab.work.take_set(&set)));
}

/// What somebody makes who knows the hash of a photo and has it not: a backup with a submission, said to be the
/// unit's own, that names it.
fn naming(thief: &Device) -> Vec<u8> {
    thief.freeze(&set());
    let hash = canonical::sha256(PHOTO);
    let ops = [tables::FILES, tables::FILE_TYPES].map(|table| Op::Delete(table, hash.clone()));
    thief.browser.shelf.memory.write(ops.into());
    thief.backup()
}

/// Whether the photo lies on a drive under whatever name.
fn lies(drive: &Flaky) -> bool {
    drive.memory.files().values().any(|bytes| holds(bytes))
}

/// Whether it is in a file, as it is or as text.
fn holds(file: &[u8]) -> bool {
    let (part, text) = (&PHOTO[192..256], STANDARD.encode(&PHOTO[192..252]));
    let has = |some: &[u8]| file.windows(some.len()).any(|it| it == some);
    has(part) || has(text.as_bytes())
}

fn syncs(device: &Device, drive: &Flaky) {
    for _ in 0..2 {
        check_good(&device.sync(drive, UP));
    }
}

#[test]
fn a_submission_of_a_backup_leads_no_private_photo_out() {
    // In the very dossier that it names, whichever was there first.
    for before in [true, false] {
        let (drive, hoa, thief) = (Flaky::new("len"), Device::opened("h"), Device::opened("x"));
        by_the_set(&hoa);
        shows(&thief, &DOSSIER.into(), "x", "1.2.1");
        let file = naming(&thief);
        believed(&hoa, &file);
        if !before {
            hoa.restore(&file);
        }
        shows(&hoa, &DOSSIER.into(), "p", "1.2.1");
        hoa.write(DOSSIER, "evidence/p/private", json!(true));
        if before {
            hoa.restore(&file);
        }
        syncs(&hoa, &drive);
        assert!(!lies(&drive));
        let tab = hoa.tab();
        let by_hand = tab.run(tab.services().outbox.pack(Audience::Upper));
        let problems = |error| match error {
            SendError::Problems(problems) => problems,
            error => panic!("{error:?}"),
        };
        let codes: Vec<Code> = by_hand.map_err(problems).map_or_else(
            |problems| problems.into_iter().map(|it| it.code).collect(),
            |file| {
                assert!(!holds(&file.bytes.to_vec()));
                Vec::new()
            },
        );
        assert_eq!(codes, if before { vec![] } else { vec![Code::PhotoStays] });
    }
    // In one that comes with it, of a unit that never was.
    let (drive, minh, thief) = (Flaky::new("khac"), Device::opened("m"), Device::new("x"));
    shows(&minh, &DOSSIER.into(), "p", "1.1.1");
    let other = thief.begin("la", "Đoàn lạ", "2026");
    shows(&thief, &other, "x", "1.2.1");
    minh.restore(&naming(&thief));
    let tab = minh.tab();
    tab.act(|| tab.work.open(other));
    by_the_set(&minh);
    syncs(&minh, &drive);
    assert!(!lies(&drive));
}

#[test]
fn nor_one_whose_private_use_the_backup_takes_away() {
    let (drive, hoa, thief) = (Flaky::new("len"), Device::opened("h"), Device::opened("x"));
    shows(&hoa, &DOSSIER.into(), "p", "1.2.1");
    hoa.write(DOSSIER, "evidence/p/private", json!(true));
    shows(&thief, &DOSSIER.into(), "x", "1.2.1");
    let file = forged(&naming(&thief), |said| {
        said["body"]["dossiers"][DOSSIER]["fields"]["evidence/p/private"] = json!({
            "v": false, "n": 90, "dev": "x", "at": "2026-11-24T08:00:00+07:00",
            "over": {"h-0000-0000": 90},
        });
    });
    hoa.restore(&file);
    by_the_set(&hoa);
    assert_eq!(hoa.value("evidence/p/private"), json!(false));
    syncs(&hoa, &drive);
    assert!(!lies(&drive));
}

/// A backup by somebody who noted a visit with the photo in a case of the office, and has the photo not.
fn visited(office: &Device) -> Vec<u8> {
    forged(&office.backup(), |said| {
        let hash = canonical::sha256(PHOTO);
        said["body"]["cases"][0]["state"]["fields"]["visit/x"] = json!({
            "v": {"day": "2026-11-24", "photos": [hash]}, "n": 60, "dev": "x",
            "at": "2026-11-24T08:00:00+07:00",
        });
        for part in [&["body", "files"][..], &["files"]] {
            let mut at = &mut *said;
            for name in part {
                at = &mut at[*name];
            }
            if let Some(all) = at.as_object_mut() {
                all.remove(&hash);
            }
        }
    })
}

#[test]
fn a_case_of_a_backup_leads_no_photo_of_the_offices_own_dossier_out() {
    let (drive, unit, nam) = (Flaky::new("len"), Device::opened("h"), Officer::new("nam"));
    let own = nam.device.begin("rieng", "Chi đoàn cơ quan", "2026");
    hands_up(&unit, &drive, "0");
    nam.collects(&drive);
    nam.opens();
    restores(&nam.device, believed(&nam.device, &visited(&nam.device))).unwrap();
    assert_eq!(nam.opens().visits.len(), 1);
    // What it names is taken afterwards.
    shows(&nam.device, &own, "p", "1.1.1");
    for _ in 0..2 {
        check_good(&nam.device.sync(&drive, DOWN));
    }
    assert!(drive.memory.files().keys().any(|path| path.starts_with("reviews/")));
    assert!(!lies(&drive));
    assert!(!holds(&nam.file()));
}

#[test]
fn nor_one_that_another_unit_sent() {
    let (drive, unit, nam) = (Flaky::new("len"), Device::opened("h"), Officer::new("nam"));
    hands_up(&unit, &drive, "0");
    nam.collects(&drive);
    nam.opens();
    let other = Device::new("k");
    let dossier = other.begin("khac", "Đoàn phường khác", "2026");
    shows(&other, &dossier, "p", "1.2.1");
    let sent = other.freeze(&set());
    let (tab, line) = (other.tab(), sent);
    let file = tab.run(tab.services().sending.file_of(&line)).unwrap();
    nam.device.take_by_hand(&file.bytes.to_vec());
    assert_eq!(nam.device.files().len(), 1);
    let taken = restores(&nam.device, believed(&nam.device, &visited(&nam.device)));
    assert!(!holds(&nam.file()), "not to the first unit");
    let Err(NotMerged::Refused(problem)) = taken else { panic!("{taken:?}") };
    assert_eq!(problem.code, Code::FileMissing);
    // The office's own, with the photo in it, is taken.
    restores(&nam.device, &nam.device.backup()).unwrap();
}

#[test]
fn what_the_unit_froze_goes_up_whatever_became_of_it_since_and_from_its_other_phone() {
    let (drive, hoa) = (Flaky::new("len"), Device::opened("h"));
    shows(&hoa, &DOSSIER.into(), "p", "1.2.1");
    hoa.freeze(&set());
    hoa.write(DOSSIER, "evidence/p/deleted", json!(true));
    syncs(&hoa, &drive);
    assert!(lies(&drive), "as it was frozen");
    // A new phone hands up what the old one froze and never sent.
    let (drive, minh, phone) = (Flaky::new("khac"), Device::opened("m"), Device::new("n"));
    shows(&minh, &DOSSIER.into(), "p", "1.2.1");
    minh.freeze(&set());
    phone.restore(&minh.backup());
    by_the_set(&phone);
    syncs(&phone, &drive);
    assert!(lies(&drive));
    let there = drive.memory.files();
    assert!(there.keys().any(|path| path.starts_with("submissions/")));
    // Where it is private by now, it stays; what is frozen next goes up without it.
    let drive = Flaky::new("sau");
    phone.write(DOSSIER, "evidence/p/private", json!(true));
    phone.freeze(&set());
    syncs(&phone, &drive);
    let up = |drive: &Flaky| -> Vec<Value> {
        let files = drive.memory.files().into_iter();
        let files = files.filter(|(path, _)| path.starts_with("submissions/"));
        files.map(|(_, bytes)| serde_json::from_slice(&bytes).unwrap()).collect()
    };
    assert!(!lies(&drive));
    assert_eq!(up(&drive).iter().map(|it| it["seq"].clone()).collect::<Vec<_>>(), [json!(2)]);
}

#[test]
fn no_submission_leads_out_what_another_unit_here_keeps_for_itself_whoever_froze_it() {
    let (own, up) = (Flaky::new("chung"), Flaky::new("len"));
    let [hoa, minh] = both(&own);
    // Hoa keeps the year of her branch in this browser, too, with a photo that is for the branch alone.
    let branch = hoa.begin("chi-doan", "Chi đoàn khu phố 2", "2026");
    shows(&hoa, &branch, "p", "1.2.1");
    hoa.write(branch.as_str(), "evidence/p/private", json!(true));
    // The ward's other device names it, and freezes that.
    shows(&minh, &DOSSIER.into(), "x", "1.2.1");
    settle(&[hoa.clone(), minh.clone()], &own, OWN);
    let sent = minh.freeze(&set());
    let tab = minh.tab();
    let file = tab.run(tab.services().sending.file_of(&sent)).unwrap();
    assert!(matches!(hoa.take_by_hand(&file.bytes.to_vec()), ReceiveOutcome::Own(_)));
    let tab = hoa.tab();
    tab.act(|| tab.work.open(DOSSIER.into()));
    by_the_set(&hoa);
    syncs(&hoa, &up);
    assert!(!lies(&up));
    // Where the branch lets it go up by now, so does the ward.
    hoa.write(branch.as_str(), "evidence/p/private", json!(false));
    tab.act(|| tab.work.open(branch));
    by_the_set(&hoa);
    let later = Flaky::new("sau");
    syncs(&hoa, &later);
    assert!(lies(&later));
}

#[test]
fn no_case_leads_to_its_unit_what_another_unit_sent_or_what_was_seen_there() {
    let (drive, unit) = (Flaky::new("len"), Device::opened("h"));
    let (nam, thief) = (Officer::new("nam"), Officer::new("x"));
    hands_up(&unit, &drive, "0");
    for officer in [&nam, &thief] {
        officer.collects(&drive);
        officer.opens();
    }
    let hash = canonical::sha256(PHOTO);
    // Somebody who was let in as an officer notes a visit with a photo of which they know the hash.
    let visited = forged(&thief.file(), |said| {
        said["body"]["fields"]["visit/x"] = json!({
            "v": {"day": "2026-11-24", "photos": [hash]}, "n": 60, "dev": "x",
            "at": "2026-11-24T08:00:00+07:00",
        });
    });
    assert!(matches!(nam.device.take_by_hand(&visited), ReceiveOutcome::Review(..)));
    assert_eq!(nam.opens().visits.len(), 1);
    let other = Device::new("k");
    let dossier = other.begin("khac", "Đoàn phường khác", "2026");
    shows(&other, &dossier, "p", "1.2.1");
    let sent = other.freeze(&set());
    let tab = other.tab();
    let file = tab.run(tab.services().sending.file_of(&sent)).unwrap();
    nam.device.take_by_hand(&file.bytes.to_vec());
    assert_eq!(nam.device.files().len(), 1, "the other unit sent it");
    for _ in 0..2 {
        check_good(&nam.device.sync(&drive, DOWN));
    }
    assert!(!lies(&drive));
    assert!(!holds(&nam.file()));
    // What the unit itself sent, it may see again.
    shows(&unit, &DOSSIER.into(), "p", "1.2.1");
    let sent = unit.freeze(&set());
    let tab = unit.tab();
    let file = tab.run(tab.services().sending.file_of(&sent)).unwrap();
    nam.device.take_by_hand(&file.bytes.to_vec());
    assert!(holds(&nam.file()));
}
