//! Two tabs of one browser, and one tab whose person does not wait.

use crate::support::{
    DOWN, Device, Flaky, OWN, UP, check_good,
    device::{DOSSIER, UNIT},
    handed_up,
    place::Picked,
    small_set,
    tab::Tab,
};
use bcd_app::{
    drives::{Wants, Way},
    evidence::Shows,
    exchange::receiving::{IncomingSource, ReceiveOutcome, Received},
    merging::load,
    store::tables,
    workspace::{DossierLine, MESSAGE_TIME, WorkspaceEvent},
};
use bcd_core::{
    command::Set,
    dossier::Dossier,
    id::{DossierId, ItemId},
    intake::Arrival,
};
use bcd_sync::webdav::Known;
use reactive_graph::prelude::*;
use serde_json::{Value, json};
use std::{cell::RefCell, rc::Rc};

const NOTE: &str = "answer/1.1.1/note";

// A second year of the unit, open now; both ids.
fn second_year(device: &Device) -> (DossierId, DossierId) {
    (DossierId::from(DOSSIER), device.begin_next_year())
}

fn stored(tab: &Tab, id: &DossierId) -> Dossier {
    Dossier::of(tab.run(load(&tab.work.disk(), id)).unwrap().state.fields)
}

#[test]
fn of_two_writes_that_crossed_both_values_are_kept_and_the_later_hand_stands() {
    let device = Device::opened("a");
    let (one, two) = (device.tab(), Tab::open(&device.browser));
    for tab in [&one, &two] {
        tab.gates.writes.close();
    }
    one.write(NOTE, "một");
    two.write(NOTE, "hai");
    for tab in [&one, &two] {
        tab.gates.writes.open();
        device.browser.idle();
    }
    assert_eq!((one.value(NOTE), two.value(NOTE)), (json!("hai"), json!("hai")));
    let others = |device: &Device| -> Vec<Value> {
        let conflicts = device.conflicts().into_iter().filter(|conflict| conflict.path == NOTE);
        conflicts.flat_map(|conflict| conflict.others).map(|entry| entry.v).collect()
    };
    assert_eq!(others(&device), [json!("một")]);
    // Whatever the same device writes on, what it lost stays at hand.
    one.write(NOTE, "hai rưỡi");
    two.write(NOTE, "hai rưỡi nữa");
    assert_eq!(others(&device), [json!("một")]);
}

#[test]
fn what_one_tab_saves_the_other_shows() {
    let device = Device::opened("a");
    let (one, two) = (device.tab(), Tab::open(&device.browser));
    one.write(NOTE, "một");
    assert_eq!(two.value(NOTE), json!("một"));
    two.write(NOTE, "hai");
    assert_eq!(one.value(NOTE), json!("hai"));
    assert!(device.conflicts().is_empty(), "who wrote over it had seen it");
}

#[test]
fn two_that_freeze_at_once_use_two_numbers() {
    let device = Device::opened("a");
    let tabs = [device.tab(), Tab::open(&device.browser)];
    // In two tabs, and twice in one.
    for (first, second) in [(0, 1), (0, 0)] {
        let before = device.sent().len();
        tabs.iter().for_each(|tab| tab.engine.close());
        let freezing = [first, second].map(|at| {
            let services = tabs[at].services();
            tabs[at].start(async move { services.sending.freeze().await })
        });
        tabs.iter().for_each(|tab| tab.engine.open());
        device.browser.idle();
        let mut names = freezing.map(|made| made.take().unwrap().unwrap().name);
        names.sort();
        assert!(names[0].ends_with(&format!("-{}", before + 1)), "{names:?}");
        assert!(names[1].ends_with(&format!("-{}", before + 2)), "{names:?}");
        let sent = device.sent();
        assert_eq!(sent.len(), before + 2);
        sent.iter().for_each(|sent| assert!(!device.document(&sent.digest).is_empty()));
        for tab in &tabs {
            assert_eq!(tab.services().lists.sent.get_untracked(), sent, "on the screen too");
        }
    }
}

