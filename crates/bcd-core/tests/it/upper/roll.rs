//! The roll as fields: what merges, and what is wrong with it.

use crate::support::{check_refused, checked, forged};
use bcd_core::{
    command::Set,
    engine::GoodFile,
    field::{Entry, Fields, highest},
    format::{limits, problem::Code},
    id::{DeviceId, RecordId, UnitId},
    merge::Merged,
    upper::roll::{
        Roll, RollField, RollUnit,
        act::{Change, Occasion, Target, fields_of},
        delete, edit,
        faults::{RollFault, faults},
        match_unit,
        paper::{PaperText, write_paper},
    },
};
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;

/// A device of the office, with the roll as it knows it.
#[derive(Clone, Default)]
pub struct Desk {
    pub device: String,
    pub state: Merged,
    made: u32,
}

impl Desk {
    pub fn of(device: &str) -> Self {
        Self { device: device.to_owned(), ..Self::default() }
    }

    pub fn roll(&self) -> Roll {
        Roll::of(&self.state.fields)
    }

    pub fn put(&mut self, sets: Vec<Set>) {
        let n = highest(&self.state.fields) + 1;
        let dev = DeviceId(self.device.clone());
        for Set { path, value } in sets {
            let over = self.state.fields.get(&path).map(|seen| seen.seen_by(&dev));
            let entry = Entry {
                v: value,
                n,
                dev: dev.clone(),
                over: over.unwrap_or_default(),
                ..Entry::default()
            };
            self.state.put(path, entry);
        }
    }

    pub fn new_id(&mut self) -> RecordId {
        self.made += 1;
        RecordId(format!("{}{:04}", self.device, self.made))
    }

    /// A unit of this name and cluster is written down; its line.
    pub fn add(&mut self, name: &str, cluster: &str) -> RecordId {
        let id = self.new_id();
        let unit = RollUnit {
            id: id.clone(),
            name: name.into(),
            kind: "commune".into(),
            cluster: cluster.into(),
            ..RollUnit::default()
        };
        self.put(unit.write());
        id
    }

    /// The office decides something about its units, from a cycle on.
    #[track_caller]
    pub fn decide(&mut self, change: Change, from: &str) -> RecordId {
        let id = self.new_id();
        let day = format!("{}-01-15", from.get(..4).unwrap()).as_str().into();
        let when = Occasion { id: id.clone(), day, from: from.into(), note: "12-QĐ/TĐTN".into() };
        let sets = fields_of(&self.roll(), change, &when).unwrap();
        self.put(sets);
        id
    }

    pub fn names(&self, cycle: &str) -> Vec<String> {
        let mut names: Vec<String> = self.roll().at(cycle).into_iter().map(|it| it.name).collect();
        names.sort();
        names
    }
}

#[test]
fn what_two_officers_write_about_different_units_and_fields_both_stays() {
    let mut hoa = Desk::of("h");
    let (one, two) = (hoa.add("Đoàn xã Nga Sơn", "Cụm 1"), hoa.add("Đoàn xã Hà Trung", "Cụm 1"));
    let mut minh = Desk { device: "m".into(), ..hoa.clone() };
    hoa.put(vec![edit(&one, RollField::Officer, "Hoa")]);
    minh.put(vec![
        edit(&one, RollField::Phone, " 0912 345 678 "),
        edit(&two, RollField::Secretary, "Lê B"),
    ]);
    let third = minh.add("Đoàn phường Hạc Thành", "Cụm 2");
    hoa.state.merge(minh.state.clone());
    let roll = hoa.roll();
    assert_eq!(
        (roll.units[&one].officer.as_str(), roll.units[&one].phone.as_str()),
        ("Hoa", "0912 345 678")
    );
    assert_eq!(roll.units[&two].secretary, "Lê B");
    assert_eq!(roll.units[&third].name, "Đoàn phường Hạc Thành");
}

