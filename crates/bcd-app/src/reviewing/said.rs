//! What upper levels say of this browser's own units, as the unit reads it.

use super::Reviewing;
use crate::{
    core::Core,
    signing::Signers,
    store::{StoreError, tables},
};
use bcd_core::{
    format::review::ReviewLine,
    id::{FileHash, ItemId, UnitId},
    merge::Merged,
    signer::{Identity, Pins, Role},
    upper::case::{self, Case, ItemSaid},
};
use std::collections::{BTreeMap, BTreeSet};

/// What one upper level says of a unit's cycle: of all of its devices that are known, merged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SaidByUpper {
    /// The office, by name.
    pub reviewer: String,
    /// Its unit.
    pub office: UnitId,
    /// What it says.
    pub case: Case,
    /// Lines of those devices, the latest last.
    pub lines: Vec<ReviewLine>,
    /// Whether none of them is known to be the upper level's: what they say is shown apart.
    pub apart: bool,
}

/// One item as the unit reads it.
pub type SaidOfItem<'a> = (&'a ItemId, &'a ItemSaid);

impl SaidByUpper {
    /// Items that the unit is asked about.
    pub fn asked(&self) -> impl Iterator<Item = SaidOfItem<'_>> {
        self.case.asked()
    }
}

impl Reviewing {
    /// What upper levels say of a unit's cycle: those that are known first; then each signer of whom nobody
    /// knows whose it is, by itself.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn said_of(
        &self,
        unit: &UnitId,
        cycle: &str,
    ) -> Result<Vec<SaidByUpper>, StoreError> {
        let disk = self.core.disk();
        let pins = Signers(self.core).pins(Role::Upper, unit).await?;
        let said: BTreeMap<String, Merged> =
            disk.rows::<Merged>(tables::SAID, "").await?.into_iter().collect();
        let rows = disk.rows::<ReviewLine>(tables::REVIEWS, "").await?;
        let of_unit = rows.into_iter().filter(|(_, it)| it.unit == *unit && it.cycle == cycle);
        let mut known: BTreeMap<UnitId, (Merged, Vec<ReviewLine>)> = BTreeMap::new();
        let mut apart = Vec::new();
        for (key, line) in of_unit {
            let Some(state) = said.get(&key) else { continue };
            match identity(&line, &pins) {
                Identity::Rejected => {}
                it if it.is_apart() => apart.push(entry(state, vec![line], true)),
                _ => {
                    let (all, lines) = known.entry(line.reviewer_id.clone()).or_default();
                    all.merge(state.clone());
                    lines.push(line);
                }
            }
        }
        let known = known.into_values().map(|(state, lines)| entry(&state, lines, false));
        Ok(known.chain(apart).collect())
    }
}

/// The photos that reviews name whose writers are known to be the upper levels of this browser's units.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn photos_of_known(core: Core) -> Result<BTreeSet<FileHash>, StoreError> {
    let (disk, book) = (core.disk(), Signers(core).rows_of_all(Role::Upper).await?);
    let said: BTreeMap<String, Merged> =
        disk.rows::<Merged>(tables::SAID, "").await?.into_iter().collect();
    let (mut photos, none) = (BTreeSet::new(), Pins::new());
    for (key, line) in disk.rows::<ReviewLine>(tables::REVIEWS, "").await? {
        let pins = book.get(&line.unit).unwrap_or(&none);
        if let Some(state) = said.get(&key).filter(|_| identity(&line, pins).is_known()) {
            photos.extend(case::photos(state));
        }
    }
    Ok(photos)
}

fn identity(line: &ReviewLine, pins: &Pins) -> Identity {
    line.signer.identity(&line.reviewer_id, pins)
}

fn entry(state: &Merged, mut lines: Vec<ReviewLine>, apart: bool) -> SaidByUpper {
    lines.sort_by(|a, b| a.at.cmp(&b.at));
    let last = lines.last();
    SaidByUpper {
        reviewer: last.map(|line| line.reviewer.clone()).unwrap_or_default(),
        office: last.map(|line| line.reviewer_id.clone()).unwrap_or_default(),
        case: Case::of(&state.fields),
        lines,
        apart,
    }
}
