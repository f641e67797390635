//! Finds out which conditions a server really honours, by sending requests that it must refuse.

use super::{Known, PART, server::WebDav};
use crate::{
    browser,
    drive::{Drive, DriveFault, Expect, FoundFile, Rev},
    probe::{Probe, ProbeOutcome, ProbeStep, probe},
};

/// Beginning of the name of the file that tests a connection.
const TRIAL: &str = "bcd-thu-";

impl WebDav {
    /// Tests the connection. Afterwards [`WebDav::known`] returns what was found, for the app to
    /// store.
    pub async fn probe(&self) -> Probe {
        let trial = format!("{TRIAL}{}.json", browser::random_name());
        self.known.set(Known::default());
        let probe = probe(self, &trial, async |drive, name| drive.more(name).await).await;
        if probe.is_read_only() {
            self.known.set(Known { write: false, ..Known::default() });
        }
        probe
    }

    async fn more(&self, name: &str) -> Vec<(ProbeStep, ProbeOutcome)> {
        let conditional = self.keeps_conditions(name).await;
        self.known.set(Known { conditional: conditional == Ok(true), ..self.known() });
        let mut steps = vec![(ProbeStep::Conditions, outcome(&conditional))];
        if conditional != Ok(true) {
            let moves = self.moves(name).await;
            self.known.set(Known { moves: moves == Ok(true), ..self.known() });
            steps.push((ProbeStep::Move, outcome(&moves)));
        }
        steps
    }

    async fn keeps_conditions(&self, name: &str) -> Result<bool, DriveFault> {
        let other = Rev("\"ba-chu-dong-0\"".to_owned());
        for expect in [Expect::Absent, Expect::Rev(other)] {
            match self.put(name, b"{}\n", &expect).await {
                Err(DriveFault::Changed) => {}
                Ok(_) => return Ok(false),
                Err(fault) => return Err(fault),
            }
        }
        // A server that refuses every conditional request does not honour conditions.
        let Some(FoundFile { rev, .. }) = self.find(name).await? else {
            return Err(DriveFault::NotADrive);
        };
        match self.put(name, b"{ }\n", &Expect::Rev(rev)).await {
            Ok(_) => Ok(true),
            Err(DriveFault::Changed | DriveFault::BadAddress) => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    async fn moves(&self, name: &str) -> Result<bool, DriveFault> {
        let part = format!("{PART}{}", browser::random_name());
        let bytes = b"{\"moved\":true}\n";
        self.put(&part, bytes, &Expect::Anything).await?;
        let result = self.moves_onto(&part, name, bytes).await;
        match self.delete(&part).await {
            Ok(()) | Err(DriveFault::NotFound) => result,
            Err(fault) => result.and(Err(fault)),
        }
    }

    async fn moves_onto(&self, part: &str, name: &str, bytes: &[u8]) -> Result<bool, DriveFault> {
        match self.rename(part, name, bytes, true).await {
            Err(DriveFault::Changed) => {}
            Ok(_) | Err(DriveFault::Forbidden | DriveFault::Server(501)) => return Ok(false),
            Err(fault) => return Err(fault),
        }
        match self.rename(part, name, bytes, false).await {
            Ok(_) => Ok(self.read(name, bytes.len()).await?.0 == bytes),
            Err(DriveFault::Forbidden | DriveFault::Server(501)) => Ok(false),
            Err(fault) => Err(fault),
        }
    }
}

fn outcome(result: &Result<bool, DriveFault>) -> ProbeOutcome {
    match result {
        Ok(true) => ProbeOutcome::Done,
        Ok(false) => ProbeOutcome::Cannot,
        Err(fault) => ProbeOutcome::Failed(fault.clone()),
    }
}
