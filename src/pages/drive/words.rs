//! Faults and steps of drives, in words.

use crate::i18n::{Key, k, t, tf};
use bcd_app::syncing::NotChanged;
use bcd_sync::{
    drive::DriveFault,
    local::Trouble,
    probe::{ProbeOutcome, ProbeStep},
    report::Report,
};
use bcd_web::page;

/// What is wrong with a drive, and what to do.
pub fn fault(fault: &DriveFault) -> String {
    let key = match fault {
        DriveFault::Offline => k::DRIVE_FAULT_OFFLINE,
        DriveFault::OfflineOrCors => {
            return tf(k::DRIVE_FAULT_CORS, &[("origin", &page::origin())]);
        }
        DriveFault::Timeout => k::DRIVE_FAULT_TIMEOUT,
        DriveFault::Unauthorised => k::DRIVE_FAULT_UNAUTHORISED,
        DriveFault::Forbidden => k::DRIVE_FAULT_FORBIDDEN,
        DriveFault::NotFound => k::DRIVE_FAULT_NOT_FOUND,
        DriveFault::Changed => k::DRIVE_FAULT_CHANGED,
        DriveFault::Locked => k::DRIVE_FAULT_LOCKED,
        DriveFault::TooLarge => k::DRIVE_FAULT_TOO_LARGE,
        DriveFault::TooMany => k::DRIVE_FAULT_TOO_MANY,
        DriveFault::Full => k::DRIVE_FAULT_FULL,
        DriveFault::Busy(_) => k::DRIVE_FAULT_BUSY,
        DriveFault::Server(status) => return tf(k::DRIVE_FAULT_SERVER, &[("n", status)]),
        DriveFault::NotADrive => k::DRIVE_FAULT_NOT_A_DRIVE,
        DriveFault::NeedsTap => k::DRIVE_FAULT_NEEDS_TAP,
        DriveFault::NeedsReload => k::DRIVE_FAULT_NEEDS_RELOAD,
        DriveFault::Gone => k::DRIVE_FAULT_GONE,
        DriveFault::Insecure => k::DRIVE_FAULT_INSECURE,
        DriveFault::BadAddress => k::DRIVE_FAULT_BAD_ADDRESS,
        DriveFault::Cancelled => k::DRIVE_FAULT_CANCELLED,
        DriveFault::Other(why) => return tf(k::DRIVE_FAULT_OTHER, &[("why", why)]),
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
        Trouble::PassphraseChanged => k::DRIVE_TROUBLE_CHANGED,
        Trouble::AnotherKey => k::DRIVE_TROUBLE_ANOTHER_KEY,
        Trouble::NoWord => k::DRIVE_TROUBLE_NO_WORD,
    })
}

/// Why the passphrase of a drive was not changed, and what to do.
pub fn not_changed(why: &NotChanged) -> String {
    match why {
        NotChanged::Drive(fault) => self::fault(fault),
        NotChanged::Here(why) => trouble(*why).to_owned(),
        NotChanged::Busy => t(k::DRIVE_CHANGE_BUSY).to_owned(),
        NotChanged::NotSealed => t(k::DRIVE_CHANGE_NOT_SEALED).to_owned(),
    }
}

/// Why a sync ended before its end, if it did.
pub fn why(report: &Report) -> Option<String> {
    let fault = report.fault.as_ref().map(self::fault);
    fault.or(report.trouble.map(|why| trouble(why).to_owned()))
}

/// A step of the test of a connection.
pub fn step(step: ProbeStep) -> Key {
    match step {
        ProbeStep::Open => k::DRIVE_TEST_OPEN,
        ProbeStep::Write => k::DRIVE_TEST_WRITE,
        ProbeStep::ReadBack => k::DRIVE_TEST_READ,
        ProbeStep::List => k::DRIVE_TEST_LIST,
        ProbeStep::Conditions => k::DRIVE_TEST_CONDITIONS,
        ProbeStep::Move => k::DRIVE_TEST_MOVE,
        ProbeStep::Remove => k::DRIVE_TEST_REMOVE,
    }
}

/// How a step went: the class of its mark, the mark, and the words.
pub fn outcome(outcome: &ProbeOutcome) -> (&'static str, &'static str, String) {
    match outcome {
        ProbeOutcome::Done => ("state state--ok", "✓", t(k::DRIVE_TEST_DONE).to_owned()),
        ProbeOutcome::Cannot => ("state", "–", t(k::DRIVE_TEST_CANNOT).to_owned()),
        ProbeOutcome::Failed(why) => ("state state--bad", "✗", fault(why)),
    }
}
