//! Stories of 2025: districts dissolved, communes merged, a school moved. Last year's table shows the
//! units of last year, this year's the new ones.

use super::roll::Desk;
use bcd_core::{
    id::{RecordId, UnitId},
    upper::roll::{
        RollField, RollUnit,
        act::{ActKind, Change, GoesOn, Refusal, Target, fields_of, take_back},
        edit,
        faults::faults,
        match_unit,
        matching::Matches,
    },
};

fn new_unit(id: RecordId, name: &str) -> RollUnit {
    RollUnit { id, name: name.into(), kind: "commune".into(), ..RollUnit::default() }
}

fn merged(desk: &mut Desk, of: &[RecordId], name: &str) -> RecordId {
    let id = desk.new_id();
    let target = Target::New(Box::new(new_unit(id.clone(), name)));
    desk.decide(Change::Merge(of.to_vec(), target), "2026");
    id
}

#[test]
fn three_communes_become_one_and_each_year_has_its_own() {
    let mut desk = Desk::of("h");
    let old =
        ["Đoàn xã Nga An", "Đoàn xã Nga Điền", "Đoàn xã Nga Phú"].map(|it| desk.add(it, "Nga Sơn"));
    let other = desk.add("Đoàn xã Hà Trung", "Hà Trung");
    let new = merged(&mut desk, &old, "Đoàn xã Nga An");
    assert_eq!(
        desk.names("2025"),
        ["Đoàn xã Hà Trung", "Đoàn xã Nga An", "Đoàn xã Nga Phú", "Đoàn xã Nga Điền"]
    );
    assert_eq!(desk.names("2026"), ["Đoàn xã Hà Trung", "Đoàn xã Nga An"]);
    assert_eq!(
        desk.names("2025–2026").len(),
        4,
        "a school year that begins before has the old ones"
    );
    let roll = desk.roll();
    let mut came_of = roll.predecessors(&new);
    came_of.sort();
    assert_eq!(came_of, old);
    assert_eq!(
        (roll.units[&old[1]].into.clone(), roll.units[&old[1]].upto()),
        (vec![new], Some("2025".into()))
    );
    assert_eq!(faults(&roll), [], "the old and the new commune of one name are not alike");
    assert!(roll.predecessors(&other).is_empty());
}

#[test]
fn a_commune_that_takes_others_in_goes_on_with_its_submissions() {
    let mut desk = Desk::of("h");
    let [a, b] = ["Đoàn xã A", "Đoàn xã B"].map(|name| desk.add(name, ""));
    let ids = ["u-a", "u-b"].map(UnitId::from);
    desk.put(vec![match_unit(&a, Some(&ids[0])), match_unit(&b, Some(&ids[1]))]);
    desk.decide(Change::Merge(vec![b.clone()], Target::Existing(a.clone())), "2026");
    let roll = desk.roll();
    let matches = Matches::of(&roll);
    let line = |unit: &UnitId, cycle| matches.line(unit, cycle).map(|line| line.id.clone());
    assert_eq!((line(&ids[0], "2025"), line(&ids[0], "2026")), (Some(a.clone()), Some(a.clone())));
    assert_eq!(
        (line(&ids[1], "2025"), line(&ids[1], "2026")),
        (Some(b.clone()), None),
        "last year's stay its own"
    );
    assert_eq!(roll.predecessors(&a), [b]);
}

#[test]
fn a_successor_may_carry_on_with_the_id_of_one_that_is_no_more() {
    let mut desk = Desk::of("h");
    let old = ["Đoàn xã A", "Đoàn xã B"].map(|name| desk.add(name, ""));
    let unit = UnitId::from("u-a");
    desk.put(vec![match_unit(&old[0], Some(&unit))]);
    let new = merged(&mut desk, &old, "Đoàn xã Mới");
    desk.put(vec![match_unit(&new, Some(&unit))]);
    let roll = desk.roll();
    assert_eq!(faults(&roll), [], "one line for one unit at a time");
    let matches = Matches::of(&roll);
    assert_eq!(matches.line(&unit, "2025").map(|line| &line.id), Some(&old[0]));
    assert_eq!(matches.line(&unit, "2026").map(|line| &line.id), Some(&new));
}

#[test]
fn a_district_is_dissolved_and_its_school_goes_to_another_cluster() {
    let mut desk = Desk::of("h");
    let district = desk.add("Huyện đoàn Nga Sơn", "Cụm 3");
    let school = desk.add("Đoàn trường THPT Ba Đình", "Cụm 3");
    let police = desk.add("Đoàn Công an tỉnh", "Cụm 9");
    desk.decide(Change::Dissolve(vec![district]), "2026");
    desk.decide(Change::Move(vec![school.clone(), police.clone()], "Cụm 7".into()), "2026");
    desk.decide(Change::Leave(vec![police.clone()], "Đoàn Công an nhân dân".into()), "2027");
    let of = |cycle: &str| {
        let units = desk.roll().at(cycle).into_iter();
        let mut units: Vec<_> = units.map(|it| (it.name, it.cluster)).collect();
        units.sort();
        units
    };
    let unit = |name: &str, cluster: &str| (name.to_owned(), cluster.to_owned());
    assert_eq!(
        of("2025"),
        [
            unit("Huyện đoàn Nga Sơn", "Cụm 3"),
            unit("Đoàn Công an tỉnh", "Cụm 9"),
            unit("Đoàn trường THPT Ba Đình", "Cụm 3"),
        ]
    );
    assert_eq!(
        of("2026"),
        [unit("Đoàn Công an tỉnh", "Cụm 7"), unit("Đoàn trường THPT Ba Đình", "Cụm 7")]
    );
    assert_eq!(of("2027"), [unit("Đoàn trường THPT Ba Đình", "Cụm 7")]);
    let kinds: Vec<ActKind> = desk.roll().history(&police).iter().map(|act| act.kind).collect();
    assert_eq!(kinds, [ActKind::Move, ActKind::Leave]);
}

