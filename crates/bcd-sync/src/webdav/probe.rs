//! What a server really keeps: found out by asking for what it must refuse.

use super::{Known, PART, server::WebDav};
use crate::{
    browser,
    drive::{Drive, Expect, Fault, Found, Rev},
    probe::{Outcome, Probe, Step, probe},
};

/// Beginning of the name of the file that tests a connection.
const TRIAL: &str = "bcd-thu-";

impl WebDav {
    /// Tests the connection; afterwards [`WebDav::known`] says what was found, for the app to
    /// keep.
    pub async fn probe(&self) -> Probe {
        let trial = format!("{TRIAL}{}.json", browser::random_name());
        self.known.set(Known::default());
        let probe = probe(self, &trial, async |drive, name| drive.more(name).await).await;
        if probe.is_read_only() {
            self.known.set(Known { write: false, ..Known::default() });
        }
        probe
    }

    async fn more(&self, name: &str) -> Vec<(Step, Outcome)> {
        let conditional = self.keeps_conditions(name).await;
        self.known.set(Known { conditional: conditional == Ok(true), ..self.known() });
        let mut steps = vec![(Step::Conditions, outcome(&conditional))];
        if conditional != Ok(true) {
            let moves = self.moves(name).await;
            self.known.set(Known { moves: moves == Ok(true), ..self.known() });
            steps.push((Step::Move, outcome(&moves)));
        }
        steps
    }

    async fn keeps_conditions(&self, name: &str) -> Result<bool, Fault> {
        let other = Rev("\"ba-chu-dong-0\"".to_owned());
        for expect in [Expect::Absent, Expect::Rev(other)] {
            match self.put(name, b"{}\n", &expect).await {
                Err(Fault::Changed) => {}
                Ok(_) => return Ok(false),
                Err(fault) => return Err(fault),
            }
        }
        // A server that refuses every condition keeps none.
        let Some(Found { rev, .. }) = self.find(name).await? else {
            return Err(Fault::NotADrive);
        };
        match self.put(name, b"{ }\n", &Expect::Rev(rev)).await {
            Ok(_) => Ok(true),
            Err(Fault::Changed | Fault::BadAddress) => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    async fn moves(&self, name: &str) -> Result<bool, Fault> {
        let part = format!("{PART}{}", browser::random_name());
        let bytes = b"{\"moved\":true}\n";
        self.put(&part, bytes, &Expect::Anything).await?;
        let result = self.moves_onto(&part, name, bytes).await;
        match self.delete(&part).await {
            Ok(()) | Err(Fault::NotFound) => result,
            Err(fault) => result.and(Err(fault)),
        }
    }

    async fn moves_onto(&self, part: &str, name: &str, bytes: &[u8]) -> Result<bool, Fault> {
        match self.rename(part, name, bytes, true).await {
            Err(Fault::Changed) => {}
            Ok(_) | Err(Fault::Forbidden | Fault::Server(501)) => return Ok(false),
            Err(fault) => return Err(fault),
        }
        match self.rename(part, name, bytes, false).await {
            Ok(_) => Ok(self.read(name, bytes.len()).await?.0 == bytes),
            Err(Fault::Forbidden | Fault::Server(501)) => Ok(false),
            Err(fault) => Err(fault),
        }
    }
}

fn outcome(result: &Result<bool, Fault>) -> Outcome {
    match result {
        Ok(true) => Outcome::Done,
        Ok(false) => Outcome::Cannot,
        Err(fault) => Outcome::Failed(fault.clone()),
    }
}
