//! From rows to criteria, groups, items and ladders.

use super::{
    Column, Recognised, RowFault, RowRole, TakenRow, Words, columns, numbering::Numbering,
    read_row::Line,
};
use crate::{
    criteria::{Criterion, Group, Item, Step},
    id::{ItemId, StepId},
    points::Points,
    text::Text,
};
use std::collections::BTreeSet;

/// Recognises a table. `chosen` is what a person said about the columns; without it, their heads and
/// what stands in them decide.
pub fn recognise(rows: &[Vec<String>], chosen: Option<Vec<Column>>) -> Recognised {
    let words = Words::shipped();
    let (found, heads) = columns(rows);
    let columns = chosen.unwrap_or(found);
    let lines: Vec<Line> =
        rows.iter().skip(heads).map(|row| Line::of(row, &columns, &words)).collect();
    let mut builder = Builder {
        headings: headings(&lines),
        words,
        criteria: Vec::new(),
        rows: Vec::new(),
        taken: Taken::default(),
        open: None,
        said: Vec::new(),
    };
    builder.rows.extend(rows.iter().take(heads).map(|row| taken_row(row, RowRole::Head)));
    for (row, line) in rows.iter().skip(heads).zip(&lines) {
        builder.rows.push(taken_row(row, RowRole::Blank));
        builder.take(line);
    }
    builder.close_item();
    builder.check_sums();
    Recognised { columns, rows: builder.rows, criteria: builder.criteria }
}

fn taken_row(row: &[String], role: RowRole) -> TakenRow {
    TakenRow { cells: row.to_vec(), role, faults: Vec::new() }
}

// The kinds of numbers that headings have: those behind which a deeper one follows, while nothing is
// said of a step.
fn headings(lines: &[Line]) -> BTreeSet<Numbering> {
    let numbered: Vec<(usize, Numbering)> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| Some((at, line.number.as_ref()?.0)))
        .collect();
    let mut found = BTreeSet::new();
    for pair in numbered.windows(2) {
        let [(at, numbering), (next, deeper)] = pair else { continue };
        let own = lines[*at].conditions.is_empty()
            && lines[at + 1..*next].iter().all(|line| !line.has_step());
        if deeper > numbering && own {
            found.insert(*numbering);
        }
    }
    found.extend(
        lines
            .iter()
            .filter(|line| line.is_heading && line.conditions.is_empty())
            .map(|_| Numbering::Upper),
    );
    found
}

#[derive(Default)]
struct Taken {
    criteria: BTreeSet<String>,
    groups: BTreeSet<String>,
    items: BTreeSet<String>,
}

struct Builder {
    headings: BTreeSet<Numbering>,
    words: Words,
    criteria: Vec<Criterion>,
    rows: Vec<TakenRow>,
    taken: Taken,
    // The item that is being read, and its row.
    open: Option<(Item, usize)>,
    // Sums that headings say: the row, what it says, criterion and group (none = the whole criterion).
    said: Vec<(usize, Points, Option<usize>, Option<usize>)>,
}

impl Builder {
    fn take(&mut self, line: &Line) {
        let role = self.role(line);
        match role {
            RowRole::Criterion => self.begin_criterion(line),
            RowRole::Group => self.begin_group(line),
            RowRole::Item => self.begin_item(line),
            RowRole::Step => {
                let mut line = line.clone();
                // Without a column for conditions, they stand where the content does.
                if line.conditions.is_empty() && !line.content.is_empty() {
                    line.conditions.push(std::mem::take(&mut line.content));
                }
                self.add_steps(&line);
            }
            RowRole::More => self.add_words(line),
            RowRole::Total => {
                if let Ok([said]) = line.points.as_deref() {
                    self.said.push((self.rows.len() - 1, *said, None, None));
                }
            }
            RowRole::Head | RowRole::Blank => {}
        }
        if let Some(row) = self.rows.last_mut() {
            row.role = role;
        }
    }

