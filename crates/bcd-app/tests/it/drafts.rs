//! Stories of an upper level that writes its pack: kept like everything else, published by a person.

mod versions;

use crate::support::{DOWN, Device, Flaky, tab::Tab};
use bcd_app::{
    disk::SaveState,
    drafts::{DraftSource, Drafts, OpenDraft, PublishError},
    exchange::outgoing::SendError,
    store::{StoreError, tables},
};
use bcd_core::{
    format::pack::PackLine,
    id::ItemId,
    upper::pack_draft::{
        command::DraftCommand,
        table::{cells, recognise},
    },
};
use reactive_graph::prelude::*;

const TEXT: &str = "item/1.1.1/text";

// The browser of an upper level that has said for whom it publishes.
fn upper() -> Device {
    let device = Device::of_unit("a", "cap-tren", "Thành Đoàn Bình Hải");
    device.speaks();
    device
}

fn drafts(tab: &Tab) -> Drafts {
    Drafts::new(&tab.services().packs)
}

fn begun(tab: &Tab, source: DraftSource) -> String {
    tab.run(drafts(tab).begin(source)).unwrap()
}

fn opened(tab: &Tab, id: &str) -> OpenDraft {
    let stored = tab.run(drafts(tab).read(id)).unwrap().unwrap();
    tab.at_once(|| stored.open())
}

fn writes(tab: &Tab, open: OpenDraft, path: &str, text: &str) {
    tab.act(|| open.does(DraftCommand::Write(path.to_owned(), text.to_owned())));
}

fn text(open: OpenDraft, path: &str) -> String {
    open.draft
        .with_untracked(|draft| draft.value(path)["vi"].as_str().unwrap_or_default().to_owned())
}

// A draft of the shipped set with a name: nothing holds it back.
fn named(tab: &Tab) -> (String, OpenDraft) {
    let id = begun(tab, DraftSource::Shipped);
    let open = opened(tab, &id);
    writes(tab, open, "title", "Hướng dẫn năm 2027");
    (id, open)
}

fn packs(device: &Device) -> Vec<PackLine> {
    let mut lines = device.rows::<PackLine>(tables::PACKS);
    lines.sort_by_key(|line| line.version);
    lines
}

#[test]
fn every_change_is_on_the_disk_and_several_drafts_are_kept_apart() {
    let device = upper();
    let tab = device.tab();
    let (first, open) = named(&tab);
    let (second, _) = named(&tab);
    writes(&tab, open, TEXT, "Nắm tình hình đoàn viên");
    assert!(tab.work.save.get_untracked() == SaveState::Saved && !open.is_unsaved());
    device.restart();
    let tab = device.tab();
    assert_eq!(text(opened(&tab, &first), TEXT), "Nắm tình hình đoàn viên");
    assert_eq!(text(opened(&tab, &second), TEXT), "Nội dung");
    let lines = tab.run(drafts(&tab).list()).unwrap();
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line.title.vi == "Hướng dẫn năm 2027" && line.published == 0));
    // A draft is no dossier.
    assert_eq!(tab.work.dossiers.with_untracked(Vec::len), 1);
}

