//! Templates (mẫu): sections and rows to fill in, as data in both languages.
//!
//! The ten that ship with the app stand in `data/templates.json`, in this project's own words;
//! their sections and columns follow papers that units really wrote.

use super::{
    Year, bulk,
    cycle::Cycle,
    paper::PaperRecord,
    record::write,
    task::{ProjectKind, Task},
    value::{Day, Figure},
};
use crate::{
    command::Set,
    id::{ItemId, RecordId},
    text::{Lang, Text},
};
use serde::{Deserialize, Serialize};

/// The templates that ship with the app, as JSON; read by [`Templates::read`].
pub const SHIPPED: &str = include_str!("../../data/templates.json");

/// Templates, as a pack has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Templates {
    /// Stable id, the same in all versions.
    pub id: String,
    /// 1, 2, 3…
    pub version: u32,
    /// Where they come from.
    pub note: Text,
    /// The templates, in order.
    pub templates: Vec<Template>,
}

/// A template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Template {
    /// Stable id, such as `annual-plan`.
    pub id: String,
    /// Letters of the paper's kind in its number and symbol, such as `KH`; empty for minutes and
    /// tables without a number.
    #[serde(default)]
    pub symbol: String,
    /// The kind of paper, as printed above its subject.
    pub kind: Text,
    /// What it is about; `{cycle}`, `{unit}`, `{period}` and `{partner}` stand for the year
    /// in words ("năm 2026"), the unit's name, the quarter or month, and the other party.
    pub subject: Text,
    /// A few words for lists.
    pub short: Text,
    /// Its sections, in order.
    pub sections: Vec<Section>,
    /// Rows offered as tasks, or as lines of the paper.
    #[serde(default)]
    pub rows: Vec<TemplateRow>,
}

/// A section of a template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Section {
    /// Stable id within the template; texts stand in `paper/<id>/text/<section>`.
    pub id: String,
    /// Its heading.
    pub title: Text,
    /// What to write.
    #[serde(default)]
    pub hint: Text,
    /// A text to begin with, which the person changes.
    #[serde(default)]
    pub start: Text,
    /// What fills it.
    #[serde(default)]
    pub fill: Fill,
    /// May stay empty, though a person fills it.
    #[serde(default)]
    pub optional: bool,
    /// Columns of its table, in order.
    #[serde(default)]
    pub columns: Vec<TemplateColumn>,
}

impl Section {
    /// Whether a person must write something.
    pub fn is_required(&self) -> bool {
        self.fill == Fill::Text && !self.optional
    }
}

/// What fills a section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Fill {
    /// A person's text.
    #[default]
    Text,
    /// The unit's figures.
    Figures,
    /// Tasks of the year, by criterion.
    Tasks,
    /// Tasks of the chosen quarter or month.
    PeriodTasks,
    /// The chosen meeting.
    Meeting,
    /// Youth projects.
    Projects,
    /// A blank table, for names that the app does not keep.
    Blank,
    /// Introductions under 1+1.
    Introductions,
    /// The joint programme.
    Joint,
    /// Standings, measures and road maps of the registration.
    Registration,
    /// Answers, item by item.
    Answers,
    /// Results by criterion.
    Results,
    /// Targets with what was reached.
    Targets,
    /// Branches with their figures.
    Branches,
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TemplateColumn {
    /// What stands in it, such as `content` or `lead`.
    pub id: String,
    /// Its head.
    pub title: Text,
}

/// A row that a template offers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TemplateRow {
    /// Stable id within the template.
    pub id: String,
    /// What is to be done.
    pub text: Text,
    /// Items that it serves.
    #[serde(default)]
    pub items: Vec<ItemId>,
    /// First and last month of the cycle, 1–12; none = the year's plan says.
    #[serde(default)]
    pub months: Option<(u8, u8)>,
    /// First and last month by their calendar numbers, for what has its season; goes before
    /// `months`.
    #[serde(default)]
    pub season: Option<(u8, u8)>,
    /// How much.
    #[serde(default)]
    pub target: Option<u64>,
    /// Unit of measure.
    #[serde(default)]
    pub measure: Text,
    /// `unit` or `branch`, for a youth project.
    #[serde(default)]
    pub project: String,
}

impl Templates {
    /// Reads templates from JSON.
    ///
    /// # Errors
    /// Where it is not JSON of this shape.
    pub fn read(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// The template with this id.
    pub fn find(&self, id: &str) -> Option<&Template> {
        self.templates.iter().find(|template| template.id == id)
    }
}

/// A paper begun from a template: its texts to begin with, in the person's language.
pub fn paper(template: &Template, version: u32, lang: Lang) -> PaperRecord {
    let begun = template.sections.iter().filter(|section| !section.start.vi.is_empty());
    let begun = begun.map(|one| (one.id.clone(), one.start.get(lang).to_owned()));
    PaperRecord {
        template: template.id.clone(),
        version: version.to_string(),
        sections: begun.collect(),
        ..PaperRecord::default()
    }
}

/// The id of the task that a row becomes: the same on every device, so that two who take the
/// template over make one plan.
pub fn task_id(template: &str, row: &str) -> RecordId {
    RecordId(format!("{template}.{row}"))
}

/// The tasks that rows of a template become, without those that are there, also deleted ones.
pub fn tasks(
    template: &Template,
    chosen: &dyn Fn(&TemplateRow) -> bool,
    lang: Lang,
    year: &Year,
    cycle: &Cycle,
) -> Vec<Set> {
    let first = bulk::last_place(year);
    let rows = template.rows.iter().filter(|row| chosen(row));
    let missing = rows.map(|row| (task_id(&template.id, &row.id), row));
    let missing = missing.filter(|(id, _)| !year.tasks.contains_key(id));
    let place = |number: usize| first + i64::try_from(number).unwrap_or(0) * 1024;
    let task = |(number, (id, row)): (usize, (RecordId, &TemplateRow))| {
        let month = |number: u8| cycle.month(number);
        let named = |(from, to)| Some((cycle.month_named(from)?, cycle.month_named(to)?));
        let months = row.season.and_then(named).or(row.months);
        let task = Task {
            content: row.text.get(lang).to_owned(),
            items: row.items.iter().map(|item| item.0.clone()).collect(),
            start: months.map(|(from, _)| Day::from(month(from).first)).unwrap_or_default(),
            end: months.map(|(_, to)| Day::from(month(to).last)).unwrap_or_default(),
            target: row.target.map_or(Figure::Open, Figure::from),
            measure: row.measure.get(lang).to_owned(),
            project: ProjectKind::parse(&row.project).unwrap_or_default(),
            source: format!("template/{}/{}", template.id, row.id),
            order: place(number),
            ..Task::default()
        };
        write(&id, &task)
    };
    missing.enumerate().flat_map(task).collect()
}
