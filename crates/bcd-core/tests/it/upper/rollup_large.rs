//! Roll-ups as large as a file can be, made so that nothing in them is like anything else. Where the work
//! for each entry grew with all the others, these would not end: whoever can write to a drive could keep
//! every browser that reads it busy.

use super::rollup_desk::{sent, silent};
use bcd_core::{
    format::{
        envelope::UnitRef,
        limits,
        rollup::{Rollup, RollupItem, RollupLine, RollupPart, RollupRow, RowLeftOut, RowScore},
    },
    id::UnitId,
    upper::{
        case::CaseState,
        rollup::{
            make::{RollupAsk, make},
            totals::Totals,
            tree::{RollupFile, Shelf},
        },
    },
};

fn office(id: &str) -> UnitRef {
    UnitRef { id: UnitId::from(id), name: format!("Đoàn {id}") }
}

/// A unit with items, a set and a cluster that no other has.
fn alone(number: usize, items: usize) -> RollupRow {
    let mut row = sent(&format!("u{number:05}"), 2, CaseState::Verifying);
    let like = row.items[0].clone();
    // From the last to the first, which is the hardest order to put them in.
    let item = |n: usize| RollupItem { item: format!("{n:04}").as_str().into(), ..like.clone() };
    row.items = (0..items).rev().map(item).collect();
    row.own = Some(RowScore::of(&row.items, RollupItem::own));
    row.cluster = format!("Cụm {}", 100_000 - number);
    row.kind = row.cluster.clone();
    if let Some(set) = &mut row.set {
        set.id = row.cluster.clone();
    }
    row
}

#[test]
fn a_roll_up_in_which_nothing_is_alike_is_summed_in_one_go() {
    const ITEMS: usize = 12;
    let rows: Vec<RollupRow> = (0..limits::ROLLUP_ROWS).map(|n| alone(n, ITEMS)).collect();
    let half = rows.iter().step_by(2).cloned();
    let without: Vec<RowLeftOut> =
        half.map(|row| RowLeftOut { office: UnitId::from("xa-a"), row }).collect();
    let mut body = Rollup { rows, ..Rollup::default() };
    let totals = body.reckoned(&"xa-a".into()).unwrap();
    assert_eq!(totals.counts.units as usize, limits::ROLLUP_ROWS);
    assert_eq!(totals.items.len(), limits::ROLLUP_ROWS * ITEMS);
    assert!(totals.is_sound());
    // The same as a part, of which every other unit is counted elsewhere.
    let part = RollupPart {
        office: office("xa-a"),
        totals: totals.clone(),
        without,
        ..RollupPart::default()
    };
    body = Rollup { parts: vec![part], ..Rollup::default() };
    let left = body.reckoned(&"tinh".into()).unwrap();
    assert_eq!(left.counts.units as usize, limits::ROLLUP_ROWS / 2);
    assert_eq!(left.items.len(), limits::ROLLUP_ROWS / 2 * ITEMS);
    assert!(left.is_sound());
    // More is left out than there is.
    body.parts[0].without.push(RowLeftOut { office: "xa-a".into(), row: alone(99_999, 1) });
    assert_eq!(body.reckoned(&"tinh".into()), None);
}

#[test]
fn a_unit_with_as_many_items_as_there_may_be_is_summed_in_one_go() {
    let rows = (0..300).map(|n| alone(n, limits::ITEMS)).collect();
    let body = Rollup { rows, ..Rollup::default() };
    assert_eq!(body.reckoned(&"xa-a".into()).unwrap().items.len(), 300 * limits::ITEMS);
}

fn file(id: &str, digest: &str, body: Rollup) -> RollupFile {
    let parts = body.parts.iter().map(|part| part.digest.clone()).collect();
    let (office, digest) = (office(id), digest.to_owned());
    let line = RollupLine { office, digest, parts, cycle: "2026".into(), ..RollupLine::default() };
    RollupFile { line, body }
}

