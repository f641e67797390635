//! What a unit has of the pack that it follows, beside the criteria set: deadlines, classes, templates.

use super::{ClassLabel, Pack};
use crate::year::{
    deadline::DefaultDeadlines,
    template::{Template, Templates},
};
use serde::{Deserialize, Serialize};

/// What holds for a dossier beside its criteria set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guidance {
    /// Until when what is due.
    pub deadlines: DefaultDeadlines,
    /// How members are classed, best first; none = as in the app.
    #[serde(default)]
    pub classes: Vec<ClassLabel>,
    /// Templates of the upper level.
    #[serde(default)]
    pub templates: Vec<Template>,
}

impl Guidance {
    /// What a pack says.
    pub fn of(pack: &Pack) -> Self {
        let Pack { deadlines, classes, templates, .. } = pack.clone();
        Self { deadlines, classes, templates }
    }

    /// The upper level's templates first, then those of the app; one of the app whose id the upper level
    /// uses is not offered beside it, since tasks are known by both ids.
    pub fn all_templates<'a>(&'a self, shipped: &'a Templates) -> Vec<&'a Template> {
        let others = shipped.templates.iter().filter(|one| !self.has_template(&one.id));
        self.templates.iter().chain(others).collect()
    }

    /// Whether a template is the upper level's.
    pub fn has_template(&self, id: &str) -> bool {
        self.templates.iter().any(|one| one.id == id)
    }
}
