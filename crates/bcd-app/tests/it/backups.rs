//! Backups that somebody else made, and backups of browsers that somebody else wants to have none.

use crate::support::{
    Device, Flaky,
    desk::{Officer, hands_up, said},
    device::DOSSIER,
    forged,
};
use bcd_app::{
    exchange::{
        backup::{Consented, Line, Part, Restored},
        receiving::ReceiveOutcome,
    },
    lists::Copied,
    merging::NotMerged,
    rows,
    signing::SignerRow,
    store::tables,
};
use bcd_core::{
    format::{canonical, limits, pack::PackLine, problem::Code, review::ReviewLine},
    intake::{Summary, marks},
    merge::Merged,
    signer::{Pin, Signer},
    upper::case::Verdict,
};
use serde_json::{Value, json};

pub fn opened(device: &Device, file: &[u8]) -> std::rc::Rc<Restored> {
    match device.open_by_hand(file) {
        ReceiveOutcome::Backup(backup) => backup,
        ReceiveOutcome::Bad(problems) => panic!("{problems:?}"),
        _ => panic!("no backup"),
    }
}

pub fn looks(device: &Device, file: &[u8]) -> Result<Vec<Line>, NotMerged> {
    let (tab, backup) = (device.tab(), opened(device, file));
    tab.run(tab.services().backups.look(&backup, false)).map(|look| look.lines)
}

/// A backup that this browser takes for one of its own, whatever is in it.
pub fn believed<'a>(device: &Device, file: &'a [u8]) -> &'a [u8] {
    let said: Value = serde_json::from_slice(file).unwrap();
    let digests = vec![said["digest"].as_str().unwrap().to_owned()];
    let tab = device.tab();
    tab.run(tab.services().backups.note_copied(Copied { digests, ..Copied::default() }));
    file
}

pub fn restores(device: &Device, file: &[u8]) -> Result<(), NotMerged> {
    let (tab, backup) = (device.tab(), opened(device, file));
    tab.run(tab.services().backups.restore(&backup, &Consented::default()))
}

fn entry(value: &str, n: u64) -> Value {
    json!({"v": value, "n": n, "dev": "x", "at": "2026-11-24T08:00:00+07:00"})
}

/// A backup with nothing in it but what `fill` puts there.
fn backup_with(fill: impl FnOnce(&mut Value)) -> Vec<u8> {
    forged(&Device::new("x").backup(), |said| fill(&mut said["body"]))
}

#[test]
fn a_backup_writes_into_no_dossier_by_calling_it_a_draft() {
    let hoa = Device::opened("h");
    hoa.write(DOSSIER, "answer/1.1.1/note", json!("của Hoa"));
    let before = hoa.state();
    let file = backup_with(|body| {
        body["drafts"][DOSSIER]["fields"]["answer/1.1.1/note"] = json!({
            "v": "giả", "n": 90, "dev": "x", "at": "2026-11-24T08:00:00+07:00",
            "over": {"h-0000-0000": 90},
        });
    });
    restores(&hoa, &file).unwrap();
    hoa.restart();
    assert_eq!(hoa.state(), before);
    assert_eq!(hoa.value("answer/1.1.1/note"), json!("của Hoa"));
}

#[test]
fn drafts_and_the_list_of_units_leave_room_for_what_a_person_writes_next() {
    let nam = Officer::new("nam");
    for fill in [
        |body: &mut Value| body["drafts"]["nhap"]["fields"]["note"] = entry("x", (1 << 53) - 1),
        |body: &mut Value| body["roll"]["fields"]["unit/a/name"] = entry("x", (1 << 53) - 1),
    ] {
        let Err(NotMerged::Refused(problem)) = restores(&nam.device, &backup_with(fill)) else {
            panic!("taken")
        };
        assert_eq!(problem.code, Code::RunsAhead);
        let Err(NotMerged::Refused(_)) = looks(&nam.device, &backup_with(fill)) else { panic!() };
    }
    assert!(nam.device.rows::<Value>(tables::DRAFTS).is_empty());
    assert!(nam.device.rows::<Value>(tables::ROLL).is_empty());
}

/// A unit that handed up and was answered, and the answer.
pub fn answered() -> (Device, Officer, Vec<u8>) {
    let (drive, unit, nam) = (Flaky::new("len"), Device::opened("h"), Officer::new("nam"));
    hands_up(&unit, &drive, "0");
    nam.collects(&drive);
    nam.opens();
    nam.says(Verdict::Ask, "Mờ").unwrap();
    let file = nam.file();
    unit.take_by_hand(&file);
    (unit, nam, file)
}

