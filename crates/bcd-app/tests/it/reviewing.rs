//! Reviewing, on the use-cases: an office with two officers' devices, a unit, and the drive between them.

use super::support::{
    Device, Flaky, UP, check_good,
    desk::{ITEM, OFFICE, Officer, acquaint, hands_up, said_once},
    device::UNIT,
    tab::Tab,
};
use bcd_app::{
    exchange::{
        backup::{Consented, Line, Part},
        outbox::Audience,
        receiving::ReceiveOutcome,
    },
    reviewing::{NotDone, ReviewFate},
};
use bcd_core::{
    id::{ItemId, UnitId},
    upper::case::{
        Case, CaseState, Mark, Verdict,
        command::{CaseCommand, CaseFault},
        verified::{Stale, stale},
    },
    upper::office::Office,
};
use reactive_graph::prelude::*;
use serde_json::{Value, json};

#[test]
fn a_unit_is_asked_answers_and_is_recognised_and_every_device_knows() {
    let (drive, unit) = (Flaky::new("len"), Device::opened("h"));
    let (nam, mai) = (Officer::new("nam"), Officer::new("mai"));
    let first = hands_up(&unit, &drive, "0");
    acquaint(&nam, &mai, &drive);
    assert_eq!(nam.line().state, CaseState::Received);
    nam.opens();
    nam.says(Verdict::Ask, "Gửi thêm biên bản").unwrap();
    nam.steps(CaseState::Asked, "").unwrap();
    nam.collects(&drive);

    check_good(&unit.sync(&drive, UP));
    let answer = said_once(&unit);
    assert_eq!((answer.reviewer.as_str(), answer.apart), ("Thành Đoàn Bình Hải", false));
    assert_eq!(answer.case.state, CaseState::Asked);
    let (item, why) =
        answer.asked().next().map(|(item, said)| (item.0.clone(), said.why.clone())).unwrap();
    assert_eq!((item.as_str(), why.as_str()), (ITEM, "Gửi thêm biên bản"));
    assert_eq!(answer.case.received.keys().collect::<Vec<_>>(), [&first.digest]);

    let second = hands_up(&unit, &drive, "4");
    mai.collects(&drive);
    assert_eq!(mai.line().state, CaseState::Answered, "Mai knows what Nam asked");
    let case = mai.opens();
    let here = mai.device.received();
    let of = |digest: &str| here.iter().find(|it| it.digest == digest);
    let new = stale(&case, of(&second.digest).unwrap(), &of);
    assert_eq!(new, Stale::from([ItemId::from(ITEM)]), "what was answered is looked at again");
    mai.says(Verdict::Agree, "").unwrap();
    mai.steps(CaseState::Passed, "").unwrap();
    mai.decides("12-QĐ/ĐTN").unwrap();
    mai.collects(&drive);
    nam.collects(&drive);
    check_good(&unit.sync(&drive, UP));

    let knows = |case: &Case| {
        assert_eq!(case.state, CaseState::Recognised);
        assert_eq!(case.decided.as_ref().unwrap().number, "12-QĐ/ĐTN");
        assert_eq!(case.contested().count(), 0);
    };
    knows(&nam.opens());
    knows(&mai.opens());
    knows(&said_once(&unit).case);
    assert_eq!(nam.line().decided, mai.line().decided);
    // Nobody has anything left to say.
    for _ in 0..2 {
        nam.collects(&drive);
        mai.collects(&drive);
    }
    let at_rest = drive.memory.files();
    nam.collects(&drive);
    mai.collects(&drive);
    assert_eq!(drive.memory.files(), at_rest);
}

#[test]
fn two_officers_verify_at_once_and_it_merges_with_what_both_said() {
    let (drive, unit) = (Flaky::new("len"), Device::opened("h"));
    let (nam, mai) = (Officer::new("nam"), Officer::new("mai"));
    hands_up(&unit, &drive, "0");
    acquaint(&nam, &mai, &drive);
    for (officer, verdict) in [(&nam, Verdict::Agree), (&mai, Verdict::Set(Mark::Step("0".into())))]
    {
        officer.opens();
        officer.says(verdict, "vì").unwrap();
    }
    for officer in [&nam, &mai, &nam, &mai] {
        officer.collects(&drive);
    }
    assert_eq!(nam.opens(), mai.opens());
    assert_eq!((nam.line().conflicts, nam.line().contested), (1, 0));
    // One of them decides, for both.
    let open = nam.desk.opened.get_untracked().unwrap();
    let conflict = open.conflicts().remove(0);
    let shown: Vec<Value> =
        conflict.others.iter().chain([&conflict.standing]).map(|it| it.v.clone()).collect();
    nam.device
        .tab()
        .run(nam.desk.settle(&open.id, &conflict.path, shown[0].clone(), &shown))
        .unwrap();
    nam.collects(&drive);
    mai.collects(&drive);
    assert_eq!((nam.line().conflicts, mai.line().conflicts), (0, 0));
    assert_eq!(nam.opens(), mai.opens());
}