#[test]
fn two_officers_who_merge_a_unit_each_into_another_are_told_and_it_is_counted_once() {
    let mut hoa = Desk::of("h");
    let [a, b, c] = ["Đoàn xã A", "Đoàn xã B", "Đoàn xã C"].map(|name| hoa.add(name, ""));
    let mut minh = Desk { device: "m".into(), ..hoa.clone() };
    let first = hoa.decide(Change::Merge(vec![a.clone()], Target::Existing(b)), "2026");
    let other = minh.decide(Change::Merge(vec![a.clone()], Target::Existing(c)), "2026");
    hoa.state.merge(minh.state);
    assert_eq!(faults(&hoa.roll()), [RollFault::SeveralEnds(a, vec![first, other])]);
    assert_eq!(hoa.names("2026"), ["Đoàn xã B", "Đoàn xã C"]);
    assert_eq!(hoa.names("2025"), ["Đoàn xã A", "Đoàn xã B", "Đoàn xã C"]);
}

#[test]
fn what_is_wrong_is_shown_and_nothing_is_thrown_away() {
    let mut hoa = Desk::of("h");
    let one = hoa.add("Đoàn xã Nga Sơn", "Cụm 1");
    let two = hoa.add("ĐOÀN XÃ  NGA SƠN", "cụm 1");
    let elsewhere = hoa.add("Đoàn xã Nga Sơn", "Cụm 2");
    let nameless = hoa.add("…", "");
    let odd = hoa.add("Đoàn khối", "");
    let unit = UnitId::from("u-1");
    hoa.put(vec![
        edit(&odd, RollField::Kind, "khối"),
        match_unit(&one, Some(&unit)),
        match_unit(&elsewhere, Some(&unit)),
    ]);
    let found = faults(&hoa.roll());
    assert_eq!(
        found,
        [
            RollFault::NoName(nameless.clone()),
            RollFault::UnknownKind(odd.clone(), "khối".into()),
            RollFault::Alike(vec![one.clone(), two.clone()]),
            RollFault::SameUnit(unit, vec![one, elsewhere.clone()]),
        ]
    );
    hoa.put(vec![
        delete(&two, true),
        delete(&nameless, true),
        match_unit(&elsewhere, None),
        edit(&odd, RollField::Kind, "office"),
    ]);
    assert_eq!(faults(&hoa.roll()), []);
    hoa.put(vec![delete(&two, false)]);
    assert_eq!(hoa.roll().live().count(), 4, "what was deleted by mistake comes back");
}

#[test]
fn what_this_version_does_not_know_stays_and_disturbs_nothing() {
    let mut hoa = Desk::of("h");
    let id = hoa.add("Đoàn xã A", "");
    let before = hoa.roll();
    let set = |path: &str| Set { path: path.into(), value: 7.into() };
    hoa.put(vec![
        set("visit/1/day"),
        set("unit"),
        set("due/lunch/2026"),
        set("act"),
        set("a/b/c/d/e"),
    ]);
    assert_eq!(hoa.roll(), before);
    hoa.put(vec![Set { path: format!("unit/{id}/name/of"), value: "x".into() }]);
    assert_eq!(hoa.roll(), before);
    assert!(hoa.state.fields.contains_key("visit/1/day"));
}

#[test]
fn texts_of_the_papers_are_kept_for_all_years_or_for_the_one_that_they_are_of() {
    let mut hoa = Desk::of("h");
    let write = |text, cycle, value| write_paper(text, cycle, value);
    hoa.put(vec![
        write(PaperText::Signer, "2026", " Nguyễn Hoàng Nam "),
        write(PaperText::Grounds, "2026", "Căn cứ Điều lệ Đoàn"),
        write(PaperText::Chair, "2026–2027", "Lê Thị Hoa"),
        Set { path: "paper/lunch/2026".into(), value: "x".into() },
    ]);
    let roll = hoa.roll();
    assert_eq!(roll.paper(PaperText::Signer, "2027"), "Nguyễn Hoàng Nam");
    assert_eq!(roll.paper(PaperText::Grounds, "2026"), "Căn cứ Điều lệ Đoàn");
    assert_eq!(roll.paper(PaperText::Grounds, "2027"), "");
    assert_eq!(roll.paper(PaperText::Chair, "2026–2027"), "Lê Thị Hoa");
    hoa.put(vec![write(PaperText::Grounds, "2026", "")]);
    assert_eq!(hoa.roll().paper(PaperText::Grounds, "2026"), "");
    assert_eq!(hoa.roll().papers.len(), 2, "{:?}", hoa.roll().papers);
    for text in PaperText::ALL {
        hoa.put(vec![write(text, "2026", text.as_str())]);
        assert_eq!(hoa.roll().paper(text, "2026"), text.as_str());
    }
}

