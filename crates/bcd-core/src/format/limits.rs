//! Limits of a file. Above them a file is refused with a message, never half read.

/// Bytes of a JSON document.
pub const JSON_BYTES: usize = 32 * 1024 * 1024;
/// Bytes of a bundle, packed and unpacked.
pub const BUNDLE_BYTES: usize = 256 * 1024 * 1024;
/// Entries of a bundle.
pub const BUNDLE_ENTRIES: usize = 5_000;
/// Entries of a bundle that is a backup: as many as a ZIP without extensions has. A province's office
/// keeps some 11,000 submissions of three years, and photos.
pub const BACKUP_ENTRIES: usize = 65_000;
/// Bytes of such a bundle, packed and unpacked: those submissions take 500 MB. It is held twice while it is
/// made or read, in the 4 GB that a worker has.
pub const BACKUP_BYTES: usize = 768 * 1024 * 1024;
/// Bytes of the document of a backup: what the office says of each of those units takes 10 kB.
pub const BACKUP_JSON_BYTES: usize = 96 * 1024 * 1024;
/// Values in it.
pub const BACKUP_VALUES: usize = 6_000_000;
/// Bytes of the body of a device file that comes: the merged state of several devices must still fit into one.
pub const DEVICE_BYTES: usize = JSON_BYTES / 2;
/// Bytes of a pack that a device file carries; a larger one, many times what a pack takes, comes as its own file.
pub const CARRIED_PACK: usize = 1024 * 1024;
/// Levels of nesting.
pub const DEPTH: usize = 48;
/// Values in a document; bounds the memory that reading takes.
pub const VALUES: usize = 2_000_000;
/// Characters of one text.
pub const TEXT_CHARS: usize = 20_000;
/// Characters of a text that stands in a line, which is read whenever a list is: names of units and people,
/// titles. Forms take fewer.
pub const NAME_CHARS: usize = 300;
/// Characters of what is new in a pack, which stands in its line.
pub const PACK_NOTE_CHARS: usize = 2_000;
/// Deadlines of a pack.
pub const PACK_DEADLINES: usize = 200;
/// Templates of a pack.
pub const PACK_TEMPLATES: usize = 100;
/// Items of a criteria set, and answers; also its criteria and groups.
pub const ITEMS: usize = 300;
/// Pieces of evidence of a dossier.
pub const EVIDENCE: usize = 5_000;
/// Branches in the year's counts of a submission.
pub const BRANCHES: usize = 2_000;
/// Classes of members in them.
pub const CLASSES: usize = 50;
/// Bytes of files that a document carries inside; above, it travels as a bundle, because chat
/// apps and phones choke on long lines of base64 long before they choke on a ZIP.
pub const INLINE_FILES: usize = 3 * 1024 * 1024;
/// The highest counter of a stamp: the greatest integer that every JSON reader keeps exact (2^53 −
/// 1). A device that merged a higher one could not count any further.
pub const COUNTER: u64 = (1 << 53) - 1;
/// Devices that one value says to have seen.
pub const DEVICES: usize = 1_000;
/// How many values of one field a device file may contain beside the standing one.
pub const BESIDE: usize = 200;
/// The same for a backup, which says everything of its browser: what was merged there together.
pub const BESIDE_TOGETHER: usize = 1_000;
/// What merging a state may cost: for each field with several values, how many those are times all that they
/// say to have seen, since each is compared with each. Twenty devices that wrote twenty values each into a
/// field beside each other come to some ten thousand.
pub const MERGE_COST: u64 = 4_000_000;
/// The same of all that a backup holds.
pub const BACKUP_MERGE_COST: u64 = 5 * MERGE_COST;
/// Bytes of a device in a stamp: its id, and behind it the number of a pinned value.
pub const STAMP_BYTES: usize = 2 * ID_BYTES;
/// Bytes of an id or of a cycle: they are parts of keys in tables and of names on drives, where three
/// of them and a slug make a name of at most 255 bytes.
pub const ID_BYTES: usize = 64;
/// Bytes of a key: `p256:` and 87 letters are the longest.
pub const KEY_BYTES: usize = 92;
/// The greatest whole number in a document (2^53 − 1). Above it different numbers have one canonical
/// spelling, so that different documents would have one digest.
pub const WHOLE: u64 = (1 << 53) - 1;
/// The highest number of a submission; years of daily ones.
pub const SUBMISSION: u32 = 9_999;
/// How far ahead of a unit's last submission the next one that another of its devices made, or that
/// came with its backup, may be.
pub const SUBMISSION_ROOM: u32 = 1_000;
/// Photos of one visit of an office to a unit.
pub const VISIT_PHOTOS: usize = 50;
/// Fields of a review: a verdict for each item, and years of steps and visits.
pub const REVIEW_FIELDS: usize = 5_000;
/// Fields of a case or of what an upper level said, as a browser keeps them: nothing merges above the limit
/// of a review, and what a person writes then still has room.
pub const KEPT_FIELDS: usize = 2 * REVIEW_FIELDS;
/// Fields of a case, and bytes, up to which it is merged with what an office's other devices say. The rest of a
/// review is for what the person here says next.
pub const CASE_FIELDS: usize = 4_000;
/// See [`CASE_FIELDS`].
pub const CASE_BYTES: usize = 4 * 1024 * 1024;
/// Submissions of one unit's one cycle that an office notes in its case: years of daily ones. They leave
/// the rest of a review to what is said.
pub const NOTED: usize = 2_000;
/// The highest version of a pack.
pub const PACK_VERSION: u32 = 9_999;
/// Rows of a roll-up: an office's own units, more than any has.
pub const ROLLUP_ROWS: usize = 20_000;
/// Parts of a roll-up, whose digests stand in its line: more offices than any has below it.
pub const ROLLUP_PARTS: usize = 1_000;
/// The highest version of a roll-up.
pub const ROLLUP_VERSION: u32 = 9_999;
/// The most days that a unit can be late.
pub const ROLLUP_DAYS: u64 = 10_000;
