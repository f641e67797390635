//! The tables of the database, and the keys in them. Names are frozen: a renamed table is an
//! empty one.

/// Name of the database.
pub const NAME: &str = "ba-chu-dong";
/// The version of the database: one more for each added table. Tables are never dropped, because an
/// older version of the app may still be running in another tab.
pub const VERSION: u32 = 8;

/// About this browser: `device`, `office`, `case-lines`, `copied`, `forgotten`, `approved`, `discarded`,
/// `received` (how often [`RECEIVED`] or [`SIGNERS`] of units were changed), `number|<dossier>`,
/// `version|<pack>`, `version|rollup|<office>|<cycle>`, `photo|<hash>|<case>` (a person added it to a visit here), `set|<dossier>`, `guidance|<dossier>`,
/// `roll` (how often [`ROLL`] was changed), `roll|time|import`.
pub const META: &str = "meta";
/// A row for each dossier, by dossier id.
pub const DOSSIERS: &str = "dossiers";
/// Fields, by `dossier|path`.
pub const FIELDS: &str = "fields";
/// Values that lost a conflict, by `dossier|path|counter|device|hash of the value`.
pub const LOST: &str = "lost";
/// A row for each own submission, by `dossier|number|digest`.
pub const SENT: &str = "sent";
/// A row for each received submission, by digest.
pub const RECEIVED: &str = "received";
/// Documents (bytes), by digest.
pub const DOCUMENTS: &str = "documents";
/// Files (bytes), by content hash.
pub const FILES: &str = "files";
/// Media types of files, by content hash.
pub const FILE_TYPES: &str = "file-types";
/// A row for each pack, by digest.
pub const PACKS: &str = "packs";
/// A row for each draft of a pack, by its id: its id again. Its fields stand in [`FIELDS`] and
/// [`LOST`] like those of a dossier, by `draft/id|path`; no dossier has such an id.
pub const DRAFTS: &str = "drafts";
/// A line of what each device of an upper level said of an own unit's cycle, by
/// `office|unit|cycle|key`; what nobody signed by `office|unit|cycle|~name`.
pub const REVIEWS: &str = "reviews";
/// What it said, whole, by the same key.
pub const SAID: &str = "said";
/// What this browser's office says of its units, whole, by `office|unit|cycle`.
pub const CASES: &str = "cases";
/// The same in lines, which follow from the cases.
pub const CASE_LINES: &str = "case-lines";
/// Shared drives, by id.
pub const DRIVES: &str = "drives";
/// What was seen of a drive, by `drive|path`.
pub const SEEN: &str = "seen";
/// Devices that a person let in, by `unit|key`. One that signs nothing is not known again.
pub const DEVICES: &str = "devices";
/// What files brought by a person's word, by `time|intake|dossier`, so that it can be taken back.
pub const INTAKES: &str = "intakes";

/// Keys of other units' devices and of upper levels on which something was decided, by
/// `role|unit|key`.
pub const SIGNERS: &str = "signers";
/// Which device of a unit introduced which, by `unit|key|by`.
pub const INTRODUCTIONS: &str = "introductions";
/// The list of units, a row for each of its records with its fields, by `unit|line`, `act|act`,
/// `due|what`.
pub const ROLL: &str = "roll";

/// A row for each roll-up, own or received, by digest.
pub const ROLLUPS: &str = "rollups";
/// Hashes of what a received submission names, by its digest; made where it is first needed.
pub const NAMED: &str = "named";

/// All of them.
pub const ALL: &[&str] = &[
    META,
    DOSSIERS,
    FIELDS,
    LOST,
    SENT,
    RECEIVED,
    DOCUMENTS,
    FILES,
    FILE_TYPES,
    PACKS,
    DRAFTS,
    REVIEWS,
    SAID,
    CASES,
    CASE_LINES,
    DRIVES,
    SEEN,
    DEVICES,
    INTAKES,
    SIGNERS,
    INTRODUCTIONS,
    ROLL,
    ROLLUPS,
    NAMED,
];

/// The key of a field.
pub fn field(dossier: &str, path: &str) -> String {
    format!("{dossier}|{path}")
}

/// The key, in [`META`], of the criteria set of the pack that a person chose for a dossier: the
/// pack's digest, a line end, and the set as it was published.
pub fn set_of(dossier: &str) -> String {
    format!("set|{dossier}")
}

/// The key, in [`META`], of that pack's deadlines, classes and templates.
pub fn guidance_of(dossier: &str) -> String {
    format!("guidance|{dossier}")
}

/// The key, in [`META`], of the last number that a submission of a dossier was given here.
pub fn number_of(dossier: &str) -> String {
    format!("number|{dossier}")
}

/// The key, in [`META`], of the last version of a pack that was published here.
pub fn version_of(pack: &str) -> String {
    format!("version|{pack}")
}

/// The start of the keys, in [`META`], of what came into the list of units at once, so that it can be
/// taken back.
pub const ROLL_TAKEN: &str = "roll|";

/// The start of the keys of everything of a unit.
pub fn of_unit(unit: &str) -> String {
    format!("{unit}|")
}

/// The start of the keys of everything of a dossier.
pub fn of_dossier(dossier: &str) -> String {
    format!("{dossier}|")
}
