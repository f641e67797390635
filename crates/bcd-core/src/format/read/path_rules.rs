//! Rules for the paths of fields, wherever a document has fields.

use super::Document;
use crate::{
    format::problem::{Code, Problem},
    merge::Merged,
};

/// Checks that no path has the mark in it that parts a key in a table: a field of one path would become
/// one of another.
pub fn check(document: &Document, problems: &mut Vec<Problem>) {
    let mut look = |state: &Merged, place: &str| {
        let mut paths = state.fields.keys().chain(state.lost.keys());
        if let Some(path) = paths.find(|path| path.contains('|')) {
            let place = format!("{place}/fields/{path}");
            problems.push(Problem::at(Code::BadField, &place, &[path]));
        }
    };
    match document {
        Document::Device(it) => look(&it.body.state, "body"),
        Document::Review(it) => look(&it.body.case, "body"),
        Document::Backup(it) => {
            let body = &it.body;
            for (kind, states) in [("dossiers", &body.dossiers), ("drafts", &body.drafts)] {
                states.iter().for_each(|(id, state)| look(state, &format!("body/{kind}/{id}")));
            }
            look(&body.roll, "body/roll");
            for (row, number) in body.reviews.iter().zip(1_u32..) {
                look(&row.case, &format!("body/reviews/{number}"));
            }
            for (kept, number) in body.cases.iter().zip(1_u32..) {
                look(&kept.state, &format!("body/cases/{number}"));
            }
        }
        Document::Submission(_) | Document::Pack(_) | Document::Rollup(_) => {}
    }
}
