//! Icons, drawn as strokes on a 24 × 24 grid. Always beside a word or with a label.

use leptos::prelude::*;

/// An icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Home,
    Check,
    Send,
    Inbox,
    More,
    Back,
    Star,
    Clip,
    Pen,
    Camera,
    Page,
    Link,
    Warn,
    Undo,
    Redo,
    Download,
    Lock,
    Trash,
    Add,
    Plan,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Home => "M4 11l8-7 8 7M6 9.5V20h12V9.5",
            Self::Check => "M4 5h16v14H4zM8 12l3 3 5-6",
            Self::Send => "M12 20V5M6 11l6-6 6 6",
            Self::Inbox => "M4 13l2-8h12l2 8v6H4zM4 13h5l1 3h4l1-3h5",
            Self::More => "M5 7h14M5 12h14M5 17h14",
            Self::Back => "M14 5l-7 7 7 7",
            Self::Star => "M12 4l2.4 5 5.6.7-4.1 3.8 1.1 5.5-5-2.8-5 2.8 1.1-5.5L4 9.7 9.6 9z",
            Self::Clip => {
                "M18 10l-7 7a3.5 3.5 0 01-5-5l8-8a2.4 2.4 0 013.4 3.4l-7.6 7.6a1 1 0 01-1.5-1.4l6.7-6.8"
            }
            Self::Pen => "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3",
            Self::Camera => "M4 8h4l2-3h4l2 3h4v11H4zM12 16.5a3.5 3.5 0 100-7 3.5 3.5 0 000 7z",
            Self::Page => "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
            Self::Link => {
                "M10 14a4 4 0 005.7 0l3-3A4 4 0 0013 5.300l-1 1M14 10a4 4 0 00-5.700 0l-3 3A4 4 0 0011 18.700l1-1"
            }
            Self::Warn => "M12 4l9 16H3zM12 10v5M12 17.500v.5",
            Self::Undo => "M8 5L4 9l4 4M4 9h10a5 5 0 010 10h-4",
            Self::Redo => "M16 5l4 4-4 4M20 9H10a5 5 0 000 10h4",
            Self::Download => "M12 4v11M7 10.500l5 5 5-5M5 20h14",
            Self::Lock => "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 017 0v3",
            Self::Add => "M12 5v14M5 12h14",
            Self::Plan => "M5 5h14v15H5zM5 9h14M9 3v4M15 3v4M8.500 13h3M8.500 16.500h7",
            Self::Trash => "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
        }
    }
}

/// Draws an icon; it says nothing to a screen reader.
pub fn icon(which: Icon) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=which.path()></path>
        </svg>
    }
    .into_any()
}