#[test]
fn a_backup_may_have_any_list_of_units_but_none_that_breaks_the_tables() {
    let backup = crate::fixtures::v1("2026-11-22-backup.json");
    let with = |path: &str, n: u64| {
        forged(&backup, |v| {
            let entry =
                json!({ "v": "<b>", "n": n, "dev": "h", "at": "2026-11-22T20:15:00+07:00" });
            v["body"]["roll"] = json!({ "fields": { path: entry } });
        })
    };
    for path in ["unit/a/name", "unit/a/name/x", "visit", "due/report/2026–2027"] {
        let (found, problems) = checked(&with(path, 1));
        assert_eq!(problems, [], "{path}");
        let Some(GoodFile::Backup(found)) = found else { panic!("{path}") };
        assert!(found.roll.fields.contains_key(path));
    }
    check_refused(&with("unit/a|b/name", 1), &[Code::BadField]);
    check_refused(&with("unit|a/b", 1), &[Code::BadField]);
    check_refused(&with("unit/a/name/x|y", 1), &[Code::BadField]);
    check_refused(&with("unit/a/name", limits::COUNTER + 1), &[Code::BadField]);
}

// Any writing of several devices: the path's parts and values from few, so that they meet.
fn writes() -> impl Strategy<Value = Vec<(u8, u8, u8)>> {
    proptest::collection::vec((0..3_u8, 0..12_u8, 0..4_u8), 0..40)
}

fn states(writes: &[(u8, u8, u8)]) -> [Merged; 3] {
    let paths = [
        "unit/a/name",
        "unit/a/cluster",
        "unit/a/deleted",
        "unit/b/name",
        "unit/b/unit",
        "unit/b/kind",
        "act/x/kind",
        "act/x/of/a",
        "act/x/to/b",
        "act/x/from",
        "act/y/deleted",
        "due/report/2026",
    ];
    let values = ["Đoàn xã A", "2026", "merge", ""];
    let mut desks = ["h", "m", "n"].map(Desk::of);
    for (device, path, value) in writes {
        let path = paths[usize::from(*path)].to_owned();
        let value = match path.as_str() {
            path if path.contains("/of/") || path.contains("/to/") || path.ends_with("deleted") => {
                (*value > 0).into()
            }
            _ => values[usize::from(*value)].into(),
        };
        desks[usize::from(*device)].put(vec![Set { path, value }]);
    }
    desks.map(|desk| desk.state)
}

proptest! {
    #[test]
    fn rolls_of_devices_become_one_in_any_order(writes in writes()) {
        let all = states(&writes);
        let merged = |order: [usize; 3]| {
            let mut state = Merged::default();
            order.into_iter().for_each(|at| state.merge(all[at].clone()));
            state
        };
        let one = merged([0, 1, 2]);
        for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            prop_assert_eq!(&merged(order), &one);
            prop_assert_eq!(Roll::of(&merged(order).fields), Roll::of(&one.fields));
        }
        let mut again = one.clone();
        again.merge(one.clone());
        prop_assert_eq!(&again, &one);
    }

    #[test]
    fn reading_any_fields_and_looking_for_faults_ends_well(
        fields in proptest::collection::btree_map("[a-z]{0,5}(/[a-z0-9–]{0,4}){0,4}", "\\PC{0,6}", 0..30)
    ) {
        let entries = fields.into_iter().map(|(path, v)| (path, Entry { v: v.into(), n: 1, ..Entry::default() }));
        let fields: Fields = entries.collect::<BTreeMap<_, _>>();
        let roll = Roll::of(&fields);
        faults(&roll);
        roll.at("2026");
    }
}
