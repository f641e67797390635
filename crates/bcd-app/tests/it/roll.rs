//! The list of units in a browser: stored, merged, backed up, taken back; and never handed on.

use crate::support::{DOWN, Device, Flaky, OWN, UP, check_good, handed_up, set, tab::Tab};
use bcd_app::{
    roll::{NotChanged, Rolls, TakenKind},
    store::tables,
};
use bcd_core::{
    format::pack::Pack,
    id::RecordId,
    upper::roll::{
        Roll, RollField,
        act::{Change, Refusal},
        cells, delete, edit,
        heads::understand,
        import::{ImportPlan, plan},
        officers,
        standing::Stage,
    },
    year::deadline::{DefaultDeadlines, SHIPPED},
};
use reactive_graph::prelude::*;
use serde_json::json;
use std::{collections::BTreeSet, rc::Rc};

const TABLE: &str = "Tên đơn vị\tCụm\tBí thư\tSĐT\n\
    Đoàn xã Nga Sơn\tCụm 1\tbi-mat-ten\t0912-bi-mat\n\
    Đoàn xã Hà Trung\tCụm 1\t\t\n";

/// The units page of a tab, read.
fn opened(tab: &Rc<Tab>) -> Rolls {
    let rolls = tab.act(|| Rolls::of(&tab.services()));
    tab.run(rolls.read()).unwrap();
    rolls
}

fn roll(rolls: Rolls) -> Roll {
    rolls.roll.get_untracked().unwrap()
}

fn planned(rolls: Rolls, table: &str) -> ImportPlan {
    let rows = cells::rows(table).unwrap();
    plan(&roll(rolls), &rows, &understand(&rows))
}

fn take(tab: &Rc<Tab>, rolls: Rolls, table: &str) {
    tab.run(rolls.import(&planned(rolls, table))).unwrap();
}

fn named(rolls: Rolls, name: &str) -> RecordId {
    roll(rolls).live().find(|unit| unit.name == name).unwrap().id.clone()
}

fn names(rolls: Rolls) -> Vec<String> {
    let mut names: Vec<String> = roll(rolls).live().map(|unit| unit.name.clone()).collect();
    names.sort();
    names
}

#[test]
fn a_list_is_there_again_when_the_browser_is_opened_again() {
    let device = Device::opened("h");
    let rolls = opened(&device.tab());
    take(&device.tab(), rolls, TABLE);
    let nga_son = named(rolls, "Đoàn xã Nga Sơn");
    device.tab().run(rolls.set(vec![edit(&nga_son, RollField::Officer, "Hoa")])).unwrap();
    let before = roll(rolls);
    device.restart();
    let rolls = opened(&device.tab());
    assert_eq!(roll(rolls), before);
    assert_eq!(before.units[&nga_son].officer, "Hoa");
}

#[test]
fn two_tabs_that_write_the_same_list_lose_nothing() {
    let device = Device::opened("h");
    let first = device.tab();
    let second = Tab::open(&device.browser);
    let (here, there) = (opened(&first), opened(&second));
    take(&first, here, TABLE);
    assert_eq!(names(there), names(here), "the other tab hears of it");
    let [one, two] = ["Đoàn xã Nga Sơn", "Đoàn xã Hà Trung"].map(|name| named(here, name));
    second.deaf.set(true);
    first.run(here.set(vec![edit(&one, RollField::Officer, "Hoa")])).unwrap();
    second.run(there.set(vec![edit(&two, RollField::Officer, "Minh")])).unwrap();
    second.run(there.set(vec![edit(&one, RollField::Cluster, "Cụm 9")])).unwrap();
    let units = roll(there).units;
    assert_eq!(
        [&units[&one].officer, &units[&two].officer, &units[&one].cluster],
        ["Hoa", "Minh", "Cụm 9"]
    );
}

#[test]
fn an_import_is_taken_back_as_a_whole_but_what_somebody_wrote_since() {
    let device = Device::opened("h");
    let tab = device.tab();
    let rolls = opened(&tab);
    take(&tab, rolls, TABLE);
    let before = roll(rolls);
    take(
        &tab,
        rolls,
        "Đơn vị;Cụm;Bí thư\nĐoàn xã Nga Sơn;Cụm 7;Tú\nĐoàn xã Hà Trung;Cụm 7;\nĐoàn xã Mới;Cụm 7;\nĐoàn xã Khác;Cụm 7;\n",
    );
    let [kept, other] = ["Đoàn xã Mới", "Đoàn xã Hà Trung"].map(|name| named(rolls, name));
    let since =
        vec![edit(&kept, RollField::Officer, "Hoa"), edit(&other, RollField::Cluster, "Cụm 8")];
    tab.run(rolls.set(since)).unwrap();
    let taken = tab.run(rolls.taken()).unwrap();
    let counts: Vec<_> = taken.iter().map(|taken| (taken.kind, taken.new)).collect();
    assert_eq!(counts, [(TakenKind::Table, 2), (TakenKind::Table, 2)]);
    let undone = tab.run(rolls.undo(&taken[0].id)).unwrap();
    assert_eq!(undone.left_alone, 2);
    assert_eq!(names(rolls), ["Đoàn xã Hà Trung", "Đoàn xã Mới", "Đoàn xã Nga Sơn"]);
    let (nga_son, now) = (named(rolls, "Đoàn xã Nga Sơn"), roll(rolls));
    assert_eq!(now.units[&nga_son], before.units[&nga_son]);
    assert_eq!(now.units[&other].cluster, "Cụm 8");
    assert_eq!(tab.run(rolls.taken()).unwrap().len(), 1);
}