    fn role(&self, line: &Line) -> RowRole {
        if line.is_blank() {
            return RowRole::Blank;
        }
        if line.is_total {
            return RowRole::Total;
        }
        let Some((numbering, _)) = &line.number else {
            return match (line.has_step(), line.content.is_empty()) {
                // Something else is asked, without a number of its own.
                (true, false) if !line.conditions.is_empty() || self.open.is_none() => {
                    RowRole::Item
                }
                (true, _) => RowRole::Step,
                (false, _) => RowRole::More,
            };
        };
        // What says how a step is reached is none.
        let is_heading =
            (line.is_heading || self.headings.contains(numbering)) && line.conditions.is_empty();
        if !is_heading {
            return RowRole::Item;
        }
        match self.headings.first() {
            Some(first) if first == numbering => RowRole::Criterion,
            _ => RowRole::Group,
        }
    }

    fn begin_criterion(&mut self, line: &Line) {
        self.close_item();
        let number = line.number.as_ref().map(|(_, number)| number.clone()).unwrap_or_default();
        self.leave_evidence(line);
        let id = unique(&number, &mut self.taken.criteria);
        self.note_sum(line, self.criteria.len(), None);
        self.criteria.push(Criterion { id, title: vi(&line.content), ..Criterion::default() });
    }

    fn begin_group(&mut self, line: &Line) {
        self.close_item();
        self.need_criterion();
        let Some(at) = self.criteria.len().checked_sub(1) else { return };
        self.leave_evidence(line);
        let id = self.numbered(line, &self.criteria[at].id);
        let id = unique(&id, &mut self.taken.groups);
        self.note_sum(line, at, Some(self.criteria[at].groups.len()));
        self.criteria[at].groups.push(Group { id, title: vi(&line.content), items: Vec::new() });
    }

    fn begin_item(&mut self, line: &Line) {
        self.close_item();
        self.need_criterion();
        let Some(criterion) = self.criteria.last_mut() else { return };
        if criterion.groups.is_empty() {
            // One group of all its items, under its own name.
            let id = unique(&criterion.id, &mut self.taken.groups);
            let title = criterion.title.clone();
            criterion.groups.push(Group { id, title, items: Vec::new() });
        }
        let Some(group) = criterion.groups.last() else { return };
        let (home, next) = (group.id.clone(), group.items.len() + 1);
        let id = match &line.number {
            Some(_) => self.numbered(line, &home),
            None => format!("{home}.{next}"),
        };
        let id = unique(&id, &mut self.taken.items);
        let item = Item {
            id: ItemId(id),
            text: vi(&line.content),
            evidence: vi(&line.evidence),
            ..Item::default()
        };
        self.open = Some((item, self.rows.len() - 1));
        if line.content.is_empty() {
            self.fault(RowFault::NoText);
        }
        self.add_steps(line);
    }

    // The number of a row as an id: alone where it names what it stands in, else behind that.
    fn numbered(&self, line: &Line, parent: &str) -> String {
        match &line.number {
            Some((Numbering::Dotted(2..), number)) => number.clone(),
            // A table without headings: its own numbers.
            Some((_, number)) if self.headings.is_empty() => number.clone(),
            Some((_, number)) => format!("{parent}.{number}"),
            None => parent.to_owned(),
        }
    }

    fn add_steps(&mut self, line: &Line) {
        let (steps, faults) = line.steps(&self.words);
        for fault in faults {
            self.fault(fault);
        }
        let Some((item, _)) = &mut self.open else {
            return self.fault(RowFault::NoItem);
        };
        if !line.evidence.is_empty() && item.evidence.vi != line.evidence {
            append(&mut item.evidence, &line.evidence);
        }
        let mut rises = false;
        for (points, label) in steps {
            rises |= item.ladder.last().is_some_and(|last| last.points < points);
            add_step(&mut item.ladder, points, &label);
        }
        if rises {
            self.fault(RowFault::Rising);
        }
    }

