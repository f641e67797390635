//! How a row of the table of pages becomes code. A chunk names no view of another one: a table of
//! functions would carry them all.

/// Makes [`Page`](super::Page) and what is known of each page from the rows.
macro_rules! pages {
    ($(
        $(#[$doc:meta])*
        $page:ident: $address:literal, $opens:ident, $title:ident, $tab:ident, $about:ident,
        $chunk:ident $view:path;
    )*) => {
        /// A page of the app.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Page {
            $($(#[$doc])* $page,)*
        }

        impl Page {
            /// All pages.
            pub const ALL: &[Self] = &[$(Self::$page),*];

            /// Its word in addresses.
            pub const fn address(self) -> &'static str {
                match self { $(Self::$page => $address),* }
            }

            /// The page of a word.
            pub fn of_address(address: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|page| page.address() == address)
            }

            /// Whether something can be opened in it by its address.
            pub const fn opens(self) -> bool {
                match self { $(Self::$page => table::word!($opens)),* }
            }

            /// Its title.
            pub const fn title(self) -> Key {
                match self { $(Self::$page => k::$title),* }
            }

            /// The tab that it belongs to, as that tab's own page.
            pub const fn tab(self) -> Self {
                match self { $(Self::$page => Self::$tab),* }
            }

            /// Whether it is about the open dossier, and asks for one first.
            pub const fn needs_dossier(self) -> bool {
                match self { $(Self::$page => table::word!($about)),* }
            }

            /// Whether it comes with the late chunk or by way of it.
            pub const fn is_late(self) -> bool {
                match self { $(Self::$page => table::word!($chunk)),* }
            }

            /// Whether it comes with the rare chunk or by way of it.
            #[cfg(target_arch = "wasm32")]
            pub const fn is_rare(self) -> bool {
                match self { $(Self::$page => table::is_rare!($chunk)),* }
            }

            /// Whether it comes with the desk chunk.
            #[cfg(target_arch = "wasm32")]
            pub const fn is_of_desk(self) -> bool {
                match self { $(Self::$page => table::is_of_desk!($chunk)),* }
            }

            /// Draws it, if it comes with the first chunk. `inner` is what is opened in it.
            #[cfg(target_arch = "wasm32")]
            pub fn draw_first(
                self,
                inner: leptos::prelude::Memo<String>,
            ) -> leptos::prelude::AnyView {
                match self { $(Self::$page => table::view!(first: $chunk $view, inner)),* }
            }

            /// Draws it, if it comes with the late chunk.
            #[cfg(target_arch = "wasm32")]
            pub fn draw_late(
                self,
                inner: leptos::prelude::Memo<String>,
            ) -> leptos::prelude::AnyView {
                match self { $(Self::$page => table::view!(late: $chunk $view, inner)),* }
            }

            /// Draws it, if it comes with the rare chunk.
            #[cfg(target_arch = "wasm32")]
            pub fn draw_rare(
                self,
                inner: leptos::prelude::Memo<String>,
            ) -> leptos::prelude::AnyView {
                match self { $(Self::$page => table::view!(rare: $chunk $view, inner)),* }
            }

            /// Draws it, if it comes with the desk chunk.
            #[cfg(target_arch = "wasm32")]
            pub fn draw_desk(
                self,
                inner: leptos::prelude::Memo<String>,
            ) -> leptos::prelude::AnyView {
                match self { $(Self::$page => table::view!(desk: $chunk $view, inner)),* }
            }
        }
    };
}

/// The words of the table that are yes or no.
macro_rules! word {
    (yes) => {
        true
    };
    (no) => {
        false
    };
    (dossier) => {
        true
    };
    (anything) => {
        false
    };
    (late) => {
        true
    };
    (rare) => {
        true
    };
    (desk) => {
        true
    };
    (first) => {
        false
    };
}

/// Whether the word for the chunk says that it is the rare one, or one that the rare one asks for.
#[cfg(target_arch = "wasm32")]
macro_rules! is_rare {
    (rare) => {
        true
    };
    (desk) => {
        true
    };
    ($other:ident) => {
        false
    };
}

/// Whether the word for the chunk says that it is the desk's.
#[cfg(target_arch = "wasm32")]
macro_rules! is_of_desk {
    (desk) => {
        true
    };
    ($other:ident) => {
        false
    };
}

/// A view, where the chunk asked for is the one that has it.
#[cfg(target_arch = "wasm32")]
macro_rules! view {
    (first: first $view:path, $inner:ident) => {
        $view($inner)
    };
    (late: late $view:path, $inner:ident) => {
        $view($inner)
    };
    (rare: rare $view:path, $inner:ident) => {
        $view($inner)
    };
    (desk: desk $view:path, $inner:ident) => {
        $view($inner)
    };
    ($asked:ident: $other:ident $view:path, $inner:ident) => {
        leptos::prelude::IntoAny::into_any(())
    };
}

pub(super) use pages;
pub(super) use word;
#[cfg(target_arch = "wasm32")]
pub(super) use {is_of_desk, is_rare, view};
