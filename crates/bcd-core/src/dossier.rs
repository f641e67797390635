//! Dossier (hồ sơ năm): one unit × one cycle. The fields are the source; everything else is derived
//! from them.

use crate::{
    criteria::{Item, Mode},
    field::{Entry, Fields, Path},
    id::{EvidenceId, FileHash, ItemId, StepId, UnitId},
};
use litemap::LiteMap;
use serde_json::Value;
use std::collections::BTreeSet;

/// The answers of a dossier, by item.
pub type Answers = LiteMap<ItemId, Answer>;

/// A dossier, typed. Made from fields by [`Dossier::of`], kept up to date by [`Dossier::put`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dossier {
    /// The unit.
    pub unit: Unit,
    /// The cycle (năm công tác): `2026`, or `2026–2027` for a school year.
    pub cycle: String,
    /// How items are answered, if the unit chose another way than its set proposes.
    pub mode: Option<Mode>,
    /// A sample to try things on; never sent as real.
    pub sample: bool,
    /// Answers by item.
    pub answers: Answers,
    /// Evidence by id, the deleted included.
    pub evidence: LiteMap<EvidenceId, Evidence>,
    /// Every field, also those that this version does not know.
    pub fields: Fields,
}

/// The unit as it calls itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// Its id; decides, where names only help.
    pub id: UnitId,
    /// Such as "Đoàn phường An Cư".
    pub name: String,
    /// One of [`UNIT_KINDS`].
    pub kind: String,
    /// The upper level, by name.
    pub upper: String,
    /// The cluster (cụm thi đua), by name; may be empty.
    pub cluster: String,
}

/// The path of whether it is a sample.
pub const SAMPLE: &str = "sample";
/// The path of the field with the unit's id. It is set when a dossier begins, and never changes.
pub const UNIT_ID: &str = "unit/id";
/// The path of the field with the unit's name, which may change.
pub const UNIT_NAME: &str = "unit/name";

/// Kinds of unit, from the Union's tree (`docs/glossary.md`).
pub const UNIT_KINDS: [&str; 9] = [
    "commune",
    "school",
    "office",
    "company",
    "armed",
    "base-branch",
    "branch",
    "province",
    "other",
];

/// What a unit says about one item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The chosen step, in points mode.
    pub step: Option<StepId>,
    /// Met or not, in pass mode.
    pub met: Option<bool>,
    /// "Không áp dụng": the item counts neither as reached nor as reachable.
    pub na: bool,
    /// Why it does not apply.
    pub na_reason: String,
    /// Of a submission: a reason was given, and stays in the unit.
    pub na_reason_kept: bool,
    /// The words of the item, as a person of the unit read them who opened it to the upper level
    /// although the set that ships with the app marks it as sensitive; empty = it is not open.
    pub open_to_upper: String,
    /// A note that goes up with the answer (not from sensitive items).
    pub note: String,
    /// A note that never leaves the unit.
    pub private_note: String,
}

impl Answer {
    /// Whether the item is answered in `mode`, "không áp dụng" included.
    pub fn is_given(&self, mode: Mode) -> bool {
        self.na
            || match mode {
                Mode::Points => self.step.is_some(),
                Mode::Pass => self.met.is_some(),
            }
    }
}

/// What a piece of evidence is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EvidenceKind {
    /// A document's name–number–date.
    #[default]
    Document,
    /// A link.
    Link,
    /// A photo, made small.
    Photo,
    /// Any other file.
    File,
}

impl EvidenceKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Document, Self::Link, Self::Photo, Self::File];

    /// As written in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Link => "link",
            Self::Photo => "photo",
            Self::File => "file",
        }
    }

    /// From its word in files.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// A piece of evidence (minh chứng). One piece may support many items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// What it is.
    pub kind: EvidenceKind,
    /// A document's name, a link's or a photo's caption.
    pub title: String,
    /// A document's number and symbol, such as "07-KH/ĐTN".
    pub number: String,
    /// A document's day, `YYYY-MM-DD`.
    pub date: String,
    /// A link's address.
    pub url: String,
    /// The file's content hash.
    pub file: Option<FileHash>,
    /// The file's media type.
    pub mime: String,
    /// The file's name when it was taken in.
    pub name: String,
    /// The file's size in bytes.
    pub size: u64,
    /// Of a document of a sensitive item: its title goes up, too. A person said so.
    pub title_goes: bool,
    /// Stays in the unit.
    pub private: bool,
    /// Explicitly deleted; kept so that other devices learn of it.
    pub deleted: bool,
    /// Items that it supports.
    pub items: BTreeSet<ItemId>,
}

