//! Many files at once: what they cost, what stops them, and who else takes in files meanwhile.

use crate::support::{Device, device::UNIT, handed_up, small_set, tab::Tab};
use bcd_app::{
    exchange::{
        intake::{Count, Group},
        receiving::{BATCH_FILES, IncomingSource},
    },
    store::tables,
};
use bcd_core::{
    format::{bundle::pack_several, problem::Code},
    intake::Summary,
};
use reactive_graph::prelude::*;
use std::{cell::Cell, collections::BTreeSet, rc::Rc};

type File = (String, Vec<u8>);

// What so many units hand up, each a file.
fn files(count: usize) -> Vec<File> {
    (0..count).map(|number| (format!("{number:03}.json"), handed_up(number).2)).collect()
}

// Begins to take files in; how many were taken, once it is at its end.
fn begin(tab: &Tab, files: &[File]) -> Rc<Cell<Option<Count>>> {
    let ended: Rc<Cell<Option<Count>>> = Rc::default();
    let slot = ended.clone();
    let source =
        |(name, bytes): &File| IncomingSource::Bytes(name.clone(), bytes.as_slice().into());
    let sources = files.iter().map(source).collect();
    tab.act(|| tab.services().intake.take(sources, move |count| slot.set(Some(count))));
    ended
}

#[track_caller]
fn take(device: &Device, files: &[File]) -> Count {
    begin(&device.tab(), files).get().unwrap()
}

fn count(tab: &Tab, group: Group) -> usize {
    tab.services().intake.results.with_untracked(|all| all.count(group))
}

fn names(tab: &Tab, group: Group) -> Vec<String> {
    tab.services()
        .intake
        .results
        .with_untracked(|all| all.rows(group).map(|(_, one)| one.name.clone()).collect())
}

#[test]
fn three_hundred_files_are_ten_requests_and_ten_transactions_and_few_reads() {
    let (upper, files) = (Device::of_unit("u", "cap-tren", "Thành Đoàn"), files(300));
    let (tab, shelf) = (upper.tab(), &upper.browser.shelf);
    let cost = |files: &[File]| {
        shelf.asked.set((0, 0));
        tab.engine.came.set(0);
        assert_eq!(take(&upper, files), Count { taken: files.len(), open: 0 });
        let (reads, writes) = shelf.asked.get();
        (tab.engine.came.get(), writes, reads)
    };
    let (asked, writes, first) = cost(&files);
    let batches = files.len().div_ceil(BATCH_FILES);
    assert_eq!((asked, writes), (batches, batches));
    assert_eq!(count(&tab, Group::New), 300);
    assert_eq!(upper.received().len(), 300);
    // Taken again, they are passed over: nothing is written.
    tab.services().intake.close();
    let (asked, writes, again) = cost(&files);
    assert_eq!((asked, writes), (batches, 0));
    assert_eq!(count(&tab, Group::Here), 300);
    // What is read is a few rows for each batch, and the list once.
    assert!(first < 150 && again < 100, "{first} {again}");
}

#[test]
fn the_received_are_read_when_first_wanted_and_not_at_each_start_and_change() {
    let upper = Device::of_unit("u", "cap-tren", "Thành Đoàn");
    let files = files(70);
    take(&upper, &files[..60]);
    let shelf = upper.browser.shelf.clone();
    let read = |table: &'static str| shelf.rows_read.borrow().get(table).copied().unwrap_or(0);
    let forget = || shelf.rows_read.borrow_mut().clear();
    forget();
    upper.restart();
    upper.tab().write("answer/1.1.1/note", "ghi");
    upper.tab().act(|| upper.tab().work.lists_changed());
    assert_eq!((read(tables::RECEIVED), read(tables::SIGNERS)), (0, 0), "nobody looked at them");
    assert_eq!(upper.tab().received().len(), 60);
    assert_eq!(read(tables::RECEIVED), 60);
    // From then on the list follows what is written, and is not read again.
    forget();
    take(&upper, &files[60..]);
    assert_eq!(upper.tab().received(), upper.received());
    assert_eq!(read(tables::RECEIVED), 70, "by the test itself");
}

#[test]
fn a_broken_file_among_many_says_so_and_takes_nothing_from_the_others() {
    let (upper, mut files) = (Device::new("t"), files(40));
    files[17].1.truncate(500);
    files[18].1 = b"xin chao".to_vec();
    assert_eq!(take(&upper, &files), Count { taken: 38, open: 2 });
    let tab = upper.tab();
    assert_eq!(names(&tab, Group::Bad), ["018.json", "017.json"]);
    let code = tab.services().intake.results.with_untracked(|all| {
        let (_, cut) = all.rows(Group::Bad).last().unwrap();
        match &cut.outcome {
            bcd_app::exchange::receiving::ReceiveOutcome::Bad(problems) => problems[0].code,
            _ => panic!(),
        }
    });
    assert_eq!(code, Code::Truncated);
    assert_eq!(upper.received().len(), 38);
}

