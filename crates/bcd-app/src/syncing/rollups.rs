//! Roll-ups, beside one drive: which are here, and which go up.

use super::side::Side;
use crate::{rolling, store::tables};
use bcd_core::{format::rollup::RollupLine, sync::plan::RollupHere};
use bcd_sync::local::Trouble;
use std::collections::BTreeMap;

impl Side {
    /// The roll-ups that are here, in the order of their versions. Those go up that this device made, with
    /// what lies below them: without it the upper level could neither walk down nor see that a unit is
    /// counted twice. What a backup brought was made by another device, which laid it there.
    pub(super) async fn rollups(&self) -> Result<Vec<RollupHere>, Trouble> {
        if !self.line.roles.sends && !self.line.roles.collects {
            return Ok(Vec::new());
        }
        let core = self.syncing.core;
        let mut lines: Vec<RollupLine> = self.rows(tables::ROLLUPS).await?;
        lines.sort_by_key(|line| line.seq);
        // Asked for where it decides something: a unit has no roll-up.
        let key = match lines.iter().any(|line| line.own) {
            true => core.key().await.map_err(|_| Trouble::Engine)?,
            false => None,
        };
        let is_own = |line: &RollupLine| line.own && line.signer.key == key;
        let own: Vec<String> =
            lines.iter().filter(|it| is_own(it)).map(|it| it.digest.clone()).collect();
        let parts: BTreeMap<&str, &[String]> =
            lines.iter().map(|line| (line.digest.as_str(), line.parts.as_slice())).collect();
        let go = rolling::below(&own, |digest| parts.get(digest).copied());
        let here = |line: &RollupLine| RollupHere {
            office: line.office.id.clone(),
            slug: core.slug(&line.office.name),
            cycle: line.cycle.clone(),
            seq: line.seq,
            digest: line.digest.clone(),
            own: is_own(line),
            goes: go.contains(&line.digest),
        };
        Ok(lines.iter().map(here).collect())
    }
}
