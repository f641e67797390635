//! Branch meetings (sinh hoạt chi đoàn) and introductions under 1+1.

use super::{
    record::record,
    value::{Day, Figure, IdSet, words},
};
use chrono::NaiveDate;

words! {
    /// How people met.
    Form {
        /// In one room (trực tiếp).
        InPerson = "in-person",
        /// Over the network (trực tuyến).
        Online = "online",
        /// Several branches together (ghép).
        Joint = "joint",
        /// By turns within a cluster (luân phiên tại cụm).
        Cluster = "cluster",
    }
}

record! {
    /// A meeting; minutes in a few lines.
    Meeting {
        /// Branches that met; none = the unit itself.
        branches: IdSet = "branch",
        /// When.
        date: Day = "date",
        /// How.
        form: Form = "form",
        /// Where.
        place: String = "place",
        /// The month's theme (chủ điểm).
        topic: String = "topic",
        /// Members present.
        present: Figure = "present",
        /// Members that should be there.
        total: Figure = "total",
        /// News and new policies that were passed on.
        news: String = "news",
        /// How the time since the last meeting went.
        review: String = "review",
        /// Who does what until the next.
        next: String = "next",
        /// What members said and wish; never goes up.
        opinions: String = "opinions",
        /// What was agreed.
        conclusions: String = "conclusions",
        /// Items that it serves, such as 1.1.1 and 1.4.1.
        items: IdSet = "for",
        /// Only planned so far.
        planned: bool = "planned",
    }
}

impl Meeting {
    /// The day it was held, if it was by `today`.
    pub fn held(&self, today: NaiveDate) -> Option<NaiveDate> {
        let day = self.date.date().filter(|day| *day <= today)?;
        (!self.deleted && !self.planned).then_some(day)
    }
}

words! {
    /// What somebody was introduced to.
    IntroTo {
        /// The Union (Đoàn).
        Union = "union",
        /// The Association (Hội).
        Association = "association",
    }
}

record! {
    /// An introduction under 1+1: one member brings at least one young person into the Union or
    /// the Association.
    Intro {
        /// Who was introduced: initials, or nothing; never goes up.
        who: String = "who",
        /// Who introduced them: initials, or nothing; never goes up.
        by: String = "by",
        /// The branch.
        branch: String = "branch",
        /// When.
        date: Day = "date",
        /// To what.
        to: IntroTo = "to",
        /// How many; one where nothing is said.
        count: Figure = "count",
        /// How many of them were admitted.
        admitted: Figure = "admitted",
        /// When.
        admitted_on: Day = "admitted_on",
        /// A note.
        note: String = "note",
    }
}

impl Intro {
    /// How many were introduced.
    pub fn introduced(&self) -> u64 {
        self.count.get().unwrap_or(u64::from(!self.count.is_given()))
    }
}