#[test]
fn stopping_keeps_what_was_taken_and_the_same_files_go_on_from_there() {
    let (upper, files) = (Device::new("t"), files(300));
    let tab = upper.tab();
    tab.engine.close();
    let ended = begin(&tab, &files);
    tab.engine.let_one_in();
    upper.browser.idle();
    assert_eq!(upper.received().len(), BATCH_FILES);
    tab.act(|| tab.services().intake.cancel());
    assert_eq!(ended.get(), None, "what is being checked is still stored");
    tab.engine.open();
    upper.browser.idle();
    let taken = ended.get().unwrap().taken;
    assert!(taken < 150 && taken.is_multiple_of(BATCH_FILES), "{taken}");
    assert_eq!(upper.received().len(), taken);
    assert_eq!(tab.services().intake.progress.get_untracked(), (0, 0));
    assert_eq!(count(&tab, Group::New), taken, "the list stays");
    tab.services().intake.close();
    assert_eq!(take(&upper, &files).taken, 300);
    assert_eq!((count(&tab, Group::Here), count(&tab, Group::New)), (taken, 300 - taken));
    assert_eq!(upper.received().len(), 300);
}

#[test]
fn files_picked_while_others_are_taken_in_join_them() {
    let (upper, files) = (Device::new("t"), files(50));
    let tab = upper.tab();
    tab.engine.close();
    let first = begin(&tab, &files[..40]);
    let second = begin(&tab, &files[40..]);
    assert_eq!(tab.services().intake.progress.get_untracked(), (0, 50));
    tab.engine.open();
    upper.browser.idle();
    assert_eq!((first.get(), second.get()), (first.get(), Some(Count { taken: 50, open: 0 })));
    assert_eq!(upper.received().len(), 50);
}

#[test]
fn files_picked_while_the_last_ones_are_being_stored_are_taken_too() {
    let (upper, files) = (Device::new("t"), files(50));
    let tab = upper.tab();
    tab.gates.writes.close();
    let first = begin(&tab, &files[..10]);
    let second = begin(&tab, &files[10..]);
    tab.gates.writes.open();
    upper.browser.idle();
    let all = Some(Count { taken: 50, open: 0 });
    assert_eq!((first.get(), second.get()), (all, all));
    assert_eq!(upper.received().len(), 50);
    assert_eq!(tab.services().intake.progress.get_untracked(), (0, 0));
}

#[test]
fn everything_in_a_zip_is_taken_or_refused_by_name_whatever_folder_it_lies_in() {
    let (upper, files) = (Device::new("t"), files(2));
    let entries = [
        ("Cụm 1/mot.JSON", files[0].1.clone()),
        ("hai.json", files[1].1.clone()),
        ("Cụm 1/bao cao.docx", b"PK".to_vec()),
        ("__MACOSX/._hai.json", b"x".to_vec()),
    ];
    let entries = entries.map(|(name, bytes)| (name.to_owned(), bytes)).into();
    let packed = pack_several(&entries).unwrap();
    assert_eq!(take(&upper, &[("tep.zip".into(), packed)]), Count { taken: 2, open: 1 });
    let tab = upper.tab();
    assert_eq!(names(&tab, Group::Bad), ["Cụm 1/bao cao.docx"]);
    assert_eq!(names(&tab, Group::New), ["hai.json", "Cụm 1/mot.JSON"]);
}

#[test]
fn two_tabs_that_take_in_the_same_files_at_the_same_time_take_each_once() {
    let (upper, files) = (Device::new("t"), files(100));
    let (one, two) = (upper.tab(), Tab::open(&upper.browser));
    // Both have the list, and hold their first batches against it before either is written.
    assert!(one.received().is_empty() && two.received().is_empty());
    for tab in [&one, &two] {
        tab.gates.writes.close();
    }
    let ended = [begin(&one, &files[..70]), begin(&two, &files[30..])];
    for tab in [&one, &two] {
        tab.gates.writes.open();
    }
    upper.browser.idle();
    assert!(ended.iter().all(|ended| ended.get() == Some(Count { taken: 70, open: 0 })));
    assert_eq!(upper.received().len(), 100);
    let new = [&one, &two].map(|tab| count(tab, Group::New));
    let here = [&one, &two].map(|tab| count(tab, Group::Here));
    assert_eq!((new[0] + new[1], here[0] + here[1]), (100, 40), "{new:?} {here:?}");
    for tab in [&one, &two] {
        assert_eq!(tab.received(), upper.received());
        let pins = tab.services().lists.units.with_untracked(|book| book.len());
        assert_eq!(pins, 100, "the key of each unit is known in both");
    }
}

