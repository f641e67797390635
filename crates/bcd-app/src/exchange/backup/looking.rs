//! What taking a backup back would do, before a person says yes.

use super::{Backups, Restored};
use crate::{merging::NotMerged, reviewing, roll};
use bcd_core::{
    dossier::Dossier,
    merge::{
        Merged,
        effect::{Effect, effect},
    },
};

/// A part of a backup, and what taking it back would do here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which part.
    pub part: Part,
    /// What it would do.
    pub effect: Effect,
}

/// A part of a backup that is merged into what is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A dossier.
    Dossier {
        /// The unit's name.
        name: String,
        /// The cycle.
        cycle: String,
    },
    /// What an office says of its units: how many of them.
    Cases(usize),
    /// An office's list of units.
    Roll,
}

impl Backups {
    /// What taking a backup back would do to what is here, part by part.
    ///
    /// # Errors
    /// [`NotMerged`].
    pub async fn look(&self, backup: &Restored) -> Result<Vec<Line>, NotMerged> {
        let (disk, mut lines) = (self.core.disk(), Vec::new());
        for (id, theirs) in &backup.dossiers {
            let effect = self.merging.look_at(id, theirs).await?;
            let dossier = Dossier::of(theirs.fields.clone());
            let part = Part::Dossier { name: dossier.unit.name, cycle: dossier.cycle };
            lines.push(Line { part, effect });
        }
        if !backup.roll.fields.is_empty() {
            let here = roll::table::load(&disk).await?.state;
            lines.push(Line { part: Part::Roll, effect: merged(&here, &backup.roll) });
        }
        if !backup.cases.is_empty() {
            let mut all = Effect::default();
            for case in &backup.cases {
                let here = reviewing::load(&disk, &case.id).await?;
                all = all.and(merged(&here, &case.state));
            }
            lines.push(Line { part: Part::Cases(backup.cases.len()), effect: all });
        }
        Ok(lines)
    }
}

fn merged(here: &Merged, theirs: &Merged) -> Effect {
    let mut after = here.clone();
    after.merge(theirs.clone());
    effect(&here.fields, &after)
}
