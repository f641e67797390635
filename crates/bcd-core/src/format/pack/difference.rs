//! What a pack changes compared with the set and the deadlines in use, for the person who decides
//! about it.

use super::{Pack, guidance::Guidance};
use crate::{
    criteria::{
        CriteriaSet, RecognitionRule,
        meaning::{OtherMeaning, other_meanings},
    },
    id::{ItemId, RecordId},
};

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// An item that was not asked.
    New(ItemId),
    /// An item that is not asked any more.
    Gone(ItemId),
    /// An item asks something else under the id that it had: answers that stand under it were given
    /// to another question.
    Meaning(OtherMeaning),
    /// An item is worded otherwise, or wants other evidence.
    Text(ItemId),
    /// An item has other steps or points.
    Ladder(ItemId),
    /// An item is a gate now, or is none any more.
    Gate(ItemId, bool),
    /// What is noted of an item stays in the unit now, or goes up from now on.
    Sensitive(ItemId, bool),
    /// An item is asked of other kinds of unit.
    Kinds(ItemId),
    /// When a unit is recognised, or how items are answered.
    Rule(RecognitionRule),
    /// A deadline is another one, new, or gone.
    Deadline(RecordId),
    /// Classes of members are called otherwise, or are others.
    Classes,
    /// A template is another one, new, or gone: by its id.
    Template(String),
}

/// Everything that differs: rule, items in the new set's order, items that are gone, deadlines, classes,
/// templates.
pub fn differences(set: &CriteriaSet, now: &Guidance, pack: &Pack) -> Vec<Difference> {
    let mut found = Vec::new();
    if set.rule != pack.set.rule {
        found.push(Difference::Rule(pack.set.rule.clone()));
    }
    let others = other_meanings(set, &pack.set);
    for (_, item) in pack.set.items() {
        let Some(before) = set.item(item.id.as_str()) else {
            found.push(Difference::New(item.id.clone()));
            continue;
        };
        if let Some(other) = others.iter().find(|other| other.item == item.id) {
            found.push(Difference::Meaning(other.clone()));
        } else if before.text != item.text || before.evidence != item.evidence {
            found.push(Difference::Text(item.id.clone()));
        }
        if before.ladder != item.ladder {
            found.push(Difference::Ladder(item.id.clone()));
        }
        if before.gate != item.gate {
            found.push(Difference::Gate(item.id.clone(), item.gate));
        }
        if before.sensitive != item.sensitive {
            found.push(Difference::Sensitive(item.id.clone(), item.sensitive));
        }
        if before.applies_to != item.applies_to {
            found.push(Difference::Kinds(item.id.clone()));
        }
    }
    let gone = set.items().filter(|(_, item)| pack.set.item(item.id.as_str()).is_none());
    found.extend(gone.map(|(_, item)| Difference::Gone(item.id.clone())));
    let (old, new) = (&now.deadlines.deadlines, &pack.deadlines.deadlines);
    let changed = new.iter().filter(|rule| !old.contains(rule));
    found.extend(changed.map(|rule| Difference::Deadline(rule.id.clone())));
    let gone = old.iter().filter(|rule| new.iter().all(|other| other.id != rule.id));
    found.extend(gone.map(|rule| Difference::Deadline(rule.id.clone())));
    found.extend((now.classes != pack.classes).then_some(Difference::Classes));
    let (old, new) = (&now.templates, &pack.templates);
    let changed = new.iter().filter(|one| !old.contains(one));
    let gone = old.iter().filter(|one| new.iter().all(|other| other.id != one.id));
    found.extend(changed.chain(gone).map(|one| Difference::Template(one.id.clone())));
    found
}

#[cfg(test)]
mod tests {
    use super::super::ClassLabel;
    use super::*;
    use crate::year::{
        deadline::{self, DefaultDeadlines},
        template::Template,
    };

    fn shipped() -> (CriteriaSet, Guidance) {
        let set =
            serde_json::from_str(include_str!("../../../data/criteria-default.json")).unwrap();
        let deadlines = DefaultDeadlines::read(deadline::SHIPPED).unwrap();
        (set, Guidance { deadlines, ..Guidance::default() })
    }

    #[test]
    fn a_pack_of_what_is_in_use_changes_nothing_and_each_change_is_said_once() {
        let (set, now) = shipped();
        let mut pack =
            Pack { set: set.clone(), deadlines: now.deadlines.clone(), ..Pack::default() };
        assert_eq!(differences(&set, &now, &pack), []);

        let items = &mut pack.set.criteria[0].groups[0].items;
        let first = items[0].id.clone();
        items[0].gate = !items[0].gate;
        items[0].text.vi.push_str(" (mới)");
        items[0].sensitive = !items[0].sensitive;
        items[0].applies_to = vec!["school".to_owned()];
        let gone = items.pop().unwrap().id;
        pack.set.rule.total_min_percent = 85;
        let late = pack.deadlines.deadlines[0].id.clone();
        pack.deadlines.deadlines[0].quarter = Some(1);
        pack.classes = vec![ClassLabel { id: "tot".into(), ..ClassLabel::default() }];
        pack.templates = vec![Template { id: "mau".into(), ..Template::default() }];
        let item = &pack.set.criteria[0].groups[0].items[0];
        let (gate, sensitive) = (item.gate, item.sensitive);
        assert_eq!(
            differences(&set, &now, &pack),
            [
                Difference::Rule(pack.set.rule.clone()),
                Difference::Text(first.clone()),
                Difference::Gate(first.clone(), gate),
                Difference::Sensitive(first.clone(), sensitive),
                Difference::Kinds(first),
                Difference::Gone(gone),
                Difference::Deadline(late),
                Difference::Classes,
                Difference::Template("mau".into()),
            ]
        );
        // And away again.
        let now = Guidance::of(&pack);
        pack.classes.clear();
        pack.templates.clear();
        let gone = [Difference::Classes, Difference::Template("mau".into())];
        assert_eq!(differences(&pack.set, &now, &pack), gone);
    }

    #[test]
    fn another_question_under_the_same_id_is_not_a_new_wording() {
        let (set, now) = shipped();
        let mut pack =
            Pack { set: set.clone(), deadlines: now.deadlines.clone(), ..Pack::default() };
        let items = &mut pack.set.criteria[0].groups[1].items;
        let (first, second) = (items[0].clone(), items[1].clone());
        items[0].text = second.text.clone();
        items[1].text.vi = format!("{}, có xác nhận", second.text.vi);
        let found = differences(&set, &now, &pack);
        let meaning = OtherMeaning { item: first.id, before: first.text, moved_from: None };
        assert_eq!(found, [Difference::Meaning(meaning), Difference::Text(second.id)]);

        // Under another criterion it is no longer what it was, whatever its words.
        let mut pack =
            Pack { set: set.clone(), deadlines: now.deadlines.clone(), ..Pack::default() };
        let moved = pack.set.criteria[0].groups[0].items.remove(0);
        let id = moved.id.clone();
        pack.set.criteria[2].groups[0].items.push(moved);
        let found = differences(&set, &now, &pack);
        let from = Some(set.criteria[0].title.clone());
        assert!(
            matches!(&found[..], [Difference::Meaning(it)] if it.item == id && it.moved_from == from)
        );
    }
}
