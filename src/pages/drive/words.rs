//! Faults and steps of drives, in words.

use crate::i18n::{Key, k, t, tf};
use bcd_sync::{
    drive::Fault,
    local::Trouble,
    probe::{Outcome, Step},
    report::Report,
};
use bcd_web::page;

/// What is wrong with a drive, and what to do.
pub fn fault(fault: &Fault) -> String {
    let key = match fault {
        Fault::Offline => k::DRIVE_FAULT_OFFLINE,
        Fault::OfflineOrCors => {
            return tf(k::DRIVE_FAULT_CORS, &[("origin", &page::origin())]);
        }
        Fault::Timeout => k::DRIVE_FAULT_TIMEOUT,
        Fault::Unauthorised => k::DRIVE_FAULT_UNAUTHORISED,
        Fault::Forbidden => k::DRIVE_FAULT_FORBIDDEN,
        Fault::NotFound => k::DRIVE_FAULT_NOT_FOUND,
        Fault::Changed => k::DRIVE_FAULT_CHANGED,
        Fault::Locked => k::DRIVE_FAULT_LOCKED,
        Fault::TooLarge => k::DRIVE_FAULT_TOO_LARGE,
        Fault::Full => k::DRIVE_FAULT_FULL,
        Fault::Busy(_) => k::DRIVE_FAULT_BUSY,
        Fault::Server(status) => return tf(k::DRIVE_FAULT_SERVER, &[("n", status)]),
        Fault::NotADrive => k::DRIVE_FAULT_NOT_A_DRIVE,
        Fault::NeedsTap => k::DRIVE_FAULT_NEEDS_TAP,
        Fault::Gone => k::DRIVE_FAULT_GONE,
        Fault::Insecure => k::DRIVE_FAULT_INSECURE,
        Fault::BadAddress => k::DRIVE_FAULT_BAD_ADDRESS,
        Fault::Cancelled => k::DRIVE_FAULT_CANCELLED,
        Fault::Other(why) => return tf(k::DRIVE_FAULT_OTHER, &[("why", why)]),
    };
    t(key).to_owned()
}

/// What is wrong with this browser, and what to do.
fn trouble(trouble: Trouble) -> &'static str {
    t(match trouble {
        Trouble::Full => k::DRIVE_TROUBLE_FULL,
        Trouble::Storage => k::DRIVE_TROUBLE_STORAGE,
        Trouble::Engine => k::DRIVE_TROUBLE_ENGINE,
        Trouble::NoPassphrase => k::DRIVE_TROUBLE_PASSPHRASE,
        Trouble::WrongPassphrase => k::DRIVE_WRONG_PASSPHRASE,
    })
}

/// Why a sync ended before its end, if it did.
pub fn why(report: &Report) -> Option<String> {
    let fault = report.fault.as_ref().map(self::fault);
    fault.or(report.trouble.map(|why| trouble(why).to_owned()))
}

/// A step of the test of a connection.
pub fn step(step: Step) -> Key {
    match step {
        Step::Open => k::DRIVE_TEST_OPEN,
        Step::Write => k::DRIVE_TEST_WRITE,
        Step::ReadBack => k::DRIVE_TEST_READ,
        Step::List => k::DRIVE_TEST_LIST,
        Step::Conditions => k::DRIVE_TEST_CONDITIONS,
        Step::Move => k::DRIVE_TEST_MOVE,
        Step::Remove => k::DRIVE_TEST_REMOVE,
    }
}

/// How a step went: the class of its mark, the mark, and the words.
pub fn outcome(outcome: &Outcome) -> (&'static str, &'static str, String) {
    match outcome {
        Outcome::Done => ("state state--ok", "✓", t(k::DRIVE_TEST_DONE).to_owned()),
        Outcome::Cannot => ("state", "–", t(k::DRIVE_TEST_CANNOT).to_owned()),
        Outcome::Failed(why) => ("state state--bad", "✗", fault(why)),
    }
}
