//! Refreshing: lines of received submissions that another version of the app made, or that cannot be
//! read, are made anew from their documents, so that no table counts on old ones.

use crate::{
    core::Core,
    received::write_beside,
    rows,
    services::Services,
    store::{Op, StoreError, tables},
};
use bcd_core::{
    engine::{Request, Response},
    intake::Summary,
};
use reactive_graph::{prelude::*, signal::RwSignal};

/// How many lines are made between two writes.
const AT_ONCE: usize = 100;

/// Makes lines anew.
#[derive(Clone, Copy)]
pub struct Refreshing {
    core: Core,
    /// How many lines are made, and of how many; (0, 0) = nothing is under way.
    pub progress: RwSignal<(usize, usize)>,
}

/// What became of the lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refreshed {
    /// How many were made anew.
    pub made: usize,
    /// Keys of those whose document is not here or cannot be read. They stay as they are.
    pub left: Vec<String>,
}

impl Services {
    /// Makes lines of received submissions anew.
    pub fn refreshing(&self) -> Refreshing {
        Refreshing { core: self.core(), progress: RwSignal::default() }
    }
}

impl Refreshing {
    /// Makes every line anew that needs it, in batches; what a person said of it stays. Where nothing is
    /// to be done, it costs a reading of the rows.
    ///
    /// # Errors
    /// [`StoreError`]; what was made until then stays, and the next run goes on from there.
    pub async fn run(&self) -> Result<Refreshed, StoreError> {
        let mut done = Refreshed::default();
        let is_stale = |(_, text): &(String, String)| {
            rows::read::<Summary>(text).is_none_or(|line| line.is_stale())
        };
        let all = self.core.disk().texts(tables::RECEIVED, "").await?;
        let stale: Vec<(String, String)> = all.into_iter().filter(is_stale).collect();
        let mut ended = Ok(());
        for batch in stale.chunks(AT_ONCE) {
            self.progress.set((done.made + done.left.len(), stale.len()));
            ended = self.make(batch, &mut done).await;
            if ended.is_err() {
                break;
            }
        }
        self.progress.set((0, 0));
        if done.made > 0 {
            // Whoever has read the list reads it again.
            let told = write_beside(&self.core.disk(), &[]).await;
            self.core.work.lists_changed();
            ended = ended.and(told);
        }
        ended.map(|()| done)
    }

    async fn make(
        &self,
        batch: &[(String, String)],
        done: &mut Refreshed,
    ) -> Result<(), StoreError> {
        let disk = self.core.disk();
        let (mut expected, mut ops, mut made) = (Vec::new(), Vec::new(), Vec::new());
        for (key, before) in batch {
            match self.line(key, before).await? {
                Some(line) => {
                    expected.push((key.clone(), Some(before.clone())));
                    ops.push(rows::put(tables::RECEIVED, key.clone(), &line));
                    made.push(key);
                }
                None => done.left.push(key.clone()),
            }
        }
        if disk.swap(tables::RECEIVED, expected.clone(), ops.clone()).await? {
            made.iter().for_each(|key| disk.note_read(tables::RECEIVED, key));
            done.made += made.len();
            return Ok(());
        }
        // Another tab wrote some of them meanwhile: those are left to it, each of the others counts.
        let singles: Vec<(_, Op)> = expected.into_iter().zip(ops).collect();
        for (row, op) in singles {
            let key = row.0.clone();
            if disk.swap(tables::RECEIVED, vec![row], vec![op]).await? {
                disk.note_read(tables::RECEIVED, &key);
                done.made += 1;
            }
        }
        Ok(())
    }

    // The line of a stored document; `None` where that is not here, or is not what the key says.
    async fn line(&self, key: &str, before: &str) -> Result<Option<Summary>, StoreError> {
        let document = self.core.disk().bytes(tables::DOCUMENTS, key).await?;
        let Some(document) = document else { return Ok(None) };
        let Ok((Response::Opened { summary, .. }, _)) =
            self.core.ask(&Request::Open, &[document]).await
        else {
            return Ok(None);
        };
        // A person's word is in no document. Where not even that can be read, they are asked again.
        let said: Option<serde_json::Value> = rows::read(before);
        let settled = said.is_some_and(|row| row["settled"] == true);
        Ok((summary.digest == key).then_some(Summary { settled, ..summary }))
    }
}