#[test]
fn of_two_tabs_neither_overwrites_the_other() {
    let device = upper();
    let (one, two) = (device.tab(), Tab::open(&device.browser));
    let (id, first) = named(&one);
    let second = opened(&two, &id);
    // Other fields: both are there, in both.
    writes(&one, first, TEXT, "của thẻ một");
    writes(&two, second, "note", "của thẻ hai");
    for (tab, open) in [(&one, first), (&two, second)] {
        tab.run(open.refresh()).unwrap();
        assert_eq!(
            (text(open, TEXT).as_str(), text(open, "note").as_str()),
            ("của thẻ một", "của thẻ hai")
        );
        assert!(open.beside.get_untracked().is_empty());
    }
    // The same field, and neither has seen the other's: the later hand stands, the other is shown.
    for tab in [&one, &two] {
        tab.gates.writes.close();
    }
    writes(&one, first, TEXT, "một nữa");
    writes(&two, second, TEXT, "hai nữa");
    for tab in [&one, &two] {
        tab.gates.writes.open();
        device.browser.idle();
    }
    one.run(first.refresh()).unwrap();
    two.run(second.refresh()).unwrap();
    assert_eq!((text(first, TEXT), text(second, TEXT)), ("hai nữa".into(), "hai nữa".into()));
    let beside = first.beside.get_untracked();
    assert_eq!(beside.len(), 1);
    assert_eq!(beside[0].others[0].v["vi"], "một nữa");
    // Whatever is written on, it stays at hand until a person decides.
    writes(&two, second, TEXT, "hai nữa, sửa");
    one.run(first.refresh()).unwrap();
    let conflict = first.beside.get_untracked().remove(0);
    one.run(first.decide(&conflict, conflict.others[0].v.clone())).unwrap();
    assert_eq!((text(first, TEXT).as_str(), first.beside.get_untracked()), ("một nữa", vec![]));
    two.run(second.refresh()).unwrap();
    assert_eq!((text(second, TEXT).as_str(), second.beside.get_untracked()), ("một nữa", vec![]));
}

#[test]
fn what_a_full_storage_refuses_stays_at_hand_wherever_the_person_goes_and_is_written_later() {
    let device = upper();
    let tab = device.tab();
    let (id, open) = named(&tab);
    device.browser.shelf.refuses.set(Some(StoreError::Quota));
    writes(&tab, open, TEXT, "chưa lưu được");
    writes(&tab, open, "note", "cũng chưa");
    assert_eq!(tab.work.save.get_untracked(), SaveState::Failed(StoreError::Quota));
    assert!(open.is_unsaved() && tab.work.is_unsaved());
    // The draft is left and opened again.
    let again = opened(&tab, &id);
    assert_eq!(text(again, TEXT), "chưa lưu được");
    assert!(again.is_unsaved());
    // So it goes into a backup, too.
    let backup = tab.run(tab.services().backups.make()).unwrap();
    let other = Device::new("m");
    other.restore(&backup.0.bytes.to_vec());
    assert_eq!(text(opened(&other.tab(), &id), "note"), "cũng chưa");
    device.browser.shelf.refuses.set(None);
    tab.act(|| tab.work.retry_saving());
    assert!(tab.work.save.get_untracked() == SaveState::Saved && !again.is_unsaved());
    let other = Tab::open(&device.browser);
    let read = opened(&other, &id);
    assert_eq!(
        (text(read, TEXT).as_str(), text(read, "note").as_str()),
        ("chưa lưu được", "cũng chưa")
    );
}

#[test]
fn the_last_changes_are_undone_on_the_disk_too() {
    let device = upper();
    let tab = device.tab();
    let (id, open) = named(&tab);
    let before = open.draft.get_untracked().pack();
    for typed in ["M", "Mộ", "Một"] {
        tab.act(|| open.types(DraftCommand::Write(TEXT.to_owned(), typed.to_owned())));
    }
    tab.act(|| open.end_typing());
    tab.act(|| open.does(DraftCommand::AddItem("1.1".to_owned())));
    for _ in 0..2 {
        tab.act(|| open.undo());
    }
    assert_eq!(open.draft.get_untracked().pack(), before);
    let other = Tab::open(&device.browser);
    let read = opened(&other, &id);
    assert_eq!(read.draft.get_untracked().pack(), before);
}

