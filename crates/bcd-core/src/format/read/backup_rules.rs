//! What must hold inside a backup beyond its shape.

use crate::format::{
    backup::Backup,
    envelope::Envelope,
    limits,
    problem::{Code, Problem},
};

/// Checks what a backup would bring into dossiers. Texts are not: they are the person's own.
pub fn check(envelope: &Envelope<Backup>, problems: &mut Vec<Problem>) {
    for (id, merged) in &envelope.body.dossiers {
        let standing = merged.fields.iter().map(|(path, entry)| (path, entry.n));
        let lost = merged.lost.iter();
        let lost = lost.flat_map(|(path, list)| list.iter().map(move |entry| (path, entry.n)));
        if let Some((path, n)) = standing.chain(lost).find(|(_, n)| *n > limits::COUNTER) {
            let place = format!("body/dossiers/{id}/fields/{path}");
            problems.push(Problem::at(Code::BadField, &place, &[&n]));
        }
    }
}
