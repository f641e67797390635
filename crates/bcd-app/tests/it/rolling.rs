//! Rolling up, on the use-cases: an office with two tabs, its upper level, and the files between them.

use super::support::{
    Device, Flaky,
    desk::{OFFICE, Officer, acquaint, hands_up},
    device::UNIT,
    tab::Tab,
};
use bcd_app::{
    exchange::{outgoing::Outgoing, receiving::ReceiveOutcome},
    rolling::{Rolled, Rolling},
    store::tables,
};
use bcd_core::{
    engine::{Request, Response, handle},
    format::rollup::{RollupLine, RollupRow, UnitStanding},
    id::UnitId,
    upper::{
        case::{CaseState, Verdict},
        roll::Roll,
        rollup::{
            make::{Choice, RollupDoubt},
            tree::RollupOddity,
        },
    },
};
use reactive_graph::prelude::*;
use std::{collections::BTreeMap, rc::Rc};

const CYCLE: &str = "2026";

/// The roll-ups of a tab, read.
pub fn opened(tab: &Rc<Tab>) -> Rolling {
    let rolling = tab.act(|| tab.services().rolling());
    tab.run(rolling.read()).unwrap();
    rolling
}

/// What the office knows of its units.
fn rows(tab: &Rc<Tab>, rolling: Rolling, officer: Option<&Officer>) -> Vec<RollupRow> {
    let cases = officer.map(|it| it.desk.lines.get_untracked()).unwrap_or_default();
    tab.run(rolling.rows(CYCLE, &Roll::default(), &[], &cases)).unwrap()
}

fn try_make(
    device: &Device,
    officer: Option<&Officer>,
    parts: &[&RollupLine],
    choices: &[(&str, Choice)],
) -> Rolled {
    let tab = device.tab();
    let rolling = opened(&tab);
    let rows = rows(&tab, rolling, officer);
    let parts = parts.iter().map(|line| line.digest.clone()).collect();
    let choices: BTreeMap<String, Choice> =
        choices.iter().map(|(unit, choice)| ((*unit).to_owned(), choice.clone())).collect();
    tab.run(rolling.make(CYCLE, rows, parts, choices)).unwrap()
}

fn makes(
    device: &Device,
    officer: Option<&Officer>,
    parts: &[&RollupLine],
) -> (Outgoing, RollupLine) {
    match try_make(device, officer, parts, &[]) {
        Rolled::Made(file, line) => (file, *line),
        Rolled::Undecided(doubts) => panic!("{doubts:?}"),
    }
}

/// Every file that travels in one, taken in by hand; how many roll-ups.
pub fn takes(device: &Device, file: &Outgoing) -> usize {
    let bytes = file.bytes.to_vec();
    let (unpacked, blobs) = handle(Request::UnpackSeveral, vec![bytes.clone()]);
    let files = match unpacked {
        Response::Several(names) if !names.is_empty() => blobs,
        _ => vec![bytes],
    };
    let taken = files.iter().map(|file| device.take_by_hand(file));
    taken.filter(|outcome| matches!(outcome, ReceiveOutcome::Rollup(_))).count()
}

fn recognised(drive: &Flaky) -> (Device, Officer) {
    let (unit, nam, mai) = (Device::opened("h"), Officer::new("nam"), Officer::new("mai"));
    hands_up(&unit, drive, "Lần một");
    acquaint(&nam, &mai, drive);
    nam.opens();
    nam.says(Verdict::Agree, "").unwrap();
    nam.steps(CaseState::Passed, "").unwrap();
    nam.decides("12-QĐ/ĐTN").unwrap();
    nam.collects(drive);
    (unit, nam)
}

#[test]
fn a_unit_that_was_recognised_is_counted_by_its_commune_the_province_and_the_centre() {
    let drive = Flaky::new("len");
    let (_, nam) = recognised(&drive);
    let (file, line) = makes(&nam.device, Some(&nam), &[]);
    assert_eq!((line.office.id.as_str(), line.seq, line.own), (OFFICE, 1, true));
    assert_eq!((line.totals.counts.units, line.totals.counts.recognised), (1, 1));
    assert!(line.signer.key.is_some(), "signed like every document");

    let province = Device::new("tinh");
    province.speaks_for("tinh-doan", "Tỉnh Đoàn");
    assert_eq!(takes(&province, &file), 1);
    let offered = opened(&province.tab()).offered(&UnitId::from("tinh-doan"), CYCLE);
    assert_eq!(offered.iter().map(|(line, _)| &line.digest).collect::<Vec<_>>(), [&line.digest]);
    assert!(!offered[0].0.own);
    let (up, of_province) = makes(&province, None, &[&offered[0].0]);

    let centre = Device::new("tw");
    centre.speaks_for("trung-uong", "Trung ương Đoàn");
    assert_eq!(takes(&centre, &up), 2, "what is below travels along");
    let (_, of_centre) = makes(&centre, None, &[&of_province]);
    assert_eq!(of_centre.totals.counts, line.totals.counts);
    let tab = centre.tab();
    let rolling = opened(&tab);
    let top = tab.run(rolling.open(&of_centre.digest)).unwrap();
    assert_eq!((top.odd, top.whole), (vec![], Some(of_centre.totals)));
    // Down to the unit's row, and from there to its submission, which the commune has.
    let province = tab.run(rolling.open(&top.file.body.parts[0].digest)).unwrap();
    let commune = tab.run(rolling.open(&province.file.body.parts[0].digest)).unwrap();
    let row = &commune.file.body.rows[0];
    assert_eq!(
        (row.unit.as_ref().unwrap().as_str(), row.standing),
        (UNIT, UnitStanding::Recognised)
    );
    assert_eq!(row.decision.as_ref().unwrap().number, "12-QĐ/ĐTN");
    assert!(nam.device.received().iter().any(|it| Some(&it.digest) == row.digest.as_ref()));
}