    fn add_words(&mut self, line: &Line) {
        let place = match (&mut self.open, self.criteria.last_mut()) {
            (Some((item, _)), _) => &mut item.text,
            (None, Some(criterion)) => match criterion.groups.last_mut() {
                Some(group) => &mut group.title,
                None => &mut criterion.title,
            },
            (None, None) => return self.fault(RowFault::NoItem),
        };
        append(place, &line.content);
        match &mut self.open {
            Some((item, _)) => append(&mut item.evidence, &line.evidence),
            None => self.leave_evidence(line),
        }
    }

    // Evidence belongs to an item; that of a heading has no place.
    fn leave_evidence(&mut self, line: &Line) {
        if !line.evidence.is_empty() {
            self.fault(RowFault::LeftOut(line.evidence.clone()));
        }
    }

    fn close_item(&mut self) {
        let Some((mut item, row)) = self.open.take() else { return };
        match item.ladder.iter().map(|step| step.points).min() {
            None => self.rows[row].faults.push(RowFault::NoPoints),
            // What was not done must have a step, too.
            Some(least) if least.0 > 0 => {
                add_step(&mut item.ladder, Points::default(), "");
                self.rows[row].faults.push(RowFault::ZeroAdded);
            }
            Some(_) => {}
        }
        let groups = self.criteria.last_mut().and_then(|criterion| criterion.groups.last_mut());
        if let Some(group) = groups {
            group.items.push(item);
        }
    }

    fn need_criterion(&mut self) {
        if self.criteria.is_empty() {
            let id = unique("1", &mut self.taken.criteria);
            self.criteria.push(Criterion { id, ..Criterion::default() });
        }
    }

    fn fault(&mut self, fault: RowFault) {
        if let Some(row) = self.rows.last_mut()
            && !row.faults.contains(&fault)
        {
            row.faults.push(fault);
        }
    }

    fn note_sum(&mut self, line: &Line, criterion: usize, group: Option<usize>) {
        let row = self.rows.len() - 1;
        match line.points.as_deref() {
            Ok([said]) => self.said.push((row, *said, Some(criterion), group)),
            Ok(_) => {}
            Err(fault) => self.fault(fault.clone()),
        }
    }

    fn check_sums(&mut self) {
        for (row, said, criterion, group) in std::mem::take(&mut self.said) {
            let criteria = self.criteria.iter().enumerate();
            let criteria = criteria.filter(|(at, _)| criterion.is_none_or(|only| only == *at));
            let groups = criteria.flat_map(|(_, it)| it.groups.iter().enumerate());
            let groups = groups.filter(|(at, _)| group.is_none_or(|only| only == *at));
            let found: Points = groups.flat_map(|(_, it)| &it.items).map(Item::max).sum();
            if found != said {
                self.rows[row].faults.push(RowFault::OtherSum(said, found));
            }
        }
    }
}

fn add_step(ladder: &mut Vec<Step>, points: Points, label: &str) {
    let worth = points.to_string();
    let same = ladder.iter().filter(|step| step.points == points).count();
    let id = if same == 0 { worth } else { format!("{worth}-{}", same + 1) };
    ladder.push(Step { id: StepId(id), points, met: points.0 > 0, label: vi(label) });
}

fn vi(text: &str) -> Text {
    Text { vi: text.to_owned(), en: String::new() }
}

fn append(text: &mut Text, more: &str) {
    if !more.is_empty() {
        if !text.vi.is_empty() {
            text.vi.push(' ');
        }
        text.vi.push_str(more);
    }
}

fn unique(id: &str, taken: &mut BTreeSet<String>) -> String {
    let mut free = id.to_owned();
    let mut number = 1;
    while !taken.insert(free.clone()) {
        number += 1;
        free = format!("{id}-{number}");
    }
    free
}
