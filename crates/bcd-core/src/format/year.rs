//! The year's counts in a submission: figures only, never who. Optional in the body.
//!
//! Names of young people, opinions, secretaries and notes stay in the unit. Hard cases go up as
//! one number for the unit, not by branch: in a small branch a number would name somebody.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a submission says about the year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct YearCounts {
    /// The day of the counts, `YYYY-MM-DD`: "due" means due by then.
    pub as_of: String,
    /// Figures of the whole unit, by quarter `1`–`4`; a quarter without figures is left out.
    #[serde(default)]
    pub quarters: BTreeMap<String, QuarterCounts>,
    /// Figures of the year.
    #[serde(default)]
    pub annual: AnnualCounts,
    /// Meeting periods of all branches.
    #[serde(default)]
    pub meetings: MeetingCounts,
    /// Tasks of the unit's own plan.
    #[serde(default)]
    pub tasks: TaskCounts,
    /// Introductions under 1+1.
    #[serde(default)]
    pub introductions: IntroCounts,
    /// What else was held.
    #[serde(default)]
    pub events: EventCounts,
    /// Branches; one with the id `unit` for a unit without branches.
    #[serde(default)]
    pub branches: Vec<BranchCounts>,
}

/// Figures of a quarter. What nobody said is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuarterCounts {
    /// Members at its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<u64>,
    /// Admitted.
    #[serde(default)]
    pub new: u64,
    /// Of these, with complete papers.
    #[serde(default)]
    pub complete: u64,
    /// Moved in.
    #[serde(default)]
    pub moved_in: u64,
    /// Moved out.
    #[serde(default)]
    pub moved_out: u64,
    /// Grown out.
    #[serde(default)]
    pub graduated: u64,
    /// Disciplined.
    #[serde(default)]
    pub disciplined: u64,
    /// Of moved, grown out and disciplined: handled by the rules.
    #[serde(default)]
    pub handled: u64,
    /// Members and young people in hardship, as one number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hard: Option<u64>,
    /// The day on which the whole list was confirmed, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub confirmed: String,
}

/// Figures of the year. What nobody said is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnnualCounts {
    /// Member files with this year's remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<u64>,
    /// Members to be rated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eligible: Option<u64>,
    /// Members rated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rated: Option<u64>,
    /// Members by class.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub classes: BTreeMap<String, u64>,
    /// Members that signed up for the training programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_up: Option<u64>,
    /// Members whose programme was assessed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessed: Option<u64>,
}

/// Meeting periods.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MeetingCounts {
    /// With a meeting.
    pub held: u64,
    /// That are over, and the running one if there was a meeting.
    pub due: u64,
}

/// Tasks. Those given up are not counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TaskCounts {
    /// Planned.
    pub planned: u64,
    /// Done.
    pub done: u64,
    /// Done by their day.
    pub on_time: u64,
    /// Not done, and their day has passed.
    pub late: u64,
}

/// Introductions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IntroCounts {
    /// Young people introduced.
    pub introduced: u64,
    /// Of these, admitted.
    pub admitted: u64,
}

/// What else was held or done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EventCounts {
    /// Youth projects of the unit that are done.
    #[serde(default)]
    pub projects: u64,
    /// Days of visits to the grassroots.
    #[serde(default)]
    pub visit_days: u64,
    /// Courses.
    #[serde(default)]
    pub courses: u64,
    /// Contests.
    #[serde(default)]
    pub contests: u64,
    /// Models.
    #[serde(default)]
    pub models: u64,
    /// Joint programmes signed.
    #[serde(default)]
    pub joints: u64,
}

/// A branch in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BranchCounts {
    /// Its id in the unit's dossier.
    pub id: String,
    /// Its name; empty for the unit itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Members as last known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<u64>,
    /// How often it meets: `monthly` or `quarterly`.
    pub period: String,
    /// Periods with a meeting: months 1–12 or quarters 1–4 of the cycle, in order.
    #[serde(default)]
    pub held: Vec<u8>,
    /// Periods due.
    pub due: u64,
    /// Tasks.
    #[serde(default)]
    pub tasks: TaskCounts,
    /// Introductions.
    #[serde(default)]
    pub introductions: IntroCounts,
    /// Quarters whose member list it confirmed, in order.
    #[serde(default)]
    pub confirmed: Vec<u8>,
}
