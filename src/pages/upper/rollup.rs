//! Rolling up (tổng hợp): what the office says of its units, as one document for the level above, with
//! the roll-ups of lower offices as parts; and the way down from any number.

mod doubts;
mod here;
mod look;
mod make;
mod parts;
mod whose;
mod words;

use crate::{
    i18n::{k, t},
    pages::Head,
    shell::Lasting,
};
use bcd_app::{rolling::Rolling, services::Services};
use leptos::prelude::*;
use std::cell::Cell;

// How many units or roll-ups are drawn at once: about ten elements each.
const AT_ONCE: usize = 100;

thread_local! {
    static ROLLING: Cell<Option<Rolling>> = const { Cell::new(None) };
}

// Roll-ups, made once: what is being read or made outlives the page.
fn rolling(app: Services) -> Rolling {
    let made = ROLLING.get().unwrap_or_else(|| {
        let Lasting(owner) = expect_context();
        owner.with(|| app.rolling())
    });
    ROLLING.set(Some(made));
    made
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
