//! What somebody who wrote in a unit's name may not do to the office's case of it.

use crate::{
    signing::judge_key,
    support::{
        Device, Flaky, UP, check_good,
        desk::{Officer, hands_up, said},
        device::UNIT,
        forged, small_set,
    },
};
use bcd_app::{exchange::receiving::ReceiveOutcome, store::tables};
use bcd_core::{
    format::problem::Code,
    signer::{Pin, Role},
    upper::case::{CaseState, Verdict},
};
use serde_json::{Value, json};

/// What somebody sends in the unit's name before it sends anything itself, with the last number there is.
fn first_in_its_name() -> Vec<u8> {
    let stranger = Device::of_unit("la", UNIT, "Đoàn phường An Cư");
    let document = stranger.document(&stranger.freeze(&small_set()).digest);
    forged(&document, |said: &mut Value| said["seq"] = 9_999.into())
}

#[test]
fn what_a_stranger_sent_in_a_units_name_keeps_no_decision_from_it_once_it_is_removed() {
    let (drive, unit, nam) = (Flaky::new("len"), Device::opened("h"), Officer::new("nam"));
    nam.device.take_by_hand(&first_in_its_name());
    let tab = nam.device.tab();
    tab.run(nam.desk.read()).unwrap();
    let strange = nam.looks_at().digest;
    let sent = hands_up(&unit, &drive, "Lần một");
    nam.collects(&drive);
    nam.opens();
    // It has the highest number, but nobody signed it, and the unit signs what it writes.
    assert_eq!(nam.looks_at().digest, sent.digest);
    let removed = nam.device.received().into_iter().find(|it| it.digest == strange).unwrap();
    let services = tab.services();
    tab.run(services.receiving.discard(&removed)).unwrap();
    tab.run(nam.desk.read()).unwrap();
    assert_eq!(nam.looks_at().digest, sent.digest);
    nam.says(Verdict::Agree, "").unwrap();
    nam.steps(CaseState::Passed, "").unwrap();
    nam.decides("12-QĐ/ĐTN").unwrap();
    // A colleague who has not removed it does not bring it back.
    let mai = Officer::new("mai");
    mai.device.take_by_hand(&first_in_its_name());
    for officer in [&nam, &mai, &nam, &mai, &nam] {
        officer.collects(&drive);
        officer.device.tab().run(officer.desk.read()).unwrap();
    }
    assert_eq!(mai.looks_at().digest, sent.digest);
    assert_eq!(nam.looks_at().digest, sent.digest);
    check_good(&unit.sync(&drive, UP));
    assert!(said(&unit).iter().any(|it| it.case.state == CaseState::Recognised));
}

/// What somebody says as an officer of the office, with so many more fields.
fn filled(thief: &Officer, of: &str, fields: usize) -> Vec<u8> {
    forged(&thief.file(), |said| {
        for n in 0..fields {
            said["body"]["fields"][format!("{of}/{n}")] =
                json!({"v": "x", "n": 9, "dev": "x", "at": "2026-11-24T08:00:00+07:00"});
        }
    })
}

fn refusal(outcome: &ReceiveOutcome) -> Option<Code> {
    match outcome {
        ReceiveOutcome::Bad(problems) => Some(problems[0].code),
        _ => None,
    }
}

#[test]
fn whoever_is_let_in_as_an_officer_leaves_room_for_what_the_office_answers() {
    let (drive, unit, nam) = (Flaky::new("len"), Device::opened("h"), Officer::new("nam"));
    hands_up(&unit, &drive, "0");
    let thief = Officer::new("x");
    for officer in [&nam, &thief] {
        officer.collects(&drive);
        officer.opens();
    }
    // More than leaves room is refused before anybody is asked, also of several files together, and by bytes.
    let full = nam.device.open_by_hand(&filled(&thief, "x", 4_900));
    assert_eq!(refusal(&full), Some(Code::TooMany));
    let large = forged(&thief.file(), |said| {
        for n in 0..400 {
            said["body"]["fields"][format!("z/{n}")] = json!({
                "v": "x".repeat(15_000), "n": 9, "dev": "x", "at": "2026-11-24T08:00:00+07:00",
            });
        }
    });
    assert_eq!(refusal(&nam.device.open_by_hand(&large)), Some(Code::DossierFull));
    assert_eq!(refusal(&nam.device.take_by_hand(&filled(&thief, "x", 2_900))), None);
    let more = nam.device.open_by_hand(&filled(&thief, "y", 2_900));
    assert_eq!(refusal(&more), Some(Code::TooMany));
    // The office says what it has to say, and the unit reads it.
    nam.says(Verdict::Agree, "").unwrap();
    nam.steps(CaseState::Passed, "").unwrap();
    nam.decides("12-QĐ/ĐTN").unwrap();
    let key = nam.device.tab().run(nam.device.tab().services().signers.own()).unwrap().unwrap();
    judge_key(&unit, Role::Upper, &UNIT.into(), &key, Pin::Compared);
    assert_eq!(refusal(&unit.take_by_hand(&nam.file())), None);
    assert!(said(&unit).iter().any(|it| it.case.state == CaseState::Recognised));
}

#[test]
fn what_a_stranger_says_of_a_unit_grows_no_further_file_by_file_nor_name_by_name() {
    let (drive, unit, nam) = (Flaky::new("len"), Device::opened("h"), Officer::new("nam"));
    hands_up(&unit, &drive, "0");
    nam.collects(&drive);
    nam.opens();
    let own = nam.file();
    unit.take_by_hand(&own);
    let says = |name: &str, part: usize| {
        unit.take_by_hand(&forged(&own, |said| {
            said["writer"]["name"] = name.into();
            for n in 0..12 {
                said["body"]["fields"][format!("x{part}/{n}")] = json!({
                    "v": "x".repeat(15_000), "n": 9, "dev": "x",
                    "at": "2026-11-24T08:00:00+07:00",
                });
            }
        }))
    };
    let bytes = || -> usize {
        let rows: Vec<Value> = unit.rows(tables::SAID);
        rows.iter().map(|row| row.to_string().len()).sum()
    };
    assert_eq!(refusal(&says("người lạ", 0)), None);
    let one = bytes();
    assert_eq!(refusal(&says("người lạ", 1)), Some(Code::UnknownFull));
    assert_eq!(bytes(), one);
    let many: Vec<_> = (0..30).map(|n| refusal(&says(&format!("người {n}"), 0))).collect();
    assert!(many[..15].iter().all(Option::is_none), "{many:?}");
    assert_eq!(many[29], Some(Code::UnknownFull));
    assert!(bytes() < 5 * 1024 * 1024);
    // Whoever came first, and says more, is heard all the same.
    nam.says(Verdict::Ask, "Mờ").unwrap();
    assert_eq!(refusal(&unit.take_by_hand(&nam.file())), None);
    assert!(said(&unit).iter().any(|it| !it.apart && it.case.items.len() == 1));
}