#[test]
fn what_two_offices_both_received_is_decided_by_a_person() {
    let drive = Flaky::new("len");
    let (unit, nam) = recognised(&drive);
    let (file, line) = makes(&nam.device, Some(&nam), &[]);
    // The unit handed the same up to the province's office, too.
    let province = Officer::new("tinh");
    province.device.speaks_for("tinh-doan", "Tỉnh Đoàn");
    province.collects(&drive);
    takes(&province.device, &file);
    let Rolled::Undecided(doubts) = try_make(&province.device, None, &[&line], &[]) else {
        panic!("counted twice")
    };
    assert!(matches!(&doubts[..], [RollupDoubt::Twice { unit, here: true, .. }] if unit == UNIT));
    assert_eq!(province.device.rows::<RollupLine>(tables::ROLLUPS).len(), 1, "nothing was made");
    let part = Choice::Part(UnitId::from(OFFICE));
    let Rolled::Made(_, made) = try_make(&province.device, None, &[&line], &[(UNIT, part)]) else {
        panic!("not made")
    };
    assert_eq!((made.seq, made.totals.counts.units, made.totals.counts.recognised), (1, 1, 1));
    drop(unit);
}

#[test]
fn two_tabs_that_roll_up_at_once_make_two_versions() {
    let drive = Flaky::new("len");
    let (_, nam) = recognised(&drive);
    let device = &nam.device;
    let tabs = [device.tab(), Tab::open(&device.browser)];
    let rolling = [0, 1].map(|at| opened(&tabs[at]));
    let rows = rows(&tabs[0], rolling[0], Some(&nam));
    tabs.iter().for_each(|tab| tab.engine.close());
    let making = [0, 1].map(|at| {
        let (rolling, rows) = (rolling[at], rows.clone());
        tabs[at].start(async move { rolling.make(CYCLE, rows, vec![], BTreeMap::new()).await })
    });
    tabs.iter().for_each(|tab| tab.engine.open());
    device.browser.idle();
    making.iter().for_each(|made| assert!(made.take().unwrap().is_ok()));
    let mut lines = device.rows::<RollupLine>(tables::ROLLUPS);
    lines.sort_by_key(|line| line.seq);
    assert_eq!(lines.iter().map(|line| line.seq).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(lines[1].parent.as_ref(), Some(&lines[0].digest));
    lines.iter().for_each(|line| assert!(!device.document(&line.digest).is_empty()));
}

#[test]
fn a_later_version_is_offered_and_the_older_count_is_told_to_be_behind() {
    let drive = Flaky::new("len");
    let (_, nam) = recognised(&drive);
    let (first, old) = makes(&nam.device, Some(&nam), &[]);
    let province = Device::new("tinh");
    province.speaks_for("tinh-doan", "Tỉnh Đoàn");
    takes(&province, &first);
    let (_, counted) = makes(&province, None, &[&old]);
    let (second, new) = makes(&nam.device, Some(&nam), &[]);
    takes(&province, &second);
    // Twice is once.
    takes(&province, &first);
    let tab = province.tab();
    let rolling = opened(&tab);
    let offered = rolling.offered(&UnitId::from("tinh-doan"), CYCLE);
    assert_eq!((offered.len(), &offered[0].0.digest, offered[0].1), (1, &new.digest, 0));
    let odd = tab.run(rolling.open(&counted.digest)).unwrap().odd;
    let office = old.office.name;
    assert_eq!(odd, [RollupOddity::Newer { office, counted: 1, latest: 2 }]);
}

#[test]
fn a_roll_up_in_the_name_of_a_known_office_by_somebody_else_is_not_offered() {
    let drive = Flaky::new("len");
    let (_, nam) = recognised(&drive);
    let (file, _) = makes(&nam.device, Some(&nam), &[]);
    let province = Device::new("tinh");
    province.speaks_for("tinh-doan", "Tỉnh Đoàn");
    takes(&province, &file);
    let stranger = Device::new("la");
    stranger.speaks_for(OFFICE, "Thành Đoàn Bình Hải");
    let (forged, _) = makes(&stranger, None, &[]);
    let (forged_again, line) = makes(&stranger, None, &[]);
    takes(&province, &forged);
    takes(&province, &forged_again);
    assert_eq!(line.seq, 2);
    let rolling = opened(&province.tab());
    let offered = rolling.offered(&UnitId::from("tinh-doan"), CYCLE);
    assert_eq!(offered.iter().map(|(line, _)| line.seq).collect::<Vec<_>>(), [1]);
    // Kept, and shown for what it is.
    let all = rolling.lines.get_untracked();
    assert_eq!(all.iter().filter(|line| rolling.is_apart(line)).count(), 2);
}
