//! Roll-ups of offices that nobody here knows yet: what they may do at the desk of the level above, and what
//! they may not.

use crate::{
    rolling::{makes, opened, recognised, takes},
    support::{Device, Flaky, desk::OFFICE},
};
use bcd_app::rolling::{Chosen, OfferedRollup, Rolling};
use bcd_core::{
    format::rollup::RollupLine,
    id::UnitId,
    signer::{Pin, Role},
};

fn province() -> Device {
    let province = Device::new("tinh");
    province.speaks_for("tinh-doan", "Tỉnh Đoàn");
    province
}

fn offered(rolling: Rolling, chosen: &Chosen) -> Vec<OfferedRollup> {
    rolling.offered(&UnitId::from("tinh-doan"), "2026", chosen)
}

/// Of each that is offered: its office, whether it counts, and whose counts it already.
fn said(all: &[OfferedRollup]) -> Vec<(&str, bool, Option<&str>)> {
    all.iter().map(|it| (it.line.office.id.as_str(), it.counts, it.within.as_deref())).collect()
}

/// A person compares the words of the device that signed a roll-up.
pub fn compares(device: &Device, line: &RollupLine) {
    let tab = device.tab();
    let (office, key) = (&line.office, line.signer.key.as_ref().unwrap());
    let services = tab.services();
    let judged = services.receiving.judge(Role::Unit, &office.id, key, &office.name, Pin::Compared);
    tab.run(judged).unwrap();
}

/// A commune's roll-up at a province, and a stranger's that names it as its part.
fn named_by_a_stranger() -> (Device, RollupLine, RollupLine) {
    let (_, nam) = recognised(&Flaky::new("xa"));
    let (file, line) = makes(&nam.device, Some(&nam), &[]);
    let stranger = Device::new("la");
    stranger.speaks_for("la", "Đoàn lạ");
    takes(&stranger, &file);
    let (named, of_stranger) = makes(&stranger, None, &[&line]);
    let province = province();
    takes(&province, &file);
    takes(&province, &named);
    (province, line, of_stranger)
}

#[test]
fn a_strangers_roll_up_takes_no_other_out_of_the_sum() {
    let (province, honest, of_stranger) = named_by_a_stranger();
    // Nobody compared anything yet: neither counts, and neither is said to count the other.
    let none = Chosen::new();
    let rolling = opened(&province.tab());
    let all = offered(rolling, &none);
    assert!(all.iter().all(|it| it.is_unconfirmed() && it.is_entangled));
    assert_eq!(said(&all), [("la", false, None), (OFFICE, false, None)]);
    // Nor by one act for all: a person chooses between them.
    assert_eq!(rolling.all_offered(&UnitId::from("tinh-doan"), "2026"), none);
    // Once the commune's words are compared, its roll-up counts, whatever the stranger says of it.
    compares(&province, &honest);
    let rolling = opened(&province.tab());
    assert_eq!(said(&offered(rolling, &none)), [("la", false, None), (OFFICE, true, None)]);
    // Whom a person chooses is believed.
    let chosen = Chosen::from([(of_stranger.digest.clone(), true)]);
    let counted = Some("Đoàn lạ");
    assert_eq!(said(&offered(rolling, &chosen)), [("la", true, None), (OFFICE, false, counted)]);
    // Or whose words were compared, too.
    compares(&province, &of_stranger);
    let rolling = opened(&province.tab());
    assert_eq!(said(&offered(rolling, &none)), [("la", true, None), (OFFICE, false, counted)]);
}

#[test]
fn a_province_whose_communes_send_for_the_first_time_counts_them_all_by_one_act() {
    let province = province();
    let mut lines = Vec::new();
    for number in 0..4 {
        let commune = Device::new(&format!("xa-{number}"));
        commune.speaks_for(&format!("xa-{number}"), &format!("Đoàn xã {number}"));
        let (file, line) = makes(&commune, None, &[]);
        takes(&province, &file);
        lines.push(line);
    }
    compares(&province, &lines[3]);
    let rolling = opened(&province.tab());
    let counts = |all: Vec<OfferedRollup>| all.iter().map(|it| it.counts).collect::<Vec<_>>();
    assert_eq!(counts(offered(rolling, &Chosen::new())), [false, false, false, true]);
    let all = rolling.all_offered(&UnitId::from("tinh-doan"), "2026");
    assert_eq!(counts(offered(rolling, &all)), [true; 4]);
    // One of them is taken out again by hand.
    let mut chosen = all;
    chosen.insert(lines[1].digest.clone(), false);
    assert_eq!(counts(offered(rolling, &chosen)), [true, false, true, true]);
}

#[test]
fn a_stranger_in_an_offices_name_makes_no_roll_up_look_behind() {
    let (_, nam) = recognised(&Flaky::new("xa"));
    let (file, line) = makes(&nam.device, Some(&nam), &[]);
    let province = province();
    takes(&province, &file);
    let (_, own) = makes(&province, None, &[&line]);
    let stranger = Device::new("la");
    stranger.speaks_for(OFFICE, "Thành Đoàn Bình Hải");
    for _ in 0..2 {
        takes(&province, &makes(&stranger, None, &[]).0);
    }
    let tab = province.tab();
    assert_eq!(tab.run(opened(&tab).open(&own.digest)).unwrap().odd, []);
}
