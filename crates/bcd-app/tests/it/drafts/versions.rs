//! Versions of one pack: what an earlier one had is not given again, and none is written over unasked.

use super::{drafts, named, opened, packs, text, upper, writes};
use crate::support::{Device, tab::Tab};
use bcd_app::{
    drafts::{DraftSource, PublishError},
    store::{Op, tables},
};
use bcd_core::{id::ItemId, upper::pack_draft::command::DraftCommand};
use reactive_graph::prelude::*;

// Version 1 as it ships, and version 2 of the same draft with an item more.
fn two_versions(device: &Device, tab: &Tab) -> String {
    let (id, open) = named(tab);
    tab.run(drafts(tab).publish(&id)).unwrap();
    tab.act(|| open.does(DraftCommand::AddItem("1.1".to_owned())));
    writes(tab, open, "item/1.1.2/text", "Nội dung của bản 2");
    assert_eq!(tab.run(drafts(tab).publish(&id)).unwrap().1, 2);
    packs(device)[0].digest.clone()
}

#[test]
fn a_later_version_from_elsewhere_is_asked_about_and_its_items_are_retired() {
    let device = upper();
    let tab = device.tab();
    let first = two_versions(&device, &tab);
    // Begun from version 1, which knows nothing of what version 2 added.
    let other = tab.run(drafts(&tab).begin(DraftSource::Pack(first))).unwrap();
    let asked = tab.run(drafts(&tab).publish(&other));
    assert!(matches!(asked, Err(PublishError::Later(2))), "{asked:?}");
    assert_eq!(packs(&device).len(), 2);
    // Who agreed, agreed to that version.
    assert_eq!(tab.run(drafts(&tab).publish_over(&other, 2)).unwrap().1, 3);
    let made = tab.run(tab.services().packs.pack(&packs(&device)[2].digest)).unwrap();
    assert!(made.retired.contains("1.1.2") && made.set.item("1.1.2").is_none());
    // From now on it goes on without a question.
    assert_eq!(tab.run(drafts(&tab).publish(&other)).unwrap().1, 4);
}

#[test]
fn an_id_that_any_version_had_is_not_given_again() {
    let device = upper();
    let tab = device.tab();
    let first = two_versions(&device, &tab);
    let other = tab.run(drafts(&tab).begin(DraftSource::Pack(first))).unwrap();
    let open = opened(&tab, &other);
    let before = tab.run(drafts(&tab).before(&open.draft.get_untracked())).unwrap();
    tab.act(|| open.knows(before.given));
    tab.act(|| open.does(DraftCommand::AddItem("1.1".to_owned())));
    writes(&tab, open, "item/1.1.3/text", "Nội dung khác");
    assert_eq!(text(open, "item/1.1.3/text"), "Nội dung khác");
    let pack = open.draft.with_untracked(|draft| draft.pack());
    assert!(pack.set.item("1.1.3").is_some() && pack.set.item("1.1.2").is_none());
    // It stays so when another tab's writing is taken over.
    tab.run(open.refresh()).unwrap();
    let renamed = DraftCommand::Rename(ItemId::from("1.1.3"), ItemId::from("1.1.2"));
    tab.act(|| open.does(renamed));
    assert!(open.draft.with_untracked(|draft| draft.pack().set.item("1.1.2").is_none()));
}

#[test]
fn nothing_is_published_while_a_version_before_cannot_be_read() {
    let device = upper();
    let tab = device.tab();
    let (id, _) = named(&tab);
    tab.run(drafts(&tab).publish(&id)).unwrap();
    let digest = packs(&device)[0].digest.clone();
    let kept = device.browser.shelf.memory.value(tables::DOCUMENTS, &digest).unwrap();
    device.browser.shelf.memory.write(vec![Op::Delete(tables::DOCUMENTS, digest.clone())]);
    let refused = tab.run(drafts(&tab).publish(&id));
    assert!(matches!(refused, Err(PublishError::Before(_))), "{refused:?}");
    assert_eq!(packs(&device).len(), 1);
    device.browser.shelf.memory.write(vec![Op::Put(tables::DOCUMENTS, digest, kept)]);
    assert_eq!(tab.run(drafts(&tab).publish(&id)).unwrap().1, 2);
}

#[test]
fn a_draft_says_that_it_was_published_in_the_moment_in_which_it_is() {
    let device = upper();
    let tab = device.tab();
    let (id, _) = named(&tab);
    tab.run(drafts(&tab).publish(&id)).unwrap();
    // The tab is closed right behind the publishing.
    tab.gates.writes.close();
    let (all, draft) = (drafts(&tab), id.clone());
    tab.start(async move { all.publish(&draft).await });
    device.browser.idle();
    tab.gates.writes.let_one_in();
    device.browser.idle();
    assert_eq!(packs(&device).len(), 2);
    let other = Tab::open(&device.browser);
    let lines = other.run(drafts(&other).list()).unwrap();
    assert_eq!(lines[0].published, 2);
}
