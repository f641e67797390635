//! What upper levels say of this browser's own units, as the unit reads it.

use super::Reviewing;
use crate::{
    core::Core,
    signing::Signers,
    store::{Op, StoreError, tables},
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

/// Bytes of photos of signers whose words nobody compared here, of all together and ever: those of some visits.
/// They may be anybody's.
const FIRST_PHOTOS: usize = 16 * 1024 * 1024;
/// The key, in [`tables::META`], of how many there were.
const FIRST_TAKEN: &str = "first-photos";

/// How many bytes of their photos may still come in.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn first_room(core: Core) -> Result<usize, StoreError> {
    let taken = core.disk().text(tables::META, FIRST_TAKEN).await?;
    let taken = taken.map_or(0, |taken| taken.parse().unwrap_or(FIRST_PHOTOS));
    Ok(FIRST_PHOTOS.saturating_sub(taken))
}

/// The write that notes that so many may still come in. What they replace or take out stays counted.
pub(crate) fn first_op(room: usize) -> Op {
    Op::text(tables::META, FIRST_TAKEN, FIRST_PHOTOS.saturating_sub(room).to_string())
}

/// Photos that reviews name whose writers are known to be the upper levels of this browser's units.
#[derive(Default)]
pub(crate) struct SaidPhotos {
    /// Those that somebody names whose words were compared.
    pub compared: BTreeSet<FileHash>,
    /// The others: of whoever came first.
    pub first: BTreeSet<FileHash>,
}

/// The photos that known reviews name.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn photos_of_known(core: Core) -> Result<SaidPhotos, StoreError> {
    let (disk, book) = (core.disk(), Signers(core).rows_of_all(Role::Upper).await?);
    let said: BTreeMap<String, Merged> =
        disk.rows::<Merged>(tables::SAID, "").await?.into_iter().collect();
    let (mut photos, none) = (SaidPhotos::default(), Pins::new());
    for (key, line) in disk.rows::<ReviewLine>(tables::REVIEWS, "").await? {
        let pins = book.get(&line.unit).unwrap_or(&none);
        let Some(state) = said.get(&key) else { continue };
        match identity(&line, pins) {
            Identity::Confirmed => photos.compared.extend(case::photos(state)),
            Identity::First => photos.first.extend(case::photos(state)),
            _ => {}
        }
    }
    let SaidPhotos { compared, first } = &mut photos;
    first.retain(|hash| !compared.contains(hash));
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
