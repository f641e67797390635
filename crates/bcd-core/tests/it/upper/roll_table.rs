//! A table from Excel becomes the roll: sloppy ones, hostile ones, the same one twice.

use super::roll::Desk;
use bcd_core::upper::roll::{
    RollField,
    cells::rows,
    faults::faults,
    heads::{Understood, understand},
    import::{ImportPlan, PlanCount, RowDoubt, RowEffect, RowFault, TextChange, plan},
};
use proptest::prelude::*;

fn planned(desk: &Desk, table: &str) -> ImportPlan {
    let rows = rows(table).unwrap();
    plan(&desk.roll(), &rows, &understand(&rows))
}

fn take(desk: &mut Desk, table: &str) -> PlanCount {
    let plan = planned(desk, table);
    let sets = plan.sets(|| desk.new_id());
    desk.put(sets);
    plan.count()
}

/// As a clerk of a province keeps it.
const PROVINCE: &str = "TỈNH ĐOÀN THANH HÓA\t\t\t\t\t\r\n\
    DANH SÁCH ĐOÀN CƠ SỞ NĂM 2026\t\t\t\t\t\r\n\
    TT\tTên đơn vị\tLoại hình\tCụm thi đua\tHọ tên Bí thư\tSĐT\r\n\
    (1)\t(2)\t(3)\t(4)\t(5)\t(6)\r\n\
    1\tĐoàn xã Nga Sơn\tXã\tCụm 1\tLê Thị Hoa\t0912345678\r\n\
    2\t\"Đoàn trường THPT\nBa Đình\"\tTrường học\tCụm 1\tMai Văn Minh\t912345679\r\n\
    3\tĐoàn Công ty May 10\tDoanh nghiệp\tCụm 2\t\t9.12346E+08\r\n\
    4\tĐoàn cơ sở Sở Y tế\tKhối A\tCụm 2\t\t\r\n\
    \t\t\t\t\t\r\n\
    \tTổng cộng: 4 đơn vị\t\t\t\t\r\n";

#[test]
fn a_clerks_table_is_understood_and_nothing_in_it_is_lost() {
    let mut desk = Desk::of("h");
    let plan = planned(&desk, PROVINCE);
    assert_eq!(plan.count(), PlanCount { new: 4, ..PlanCount::default() });
    assert_eq!(plan.passed, [1, 2, 3, 4, 10]);
    let doubts: Vec<_> = plan.rows.iter().flat_map(|row| row.doubts.clone()).collect();
    assert_eq!(
        doubts,
        [RowDoubt::RoundedPhone("9.12346E+08".into()), RowDoubt::UnknownKind("Khối A".into())]
    );
    take(&mut desk, PROVINCE);
    let mut units: Vec<_> = desk.roll().units.into_values().collect();
    units.sort_by(|a, b| a.id.cmp(&b.id));
    let line = |at: usize| RollField::ALL.map(|field| units[at].text(field).to_owned());
    assert_eq!(line(0), ["Đoàn xã Nga Sơn", "commune", "Cụm 1", "Lê Thị Hoa", "0912345678", ""]);
    assert_eq!(line(1)[..2], ["Đoàn trường THPT Ba Đình", "school"]);
    assert_eq!(line(2), ["Đoàn Công ty May 10", "company", "Cụm 2", "", "", ""]);
    assert_eq!(line(3)[..3], ["Đoàn cơ sở Sở Y tế", "", "Cụm 2"]);
}

#[test]
fn a_csv_of_excel_is_understood_whatever_stands_in_its_cells() {
    let mut desk = Desk::of("h");
    // A line end and a tab within quotes; the semicolon is what Vietnamese settings put between cells.
    let table = "\u{FEFF}Tên đơn vị;Cụm;Bí thư\r\n\"Đoàn xã A;\tB\nC\";Cụm 1, 2;\"Lê \"\"Tư\"\"\"\r\nĐoàn xã D;Cụm 3;\r\n";
    assert_eq!(take(&mut desk, table).new, 2);
    let mut units: Vec<_> = desk.roll().units.into_values().collect();
    units.sort_by(|a, b| a.id.cmp(&b.id));
    let texts = |at: usize| {
        let unit: &bcd_core::upper::roll::RollUnit = &units[at];
        [&unit.name, &unit.cluster, &unit.secretary].map(String::as_str)
    };
    assert_eq!(texts(0), ["Đoàn xã A; B C", "Cụm 1, 2", "Lê \"Tư\""]);
    assert_eq!(texts(1), ["Đoàn xã D", "Cụm 3", ""]);
}

