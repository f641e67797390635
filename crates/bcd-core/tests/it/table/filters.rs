//! Filters, and counts that lead to the units behind them.

use super::{all, found, sent, silent, table, three, unit};
use crate::support::Story;
use bcd_core::{
    intake::Summary,
    signer::IdentityWord,
    text::order::Alphabet,
    upper::case::CaseState,
    upper::table::{
        CaseYear, Filter, ItemIs, Level, Standing, Table, UnitYear,
        filter::{Known, tenth},
        statistics::{self, Figures, GroupBy},
    },
};
use proptest::prelude::*;

#[test]
fn units_are_found_by_words_without_accents_in_name_cluster_and_officer() {
    let table = three();
    let by = |query: &str| found(&table, &Filter { query: query.to_owned(), ..Filter::default() });
    assert_eq!(by("  ba VI "), ["Đoàn xã Ba Vì"]);
    assert_eq!(by("Bà vỉ").len(), 1);
    assert_eq!(by("xa cum so 2"), ["Đoàn xã Ba Vì", "Đoàn xã Ý Yên"]);
    assert_eq!(by("không có"), [""; 0]);
    assert_eq!(by("").len(), 3);
}

#[test]
fn a_filter_on_an_item_gives_the_units_at_that_level_and_no_level_those_without_it() {
    let table = three();
    let by = |is| found(&table, &Filter { item: Some(("1.1".into(), is)), ..Filter::default() });
    assert_eq!(by(ItemIs::At(Level::Full)), ["Đoàn xã Ý Yên"]);
    assert_eq!(by(ItemIs::At(Level::Lacking)), ["Đoàn xã Ba Vì"]);
    assert_eq!(by(ItemIs::Without), ["Đoàn xã An Cư"]);
    assert_eq!(by(ItemIs::Met), ["Đoàn xã Ba Vì", "Đoàn xã Ý Yên"]);
    assert_eq!(by(ItemIs::NotMet), [""; 0]);
    // Of an item that no column has, everybody is without.
    let unknown = Filter { item: Some(("9.9".into(), ItemIs::Without)), ..Filter::default() };
    assert_eq!(found(&table, &unknown).len(), 3);
}

#[test]
fn lateness_standing_identity_and_what_is_odd_can_be_asked_for() {
    let story = Story::opened().step("1.1", "tot");
    let known = |name: &str, word| UnitYear { known: Some(word), ..unit(sent(name, &story)) };
    let asked = CaseYear { standing: Standing::Sent(CaseState::Asked), ..CaseYear::default() };
    let table = table(vec![
        silent("Muộn", 3),
        UnitYear { case: Some(asked), ..known("Hỏi thêm", IdentityWord::Confirmed) },
        UnitYear { forks: 1, ..known("Trùng số", IdentityWord::Unconfirmed) },
        UnitYear { apart: 2, ..silent("Để riêng", 0) },
    ]);
    let by = |change: &dyn Fn(&mut Filter)| {
        let mut filter = Filter::default();
        change(&mut filter);
        found(&table, &filter)
    };
    assert_eq!(by(&|it| it.late = true), ["Muộn"]);
    assert_eq!(by(&|it| it.standing = Some(Standing::Sent(CaseState::Asked))), ["Hỏi thêm"]);
    assert_eq!(by(&|it| it.standing = Some(Standing::Missing)), ["Để riêng", "Muộn"]);
    assert_eq!(by(&|it| it.known = Some(Known::Confirmed)), ["Hỏi thêm"]);
    assert_eq!(by(&|it| it.known = Some(Known::Unconfirmed)), ["Trùng số"]);
    assert_eq!(by(&|it| it.odd = true), ["Để riêng", "Trùng số"]);
    assert_eq!(by(&|it| it.ready = Some(false)), ["Hỏi thêm", "Trùng số"]);
    assert_eq!(by(&|it| it.ready = Some(true)), [""; 0]);
    assert_eq!(by(&|it| it.cluster = Some(String::new())), ["Để riêng", "Muộn"]);
}

// Years at random: some sent, with steps at random, in a few clusters, kinds and hands.
fn any_table() -> impl Strategy<Value = Table> {
    let steps = (0..4_u8, 0..3_u8, 0..4_u8, 0..4_u8, 0..3_u8);
    let about = (0..3_usize, 0..3_usize, 0..2_usize, 0..3_u32, 0..10_usize, 0..3_u32);
    let one = (any::<bool>(), steps, about);
    prop::collection::vec(one, 0..12).prop_map(|units| {
        table(units.into_iter().enumerate().map(|(n, it)| a_unit(n, it)).collect())
    })
}

type Steps = (u8, u8, u8, u8, u8);
type About = (usize, usize, usize, u32, usize, u32);

