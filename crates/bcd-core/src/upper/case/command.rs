//! Commands: everything that an officer can do to a case, as the fields that it sets.

use super::{Case, CaseState, ItemValue, StepValue, Verdict, Visit, state::Way};
use crate::{
    civil,
    command::Set,
    format::{check, limits},
    id::{ItemId, RecordId},
};
use serde::Serialize;
use serde_json::Value;

/// What an officer wants to do.
#[derive(Clone, Debug, PartialEq)]
pub enum CaseCommand {
    /// Notes that a submission came: its digest and number.
    Receive(String, u32),
    /// It counts no more: a person said that somebody else wrote it, or removed it. Its digest.
    Withdraw(String),
    /// Says something of items.
    Say {
        /// Digest of the submission that the officer has before them.
        of: String,
        /// Which items.
        items: Vec<ItemId>,
        /// What.
        verdict: Verdict,
        /// Why.
        why: String,
    },
    /// Takes back what was said of items.
    Unsay(Vec<ItemId>),
    /// Takes a step that is no decision.
    Step {
        /// Digest of the submission that the officer has before them.
        of: String,
        /// The id of its record: a new one.
        id: RecordId,
        /// Where it leads.
        to: CaseState,
        /// Why.
        why: String,
    },
    /// Decides.
    Decide {
        /// Digest of the submission that is decided on: the latest.
        of: String,
        /// The id of the step's record: a new one.
        id: RecordId,
        /// Recognised, or not.
        recognised: bool,
        /// Number of the decision.
        number: String,
        /// Its day, `YYYY-MM-DD`.
        date: String,
        /// Why.
        why: String,
    },
    /// Says who follows the unit.
    SetOfficer(String),
    /// Writes the words to the unit on the whole.
    SetWord(String),
    /// Writes what it is proposed to be commended for.
    SetCommend(String),
    /// Notes a visit, or changes one. Of one that is taken out only the day stays, since all of a field
    /// goes to the unit.
    Visit(RecordId, Visit),
}

/// What keeps a command from being done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseFault {
    /// This submission did not come, or is held apart: nothing is said of it.
    NotReceived,
    /// A later submission came, and has to be looked at before a decision.
    NewerCame,
    /// Why is missing.
    NoReason,
    /// The decision's number is missing.
    NoNumber,
    /// The day is missing, or there is no such day.
    BadDay,
    /// No step leads there from where the case stands.
    NoWay {
        /// Where it stands.
        from: CaseState,
        /// Where it was to go.
        to: CaseState,
    },
    /// Items are not being verified any more: a step back comes first.
    Closed(CaseState),
    /// A text has characters or markup that no file may have, or is too long.
    BadText,
    /// The visit has more photos than a file may name.
    TooManyPhotos,
}

/// The fields that a command sets.
///
/// # Errors
/// [`CaseFault`]; then nothing is to be set.
pub fn fields_of(command: CaseCommand, case: &Case) -> Result<Vec<Set>, CaseFault> {
    // What was looked at, and nothing else: another one may have come meanwhile.
    let known = |of: String| match case.received.contains_key(&of) {
        true => Ok(of),
        false => Err(CaseFault::NotReceived),
    };
    match command {
        CaseCommand::Receive(digest, number) => {
            let is_known = case.received.get(&digest) == Some(&number);
            let set = Set { path: format!("received/{digest}"), value: number.into() };
            Ok(if is_known { Vec::new() } else { vec![set] })
        }
        CaseCommand::Withdraw(digest) => {
            let is_known = case.received.contains_key(&digest);
            let set = Set { path: format!("received/{digest}"), value: Value::Null };
            Ok(if is_known { vec![set] } else { Vec::new() })
        }
        CaseCommand::Say { of, items, verdict, why } => {
            let (of, why) = (known(of)?, text(&why)?);
            open(case)?;
            if verdict != Verdict::Agree && why.is_empty() {
                return Err(CaseFault::NoReason);
            }
            let value = put(&ItemValue::of(&verdict, why, of));
            Ok(items.into_iter().map(|item| item_set(&item, value.clone())).collect())
        }
        CaseCommand::Unsay(items) => {
            open(case)?;
            let said = items.into_iter().filter(|item| case.items.contains_key(item));
            Ok(said.map(|item| item_set(&item, Value::Null)).collect())
        }
        CaseCommand::Step { of, id, to, why } => {
            let from = case.state;
            let step =
                StepValue { from, to, of: known(of)?, why: text(&why)?, ..StepValue::default() };
            match from.way(to) {
                None | Some(Way::Decision) => Err(CaseFault::NoWay { from, to }),
                Some(Way::Back) if step.why.is_empty() => Err(CaseFault::NoReason),
                Some(Way::On | Way::Back) => Ok(vec![step_set(&id, &step)]),
            }
        }
        CaseCommand::Decide { of, id, recognised, number, date, why } => {
            let to = if recognised { CaseState::Recognised } else { CaseState::Declined };
            let from = case.state;
            if from.way(to) != Some(Way::Decision) {
                return Err(CaseFault::NoWay { from, to });
            }
            let of = known(of)?;
            if case.latest() != Some(&of) {
                return Err(CaseFault::NewerCame);
            }
            let (why, number) = (text(&why)?, text(&number)?);
            if number.is_empty() {
                return Err(CaseFault::NoNumber);
            }
            if civil::parse(&date).is_none() {
                return Err(CaseFault::BadDay);
            }
            if !recognised && why.is_empty() {
                return Err(CaseFault::NoReason);
            }
            Ok(vec![step_set(&id, &StepValue { from, to, of, why, number, date })])
        }
        CaseCommand::SetOfficer(name) => plain("officer", &name),
        CaseCommand::SetWord(word) => plain("word", &word),
        CaseCommand::SetCommend(what) => plain("commend", &what),
        CaseCommand::Visit(id, mut visit) => {
            if civil::parse(&visit.day).is_none() {
                return Err(CaseFault::BadDay);
            }
            if visit.deleted {
                visit = Visit { day: visit.day, deleted: true, ..Visit::default() };
            }
            (visit.who, visit.note) = (text(&visit.who)?, text(&visit.note)?);
            if visit.photos.len() > limits::VISIT_PHOTOS {
                return Err(CaseFault::TooManyPhotos);
            }
            Ok(vec![Set { path: format!("visit/{id}"), value: put(&visit) }])
        }
    }
}

fn open(case: &Case) -> Result<(), CaseFault> {
    if case.state.is_open() { Ok(()) } else { Err(CaseFault::Closed(case.state)) }
}

fn plain(path: &str, value: &str) -> Result<Vec<Set>, CaseFault> {
    Ok(vec![Set { path: path.to_owned(), value: text(value)?.into() }])
}

// Checked here, so that a case can always leave.
fn text(text: &str) -> Result<String, CaseFault> {
    let text = text.trim();
    match check::text_fault(text, "") {
        None => Ok(text.to_owned()),
        Some(_) => Err(CaseFault::BadText),
    }
}

fn item_set(item: &ItemId, value: Value) -> Set {
    Set { path: format!("item/{item}"), value }
}

fn step_set(id: &RecordId, step: &StepValue) -> Set {
    Set { path: format!("step/{id}"), value: put(step) }
}

// Our own types always have a value.
fn put(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
