//! What is typed or pasted, as it is kept.

use crate::support::Story;
use bcd_core::command::NoteKind;

#[test]
fn invisible_marks_are_dropped_when_they_are_typed_or_pasted() {
    let story =
        Story::opened().note("1.1", NoteKind::Private, "\u{FEFF}Chi \u{200E}đoàn\u{202E}\n2");
    assert_eq!(story.dossier.answer("1.1").private_note, "Chi đoàn\n2");
}
