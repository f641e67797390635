//! "Test the connection": writes a small file, reads it back, lists it, removes it, and reports how
//! each step went.

use crate::drive::{Drive, DriveFault, Expect};

/// A step of the test, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProbeStep {
    /// The folder can be listed.
    Open,
    /// A file can be written.
    Write,
    /// It comes back as it was.
    ReadBack,
    /// The listing shows it.
    List,
    /// The server refuses to overwrite where a new file is asked for, and where another revision
    /// is expected.
    Conditions,
    /// A file can be moved onto another; tried only without conditions.
    Move,
    /// It can be removed.
    Remove,
}

/// How a step went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProbeOutcome {
    /// As it should.
    Done,
    /// The drive cannot do it, and works without.
    Cannot,
    /// It failed.
    Failed(DriveFault),
}

/// The steps that were taken. After a failed step, only the test file is removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Probe {
    /// Each with its outcome.
    pub steps: Vec<(ProbeStep, ProbeOutcome)>,
}

impl Probe {
    /// The first fault that makes the drive unusable, with its step.
    pub fn fault(&self) -> Option<(ProbeStep, &DriveFault)> {
        self.steps.iter().find_map(|(step, outcome)| match (step, outcome) {
            // A drive works without these two, only less safely.
            (ProbeStep::Conditions | ProbeStep::Move, _) => None,
            (step, ProbeOutcome::Failed(fault)) => Some((*step, fault)),
            (_, ProbeOutcome::Done | ProbeOutcome::Cannot) => None,
        })
    }

    /// Whether it can be read, but not written.
    pub fn is_read_only(&self) -> bool {
        matches!(self.fault(), Some((ProbeStep::Write, DriveFault::Forbidden)))
    }

    /// For a folder of the device that the person has just allowed: if even a new file cannot be
    /// written, the folder is read-only. Browsers report this with another error.
    pub fn of_folder(mut self) -> Self {
        for (step, outcome) in &mut self.steps {
            if *step == ProbeStep::Write
                && matches!(
                    outcome,
                    ProbeOutcome::Failed(DriveFault::Locked | DriveFault::NeedsTap)
                )
            {
                *outcome = ProbeOutcome::Failed(DriveFault::Forbidden);
            }
        }
        self
    }

    fn note(&mut self, step: ProbeStep, result: Result<(), DriveFault>) -> bool {
        let done = result.is_ok();
        self.steps.push((step, result.map_or_else(ProbeOutcome::Failed, |()| ProbeOutcome::Done)));
        done
    }
}

/// Tests a drive with a file of this name, which nobody else may use. `more` runs additional checks
/// for this kind of drive while the file exists. Nothing is left behind unless the drive refuses to
/// remove the file.
pub async fn probe<D: Drive>(
    drive: &D,
    name: &str,
    more: impl AsyncFnOnce(&D, &str) -> Vec<(ProbeStep, ProbeOutcome)>,
) -> Probe {
    let mut probe = Probe::default();
    if !probe.note(ProbeStep::Open, drive.list("").await.map(drop)) {
        return probe;
    }
    let bytes = format!("{{\"ba-chu-dong\":\"{name}\"}}\n");
    let bytes = bytes.as_bytes();
    let mut written = drive.write(name, bytes, &Expect::Absent).await.map(drop);
    let wrote = written.is_ok();
    if wrote || written.as_ref().is_err_and(is_unsure) {
        let removes = |removed| match removed {
            // It never got there.
            Err(DriveFault::NotFound) if !wrote => Ok(()),
            other => other,
        };
        if probe.note(ProbeStep::Write, std::mem::replace(&mut written, Ok(())))
            && probe.note(ProbeStep::ReadBack, read_back(drive, name, bytes).await)
            && probe.note(ProbeStep::List, listed(drive, name).await)
        {
            probe.steps.extend(more(drive, name).await);
        }
        probe.note(ProbeStep::Remove, removes(drive.remove(name).await));
    } else {
        probe.note(ProbeStep::Write, written);
    }
    probe
}

// After this fault the file may have been written all the same.
const fn is_unsure(fault: &DriveFault) -> bool {
    !matches!(
        fault,
        DriveFault::Forbidden | DriveFault::Unauthorised | DriveFault::NeedsTap | DriveFault::Gone
    )
}

async fn read_back(drive: &impl Drive, name: &str, bytes: &[u8]) -> Result<(), DriveFault> {
    match drive.read(name, bytes.len()).await? {
        (there, _) if there == bytes => Ok(()),
        _ => Err(DriveFault::NotADrive),
    }
}

async fn listed(drive: &impl Drive, name: &str) -> Result<(), DriveFault> {
    let items = drive.list("").await?;
    match items.iter().any(|item| item.name == name && !item.folder) {
        true => Ok(()),
        false => Err(DriveFault::NotADrive),
    }
}
