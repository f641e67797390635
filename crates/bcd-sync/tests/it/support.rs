//! What the stories share: devices with a disk of their own, a drive that fails on demand, and a
//! way to run to the end, or to be killed on the way.

pub mod device;
pub mod flaky;
pub mod side;

pub use device::Device;
pub use flaky::{Flaky, When};

use bcd_core::sync::Roles;
use bcd_sync::report::Report;
use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

/// The unit's own drive.
pub const OWN: Roles = Roles { devices: true, sends: false, collects: false };
/// Where a unit hands up.
pub const UP: Roles = Roles { devices: false, sends: true, collects: false };
/// Where an upper level collects.
pub const DOWN: Roles = Roles { devices: false, sends: false, collects: true };

/// Runs to the end; `None` if it waits for what never comes: the tab was killed there.
pub fn run<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

/// Syncs until nothing moves any more; each device in turn.
pub fn settle(devices: &[Device], drive: &Flaky, roles: Roles) {
    for turn in 0..8 {
        let mut moved = false;
        for device in devices {
            let report = device.sync(drive, roles);
            check_good(&report);
            moved |= report.wrote() > 0 || report.events.iter().any(moves);
        }
        if !moved {
            return;
        }
        assert!(turn < 7, "it never comes to rest");
    }
}

fn moves(event: &bcd_sync::report::Event) -> bool {
    use bcd_sync::{local::Took, report::Happened};
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

/// The set of criteria that ships with the app.
pub fn set() -> serde_json::Value {
    let text = include_str!("../../../bcd-core/data/criteria-default.json");
    serde_json::from_str(text).unwrap()
}
