//! Cases on the disk: a row for each whole case, and its line beside it.

use crate::{
    core::Core,
    disk::{Disk, Expected},
    office::Offices,
    rows,
    store::{Op, StoreError, tables},
};
use bcd_core::{
    command::Set,
    field::{Entry, highest},
    format::limits,
    id::UnitId,
    intake::Summary,
    merge::Merged,
    upper::case::{
        Case, CaseId, CaseLine,
        command::{CaseCommand, CaseFault, fields_of},
    },
};
use reactive_graph::graph::untrack;
use std::{collections::BTreeMap, time::Duration};

// How often a change is tried again because another tab wrote the same case meanwhile.
pub(super) const TURNS: usize = 40;
pub(super) const PAUSE: Duration = Duration::from_millis(50);

/// The form of the lines. One more whenever a line follows otherwise from its case: then all are made
/// anew.
const LINE_FORM: &str = "2";
const LINES: &str = "case-lines";

/// Why nothing was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotDone {
    /// It cannot be done from where the case stands, or something is missing.
    Fault(CaseFault),
    /// It could not be read or stored.
    Store(StoreError),
    /// Nobody chose yet for whom this browser speaks.
    NoOffice,
}

impl From<StoreError> for NotDone {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<CaseFault> for NotDone {
    fn from(fault: CaseFault) -> Self {
        Self::Fault(fault)
    }
}

/// A case as it lies on the disk; an empty one where there is none.
///
/// # Errors
/// [`StoreError`]; also where the row cannot be read, so that it is not written over.
pub(crate) async fn load(disk: &Disk, id: &CaseId) -> Result<Merged, StoreError> {
    Ok(disk.row(tables::CASES, &id.key()).await?.unwrap_or_default())
}

/// The writes of a case.
pub(crate) fn ops(id: &CaseId, state: &Merged) -> Vec<Op> {
    vec![
        rows::put(tables::CASES, id.key(), state),
        rows::put(tables::CASE_LINES, id.key(), &CaseLine::of(id, state)),
    ]
}

/// What becomes of a case, and what is written along with it; `None`: nothing is.
pub(crate) type Decided<E> = Result<Option<(Merged, Vec<Op>)>, E>;

/// Reads a case, lets `decide` compute what becomes of it, and writes that, if nobody else wrote in
/// between. `None` of `decide`: nothing is to be written.
///
/// # Errors
/// Those of `decide`, and [`StoreError`].
pub(crate) async fn change<E: From<StoreError>>(
    core: Core,
    id: &CaseId,
    decide: &dyn Fn(&Merged) -> Decided<E>,
) -> Result<Merged, E> {
    let (disk, key) = (core.disk(), id.key());
    for _ in 0..TURNS {
        let text = disk.text(tables::CASES, &key).await?;
        let before = load(&disk, id).await?;
        let Some((after, more)) = decide(&before)? else { return Ok(before) };
        let mut all = ops(id, &after);
        all.extend(more);
        if disk.swap(tables::CASES, vec![(key.clone(), text)], all).await? {
            return Ok(after);
        }
        core.host().turns.pause(PAUSE).await;
    }
    Err(StoreError::Failed.into())
}

/// What a person of this browser sets, with its stamps.
pub(crate) fn stamped(core: Core, state: &Merged, sets: Vec<Set>) -> Option<Merged> {
    let (dev, at, by) = (core.work.device(), core.now(), core.work.person());
    let mut after = state.clone();
    let mut n = highest(&after.fields);
    let mut any = false;
    for set in sets {
        let there = after.fields.get(&set.path);
        if there.map_or(set.value.is_null(), |there| there.v == set.value) {
            continue;
        }
        n += 1;
        let over = there.map(|there| there.seen_by(&dev)).unwrap_or_default();
        let (at, by, dev) = (at.clone(), by.clone(), dev.clone());
        after.put(set.path, Entry { v: set.value, n, dev, at, by, over });
        any = true;
    }
    any.then_some(after)
}

/// The lines of all cases, of every office. Where their form is an older one, or one of them cannot be
/// read, they are made anew from the cases.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn lines(disk: &Disk) -> Result<Vec<CaseLine>, StoreError> {
    let form = disk.text(tables::META, LINES).await?;
    let texts = disk.texts(tables::CASE_LINES, "").await?;
    // One that cannot be read is made anew, so it is no loss to be told of.
    let lines: Option<Vec<CaseLine>> = texts.iter().map(|(_, text)| rows::read(text)).collect();
    match lines.filter(|_| form.as_deref() == Some(LINE_FORM)) {
        Some(lines) => Ok(lines),
        None => rebuild(disk).await,
    }
}

async fn rebuild(disk: &Disk) -> Result<Vec<CaseLine>, StoreError> {
    let mut lines = Vec::new();
    let (mut expected, mut ops): (Expected, Vec<Op>) = (Vec::new(), Vec::new());
    for (key, text) in disk.texts(tables::CASES, "").await? {
        // One that cannot be read has no line; it is told of and stays.
        let (Some(state), Some(id)) = (rows::read::<Merged>(&text), CaseId::of_key(&key)) else {
            disk.note_unread(tables::CASES, &key);
            continue;
        };
        let line = CaseLine::of(&id, &state);
        ops.push(rows::put(tables::CASE_LINES, key.clone(), &line));
        expected.push((key, Some(text)));
        lines.push(line);
    }
    ops.push(Op::text(tables::META, LINES, LINE_FORM));
    // Where another tab wrote a case meanwhile, it wrote its line; the rest is made anew the next time.
    disk.swap(tables::CASES, expected, ops).await?;
    Ok(lines)
}