/// What somebody who signs nothing says under this name.
fn under(name: &str, file: &[u8], say: impl FnOnce(&mut Value)) -> Vec<u8> {
    forged(file, |said| {
        said["writer"]["name"] = name.into();
        say(said);
    })
}

fn refusal(outcome: &ReceiveOutcome) -> Option<Code> {
    match outcome {
        ReceiveOutcome::Bad(problems) => problems.first().map(|it| it.code),
        _ => None,
    }
}

#[test]
fn no_review_takes_a_units_backup_away() {
    let (unit, _, file) = answered();
    let many = |part: usize| {
        under("ai", &file, |said| {
            for n in 0..2_600 {
                said["body"]["fields"][format!("x{part}/{n}")] =
                    json!({"v": 1, "n": 1, "dev": "x", "at": ""});
            }
        })
    };
    unit.take_by_hand(&many(1));
    let second = unit.take_by_hand(&many(2));
    unit.backup();
    assert_eq!(refusal(&second), Some(Code::TooMany));
    // Two that take each other's submission back, so that none is left that came.
    let sent = unit.sent()[0].digest.clone();
    let other = format!("sha256:{:064x}", 7);
    let one_of = |this: &str, that: &str| {
        under("ba", &file, |said| {
            said["body"]["submission"] = this.into();
            let fields = &mut said["body"]["fields"];
            fields.as_object_mut().unwrap().retain(|path, _| !path.starts_with("received/"));
            fields[format!("received/{this}")] = json!({"v": 1, "n": 10, "dev": "x", "at": ""});
            fields[format!("received/{that}")] = json!({"v": null, "n": 20, "dev": "y", "at": ""});
        })
    };
    unit.take_by_hand(&one_of(&sent, &other));
    let second = unit.take_by_hand(&one_of(&other, &sent));
    unit.backup();
    assert_eq!(refusal(&second), Some(Code::BadField));
    // What was kept is in the backup, and what the upper level says is as it was.
    let phone = Device::new("may-moi");
    phone.restore(&unit.backup());
    assert_eq!(said(&unit).iter().filter(|it| !it.apart).count(), 1);
    assert_eq!(phone.rows::<ReviewLine>(tables::REVIEWS).len(), 3);
}

#[test]
fn strangers_reviews_fill_no_browser_and_bring_no_photos() {
    let (unit, _, file) = answered();
    let hash = canonical::sha256(b"abc");
    let theirs = |name: &str| {
        under(name, &file, |said| {
            said["body"]["fields"]["visit/x"] = json!({
                "v": {"day": "2026-11-24", "photos": [hash]}, "n": 60, "dev": "x", "at": "",
            });
            said["body"]["files"][&hash] = "image/jpeg".into();
            said["files"][&hash] = "YWJj".into();
        })
    };
    let outcomes: Vec<_> =
        (0..70).map(|n| refusal(&unit.take_by_hand(&theirs(&format!("người {n}"))))).collect();
    // The upper level's own device is one of them, as long as nobody compared its words.
    assert_eq!(unit.rows::<ReviewLine>(tables::REVIEWS).len(), 60);
    assert!(outcomes[..59].iter().all(Option::is_none), "{outcomes:?}");
    assert!(outcomes[59..].iter().all(|it| *it == Some(Code::UnknownFull)), "{outcomes:?}");
    assert!(unit.files().is_empty());
    // The upper level's own comes in all the same.
    assert_eq!(refusal(&unit.take_by_hand(&file)), None);
}

fn sent_in_a_name(nam: &Officer, n: u32, key: Option<&str>) {
    let digest = format!("sha256:{n:064x}");
    let signer = Signer { key: key.map(Into::into), ..Signer::default() };
    let summary = Summary {
        digest: digest.clone(),
        unit: "bia".into(),
        cycle: "2026".into(),
        seq: n,
        form: marks::FORM,
        signer,
        ..Summary::default()
    };
    nam.device.browser.shelf.lay(tables::RECEIVED, &digest, &rows::write(&summary));
}

fn noted(nam: &Officer) -> Vec<usize> {
    nam.device.restart();
    let nam = Officer::at(nam.device.clone());
    nam.device.tab().run(nam.desk.read()).unwrap();
    nam.device.backup();
    let cases: Vec<Merged> = nam.device.rows(tables::CASES);
    cases.iter().map(|it| it.fields.values().filter(|it| !it.v.is_null()).count()).collect()
}

