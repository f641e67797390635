//! The unit's life outside the plan: visits, courses, contests, models, joint programmes.

use super::{
    record::record,
    value::{Day, Figure, IdSet},
};

record! {
    /// A visit to the grassroots: cadres spend at least two months a year there (1+2).
    Visit {
        /// Who went.
        who: String = "who",
        /// Branches visited.
        branches: IdSet = "branch",
        /// From when.
        start: Day = "start",
        /// Until when.
        end: Day = "end",
        /// What for.
        content: String = "content",
        /// What came of it.
        result: String = "result",
    }
}

impl Visit {
    /// Days there, first and last included.
    pub fn days(&self) -> u64 {
        let (start, end) = (self.start.date(), self.end.date());
        let (Some(first), Some(last)) = (start.or(end), end.or(start)) else { return 0 };
        u64::try_from((last - first).num_days() + 1).unwrap_or(0)
    }
}

record! {
    /// A training course (tập huấn).
    Course {
        /// What it was about.
        title: String = "title",
        /// From when.
        start: Day = "start",
        /// Until when.
        end: Day = "end",
        /// Where.
        place: String = "place",
        /// How many took part.
        present: Figure = "present",
        /// How many were invited.
        total: Figure = "total",
        /// What came of it.
        result: String = "result",
    }
}

record! {
    /// A contest, such as that of branch secretaries (hội thi).
    Contest {
        /// Its name.
        title: String = "title",
        /// When.
        date: Day = "date",
        /// How many took part.
        present: Figure = "present",
        /// What came of it.
        result: String = "result",
    }
}

record! {
    /// A model (mô hình): something good that others can copy.
    Model {
        /// Its name.
        title: String = "title",
        /// Since when.
        since: Day = "since",
        /// Branches that have it.
        branches: IdSet = "branch",
        /// What is done.
        content: String = "content",
        /// What it achieved.
        result: String = "result",
        /// A commendation or recognition.
        recognised: bool = "recognised",
    }
}

record! {
    /// A joint programme (chương trình phối hợp, liên tịch); blocks as in template 7.
    Joint {
        /// With whom.
        partner: String = "partner",
        /// What about.
        content: String = "content",
        /// What the unit does.
        ours: String = "ours",
        /// What the partner does.
        theirs: String = "theirs",
        /// The day it was signed.
        signed: Day = "signed",
        /// Until when.
        until: Day = "until",
        /// What came of it.
        result: String = "result",
    }
}