#[test]
fn nothing_is_published_while_faults_stand_and_then_each_time_the_next_version() {
    let device = upper();
    let tab = device.tab();
    let id = begun(&tab, DraftSource::Shipped);
    // It has no name yet.
    assert!(matches!(tab.run(drafts(&tab).publish(&id)), Err(PublishError::Faults(1))));
    assert!(packs(&device).is_empty());
    let open = opened(&tab, &id);
    writes(&tab, open, "title", "Hướng dẫn năm 2027");
    let (_, version) = tab.run(drafts(&tab).publish(&id)).unwrap();
    assert_eq!((version, packs(&device).len()), (1, 1));
    // An item that means something else now asks first.
    writes(&tab, open, TEXT, "Tổ chức đại hội chi đoàn đúng nhiệm kỳ");
    assert!(matches!(tab.run(drafts(&tab).publish(&id)), Err(PublishError::Faults(1))));
    tab.run(open.refresh()).unwrap();
    tab.act(|| open.does(DraftCommand::Agree(ItemId::from("1.1.1"))));
    let (_, version) = tab.run(drafts(&tab).publish(&id)).unwrap();
    assert_eq!(version, 2);
    let lines = packs(&device);
    assert!(
        lines.len() == 2 && lines[0].pack == lines[1].pack && lines[1].by == "Thành Đoàn Bình Hải"
    );
    let made = tab.run(tab.services().packs.pack(&lines[1].digest)).unwrap();
    assert_eq!(
        (made.set.version, made.set.items().next().unwrap().1.text.vi.as_str()),
        (2, "Tổ chức đại hội chi đoàn đúng nhiệm kỳ")
    );
    assert_eq!(tab.run(drafts(&tab).list()).unwrap()[0].published, 2);
}

#[test]
fn nothing_is_published_before_a_person_says_for_whom_and_the_draft_waits() {
    let device = Device::of_unit("a", "cap-tren", "Thành Đoàn Bình Hải");
    let tab = device.tab();
    let (id, _) = named(&tab);
    let refused = tab.run(drafts(&tab).publish(&id));
    assert!(matches!(refused, Err(PublishError::Send(SendError::NoOffice))));
    assert!(packs(&device).is_empty());
    assert_eq!(tab.run(drafts(&tab).list()).unwrap()[0].published, 0);
    device.speaks_for("tinh", "Tỉnh đoàn Bình Hải");
    let tab = device.tab();
    assert_eq!(tab.run(drafts(&tab).publish(&id)).unwrap().1, 1);
    // Whoever's dossier is open: the office publishes.
    assert_eq!(packs(&device)[0].by, "Tỉnh đoàn Bình Hải");
}

#[test]
fn last_years_pack_goes_on_as_its_next_version_and_anothers_becomes_ones_own() {
    let device = upper();
    let tab = device.tab();
    let (id, open) = named(&tab);
    tab.act(|| open.does(DraftCommand::AddItem("1.1".to_owned())));
    writes(&tab, open, "item/1.1.2/text", "Nội dung thêm");
    tab.act(|| open.does(DraftCommand::Retire(ItemId::from("1.1.2"), true)));
    tab.run(drafts(&tab).publish(&id)).unwrap();
    let own = packs(&device).remove(0);
    let next = begun(&tab, DraftSource::Pack(own.digest.clone()));
    let open = opened(&tab, &next);
    assert_eq!(text(open, "title"), "Hướng dẫn năm 2027");
    tab.act(|| open.does(DraftCommand::AddItem("1.1".to_owned())));
    // 1.1.2 was given once.
    assert!(open.draft.with_untracked(|draft| draft.value("item/1.1.3/group") == "1.1"));
    writes(&tab, open, "item/1.1.3/text", "Nội dung khác");
    assert_eq!(tab.run(drafts(&tab).publish(&next)).unwrap().1, 2);

    // Another upper level takes it for its own: another pack, with a name of its own.
    let other = Device::of_unit("b", "xa", "Đoàn xã");
    other.speaks();
    other.take_by_hand(&device.document(&own.digest));
    let tab = other.tab();
    let id = begun(&tab, DraftSource::Pack(own.digest.clone()));
    let open = opened(&tab, &id);
    assert_eq!(text(open, "title"), "");
    writes(&tab, open, "title", "Hướng dẫn của xã");
    let (_, version) = tab.run(drafts(&tab).publish(&id)).unwrap();
    let line = packs(&other).into_iter().find(PackLine::is_own).unwrap();
    assert!(version == 1 && line.pack != own.pack);
}