#[test]
fn what_was_open_at_the_tap_is_frozen_whatever_is_opened_while_the_engine_works() {
    let device = Device::opened("a");
    device.write(DOSSIER, NOTE, json!("năm đầu"));
    let (first, second) = second_year(&device);
    let (tab, other) = (device.tab(), Tab::open(&device.browser));
    for one in [&tab, &other] {
        one.act(|| one.work.open(first.clone()));
        one.engine.close();
    }
    // The other tab takes the number, so that this one asks the engine twice.
    let freezing = [&other, &tab].map(|one| {
        let services = one.services();
        one.start(async move { services.sending.freeze().await })
    });
    tab.act(|| tab.work.open(second.clone()));
    other.engine.open();
    device.browser.idle();
    tab.engine.open();
    device.browser.idle();
    for made in freezing {
        assert!(made.take().unwrap().unwrap().name.contains("_2026_"));
    }
    let sent = device.sent();
    assert_eq!(sent.iter().map(|sent| sent.seq).collect::<Vec<_>>(), [1, 2]);
    for sent in sent {
        assert_eq!(sent.shared["cycle"], json!("2026"));
    }
    assert!(tab.services().lists.sent.get_untracked().is_empty(), "the second year has sent none");
}

#[test]
fn a_photo_for_a_dossier_that_was_deleted_meanwhile_does_not_bring_half_of_it_back() {
    let device = Device::opened("a");
    let (first, _) = second_year(&device);
    let tab = device.tab();
    let services = tab.services();
    tab.run(services.merging.delete(&first)).unwrap();
    let (shows, picked) =
        (Shows::Item(ItemId::from("1.1.1")), Picked::new("anh.jpg", "image/jpeg", &[1; 300]));
    assert!(tab.run(tab.evidence.take_file(&first, &shows, &picked)).is_err());
    assert_eq!(device.rows::<DossierLine>(tables::DOSSIERS).len(), 1);
    assert!(stored(&tab, &first).fields.is_empty());
}

#[test]
fn a_dossier_whose_line_cannot_be_read_is_not_taken_for_deleted_and_is_in_the_backup() {
    let device = Device::opened("a");
    device.write(DOSSIER, NOTE, json!("còn đây"));
    let tab = device.tab();
    device.browser.shelf.lay(tables::DOSSIERS, DOSSIER, "2của bản mới hơn");
    tab.act(|| tab.work.lists_changed());
    assert_eq!(tab.work.id.get_untracked(), Some(DossierId::from(DOSSIER)));
    assert_eq!(tab.value(NOTE), json!("còn đây"));
    assert!(!tab.work.unread.get_untracked().is_empty(), "it is said");
    let (_, copied) = tab.run(tab.services().backups.make()).unwrap();
    assert!(copied.upto[&DossierId::from(DOSSIER)] > 0);
}

#[test]
fn files_that_are_received_at_once_are_all_taken_and_each_once() {
    let upper = Device::new("t");
    let tab = upper.tab();
    let files = [0, 1, 0].map(|number| handed_up(number).2);
    // All are looked at before one of them is stored.
    tab.gates.writes.close();
    let receiving = files.map(|file| {
        let services = tab.services();
        let source = IncomingSource::Bytes("tep".into(), file.into());
        tab.start(async move { services.receiving.receive(source).await })
    });
    tab.gates.writes.open();
    upper.browser.idle();
    tab.act(|| tab.services().receiving.finish());
    for received in receiving {
        let Received { outcome, .. } = received.take().unwrap();
        assert!(matches!(
            outcome,
            ReceiveOutcome::Submission(_, Arrival::New | Arrival::AlreadyHere)
        ));
    }
    assert_eq!(upper.received().len(), 2);
    assert_eq!(tab.received(), upper.received());
}