impl Dossier {
    /// Reads every field.
    pub fn of(fields: Fields) -> Self {
        let mut dossier = Self::default();
        for (path, entry) in fields {
            dossier.put(path, entry);
        }
        dossier
    }

    /// Puts one field whatever its stamp. The caller has already decided which of two values
    /// stands.
    pub fn put(&mut self, path: Path, entry: Entry) {
        self.read(&path, &entry.v);
        self.fields.insert(path, entry);
    }

    /// The value of a field; `null` where there is none.
    pub fn value(&self, path: &str) -> Value {
        self.fields.get(path).map(|entry| entry.v.clone()).unwrap_or_default()
    }

    /// The answer to an item; an empty one where nothing was said.
    pub fn answer(&self, item: &str) -> Answer {
        self.answers.get(item).cloned().unwrap_or_default()
    }

    /// Evidence of an item, without the deleted.
    pub fn evidence_of<'a>(
        &'a self,
        item: &'a str,
    ) -> impl Iterator<Item = (&'a EvidenceId, &'a Evidence)> + 'a {
        self.evidence.iter().filter(move |(_, e)| !e.deleted && e.items.contains(item))
    }

    /// Whether an item is answered as met (a step that counts as met, or "met") without any
    /// evidence.
    pub fn lacks_evidence(&self, item: &Item, mode: Mode) -> bool {
        let claimed = self.answers.get(&item.id).is_some_and(|answer| {
            !answer.na
                && match mode {
                    Mode::Points => answer
                        .step
                        .as_ref()
                        .and_then(|s| item.step(s.as_str()))
                        .is_some_and(|s| s.met),
                    Mode::Pass => answer.met == Some(true),
                }
        });
        claimed && self.evidence_of(item.id.as_str()).next().is_none()
    }

    // A path or value that this version does not understand changes no typed field; it is kept in
    // `fields`.
    fn read(&mut self, path: &str, value: &Value) {
        let text = || value.as_str().unwrap_or_default().to_owned();
        let flag = || value.as_bool().unwrap_or(false);
        let mut parts = path.splitn(4, '/');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some("cycle"), None, ..) => self.cycle = text(),
            (Some("sample"), None, ..) => self.sample = flag(),
            (Some("mode"), None, ..) => self.mode = value.as_str().and_then(Mode::parse),
            (Some("unit"), Some(field), None, _) => match field {
                "id" => self.unit.id = UnitId(text()),
                "name" => self.unit.name = text(),
                "kind" => self.unit.kind = text(),
                "upper" => self.unit.upper = text(),
                "cluster" => self.unit.cluster = text(),
                _ => {}
            },
            (Some("answer"), Some(item), Some(field), None) => {
                let answer = self.answers.entry(ItemId::from(item)).or_default();
                match field {
                    "step" => answer.step = value.as_str().map(StepId::from),
                    "met" => answer.met = value.as_bool(),
                    "na" => answer.na = flag(),
                    "na_reason" => answer.na_reason = text(),
                    "na_reason_kept" => answer.na_reason_kept = flag(),
                    "open_to_upper" => answer.open_to_upper = text(),
                    "note" => answer.note = text(),
                    "private_note" => answer.private_note = text(),
                    _ => {}
                }
            }
            (Some("evidence"), Some(id), Some(field), rest) => {
                let evidence = self.evidence.entry(EvidenceId::from(id)).or_default();
                match (field, rest) {
                    ("kind", None) => {
                        evidence.kind = EvidenceKind::parse(&text()).unwrap_or_default();
                    }
                    ("title", None) => evidence.title = text(),
                    ("number", None) => evidence.number = text(),
                    ("date", None) => evidence.date = text(),
                    ("url", None) => evidence.url = text(),
                    ("file", None) => evidence.file = value.as_str().map(FileHash::from),
                    ("mime", None) => evidence.mime = text(),
                    ("name", None) => evidence.name = text(),
                    ("size", None) => evidence.size = value.as_u64().unwrap_or(0),
                    ("title_goes", None) => evidence.title_goes = flag(),
                    ("private", None) => evidence.private = flag(),
                    ("deleted", None) => evidence.deleted = flag(),
                    ("for", Some(item)) if flag() => {
                        evidence.items.insert(ItemId::from(item));
                    }
                    ("for", Some(item)) => {
                        evidence.items.remove(item);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
}
