//! A draft of a pack (bản nháp bộ hướng dẫn): fields that commands change, until it is published.
//!
//! A draft is a map of stamped fields like a dossier, so it is saved, undone, merged and backed up in
//! the same way. Nothing in it is renumbered: an item keeps its id wherever it is moved, and the id of
//! one that was taken out stays taken.
//!
//! | Path | Value |
//! |---|---|
//! | `pack`, `base`, `cycle`, `period` | texts: the pack's id, the digest of the version before, … |
//! | `title`, `note`, `set_note` | `{ vi, en }` |
//! | `mode`, `gates`, `criterion_min`, `total_min` | the rule |
//! | `criterion/{id}/…` | `title`, `short`, `order`, `gone` |
//! | `group/{id}/…` | `criterion`, `title`, `order`, `gone` |
//! | `item/{id}/…` | `group`, `order`, `retired`, `text`, `evidence`, `source`, `gate`, `sensitive`, `kinds`, `prefill`, `ladder`, `agreed` |
//! | `deadline/{id}/…` | `title`, `what`, `calendar`, `school`, `quarter`, `order`, `gone` |
//! | `class/{id}/…`, `template/{id}/…` | `label` or `body`, `order`, `gone` |
//! | `retired` | ids that earlier versions had |

pub mod command;
pub mod faults;
pub mod ids;
pub mod ladder;
pub mod start;
pub mod sums;
pub mod table;
pub mod undo;

use crate::{
    command::Set,
    criteria::{CriteriaSet, Criterion, Group, Item, Mode, PrefillWords, RecognitionRule},
    field::{Entry, Fields},
    format::pack::{ClassLabel, Pack},
    id::{ItemId, RecordId},
    text::Text,
    year::{
        deadline::{DeadlineRule, DefaultDeadlines},
        template::Template,
    },
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What a draft has many of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A criterion.
    Criterion,
    /// A group of a criterion.
    Group,
    /// An item of a group.
    Item,
    /// A deadline.
    Deadline,
    /// A class of members.
    Class,
    /// A template of plans and papers.
    Template,
}

impl Part {
    /// The first word of its paths.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Criterion => "criterion",
            Self::Group => "group",
            Self::Item => "item",
            Self::Deadline => "deadline",
            Self::Class => "class",
            Self::Template => "template",
        }
    }

    /// The path of a field of one of them.
    pub fn path(self, id: &str, field: &str) -> String {
        format!("{}/{id}/{field}", self.as_str())
    }
}

/// A draft. Its fields stand in the documentation of this module.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// Every field, also those that this version does not know.
    pub fields: Fields,
    /// Ids of items that published versions of the pack had: those that are not in the draft go out with
    /// it, and none is given again. Not part of what is kept.
    pub given: BTreeSet<ItemId>,
}

/// One criterion, group, item … by its fields.
#[derive(Clone, Copy)]
struct Record<'a> {
    id: &'a str,
    fields: &'a BTreeMap<&'a str, &'a Value>,
}

impl Record<'_> {
    fn get<T: DeserializeOwned + Default>(&self, field: &str) -> T {
        self.fields.get(field).map(|value| read(value)).unwrap_or_default()
    }

    fn is(&self, field: &str) -> bool {
        self.get(field)
    }

    fn order(&self) -> i64 {
        self.get("order")
    }
}

type Records<'a> = BTreeMap<&'a str, BTreeMap<&'a str, &'a Value>>;

// What another version of the app wrote otherwise counts as nothing; it stays in the field.
fn read<T: DeserializeOwned + Default>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_default()
}

impl Draft {
    /// A draft of these fields.
    pub fn of(fields: Fields) -> Self {
        Self { fields, given: BTreeSet::new() }
    }

    /// The value of a field; null where there is none.
    pub fn value(&self, path: &str) -> &Value {
        self.fields.get(path).map_or(&Value::Null, |entry| &entry.v)
    }

    /// The value of a field as what it is meant to be.
    pub fn get<T: DeserializeOwned + Default>(&self, path: &str) -> T {
        read(self.value(path))
    }