#[test]
fn of_two_submissions_that_are_removed_at_once_no_drive_brings_either_back() {
    let (drive, upper) = (Flaky::new("len"), Device::new("t"));
    for number in 0..3 {
        let unit = Device::of_unit(&format!("u{number}"), &format!("unit-{number}"), "Đoàn");
        unit.freeze(&small_set());
        check_good(&unit.sync(&drive, UP));
    }
    check_good(&upper.sync(&drive, DOWN));
    let tabs = [upper.tab(), Tab::open(&upper.browser)];
    let received = tabs.each_ref().map(|tab| tab.received())[0].clone();
    assert_eq!(received.len(), 3);
    tabs.iter().for_each(|tab| tab.gates.writes.close());
    let removing = [(&tabs[0], &received[0]), (&tabs[1], &received[1])].map(|(tab, summary)| {
        let (services, summary) = (tab.services(), summary.clone());
        tab.start(async move { services.receiving.discard(&summary).await })
    });
    tabs.iter().for_each(|tab| tab.gates.writes.open());
    upper.browser.idle();
    removing.into_iter().for_each(|removed| removed.take().unwrap().unwrap());
    for _ in 0..2 {
        upper.look_again(&drive);
        check_good(&upper.sync(&drive, DOWN));
        let left: Vec<String> = upper.received().into_iter().map(|it| it.digest).collect();
        assert_eq!(left, [received[2].digest.clone()]);
        upper.restart();
    }
}

#[test]
fn of_two_dossiers_that_are_deleted_at_once_no_drive_brings_either_back() {
    let (drive, device) = (Flaky::new("chung"), Device::opened("a"));
    let (first, second) = second_year(&device);
    device.begin(UNIT, "Đoàn phường An Cư", "2028");
    check_good(&device.sync(&drive, OWN));
    let tabs = [device.tab(), Tab::open(&device.browser)];
    tabs.iter().for_each(|tab| tab.gates.writes.close());
    let deleting = [(&tabs[0], &first), (&tabs[1], &second)].map(|(tab, id)| {
        let (merging, id) = (tab.services().merging, id.clone());
        tab.start(async move { merging.delete(&id).await })
    });
    tabs.iter().for_each(|tab| tab.gates.writes.open());
    device.browser.idle();
    deleting.into_iter().for_each(|deleted| deleted.take().unwrap().unwrap());
    device.look_again(&drive);
    device.sync(&drive, OWN);
    assert_eq!(device.rows::<DossierLine>(tables::DOSSIERS).len(), 1);
}

#[test]
fn of_two_dossiers_opened_quickly_the_last_one_is_open_and_the_first_was_never_shown() {
    let device = Device::opened("a");
    let (first, second) = second_year(&device);
    let tab = device.tab();
    let opened: Rc<RefCell<Vec<DossierId>>> = Rc::default();
    let (note, work) = (opened.clone(), tab.work);
    tab.work.listen(move |event| {
        if matches!(event, WorkspaceEvent::Opened) {
            note.borrow_mut().extend(work.id.get_untracked());
        }
    });
    tab.gates.found.close();
    for id in [&second, &first, &second] {
        tab.act(|| tab.work.open(id.clone()));
    }
    for _ in 0..3 {
        tab.gates.found.let_one_in();
        device.browser.idle();
    }
    tab.gates.found.open();
    device.browser.idle();
    assert_eq!(opened.take(), [second]);
}

#[test]
fn what_another_tab_saves_while_this_one_opens_is_not_missed() {
    let device = Device::opened("a");
    let (one, two) = (device.tab(), Tab::new(&device.browser));
    two.gates.found.close();
    two.begin();
    device.browser.idle();
    // Its device and the list of dossiers it has; its fields are read, and on the way.
    for _ in 0..2 {
        two.gates.found.let_one_in();
        device.browser.idle();
    }
    one.write(NOTE, "ghi lúc thẻ kia đang mở");
    two.gates.found.open();
    device.browser.idle();
    assert_eq!(two.value(NOTE), json!("ghi lúc thẻ kia đang mở"));
}

#[test]
fn what_is_saved_while_a_dossier_is_opened_is_not_missed_whatever_else_is_read() {
    let device = Device::opened("a");
    let (first, _) = second_year(&device);
    let (one, two) = (device.tab(), Tab::open(&device.browser));
    one.act(|| one.work.open(first.clone()));
    // The other tab opens it too, while a file lands in a third dossier.
    two.gates.found.close();
    two.act(|| two.work.open(first.clone()));
    let (work, third) = (two.work, DossierId::from("nam-khac"));
    let landed = two.start(async move {
        let set = |_: &Dossier| vec![Set { path: NOTE.into(), value: json!("năm khác") }];
        work.edit_in(&third, Vec::new(), set).await
    });
    one.write(NOTE, "ghi lúc thẻ kia đang mở");
    two.gates.found.open();
    device.browser.idle();
    assert!(landed.take().unwrap().is_err(), "there is no third one");
    assert_eq!(two.work.id.get_untracked(), Some(first));
    assert_eq!(two.value(NOTE), json!("ghi lúc thẻ kia đang mở"));
}