fn a_unit(n: usize, (sends, steps, about): (bool, Steps, About)) -> UnitYear {
    let (cluster, kind, officer, days_late, standing, recognised) = about;
    let name = format!("Đoàn xã {n}");
    let mut story = Story::opened();
    let ladders = [
        ("1.1", steps.0, &["tot", "kha", "chua"][..]),
        ("1.2", steps.1, &["co", "khong"]),
        ("2.1", steps.2, &["10", "7", "6.9"]),
        ("3.1", steps.3, &["tot", "gan", "0"]),
        ("3.2", steps.4, &["tot", "0"]),
    ];
    for (item, step, ladder) in ladders {
        if let Some(step) = ladder.get(usize::from(step)) {
            story = story.step(item, step);
        }
    }
    let latest = sends.then(|| Summary { unit: name.as_str().into(), ..sent(&name, &story) });
    let standing = Standing::ALL[standing];
    UnitYear {
        cluster: ["", "Cụm 1", "Cụm 2"][cluster].to_owned(),
        kind: ["", "commune", "school"][kind].to_owned(),
        officer: ["", "Lê Thị Hoa"][officer].to_owned(),
        days_late,
        recognised,
        case: Some(CaseYear { standing, ..CaseYear::default() }),
        latest,
        ..silent(&name, 0)
    }
}

fn behind(table: &Table, filter: &Filter) -> usize {
    filter.rows(table, &[], &Alphabet::default()).len()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_count_is_the_number_of_units_that_its_filter_gives(table in any_table(), late in any::<bool>()) {
        // What is already filtered is counted too, and leads to what is behind it.
        let base = Filter { late, ..Filter::default() };
        let rows = base.rows(&table, &[], &Alphabet::default());
        for tally in statistics::items(&table, &rows) {
            for level in Level::ALL {
                let filter = tally.filter(&table, ItemIs::At(level), &base);
                prop_assert_eq!(tally.at(level), behind(&table, &filter));
            }
            for (is, units) in [
                (ItemIs::Met, tally.met()),
                (ItemIs::NotMet, tally.not_met()),
                (ItemIs::Without, tally.without),
            ] {
                prop_assert_eq!(units, behind(&table, &tally.filter(&table, is, &base)));
            }
        }
        for by in GroupBy::ALL {
            for (name, figures) in statistics::groups(&table, &rows, by, &Alphabet::default()) {
                let of_group = by.filter(&name, &base);
                prop_assert_eq!(figures.units, behind(&table, &of_group));
                let of = || of_group.clone();
                for (units, filter) in [
                    (figures.sent, Filter { sent: Some(true), ..of() }),
                    (figures.units - figures.sent, Filter { sent: Some(false), ..of() }),
                    (figures.late, Filter { late: true, ..of() }),
                    (figures.ready, Filter { ready: Some(true), ..of() }),
                    (figures.recognised, Filter { recognised: Some(1), ..of() }),
                    (figures.changed, Filter { changed: true, ..of() }),
                ] {
                    prop_assert_eq!(units, behind(&table, &filter));
                }
                for (standing, units) in Standing::ALL.into_iter().zip(figures.standings) {
                    let at = Filter { standing: Some(standing), ..of_group.clone() };
                    prop_assert_eq!(units, behind(&table, &at));
                }
            }
        }
        for (at, units) in (0_u8..).zip(statistics::tenths(&table, &rows).0) {
            let filter = Filter { tenth: Some(at), ..base.clone() };
            prop_assert_eq!(units, behind(&table, &filter));
        }
        for (least, units) in (1_u32..).zip(statistics::streaks(&table, &rows)) {
            let filter = Filter { recognised: Some(least), ..base.clone() };
            prop_assert_eq!(units, behind(&table, &filter));
        }
    }

    #[test]
    fn parts_add_up_to_their_whole(table in any_table()) {
        let rows = all(&table);
        let whole = Figures::of(&table, &rows);
        prop_assert_eq!(whole.units, table.rows.len());
        prop_assert_eq!(whole.standings.iter().sum::<usize>(), whole.units);
        for by in GroupBy::ALL {
            let groups = statistics::groups(&table, &rows, by, &Alphabet::default());
            let mut sum = Figures::default();
            for (_, part) in groups {
                sum.units += part.units;
                sum.sent += part.sent;
                sum.late += part.late;
                sum.ready += part.ready;
                sum.recognised += part.recognised;
                sum.changed += part.changed;
                sum.got = sum.got + part.got;
                sum.max = sum.max + part.max;
                sum.standings.iter_mut().zip(part.standings).for_each(|(all, n)| *all += n);
            }
            prop_assert_eq!(&sum, &whole);
        }
        let (tenths, without) = statistics::tenths(&table, &rows);
        prop_assert_eq!(tenths.iter().sum::<usize>() + without, whole.units);
        prop_assert_eq!(without, whole.units - whole.sent);
        let tallies = statistics::items(&table, &rows);
        for tally in &tallies {
            prop_assert_eq!(tally.levels.iter().sum::<usize>() + tally.without, whole.units);
        }
        // All points of all items are all points of all units.
        let got = tallies.iter().map(|it| it.got).sum();
        let max = tallies.iter().map(|it| it.max).sum();
        prop_assert_eq!((whole.got, whole.max), (got, max));
    }

    #[test]
    fn each_share_is_in_one_tenth(percent in 0..=100_u8) {
        let at = tenth(percent);
        prop_assert!(at < 10 && at * 10 <= percent && (percent < at * 10 + 10 || at == 9));
    }
}
