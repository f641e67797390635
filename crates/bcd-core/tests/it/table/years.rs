//! A cycle beside the one before.

use super::{sent, silent, table, unit};
use crate::support::Story;
use bcd_core::{
    text::order::Alphabet,
    upper::table::{Filter, UnitYear, compare::compare, filter::Trend},
};

fn with(name: &str, step: &str) -> UnitYear {
    unit(sent(name, &Story::opened().step("2.1", step)))
}

#[test]
fn units_went_up_or_down_by_their_share_of_points_and_items_by_who_met_them() {
    let then = table(vec![
        with("Lên", "7"),
        with("Xuống", "10"),
        with("Giữ", "7"),
        with("Thôi gửi", "7"),
        silent("Im lặng", 0),
    ]);
    let now = table(vec![
        with("Lên", "10"),
        with("Xuống", "6.9"),
        with("Giữ", "7"),
        with("Mới", "7"),
        silent("Im lặng", 0),
    ]);
    let found = compare(&now, &then);
    let (counts, without) = found.counts();
    // Up, same, down, new; and one that sent nothing now.
    assert_eq!((counts, without, found.gone), ([1, 1, 1, 1], 1, 1));
    assert_eq!(counts.iter().sum::<usize>() + without, now.rows.len());
    for (trend, name) in
        [(Trend::Up, "Lên"), (Trend::Same, "Giữ"), (Trend::Down, "Xuống"), (Trend::New, "Mới")]
    {
        let filter = Filter { trend: Some(trend), ..Filter::default() };
        let rows = filter.rows(&now, &found.trends, &Alphabet::default());
        assert_eq!(super::names(&now, &rows), [name]);
    }
    // 10 of 30 points now, 7 of 30 then: ten percent points more, rounded down.
    let up = now.rows.iter().position(|row| row.name == "Lên").unwrap();
    assert_eq!(found.differences[up], Some(1000));
    let item = found.items.iter().find(|it| it.item.as_str() == "2.1").unwrap();
    // All met it then; one of four does not now.
    assert_eq!(item.difference(), Some(-25));
    assert!(!item.differs);
}

#[test]
fn a_unit_is_the_same_by_its_id_or_its_line_in_the_roll_and_never_by_its_name() {
    let roll = |unit: UnitYear| UnitYear { roll: Some("dòng 1".into()), ..unit };
    let renamed = UnitYear { name: "Tên mới".to_owned(), ..with("a", "10") };
    let found = compare(&table(vec![renamed]), &table(vec![with("a", "7")]));
    assert_eq!(found.trends, [Some(Trend::Up)]);
    // It got another id, but a person said that it is the same line.
    let found = compare(&table(vec![roll(with("b", "7"))]), &table(vec![roll(with("a", "10"))]));
    assert_eq!((found.trends, found.gone), (vec![Some(Trend::Down)], 0));
    let namesake = UnitYear { name: "a".to_owned(), ..with("c", "7") };
    let found = compare(&table(vec![namesake]), &table(vec![with("a", "10")]));
    assert_eq!((found.trends, found.gone), (vec![Some(Trend::New)], 1));
}