#[test]
fn what_a_person_did_not_agree_to_is_not_stored() {
    let device = Device::opened("h");
    let rolls = opened(&device.tab());
    assert_eq!(planned(rolls, TABLE).count().new, 2);
    assert!(device.rows::<bcd_core::merge::Merged>(tables::ROLL).is_empty());
    let id = RecordId::from("x");
    let refused =
        device.tab().run(rolls.change(Change::Dissolve(vec![id]), "2026-07-01", "2026", ""));
    assert_eq!(refused, Err(NotChanged::Refused(Refusal::Gone)));
    assert!(device.rows::<bcd_core::merge::Merged>(tables::ROLL).is_empty());
}

#[test]
fn two_officers_lists_become_one_by_their_backups_and_a_conflict_is_decided() {
    let (hoa, minh) = (Device::opened("h"), Device::new("m"));
    let here = opened(&hoa.tab());
    take(&hoa.tab(), here, TABLE);
    minh.restore(&hoa.backup());
    let there = opened(&minh.tab());
    assert_eq!(roll(there), roll(here));
    let [one, two] = ["Đoàn xã Nga Sơn", "Đoàn xã Hà Trung"].map(|name| named(here, name));
    hoa.tab()
        .run(here.set(vec![
            edit(&one, RollField::Officer, "Hoa"),
            edit(&two, RollField::Officer, "Hoa"),
        ]))
        .unwrap();
    minh.tab()
        .run(there.set(vec![edit(&one, RollField::Officer, "Minh"), delete(&two, true)]))
        .unwrap();
    hoa.restore_compared(&minh.backup());
    minh.restore_compared(&hoa.backup());
    assert_eq!(roll(here), roll(there));
    assert!(roll(here).units[&two].deleted);
    let conflicts = here.conflicts.get_untracked();
    let paths: Vec<&str> = conflicts.iter().map(|conflict| conflict.path.as_str()).collect();
    assert_eq!(paths, [format!("unit/{one}/officer")]);
    hoa.tab().run(here.decide(&conflicts[0], &"Hoa và Minh".into())).unwrap();
    minh.restore_compared(&hoa.backup());
    assert_eq!(roll(there).units[&one].officer, "Hoa và Minh");
    assert!(there.conflicts.get_untracked().is_empty());
    let taken = hoa.tab().run(here.taken()).unwrap();
    assert_eq!(taken[0].kind, TakenKind::Backup, "what a backup brought can be taken back, too");
}

#[test]
fn a_telephone_is_in_the_backup_and_in_nothing_else_that_leaves() {
    let upper = Device::of_unit("u", "unit-upper", "Tỉnh đoàn");
    upper.speaks_for("unit-upper", "Tỉnh đoàn");
    let rolls = opened(&upper.tab());
    take(&upper.tab(), rolls, TABLE);
    let (_, digest, document) = handed_up(1);
    upper.take_by_hand(&document);
    let tab = upper.tab();
    let secret = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains("bi-mat");
    assert!(secret(&upper.backup()));
    let pack = Pack {
        pack: "p".into(),
        title: serde_json::from_value(json!({ "vi": "Hướng dẫn 2026" })).unwrap(),
        set: serde_json::from_value(set()).unwrap(),
        deadlines: DefaultDeadlines::read(SHIPPED).unwrap(),
        ..Pack::default()
    };
    let published = tab.run(tab.services().packs.publish(&pack, "2026".into())).unwrap();
    let sent = upper.freeze(&set());
    for (what, bytes) in [
        ("a pack", published.bytes.to_vec()),
        ("a submission", upper.document(&sent.digest)),
        ("a device's file", upper.file_by_hand()),
        ("what was received", upper.document(&digest)),
    ] {
        assert!(!secret(&bytes), "{what}");
    }
    // Everything that it writes on drives of any kind: device files, its own submissions, receipts.
    for roles in [OWN, UP, DOWN] {
        let drive = Flaky::new("chung");
        check_good(&upper.sync(&drive, roles));
        for (path, bytes) in drive.memory.files() {
            assert!(!secret(&bytes) && !path.contains("bi-mat"), "{path}");
        }
    }
}

