//! Cases and reviews in a backup, and back again.

use super::rows;
use crate::{
    core::Core,
    disk::Disk,
    merging::NotMerged,
    office::{OFFICE, Offices},
    rows::put,
    store::{StoreError, tables},
};
use bcd_core::{
    format::review::{ReviewLine, ReviewRow},
    merge::Merged,
    sync::take::{Answer, Standing, TakeOutcome, take},
    upper::{
        case::{CaseId, StoredCase},
        office::Office,
    },
};

/// What upper levels said of this browser's units, with what cannot be read counted.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn said(disk: &Disk, left_out: &mut usize) -> Result<Vec<ReviewRow>, StoreError> {
    let (lines, unread) = disk.counted_rows::<ReviewLine>(tables::REVIEWS, "").await?;
    *left_out += unread;
    let (said, unread) = disk.counted_rows::<Merged>(tables::SAID, "").await?;
    *left_out += unread;
    let whole = |(key, line): (String, ReviewLine)| {
        let (_, case) = said.iter().find(|(at, _)| *at == key)?;
        Some(ReviewRow { line, case: case.clone() })
    };
    Ok(lines.into_iter().filter_map(whole).collect())
}

/// The cases of this browser, of whatever office, and the office that it speaks for.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn kept(
    core: Core,
    left_out: &mut usize,
) -> Result<(Vec<StoredCase>, Option<Office>), StoreError> {
    let (cases, unread) = core.disk().counted_rows::<Merged>(tables::CASES, "").await?;
    *left_out += unread;
    let whole =
        |(key, state): (String, Merged)| Some(StoredCase { id: CaseId::of_key(&key)?, state });
    let cases = cases.into_iter().filter_map(whole).collect();
    Ok((cases, Offices(core).chosen().await?))
}

/// Merges cases of a backup into those that are here, and takes back what upper levels said and who this
/// browser speaks for, where nothing of that is here.
///
/// # Errors
/// [`NotMerged`]; what was merged by then stays, and the backup can be taken again.
pub(crate) async fn restore(
    core: Core,
    said: &[ReviewRow],
    office: Option<&Office>,
    cases: &[StoredCase],
) -> Result<(), NotMerged> {
    let (disk, device) = (core.disk(), core.work.device());
    for StoredCase { id, state } in cases {
        rows::change::<NotMerged>(core, id, &|before| match take(
            before,
            state,
            &device,
            Standing::Own,
            Answer::Yes,
        ) {
            TakeOutcome::Refused(problem) => Err(NotMerged::Refused(problem)),
            TakeOutcome::Asks(_) | TakeOutcome::Nothing => Ok(None),
            TakeOutcome::Changed(_) => {
                let mut after = before.clone();
                after.merge(state.clone());
                after.pin(&device);
                Ok(Some((after, Vec::new())))
            }
        })
        .await?;
    }
    let mut ops = Vec::new();
    if let (Some(office), None) = (office, Offices(core).chosen().await?) {
        ops.push(put(tables::META, OFFICE, office));
    }
    for ReviewRow { line, case } in said {
        // What is here may be newer, and is signed.
        if disk.text(tables::REVIEWS, &line.key()).await?.is_none() {
            ops.push(put(tables::REVIEWS, line.key(), line));
            ops.push(put(tables::SAID, line.key(), case));
        }
    }
    Ok(disk.write(ops).await?)
}
