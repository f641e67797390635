//! Leaving the page: it asks first while something is not saved, and tries once more to save.

use bcd_app::workspace::Workspace;
use bcd_web::page;

/// Guards what is not saved.
pub fn guard(work: Workspace) {
    page::guard_leaving(move || work.is_unsaved());
    // A tab that is hidden may never come back: what failed to be saved is tried once more.
    page::on_window("pagehide", move |_| work.retry_saving());
    page::on_hidden(move || work.retry_saving());
}