fn part(id: &str, digest: &str) -> RollupPart {
    RollupPart {
        office: office(id),
        cycle: "2026".into(),
        digest: digest.to_owned(),
        ..RollupPart::default()
    }
}

fn many_silent() -> Vec<RollupRow> {
    (0..limits::ROLLUP_ROWS).map(|n| silent(&format!("d{n:05}"), &format!("Đoàn {n:05}"))).collect()
}

/// One large roll-up, which 60 others count, which the last one, "tren", counts: its part of each is made by
/// `of_each`.
fn counted_sixty_times(of_each: impl Fn(usize) -> RollupPart) -> Shelf {
    let below = file("xa-a", "duoi", Rollup { rows: many_silent(), ..Rollup::default() });
    let counts = |parts| Rollup { parts, ..Rollup::default() };
    let between = (0..60).map(|n| {
        file(&format!("giua-{n}"), &format!("giua-{n}"), counts(vec![part("xa-a", "duoi")]))
    });
    let above = file("tinh", "tren", counts((0..60).map(of_each).collect()));
    between.chain([below, above]).collect()
}

#[test]
fn units_that_are_counted_again_and_again_without_end_are_not_looked_at() {
    let of_each = |n| part(&format!("giua-{n}"), &format!("giua-{n}"));
    let shelf = counted_sixty_times(of_each);
    let said = format!("{:?}", shelf.oddities("tren"));
    assert_eq!(said, "[TooMuch]", "{}", said.len());
    let ask = RollupAsk {
        office: office("trung-uong"),
        cycle: "2026".into(),
        parts: vec!["tren".into()],
        ..RollupAsk::default()
    };
    let said = format!("{:?}", make(ask, &shelf).unwrap_err());
    assert_eq!(said, "[TooMuch]", "{}", said.len());
}

#[test]
fn where_one_says_of_another_what_that_does_not_nothing_is_counted() {
    let of_each = |n| {
        let mut said = part(&format!("giua-{n}"), &format!("giua-{n}"));
        said.totals.counts.units = u64::from(n == 7);
        said
    };
    let shelf = counted_sixty_times(of_each);
    let said = format!("{:?}", shelf.oddities("tren"));
    assert_eq!(said, "[SaysOtherwise { office: \"Đoàn giua-7\" }]", "{}", said.len());
    assert_eq!(shelf.reckoned("tren"), None);
}

#[test]
fn what_is_left_out_of_a_large_part_is_found_there_without_looking_through_it_each_time() {
    let rows = many_silent();
    let left = |row: &RollupRow| RowLeftOut { office: "xa-a".into(), row: row.clone() };
    let mut without: Vec<RowLeftOut> = rows.iter().rev().map(left).collect();
    // One of them as it does not stand there.
    without[7].row.days_late += 1;
    let odd = without[7].row.name.clone();
    let below = file("xa-a", "duoi", Rollup { rows, ..Rollup::default() });
    let parts = vec![RollupPart { without, ..part("xa-a", "duoi") }];
    let shelf: Shelf =
        [below, file("tinh", "tren", Rollup { parts, ..Rollup::default() })].into_iter().collect();
    let said: Vec<String> = shelf.oddities("tren").iter().map(|odd| format!("{odd:?}")).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("LeftOutInVain") && said[0].contains(&odd), "{said:?}");
}

#[test]
fn a_sum_of_many_is_what_they_come_to_one_after_the_other() {
    let all: Vec<Totals> = (0..37)
        .map(|n| {
            let row = sent(&format!("u{n}"), n % 3, CaseState::Recognised);
            Totals::of(&row, &format!("o{}", n % 5).as_str().into())
        })
        .collect();
    for many in [0, 1, 2, 3, 4, 5, 16, 37] {
        let mut plain = Totals::default();
        all.iter().take(many).for_each(|one| plain.add(one));
        assert_eq!(all.iter().take(many).cloned().sum::<Totals>(), plain, "{many}");
        let back = all.iter().take(many).rev().cloned();
        assert_eq!(back.sum::<Totals>(), plain, "{many} from the end");
    }
}
