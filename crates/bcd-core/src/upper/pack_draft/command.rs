//! Everything a person can do to a draft, as the fields that it sets.

use super::{
    Draft, Part, ids,
    start::{fields, place, set, value},
};
use crate::{
    command::{Set, visible},
    criteria::{CriteriaSet, Criterion, Group, Item, Mode, Step, meaning::agreement},
    format::pack::rules::is_path_part,
    id::{ItemId, StepId},
    points::Points,
    text::Text,
    year::{deadline::DeadlineRule, template::Template},
};
use serde_json::{Value, json};

/// Which way something moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// One place up; the first item of a group goes to the end of the group before.
    Up,
    /// One place down; the last item of a group goes to the beginning of the next.
    Down,
}

/// What a person wants to do.
#[derive(Clone, Debug, PartialEq)]
pub enum DraftCommand {
    /// Writes a text in Vietnamese; its English, which would not fit any more, goes.
    Write(String, String),
    /// Sets a word: `cycle`, `period`, an item's `prefill`.
    SetWord(String, String),
    /// Sets something that is on or off.
    Switch(String, bool),
    /// Chooses how items are answered.
    SetMode(Mode),
    /// Sets a least share, in percent: `criterion_min` or `total_min`.
    SetPercent(&'static str, u8),
    /// Adds a criterion.
    AddCriterion,
    /// Adds a group to a criterion.
    AddGroup(String),
    /// Adds an item to a group.
    AddItem(String),
    /// Adds a copy of an item below it, with an id of its own.
    Duplicate(ItemId),
    /// Takes an item out, or brings it back. Its id stays taken.
    Retire(ItemId, bool),
    /// Gives an item another id; the old one stays taken.
    Rename(ItemId, ItemId),
    /// Says that an item means the same as in the version before.
    Agree(ItemId),
    /// Moves an item one place.
    MoveItem(ItemId, Way),
    /// Moves an item to the end of a group.
    MoveInto(ItemId, String),
    /// Moves a criterion, group, deadline, class or template one place among its like.
    Move(Part, String, Way),
    /// Takes out a criterion, group, deadline, class or template, or brings it back.
    TakeOut(Part, String, bool),
    /// Sets the steps of an item.
    SetLadder(ItemId, Vec<Step>),
    /// Sets the kinds of unit that an item is asked of; none = all.
    SetKinds(ItemId, Vec<String>),
    /// Adds a deadline.
    AddDeadline,
    /// Sets what a deadline asks for and when.
    SetDeadline(Box<DeadlineRule>),
    /// Adds a class of members, under the id of one that the app knows or of its own.
    AddClass(Option<String>),
    /// Puts a template in, or changes it.
    SetTemplate(Box<Template>),
}

/// The fields that `command` sets; those that have the value already are left out, so an empty answer
/// means: nothing to do.
pub fn fields_of(command: DraftCommand, draft: &Draft) -> Vec<Set> {
    let sets = match command {
        DraftCommand::Write(path, text) => {
            vec![set(path, value(&Text { vi: visible(text), en: String::new() }))]
        }
        DraftCommand::SetWord(path, text) => vec![set(path, visible(text))],
        DraftCommand::Switch(path, on) => vec![set(path, on)],
        DraftCommand::SetMode(mode) => vec![set("mode", mode.as_str())],
        DraftCommand::SetPercent(path, percent) => vec![set(path, percent)],
        DraftCommand::AddCriterion => add_criterion(draft),
        DraftCommand::AddGroup(criterion) => add_group(draft, &criterion),
        DraftCommand::AddItem(group) => add_item(draft, &group),
        DraftCommand::Duplicate(item) => duplicate(draft, &item),
        DraftCommand::Retire(item, out) => of_item(draft, &item, "retired", out),
        DraftCommand::Rename(item, to) => rename(draft, &item, &to),
        DraftCommand::Agree(item) => agree(draft, &item),
        DraftCommand::MoveItem(item, way) => move_item(draft, &item, way),
        DraftCommand::MoveInto(item, group) => move_into(draft, &item, &group),
        DraftCommand::Move(part, id, way) => shift(draft, part, &id, way),
        DraftCommand::TakeOut(part, id, out) => vec![set(part.path(&id, "gone"), out)],
        DraftCommand::SetLadder(item, ladder) => {
            let ladder = ladder.into_iter().map(|step| Step { label: seen(step.label), ..step });
            of_item(draft, &item, "ladder", value(&ladder.collect::<Vec<_>>()))
        }
        DraftCommand::SetKinds(item, kinds) => of_item(draft, &item, "kinds", value(&kinds)),
        DraftCommand::AddDeadline => add_deadline(draft),
        DraftCommand::SetDeadline(rule) => set_deadline(*rule),
        DraftCommand::AddClass(id) => add_class(draft, id),
        DraftCommand::SetTemplate(template) => set_template(draft, &template),
    };
    needed(draft, sets)
}

fn seen(text: Text) -> Text {
    Text { vi: visible(text.vi), en: visible(text.en) }
}

fn needed(draft: &Draft, sets: Vec<Set>) -> Vec<Set> {
    // "Off" where nothing was said is nothing to do.
    let is_new = |set: &Set| match draft.fields.get(&set.path) {
        Some(entry) => entry.v != set.value,
        None => !matches!(set.value, Value::Null | Value::Bool(false)),
    };
    sets.into_iter().filter(is_new).collect()
}

/// Whether the draft has this item.
fn has(draft: &Draft, item: &ItemId) -> bool {
    draft.value(&Part::Item.path(item.as_str(), "group")).is_string()
}

fn of_item(draft: &Draft, item: &ItemId, field: &str, value: impl Into<Value>) -> Vec<Set> {
    if !has(draft, item) {
        return Vec::new();
    }
    vec![set(Part::Item.path(item.as_str(), field), value)]
}

fn empty_text() -> Value {
    value(&Text::default())
}

fn behind(draft: &Draft, part: Part) -> i64 {
    let orders = draft.ids(part).into_iter().map(|id| draft.get::<i64>(&part.path(&id, "order")));
    orders.max().map_or(0, |last| last.saturating_add(place(1)))
}

fn add_criterion(draft: &Draft) -> Vec<Set> {
    let id = ids::next_criterion(draft);
    let order = behind(draft, Part::Criterion);
    fields(Part::Criterion, &id, json!({ "title": empty_text(), "order": order }))
}

fn add_group(draft: &Draft, criterion: &str) -> Vec<Set> {
    let id = ids::next_group(draft, criterion);
    let order = behind(draft, Part::Group);
    let all = json!({ "criterion": criterion, "title": empty_text(), "order": order });
    fields(Part::Group, &id, all)
}

// A new item begins with two steps, because nothing can be answered without.
fn add_item(draft: &Draft, group: &str) -> Vec<Set> {
    let id = ids::next_item(draft, group);
    let step = |points: i64| Step {
        id: StepId(points.to_string()),
        points: Points::whole(points),
        met: points > 0,
        label: Text::default(),
    };
    let all = json!({
        "group": group, "text": empty_text(), "ladder": [step(1), step(0)],
        "order": behind(draft, Part::Item),
    });
    fields(Part::Item, id.as_str(), all)
}

fn duplicate(draft: &Draft, item: &ItemId) -> Vec<Set> {
    if !has(draft, item) {
        return Vec::new();
    }
    let group: String = draft.get(&Part::Item.path(item.as_str(), "group"));
    let copy = ids::next_item(draft, &group);
    let mut sets = copied(draft, item, &copy);
    let mut list = draft.order_in(&group);
    let at = list.iter().position(|id| id == item).map_or(list.len(), |at| at + 1);
    list.insert(at, copy);
    put_in_order(draft, &list, &mut sets);
    sets
}

// All fields of an item under another id, but for what is said of this one alone.
fn copied(draft: &Draft, item: &ItemId, copy: &ItemId) -> Vec<Set> {
    let start = Part::Item.path(item.as_str(), "");
    let all = draft.fields.iter().filter_map(|(path, entry)| {
        let field =
            path.strip_prefix(&start).filter(|field| !matches!(*field, "retired" | "agreed"));
        Some(set(Part::Item.path(copy.as_str(), field?), entry.v.clone()))
    });
    all.collect()
}

// The old id goes out like an item that was taken out; it is never given again.
fn rename(draft: &Draft, item: &ItemId, to: &ItemId) -> Vec<Set> {
    let to = ItemId(visible(to.0.trim().to_owned()));
    let taken = draft.ids(Part::Item).contains(to.as_str()) || draft.retired().contains(&to);
    if !has(draft, item) || taken || !is_path_part(to.as_str()) {
        return Vec::new();
    }
    let mut sets = copied(draft, item, &to);
    sets.extend(of_item(draft, item, "retired", true));
    sets
}

fn agree(draft: &Draft, item: &ItemId) -> Vec<Set> {
    let pack = draft.pack();
    let found = pack.set.items().find(|(_, it)| it.id == *item);
    let said = found.map(|(criterion, it)| agreement(it, &criterion.id));
    said.map_or(Vec::new(), |said| of_item(draft, item, "agreed", said))
}

fn move_into(draft: &Draft, item: &ItemId, group: &str) -> Vec<Set> {
    if !has(draft, item) || draft.get::<String>(&Part::Item.path(item.as_str(), "group")) == group {
        return Vec::new();
    }
    let mut sets = of_item(draft, item, "group", group);
    sets.extend(of_item(draft, item, "order", behind(draft, Part::Item)));
    sets
}

fn move_item(draft: &Draft, item: &ItemId, way: Way) -> Vec<Set> {
    let set_now = draft.pack().set;
    let groups: Vec<&Group> = set_now.criteria.iter().flat_map(|c| &c.groups).collect();
    let holds = |group: &&Group| group.items.iter().any(|it| it.id == *item);
    let Some(at) = groups.iter().position(holds) else { return Vec::new() };
    let mut list: Vec<ItemId> = groups[at].items.iter().map(|it| it.id.clone()).collect();
    let Some(from) = list.iter().position(|id| id == item) else { return Vec::new() };
    let to = match way {
        Way::Up => from.checked_sub(1),
        Way::Down => Some(from + 1).filter(|to| *to < list.len()),
    };
    let mut sets = Vec::new();
    if let Some(to) = to {
        list.swap(from, to);
        put_in_order(draft, &list, &mut sets);
        return sets;
    }
    let next = match way {
        Way::Up => at.checked_sub(1),
        Way::Down => Some(at + 1).filter(|next| *next < groups.len()),
    };
    let Some(next) = next else { return sets };
    let mut there: Vec<ItemId> = groups[next].items.iter().map(|it| it.id.clone()).collect();
    let place = if way == Way::Up { there.len() } else { 0 };
    there.insert(place, item.clone());
    sets.push(set(Part::Item.path(item.as_str(), "group"), groups[next].id.as_str()));
    put_in_order(draft, &there, &mut sets);
    sets
}

// Orders of all that stand together: equal ones, as two tabs may make, come apart.
fn put_in_order(draft: &Draft, list: &[ItemId], sets: &mut Vec<Set>) {
    for (at, id) in list.iter().enumerate() {
        let path = Part::Item.path(id.as_str(), "order");
        sets.retain(|set| set.path != path);
        if draft.get::<i64>(&path) != place(at) || draft.value(&path).is_null() {
            sets.push(set(path, place(at)));
        }
    }
}

impl Draft {
    // Items of a group, in order.
    fn order_in(&self, group: &str) -> Vec<ItemId> {
        let set: CriteriaSet = self.pack().set;
        let groups = set.criteria.into_iter().flat_map(|criterion| criterion.groups);
        let items = groups.filter(|it| it.id == group).flat_map(|it| it.items);
        items.map(|item: Item| item.id).collect()
    }

