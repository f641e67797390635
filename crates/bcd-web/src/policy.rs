//! The second, tighter policy of the page: requests go to its own host and to the servers of the
//! connected drives, to nobody else. The first one, in `index.html`, has to leave them open, as a
//! static page cannot know them. A policy that was added holds until the page is loaded anew; so
//! who connects another server needs a page without it.

use crate::{document, page};
use bcd_sync::webdav::sources;

const ID: &str = "policy-of-drives";

/// Adds the policy, with the servers of the drives that are connected: their addresses, as a person
/// typed them. Nothing happens where it was added before.
pub fn narrow(servers: &[String]) {
    if is_narrow() {
        return;
    }
    let origins = servers.iter().filter_map(|address| origin_of(address));
    let policy = sources::connect_src(&page::origin(), origins);
    page::add_policy(ID, &policy);
}

/// Whether the policy was added.
pub fn is_narrow() -> bool {
    page::has_id(ID)
}

/// Whether the page may talk to the server at an address, as a person typed it.
pub(crate) fn allows(address: &str) -> bool {
    let Some(meta) = document().get_element_by_id(ID) else { return true };
    let policy = meta.get_attribute("content").unwrap_or_default();
    // What is no address is refused as such.
    origin_of(address).is_none_or(|origin| sources::allows(&policy, &page::origin(), &origin))
}

// The browser's own reading, as its requests will have it: punycode, ports, `127.1`.
fn origin_of(address: &str) -> Option<String> {
    Some(web_sys::Url::new_with_base(address.trim(), &page::address()).ok()?.origin())
}
