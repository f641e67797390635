//! The tables of the database, and the keys in them. Names are frozen: a renamed table is an
//! empty one.

/// Name of the database.
pub const NAME: &str = "ba-chu-dong";
/// Its version. Adding a table adds one; tables are never dropped while an older app may run.
pub const VERSION: u32 = 2;

/// About this browser: `device`, `copied`, `forgotten`.
pub const META: &str = "meta";
/// Dossiers in a line each, by dossier id.
pub const DOSSIERS: &str = "dossiers";
/// Fields, by `dossier|path`.
pub const FIELDS: &str = "fields";
/// Values that lost a conflict, by `dossier|path|counter|device`.
pub const LOST: &str = "lost";
/// Own submissions in a line each, by `dossier|number|digest`.
pub const SENT: &str = "sent";
/// Received submissions in a line each, by digest.
pub const RECEIVED: &str = "received";
/// Documents (bytes), by digest.
pub const DOCUMENTS: &str = "documents";
/// Files (bytes), by content hash.
pub const FILES: &str = "files";
/// Media types of files, by content hash.
pub const FILE_TYPES: &str = "file-types";

/// Packs in a line each, by digest.
pub const PACKS: &str = "packs";
/// What upper levels said of own submissions, in a line each, by digest and device.
pub const REVIEWS: &str = "reviews";
/// Shared drives, by id.
pub const DRIVES: &str = "drives";
/// What was seen of a drive, by `drive|path`.
pub const SEEN: &str = "seen";

/// All of them.
pub const ALL: &[&str] = &[
    META, DOSSIERS, FIELDS, LOST, SENT, RECEIVED, DOCUMENTS, FILES, FILE_TYPES, PACKS, REVIEWS,
    DRIVES, SEEN,
];

/// The key of a field.
pub fn field(dossier: &str, path: &str) -> String {
    format!("{dossier}|{path}")
}

/// The key, among what is about this browser, of the criteria set of a pack.
pub fn set_of(pack: &str) -> String {
    format!("set|{pack}")
}

/// The start of the keys of everything of a dossier.
pub fn of_dossier(dossier: &str) -> String {
    format!("{dossier}|")
}
