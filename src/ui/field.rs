//! Fields to fill in.

use crate::platform::{
    ElView,
    el::{El, Words, el, value_of},
};
use leptos::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

static LAST: AtomicUsize = AtomicUsize::new(0);

// A label needs an id to point at; it means nothing beyond the page. Two modules draw in it, each
// with a count of its own, so what is there already is asked.
fn next_id() -> String {
    loop {
        let id = format!("f{}", LAST.fetch_add(1, Ordering::Relaxed));
        if !crate::platform::page::has_id(&id) {
            return id;
        }
    }
}

/// What a field takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// One line.
    #[default]
    Line,
    /// Several lines.
    Lines,
    /// A day.
    Date,
    /// A web address.
    Url,
    /// A whole number.
    Number,
}

/// A text to fill in, with its label above.
pub struct FieldSpec {
    /// What to fill in.
    pub label: &'static str,
    /// The text, following signals.
    pub value: Box<dyn Fn() -> String>,
    /// Called with every keystroke.
    pub on_input: Box<dyn Fn(String)>,
    /// Called when the person leaves the field.
    pub on_leave: Option<Box<dyn Fn()>>,
    /// What it takes.
    pub kind: Kind,
    /// A sentence below.
    pub hint: Option<String>,
    /// What is wrong, if anything, following signals.
    pub fault: Option<Box<dyn Fn() -> Option<String>>>,
    /// Characters that it takes.
    pub max: u32,
    /// Name for tests.
    pub test: Option<&'static str>,
}

impl FieldSpec {
    /// A line without a hint.
    pub fn line(
        label: &'static str,
        value: impl Fn() -> String + 'static,
        on_input: impl Fn(String) + 'static,
    ) -> Self {
        Self {
            label,
            value: Box::new(value),
            on_input: Box::new(on_input),
            on_leave: None,
            kind: Kind::Line,
            hint: None,
            fault: None,
            max: 4000,
            test: None,
        }
    }

    /// Draws it.
    pub fn draw(self) -> El {
        let Self { label, value, on_input, on_leave, kind, hint, fault, max, test } = self;
        let id = next_id();
        let note = format!("{id}-n");
        let described = (hint.is_some() || fault.is_some()).then_some(note.as_str());
        let mut control = match kind {
            Kind::Lines => el("textarea").attr("rows", "3"),
            Kind::Line | Kind::Url | Kind::Number => {
                // Not type=url or number: what is half typed must stay as typed, not be blocked.
                let mode = match kind {
                    Kind::Url => Some("url"),
                    Kind::Number => Some("numeric"),
                    Kind::Line | Kind::Lines | Kind::Date => None,
                };
                el("input")
                    .attr("type", "text")
                    .attr_opt("inputmode", mode)
                    .attr("autocomplete", "off")
            }
            Kind::Date => el("input").attr("type", "date"),
        };
        control = control
            .attr("id", &id)
            .class("field__input")
            .attr("maxlength", &max.to_string())
            .attr_opt("data-testid", test)
            .attr_opt("aria-describedby", described)
            .value_by(move || value().into())
            .on("input", move |event| on_input(value_of(&event)));
        if let Some(on_leave) = on_leave {
            control = control.on("blur", move |_| on_leave());
        }
        let mut below = el("p").class("field__note").attr("id", &note);
        if let Some(hint) = &hint {
            below = below.text(hint);
        }
        if let Some(fault) = fault {
            let (field, words) = (control.handle(), el("span").class("field__fault"));
            let said = words.handle();
            below = below.child(words.watch(move || {
                let wrong = fault();
                field.set("aria-invalid", wrong.is_some().then_some("true"));
                said.text(wrong.as_deref().unwrap_or_default());
            }));
        }
        let label = el("label").class("field__label").attr("for", &id).text(label);
        el("div").class("field").child(label).child(control).child(below)
    }
}

/// One of a few, as a list to pick from.
pub fn choice(
    label: &'static str,
    options: Vec<(String, String)>,
    value: impl Fn() -> String + 'static,
    on_change: impl Fn(String) + 'static,
    test: Option<&'static str>,
) -> El {
    let id = next_id();
    let options =
        options.into_iter().map(|(key, text)| el("option").attr("value", &key).text(&text));
    let select = el("select")
        .attr("id", &id)
        .class("field__input")
        .attr_opt("data-testid", test)
        .children(options)
        .value_by(move || Words::from(value()))
        .on("change", move |event| on_change(value_of(&event)));
    let label = el("label").class("field__label").attr("for", &id).text(label);
    el("div").class("field").child(label).child(select)
}

/// [`FieldSpec`], for `view!`.
#[component]
pub fn Field(
    /// What to fill in.
    label: &'static str,
    /// The text.
    #[prop(into)]
    value: Signal<String>,
    /// Called with every keystroke.
    on_input: Callback<String>,
    /// Called when the person leaves the field.
    #[prop(optional)]
    on_leave: Option<Callback<()>>,
    /// What it takes.
    #[prop(optional)]
    kind: Kind,
    /// A sentence below.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong, if anything.
    #[prop(optional, into)]
    fault: Option<Signal<Option<String>>>,
    /// Characters that it takes.
    #[prop(default = 4000)]
    max: u32,
    /// Name for tests.
    #[prop(optional, into)]
    test: Option<&'static str>,
) -> impl IntoView {
    // A field that is taken away is left too, when what listened may be gone already.
    let input = move |text| {
        on_input.try_run(text);
    };
    let spec = FieldSpec {
        on_leave: on_leave.map(|leave| {
            Box::new(move || {
                leave.try_run(());
            }) as Box<dyn Fn()>
        }),
        kind,
        hint,
        fault: fault.map(|fault| Box::new(move || fault.get()) as Box<dyn Fn() -> Option<String>>),
        max,
        test,
        ..FieldSpec::line(label, move || value.get(), input)
    };
    ElView::from(spec.draw())
}

/// [`choice`], for `view!`.
#[component]
pub fn Choice(
    /// What to choose.
    label: &'static str,
    /// Value and text of each.
    options: Vec<(String, String)>,
    /// The chosen value.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the new value.
    on_change: Callback<String>,
    /// Name for tests.
    #[prop(optional, into)]
    test: Option<&'static str>,
) -> impl IntoView {
    let change = move |text| {
        on_change.try_run(text);
    };
    ElView::from(choice(label, options, move || value.get(), change, test))
}
