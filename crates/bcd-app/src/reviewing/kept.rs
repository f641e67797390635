//! Cases and reviews in a backup, and back again.

use super::rows;
use crate::{
    core::Core,
    disk::Disk,
    merging::NotMerged,
    office::Offices,
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
use std::collections::BTreeMap;

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

/// The cases of this browser, of whatever office, and the offices that it speaks or spoke for.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn kept(
    core: Core,
    left_out: &mut usize,
) -> Result<(Vec<StoredCase>, Vec<Office>), StoreError> {
    let (cases, unread) = core.disk().counted_rows::<Merged>(tables::CASES, "").await?;
    *left_out += unread;
    let whole =
        |(key, state): (String, Merged)| Some(StoredCase { id: CaseId::of_key(&key)?, state });
    let cases = cases.into_iter().filter_map(whole).collect();
    Ok((cases, Offices(core).known().await?))
}

/// Merges cases of a backup into those that are here, and takes back what upper levels said and which
/// offices it knew; if `speak`, also for whom this browser speaks, where nobody chose here.
///
/// # Errors
/// [`NotMerged`]; what was merged by then stays, and the backup can be taken again.
pub(crate) async fn restore(
    core: Core,
    said: &[ReviewRow],
    (offices, speak): (&[Office], bool),
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
    let mut ops = Offices(core).restored(offices, speak).await?;
    // In a backup nobody signed: what two devices of an office said may have one key there.
    let mut rows = BTreeMap::<String, (ReviewLine, Merged)>::new();
    for ReviewRow { line, case } in said {
        let of_key = rows.entry(line.key());
        of_key
            .and_modify(|(_, all)| all.merge(case.clone()))
            .or_insert_with(|| (line.clone(), case.clone()));
    }
    for (key, (line, case)) in rows {
        // What is here is signed; it is not doubled by what says nothing new.
        let of_case = format!("{}|", line.case_id().key());
        let here = disk.rows::<Merged>(tables::SAID, &of_case).await?;
        let mut all = Merged::default();
        here.iter().for_each(|(_, state)| all.merge(state.clone()));
        let mut with = all.clone();
        with.merge(case.clone());
        if with != all {
            let there = here.into_iter().find(|(at, _)| *at == key);
            let mut state = there.map(|(_, state)| state).unwrap_or_default();
            state.merge(case);
            ops.push(put(tables::REVIEWS, key.clone(), &line));
            ops.push(put(tables::SAID, key, &state));
        }
    }
    Ok(disk.write(ops).await?)
}
