//! One counter button: the floor that no Leptos app gets below.

use leptos::prelude::*;

fn main() {
    mount_to_body(|| {
        let (count, set_count) = signal(0);
        view! {
            <button type="button" on:click=move |_| set_count.update(|n| *n += 1)>{count}</button>
        }
    });
}