/// Notes in the cases of an office which submissions came, for all at once; the lines as they are then.
/// What is held apart gets no answer, and neither does a sample. Of one unit's one cycle
/// [`limits::NOTED`] are, and of those that nobody signed far fewer: whoever sends more would use up the room
/// for what is said, and for what the unit itself sends. What nobody signed, and this device noted, counts no
/// more once the unit is known to sign.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn note_received(
    core: Core,
    office: &UnitId,
    received: &[Summary],
) -> Result<Vec<CaseLine>, StoreError> {
    // As many cases as one transaction takes without holding the others up.
    const AT_ONCE: usize = 100;
    let disk = core.disk();
    let mut known: BTreeMap<CaseId, CaseLine> =
        lines(&disk).await?.into_iter().map(|line| (line.id(), line)).collect();
    let case_of = |it: &Summary| {
        let (unit, cycle) = (it.unit.clone(), it.cycle.clone());
        CaseId { office: office.clone(), unit, cycle }
    };
    let mut new: BTreeMap<CaseId, Vec<&Summary>> = BTreeMap::new();
    for it in received {
        let id = case_of(it);
        let has = |line: &CaseLine| {
            line.received.contains_key(&it.digest) || line.received.len() >= room(it)
        };
        if !known.get(&id).is_some_and(has) {
            new.entry(id).or_default().push(it);
        }
    }
    let mut gone: BTreeMap<CaseId, Vec<String>> = BTreeMap::new();
    for it in untrack(|| core.lists.unsigned()) {
        let id = case_of(&it);
        if known.get(&id).is_some_and(|line| line.received.contains_key(&it.digest)) {
            new.entry(id.clone()).or_default();
            gone.entry(id).or_default().push(it.digest);
        }
    }
    let new: Vec<_> = new.into_iter().collect();
    for some in new.chunks(AT_ONCE) {
        let (mut expected, mut all): (Expected, Vec<Op>) = (Vec::new(), Vec::new());
        let mut changed = Vec::new();
        for (id, came) in some {
            let text = disk.text(tables::CASES, &id.key()).await?;
            // One that cannot be read is told of, and the others go on.
            let state = match text.as_deref().map(rows::read::<Merged>) {
                None => Merged::default(),
                Some(Some(state)) => state,
                Some(None) => {
                    disk.note_unread(tables::CASES, &id.key());
                    continue;
                }
            };
            let gone = gone.get(id).map(Vec::as_slice).unwrap_or_default();
            let after = with_received(core, state.clone(), came, gone);
            if after == state {
                continue;
            }
            expected.push((id.key(), text));
            all.extend(ops(id, &after));
            changed.push((id.clone(), CaseLine::of(id, &after)));
        }
        // Another tab does the same: the next time nothing is new.
        if disk.swap(tables::CASES, expected, all).await? {
            known.extend(changed);
        }
    }
    Ok(known.into_values().collect())
}

// How many of one unit's one cycle may be noted before this one is not.
fn room(it: &Summary) -> usize {
    const UNSIGNED: usize = 200;
    if it.signer.is_nobody() { UNSIGNED } else { limits::NOTED }
}

fn with_received(core: Core, state: Merged, came: &[&Summary], gone: &[String]) -> Merged {
    let (case, device) = (Case::of(&state.fields), core.work.device());
    let noted = |digest: &str| state.fields.get(&format!("received/{digest}"));
    // What another officer's device said to count no more, it alone notes again.
    let is_withdrawn =
        |digest: &str| noted(digest).is_some_and(|there| there.v.is_null() && there.dev != device);
    // What another officer's device noted, it may know to be the unit's.
    let gone = gone.iter().filter(|digest| noted(digest).is_some_and(|it| it.dev == device));
    let mut commands: Vec<_> = gone.cloned().map(CaseCommand::Withdraw).collect();
    let (mut count, mut fields) = (case.received.len(), state.count());
    // Signed ones first: the others leave them room.
    let mut came = came.to_vec();
    came.sort_by_key(|it| it.signer.is_nobody());
    for it in came.into_iter().filter(|it| !is_withdrawn(&it.digest)) {
        if count < room(it) && fields < limits::CASE_FIELDS {
            (count, fields) = (count + 1, fields + 1);
            commands.push(CaseCommand::Receive(it.digest.clone(), it.seq));
        }
    }
    // To note what came needs nothing.
    let sets = commands.into_iter().flat_map(|it| fields_of(it, &case).unwrap_or_default());
    stamped(core, &state, sets.collect()).unwrap_or(state)
}

/// Notes that submissions count no more in the cases of the office: whoever wrote them in a unit's name would
/// otherwise keep a decision from what the unit itself sent.
///
/// # Errors
/// [`StoreError`]; what was written by then stays.
pub(crate) async fn withdraw(core: Core, gone: &[Summary]) -> Result<(), StoreError> {
    let Some(office) = Offices(core).at_desk().await? else { return Ok(()) };
    for Summary { unit, cycle, digest, .. } in gone {
        let (office, unit, cycle) = (office.unit.id.clone(), unit.clone(), cycle.clone());
        let id = CaseId { office, unit, cycle };
        change::<StoreError>(core, &id, &|before| {
            let case = Case::of(&before.fields);
            let sets = fields_of(CaseCommand::Withdraw(digest.clone()), &case);
            let after = stamped(core, before, sets.unwrap_or_default());
            Ok(after.map(|after| (after, Vec::new())))
        })
        .await?;
    }
    Ok(())
}
