//! A text in both languages of the product. Vietnamese is the source.

pub mod order;

use serde::{Deserialize, Serialize};

/// A language of the interface and of criteria texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Vietnamese, the source language.
    #[default]
    Vi,
    /// English.
    En,
}

/// One text, in Vietnamese and (where somebody wrote it) in English.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Text {
    /// Vietnamese.
    pub vi: String,
    /// English; empty where an upper level wrote Vietnamese only.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

impl Lang {
    /// Its code, as browsers and files write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// From its code; Vietnamese for any other.
    pub fn parse(code: &str) -> Self {
        if code == "en" { Self::En } else { Self::Vi }
    }
}

impl Text {
    /// The text in `lang`, or in Vietnamese where there is no English.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En if !self.en.is_empty() => &self.en,
            Lang::En | Lang::Vi => &self.vi,
        }
    }
}
