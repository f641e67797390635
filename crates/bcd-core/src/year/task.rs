//! Tasks (việc) of the plan: columns as in template 1 of the default templates.

use super::{
    record::record,
    value::{Day, Figure, IdSet, words},
};
use chrono::NaiveDate;

words! {
    /// How a task stands.
    TaskState {
        /// Not begun.
        Planned = "planned",
        /// Under way.
        Doing = "doing",
        /// Done.
        Done = "done",
        /// Given up; no longer counted.
        Dropped = "dropped",
    }
}

words! {
    /// Whether a task is a youth project.
    ProjectKind {
        /// It is none.
        None = "",
        /// A youth project of the unit (công trình thanh niên): a countable product, recognised
        /// by the upper level.
        Unit = "unit",
        /// A youth task of branches (phần việc thanh niên).
        Branch = "branch",
    }
}

record! {
    /// A task.
    Task {
        /// What is to be done.
        content: String = "content",
        /// Items that it serves.
        items: IdSet = "for",
        /// From when.
        start: Day = "start",
        /// By when.
        end: Day = "end",
        /// Where.
        place: String = "place",
        /// Who leads.
        lead: String = "lead",
        /// Who helps.
        helpers: String = "helpers",
        /// Branches that do it; none = the unit.
        branches: IdSet = "branch",
        /// How much of `measure` is aimed at.
        target: Figure = "target",
        /// Unit of measure.
        measure: String = "measure",
        /// How much was reached.
        reached: Figure = "reached",
        /// Cost in đồng.
        cost: Figure = "cost",
        /// How it stands.
        state: TaskState = "state",
        /// The day it was done.
        done: Day = "done",
        /// What came of it; why, where it was dropped.
        result: String = "result",
        /// A note.
        note: String = "note",
        /// Whether it is a youth project.
        project: ProjectKind = "project",
        /// The project was recognised by the upper level.
        recognised: bool = "recognised",
        /// How many people take part in a youth project.
        people: Figure = "people",
        /// It came up in the middle of the year (việc phát sinh).
        extra: bool = "extra",
        /// Its place in the plan.
        order: i64 = "order",
        /// Where it comes from: `template/<template>/<row>`, `plan/<cycle>`, `gap/<item>`.
        source: String = "source",
        /// The section of the plan that it stands in.
        section: String = "section",
    }
}

impl Task {
    /// Whether it counts in figures.
    pub fn counts(&self) -> bool {
        !self.deleted && self.state != TaskState::Dropped
    }

    /// Whether it is done.
    pub fn is_done(&self) -> bool {
        self.counts() && self.state == TaskState::Done
    }

    /// Its last day: the end, else the start.
    pub fn due(&self) -> Option<NaiveDate> {
        self.end.date().or_else(|| self.start.date())
    }

    /// Its first day: the start, else the end.
    pub fn begins(&self) -> Option<NaiveDate> {
        self.start.date().or_else(|| self.end.date())
    }

    /// Whether it was done by its last day. A task without a last day, or without the day on
    /// which it was done, cannot be late.
    pub fn is_on_time(&self) -> bool {
        self.is_done()
            && match (self.done.date(), self.due()) {
                (Some(done), Some(due)) => done <= due,
                (Some(_) | None, _) => true,
            }
    }

    /// Whether its last day has passed and it is not done.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.counts() && !self.is_done() && self.due().is_some_and(|due| due < today)
    }
}
