//! A drive that somebody filled with names: a sync says which folder is too full, reads the others,
//! and takes nothing for gone.

use crate::support::{DOWN, Device, Flaky, UP, check_good, set};
use bcd_core::sync::plan::{MOST_CYCLES, MOST_LISTED};
use bcd_sync::{
    drive::DriveFault,
    report::{Happened, Report},
};

fn too_many(report: &Report) -> Vec<&str> {
    let full = |what: &Happened| *what == Happened::Failed(DriveFault::TooMany);
    report.events.iter().filter(|e| full(&e.what)).map(|e| e.path.as_str()).collect()
}

#[test]
fn a_folder_with_hundreds_of_thousands_of_names_is_said_and_the_others_are_read() {
    let drive = Flaky::new("cap-tren");
    let (unit, upper) = (Device::opened("h"), Device::new("t"));
    unit.freeze(&set());
    check_good(&unit.sync(&drive, UP));
    for n in 0..=MOST_LISTED {
        drive.memory.lay(&format!("submissions/9999/{n}.json"), b"");
    }
    drive.memory.cost();
    let report = upper.sync(&drive, DOWN);
    assert_eq!(too_many(&report), ["submissions/9999"]);
    assert_eq!(upper.received().len(), 1);
    assert!(drive.memory.cost().reads < 5);
}

#[test]
fn of_thousands_of_cycles_those_known_and_the_latest_are_looked_into() {
    let drive = Flaky::new("cap-tren");
    let (unit, upper) = (Device::opened("h"), Device::new("t"));
    unit.freeze(&set());
    check_good(&unit.sync(&drive, UP));
    check_good(&upper.sync(&drive, DOWN));
    let mine = drive.memory.files();
    for n in 0..5_000 {
        drive.memory.lay(&format!("submissions/z{n}/~a"), b"");
    }
    // The unit makes another one, in the cycle that the upper level has looked into before.
    unit.freeze(&set());
    unit.sync(&drive, UP);
    drive.memory.cost();
    let report = upper.sync(&drive, DOWN);
    assert_eq!(too_many(&report), ["submissions"]);
    assert!(drive.memory.cost().lists < MOST_CYCLES + 10);
    assert_eq!(upper.received().len(), 2);
    // What was written stays known: nothing is written again.
    assert!(mine.keys().all(|path| drive.memory.files().contains_key(path)));
    assert!(report.events.iter().all(|event| event.what != Happened::Vanished));
}