#[test]
fn a_photo_lands_in_the_dossier_that_it_was_picked_for() {
    let device = Device::opened("a");
    let (first, second) = second_year(&device);
    let tab = device.tab();
    tab.act(|| tab.work.open(first.clone()));
    let (evidence, into) = (tab.evidence, first.clone());
    let picked = Picked::new("anh.jpg", "image/jpeg", &[1; 300]);
    let gate = picked.gate.clone();
    gate.close();
    let taking = tab.start(async move {
        evidence.take_file(&into, &Shows::Item(ItemId::from("1.1.1")), &picked).await
    });
    // A large photo takes its time, and the person goes on.
    tab.act(|| tab.work.open(second.clone()));
    gate.open();
    device.browser.idle();
    taking.take().unwrap().unwrap();
    assert_eq!(tab.work.id.get_untracked(), Some(second.clone()));
    assert_eq!(stored(&tab, &first).evidence.len(), 1);
    assert_eq!(stored(&tab, &second).evidence.len(), 0);
    assert_eq!(device.files().len(), 1);
    tab.act(|| tab.work.open(first));
    assert_eq!(tab.work.dossier.with_untracked(|dossier| dossier.evidence.len()), 1);
}

#[test]
fn a_dossier_that_one_tab_deletes_does_not_come_back_from_the_other() {
    let device = Device::opened("a");
    let (first, second) = second_year(&device);
    let (one, two) = (device.tab(), Tab::open(&device.browser));
    two.act(|| two.work.open(first.clone()));
    one.run(one.services().merging.delete(&first)).unwrap();
    assert_eq!(two.work.id.get_untracked(), Some(second), "it shows what is there");
    two.write(NOTE, "vào năm còn lại");
    let lines: Vec<DossierLine> = device.rows(tables::DOSSIERS);
    assert!(lines.iter().all(|line| line.id != first));
    assert!(stored(&one, &first).fields.is_empty());
}

#[test]
fn a_server_that_another_tab_connected_is_asked_nothing_until_the_page_is_opened_anew() {
    let device = Device::opened("a");
    let (one, two) = (device.tab(), Tab::open(&device.browser));
    let (drives, other) = (one.services().drives, two.services());
    let line = drives.new_line(
        "cloud.example.org".into(),
        Way::WebDav {
            address: "https://cloud.example.org/dav/".into(),
            user: "hoa".into(),
            password: None,
            known: Known::default(),
        },
    );
    one.run(drives.keep(line.clone())).unwrap();
    two.run(other.drives.read()).unwrap();
    assert_eq!(two.run(other.drives.wants(&line)), Ok(Wants::Reload), "before any password");
    two.run(other.syncing.sync(&line));
    two.run(other.syncing.again(true));
    // What only this tab cannot do does not stand in the line, where the first one would read it.
    let stored = one.run(drives.stored(&line.id)).unwrap();
    assert_eq!(stored.map(|line| line.last), Some(None));
    assert_eq!(other.syncing.running.drive.get_untracked(), None);
}

#[test]
fn a_message_goes_after_its_time_and_not_after_that_of_the_one_before() {
    let device = Device::opened("a");
    let tab = device.tab();
    let shown = || tab.work.message.get_untracked().map(|message| message.text);
    tab.act(|| tab.work.say("một"));
    tab.stage.pass(MESSAGE_TIME / 2);
    assert_eq!(shown().as_deref(), Some("một"));
    tab.act(|| tab.work.say_undoable("hai"));
    tab.stage.pass_first(MESSAGE_TIME);
    assert_eq!(shown().as_deref(), Some("hai"), "it has its own time");
    tab.stage.pass(MESSAGE_TIME);
    assert_eq!(shown(), None);
}
