//! "Test the connection": writes a small file, reads it back, lists it, removes it, and says of
//! each step how it went.

use crate::drive::{Drive, Expect, Fault};

/// A step of the test, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
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
pub enum Outcome {
    /// As it should.
    Done,
    /// The drive cannot do it, and works without.
    Cannot,
    /// It failed.
    Failed(Fault),
}

/// The steps that were taken. After one that failed, only what was written is removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Probe {
    /// Each with its outcome.
    pub steps: Vec<(Step, Outcome)>,
}

impl Probe {
    /// The first fault that makes the drive unusable, with its step.
    pub fn fault(&self) -> Option<(Step, &Fault)> {
        self.steps.iter().find_map(|(step, outcome)| match (step, outcome) {
            // Without these two a drive works, only less safely.
            (Step::Conditions | Step::Move, _) => None,
            (step, Outcome::Failed(fault)) => Some((*step, fault)),
            (_, Outcome::Done | Outcome::Cannot) => None,
        })
    }

    /// Whether it can be read, but not written.
    pub fn is_read_only(&self) -> bool {
        matches!(self.fault(), Some((Step::Write, Fault::Forbidden)))
    }

    /// For a folder of the device, which the person has just allowed: a new file that nobody can hold
    /// and that may not be written means that the folder is read-only. Browsers call it otherwise.
    pub fn of_folder(mut self) -> Self {
        for (step, outcome) in &mut self.steps {
            if *step == Step::Write
                && matches!(outcome, Outcome::Failed(Fault::Locked | Fault::NeedsTap))
            {
                *outcome = Outcome::Failed(Fault::Forbidden);
            }
        }
        self
    }

    fn note(&mut self, step: Step, result: Result<(), Fault>) -> bool {
        let done = result.is_ok();
        self.steps.push((step, result.map_or_else(Outcome::Failed, |()| Outcome::Done)));
        done
    }
}

/// Tests a drive with a file of this name, which nobody else may use; `more` tries what only its
/// kind knows, while the file is there. Nothing stays behind unless the drive refuses to remove.
pub async fn probe<D: Drive>(
    drive: &D,
    name: &str,
    more: impl AsyncFnOnce(&D, &str) -> Vec<(Step, Outcome)>,
) -> Probe {
    let mut probe = Probe::default();
    if !probe.note(Step::Open, drive.list("").await.map(drop)) {
        return probe;
    }
    let bytes = format!("{{\"ba-chu-dong\":\"{name}\"}}\n");
    let bytes = bytes.as_bytes();
    let mut written = drive.write(name, bytes, &Expect::Absent).await.map(drop);
    let wrote = written.is_ok();
    if wrote || written.as_ref().is_err_and(is_unsure) {
        let removes = |removed| match removed {
            // It never got there.
            Err(Fault::NotFound) if !wrote => Ok(()),
            other => other,
        };
        if probe.note(Step::Write, std::mem::replace(&mut written, Ok(())))
            && probe.note(Step::ReadBack, read_back(drive, name, bytes).await)
            && probe.note(Step::List, listed(drive, name).await)
        {
            probe.steps.extend(more(drive, name).await);
        }
        probe.note(Step::Remove, removes(drive.remove(name).await));
    } else {
        probe.note(Step::Write, written);
    }
    probe
}

// The file may be there although the answer was no.
const fn is_unsure(fault: &Fault) -> bool {
    !matches!(fault, Fault::Forbidden | Fault::Unauthorised | Fault::NeedsTap | Fault::Gone)
}

async fn read_back(drive: &impl Drive, name: &str, bytes: &[u8]) -> Result<(), Fault> {
    match drive.read(name, bytes.len()).await? {
        (there, _) if there == bytes => Ok(()),
        _ => Err(Fault::NotADrive),
    }
}

async fn listed(drive: &impl Drive, name: &str) -> Result<(), Fault> {
    let items = drive.list("").await?;
    match items.iter().any(|item| item.name == name && !item.folder) {
        true => Ok(()),
        false => Err(Fault::NotADrive),
    }
}
