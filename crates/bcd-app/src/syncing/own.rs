//! The unit's own submissions, beside one drive.

use super::{side::Side, trouble};
use crate::{
    exchange::leaving::Leaving,
    lists::{SentLine, sent_of},
};
use bcd_core::sync::plan::SubmissionHere;
use bcd_sync::local::Trouble;

impl Side {
    /// Own submissions of every dossier. One that names what stays in the unit is not laid, and said so where it is
    /// the last.
    pub(super) async fn own_submissions(&self) -> Result<Vec<SubmissionHere>, Trouble> {
        let core = self.syncing.core;
        let (mut all, mut named) = (Vec::new(), None);
        for line in self.dossiers().await? {
            let of_dossier = sent_of(&core.disk(), &line.id).await.map_err(trouble)?;
            let last = of_dossier.last().map(|sent| sent.seq);
            for sent in of_dossier {
                let goes = Leaving(core).may_go(&line.id, &sent, &mut named).await;
                let goes = goes.map_err(trouble)?;
                // Of an earlier one the next says more.
                if !goes && Some(sent.seq) != last {
                    continue;
                }
                let files = if goes { sent.files() } else { Vec::new() };
                let SentLine { seq, digest, .. } = sent;
                let (slug, cycle) = (core.slug(&line.name), line.cycle.clone());
                all.push(SubmissionHere {
                    unit: line.unit.clone(),
                    slug,
                    cycle,
                    seq,
                    digest,
                    files,
                    stays: !goes,
                });
            }
        }
        Ok(all)
    }
}
