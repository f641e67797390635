//! Papers (văn bản) filled in from templates, and deadlines of a dossier.

use super::{
    record::record,
    value::{Day, IdSet},
};
use std::collections::BTreeMap;

record! { @as Paper
    /// A paper: what a person typed into the sections of a template. Tables are views of the
    /// same tasks, meetings and figures, never copies.
    PaperRecord {
        /// The template's id.
        template: String = "template",
        /// The template's version, as text.
        version: String = "version",
        /// Its title, where it differs from the template's.
        title: String = "title",
        /// Number and symbol, such as "07-KH/ĐTN".
        number: String = "number",
        /// Where it is signed.
        place: String = "place",
        /// Its day.
        date: Day = "date",
        /// Who signs.
        signer: String = "signer",
        /// Their office.
        office: String = "office",
        /// Who gets it (nơi nhận), one a line.
        receivers: String = "receivers",
        /// What stands in each section, by its id.
        sections: BTreeMap<String, String> = "text",
        /// Branches that it reached (item 2.1.1).
        branches: IdSet = "branch",
    }
}

record! {
    /// A deadline that differs from the default one of the same id, or one of the unit's own.
    Deadline {
        /// Its name, for the unit's own.
        title: String = "title",
        /// The day.
        date: Day = "date",
        /// The day on which it was met.
        done: Day = "done",
    }
}
