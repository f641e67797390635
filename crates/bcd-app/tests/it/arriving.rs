//! The list of files that arrived: a row goes when a person is done with it, and with no other's.

use crate::support::{Device, handed_up, place::Picked, tab::Tab};
use bcd_app::{
    bytes::Bytes,
    exchange::{
        intake::Group,
        receiving::{IncomingSource, Pushed, Received},
    },
    host::PickedFile,
};
use futures_util::future::LocalBoxFuture;
use reactive_graph::prelude::*;
use std::{cell::Cell, future::ready, rc::Rc};

/// A file that was pushed here, kept until it is discarded.
struct InInbox {
    file: Picked,
    readable: bool,
    kept: Rc<Cell<bool>>,
}

impl PickedFile for InInbox {
    fn name(&self) -> String {
        self.file.name()
    }

    fn mime(&self) -> String {
        self.file.mime()
    }

    fn size(&self) -> u64 {
        self.file.size()
    }

    fn head(&self, most: u32) -> LocalBoxFuture<'_, Option<Vec<u8>>> {
        self.file.head(most)
    }

    fn read(&self) -> LocalBoxFuture<'_, Option<Bytes>> {
        if self.readable { self.file.read() } else { Box::pin(ready(None)) }
    }

    fn as_photo(&self) -> LocalBoxFuture<'_, Option<Bytes>> {
        self.file.as_photo()
    }

    fn discard(&self) {
        self.kept.set(false);
    }
}

// Pushes a file here; whether it is kept still.
fn push(tab: &Tab, name: &str, bytes: &[u8], readable: bool) -> Rc<Cell<bool>> {
    let kept = Rc::new(Cell::new(true));
    let file = Picked::new(name, "", bytes);
    let pushed = Pushed(Box::new(InInbox { file, readable, kept: kept.clone() }));
    let source = IncomingSource::Pushed(Rc::new(pushed));
    tab.act(|| tab.services().intake.take(vec![source], |_| ()));
    kept
}

// Pushes what so many units hand up, in one go.
fn push_all(tab: &Tab, count: usize) -> Vec<Rc<Cell<bool>>> {
    (0..count)
        .map(|number| push(tab, &format!("{number}.json"), &handed_up(number).2, true))
        .collect()
}

fn rows(tab: &Tab, group: Group) -> Vec<(usize, Rc<Received>)> {
    tab.services().intake.results.with_untracked(|all| all.rows(group).cloned().collect())
}

#[test]
fn what_a_person_said_yes_to_takes_no_other_files_place_in_the_list() {
    let upper = Device::new("t");
    let (tab, files) = (upper.tab(), [0, 1].map(|number| handed_up(number).2));
    push(&tab, "mot.json", &files[0], true);
    let (first, _) = rows(&tab, Group::Waits)[0].clone();
    let intake = tab.services().intake;
    // The list is closed while the file is being stored, and another one comes.
    tab.gates.writes.close();
    tab.start(async move { intake.accept(first, false).await });
    tab.act(|| intake.close());
    push(&tab, "hai.json", &files[1], true);
    tab.gates.writes.open();
    upper.browser.idle();
    assert_eq!(upper.received().len(), 1);
    let waiting = rows(&tab, Group::Waits);
    let names: Vec<&str> = waiting.iter().map(|(_, one)| one.name.as_str()).collect();
    assert_eq!(names, ["hai.json"], "it waits still");
    assert_eq!(intake.results.with_untracked(|all| all.len()), 1, "the closed list stays closed");
    tab.run(intake.accept(waiting[0].0, false));
    assert_eq!(upper.received().len(), 2);
}

#[test]
fn a_pushed_file_that_could_not_be_read_is_kept_until_its_list_is_closed() {
    let upper = Device::new("t");
    let (tab, file) = (upper.tab(), handed_up(0).2);
    let kept = push(&tab, "mot.json", &file, false);
    assert_eq!(rows(&tab, Group::Bad).len(), 1);
    assert!(kept.get(), "the next start finds it again");
    tab.act(|| tab.services().intake.close());
    assert!(!kept.get());
}

#[test]
fn what_cannot_be_stored_says_so_each_also_where_the_list_was_closed_meanwhile() {
    let upper = Device::new("t");
    let tab = upper.tab();
    let intake = tab.services().intake;
    let kept = push_all(&tab, 3);
    upper.room().set(1);
    tab.run(intake.accept_all());
    // The first is taken in, and the failure of one is not hidden by what becomes of another.
    assert_eq!((kept[0].get(), rows(&tab, Group::Waits).len()), (false, 2));
    assert_eq!(intake.failed.get_untracked().len(), 2);
    tab.gates.writes.close();
    tab.start(async move { intake.accept_all().await });
    assert_eq!(intake.accepting.get_untracked().len(), 2, "a second tap does nothing");
    tab.start(async move { intake.accept_all().await });
    tab.act(|| intake.close());
    upper.room().set(1);
    tab.gates.writes.open();
    upper.browser.idle();
    assert_eq!(upper.received().len(), 2, "what was agreed to is stored, whatever is shown");
    let bad = rows(&tab, Group::Bad);
    assert_eq!(bad.len(), 1, "what was not is said");
    assert_eq!(kept.iter().filter(|kept| kept.get()).count(), 1);
    assert!(intake.accepting.get_untracked().is_empty());
    assert!(intake.failed.get_untracked().is_empty());
}

#[test]
fn what_was_pushed_here_is_not_lost_by_stopping() {
    let upper = Device::new("t");
    let tab = upper.tab();
    tab.engine.close();
    let kept = push_all(&tab, 2);
    let picked = IncomingSource::Bytes("ba.json".into(), handed_up(2).2.as_slice().into());
    tab.at_once(|| {
        let intake = tab.services().intake;
        intake.take(vec![picked], |_| ());
        intake.cancel();
    });
    push(&tab, "bon.json", &handed_up(3).2, true);
    tab.act(|| tab.services().intake.cancel());
    tab.engine.open();
    upper.browser.idle();
    assert_eq!(rows(&tab, Group::Waits).len(), 3);
    assert!(kept.iter().all(|kept| kept.get()));
}