#[test]
fn a_list_grows_from_what_arrives_and_counts_it() {
    let upper = Device::of_unit("u", "unit-upper", "Tỉnh đoàn");
    let tab = upper.tab();
    let rolls = opened(&tab);
    for number in 1..=3 {
        upper.take_by_hand(&handed_up(number).2);
    }
    let cycle = upper.received()[0].cycle.clone();
    let name = upper.received()[0].name.clone();
    take(&tab, rolls, &format!("Đơn vị\n{name}\nĐoàn xã chưa gửi\n"));
    let strays = rolls.strays(&cycle);
    assert_eq!(strays.len(), 3);
    let sure = tab.run(rolls.match_all(&strays)).unwrap();
    tab.run(rolls.add_all(&rolls.strays(&cycle))).unwrap();
    assert!(rolls.strays(&cycle).is_empty());
    let standings = rolls.standings(&cycle);
    let sent = standings.iter().filter(|it| it.stage == Stage::Sent(1));
    assert_eq!((sure, standings.len(), sent.count()), (1, 4, 3));
    assert!(rolls.cycles().contains(&cycle));
}

#[test]
fn what_two_tabs_or_two_taps_do_at_once_is_done_once() {
    let upper = Device::of_unit("u", "unit-upper", "Tỉnh đoàn");
    for number in 1..=3 {
        upper.take_by_hand(&handed_up(number).2);
    }
    let (one, two) = (upper.tab(), Tab::open(&upper.browser));
    let (here, there) = (opened(&one), opened(&two));
    let cycle = upper.received()[0].cycle.clone();
    one.received();
    two.received();
    let (strays, same) = (here.strays(&cycle), there.strays(&cycle));
    assert_eq!((strays.len(), same.len()), (3, 3));
    two.deaf.set(true);
    one.run(here.add_all(&strays)).unwrap();
    two.run(there.add_all(&same)).unwrap();
    assert_eq!(names(there).len(), 3, "{:?}", names(there));
    // A table that was looked at in both.
    let plans = [planned(here, TABLE), planned(there, TABLE)];
    one.run(here.import(&plans[0])).unwrap();
    two.run(there.import(&plans[1])).unwrap();
    assert_eq!(names(there).len(), 5, "{:?}", names(there));
    two.deaf.set(false);
    upper.browser.idle();
    // In two tabs, and twice in one.
    for (twice, name) in [([&one, &two], "Đoàn xã Nga Sơn"), ([&one, &one], "Đoàn xã Hà Trung")]
    {
        let line = named(here, name);
        twice.iter().for_each(|tab| tab.gates.writes.close());
        let done = twice.map(|tab| {
            let rolls = if Rc::ptr_eq(tab, &one) { here } else { there };
            let gone = Change::Dissolve(vec![line.clone()]);
            tab.start(async move { rolls.change(gone, "2026-07-01", "2026", "").await })
        });
        twice.iter().for_each(|tab| tab.gates.writes.open());
        // A write that met another waits a little before it is tried again.
        for _ in 0..3 {
            upper.browser.idle();
            twice.iter().for_each(|tab| tab.stage.pass(std::time::Duration::MAX));
        }
        upper.browser.idle();
        let refused = done.map(|done| done.take().unwrap().err());
        let gone = Some(NotChanged::Refused(Refusal::Gone));
        assert!(refused == [None, gone] || refused == [gone, None], "{refused:?}");
    }
    assert_eq!(roll(here).acts.values().filter(|act| !act.deleted).count(), 2);
}

