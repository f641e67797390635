//! The table units × items: units that answered, units that did not, and what follows.

mod address;
mod deciding;
mod filters;
mod hand_out;
mod join;
mod order;
mod years;

use crate::support::{Story, check_taken, document, freeze, small_set, small_set_value};
use bcd_core::{
    criteria::{CriteriaSet, Mode},
    format::bundle::Files,
    id::{ItemId, UnitId},
    intake::{Mark, MarkState, Marks, SetRef, Summary},
    points::Points,
    text::order::Alphabet,
    upper::{
        case::{CaseState, VerdictWord},
        table::{
            CaseYear, Filter, Level, MOST_COLUMNS, Sort, SortBy, Standing, Table, UnitYear,
            VerifiedItem, statistics,
        },
    },
};

/// What a unit of this name sent.
fn sent(name: &str, story: &Story) -> Summary {
    let summary = check_taken(&freeze(&story.dossier, &small_set_value(), &Files::new()).file);
    Summary { unit: UnitId::from(name), name: name.to_owned(), ..summary }
}

/// A unit that sent this.
fn unit(latest: Summary) -> UnitYear {
    UnitYear {
        unit: Some(latest.unit.clone()),
        name: latest.name.clone(),
        kind: latest.kind.clone(),
        cluster: latest.cluster.clone(),
        latest: Some(latest),
        ..UnitYear::default()
    }
}

/// A unit of the roll that sent nothing.
fn silent(name: &str, days_late: u32) -> UnitYear {
    UnitYear { name: name.to_owned(), roll: Some(name.into()), days_late, ..UnitYear::default() }
}

fn table(units: Vec<UnitYear>) -> Table {
    let set = small_set();
    Table::of(units, &[(SetRef::of(&set), set)], &Alphabet::default())
}

fn all(table: &Table) -> Vec<usize> {
    (0..table.rows.len()).collect()
}

fn names(table: &Table, rows: &[usize]) -> Vec<String> {
    rows.iter().map(|at| table.rows[*at].name.clone()).collect()
}

fn found(table: &Table, filter: &Filter) -> Vec<String> {
    names(table, &filter.rows(table, &[], &Alphabet::default()))
}

/// Everything is met and proven but what does not apply.
fn whole() -> Story {
    let evidence = document("Kế hoạch", &["1.1", "1.2", "2.1", "3.1", "3.2"]);
    Story::opened()
        .step("1.1", "tot")
        .step("1.2", "co")
        .step("2.1", "10")
        .step("3.1", "tot")
        .na("3.2", "Chưa có")
        .evidence("mc", evidence)
}

/// Three units: one with everything, one with half of it and no evidence, one that sent nothing.
fn three() -> Table {
    let half = Story::opened().step("1.1", "kha").step("2.1", "6.9");
    table(vec![
        unit(sent("Đoàn xã Ý Yên", &whole())),
        silent("Đoàn xã An Cư", 6),
        unit(sent("Đoàn xã Ba Vì", &half)),
    ])
}

#[test]
fn a_row_for_each_unit_and_a_column_for_each_item_of_the_set() {
    let table = three();
    assert_eq!(names(&table, &all(&table)), ["Đoàn xã An Cư", "Đoàn xã Ba Vì", "Đoàn xã Ý Yên"]);
    let items: Vec<&str> = table.columns.iter().map(|it| it.item.as_str()).collect();
    assert_eq!(items, ["1.1", "1.2", "2.1", "3.1", "3.2", "3.3"]);
    assert_eq!(table.columns[0].text.vi, "Nội dung 1.1");
    assert_eq!(table.criteria.iter().map(|it| it.items).collect::<Vec<_>>(), [2, 1, 3]);
    let levels = |row: usize| -> Vec<Option<Level>> {
        table.rows[row].cells.iter().map(|cell| cell.map(|cell| cell.level)).collect()
    };
    use Level::{Full, Lacking, Na, Open, Unmet};
    // 3.3 is asked of schools only, and of nobody here.
    assert_eq!(levels(0), [None; 6]);
    let ba_vi = [Lacking, Open, Unmet, Open, Open].map(Some);
    assert_eq!(levels(1), [&ba_vi[..], &[None]].concat());
    assert_eq!(levels(2), [&[Full, Full, Full, Full, Na].map(Some)[..], &[None]].concat());
    assert_eq!(table.rows[0].standing, Standing::Missing);
    assert_eq!(table.rows[2].standing, Standing::Sent(CaseState::Received));
}

