//! Photos of a visit (kiểm tra thực tế): drawn anew like every other, kept with the case that names them.

use super::{NotDone, Reviewing};
use crate::{
    exchange::leaving::added,
    host::PickedFile,
    merging::photo_ops,
    store::{Op, StoreError, tables},
};
use bcd_core::{
    content,
    id::{FileHash, RecordId, UnitId},
    upper::case::{
        Case, Visit,
        command::{CaseCommand, fields_of},
    },
};

/// Why a photo was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhotoRefused {
    /// It has no bytes.
    Empty,
    /// By its bytes it is no picture, or none that this browser can draw: only a picture that was drawn
    /// anew surely bears no place and time.
    NoPicture,
    /// The visit was taken out meanwhile.
    NoVisit,
    /// It could not be noted.
    NotDone(NotDone),
}

impl From<NotDone> for PhotoRefused {
    fn from(error: NotDone) -> Self {
        Self::NotDone(error)
    }
}

impl From<StoreError> for PhotoRefused {
    fn from(error: StoreError) -> Self {
        Self::NotDone(error.into())
    }
}

impl Reviewing {
    /// Adds a photo to a visit. One that the visit has already changes nothing.
    ///
    /// # Errors
    /// [`PhotoRefused`]; then nothing was written.
    pub async fn add_photo(
        &self,
        unit: &UnitId,
        cycle: &str,
        visit: &RecordId,
        file: &dyn PickedFile,
    ) -> Result<(), PhotoRefused> {
        if file.size() == 0 {
            return Err(PhotoRefused::Empty);
        }
        // By its bytes: a name or a type of the browser is only a claim.
        let head = file.head(content::HEAD).await.ok_or(PhotoRefused::NoPicture)?;
        let is_image = content::media_type(&head).starts_with("image/");
        let drawn = if is_image { file.as_photo().await } else { None };
        let bytes = drawn.ok_or(PhotoRefused::NoPicture)?;
        let hash = self.core.host().hasher.hash(&bytes).await;
        let hash = hash.map_err(|_| PhotoRefused::NoPicture)?;
        let mut ops = photo_ops(&[(hash.clone(), "image/jpeg".to_owned(), bytes)]);
        ops.push(Op::text(tables::META, added(&self.id_of(unit, cycle).await?, &hash), "1"));
        self.change_photos(unit, cycle, visit, ops, &|photos| {
            if !photos.contains(&hash) {
                photos.push(hash.clone());
            }
        })
        .await
    }

    /// Takes a photo out of a visit; [`Self::undo`] brings it back.
    ///
    /// # Errors
    /// [`PhotoRefused`]; then nothing was written.
    pub async fn remove_photo(
        &self,
        unit: &UnitId,
        cycle: &str,
        visit: &RecordId,
        photo: &FileHash,
    ) -> Result<(), PhotoRefused> {
        let take = |photos: &mut Vec<FileHash>| photos.retain(|it| it != photo);
        self.change_photos(unit, cycle, visit, Vec::new(), &take).await
    }

    // Of the visit as it is on the disk: another photo, or another word, may have come meanwhile.
    async fn change_photos(
        &self,
        unit: &UnitId,
        cycle: &str,
        visit: &RecordId,
        along: Vec<Op>,
        change: &dyn Fn(&mut Vec<FileHash>),
    ) -> Result<(), PhotoRefused> {
        let id = self.id_of(unit, cycle).await?;
        let gone = std::cell::Cell::new(false);
        let make = |case: &Case| {
            let there: Option<&Visit> = case.visits.get(visit);
            gone.set(there.is_none());
            let Some(there) = there else { return Ok(Vec::new()) };
            let mut now = there.clone();
            change(&mut now.photos);
            Ok(fields_of(CaseCommand::Visit(visit.clone(), now), case)?)
        };
        self.does_along(&id, &make, &along).await?;
        if gone.get() { Err(PhotoRefused::NoVisit) } else { Ok(()) }
    }
}