    // Those that stand together with one of a kind, in order.
    fn beside(&self, part: Part, id: &str) -> Vec<String> {
        let pack = self.pack();
        match part {
            Part::Criterion => pack.set.criteria.into_iter().map(|it| it.id).collect(),
            Part::Group => {
                let holds = |c: &Criterion| c.groups.iter().any(|g| g.id == id);
                let home = pack.set.criteria.into_iter().find(holds);
                home.into_iter().flat_map(|c| c.groups).map(|group| group.id).collect()
            }
            Part::Item => {
                let group: String = self.get(&Part::Item.path(id, "group"));
                self.order_in(&group).into_iter().map(|item| item.0).collect()
            }
            Part::Deadline => pack.deadlines.deadlines.into_iter().map(|it| it.id.0).collect(),
            Part::Class => pack.classes.into_iter().map(|it| it.id).collect(),
            Part::Template => self.template_ids(),
        }
    }
}

fn shift(draft: &Draft, part: Part, id: &str, way: Way) -> Vec<Set> {
    let mut list = draft.beside(part, id);
    let Some(from) = list.iter().position(|it| it == id) else { return Vec::new() };
    let to = match way {
        Way::Up => from.checked_sub(1),
        Way::Down => Some(from + 1).filter(|to| *to < list.len()),
    };
    let Some(to) = to else { return Vec::new() };
    list.swap(from, to);
    let orders = list.iter().enumerate();
    orders.map(|(at, id)| set(part.path(id, "order"), place(at))).collect()
}

fn add_deadline(draft: &Draft) -> Vec<Set> {
    let id = ids::next_word(draft, Part::Deadline, "han");
    let order = behind(draft, Part::Deadline);
    let all = json!({ "title": empty_text(), "what": "other", "order": order });
    fields(Part::Deadline, &id, all)
}

fn set_deadline(rule: DeadlineRule) -> Vec<Set> {
    let all = json!({
        "what": rule.what, "calendar": rule.calendar, "school": rule.school,
        "quarter": rule.quarter,
    });
    fields(Part::Deadline, rule.id.as_str(), all)
}

fn add_class(draft: &Draft, id: Option<String>) -> Vec<Set> {
    let id = id.unwrap_or_else(|| ids::next_word(draft, Part::Class, "muc"));
    let order = behind(draft, Part::Class);
    fields(Part::Class, &id, json!({ "label": empty_text(), "order": order, "gone": false }))
}

fn set_template(draft: &Draft, template: &Template) -> Vec<Set> {
    let path = |field| Part::Template.path(&template.id, field);
    let mut sets = vec![set(path("body"), value(template)), set(path("gone"), false)];
    if draft.value(&path("order")).is_null() {
        sets.push(set(path("order"), behind(draft, Part::Template)));
    }
    sets
}
