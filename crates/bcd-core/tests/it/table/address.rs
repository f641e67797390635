//! A view of the table in an address.

use bcd_core::upper::table::{
    Filter, ItemIs, Level, Show, Sort, SortBy, Standing, View,
    filter::{Known, Trend},
};
use proptest::{option, prelude::*, sample::select};

#[test]
fn a_plain_view_has_a_plain_address_and_a_chosen_one_reads_like_what_was_chosen() {
    assert_eq!(View::default().write(), "");
    let view = View {
        cycle: "2026".to_owned(),
        filter: Filter {
            cluster: Some("Cụm 1".to_owned()),
            item: Some(("1.2.1".into(), ItemIs::At(Level::Lacking))),
            late: true,
            ..Filter::default()
        },
        sort: Sort { by: SortBy::Total, descending: true },
        ..View::default()
    };
    let text = "nam=2026&cum=C%E1%BB%A5m%201&nd=1.2.1&muc=thieu-minh-chung&cham=co&xep=-tong";
    assert_eq!(view.write(), text);
    assert_eq!(View::read(text), (view, vec![]));
}

#[test]
fn what_is_not_understood_is_left_out_and_told_of() {
    let (view, unknown) =
        View::read("nam=2026&mau=do&trang-thai=lạ&khoang=10&muc=du&xep=&&du=1&tim=%ZZ");
    assert_eq!(view, View { cycle: "2026".to_owned(), ..View::default() });
    let expect = ["mau=do", "trang-thai=lạ", "khoang=10", "xep=", "du=1", "tim=%ZZ", "muc"];
    assert_eq!(unknown, expect);
}

#[test]
fn an_address_that_a_chat_changed_is_still_read() {
    for changed in ["tim=quang+xuong", "tim=quang xuong", "tim=quang%20xuong&"] {
        assert_eq!(View::read(changed).0.filter.query, "quang xuong", "{changed}");
    }
}

fn any_filter() -> impl Strategy<Value = Filter> {
    let name = || option::of(any::<String>());
    let is = prop_oneof![
        select(&Level::ALL).prop_map(ItemIs::At),
        Just(ItemIs::Met),
        Just(ItemIs::NotMet),
        Just(ItemIs::Without),
    ];
    let item = option::of((any::<String>(), is));
    let texts = (any::<String>(), name(), name(), name(), item);
    let words = (
        option::of(select(&Standing::ALL)),
        option::of(0..10_u8),
        option::of(any::<bool>()),
        option::of(any::<bool>()),
        option::of(select(&Known::ALL)),
        option::of(select(&Trend::ALL)),
        option::of(any::<u32>()),
    );
    let flags = any::<[bool; 4]>();
    (texts, words, flags).prop_map(|(texts, words, [late, changed, unseen, odd])| {
        let (query, cluster, kind, officer, item) = texts;
        let (standing, tenth, sent, ready, known, trend, recognised) = words;
        let item = item.map(|(id, is)| (id.as_str().into(), is));
        Filter {
            query,
            cluster,
            kind,
            officer,
            standing,
            item,
            tenth,
            sent,
            ready,
            known,
            trend,
            recognised,
            late,
            changed,
            unseen,
            odd,
        }
    })
}

fn any_sort() -> impl Strategy<Value = Sort> {
    let by = prop_oneof![
        Just(SortBy::Name),
        Just(SortBy::Total),
        any::<String>().prop_map(SortBy::Criterion),
        any::<String>().prop_map(|id| SortBy::Item(id.as_str().into())),
        Just(SortBy::Late),
        Just(SortBy::Sent),
        Just(SortBy::Standing),
    ];
    (by, any::<bool>()).prop_map(|(by, descending)| Sort { by, descending })
}

proptest! {
    #[test]
    fn reading_what_was_written_gives_the_same_view(
        cycle in any::<String>(),
        show in select(&Show::ALL),
        filter in any_filter(),
        sort in any_sort(),
    ) {
        let view = View { cycle, show, filter, sort };
        let text = view.write();
        prop_assert!(!text.contains(['/', '?', '#', ' ', '"', '<']), "{}", text);
        prop_assert!(text.is_ascii());
        prop_assert_eq!(View::read(&text), (view, vec![]));
    }

    #[test]
    fn any_address_is_read_without_a_fault(text in any::<String>()) {
        let (view, _) = View::read(&text);
        prop_assert_eq!(View::read(&view.write()), (view, vec![]));
    }
}
