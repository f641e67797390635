//! Branches (chi đoàn) as their Đoàn cơ sở sees them, and which helps which.

use super::{
    record::record,
    value::{Day, Figure, IdSet, words},
};

words! {
    /// How often a branch meets. Once a month; once in three months where members are scattered
    /// and the upper level agrees (Hướng dẫn 16-HD/TWĐTN-BTC, 2018).
    MeetingPeriod {
        /// Every month.
        Monthly = "monthly",
        /// Every three months.
        Quarterly = "quarterly",
    }
}

words! {
    /// How a branch does, as its Đoàn cơ sở marks it.
    Strength {
        /// Not marked.
        Plain = "",
        /// Strong (mạnh): may help another.
        Strong = "strong",
        /// Weak (yếu): to be helped.
        Weak = "weak",
    }
}

words! {
    /// Where a branch's members are.
    BranchKind {
        /// A hamlet or a street quarter (thôn, khu phố).
        Residential = "residential",
        /// A class or teachers of a school.
        School = "school",
        /// An office.
        Office = "office",
        /// A company.
        Company = "company",
        /// Armed forces.
        Armed = "armed",
        /// Another.
        Other = "other",
    }
}

record! {
    /// A branch.
    Branch {
        /// Its name.
        name: String = "name",
        /// Its secretary, as the unit calls them; never goes up.
        secretary: String = "secretary",
        /// Members, where no quarterly figure says it better.
        members: Figure = "members",
        /// Where its members are.
        kind: BranchKind = "kind",
        /// How often it meets.
        period: MeetingPeriod = "period",
        /// Since when there is such a branch, where it was founded in the middle of the year.
        since: Day = "since",
        /// Strong or weak.
        strength: Strength = "strength",
        /// Its member list is complete (item 1.2.1).
        roll: bool = "roll",
        /// Its place in lists.
        order: i64 = "order",
        /// Its own id, if it keeps a dossier of its own; by it a file that it hands up is known.
        unit: String = "unit",
    }
}

words! {
    /// What came of a pairing.
    PairingState {
        /// Under way.
        Running = "running",
        /// The weak branch got better.
        Better = "better",
        /// It ended without.
        NotYet = "not-yet",
    }
}

record! {
    /// A strong branch helps a weak one.
    Pairing {
        /// The branch that helps.
        strong: String = "strong",
        /// The branch that is helped.
        weak: String = "weak",
        /// What they do together.
        content: String = "content",
        /// Since when.
        since: Day = "since",
        /// Until when.
        until: Day = "until",
        /// How it stands.
        state: PairingState = "state",
        /// What came of it.
        outcome: String = "outcome",
    }
}

record! {
    /// What a branch handed up, as counts; its meetings and tasks join those that the unit noted
    /// itself. Quarterly figures go to their own records.
    Handed {
        /// The branch's unit id.
        unit: String = "unit",
        /// Digest of its submission.
        digest: String = "digest",
        /// Number of its submission.
        seq: Figure = "seq",
        /// The day of its figures.
        as_of: Day = "as_of",
        /// Meeting periods (months 1–12, or quarters 1–4) in which it met.
        held: IdSet = "held",
        /// Tasks planned up to that day.
        planned: Figure = "planned",
        /// Tasks done on time.
        done: Figure = "done",
        /// Tasks late.
        late: Figure = "late",
        /// Young people introduced under 1+1.
        introduced: Figure = "introduced",
        /// Young people admitted.
        admitted: Figure = "admitted",
    }
}
