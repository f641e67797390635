//! Cases and reviews in a backup, and back again.

use super::{
    rows,
    taking::{MOST_UNKNOWN, grows_bad},
};
use crate::{
    core::Core,
    disk::Disk,
    merging::NotMerged,
    office::Offices,
    rows::put,
    store::{StoreError, tables},
};
use bcd_core::{
    format::review::{ReviewLine, ReviewRow, rules::row_fault},
    id::UnitId,
    merge::Merged,
    sample::desk,
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
    let mut said: BTreeMap<String, Merged> = said.into_iter().collect();
    // Those of known devices first: where the backup has no room for all, it is not they that it lacks.
    let mut lines = lines;
    lines.sort_by_key(|(_, line)| line.signer.is_nobody());
    let whole =
        |(key, line): (String, ReviewLine)| Some(ReviewRow { line, case: said.remove(&key)? });
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
    let cases = cases.into_iter().filter_map(whole);
    // The sample is made anew wherever somebody wants it.
    let cases = cases.filter(|kept| kept.id.office != desk::office()).collect();
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
                match grows_bad(before, &after, Standing::Own) {
                    Some(problem) => Err(NotMerged::Refused(problem)),
                    None => Ok(Some((after, Vec::new()))),
                }
            }
        })
        .await?;
    }
    let mut ops = Offices(core).restored(offices, speak).await?;
    for (key, ReviewRow { line, case }) in said_anew(&disk, said).await?.0 {
        ops.push(put(tables::REVIEWS, key.clone(), &line));
        ops.push(put(tables::SAID, key, &case));
    }
    Ok(disk.write(ops).await?)
}

/// The rows of what upper levels said that a backup makes new or changes here, by their keys; and how many it
/// has that are not taken: nobody signed them there, and of such ones only so many are kept.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn said_anew(
    disk: &Disk,
    said: &[ReviewRow],
) -> Result<(BTreeMap<String, ReviewRow>, usize), StoreError> {
    // What two devices of an office said may have one key there.
    let mut rows = BTreeMap::<String, ReviewRow>::new();
    for row in said {
        let of_key = rows.entry(row.line.key());
        of_key.and_modify(|all| all.case.merge(row.case.clone())).or_insert_with(|| row.clone());
    }
    let mut unknown = BTreeMap::<UnitId, usize>::new();
    for (_, line) in disk.rows::<ReviewLine>(tables::REVIEWS, "").await? {
        if line.signer.is_nobody() {
            *unknown.entry(line.unit).or_default() += 1;
        }
    }
    let (mut new, mut left_out) = (BTreeMap::new(), 0);
    for (key, row) in rows {
        // What is here is signed; it is not doubled by what says nothing new.
        let of_case = format!("{}|", row.line.case_id().key());
        let here = disk.rows::<Merged>(tables::SAID, &of_case).await?;
        let mut all = Merged::default();
        here.iter().for_each(|(_, state)| all.merge(state.clone()));
        let mut with = all.clone();
        with.merge(row.case.clone());
        if with == all {
            continue;
        }
        let there = here.into_iter().find(|(at, _)| *at == key);
        let count = unknown.entry(row.line.unit.clone()).or_default();
        let is_full = there.is_none() && *count >= MOST_UNKNOWN;
        *count += usize::from(there.is_none());
        let mut case = there.map(|(_, state)| state).unwrap_or_default();
        case.merge(row.case);
        let row = ReviewRow { line: row.line, case };
        match is_full || row_fault(&row).is_some() {
            true => left_out += 1,
            false => drop(new.insert(key, row)),
        }
    }
    Ok((new, left_out))
}