#[test]
fn what_was_verified_stands_beside_what_the_unit_said() {
    let half = sent("Đoàn xã Ba Vì", &Story::opened().step("1.1", "tot").step("2.1", "10"));
    let said = |said, set| VerifiedItem { said, set };
    let lower = Some((Level::Part, Points(450)));
    let verified =
        [("1.1", said(VerdictWord::Set, lower)), ("2.1", said(VerdictWord::Agree, None))];
    let case = CaseYear {
        standing: Standing::Sent(CaseState::Asked),
        verified: verified.into_iter().map(|(id, it)| (id.to_owned(), it)).collect(),
        seen: "sha256:cũ".to_owned(),
    };
    let table = table(vec![UnitYear { case: Some(case), ..unit(half) }]);
    let row = &table.rows[0];
    let cell = row.cells[0].unwrap();
    assert_eq!((cell.level, cell.got), (Level::Lacking, Points::whole(6)));
    assert_eq!((cell.standing_level(), cell.verified.unwrap().got), (Level::Part, Points(450)));
    assert_eq!(row.score.as_ref().unwrap().got, Points::whole(16));
    assert_eq!(row.verified, Some(Points(1450)));
    assert_eq!(row.standing, Standing::Sent(CaseState::Asked));
    // It was another submission that was looked at.
    assert!(row.unseen);
    let tallies = statistics::items(&table, &[0]);
    assert_eq!((tallies[0].verified, tallies[0].corrected), (1, 1));
    assert_eq!((tallies[2].verified, tallies[2].corrected), (1, 0));
}

#[test]
fn sets_of_one_year_are_joined_by_their_items_and_a_changed_item_is_said() {
    let mut value = small_set_value();
    value["version"] = 2.into();
    value["criteria"][1]["groups"][0]["items"][0]["ladder"][0]["points"] = 12.into();
    let group = &mut value["criteria"][0]["groups"][0]["items"];
    let mut added = group[1].clone();
    added["id"] = "1.1b".into();
    group.as_array_mut().unwrap().insert(1, added);
    let second: CriteriaSet = serde_json::from_value(value.clone()).unwrap();
    let story = Story::opened().step("1.1", "tot").step("2.1", "10");
    let new = check_taken(&freeze(&story.dossier, &value, &Files::new()).file);
    let new = Summary { unit: "m".into(), name: "Mới".to_owned(), ..new };
    let old = |name: &str| unit(sent(name, &story));
    let first = small_set();
    let units = || vec![unit(new.clone()), old("Cũ 1"), old("Cũ 2")];
    let sets = [(SetRef::of(&first), first), (SetRef::of(&second), second)];
    for known in [&sets[..], &sets[..1], &sets[1..], &[]] {
        let table = Table::of(units(), known, &Alphabet::default());
        let items = table.columns.iter().map(|it| it.item.as_str()).filter(|it| *it != "3.3");
        assert_eq!(items.collect::<Vec<_>>(), ["1.1", "1.1b", "1.2", "2.1", "3.1", "3.2"]);
        let differs = table.columns.iter().filter(|it| it.differs).map(|it| it.item.as_str());
        assert_eq!(differs.collect::<Vec<_>>(), ["2.1"]);
        let uses: Vec<_> = table.sets.iter().map(|it| (it.set.version, it.units)).collect();
        assert_eq!(uses, [(1, 2), (2, 1)]);
        // Each cell has the figures of the set that its own unit answered, in its own column.
        let cell = |name: &str, item: &str| {
            let row = table.rows.iter().find(|row| row.name == name).unwrap();
            row.cells[table.column(item).unwrap()].map(|cell| (cell.got, cell.max))
        };
        let whole = |got, max| Some((Points::whole(got), Points::whole(max)));
        assert_eq!(cell("Mới", "2.1"), whole(12, 12));
        assert_eq!(cell("Cũ 1", "2.1"), whole(10, 10));
        assert_eq!(cell("Cũ 1", "1.1b"), None);
        assert_eq!(cell("Mới", "1.1b"), whole(0, 4));
        assert_eq!(cell("Cũ 2", "1.1"), whole(6, 6));
    }
}

#[test]
fn files_with_ever_new_items_make_no_table_without_an_end() {
    let one = |unit_number: usize| {
        let mark = |n: usize| Mark {
            item: ItemId(format!("{unit_number}/{n}")),
            state: MarkState::Met,
            ..Mark::default()
        };
        let marks: Vec<Mark> = (0..400).map(mark).collect();
        let name = format!("{unit_number}");
        let marks = Marks::of(&marks);
        unit(Summary { unit: UnitId(name.clone()), name, marks, ..Summary::default() })
    };
    let table = Table::of((0..20).map(one).collect(), &[], &Alphabet::default());
    assert_eq!(table.columns.len(), MOST_COLUMNS);
    assert_eq!(table.left_out, 20 * 400 - MOST_COLUMNS);
    assert!(table.rows.iter().all(|row| row.cells.len() == MOST_COLUMNS));
}

