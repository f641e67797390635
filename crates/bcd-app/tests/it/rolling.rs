//! Rolling up, on the use-cases: an office with two tabs, its upper level, and the files between them.

use super::support::{
    Device, Flaky,
    desk::{OFFICE, Officer, acquaint, hands_up},
    device::UNIT,
    tab::Tab,
};
use bcd_app::{
    exchange::{
        outgoing::{Outgoing, SendError},
        receiving::ReceiveOutcome,
    },
    roll::Rolls,
    rolling::{Chosen, OfferedRollup, Rolled, Rolling},
    rows,
    store::{Op, StoreError, tables},
};
use bcd_core::{
    engine::{Request, Response, handle},
    format::{
        problem::Code,
        rollup::{RollupLine, UnitStanding},
    },
    id::UnitId,
    intake::Summary,
    upper::{
        case::{CaseLine, CaseState, Verdict},
        roll::{Roll, cells, heads::understand, import::plan, match_unit},
        rollup::{
            make::{Choice, RollupDoubt},
            row::OwnRows,
            tree::RollupOddity,
        },
    },
};
use reactive_graph::prelude::*;
use serde_json::Value;
use std::{collections::BTreeMap, rc::Rc};

const CYCLE: &str = "2026";

type Cases = BTreeMap<(UnitId, String), CaseLine>;

/// The roll-ups of a tab, read.
pub fn opened(tab: &Rc<Tab>) -> Rolling {
    let rolling = tab.act(|| tab.services().rolling());
    tab.run(rolling.read()).unwrap();
    rolling
}

fn try_rows(
    tab: &Rc<Tab>,
    rolling: Rolling,
    officer: Option<&Officer>,
) -> Result<OwnRows, SendError> {
    let cases = officer.map(|it| it.desk.lines.get_untracked()).unwrap_or_default();
    let rolls = tab.act(|| Rolls::of(&tab.services()));
    tab.run(rolling.rows(CYCLE, rolls, &cases))
}

/// What the office knows of its units.
fn rows(tab: &Rc<Tab>, rolling: Rolling, officer: Option<&Officer>) -> OwnRows {
    try_rows(tab, rolling, officer).unwrap()
}

/// Why there are none: what is wrong, and of whom.
fn refused(device: &Device, cases: &Cases) -> Vec<(Code, Vec<String>)> {
    let tab = device.tab();
    let rolls = tab.act(|| Rolls::of(&tab.services()));
    match tab.run(opened(&tab).rows(CYCLE, rolls, cases)) {
        Err(SendError::Problems(all)) => all.into_iter().map(|it| (it.code, it.args)).collect(),
        other => panic!("{other:?}"),
    }
}

/// The line of a submission as another version of the app left it.
fn ages(device: &Device, digest: &str) {
    let row = device.browser.shelf.memory.value(tables::RECEIVED, digest);
    let mut row: Value = rows::read(&row.and_then(|value| value.text()).unwrap()).unwrap();
    (row["form"], row["marks"]) = (0.into(), "".into());
    device.browser.shelf.lay(tables::RECEIVED, digest, &rows::write(&row));
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

pub fn makes(
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
        Response::Several { names, .. } if !names.is_empty() => blobs,
        _ => vec![bytes],
    };
    let taken = files.iter().map(|file| device.take_by_hand(file));
    taken.filter(|outcome| matches!(outcome, ReceiveOutcome::Rollup(_))).count()
}

