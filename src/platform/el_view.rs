//! An [`El`] as a Leptos view, so that `view!` can hold one. Client-side only: what Leptos asks
//! of a view for the sake of servers is answered with the least that is true.

use super::el::El;
use leptos::tachys::{
    html::attribute::{Attribute, any_attribute::AnyAttribute},
    hydration::Cursor,
    renderer::types::{Element, Node},
    view::{Mountable, Position, PositionState, Render, RenderHtml, add_attr::AddAnyAttr},
};
use send_wrapper::SendWrapper;

/// An element, for `view!`.
pub struct ElView(SendWrapper<El>);

impl From<El> for ElView {
    fn from(el: El) -> Self {
        Self(SendWrapper::new(el))
    }
}

impl Render for ElView {
    type State = Self;

    fn build(self) -> Self {
        self
    }

    fn rebuild(self, state: &mut Self) {
        // Drawn anew as a whole; what follows signals does so by itself.
        let mut new = self;
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

impl Mountable for ElView {
    fn unmount(&mut self) {
        self.0.node().remove();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        // Fails only where the marker is gone, and then the whole page is being taken away.
        parent.insert_before(self.0.node(), marker).ok();
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0.node().insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.0.node().clone()]
    }
}

impl AddAnyAttr for ElView {
    type Output<New: Attribute> = Self;

    fn add_any_attr<New: Attribute>(self, _attr: New) -> Self {
        self
    }
}

impl RenderHtml for ElView {
    type AsyncOutput = Self;
    type Owned = Self;
    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _buf: &mut String,
        _position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(self, _cursor: &Cursor, _at: &PositionState) -> Self {
        self
    }

    fn into_owned(self) -> Self {
        self
    }
}
