//! Rolling up (tổng hợp): what the office says of its units, as one document for the level above, with
//! the roll-ups of lower offices as parts; and the way down from any number.

mod doubts;
mod look;
mod make;
mod words;

use crate::{
    i18n::{k, t},
    pages::Head,
};
use bcd_app::{rolling::Rolling, services::Services};
use leptos::prelude::*;
use std::cell::RefCell;

thread_local! {
    static ROLLING: RefCell<Option<(Owner, Rolling)>> = const { RefCell::new(None) };
}

// Roll-ups, made once: what is being read or made outlives the page.
fn rolling(app: Services) -> Rolling {
    ROLLING.with_borrow_mut(|made| {
        let (_, rolling) = made.get_or_insert_with(|| {
            let owner = Owner::new();
            let rolling = owner.with(|| app.rolling());
            (owner, rolling)
        });
        *rolling
    })
}

/// The page: nothing opened, or a roll-up by its digest.
pub fn view(inner: Memo<String>) -> AnyView {
    let page = move || match inner.get().as_str() {
        "" => view! {
            <Head title=t(k::ROLLUP_TITLE) />
            <make::Making />
        }
        .into_any(),
        digest => view! { <look::Look digest=digest.to_owned() /> }.into_any(),
    };
    view! { <div class="stack stack--wide" data-testid="rollup">{page}</div> }.into_any()
}
