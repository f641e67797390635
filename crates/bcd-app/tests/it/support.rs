//! What the stories share: devices that are the app itself on a storage in memory, and a drive
//! that fails on demand.

pub mod bench;
pub mod desk;
pub mod device;
pub mod flaky;
pub mod memoir;
pub mod place;
pub mod shelf;
pub mod stage;
pub mod tab;

pub use device::Device;
pub use flaky::{Flaky, When};

use bcd_core::{format::canonical, id::UnitId, sync::Roles};
use bcd_sync::{
    local::Took,
    report::{Happened, Report, SyncEvent},
};
use serde_json::{Value, json};

/// The unit's own drive.
pub const OWN: Roles = Roles { devices: true, sends: false, collects: false };
/// Where a unit hands up.
pub const UP: Roles = Roles { devices: false, sends: true, collects: false };
/// Where an upper level collects.
pub const DOWN: Roles = Roles { devices: false, sends: false, collects: true };

/// Syncs until nothing moves any more; each device in turn.
pub fn settle(devices: &[Device], drive: &Flaky, roles: Roles) {
    for turn in 0..8 {
        let mut moved = false;
        for device in devices {
            let report = device.sync(drive, roles);
            check_good(&report);
            moved |= report.written_count() > 0 || report.events.iter().any(moves);
        }
        if !moved {
            return;
        }
        assert!(turn < 7, "it never comes to rest");
    }
}

fn moves(event: &SyncEvent) -> bool {
    match &event.what {
        Happened::Took(took) => *took != Took::Nothing,
        Happened::Wrote | Happened::Fetched | Happened::Vanished => true,
        _ => false,
    }
}

/// A sync that reached its end.
#[track_caller]
pub fn check_good(report: &Report) {
    assert_eq!((&report.fault, report.trouble), (&None, None), "{report:?}");
}

/// A document in which somebody without its device's key changed something, under the digest that fits
/// it: nobody signed it.
pub fn forged(file: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut value: Value = serde_json::from_slice(file).unwrap();
    value.as_object_mut().unwrap().remove("signature");
    for part in ["key", "introductions"] {
        value["writer"].as_object_mut().unwrap().remove(part);
    }
    change(&mut value);
    value["digest"] = canonical::digest(&value).unwrap().into();
    canonical::bytes(&value).unwrap()
}

/// The set of criteria that ships with the app.
pub fn set() -> Value {
    let text = include_str!("../../../bcd-core/data/criteria-default.json");
    serde_json::from_str(text).unwrap()
}

/// What a small unit hands up, by its number: its id, and the document with its digest.
pub fn handed_up(number: usize) -> (UnitId, String, Vec<u8>) {
    let id = format!("unit-{number}");
    let unit = Device::of_unit(&format!("u{number}"), &id, &format!("Đoàn {number}"));
    let digest = unit.freeze(&small_set()).digest;
    let document = unit.document(&digest);
    (UnitId(id), digest, document)
}

/// A set of one item, for where it does not matter which.
pub fn small_set() -> Value {
    json!({
        "id": "vi-du", "version": 1, "period": "2026", "title": { "vi": "Ví dụ" },
        "rule": { "mode": "points", "gates": false, "criterion_min_percent": 0, "total_min_percent": 0 },
        "criteria": [{ "id": "1", "title": { "vi": "Một" }, "groups": [{ "id": "1.1", "title": { "vi": "Một" },
            "items": [{ "id": "1.1.1", "text": { "vi": "Nội dung" }, "ladder": [
                { "id": "4", "points": 4, "met": true }, { "id": "0", "points": 0, "met": false }] }] }] }],
    })
}