#[test]
fn the_same_table_again_changes_nothing_and_a_later_one_only_what_differs() {
    let mut desk = Desk::of("h");
    take(&mut desk, PROVINCE);
    let before = desk.roll();
    assert_eq!(take(&mut desk, PROVINCE), PlanCount { unchanged: 4, ..PlanCount::default() });
    assert_eq!(desk.roll(), before);

    let later = "Đơn vị,Cụm,Bí thư\nđoàn xã nga sơn,Cụm 4,Phạm Văn Tú\nĐoàn xã Hà Trung,Cụm 4,\n";
    let plan = planned(&desk, later);
    let change = |field, before: &str, after: &str| TextChange {
        field,
        before: before.into(),
        after: after.into(),
    };
    let RowEffect::Changed(id, changes) = &plan.rows[0].effect else { panic!("{plan:?}") };
    assert_eq!(desk.roll().units[id].name, "Đoàn xã Nga Sơn");
    assert_eq!(
        *changes,
        [
            change(RollField::Name, "Đoàn xã Nga Sơn", "đoàn xã nga sơn"),
            change(RollField::Cluster, "Cụm 1", "Cụm 4"),
            change(RollField::Secretary, "Lê Thị Hoa", "Phạm Văn Tú"),
        ]
    );
    assert_eq!(plan.rows[1].effect, RowEffect::New);
    assert_eq!(plan.absent.len(), 3, "what a table does not name is shown");
    take(&mut desk, later);
    assert_eq!(desk.names("2026").len(), 5, "and stays");
    assert_eq!(desk.roll().units[id].phone, "0912345678", "an empty cell empties nothing");
}

#[test]
fn two_units_of_one_name_in_two_clusters_are_two() {
    let mut desk = Desk::of("h");
    let table = "Đơn vị;Cụm\nĐoàn phường 1;Quận 3\nĐoàn phường 1;Quận 4\nĐoàn phường 1;QUẬN 3\n";
    let plan = planned(&desk, table);
    let effects: Vec<_> = plan.rows.iter().map(|row| row.effect.clone()).collect();
    assert_eq!(effects, [RowEffect::New, RowEffect::New, RowEffect::Doubled(2)]);
    take(&mut desk, table);
    assert_eq!(faults(&desk.roll()), []);
    let again = planned(&desk, table).count();
    assert_eq!(again, PlanCount { unchanged: 2, doubled: 1, ..PlanCount::default() });
    let without = planned(&desk, "Đơn vị\tSĐT\nĐoàn phường 1\t0900000000\n");
    assert!(
        matches!(&without.rows[0].effect, RowEffect::Faulty(RowFault::Ambiguous(ids)) if ids.len() == 2),
        "which of them is not guessed"
    );
}

#[test]
fn clusters_as_headings_between_the_units_are_taken_as_such() {
    let mut desk = Desk::of("h");
    let table = "STT\tĐơn vị\nI\tCụm thi đua số 1\n1\tĐoàn xã A\nII\tCụm 2\n2\tĐoàn xã B\n3\tCụm công nghiệp Hoằng Long\n";
    assert_eq!(take(&mut desk, table).new, 3);
    let units = desk.roll().units;
    let of = |name: &str| {
        units.values().find(|unit| unit.name == name).map(|unit| unit.cluster.as_str())
    };
    assert_eq!(of("Đoàn xã A"), Some("Cụm thi đua số 1"));
    assert_eq!(of("Đoàn xã B"), Some("Cụm 2"));
    assert_eq!(of("Cụm công nghiệp Hoằng Long"), Some("Cụm 2"));
}

