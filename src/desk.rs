//! The desk chunk: the pages of an upper level. A unit's secretary never loads it.

use crate::{pages::Page, shell::PageChunk};

/// The chunk, as functions.
pub fn chunk() -> PageChunk {
    PageChunk { start: |_| (), page: Page::draw_desk }
}
