//! The plan: tasks by quarter, by month and over the year; templates, last year's plan, calendar.

mod around;
mod bulk;
mod calendar;
mod copy;
mod deadlines;
mod faults;
mod gap;
mod list;
mod month;
mod proofs;
mod row;
mod serves;
mod task;
mod template;
mod words;
mod year_grid;

pub use gap::gap_task;
pub use month::deadline_title;

use crate::pages::Page;
use bcd_core::id::RecordId;
use leptos::prelude::*;

/// What is opened in the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
enum View {
    Quarters,
    Month(Option<u8>),
    Year,
    Task(RecordId),
    Templates,
    Template(String),
    Copy,
    Calendar,
    Deadlines,
}

impl View {
    fn parse(inner: &str) -> Self {
        let (page, rest) = inner.split_once('/').unwrap_or((inner, ""));
        match page {
            "thang" => Self::Month(rest.parse().ok().filter(|month| (1..=12).contains(month))),
            "nam" => Self::Year,
            "viec" => Self::Task(RecordId::from(rest)),
            "mau" if rest.is_empty() => Self::Templates,
            "mau" => Self::Template(rest.to_owned()),
            "chep" => Self::Copy,
            "lich" => Self::Calendar,
            "han" => Self::Deadlines,
            _ => Self::Quarters,
        }
    }

    fn href(&self) -> String {
        Page::Plan
            .open(match self {
                Self::Quarters => String::new(),
                Self::Month(None) => "thang".to_owned(),
                Self::Month(Some(month)) => format!("thang/{month}"),
                Self::Year => "nam".to_owned(),
                Self::Task(id) => format!("viec/{id}"),
                Self::Templates => "mau".to_owned(),
                Self::Template(id) => format!("mau/{id}"),
                Self::Copy => "chep".to_owned(),
                Self::Calendar => "lich".to_owned(),
                Self::Deadlines => "han".to_owned(),
            })
            .href()
    }
}

/// The page.
pub fn view(inner: Memo<String>) -> AnyView {
    view! { <Plan inner /> }.into_any()
}

#[component]
fn Plan(
    /// What is opened in it.
    inner: Memo<String>,
) -> impl IntoView {
    let opened = Memo::new(move |_| inner.with(|inner| View::parse(inner)));
    (move || match opened.get() {
        View::Quarters => view! { <list::Quarters /> }.into_any(),
        View::Month(month) => view! { <month::Month month /> }.into_any(),
        View::Year => view! { <year_grid::YearGrid /> }.into_any(),
        View::Task(id) => view! { <task::OneTask id /> }.into_any(),
        View::Templates => view! { <template::Templates /> }.into_any(),
        View::Template(id) => view! { <template::OneTemplate id /> }.into_any(),
        View::Copy => view! { <copy::CopyPlan /> }.into_any(),
        View::Calendar => view! { <calendar::ToCalendar /> }.into_any(),
        View::Deadlines => view! { <deadlines::Deadlines /> }.into_any(),
    })
    .into_any()
}
