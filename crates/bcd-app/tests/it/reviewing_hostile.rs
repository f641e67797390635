//! What somebody who wrote in a unit's name may not do to the office's case of it.

use crate::support::{
    Device, Flaky, UP, check_good,
    desk::{Officer, hands_up, said},
    device::UNIT,
    forged, small_set,
};
use bcd_core::upper::case::{CaseState, Verdict};
use serde_json::Value;

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