#[test]
fn the_weakest_item_is_that_which_the_fewest_met_and_ties_stay_in_order() {
    let table = three();
    let tallies = statistics::items(&table, &all(&table));
    let order = statistics::by_strength(&tallies);
    let order: Vec<&str> = order.iter().map(|it| table.columns[it.column].item.as_str()).collect();
    // 3.2 was met by nobody; half met 1.2, 2.1 and 3.1, with 4/8, 16.9/20 and 5/10 of the points;
    // 1.1 by both. 3.3 is asked of nobody.
    assert_eq!(order, ["3.2", "1.2", "3.1", "2.1", "1.1"]);
    assert_eq!(statistics::gates(&table, &tallies), [("3.1".into(), 1)]);
}

#[test]
fn rows_are_put_in_order_by_what_a_person_chose_and_those_without_a_value_come_last() {
    let table = three();
    let by = |by: SortBy, descending| {
        let mut rows = all(&table);
        rows.reverse();
        Sort { by, descending }.apply(&table, &mut rows);
        let names = names(&table, &rows).into_iter();
        names.map(|name| name.trim_start_matches("Đoàn xã ").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(by(SortBy::Name, false), ["An Cư", "Ba Vì", "Ý Yên"]);
    assert_eq!(by(SortBy::Name, true), ["Ý Yên", "Ba Vì", "An Cư"]);
    assert_eq!(by(SortBy::Total, false), ["Ba Vì", "Ý Yên", "An Cư"]);
    assert_eq!(by(SortBy::Total, true), ["Ý Yên", "Ba Vì", "An Cư"]);
    assert_eq!(by(SortBy::Criterion("2".to_owned()), true), ["Ý Yên", "Ba Vì", "An Cư"]);
    assert_eq!(by(SortBy::Item("3.1".into()), true), ["Ý Yên", "Ba Vì", "An Cư"]);
    // Does not apply to one, so it has no share of it.
    assert_eq!(by(SortBy::Item("3.2".into()), false), ["Ba Vì", "An Cư", "Ý Yên"]);
    assert_eq!(by(SortBy::Late, true), ["An Cư", "Ba Vì", "Ý Yên"]);
    assert_eq!(by(SortBy::Standing, false), ["An Cư", "Ba Vì", "Ý Yên"]);
    assert_eq!(by(SortBy::Item("không có".into()), true), ["An Cư", "Ba Vì", "Ý Yên"]);
}

#[test]
fn recognitions_on_end_are_counted_back_from_the_cycle() {
    let streak = statistics::streak;
    assert_eq!(streak("2026", &["2026", "2025", "2024"]), 3);
    assert_eq!(streak("2026", &["2024", "2026"]), 1);
    assert_eq!(streak("2026", &["2025", "2024"]), 0);
    assert_eq!(streak("2026–2027", &["2026-2027", "2025–2026", "2025"]), 2);
    assert_eq!(streak("một năm", &["một năm"]), 0);
    let of = |name: &str, standing, recognised| {
        let case = Some(CaseYear { standing, ..CaseYear::default() });
        UnitYear { recognised, case, ..silent(name, 0) }
    };
    // Recognised now and twice before; now, and nobody said how often; not now any more.
    let [now, again] =
        [Standing::Sent(CaseState::Recognised), Standing::Sent(CaseState::Commended)];
    let table = table(vec![
        of("a", again, 3),
        of("b", now, 0),
        of("c", Standing::Sent(CaseState::Declined), 2),
    ]);
    assert_eq!(statistics::streaks(&table, &all(&table)), [2, 1, 1]);
    let twice = Filter { recognised: Some(2), ..Filter::default() };
    assert_eq!(found(&table, &twice), ["a"]);
}

#[test]
fn levels_and_standings_are_counted_in_their_own_places() {
    for (place, level) in Level::ALL.into_iter().enumerate() {
        assert_eq!(level as usize, place);
        assert_eq!(Level::parse(level.as_str()), Some(level));
    }
    for (place, standing) in Standing::ALL.into_iter().enumerate() {
        assert_eq!(standing.place(), place);
        assert_eq!(Standing::parse(standing.as_str()), Some(standing));
    }
    let pass = Story::opened_as("commune", Mode::Pass).met("1.1", true).met("2.1", false);
    let table = table(vec![unit(sent("a", &pass))]);
    let levels: Vec<_> = table.rows[0].cells.iter().flatten().map(|it| it.level).collect();
    assert_eq!(levels[..3], [Level::Lacking, Level::Open, Level::Unmet]);
}