#[test]
fn a_unit_that_never_was_fills_no_case_of_the_office() {
    let nam = Officer::new("nam");
    for n in 1..=5_001_u32 {
        sent_in_a_name(&nam, n, Some("khoa-la"));
    }
    assert_eq!(noted(&nam), [limits::NOTED]);
}

#[test]
fn what_nobody_signed_leaves_room_for_the_unit_and_counts_no_more_once_that_signs() {
    let nam = Officer::new("nam");
    for n in 1..=2_500_u32 {
        sent_in_a_name(&nam, n, None);
    }
    assert_eq!(noted(&nam), [200]);
    sent_in_a_name(&nam, 3_000, Some("khoa-that"));
    assert_eq!(noted(&nam), [201], "there is room for it");
    // Its key is known, as where it came by the app's own way.
    let (name, since) = ("Bia".to_owned(), "2026-11-25T08:00:00+07:00".to_owned());
    let row = SignerRow { pin: Pin::First, name, since };
    nam.device.browser.shelf.lay(tables::SIGNERS, "unit|bia|khoa-that", &rows::write(&row));
    assert_eq!(noted(&nam), [1]);
    // What a person took all the same stays, however often it is read.
    let tab = nam.device.tab();
    let received = nam.device.received();
    let taken = received.iter().find(|it| it.seq == 7).unwrap();
    tab.run(tab.services().receiving.settle(taken)).unwrap();
    for _ in 0..3 {
        assert_eq!(noted(&nam), [2]);
    }
}

#[test]
fn a_backup_leaves_out_and_counts_what_nobody_would_take() {
    let (_, nam, _) = answered();
    let whole = nam.device.rows::<Merged>(tables::CASES).remove(0);
    let mut bad = whole.clone();
    let word = whole.fields.values().next().unwrap();
    for n in 0..=limits::KEPT_FIELDS {
        bad.fields.insert(format!("x/{n}"), word.clone());
    }
    nam.device.browser.shelf.lay(tables::CASES, "thanh-doan|bia|2026", &rows::write(&bad));
    let tab = nam.device.tab();
    let (file, copied) = tab.run(tab.services().backups.make()).unwrap();
    assert_eq!(copied.left_out, 1);
    let phone = Officer::new("may-moi");
    restores(&phone.device, &file.bytes.to_vec()).unwrap();
    assert_eq!(phone.device.rows::<Merged>(tables::CASES).len(), 1);
}

#[test]
fn every_part_of_a_backup_is_named_and_its_decisions_by_unit() {
    let (unit, nam, _) = answered();
    nam.says(Verdict::Agree, "").unwrap();
    nam.steps(bcd_core::upper::case::CaseState::Passed, "").unwrap();
    nam.decides("12-QĐ/ĐTN").unwrap();
    let new = Device::new("may-moi");
    let lines = looks(&new, &nam.device.backup()).unwrap();
    let decided = lines.iter().find_map(|line| match &line.part {
        Part::Decided(decided) => Some(decided.clone()),
        _ => None,
    });
    let decided = decided.unwrap();
    assert_eq!((decided.number.as_str(), decided.by.as_str()), ("12-QĐ/ĐTN", "n"));
    assert_eq!(decided.units, ["Đoàn phường An Cư"]);
    assert!(lines.iter().any(|line| matches!(line.part, Part::Keys(1))), "{lines:?}");
    let lines = looks(&new, &unit.backup()).unwrap();
    let answers = lines.iter().find(|line| matches!(line.part, Part::Answers(1, 0)));
    assert_eq!(answers.unwrap().effect.added, 1);
    // Once it is taken, there is nothing new in it.
    restores(&new, &nam.device.backup()).unwrap();
    let again = looks(&new, &nam.device.backup()).unwrap();
    assert!(!again.iter().any(|line| matches!(line.part, Part::Decided(_))), "{again:?}");
}

#[test]
fn a_pack_of_a_backup_uses_up_none_of_the_offices_versions() {
    let nam = Officer::new("nam");
    let ahead = PackLine {
        digest: format!("sha256:{:064x}", 1),
        pack: "goi".into(),
        version: 9_999,
        origin: bcd_core::format::pack::PackOrigin::Published,
        ..PackLine::default()
    };
    let thief = crate::consent::published(&ahead);
    restores(&nam.device, &thief.backup()).unwrap();
    let tab = nam.device.tab();
    assert_eq!(tab.run(tab.services().packs.next_version("goi")), Ok(1));
    assert_eq!(nam.device.rows::<PackLine>(tables::PACKS).len(), 1, "it is here, as somebody's");
}
