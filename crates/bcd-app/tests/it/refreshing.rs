//! Lines of received submissions that another version of the app made, or that are damaged.

use crate::support::{Device, handed_up};
use bcd_app::{
    exchange::receiving::ReceiveOutcome,
    refreshing::Refreshed,
    rows,
    store::{Op, StoreError, tables},
};
use bcd_core::intake::Summary;
use reactive_graph::prelude::*;
use serde_json::Value;

/// An upper level with so many submissions, and their digests.
fn upper_with(units: usize) -> (Device, Vec<String>) {
    let upper = Device::new("t");
    let digests = (0..units).map(|number| {
        let (_, digest, document) = handed_up(number);
        let outcome = upper.take_by_hand(&document);
        assert!(matches!(outcome, ReceiveOutcome::Submission(..)), "it is taken in");
        digest
    });
    let digests = digests.collect();
    (upper, digests)
}

fn text(upper: &Device, digest: &str) -> String {
    let row = upper.browser.shelf.memory.value(tables::RECEIVED, digest);
    row.and_then(|value| value.text()).unwrap()
}

fn change(upper: &Device, digest: &str, change: impl FnOnce(&mut Value)) {
    let mut row: Value = rows::read(&text(upper, digest)).unwrap();
    change(&mut row);
    upper.browser.shelf.lay(tables::RECEIVED, digest, &rows::write(&row));
}

fn refresh(upper: &Device) -> Refreshed {
    let tab = upper.tab();
    tab.run(async { tab.services().refreshing().run().await }).unwrap()
}

fn sorted(upper: &Device) -> Vec<Summary> {
    let mut all = upper.received();
    all.sort_by(|a, b| a.digest.cmp(&b.digest));
    all
}

#[test]
fn lines_of_another_version_and_damaged_ones_are_made_anew_and_keep_a_persons_word() {
    let (upper, digests) = upper_with(4);
    let one = upper.received().into_iter().find(|it| it.digest == digests[0]).unwrap();
    let tab = upper.tab();
    tab.run(async { tab.services().receiving.settle(&one).await }).unwrap();
    let before = sorted(&upper);
    // As an older version left it; as one that is newer did; with damaged marks; not a row at all.
    change(&upper, &digests[0], |row| {
        for field in ["set", "mode", "marks", "form"] {
            row.as_object_mut().unwrap().remove(field);
        }
    });
    change(&upper, &digests[1], |row| row["form"] = 99.into());
    change(&upper, &digests[2], |row| row["marks"] = "1.1.1+".into());
    upper.browser.shelf.lay(tables::RECEIVED, &digests[3], "1{\"digest\":");
    upper.restart();
    let row = format!("{}/{}", tables::RECEIVED, digests[3]);
    // The list is read when it is wanted; then one that cannot be read is told of.
    assert_eq!(upper.received().len(), 3);
    assert_eq!(upper.tab().work.unread.get_untracked(), std::slice::from_ref(&row));
    assert_eq!(refresh(&upper), Refreshed { made: 4, left: vec![] });
    upper.browser.idle();
    assert_eq!(sorted(&upper), before);
    assert_eq!(before.iter().filter(|it| it.settled).count(), 1);
    assert_eq!(upper.tab().work.unread.get_untracked(), [""; 0]);
    // The page shows them, too, and nothing is left to do.
    assert_eq!(upper.received().len(), 4);
    assert_eq!(refresh(&upper), Refreshed::default());
}

#[test]
fn a_line_without_its_document_stays_as_it_is_and_is_told_of() {
    let (upper, digests) = upper_with(2);
    change(&upper, &digests[0], |row| row["form"] = 0.into());
    // Another document lies under its key.
    change(&upper, &digests[1], |row| row["form"] = 0.into());
    let other = upper.document(&digests[0]);
    upper.browser.shelf.memory.write(vec![
        Op::Delete(tables::DOCUMENTS, digests[0].clone()),
        Op::bytes(tables::DOCUMENTS, digests[1].clone(), other.into()),
    ]);
    upper.restart();
    let before: Vec<String> = digests.iter().map(|digest| text(&upper, digest)).collect();
    let mut left = digests.clone();
    left.sort();
    assert_eq!(refresh(&upper), Refreshed { made: 0, left });
    assert_eq!(digests.iter().map(|digest| text(&upper, digest)).collect::<Vec<_>>(), before);
}

#[test]
fn many_lines_are_made_in_batches_and_none_twice() {
    let (upper, digests) = upper_with(103);
    for digest in &digests {
        change(&upper, digest, |row| row["form"] = 0.into());
    }
    upper.restart();
    assert_eq!(refresh(&upper).made, 103);
    assert_eq!(refresh(&upper).made, 0);
    assert!(upper.received().iter().all(|line| !line.is_stale()));
}

#[test]
fn what_was_made_before_a_failure_is_shown() {
    let (upper, mut digests) = upper_with(103);
    digests.sort();
    for digest in &digests {
        change(&upper, digest, |row| row["form"] = 0.into());
    }
    // Of the first hundred, two have their documents; then three do not fit into the storage.
    let gone = digests[2..100].iter();
    let gone = gone.map(|digest| Op::Delete(tables::DOCUMENTS, digest.clone()));
    upper.browser.shelf.memory.write(gone.collect());
    upper.restart();
    let tab = upper.tab();
    assert_eq!(tab.received().iter().filter(|line| line.is_stale()).count(), 103);
    upper.browser.shelf.widest.set(2);
    let refreshed = tab.run(async { tab.services().refreshing().run().await });
    assert_eq!(refreshed, Err(StoreError::Quota));
    upper.browser.idle();
    assert_eq!(tab.received().iter().filter(|line| line.is_stale()).count(), 101);
}