#[test]
fn a_list_of_names_needs_no_head_and_companies_are_no_sums() {
    let mut desk = Desk::of("h");
    assert_eq!(take(&mut desk, "Đoàn xã A\nCông ty May 10\n\nĐoàn phường 1, Quận 3\n").new, 3);
    let names = desk.names("2026");
    assert_eq!(names, ["Công ty May 10", "Đoàn phường 1, Quận 3", "Đoàn xã A"]);
}

#[test]
fn a_corporation_is_a_unit_and_its_name_no_sum() {
    let mut desk = Desk::of("h");
    let table = "TT\tĐơn vị\tSĐT\n1\tTổng công ty Điện lực miền Bắc\t\n\
        2\tTỔNG CÔNG TY SÔNG MÃ\t\n\tTổng cộng: 2 đơn vị\t\n";
    let plan = planned(&desk, table);
    assert_eq!(plan.passed, [1, 4], "the sum is one");
    assert_eq!(take(&mut desk, table).new, 2);
}

#[test]
fn rows_that_cannot_be_right_are_named_by_number_and_the_others_go_on() {
    let desk = Desk::of("h");
    let long = "x".repeat(301);
    let table = format!(
        "Tên đơn vị\tBí thư\tSĐT\n\t\t0912345678\n§oµn x· Nga S¬n\tLê\t\nĐoàn xã \u{202E}A\t\t\nĐoàn <img src=x>\t\t\nĐoàn xã B\t{long}\t\n=CMD|'/c calc'!A0\t\t\nĐoàn xã C\t\t"
    );
    let plan = planned(&desk, &table);
    let effects: Vec<_> = plan.rows.iter().map(|row| (row.number, row.effect.clone())).collect();
    let fault = RowEffect::Faulty;
    assert_eq!(
        effects,
        [
            (2, fault(RowFault::NoName)),
            (3, fault(RowFault::OldFont)),
            (4, fault(RowFault::BadText(RollField::Name))),
            (5, fault(RowFault::BadText(RollField::Name))),
            (6, fault(RowFault::TooLong(RollField::Secretary))),
            // A text and nothing else: who writes it into a table again guards it there.
            (7, RowEffect::New),
            (8, RowEffect::New),
        ]
    );
}

#[test]
fn a_person_says_what_columns_without_heads_are() {
    let desk = Desk::of("h");
    let rows = rows("Nga Sơn\tHoa\t0912\nHà Trung\tMinh\t0913\n").unwrap();
    let guessed = understand(&rows);
    assert!(!guessed.columns.contains(&Some(RollField::Name)), "it is not guessed");
    let said = Understood {
        columns: vec![Some(RollField::Name), Some(RollField::Secretary), None],
        head: 0,
    };
    let plan = plan(&desk.roll(), &rows, &said);
    assert_eq!(plan.count().new, 2);
    assert_eq!(plan.rows[1].texts.len(), 2);
}

proptest! {
    #[test]
    fn any_text_is_read_and_taken_in_twice_it_changes_nothing_more(
        table in "([\\PC]{0,4}|Đơn vị|Cụm|Đoàn xã [A-D]|Cụm [12]|\t|\n|\n|\"|;|,){0,60}"
    ) {
        let Ok(rows) = rows(&table) else { return Ok(()) };
        let mut understood = understand(&rows);
        if !understood.columns.contains(&Some(RollField::Name)) && let Some(first) = understood.columns.first_mut() {
            *first = Some(RollField::Name);
        }
        let mut desk = Desk::of("h");
        let first = plan(&desk.roll(), &rows, &understood);
        prop_assert_eq!(first.rows.len() + first.passed.len(), rows.len(), "each row is accounted for");
        let sets = first.sets(|| desk.new_id());
        desk.put(sets);
        let count = first.count();
        prop_assert_eq!(desk.roll().present().count(), count.new);
        let again = plan(&desk.roll(), &rows, &understood).count();
        prop_assert_eq!(again.unchanged, count.new);
        prop_assert_eq!((again.new, again.changed, again.faulty), (0, 0, count.faulty));
    }
}
