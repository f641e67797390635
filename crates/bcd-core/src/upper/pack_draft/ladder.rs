//! Steps of a ladder that is written. Answers and proposals name a step by its id, which is its points
//! as the shipped set writes them; so a new step is named by its points, too.

use crate::{
    criteria::{Item, Step},
    id::StepId,
    points::Points,
    text::Text,
};

/// Writes what a step is worth, by its place. A step that the version before has under its id keeps it:
/// units may have chosen it. Any other gets the id of its points.
pub fn set_points(ladder: &mut [Step], at: usize, points: Points, before: Option<&Item>) {
    let Some(step) = ladder.get(at) else { return };
    let is_known = before.is_some_and(|before| before.step(step.id.as_str()).is_some());
    let id = if is_known { step.id.clone() } else { free_id(ladder, Some(at), points, before) };
    if let Some(step) = ladder.get_mut(at) {
        (step.id, step.points) = (id, points);
    }
}

/// Adds a step below, worth what the last one is, or one point: it falls not yet.
pub fn add_step(ladder: &mut Vec<Step>, before: Option<&Item>) {
    let points = ladder.last().map_or(Points::whole(1), |last| last.points);
    let id = free_id(ladder, None, points, before);
    ladder.push(Step { id, points, met: points.0 > 0, label: Text::default() });
}

// The points, or the first of `5-2`, `5-3` … that no other step has or had in the version before.
fn free_id(ladder: &[Step], at: Option<usize>, points: Points, before: Option<&Item>) -> StepId {
    let is_taken = |id: &str| {
        let mut others = ladder.iter().enumerate().filter(|(other, _)| Some(*other) != at);
        others.any(|(_, step)| step.id.0 == id)
            || before.is_some_and(|before| before.step(id).is_some())
    };
    let mut id = points.to_string();
    let mut number = 1_usize;
    while is_taken(&id) {
        number += 1;
        id = format!("{points}-{number}");
    }
    StepId(id)
}
