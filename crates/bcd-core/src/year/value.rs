//! Values of a record's fields, kept as they were typed.
//!
//! A day that does not exist or a number with a letter in it is not thrown away: the view holds
//! the text, [`super::faults`] says what is wrong with it, and everything else goes on.

use chrono::NaiveDate;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A day as typed: `YYYY-MM-DD`, empty, or something that is no day.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub String);

impl Day {
    /// The day, if there is one.
    pub fn date(&self) -> Option<NaiveDate> {
        crate::civil::parse(&self.0)
    }

    /// Whether anything was typed.
    pub fn is_given(&self) -> bool {
        !self.0.is_empty()
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self(date.to_string())
    }
}

impl From<&str> for Day {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// A whole number as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Figure {
    /// Nothing was typed.
    #[default]
    Open,
    /// A whole number from 0 on.
    Is(u64),
    /// Something else.
    Other(String),
}

/// The highest figure: the last whole number that every JSON reader keeps exact.
pub const MOST: u64 = (1 << 53) - 1;

impl Figure {
    /// The number, if there is one.
    pub fn get(&self) -> Option<u64> {
        match self {
            Self::Is(number) => Some(*number),
            Self::Open | Self::Other(_) => None,
        }
    }

    /// The number; 0 where there is none.
    pub fn or_zero(&self) -> u64 {
        self.get().unwrap_or(0)
    }

    /// Whether anything was typed.
    pub fn is_given(&self) -> bool {
        match self {
            Self::Open => false,
            Self::Is(_) | Self::Other(_) => true,
        }
    }

    /// What a person typed into a box for a number.
    pub fn typed(text: &str) -> Self {
        let trimmed = text.trim();
        match trimmed.parse::<u64>() {
            _ if trimmed.is_empty() => Self::Open,
            Ok(number) if number <= MOST => Self::Is(number),
            Ok(_) | Err(_) => Self::Other(text.to_owned()),
        }
    }

    /// The value that stands in a field.
    pub fn value(&self) -> Value {
        match self {
            Self::Open => Value::Null,
            Self::Is(number) => Value::from(*number),
            Self::Other(text) => Value::from(text.as_str()),
        }
    }
}

impl From<u64> for Figure {
    fn from(number: u64) -> Self {
        if number <= MOST { Self::Is(number) } else { Self::Other(number.to_string()) }
    }
}

impl From<&Value> for Figure {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Open,
            Value::String(text) => Self::typed(text),
            Value::Number(number) => Self::typed(&number.to_string()),
            Value::Bool(_) | Value::Array(_) | Value::Object(_) => Self::Other(value.to_string()),
        }
    }
}

/// Ids that are switched on one by one, such as `for/1.4.1: true`.
pub type IdSet = BTreeSet<String>;