#[test]
fn nothing_is_said_to_a_unit_before_a_person_chose_for_whom() {
    let (drive, unit, nam) = (Flaky::new("len"), Device::opened("h"), Device::new("nam"));
    let sent = hands_up(&unit, &drive, "0");
    nam.take_by_hand(&unit.document(&sent.digest));
    let tab = nam.tab();
    let desk = tab.act(|| tab.services().reviewing());
    let unit_id = UnitId::from(UNIT);
    assert_eq!(tab.run(desk.open(&unit_id, "2026")).err(), Some(NotDone::NoOffice));
    assert!(tab.run(tab.services().outbox.pack(Audience::Lower)).is_err());
    // What was received before is answered as soon as it is chosen.
    nam.speaks_for(OFFICE, "Thành Đoàn Bình Hải");
    let file = tab.run(tab.services().outbox.pack(Audience::Lower)).unwrap().bytes.to_vec();
    assert!(matches!(unit.take_by_hand(&file), ReceiveOutcome::Review(_, ReviewFate::Said)));
    assert_eq!(unit.receipts(), [sent.digest].into());
}

#[test]
fn the_office_is_one_of_the_units_here_but_never_a_sample_and_can_be_changed() {
    let device = Device::opened("h");
    device.begin("thu", "Đơn vị thử", "2026");
    let tab = device.tab();
    tab.act(|| tab.work.dispatch(bcd_core::command::Command::SetUnit("name", "Đơn vị thử".into())));
    let names = || -> Vec<String> {
        let offices = tab.services().offices();
        tab.run(offices.choices()).unwrap().into_iter().map(|unit| unit.name).collect()
    };
    assert_eq!(names(), ["Đoàn phường An Cư", "Đơn vị thử"]);
    device.write("thu-2026", "sample", json!(true));
    device.restart();
    let tab = device.tab();
    let offices = tab.services().offices();
    let left = || -> Vec<String> {
        tab.run(offices.choices()).unwrap().into_iter().map(|it| it.name).collect()
    };
    assert_eq!(left(), ["Đoàn phường An Cư"]);
    for (id, name) in [(UNIT, "Đoàn phường An Cư"), (OFFICE, "Thành Đoàn")] {
        device.speaks_for(id, name);
        let chosen = tab.run(offices.chosen()).unwrap().unwrap();
        assert_eq!((chosen.unit.id.as_str(), chosen.unit.name.as_str()), (id, name));
    }
    // Whoever it spoke for can be chosen again, and is the same when their name is typed again.
    device.speaks_for(UNIT, "Đoàn phường An Cư");
    assert_eq!(left(), ["Đoàn phường An Cư", "Thành Đoàn"]);
    let again = tab.run(offices.unit_named(" thành đoàn ")).unwrap();
    assert_eq!((again.id.as_str(), again.name.as_str()), (OFFICE, "Thành Đoàn"));
    assert_ne!(tab.run(offices.unit_named("Huyện Đoàn")).unwrap().id, again.id);
}

#[test]
fn a_backup_makes_nobody_speak_for_an_office_unasked_and_what_was_said_for_it_is_found() {
    let (drive, unit, nam) = (Flaky::new("len"), Device::opened("h"), Officer::new("nam"));
    hands_up(&unit, &drive, "0");
    nam.collects(&drive);
    nam.says(Verdict::Agree, "").unwrap();
    nam.device.speaks_for("khac", "Huyện Đoàn khác");
    let file = nam.device.backup();
    let new = Device::new("moi");
    let ReceiveOutcome::Backup(backup) = new.open_by_hand(&file) else { panic!("no backup") };
    assert_eq!(backup.office().unwrap().unit.name, "Huyện Đoàn khác");
    let tab = new.tab();
    let (backups, offices) = (tab.services().backups, tab.services().offices());
    let lines = tab.run(backups.look(&backup, false)).unwrap().lines;
    // One for each of the two.
    let Some(Line { part: Part::Cases(2), effect }) = lines.first() else { panic!("{lines:?}") };
    assert!(effect.added > 0 && effect.changed == 0, "{effect:?}");
    tab.run(backups.restore(&backup, &Consented::default())).unwrap();
    assert_eq!(tab.run(offices.chosen()).unwrap(), None);
    let names = tab.run(offices.choices()).unwrap().into_iter().map(|unit| unit.name);
    assert_eq!(names.collect::<Vec<_>>(), ["Huyện Đoàn khác", "Thành Đoàn Bình Hải"]);
    let office = tab.run(offices.unit_named("Thành Đoàn Bình Hải")).unwrap();
    tab.run(offices.choose(Office { unit: office, signs: String::new() })).unwrap();
    assert_eq!(Officer::at(new).opens().items[ITEM].verdict, Verdict::Agree);
}

