//! The pages: one row each. A page draws what the workspace and the services say, and calls them
//! with what the person wants.

#[cfg(target_arch = "wasm32")]
mod answers;
#[cfg(target_arch = "wasm32")]
mod around;
#[cfg(target_arch = "wasm32")]
mod blockers;
#[cfg(target_arch = "wasm32")]
mod branches;
#[cfg(target_arch = "wasm32")]
mod checklist;
#[cfg(target_arch = "wasm32")]
pub mod chunk;
#[cfg(target_arch = "wasm32")]
mod discard;
#[cfg(target_arch = "wasm32")]
mod drafts;
#[cfg(target_arch = "wasm32")]
mod drive;
#[cfg(target_arch = "wasm32")]
mod figures;
#[cfg(target_arch = "wasm32")]
mod home;
#[cfg(target_arch = "wasm32")]
mod item;
#[cfg(target_arch = "wasm32")]
mod kept;
#[cfg(target_arch = "wasm32")]
mod known;
#[cfg(target_arch = "wasm32")]
mod more;
#[cfg(target_arch = "wasm32")]
mod not_found;
#[cfg(target_arch = "wasm32")]
mod note;
#[cfg(target_arch = "wasm32")]
mod office;
#[cfg(target_arch = "wasm32")]
mod outgoing;
#[cfg(target_arch = "wasm32")]
mod packs;
#[cfg(target_arch = "wasm32")]
mod papers;
#[cfg(target_arch = "wasm32")]
mod plan;
#[cfg(target_arch = "wasm32")]
mod receive;
#[cfg(target_arch = "wasm32")]
mod record;
#[cfg(target_arch = "wasm32")]
mod register;
#[cfg(target_arch = "wasm32")]
mod saved_field;
#[cfg(target_arch = "wasm32")]
mod send;
#[cfg(target_arch = "wasm32")]
mod start;
#[cfg(target_arch = "wasm32")]
mod table_file;
#[cfg(target_arch = "wasm32")]
mod turning;
#[cfg(target_arch = "wasm32")]
mod unit;
#[cfg(target_arch = "wasm32")]
mod units;
#[cfg(target_arch = "wasm32")]
mod unwritten;
#[cfg(target_arch = "wasm32")]
mod upper;
#[cfg(target_arch = "wasm32")]
mod verify;
#[cfg(target_arch = "wasm32")]
mod written;

mod table;

#[cfg(target_arch = "wasm32")]
pub use around::{not_loaded, opening, saving, toasts};
#[cfg(target_arch = "wasm32")]
pub use drive::connects_server;
#[cfg(target_arch = "wasm32")]
pub use item::item;
#[cfg(target_arch = "wasm32")]
pub use kept::{beside_item, stays};

use crate::i18n::{Key, k, t};
use table::pages;

pages! {
    // Page: address, opens something, title, tab, about the open dossier, chunk, view.

    /// What is due, what lacks evidence, where the unit stands.
    Home: "", no, FRAME_BRAND, Home, dossier, late home::view;
    /// Name the unit and the year.
    Start: "bat-dau", no, START_TITLE, Home, anything, first start::view;
    /// Open a sample unit and its checklist.
    Sample: "thu", no, FRAME_BRAND, Home, anything, first start::sample;
    /// The checklist; with an item open.
    Checklist: "tu-cham", yes, CHECKLIST_TITLE, Checklist, dossier, first checklist::view;
    /// Send to the upper level.
    Send: "gui", no, SEND_TITLE, Send, dossier, late send::view;
    /// What the upper level answers.
    Answers: "cap-tren-tra-loi", no, ANSWERS_TITLE, Send, dossier, rare answers::view;
    /// Take files in.
    Receive: "nhan", no, RECEIVE_TITLE, Units, anything, rare receive::view;
    /// The lower units; one unit's submission, by digest.
    Units: "don-vi", yes, UNITS_TITLE, Units, anything, desk units::view;
    /// A submission, item by item, by digest; with an item of it open.
    Verify: "tham-dinh", yes, VERIFY_TITLE, Units, anything, desk verify::view;
    /// Units × items, with filters and charts; a view of them.
    Table: "bang-tong-hop", yes, UPPER_TABLE_TITLE, Units, anything, desk upper::table::view;
    /// Deciding on many units at once, and the papers of recognition; a view of the units.
    Decide: "quyet-dinh", yes, DECIDE_TITLE, Units, anything, desk upper::decide::view;
    /// Roll-ups for the level above; one of them, by digest.
    Rollup: "tong-hop", yes, ROLLUP_TITLE, Units, anything, desk upper::rollup::view;
    /// Note what happened, on the spot; what is noted, with its record.
    Note: "ghi", yes, NOTE_TITLE, Note, dossier, late note::view;
    /// The plan; a view of it, or a task.
    Plan: "ke-hoach", yes, PLAN_TITLE, Plan, dossier, late plan::view;
    /// The branches; one of them.
    Branches: "chi-doan", yes, BRANCHES_TITLE, More, dossier, rare branches::view;
    /// Figures and targets of the quarters.
    Figures: "so-lieu", yes, FIGURES_TITLE, More, dossier, rare figures::view;
    /// The registration for the next year.
    Register: "dang-ky", yes, REGISTER_TITLE, More, dossier, rare register::view;
    /// Official documents; one of them.
    Papers: "van-ban", yes, PAPERS_TITLE, More, dossier, rare papers::view;
    /// Shared drives; a view of them.
    Drive: "o-chung", yes, DRIVE_TITLE, More, anything, rare drive::view;
    /// Packs of the upper level; one of them.
    Packs: "bo-huong-dan", yes, PACK_TITLE, More, anything, rare packs::view;
    /// Packs that this browser writes; a draft, or the pasting of a table.
    Drafts: "soan-bo-huong-dan", yes, PACK_PUBLISH, More, anything, desk drafts::view;
    /// Backup, language, units on this device.
    More: "them", no, MORE_TITLE, More, anything, rare more::view;
    /// An address that leads nowhere.
    NotFound: "khong-thay", no, FRAME_NOT_FOUND, Home, anything, first not_found::view;
}

impl Page {
    /// The page to draw: the start, while there is no dossier for this one.
    pub const fn with_dossier(self, there: bool) -> Self {
        if self.needs_dossier() && !there { Self::Start } else { self }
    }

    /// The title of the window.
    pub fn window_title(self) -> String {
        let (title, brand) = (t(self.title()), t(k::FRAME_BRAND));
        if title == brand { brand.to_owned() } else { format!("{title} · {brand}") }
    }
}

/// The head of a page of the late chunk.
#[cfg(target_arch = "wasm32")]
#[leptos::component]
fn Head(
    /// The name of the page.
    #[prop(into)]
    title: String,
) -> impl leptos::prelude::IntoView {
    around::head(crate::shell::work(), &title)
}