pub fn recognised(drive: &Flaky) -> (Device, Officer) {
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
    assert_eq!((line.counts.units, line.counts.recognised), (1, 1));
    assert!(line.signer.key.is_some(), "signed like every document");

    let province = Device::new("tinh");
    province.speaks_for("tinh-doan", "Tỉnh Đoàn");
    assert_eq!(takes(&province, &file), 1);
    let offered =
        opened(&province.tab()).offered(&UnitId::from("tinh-doan"), CYCLE, &Chosen::new());
    assert_eq!(offered.iter().map(|it| &it.line.digest).collect::<Vec<_>>(), [&line.digest]);
    assert!(!offered[0].line.own);
    let (up, of_province) = makes(&province, None, &[&offered[0].line]);

    let centre = Device::new("tw");
    centre.speaks_for("trung-uong", "Trung ương Đoàn");
    assert_eq!(takes(&centre, &up), 2, "what is below travels along");
    let rolling = opened(&centre.tab());
    let chosen = Chosen::from([(of_province.digest.clone(), true)]);
    let offered = rolling.offered(&UnitId::from("trung-uong"), CYCLE, &chosen);
    let within = |it: &OfferedRollup| (it.line.office.name.clone(), it.within.clone());
    let mut within: Vec<_> = offered.iter().map(within).collect();
    within.sort();
    let counted = Some("Tỉnh Đoàn".to_owned());
    assert_eq!(within, [(line.office.name.clone(), counted), ("Tỉnh Đoàn".into(), None)]);
    let (_, of_centre) = makes(&centre, None, &[&of_province]);
    assert_eq!(of_centre.counts, line.counts);
    let tab = centre.tab();
    let rolling = opened(&tab);
    let top = tab.run(rolling.open(&of_centre.digest)).unwrap();
    assert_eq!((top.odd, top.whole), (vec![], Some(top.file.body.totals.clone())));
    // Down to the unit's row, and from there to its submission, which the commune has.
    let province = tab.run(rolling.open(&top.file.body.parts[0].digest)).unwrap();
    let commune = tab.run(rolling.open(&province.file.body.parts[0].digest)).unwrap();
    let row = &commune.file.body.rows[0];
    assert_eq!(
        (row.unit.as_ref().unwrap().as_str(), row.standing),
        (UNIT, UnitStanding::Sent(CaseState::Recognised))
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
    assert_eq!((made.seq, made.counts.units, made.counts.recognised), (1, 1, 1));
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
    let offered = rolling.offered(&UnitId::from("tinh-doan"), CYCLE, &Chosen::new());
    assert_eq!((offered.len(), &offered[0].line.digest, offered[0].forks), (1, &new.digest, 0));
    let odd = tab.run(rolling.open(&counted.digest)).unwrap().odd;
    let office = old.office.name.clone();
    let newer = [RollupOddity::Newer { office, counted: 1, latest: 2 }];
    assert_eq!(odd, newer);
    // Also where the office is not the province's own part, but lies below one of its parts.
    let centre = Device::new("tw");
    centre.speaks_for("trung-uong", "Trung ương Đoàn");
    let (up, of_province) = makes(&province, None, &[&old]);
    takes(&centre, &up);
    takes(&centre, &second);
    let (_, top) = makes(&centre, None, &[&of_province]);
    let tab = centre.tab();
    assert_eq!(tab.run(opened(&tab).open(&top.digest)).unwrap().odd, newer);
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
    let offered = rolling.offered(&UnitId::from("tinh-doan"), CYCLE, &Chosen::new());
    assert_eq!(offered.iter().map(|it| it.line.seq).collect::<Vec<_>>(), [1]);
    // Kept, and shown for what it is.
    let all = rolling.lines.get_untracked();
    assert_eq!(all.iter().filter(|line| rolling.is_apart(line)).count(), 2);
}

#[test]
fn lines_of_another_version_are_made_anew_before_they_are_rolled_up() {
    let drive = Flaky::new("len");
    let (_, nam) = recognised(&drive);
    let tab = nam.device.tab();
    let before = rows(&tab, opened(&tab), Some(&nam));
    assert!(!before.rows[0].items.is_empty());
    ages(&nam.device, before.rows[0].digest.as_ref().unwrap());
    assert_eq!(rows(&tab, opened(&tab), Some(&nam)), before);
}

#[test]
fn a_unit_whose_line_cannot_be_read_is_named_and_nothing_is_rolled_up() {
    let drive = Flaky::new("len");
    let (_, nam) = recognised(&drive);
    let Summary { digest, name, .. } = nam.device.received().remove(0);
    ages(&nam.device, &digest);
    nam.device.browser.shelf.memory.write(vec![Op::Delete(tables::DOCUMENTS, digest)]);
    // What was said of items asks for a document that is gone; it is not that which is told.
    let cases = nam.desk.lines.get_untracked();
    nam.device.restart();
    assert_eq!(refused(&nam.device, &cases), [(Code::LineUnread, vec![name])]);
}

#[test]
fn a_unit_whose_document_is_gone_is_named_though_its_line_is_good() {
    let drive = Flaky::new("len");
    let (_, nam) = recognised(&drive);
    let Summary { digest, name, .. } = nam.device.received().remove(0);
    nam.device.browser.shelf.memory.write(vec![Op::Delete(tables::DOCUMENTS, digest)]);
    let cases = nam.desk.lines.get_untracked();
    assert_eq!(refused(&nam.device, &cases), [(Code::LineUnread, vec![name])]);
}

#[test]
fn a_listed_unit_whose_line_was_made_anew_is_rolled_up_with_its_items() {
    let drive = Flaky::new("len");
    let (_, nam) = recognised(&drive);
    let tab = nam.device.tab();
    let rolls = tab.act(|| Rolls::of(&tab.services()));
    tab.run(rolls.read()).unwrap();
    let rows = cells::rows("Tên đơn vị\tCụm\nĐoàn phường An Cư\tCụm 1\n").unwrap();
    let plan = plan(&Roll::default(), &rows, &understand(&rows));
    tab.run(rolls.import(&plan)).unwrap();
    let line = rolls.roll.with_untracked(|roll| roll.as_ref().unwrap().live().next().cloned());
    let line = line.unwrap();
    tab.run(rolls.set(vec![match_unit(&line.id, Some(&UNIT.into()))])).unwrap();
    ages(&nam.device, &nam.device.received()[0].digest);
    let rows = self::rows(&tab, opened(&tab), Some(&nam));
    let [row] = &rows.rows[..] else { panic!("{rows:?}") };
    assert_eq!((row.line.as_ref(), row.items.is_empty()), (Some(&line.id), false));
}

#[test]
fn who_is_told_that_no_roll_up_was_made_finds_none_and_the_next_one_is_the_next() {
    let drive = Flaky::new("len");
    let (_, nam) = recognised(&drive);
    let (file, below) = makes(&nam.device, Some(&nam), &[]);
    let province = Device::new("tinh");
    province.speaks_for("tinh-doan", "Tỉnh Đoàn");
    takes(&province, &file);
    let tab = province.tab();
    let rolling = opened(&tab);
    let make =
        || rolling.make(CYCLE, OwnRows::default(), vec![below.digest.clone()], BTreeMap::new());
    let mut failed = 0;
    loop {
        // The worker stops after so many answers: at last, where the files are put into one.
        tab.answers.set(failed);
        match tab.run(make()) {
            Err(_) => failed += 1,
            Ok(Rolled::Made(_, line)) => break assert_eq!(line.seq, 1),
            Ok(other) => panic!("{other:?}"),
        }
        assert_eq!(province.rows::<RollupLine>(tables::ROLLUPS).len(), 1, "after {failed}");
    }
    assert!(failed >= 3, "made, looked at, and put into one file: {failed}");
}

#[test]
fn a_roll_up_that_is_stored_is_made_also_where_the_others_cannot_be_read_again() {
    let drive = Flaky::new("len");
    let (_, nam) = recognised(&drive);
    let tab = nam.device.tab();
    let rolling = opened(&tab);
    let rows = rows(&tab, rolling, Some(&nam));
    tab.gates.answers.close();
    let making = tab.start(async move { rolling.make(CYCLE, rows, vec![], BTreeMap::new()).await });
    assert!(making.borrow().is_none());
    nam.device.browser.shelf.unreadable.set(Some(StoreError::Failed));
    tab.gates.answers.open();
    nam.device.browser.idle();
    nam.device.browser.shelf.unreadable.set(None);
    let made = making.take().unwrap().unwrap();
    let Rolled::Made(_, line) = made else { panic!("{made:?}") };
    assert_eq!(rolling.lines.get_untracked(), [*line.clone()]);
    assert_eq!(nam.device.rows::<RollupLine>(tables::ROLLUPS), [*line]);
}
