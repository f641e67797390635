//! Officers in charge, for many units at once.

use super::roll::Desk;
use bcd_core::upper::roll::{
    Roll, RollField, RollUnit, delete, edit,
    officers::{Assignment, ColumnFault, by_column, sets, to_all},
};

fn three() -> (Desk, [bcd_core::id::RecordId; 3]) {
    let mut hoa = Desk::of("h");
    let lines = ["Đoàn xã A", "Đoàn xã B", "Đoàn xã C"].map(|name| hoa.add(name, "Cụm 1"));
    hoa.put(vec![edit(&lines[1], RollField::Officer, "Hoa")]);
    (hoa, lines)
}

fn units(roll: &Roll) -> Vec<&RollUnit> {
    let mut units: Vec<&RollUnit> = roll.live().collect();
    units.sort_by(|a, b| a.name.cmp(&b.name));
    units
}

fn officers(desk: &Desk) -> Vec<String> {
    units(&desk.roll()).into_iter().map(|unit| unit.officer.clone()).collect()
}

#[test]
fn one_officer_takes_many_units_and_those_that_are_theirs_already_stay() {
    let (mut hoa, _) = three();
    let roll = hoa.roll();
    let all = to_all(&units(&roll), " Hoa ");
    let names: Vec<_> = all.iter().map(|it| (&*it.name, &*it.before, &*it.after)).collect();
    assert_eq!(names, [("Đoàn xã A", "", "Hoa"), ("Đoàn xã C", "", "Hoa")]);
    let stray = RollUnit { name: "Ngoài danh sách".into(), ..RollUnit::default() };
    assert_eq!(to_all(&[&stray], "Hoa"), [], "who is on no line cannot be given to anybody");
    let (written, left) = sets(&roll, &all);
    assert_eq!(left, 0);
    hoa.put(written);
    assert_eq!(officers(&hoa), ["Hoa", "Hoa", "Hoa"]);
}

#[test]
fn what_somebody_changed_since_it_was_shown_is_left_alone() {
    let (mut hoa, [a, b, c]) = three();
    let all = to_all(&units(&hoa.roll()), "Minh");
    hoa.put(vec![edit(&a, RollField::Officer, "Lan"), delete(&c, true)]);
    let (written, left) = sets(&hoa.roll(), &all);
    assert_eq!((written.len(), left), (1, 2));
    hoa.put(written);
    assert_eq!(hoa.roll().units[&b].officer, "Minh");
    assert_eq!(hoa.roll().units[&a].officer, "Lan");
}

#[test]
fn a_column_gives_each_unit_its_officer_in_the_order_of_the_list() {
    let (hoa, _) = three();
    let roll = hoa.roll();
    let units = units(&roll);
    let of = |column: &str| by_column(&units, column);
    let said = |all: Vec<Assignment>| -> Vec<(String, String)> {
        all.into_iter().map(|it| (it.name, it.after)).collect()
    };
    let pair = |name: &str, officer: &str| (name.to_owned(), officer.to_owned());
    // Excel ends what it copies with a line end; an empty cell leaves its unit as it is.
    let expect = [pair("Đoàn xã A", "Minh"), pair("Đoàn xã C", "Lan")];
    assert_eq!(said(of("Minh\n\nLan\n").unwrap()), expect);
    assert_eq!(said(of("Cán bộ theo dõi\r\nMinh\r\n\r\nLan\r\n\r\n").unwrap()), expect);
    assert_eq!(of("Minh\nLan"), Err(ColumnFault::Lines(2)));
    assert_eq!(of("Minh\nLan\nHoa\nMai"), Err(ColumnFault::Lines(4)));
    assert_eq!(of("Đoàn xã A\tMinh\nĐoàn xã B\tLan\nĐoàn xã C\tHoa"), Err(ColumnFault::Table));
}