#[test]
fn names_are_those_of_the_year_and_a_spelling_is_not_a_new_name() {
    let mut desk = Desk::of("h");
    let id = desk.add("Thị đoàn Bỉm Sơn", "");
    desk.decide(Change::Rename(id.clone(), "Đoàn phường Bỉm Son".into()), "2026");
    desk.put(vec![edit(&id, RollField::Name, "Đoàn phường Bỉm Sơn")]);
    desk.decide(Change::Rename(id.clone(), "Đoàn phường Bắc Sơn".into()), "2028");
    for (cycle, name) in [
        ("2025", "Thị đoàn Bỉm Sơn"),
        ("2026", "Đoàn phường Bỉm Sơn"),
        ("2027", "Đoàn phường Bỉm Sơn"),
        ("2028", "Đoàn phường Bắc Sơn"),
    ] {
        assert_eq!(desk.names(cycle), [name], "{cycle}");
    }
    let former = desk.roll().former_names(&id);
    let name = |name: &str, from: &str| (name.to_owned(), from.to_owned());
    assert_eq!(former, [name("Thị đoàn Bỉm Sơn", "2026"), name("Đoàn phường Bỉm Sơn", "2028")]);
}

#[test]
fn a_unit_is_split_and_goes_on_or_not() {
    let mut desk = Desk::of("h");
    let [a, b] = ["Đoàn khối", "Đoàn trường"].map(|name| desk.add(name, ""));
    let mut parts = |names: [&str; 2]| names.map(|name| new_unit(desk.new_id(), name)).to_vec();
    let (of_a, of_b) =
        (parts(["Đoàn cơ quan", "Đoàn doanh nghiệp"]), parts(["Phân hiệu 1", "Phân hiệu 2"]));
    desk.decide(Change::Split(a.clone(), of_a, GoesOn::No), "2026");
    desk.decide(Change::Split(b, of_b[..1].to_vec(), GoesOn::Yes), "2026");
    assert_eq!(desk.names("2025"), ["Đoàn khối", "Đoàn trường"]);
    assert_eq!(
        desk.names("2026"),
        ["Phân hiệu 1", "Đoàn cơ quan", "Đoàn doanh nghiệp", "Đoàn trường"]
    );
    assert_eq!(desk.roll().units[&a].into.len(), 2);
}

#[test]
fn a_merging_that_is_taken_back_leaves_everybody_there() {
    let mut desk = Desk::of("h");
    let old = ["Đoàn xã A", "Đoàn xã B"].map(|name| desk.add(name, ""));
    let target = Target::Existing(old[0].clone());
    let act = desk.decide(Change::Merge(old.to_vec(), target), "2026");
    let renamed = desk.decide(Change::Rename(old[0].clone(), "Đoàn xã AB".into()), "2026");
    assert_eq!(desk.names("2026"), ["Đoàn xã AB"]);
    desk.put(take_back(&desk.roll(), &act));
    desk.put(take_back(&desk.roll(), &renamed));
    assert_eq!(desk.names("2026"), ["Đoàn xã A", "Đoàn xã B"]);
    assert!(take_back(&desk.roll(), &act).is_empty(), "once");
}

#[test]
fn what_makes_no_sense_is_refused_with_its_reason() {
    let mut desk = Desk::of("h");
    let [a, b] = ["Đoàn xã A", "Đoàn xã B"].map(|name| desk.add(name, "Cụm 1"));
    desk.decide(Change::Dissolve(vec![b.clone()]), "2026");
    let roll = desk.roll();
    let when = |day: &str, from: &str| bcd_core::upper::roll::act::Occasion {
        id: "x".into(),
        day: day.into(),
        from: from.into(),
        note: String::new(),
    };
    let good = when("2026-07-01", "2026");
    for (change, when, refusal) in [
        (Change::Dissolve(vec![a.clone()]), &when("2026-02-30", "2026"), Refusal::NoDay),
        (Change::Dissolve(vec![a.clone()]), &when("2026-07-01", "năm sau"), Refusal::NoCycle),
        (Change::Dissolve(vec![b.clone()]), &good, Refusal::Gone),
        (Change::Dissolve(vec![]), &good, Refusal::TooFew),
        (Change::Rename(a.clone(), " ".into()), &good, Refusal::NoName),
        (Change::Rename(a.clone(), "Đoàn xã A".into()), &good, Refusal::Same),
        (Change::Move(vec![a.clone()], "Cụm 1".into()), &good, Refusal::Same),
        (Change::Merge(vec![a.clone()], Target::Existing(a.clone())), &good, Refusal::TooFew),
        (Change::Merge(vec![a.clone(), b], Target::Existing(a.clone())), &good, Refusal::Gone),
        (
            Change::Split(a.clone(), vec![new_unit("y".into(), "Đoàn xã Y")], GoesOn::No),
            &good,
            Refusal::TooFew,
        ),
        (Change::Found(new_unit("y".into(), "")), &good, Refusal::NoName),
    ] {
        assert_eq!(fields_of(&roll, change.clone(), when), Err(refusal), "{change:?}");
    }
}

#[test]
fn a_new_unit_is_in_no_table_of_a_year_before_it_was_there() {
    let mut desk = Desk::of("h");
    let unit = new_unit(desk.new_id(), "Đoàn phường Mới");
    desk.decide(Change::Found(unit), "2026");
    assert_eq!((desk.names("2025").len(), desk.names("2026").len()), (0, 1));
}