#[test]
fn recognition_cannot_be_skipped_to_and_what_was_said_can_be_undone() {
    let (drive, unit, nam) = (Flaky::new("len"), Device::opened("h"), Officer::new("nam"));
    hands_up(&unit, &drive, "0");
    nam.collects(&drive);
    nam.opens();
    let no_way = |from, to| Err(NotDone::Fault(CaseFault::NoWay { from, to }));
    assert_eq!(nam.decides("12"), no_way(CaseState::Received, CaseState::Recognised));
    assert_eq!(nam.steps(CaseState::Passed, ""), no_way(CaseState::Received, CaseState::Passed));
    assert_eq!(nam.says(Verdict::Ask, " "), Err(NotDone::Fault(CaseFault::NoReason)));
    nam.says(Verdict::Agree, "").unwrap();
    assert_eq!(nam.line().state, CaseState::Verifying, "the first verdict begins it");
    nam.says(Verdict::Ask, "Mờ").unwrap();
    let tab = nam.device.tab();
    assert_eq!(tab.run(nam.desk.undo()), Ok(0));
    assert_eq!(nam.opens().items[ITEM].verdict, Verdict::Agree);
    assert_eq!(tab.run(nam.desk.undo()), Ok(0));
    assert!(nam.opens().items.is_empty());
    assert_eq!(nam.line().state, CaseState::Verifying, "a step is undone by a step back alone");
    assert_eq!(nam.desk.undoable.get_untracked(), 0);
}

#[test]
fn undoing_touches_neither_a_case_that_passed_nor_one_that_is_not_open() {
    let (drive, unit, nam) = (Flaky::new("len"), Device::opened("h"), Officer::new("nam"));
    hands_up(&unit, &drive, "0");
    nam.collects(&drive);
    nam.opens();
    nam.says(Verdict::Agree, "").unwrap();
    nam.steps(CaseState::Passed, "").unwrap();
    let tab = nam.device.tab();
    let closed = NotDone::Fault(CaseFault::Closed(CaseState::Passed));
    assert_eq!(tab.run(nam.desk.undo()), Err(closed));
    assert_eq!(nam.opens().items[ITEM].verdict, Verdict::Agree);
    // Nothing of it is undone from another unit's page.
    nam.turns_to("don-vi-khac");
    nam.opens();
    assert_eq!(nam.desk.undoable.get_untracked(), 0);
    assert_eq!(tab.run(nam.desk.undo()), Ok(0));
    nam.turns_to(UNIT);
    assert_eq!(nam.opens().items[ITEM].verdict, Verdict::Agree);
    // Once it is being verified again, it is still there to be undone.
    nam.steps(CaseState::Verifying, "Xem lại").unwrap();
    assert_eq!((nam.desk.undoable.get_untracked(), tab.run(nam.desk.undo())), (1, Ok(0)));
    assert!(nam.opens().items.is_empty());
}

#[test]
fn two_tabs_say_something_at_once_and_both_stay() {
    let (drive, unit, nam) = (Flaky::new("len"), Device::opened("h"), Officer::new("nam"));
    hands_up(&unit, &drive, "0");
    nam.collects(&drive);
    let other = Tab::open(&nam.device.browser);
    let desk = other.act(|| other.services().reviewing());
    let id = UnitId::from(UNIT);
    let officer = CaseCommand::SetOfficer("Phạm Văn Nam".into());
    let word = CaseCommand::SetWord("Bổ sung trước 30/11".into());
    let (one, two) = (
        other.start({
            let id = id.clone();
            async move { desk.does(&id, "2026", officer).await }
        }),
        nam.device.tab().start({
            let (id, desk) = (id.clone(), nam.desk);
            async move { desk.does(&id, "2026", word).await }
        }),
    );
    nam.device.browser.idle();
    assert_eq!((one.take(), two.take()), (Some(Ok(())), Some(Ok(()))));
    let case = nam.opens();
    assert_eq!(
        (case.officer.as_str(), case.word.as_str()),
        ("Phạm Văn Nam", "Bổ sung trước 30/11")
    );
}

#[test]
fn reasons_that_were_given_twice_are_offered_the_most_frequent_first() {
    let (drive, nam) = (Flaky::new("len"), Officer::new("nam"));
    let unit = Device::opened("h");
    hands_up(&unit, &drive, "0");
    nam.collects(&drive);
    nam.opens();
    let tab = nam.device.tab();
    for (item, why) in [
        ("1", "Mờ"),
        ("2", "Thiếu số"),
        ("3", "Thiếu số"),
        ("4", "Một lần"),
        ("5", "Mờ"),
        ("6", "Mờ"),
    ] {
        tab.run(nam.desk.say(&nam.looks_at(), &[ItemId::from(item)], Verdict::Ask, why)).unwrap();
    }
    assert_eq!(tab.run(nam.desk.reasons(None)).unwrap(), ["Mờ", "Thiếu số"]);
    assert!(tab.run(nam.desk.reasons(Some(&Verdict::Agree))).unwrap().is_empty());
}
