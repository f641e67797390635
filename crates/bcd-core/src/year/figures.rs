//! Figures: by quarter, by year, and targets with what was reached.

use super::{
    cycle::Quarter,
    record::record,
    value::{Day, Figure, words},
};
use crate::id::RecordId;
use std::collections::BTreeMap;

record! { @as Quarter
    /// Figures of a branch, or of the unit, at the end of a quarter. Counts only.
    QuarterFigures {
        /// Members.
        members: Figure = "members",
        /// Admitted in the quarter.
        new: Figure = "new",
        /// Of these, with complete papers (item 1.2.5).
        complete: Figure = "complete",
        /// Moved in.
        moved_in: Figure = "moved_in",
        /// Moved out.
        moved_out: Figure = "moved_out",
        /// Grown out (trưởng thành Đoàn).
        graduated: Figure = "graduated",
        /// Disciplined.
        disciplined: Figure = "disciplined",
        /// Of moved, grown out and disciplined: handled by the rules (item 1.2.7).
        handled: Figure = "handled",
        /// Members and young people in hardship, as a count (item 1.3.1).
        hard: Figure = "hard",
        /// The day on which the member list was confirmed (item 1.2.2).
        confirmed: Day = "confirmed",
    }
}

impl QuarterFigures {
    /// Cases that the rules of item 1.2.7 are about.
    pub fn cases(&self) -> u64 {
        [&self.moved_in, &self.moved_out, &self.graduated, &self.disciplined]
            .into_iter()
            .fold(0, |sum, figure| sum.saturating_add(figure.or_zero()))
    }
}

record! {
    /// Figures of a branch, or of the unit, for the year.
    Annual {
        /// Member files with this year's remark in them (item 1.2.3).
        reviewed: Figure = "reviewed",
        /// Members to be rated: those of six months and more (Hướng dẫn 42-HD/TWĐTN-BTC, 2024).
        eligible: Figure = "eligible",
        /// Members that were rated (item 1.2.4).
        rated: Figure = "rated",
        /// Members by class; the classes are data, so their ids stand here.
        classes: BTreeMap<String, Figure> = "class",
        /// Members that signed up for the training programme (item 1.2.6).
        signed_up: Figure = "signed_up",
        /// Members whose programme was assessed.
        assessed: Figure = "assessed",
    }
}

words! {
    /// What a target is about; all but the last count themselves.
    TargetKind {
        /// Something else, counted by hand.
        Other = "other",
        /// Introduced under 1+1.
        Introduced = "introduced",
        /// Admitted under 1+1.
        Admitted = "admitted",
        /// Share of members rated at a class, in percent.
        ClassShare = "class-share",
        /// Youth projects done.
        Projects = "projects",
        /// Courses held.
        Courses = "courses",
    }
}

record! {
    /// A target (chỉ tiêu).
    Target {
        /// What it is about.
        kind: TargetKind = "kind",
        /// Its name.
        title: String = "title",
        /// The branch; empty = the unit.
        branch: String = "branch",
        /// The class, for a share of members.
        class: String = "class",
        /// Unit of measure.
        measure: String = "measure",
        /// How much by the end of the year.
        goal: Figure = "goal",
        /// How much in each quarter, by `1`–`4`.
        plan: BTreeMap<String, Figure> = "plan",
        /// How much was reached in each quarter, where it is counted by hand.
        actual: BTreeMap<String, Figure> = "actual",
        /// Its place in lists.
        order: i64 = "order",
    }
}

/// The id under which figures of a quarter are kept: `<quarter>/<branch>`.
pub fn quarter_id(quarter: Quarter, branch: &str) -> RecordId {
    RecordId(format!("{}/{branch}", quarter.number()))
}