#[test]
fn what_was_looked_at_before_another_tab_wrote_writes_nothing_over() {
    let upper = Device::of_unit("u", "unit-upper", "Tỉnh đoàn");
    for number in 1..=2 {
        upper.take_by_hand(&handed_up(number).2);
    }
    let (one, two) = (upper.tab(), Tab::open(&upper.browser));
    let (here, there) = (opened(&one), opened(&two));
    take(&one, here, TABLE);
    let [nga_son, ha_trung] = ["Đoàn xã Nga Sơn", "Đoàn xã Hà Trung"].map(|name| named(here, name));
    one.received();
    two.received();
    let seen = planned(
        there,
        "Đơn vị;Cụm\nĐoàn xã Nga Sơn;Cụm 7\nĐoàn xã Hà Trung;Cụm 7\nĐoàn xã Mới;Cụm 7\n",
    );
    let strays = there.strays(&upper.received()[0].cycle);
    two.deaf.set(true);
    one.run(here.set(vec![edit(&nga_son, RollField::Cluster, "Cụm 9")])).unwrap();
    take(&one, here, "Đơn vị;Cụm\nĐoàn xã Mới;Cụm 8\n");
    assert_eq!(one.run(here.match_one(&strays[0], &nga_son)), Ok(true));
    let imported = two.run(there.import(&seen)).unwrap();
    assert_eq!((imported.count.changed, imported.count.new, imported.left_alone), (1, 0, 2));
    let clusters = |rolls: Rolls| {
        let roll = roll(rolls);
        roll.live().map(|unit| unit.cluster.clone()).collect::<BTreeSet<_>>()
    };
    assert_eq!(clusters(there), ["Cụm 7", "Cụm 8", "Cụm 9"].map(str::to_owned).into());
    // Neither is a line matched twice, nor a unit.
    assert_eq!(two.run(there.match_one(&strays[1], &nga_son)), Ok(false));
    assert_eq!(two.run(there.match_one(&strays[0], &ha_trung)), Ok(false));
    assert_eq!(two.run(there.match_one(&strays[1], &ha_trung)), Ok(true));
    let units = roll(there).units;
    assert_eq!(
        [&units[&nga_son].unit, &units[&ha_trung].unit],
        [&Some(strays[0].unit.clone()), &Some(strays[1].unit.clone())]
    );
}

#[test]
fn a_row_that_cannot_be_read_is_told_of_kept_and_not_written_over() {
    let device = Device::opened("h");
    let rolls = opened(&device.tab());
    take(&device.tab(), rolls, TABLE);
    let id = named(rolls, "Đoàn xã Nga Sơn");
    let key = format!("unit|{id}");
    device.browser.shelf.lay(tables::ROLL, &key, "9{mới hơn}");
    device.restart();
    let rolls = opened(&device.tab());
    assert_eq!(names(rolls), ["Đoàn xã Hà Trung"]);
    let unread = device.tab().work.unread.get_untracked();
    assert!(unread.iter().any(|row| row.contains(&key)), "{unread:?}");
    let written = device.tab().run(rolls.set(vec![edit(&id, RollField::Officer, "Hoa")]));
    assert!(written.is_err());
    let tab = device.tab();
    let text = tab.run(tab.work.disk().text(tables::ROLL, &key)).unwrap();
    assert_eq!(text.as_deref(), Some("9{mới hơn}"));
    let (_, copied) = tab.run(tab.services().backups.make()).unwrap();
    assert_eq!(copied.left_out, 1, "the backup says what it lacks");
}

#[test]
fn officers_given_to_many_units_at_once_are_taken_back_at_once() {
    let device = Device::opened("h");
    let tab = device.tab();
    let rolls = opened(&tab);
    take(&tab, rolls, TABLE);
    let [one, two] = ["Đoàn xã Nga Sơn", "Đoàn xã Hà Trung"].map(|name| named(rolls, name));
    tab.run(rolls.set(vec![edit(&one, RollField::Officer, "Hoa")])).unwrap();
    let shown = |officer: &str| {
        let roll = roll(rolls);
        officers::to_all(&roll.live().collect::<Vec<_>>(), officer)
    };
    let officers = || [&one, &two].map(|line| roll(rolls).units[line].officer.clone());
    let first = shown("Minh");
    let done = tab.run(rolls.assign(&first)).unwrap();
    assert_eq!((done.changed, done.left_alone), (2, 0));
    assert_eq!(officers(), ["Minh", "Minh"]);
    // A second tap does it once.
    let again = tab.run(rolls.assign(&first)).unwrap();
    assert_eq!((again.id, again.changed, again.left_alone), (None, 0, 2));
    let taken = tab.run(rolls.taken()).unwrap().remove(0);
    assert_eq!(
        (taken.kind, taken.fields, Some(&taken.id)),
        (TakenKind::Officers, 2, done.id.as_ref())
    );
    tab.run(rolls.set(vec![edit(&two, RollField::Officer, "Lan")])).unwrap();
    let undone = tab.run(rolls.undo(&taken.id)).unwrap();
    assert_eq!(undone.left_alone, 1, "what somebody wrote since stays");
    assert_eq!(officers(), ["Hoa", "Lan"]);
}

#[test]
fn a_table_from_excel_with_a_column_of_officers_gives_each_unit_its_own() {
    let device = Device::opened("h");
    let tab = device.tab();
    let rolls = opened(&tab);
    take(&tab, rolls, TABLE);
    let lines = ["Đoàn xã Nga Sơn", "Đoàn xã Hà Trung"].map(|name| named(rolls, name));
    let table = "Đơn vị\tCán bộ phụ trách\nĐoàn xã Hà Trung\tMinh\nĐOÀN XÃ NGA SƠN\tHoa\n";
    take(&tab, rolls, table);
    assert_eq!(lines.map(|line| roll(rolls).units[&line].officer.clone()), ["Hoa", "Minh"]);
}