/// A part of a value that [`super::faults`] looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckedValue<'a> {
    /// A day.
    Day(&'a Day),
    /// A number.
    Figure(&'a Figure),
}

/// A value that a record's field can have.
pub trait FieldType: Default {
    /// Takes in what stands in the field itself, or at `rest` below it.
    fn put(&mut self, rest: Option<&str>, value: &Value);
    /// What to write: at the field itself, or below it. Nothing where nothing was said.
    fn give(&self) -> Vec<(Option<String>, Value)>;
    /// Its days and numbers, with the place below the field.
    fn look(&self) -> Vec<(Option<&str>, CheckedValue<'_>)> {
        vec![]
    }
}

impl FieldType for String {
    fn put(&mut self, rest: Option<&str>, value: &Value) {
        if rest.is_none() {
            *self = value.as_str().unwrap_or_default().to_owned();
        }
    }
    fn give(&self) -> Vec<(Option<String>, Value)> {
        if self.is_empty() { vec![] } else { vec![(None, self.as_str().into())] }
    }
}

impl FieldType for bool {
    fn put(&mut self, rest: Option<&str>, value: &Value) {
        if rest.is_none() {
            *self = value.as_bool().unwrap_or(false);
        }
    }
    fn give(&self) -> Vec<(Option<String>, Value)> {
        if *self { vec![(None, true.into())] } else { vec![] }
    }
}

/// A place in a list: whole numbers with gaps, so that one move writes one field.
impl FieldType for i64 {
    fn put(&mut self, rest: Option<&str>, value: &Value) {
        if rest.is_none() {
            *self = value.as_i64().unwrap_or(0);
        }
    }
    fn give(&self) -> Vec<(Option<String>, Value)> {
        if *self == 0 { vec![] } else { vec![(None, (*self).into())] }
    }
}

impl FieldType for Day {
    fn put(&mut self, rest: Option<&str>, value: &Value) {
        self.0.put(rest, value);
    }
    fn give(&self) -> Vec<(Option<String>, Value)> {
        self.0.give()
    }
    fn look(&self) -> Vec<(Option<&str>, CheckedValue<'_>)> {
        if self.is_given() { vec![(None, CheckedValue::Day(self))] } else { vec![] }
    }
}

impl FieldType for Figure {
    fn put(&mut self, rest: Option<&str>, value: &Value) {
        if rest.is_none() {
            *self = Self::from(value);
        }
    }
    fn give(&self) -> Vec<(Option<String>, Value)> {
        if self.is_given() { vec![(None, self.value())] } else { vec![] }
    }
    fn look(&self) -> Vec<(Option<&str>, CheckedValue<'_>)> {
        if self.is_given() { vec![(None, CheckedValue::Figure(self))] } else { vec![] }
    }
}

impl FieldType for IdSet {
    fn put(&mut self, rest: Option<&str>, value: &Value) {
        let Some(id) = rest else { return };
        if value.as_bool() == Some(true) {
            self.insert(id.to_owned());
        } else {
            self.remove(id);
        }
    }
    fn give(&self) -> Vec<(Option<String>, Value)> {
        self.iter().map(|id| (Some(id.clone()), true.into())).collect()
    }
}

/// Texts or numbers by a name, such as `plan/1: 12`.
impl<T: FieldType> FieldType for BTreeMap<String, T> {
    fn put(&mut self, rest: Option<&str>, value: &Value) {
        let Some(name) = rest else { return };
        let mut one = T::default();
        one.put(None, value);
        if one.give().is_empty() {
            self.remove(name);
        } else {
            self.insert(name.to_owned(), one);
        }
    }
    fn give(&self) -> Vec<(Option<String>, Value)> {
        let given = |(name, one): (&String, &T)| {
            let values = one.give().into_iter();
            values.map(|(_, value)| (Some(name.clone()), value)).collect::<Vec<_>>()
        };
        self.iter().flat_map(given).collect()
    }
    fn look(&self) -> Vec<(Option<&str>, CheckedValue<'_>)> {
        let looks = self.iter().flat_map(|(name, one)| {
            one.look().into_iter().map(|(_, look)| (Some(name.as_str()), look))
        });
        looks.collect()
    }
}

/// An enum that is written to files as a word. An unknown word of a later version reads as the
/// first variant; the field keeps the word.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident {
        $(#[$first_doc:meta])* $first:ident = $first_word:literal,
        $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)*
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $(#[$first_doc])* #[default] $first,
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[Self::$first, $(Self::$variant,)*];

            /// As written in files.
            pub const fn as_str(self) -> &'static str {
                match self {
                    Self::$first => $first_word,
                    $(Self::$variant => $word,)*
                }
            }

            /// From its word in files.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word)
            }
        }

        impl $crate::year::value::FieldType for $name {
            fn put(&mut self, rest: Option<&str>, value: &serde_json::Value) {
                if rest.is_none() {
                    *self = value.as_str().and_then(Self::parse).unwrap_or_default();
                }
            }
            fn give(&self) -> Vec<(Option<String>, serde_json::Value)> {
                if *self == Self::default() { vec![] } else { vec![(None, self.as_str().into())] }
            }
        }
    };
}
pub(crate) use words;