    /// Sets fields as they come, without stamps of a device: for a draft that is looked at, not kept.
    pub fn with(mut self, sets: Vec<Set>) -> Self {
        for Set { path, value } in sets {
            self.fields.insert(path, Entry { v: value, ..Entry::default() });
        }
        self
    }

    fn records(&self, part: Part) -> Records<'_> {
        let mut records = Records::new();
        let start = format!("{}/", part.as_str());
        for (path, entry) in self.fields.range(start.clone()..) {
            let Some(rest) = path.strip_prefix(&start) else { break };
            if let Some((id, field)) = rest.split_once('/') {
                records.entry(id).or_default().insert(field, &entry.v);
            }
        }
        records
    }

    /// Every id of a kind that the draft has or had, also taken out ones.
    pub fn ids(&self, part: Part) -> BTreeSet<String> {
        self.records(part).into_keys().map(str::to_owned).collect()
    }

    /// Ids of items that may not be given again: those of earlier versions and those taken out here.
    pub fn retired(&self) -> BTreeSet<ItemId> {
        let mut retired: BTreeSet<ItemId> = self.get("retired");
        let items = self.records(Part::Item);
        let out = items.iter().filter(|(_, f)| f.get("retired").is_some_and(|v| read(v)));
        retired.extend(out.map(|(id, _)| ItemId::from(*id)));
        let is_in = |id: &&ItemId| {
            let fields = items.get(id.as_str());
            fields.is_some_and(|f| is_there(f) && !f.get("retired").is_some_and(|v| read(v)))
        };
        retired.extend(self.given.iter().filter(|id| !is_in(id)).cloned());
        retired
    }

    /// The pack that it would be. Groups and criteria that were taken out are in it as long as an item
    /// stands in them: somebody may have put it there meanwhile.
    pub fn pack(&self) -> Pack {
        let (title, mode) = (self.get::<Text>("title"), self.get::<String>("mode"));
        let percent = |path: &str| self.get::<u8>(path);
        Pack {
            pack: self.get("pack"),
            title: title.clone(),
            note: self.get("note"),
            set: CriteriaSet {
                id: self.get("pack"),
                version: 1,
                period: self.get("period"),
                sample: false,
                title,
                note: self.get("set_note"),
                rule: RecognitionRule {
                    mode: Mode::parse(&mode).unwrap_or_default(),
                    gates: self.get("gates"),
                    criterion_min_percent: percent("criterion_min"),
                    total_min_percent: percent("total_min"),
                },
                criteria: self.criteria(),
            },
            deadlines: DefaultDeadlines {
                id: self.get("pack"),
                version: 1,
                note: Text::default(),
                deadlines: self.deadlines(),
            },
            retired: self.retired(),
            classes: self.classes(),
            templates: self.templates(),
        }
    }

    fn criteria(&self) -> Vec<Criterion> {
        let (items, groups) = (self.records(Part::Item), self.records(Part::Group));
        let criteria = self.records(Part::Criterion);
        let items = in_order(&items, |it| is_there(it.fields) && !it.is("retired"));
        let used: BTreeSet<String> = items.iter().map(|item| item.get("group")).collect();
        // A group that nothing describes still has its items.
        let nothing = BTreeMap::new();
        let mut groups_there =
            in_order(&groups, |it| used.contains(it.id) || is_kept(it.fields, "criterion"));
        let lone = used.iter().filter(|id| !groups.contains_key(id.as_str()));
        groups_there.extend(lone.map(|id| Record { id, fields: &nothing }));
        let homes: BTreeSet<String> =
            groups_there.iter().map(|group| group.get("criterion")).collect();
        let mut there =
            in_order(&criteria, |it| homes.contains(it.id) || is_kept(it.fields, "title"));
        let lone = homes.iter().filter(|id| !criteria.contains_key(id.as_str()));
        there.extend(lone.map(|id| Record { id, fields: &nothing }));
        let item_of = |item: &Record<'_>| Item {
            id: ItemId::from(item.id),
            gate: item.get("gate"),
            sensitive: item.get("sensitive"),
            text: item.get("text"),
            evidence: item.get("evidence"),
            source: item.get("source"),
            ladder: item.get("ladder"),
            applies_to: item.get("kinds"),
            prefill: PrefillWords(item.get("prefill")),
        };
        let group_of = |group: &Record<'_>| Group {
            id: group.id.to_owned(),
            title: group.get("title"),
            items: items
                .iter()
                .filter(|it| it.get::<String>("group") == group.id)
                .map(item_of)
                .collect(),
        };
        let in_criterion = |criterion: &Record<'_>| Criterion {
            id: criterion.id.to_owned(),
            title: criterion.get("title"),
            short: criterion.get("short"),
            groups: groups_there
                .iter()
                .filter(|it| it.get::<String>("criterion") == criterion.id)
                .map(group_of)
                .collect(),
        };
        there.iter().map(in_criterion).collect()
    }

    fn deadlines(&self) -> Vec<DeadlineRule> {
        let records = self.records(Part::Deadline);
        let there = in_order(&records, |it| is_kept(it.fields, "title"));
        let rule = |it: &Record<'_>| DeadlineRule {
            id: RecordId::from(it.id),
            title: it.get("title"),
            what: it.get("what"),
            calendar: it.get("calendar"),
            school: it.get("school"),
            quarter: it.get("quarter"),
        };
        there.iter().map(rule).collect()
    }

    fn classes(&self) -> Vec<ClassLabel> {
        let records = self.records(Part::Class);
        let there = in_order(&records, |it| is_kept(it.fields, "label"));
        let class = |it: &Record<'_>| ClassLabel { id: it.id.to_owned(), label: it.get("label") };
        there.iter().map(class).collect()
    }

    fn templates(&self) -> Vec<Template> {
        let records = self.records(Part::Template);
        let there = in_order(&records, |it| is_kept(it.fields, "body"));
        there.iter().map(|it| it.get("body")).collect()
    }

    // Templates by the ids of their fields, which decide; what stands in them may differ.
    fn template_ids(&self) -> Vec<String> {
        let records = self.records(Part::Template);
        let there = in_order(&records, |it| is_kept(it.fields, "body"));
        there.iter().map(|it| it.id.to_owned()).collect()
    }

    /// What was taken out, by part and id, each with its words: it can be brought back.
    pub fn taken_out(&self) -> Vec<(Part, String, Text)> {
        let parts = [
            (Part::Criterion, "title"),
            (Part::Group, "title"),
            (Part::Item, "text"),
            (Part::Deadline, "title"),
            (Part::Class, "label"),
            (Part::Template, "body"),
        ];
        let mut all = Vec::new();
        for (part, words) in parts {
            let records = self.records(part);
            let out = in_order(&records, |it| match part {
                Part::Item => is_there(it.fields) && it.is("retired"),
                _ => it.is("gone") && it.fields.get(words).is_some_and(|value| !value.is_null()),
            });
            all.extend(out.iter().map(|it| {
                let text = match part {
                    Part::Template => it.get::<Template>(words).short,
                    _ => it.get(words),
                };
                (part, it.id.to_owned(), text)
            }));
        }
        all
    }
}

// An item is one that stands in a group; when its making is undone, it stands in none.
fn is_there(fields: &BTreeMap<&str, &Value>) -> bool {
    fields.get("group").is_some_and(|group| group.is_string())
}

fn is_kept(fields: &BTreeMap<&str, &Value>, needs: &str) -> bool {
    let gone = fields.get("gone").is_some_and(|gone| read(gone));
    !gone && fields.get(needs).is_some_and(|value| !value.is_null())
}

fn in_order<'a>(records: &'a Records<'a>, keep: impl Fn(&Record<'_>) -> bool) -> Vec<Record<'a>> {
    let all = records.iter().map(|(id, fields)| Record { id, fields });
    let mut kept: Vec<Record<'a>> = all.filter(|record| keep(record)).collect();
    kept.sort_by_key(Record::order);
    kept
}
