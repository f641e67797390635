//! What somebody else sends may not do to the list of units.

use crate::support::{Device, desk::Officer, forged, small_set, tab::Tab};
use bcd_app::roll::Rolls;
use bcd_core::upper::roll::{Roll, cells, heads::understand, import::plan};
use reactive_graph::prelude::*;
use std::rc::Rc;

fn list(tab: &Rc<Tab>, names: &str) -> Rolls {
    let rolls = tab.act(|| Rolls::of(&tab.services()));
    tab.run(rolls.read()).unwrap();
    tab.run(tab.services().received.loaded()).unwrap();
    let rows = cells::rows(names).unwrap();
    let plan = plan(&Roll::default(), &rows, &understand(&rows));
    tab.run(rolls.import(&plan)).unwrap();
    rolls
}

fn sent(device: &str, name: &str) -> Vec<u8> {
    let unit = Device::of_unit(device, "unit-1", name);
    unit.document(&unit.freeze(&small_set()).digest)
}

#[test]
fn what_somebody_else_sends_in_a_units_name_does_not_say_which_line_it_is() {
    let nam = Officer::new("nam");
    nam.device.take_by_hand(&sent("u1", "Đoàn xã Một"));
    // A later number, under the name of another line, by nobody known.
    let other = forged(&sent("x", "Đoàn xã Hai"), |said| said["seq"] = 9.into());
    nam.device.take_by_hand(&other);
    let tab = nam.device.tab();
    let rolls = list(&tab, "Tên đơn vị\tCụm\nĐoàn xã Một\tCụm 1\nĐoàn xã Hai\tCụm 1\n");
    let strays = rolls.strays("2026");
    assert_eq!(tab.run(rolls.match_all(&strays)).unwrap(), 1);
    let roll = rolls.roll.get_untracked().unwrap();
    let matched: Vec<&str> =
        roll.live().filter(|it| it.unit.is_some()).map(|it| it.name.as_str()).collect();
    assert_eq!(matched, ["Đoàn xã Một"]);
}

#[test]
fn a_year_far_ahead_is_not_the_one_that_the_desk_opens_with() {
    let nam = Officer::new("nam");
    nam.device.take_by_hand(&sent("u1", "Đoàn xã Một"));
    for number in 1..=3 {
        let far = |said: &mut serde_json::Value| {
            (said["cycle"], said["seq"]) = ("2099".into(), number.into());
        };
        nam.device.take_by_hand(&forged(&sent("u1", "Đoàn xã Một"), far));
    }
    let tab = nam.device.tab();
    let rolls = list(&tab, "Tên đơn vị\tCụm\nĐoàn xã Một\tCụm 1\n");
    assert_eq!((rolls.last_cycle().as_str(), rolls.usual_cycle().as_str()), ("2026", "2026"));
}