#[test]
fn of_two_unknown_keys_of_a_unit_in_one_batch_the_first_is_pinned_and_the_second_held_apart() {
    let sent = ["x", "y"].map(|id| {
        let device = Device::opened(id);
        device.write(crate::support::device::DOSSIER, "answer/1.1.1/note", id.into());
        let digest = device.freeze(&small_set()).digest;
        (format!("{id}.json"), device.document(&digest))
    });
    for turn in [false, true] {
        let mut files = [files(20), sent.to_vec()].concat();
        if turn {
            files.swap(20, 21);
        }
        let upper = Device::new("t");
        assert_eq!(take(&upper, &files).taken, 22);
        let tab = upper.tab();
        assert_eq!(names(&tab, Group::Unverified), [files[21].0.clone()]);
        let all = tab.received();
        let of_unit: Vec<&Summary> = all.iter().filter(|it| it.unit.as_str() == UNIT).collect();
        assert_eq!(of_unit.len(), 2);
        let apart = of_unit.iter().filter(|it| tab.act(|| tab.services().lists.is_apart(it)));
        assert_eq!(apart.count(), 1);
        // After a new start it is the same: the disk has it so.
        upper.restart();
        let tab = upper.tab();
        let all = tab.received();
        let apart = all.iter().filter(|it| tab.act(|| tab.services().lists.is_apart(it)));
        assert_eq!(apart.count(), 1);
    }
}

#[test]
fn a_storage_that_is_full_in_the_middle_keeps_what_it_has_and_says_of_each_of_the_others() {
    let (upper, files) = (Device::new("t"), files(80));
    let tab = upper.tab();
    upper.room().set(1);
    assert_eq!(take(&upper, &files), Count { taken: BATCH_FILES, open: 80 - BATCH_FILES });
    assert_eq!(count(&tab, Group::Bad), 80 - BATCH_FILES);
    assert_eq!(tab.received(), upper.received(), "what is not on the disk is not in the list");
    let pins = tab.services().lists.units.with_untracked(|book| book.len());
    assert_eq!(pins, BATCH_FILES);
    // With room again the rest comes in.
    upper.room().set(usize::MAX);
    tab.services().intake.close();
    assert_eq!(take(&upper, &files).taken, 80);
    assert_eq!(count(&tab, Group::New), 80 - BATCH_FILES);
}

#[test]
fn where_there_is_no_room_for_a_batch_its_files_are_stored_one_by_one() {
    let (upper, files) = (Device::new("t"), files(40));
    upper.browser.shelf.widest.set(12);
    assert_eq!(take(&upper, &files), Count { taken: 40, open: 0 });
    assert_eq!(count(&upper.tab(), Group::New), 40);
    let digests: BTreeSet<String> = upper.received().into_iter().map(|it| it.digest).collect();
    assert_eq!(digests.len(), 40);
}

#[test]
fn a_file_that_comes_twice_in_one_batch_is_stored_once() {
    let (upper, files) = (Device::new("t"), files(3));
    take(&upper, &[files.clone(), files].concat());
    let tab = upper.tab();
    assert_eq!((count(&tab, Group::New), count(&tab, Group::Here)), (3, 3));
    assert_eq!(upper.received().len(), 3);
}

#[test]
fn later_numbers_of_a_unit_in_one_batch_are_held_against_those_before_them() {
    let unit = Device::opened("h");
    let sent = [1, 2, 3].map(|number| {
        unit.write(crate::support::device::DOSSIER, "answer/1.1.1/note", number.into());
        let digest = unit.freeze(&small_set()).digest;
        (format!("{number}.json"), unit.document(&digest))
    });
    let arrivals = |order: [usize; 3]| {
        let upper = Device::new("t");
        take(&upper, &order.map(|at| sent[at].clone()));
        let tab = upper.tab();
        [Group::New, Group::Newer, Group::Other].map(|group| names(&tab, group))
    };
    let of = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(arrivals([0, 1, 2]), [of(&["1.json"]), of(&["3.json", "2.json"]), of(&[])]);
    assert_eq!(arrivals([2, 0, 1]), [of(&["3.json"]), of(&[]), of(&["2.json", "1.json"])]);
}
