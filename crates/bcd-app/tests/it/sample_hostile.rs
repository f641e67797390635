//! What is marked as a sample, and was sent all the same: at a real desk it counts for nothing, and takes
//! nothing from what is real.

use crate::{
    rolling::opened,
    support::{
        Device, Flaky,
        desk::{Officer, hands_up},
        device::UNIT,
        forged, small_set,
        tab::Tab,
    },
};
use bcd_app::{
    exchange::receiving::ReceiveOutcome, office::NotChosen, roll::Rolls, rows, signing::SignerRow,
    store::tables,
};
use bcd_core::{
    format::envelope::UnitRef,
    intake::Arrival,
    sample::desk::{self, units},
    signer::Pin,
    upper::{
        case::Verdict,
        office::Office,
        roll::{Roll, cells, heads::understand, import::plan, match_unit, standing::Stage},
    },
};
use reactive_graph::prelude::*;
use serde_json::Value;
use std::{collections::BTreeMap, rc::Rc};

const CYCLE: &str = "2026";

/// What a unit sent, and what somebody made of it that is marked as a sample and has a later number.
fn sent_and_sample() -> (Vec<u8>, Vec<u8>) {
    let unit = Device::of_unit("u1", "unit-1", "Đoàn xã Một");
    let document = unit.document(&unit.freeze(&small_set()).digest);
    let sample = |it: &mut Value| {
        it["body"]["sample"] = true.into();
        it["seq"] = 9.into();
    };
    (forged(&document, |_| ()), forged(&document, sample))
}

fn arrival(device: &Device, file: &[u8]) -> Arrival {
    match device.take_by_hand(file) {
        ReceiveOutcome::Submission(_, arrival) => arrival,
        _ => panic!("not taken in"),
    }
}

fn list(tab: &Rc<Tab>) -> Rolls {
    let rolls = tab.act(|| Rolls::of(&tab.services()));
    tab.run(rolls.read()).unwrap();
    tab.run(tab.services().received.loaded()).unwrap();
    rolls
}

fn stages(rolls: Rolls) -> Vec<Stage> {
    rolls.list(CYCLE).into_iter().map(|it| it.stage).collect()
}

#[test]
fn a_submission_marked_as_a_sample_hides_nothing_that_the_unit_sent() {
    let (real, sample) = sent_and_sample();
    let nam = Officer::new("nam");
    arrival(&nam.device, &sample);
    assert_eq!(arrival(&nam.device, &real), Arrival::New, "the sample has no say on it");
    let tab = nam.device.tab();
    let rolls = list(&tab);
    assert_eq!(stages(rolls), [Stage::Sent(1)]);
    let rows = tab.run(opened(&tab).rows(CYCLE, rolls, &BTreeMap::new())).unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [1], "it is rolled up");
}

#[test]
fn a_submission_marked_as_a_sample_does_not_count_as_sent() {
    let (_, sample) = sent_and_sample();
    let nam = Officer::new("nam");
    arrival(&nam.device, &sample);
    let tab = nam.device.tab();
    let rolls = list(&tab);
    assert_eq!(stages(rolls), []);
    assert!(rolls.strays(CYCLE).is_empty());
    let rows = cells::rows("Tên đơn vị\tCụm\nĐoàn xã Một\tCụm 1\n").unwrap();
    let plan = plan(&Roll::default(), &rows, &understand(&rows));
    tab.run(rolls.import(&plan)).unwrap();
    let line = rolls.roll.with_untracked(|roll| roll.as_ref().unwrap().live().next().cloned());
    tab.run(rolls.set(vec![match_unit(&line.unwrap().id, Some(&"unit-1".into()))])).unwrap();
    assert_eq!(stages(rolls), [Stage::NotRegistered]);
}

#[test]
fn nothing_is_pinned_for_what_is_marked_as_a_sample() {
    let nam = Officer::new("nam");
    let unit = Device::of_unit("u1", "unit-1", "Đoàn xã Một");
    let dossier = unit.rows::<Value>(tables::DOSSIERS)[0]["id"].as_str().unwrap().to_owned();
    unit.write(&dossier, "sample", true.into());
    let document = unit.document(&unit.freeze(&small_set()).digest);
    arrival(&nam.device, &document);
    // Nor for a unit of the sample upper level, whatever is sent in its name.
    let id = units("").remove(5).unit.id;
    let other = Device::of_unit("u2", id.as_str(), "Đoàn xã Hai");
    arrival(&nam.device, &other.document(&other.freeze(&small_set()).digest));
    assert_eq!(nam.device.rows::<Value>(tables::SIGNERS), Vec::<Value>::new());
}

#[test]
fn nobody_speaks_for_the_office_of_the_sample() {
    let device = Device::new("t");
    let unit = UnitRef { id: desk::office(), name: "Thành Đoàn Bình Hải".into() };
    let office = Office { unit, signs: String::new() };
    let tab = device.tab();
    let chosen = tab.run(tab.services().offices().choose(office.clone()));
    assert!(matches!(chosen, Err(NotChosen::Fault(_))), "{chosen:?}");
    // Nor by a backup.
    let nam = Officer::new("nam");
    let backup = forged(&nam.device.backup(), |said| {
        said["body"]["offices"][0] = serde_json::to_value(&office).unwrap();
    });
    assert!(matches!(device.open_by_hand(&backup), ReceiveOutcome::Bad(_)));
}

#[test]
fn no_roll_up_or_answer_comes_in_the_name_of_the_office_of_the_sample() {
    let id = || Value::from(desk::office().0);
    let (nam, province) = (Officer::new("nam"), Officer::new("tinh"));
    let (_, line) = crate::rolling::makes(&nam.device, None, &[]);
    let document = nam.device.document(&line.digest);
    let rollup = forged(&document, |said| said["unit"]["id"] = id());
    assert!(matches!(province.device.take_by_hand(&rollup), ReceiveOutcome::Bad(_)));
    // What an officer says of a unit, as if the sample's office had said it.
    let (drive, unit) = (Flaky::new("len"), Device::opened("h"));
    hands_up(&unit, &drive, "Lần một");
    nam.collects(&drive);
    nam.opens();
    nam.says(Verdict::Agree, "").unwrap();
    let tab = nam.device.tab();
    let file = tab.run(nam.desk.make_file(&UNIT.into(), CYCLE)).unwrap().bytes.to_vec();
    let review = forged(&file, |said| said["body"]["reviewer"]["id"] = id());
    assert!(matches!(unit.take_by_hand(&file), ReceiveOutcome::Review(..)));
    assert!(matches!(unit.take_by_hand(&review), ReceiveOutcome::Bad(_)));
}

#[test]
fn keys_of_the_samples_units_go_with_it() {
    let nam = Officer::new("nam");
    let id = units("").remove(5).unit.id;
    let row = SignerRow { pin: Pin::Compared, name: String::new(), since: String::new() };
    nam.device.browser.shelf.lay(tables::SIGNERS, &format!("unit|{id}|p256:x"), &rows::write(&row));
    nam.device.browser.shelf.lay(tables::SIGNERS, "unit|khac|p256:x", &rows::write(&row));
    let tab = nam.device.tab();
    let (reviewing, rolls) = tab.act(|| (tab.services().reviewing(), Rolls::of(&tab.services())));
    tab.run(rolls.read()).unwrap();
    tab.run(tab.services().sample_desk(reviewing, rolls).remove()).unwrap();
    assert_eq!(nam.device.rows::<Value>(tables::SIGNERS).len(), 1);
}
