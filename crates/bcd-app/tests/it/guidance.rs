//! What a pack says beside its criteria reaches the unit that follows it: deadlines, classes, templates.

use crate::{
    consent::{follow, pack, publish},
    support::Device,
};
use bcd_app::planning::Planning;
use bcd_core::{
    format::pack::{ClassLabel, Pack, guidance::Guidance},
    text::Text,
    year::{
        deadline::{DefaultDeadlines, SHIPPED},
        template::{Template, TemplateRow},
    },
};
use reactive_graph::prelude::*;

fn vi(text: &str) -> Text {
    Text { vi: text.into(), ..Text::default() }
}

fn guide() -> Pack {
    let deadlines = DefaultDeadlines::read(SHIPPED).unwrap();
    let first = deadlines.deadlines[..1].to_vec();
    let row = TemplateRow {
        id: "a".into(),
        text: vi("Ra quân Tháng Thanh niên"),
        ..TemplateRow::default()
    };
    let template = Template {
        id: "mau".into(),
        kind: vi("Kế hoạch"),
        subject: vi("Tháng Thanh niên"),
        short: vi("Tháng Thanh niên"),
        rows: vec![row],
        ..Template::default()
    };
    Pack {
        deadlines: DefaultDeadlines { deadlines: first, ..deadlines },
        classes: vec![ClassLabel { id: "tot".into(), label: vi("Tốt") }],
        templates: vec![template],
        ..pack("goi")
    }
}

fn of(device: &Device) -> Guidance {
    device.tab().services().planning.guidance.get_untracked()
}

fn offered(planning: &Planning) -> Vec<String> {
    planning.templates.with_value(|shipped| {
        let all = planning.guidance.get_untracked();
        all.all_templates(shipped).into_iter().map(|one| one.id.clone()).collect()
    })
}

#[test]
fn classes_templates_and_deadlines_of_a_pack_are_those_of_the_unit_that_follows_it() {
    let hoa = Device::opened("h");
    let before = offered(&hoa.tab().services().planning);
    assert!(of(&hoa).classes.is_empty() && of(&hoa).templates.is_empty());
    let line = publish(&hoa, &guide());
    follow(&hoa, &line.digest);
    let said = of(&hoa);
    assert_eq!(said.classes, guide().classes);
    assert_eq!(said.deadlines.deadlines, guide().deadlines.deadlines);
    let now = offered(&hoa.tab().services().planning);
    assert_eq!(now, [&["mau".to_owned()][..], &before].concat());
    hoa.restart();
    assert_eq!(of(&hoa), said);
    // Another device of the unit that takes the whole dossier has them, too.
    let lan = Device::new("l");
    lan.take_by_hand(&hoa.file_by_hand());
    assert_eq!(of(&lan), said);
    let tab = hoa.tab();
    tab.run(tab.services().packs.follow(None)).unwrap();
    assert!(of(&hoa).classes.is_empty());
    assert_eq!(offered(&hoa.tab().services().planning), before);
}

#[test]
fn a_template_of_the_upper_level_takes_the_place_of_the_apps_with_its_id() {
    let hoa = Device::opened("h");
    let mut own = guide();
    own.templates[0].id = "annual-plan".into();
    let before = offered(&hoa.tab().services().planning);
    let line = publish(&hoa, &own);
    follow(&hoa, &line.digest);
    let now = offered(&hoa.tab().services().planning);
    assert_eq!(
        (now.len(), now.iter().filter(|id| *id == "annual-plan").count()),
        (before.len(), 1)
    );
    assert_eq!(now[0], "annual-plan");
}
