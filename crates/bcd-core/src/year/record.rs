//! Records (bản ghi): things of a year with an id and fields, such as `task/<id>/end`.

use super::value::{CheckedValue, words};
use crate::{command::Set, id::RecordId};
use litemap::LiteMap;
use serde_json::Value;

words! {
    /// Kinds of record; the first part of their paths.
    RecordKind {
        /// A task of the plan (việc).
        Task = "task",
        /// A branch (chi đoàn).
        Branch = "branch",
        /// A branch meeting (sinh hoạt chi đoàn).
        Meeting = "meeting",
        /// An introduction under 1+1.
        Intro = "intro",
        /// Quarterly figures; its id is `<quarter>/<branch>`.
        Quarter = "quarter",
        /// Yearly figures; its id is the branch's.
        Annual = "annual",
        /// A target (chỉ tiêu).
        Target = "target",
        /// A visit to the grassroots (1+2).
        Visit = "visit",
        /// A training course (tập huấn).
        Course = "course",
        /// A contest (hội thi).
        Contest = "contest",
        /// A model (mô hình).
        Model = "model",
        /// A strong branch that helps a weak one.
        Pairing = "pairing",
        /// A joint programme (chương trình phối hợp).
        Joint = "joint",
        /// A paper filled in from a template.
        Paper = "paper",
        /// A deadline (hạn) of this dossier.
        Deadline = "deadline",
        /// What a branch handed up; its id is the branch's.
        Handed = "handed",
    }
}

/// The unit itself where a branch's id could stand: quarterly figures of the whole unit, meetings
/// of a unit without branches.
pub const SELF: &str = "unit";

/// Something with fields under `<kind>/<id>/`.
pub trait Record: Default + PartialEq {
    /// Its kind.
    const KIND: RecordKind;
    /// Takes in one field, also one below a field, such as `for/1.4.1`.
    fn put(&mut self, field: &str, rest: Option<&str>, value: &Value);
    /// What to write, by what follows the id in the path. Nothing where nothing was said.
    fn give(&self) -> Vec<(String, Value)>;
    /// Its days and numbers, likewise.
    fn look(&self) -> Vec<(String, CheckedValue<'_>)>;
    /// Whether it was deleted; it is kept so that other devices learn of it.
    fn is_deleted(&self) -> bool;
}

/// Records of a kind by id, the deleted included. A sorted list: of a map like `BTreeMap` the
/// program would carry a copy for each kind, and a year is read in the order of its ids.
pub type Records<R> = LiteMap<RecordId, R>;

/// Those that are not deleted.
pub fn live<R: Record>(records: &Records<R>) -> impl Iterator<Item = (&RecordId, &R)> {
    records.iter().filter(|(_, record)| !record.is_deleted())
}

/// The path of a field of a record.
pub fn path(kind: RecordKind, id: &RecordId, field: &str) -> String {
    format!("{}/{id}/{field}", kind.as_str())
}

/// The fields that write a whole record.
pub fn write<R: Record>(id: &RecordId, record: &R) -> Vec<Set> {
    let set = |(field, value): (String, Value)| Set { path: path(R::KIND, id, &field), value };
    record.give().into_iter().map(set).collect()
}

/// Puts a field into the record with this id. A record without any content, as after its creation
/// was undone, is removed.
pub fn put<R: Record>(
    records: &mut Records<R>,
    id: &str,
    (field, rest): (&str, Option<&str>),
    value: &Value,
) {
    let record = records.entry(RecordId::from(id)).or_default();
    record.put(field, rest, value);
    if *record == R::default() {
        records.remove(id);
    }
}

/// A record: its fields with their words in files.
macro_rules! record {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$field_doc:meta])* $field:ident: $type:ty = $word:literal,)+
    }) => {
        record! { @as $name $(#[$doc])* $name { $($(#[$field_doc])* $field: $type = $word,)+ } }
    };
    (@as $kind:ident $(#[$doc:meta])* $name:ident {
        $($(#[$field_doc:meta])* $field:ident: $type:ty = $word:literal,)+
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)+
            /// Explicitly deleted.
            pub deleted: bool,
        }

        impl $crate::year::record::Record for $name {
            const KIND: $crate::year::record::RecordKind = $crate::year::record::RecordKind::$kind;

            fn put(&mut self, field: &str, rest: Option<&str>, value: &serde_json::Value) {
                use $crate::year::value::FieldType;
                match field {
                    $($word => self.$field.put(rest, value),)+
                    "deleted" => self.deleted.put(rest, value),
                    _ => {}
                }
            }

            fn give(&self) -> Vec<(String, serde_json::Value)> {
                use $crate::year::value::FieldType;
                let mut all = Vec::new();
                $(for (rest, value) in self.$field.give() {
                    all.push(($crate::year::record::joined($word, rest.as_deref()), value));
                })+
                if self.deleted {
                    all.push(("deleted".to_owned(), true.into()));
                }
                all
            }

            fn look(&self) -> Vec<(String, $crate::year::value::CheckedValue<'_>)> {
                use $crate::year::value::FieldType;
                let mut all = Vec::new();
                $(for (rest, look) in self.$field.look() {
                    all.push(($crate::year::record::joined($word, rest), look));
                })+
                all
            }

            fn is_deleted(&self) -> bool {
                self.deleted
            }
        }
    };
}
pub(crate) use record;

/// A field's name with what stands below it.
pub(crate) fn joined(field: &str, rest: Option<&str>) -> String {
    rest.map_or_else(|| field.to_owned(), |rest| format!("{field}/{rest}"))
}
