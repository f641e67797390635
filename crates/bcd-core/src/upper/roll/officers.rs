//! Officers in charge (cán bộ theo dõi) for many units at once: one for all that were chosen, or a column
//! out of a spreadsheet, a line for each unit in their order.

use super::{Roll, RollField, RollUnit, edit, heads};
use crate::{command::Set, id::RecordId};

/// One unit whose officer changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Its line.
    pub line: RecordId,
    /// Its name.
    pub name: String,
    /// Who followed it when this was shown; empty = nobody.
    pub before: String,
    /// Who is to follow it; empty = nobody.
    pub after: String,
}

/// Why a column cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnFault {
    /// It has several columns: such a table is taken in by its names.
    Table,
    /// It has so many lines, for another number of units.
    Lines(usize),
}

/// One officer for all of these units. Those that have that one already are left out, and so is who is on
/// no line.
pub fn to_all(units: &[&RollUnit], officer: &str) -> Vec<Assignment> {
    units.iter().filter_map(|unit| assignment(unit, officer)).collect()
}

/// A column with a line for each of these units, in their order. An empty line leaves its unit as it is; a
/// heading is passed over, and so are empty lines at the end that are too many.
///
/// # Errors
/// [`ColumnFault`].
pub fn by_column(units: &[&RollUnit], column: &str) -> Result<Vec<Assignment>, ColumnFault> {
    let mut lines: Vec<&str> = column.lines().map(str::trim).collect();
    if column.trim().contains('\t') {
        return Err(ColumnFault::Table);
    }
    let is_head =
        lines.first().is_some_and(|line| heads::field_of(line) == Some(RollField::Officer));
    if is_head && lines.len() > units.len() {
        lines.remove(0);
    }
    while lines.len() > units.len() && lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    if lines.len() != units.len() {
        return Err(ColumnFault::Lines(lines.len()));
    }
    let given = units.iter().zip(lines).filter(|(_, line)| !line.is_empty());
    Ok(given.filter_map(|(unit, officer)| assignment(unit, officer)).collect())
}

fn assignment(unit: &RollUnit, officer: &str) -> Option<Assignment> {
    let (before, after) = (unit.officer.clone(), officer.trim().to_owned());
    let changes = before != after && !unit.id.as_str().is_empty();
    changes.then(|| Assignment { line: unit.id.clone(), name: unit.name.clone(), before, after })
}

/// What writes them, on the list as it is now; and how many are left alone, because somebody changed the
/// officer or removed the line since they were shown.
pub fn sets(roll: &Roll, assignments: &[Assignment]) -> (Vec<Set>, usize) {
    let still = |it: &&Assignment| {
        let line = roll.units.get(&it.line).filter(|line| !line.deleted);
        line.is_some_and(|line| line.officer == it.before)
    };
    let sets: Vec<Set> = assignments
        .iter()
        .filter(still)
        .map(|it| edit(&it.line, RollField::Officer, &it.after))
        .collect();
    let left_alone = assignments.len() - sets.len();
    (sets, left_alone)
}
