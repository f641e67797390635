//! What goes into a backup: whatever state a browser is in, its backup must be good, since it is the only
//! way out. A row for which a reader would refuse the whole file is left out, and counted.

use crate::{
    format::{
        backup::Backup,
        limits,
        read::cost,
        review::rules::{check_row, check_stored},
    },
    id::DossierId,
    merge::Merged,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// Leaves out what is bad, or what the document has no room for; how much. Dossiers go first, then drafts, in
/// both those in which this `device` wrote, and the small ones before the large: nobody's year makes way for one that
/// somebody blew up, or for many that somebody made. What this browser
/// itself says of its units goes before what was said to it.
///
/// # Errors
/// When the JSON library refuses.
pub fn fit(body: &mut Backup, device: &str) -> Result<usize, serde_json::Error> {
    let (cases, reviews) = (std::mem::take(&mut body.cases), std::mem::take(&mut body.reviews));
    let (dossiers, drafts) = (std::mem::take(&mut body.dossiers), std::mem::take(&mut body.drafts));
    let all = cases.len() + reviews.len() + dossiers.len() + drafts.len();
    let mut room = Room::beside(body)?;
    body.dossiers = room.states(dossiers, device)?;
    body.drafts = room.states(drafts, device)?;
    for kept in cases {
        let mut problems = Vec::new();
        check_stored(&kept, "", &mut problems);
        if problems.is_empty() && room.takes(&kept, &kept.state)? {
            body.cases.push(kept);
        }
    }
    for row in reviews {
        let mut problems = Vec::new();
        check_row(&row, "", &mut problems);
        if problems.is_empty() && room.takes(&row, &row.case)? {
            body.reviews.push(row);
        }
    }
    let kept = body.cases.len() + body.reviews.len() + body.dossiers.len() + body.drafts.len();
    Ok(all - kept)
}

// The bytes and values that the document still has room for.
struct Room {
    bytes: usize,
    values: usize,
    // What merging it costs.
    cost: u64,
}

impl Room {
    // Beside all the rest, and the envelope.
    fn beside(body: &Backup) -> Result<Self, serde_json::Error> {
        const ENVELOPE: usize = 1024 * 1024;
        let (bytes, values) = size(body)?;
        Ok(Self {
            bytes: limits::BACKUP_JSON_BYTES.saturating_sub(bytes + ENVELOPE),
            values: limits::BACKUP_VALUES.saturating_sub(values + ENVELOPE),
            cost: limits::BACKUP_MERGE_COST.saturating_sub(cost(body)),
        })
    }

    // Those that it takes of some states, in the order in which they go.
    fn states(
        &mut self,
        all: BTreeMap<DossierId, Merged>,
        device: &str,
    ) -> Result<BTreeMap<DossierId, Merged>, serde_json::Error> {
        let mut sized = Vec::new();
        for (id, state) in all {
            let elsewhere = state.fields.values().all(|entry| entry.dev.as_str() != device);
            sized.push(((elsewhere, size(&state)?), id, state));
        }
        sized.sort_by_key(|(order, ..)| *order);
        let mut kept = BTreeMap::new();
        for ((_, (bytes, values)), id, state) in sized {
            if self.has(bytes + id.as_str().len(), values, &state) {
                kept.insert(id, state);
            }
        }
        Ok(kept)
    }

    fn takes(&mut self, part: &impl Serialize, state: &Merged) -> Result<bool, serde_json::Error> {
        let (bytes, values) = size(part)?;
        Ok(self.has(bytes, values, state))
    }

    fn has(&mut self, bytes: usize, values: usize, state: &Merged) -> bool {
        let cost = state.cost_with(&Merged::default());
        let fits = bytes < self.bytes && values < self.values && cost <= self.cost;
        if fits {
            self.cost -= cost;
            self.bytes -= bytes + 1;
            self.values -= values + 1;
        }
        fits
    }
}

// Bytes as JSON, and values as they are counted where it is read.
fn size(part: &impl Serialize) -> Result<(usize, usize), serde_json::Error> {
    let json = serde_json::to_vec(part)?;
    let marks = json.iter().filter(|byte| matches!(byte, b'{' | b'[' | b','));
    Ok((json.len(), marks.count()))
}