#[test]
fn a_pasted_table_becomes_a_draft() {
    let device = upper();
    let tab = device.tab();
    let pasted = "TT\tNội dung\tĐiều kiện\tĐiểm\n1\tKế hoạch năm\tCó\t12\n\t\tKhông\t0\n";
    let id = begun(&tab, DraftSource::Table(recognise(&cells(pasted), None).criteria));
    let open = opened(&tab, &id);
    writes(&tab, open, "title", "Bảng chấm điểm");
    let (_, version) = tab.run(drafts(&tab).publish(&id)).unwrap();
    let made = tab.run(tab.services().packs.pack(&packs(&device)[0].digest)).unwrap();
    let items: Vec<_> =
        made.set.items().map(|(_, item)| (item.id.0.as_str(), item.max().to_string())).collect();
    assert_eq!((version, items), (1, vec![("1", "12".to_owned())]));
    assert!(!made.set.sample && !made.deadlines.deadlines.is_empty());
}

#[test]
fn drafts_are_in_backups_and_merge_when_they_come_back() {
    let device = upper();
    let tab = device.tab();
    let (id, open) = named(&tab);
    writes(&tab, open, TEXT, "trước sao lưu");
    let backup = device.backup();
    let other = Device::new("m");
    other.restore(&backup);
    let there = opened(&other.tab(), &id);
    assert_eq!(there.draft.get_untracked().pack(), open.draft.get_untracked().pack());
    assert_eq!(other.tab().run(drafts(&other.tab()).list()).unwrap().len(), 1);
    // What was written since stays; what the backup lacks is not taken away.
    writes(&tab, open, TEXT, "sau sao lưu");
    device.restore(&backup);
    assert_eq!(text(opened(&device.tab(), &id), TEXT), "sau sao lưu");
    // Written on in both: both values are kept.
    writes(&other.tab(), there, TEXT, "ở máy kia");
    device.restore_compared(&other.backup());
    let merged = opened(&device.tab(), &id);
    assert_eq!(merged.beside.get_untracked().len(), 1);
}

#[test]
fn a_draft_goes_nowhere_by_itself() {
    let device = upper();
    let tab = device.tab();
    let (_, open) = named(&tab);
    writes(&tab, open, TEXT, "BÍ-MẬT-CỦA-NHÁP");
    let drive = Flaky::new("cap-tren");
    device.sync(&drive, DOWN);
    let all: Vec<u8> = drive.memory.files().into_values().flatten().collect();
    assert!(!String::from_utf8_lossy(&all).contains("BÍ-MẬT-CỦA-NHÁP"));
}

#[test]
fn a_draft_that_is_thrown_away_is_kept_and_a_field_that_cannot_be_read_too() {
    let device = upper();
    let tab = device.tab();
    let (id, open) = named(&tab);
    writes(&tab, open, TEXT, "giữ lại");
    tab.run(drafts(&tab).set_gone(&id, true)).unwrap();
    assert!(tab.run(drafts(&tab).list()).unwrap()[0].gone);
    tab.run(drafts(&tab).set_gone(&id, false)).unwrap();
    assert_eq!(text(opened(&tab, &id), TEXT), "giữ lại");
    let key = tables::field(&format!("draft/{id}"), "note");
    device.browser.shelf.lay(tables::FIELDS, &key, "9 mới hơn");
    device.restart();
    let tab = device.tab();
    let open = opened(&tab, &id);
    assert!(tab.work.unread.get_untracked().contains(&format!("{}/{key}", tables::FIELDS)));
    writes(&tab, open, "note", "viết đè");
    let lost = device.browser.shelf.memory.rows(tables::LOST, &key);
    assert!(lost.into_iter().any(|(_, value)| value.text().as_deref() == Some("9 mới hơn")));
}
