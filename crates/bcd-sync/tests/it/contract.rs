//! The drive in memory keeps the contract, and the contract notices one that does not.

use bcd_sync::{
    contract,
    drive::{Abilities, Drive, DriveFault, Expect, FolderItem, FoundFile, Rev},
    memory::MemoryDrive,
    probe::{self, Probe, ProbeOutcome, ProbeStep},
};
use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

// Nothing here ever waits for something outside.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
    }
}

fn failed(checks: Vec<contract::DriveCheck>) -> Vec<String> {
    checks.into_iter().filter(|check| check.failed.is_some()).map(|check| check.name).collect()
}

#[test]
fn memory_keeps_the_contract() {
    let drive = MemoryDrive::default();
    let checks = now(contract::run(&drive, "thử"));
    assert!(checks.len() > 15);
    let bad: Vec<_> = checks.iter().filter(|check| check.failed.is_some()).collect();
    assert!(bad.is_empty(), "{bad:#?}");
    assert!(drive.files().is_empty(), "it leaves nothing behind");
}

/// Ways to be wrong.
#[derive(Clone, Copy)]
enum Wrong {
    IgnoresConditions,
    MissingIsEmpty,
    ReadsPastTheLimit,
    ListsNothing,
    ForgetsToWrite,
    RefusesWrites,
}

struct Broken(MemoryDrive, Wrong);

impl Drive for Broken {
    fn abilities(&self) -> Abilities {
        self.0.abilities()
    }

    async fn list(&self, folder: &str) -> Result<Vec<FolderItem>, DriveFault> {
        match (self.1, self.0.list(folder).await) {
            (Wrong::MissingIsEmpty, Err(DriveFault::NotFound)) => Ok(vec![]),
            (Wrong::ListsNothing, Ok(_)) => Ok(vec![]),
            (_, other) => other,
        }
    }

    async fn read(&self, path: &str, limit: usize) -> Result<(Vec<u8>, Option<Rev>), DriveFault> {
        let limit = if matches!(self.1, Wrong::ReadsPastTheLimit) { usize::MAX } else { limit };
        self.0.read(path, limit).await
    }

    async fn write(
        &self,
        path: &str,
        bytes: &[u8],
        expect: &Expect,
    ) -> Result<Option<Rev>, DriveFault> {
        match self.1 {
            Wrong::IgnoresConditions => self.0.write(path, bytes, &Expect::Anything).await,
            Wrong::ForgetsToWrite => Ok(None),
            Wrong::RefusesWrites => Err(DriveFault::Forbidden),
            _ => self.0.write(path, bytes, expect).await,
        }
    }

    async fn remove(&self, path: &str) -> Result<(), DriveFault> {
        self.0.remove(path).await
    }

    async fn find(&self, path: &str) -> Result<Option<FoundFile>, DriveFault> {
        self.0.find(path).await
    }
}

#[test]
fn the_contract_notices() {
    for (wrong, name) in [
        (Wrong::IgnoresConditions, "a new file is not written over another"),
        (Wrong::IgnoresConditions, "a stale revision is refused, and nothing changes"),
        (Wrong::MissingIsEmpty, "a folder that is not there is not an empty one"),
        (Wrong::ReadsPastTheLimit, "more than the limit is too large"),
        (Wrong::ListsNothing, "a listing shows the direct children, in order"),
        (Wrong::ForgetsToWrite, "what is written comes back"),
    ] {
        let failed = failed(now(contract::run(&Broken(MemoryDrive::default(), wrong), "x")));
        assert!(failed.iter().any(|check| check == name), "{name}: {failed:?}");
    }
}

#[test]
fn a_good_connection_passes_its_test_and_nothing_stays() {
    let drive = MemoryDrive::default();
    let probe = now(probe::probe(&drive, "bcd-thu-1.json", async |_, _| Vec::new()));
    let steps = [
        ProbeStep::Open,
        ProbeStep::Write,
        ProbeStep::ReadBack,
        ProbeStep::List,
        ProbeStep::Remove,
    ];
    assert_eq!(probe.steps, steps.map(|step| (step, ProbeOutcome::Done)));
    assert_eq!(probe.fault(), None);
    assert!(drive.files().is_empty());
}

#[test]
fn a_bad_connection_says_which_step_failed_and_nothing_stays() {
    for (wrong, step, fault) in [
        (Wrong::RefusesWrites, ProbeStep::Write, DriveFault::Forbidden),
        (Wrong::ForgetsToWrite, ProbeStep::ReadBack, DriveFault::NotFound),
        (Wrong::ListsNothing, ProbeStep::List, DriveFault::NotADrive),
    ] {
        let drive = Broken(MemoryDrive::default(), wrong);
        let probe = now(probe::probe(&drive, "bcd-thu-1.json", async |_, _| Vec::new()));
        assert_eq!(probe.fault(), Some((step, &fault)));
        assert_eq!(probe.is_read_only(), matches!(wrong, Wrong::RefusesWrites));
        assert!(drive.0.files().is_empty());
    }
}

#[test]
fn a_folder_in_which_no_new_file_can_be_written_is_read_only_whatever_the_browser_calls_it() {
    let refused = |fault: DriveFault| Probe {
        steps: vec![
            (ProbeStep::Open, ProbeOutcome::Done),
            (ProbeStep::Write, ProbeOutcome::Failed(fault)),
        ],
    };
    for fault in [DriveFault::Locked, DriveFault::NeedsTap, DriveFault::Forbidden] {
        assert!(refused(fault).of_folder().is_read_only());
    }
    for fault in [DriveFault::Full, DriveFault::Gone] {
        assert_eq!(refused(fault.clone()).of_folder().fault(), Some((ProbeStep::Write, &fault)));
    }
}
