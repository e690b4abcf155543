//! What is laid over the panes: help, palette, problems, explanation.

use frizbee::{Config, Matcher};

use super::{
    action::{Action, Group},
    bar::Line,
    keymap::{Context, Keymap},
    timeline::Timeline,
};
use crate::{index::Facets, text::clean::Clean};

/// Something that is laid over the panes.
#[derive(Clone, Debug)]
pub struct Overlay {
    /// What it is.
    pub kind: Kind,
    /// What was typed into it.
    pub filter: Line,
    /// The selected row of a palette or an explanation; the first row on the screen of anything else.
    pub position: usize,
}

/// What an overlay is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// All keys and what they do.
    Help,
    /// Actions by name.
    Palette,
    /// How folio knows what it says about the open article; the lines that other pages have too can be selected.
    Explain {
        /// Its lines.
        lines: Vec<Clean>,
        /// Rows of lines that other pages have too, each with its number among them.
        common: Vec<(usize, usize)>,
    },
    /// What the result consists of; none while that is being counted.
    Facets(Option<Facets>),
    /// The result over time; none while that is being counted.
    Timeline(Option<Timeline>),
    /// Text to read.
    Text {
        /// Its heading.
        title: &'static str,
        /// Its lines.
        lines: Vec<Clean>,
    },
}

/// A row of the help or the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A chapter's heading.
    Heading(&'static str),
    /// An action with the keys that ask for it.
    Action(Action, String),
    /// A form of the query language, and what it means.
    Syntax(&'static str, &'static str),
}

/// The query language in short, as the help shows it.
pub const SYNTAX: &[(&str, &str)] = &[
    ("sanctions ukraine", "both words, in any of their forms"),
    ("putin OR biden", "one of them, or both"),
    ("-sport", "without this word"),
    ("(a OR b) c", "groups"),
    ("\"one step forward\"", "these words in this order"),
    ("\"sanctions Russia\"~3", "with at most 3 words between them"),
    ("sanct*", "words that begin like this"),
    ("=sanction", "exactly this form"),
    ("ushakow~", "one letter may be wrong"),
    ("/colou?r/", "words that the expression matches"),
    ("title:summit", "in the title; also body: site: by: lang: path:"),
    ("date:2021-12", "a day, a month, a year"),
    ("date:2021-12..2022-01", "from, to; also date:>=2022"),
    ("date:inferred", "how the date is known: stated, inferred; -date:* without one"),
    ("words:>500", "length"),
    ("is:unread", "not read yet; also is:read is:marked"),
    ("in:furniture cookies", "in what the page added"),
];

impl Overlay {
    /// An overlay of a kind, at its beginning.
    pub fn new(kind: Kind) -> Self {
        Self { kind, filter: Line::default(), position: 0 }
    }

    /// Whether text is typed into it.
    pub fn is_typed_into(&self) -> bool {
        matches!(self.kind, Kind::Help | Kind::Palette)
    }

    /// The rows that match what was typed.
    pub fn entries(&self, keymap: &Keymap) -> Vec<Entry> {
        match self.kind {
            Kind::Help => help(keymap, self.filter.text()),
            Kind::Palette => palette(keymap, self.filter.text()),
            Kind::Text { .. } | Kind::Explain { .. } | Kind::Facets(_) | Kind::Timeline(_) => Vec::new(),
        }
    }

    /// How many rows it has.
    pub fn length(&self, keymap: &Keymap) -> usize {
        match &self.kind {
            Kind::Explain { lines, .. } | Kind::Text { lines, .. } => lines.len(),
            Kind::Facets(facets) => facets.as_ref().map_or(0, |facets| facets.counts.len()),
            Kind::Timeline(timeline) => timeline.as_ref().map_or(0, |timeline| timeline.bars.len()),
            _ => self.entries(keymap).len(),
        }
    }

    /// The number of the line that is selected in an explanation, among those that other pages have too.
    pub fn selected_line(&self) -> Option<usize> {
        match &self.kind {
            Kind::Explain { common, .. } => {
                common.iter().find(|(row, _)| *row == self.position).map(|(_, number)| *number)
            }
            _ => None,
        }
    }

    /// The action that is selected in a palette.
    pub fn selected(&self, keymap: &Keymap) -> Option<Action> {
        match self.entries(keymap).get(self.position) {
            Some(Entry::Action(action, _)) if self.kind == Kind::Palette => Some(*action),
            _ => None,
        }
    }

    /// The condition of the facet or span of time that is selected.
    pub fn selected_clause(&self) -> Option<String> {
        match &self.kind {
            Kind::Facets(Some(facets)) => facets.counts.get(self.position).map(|(facet, _)| facet.clause()),
            Kind::Timeline(Some(timeline)) => timeline.bars.get(self.position).map(|bar| bar.clause.clone()),
            _ => None,
        }
    }

    /// Takes what a result consists of, where that is shown.
    pub fn take_facets(&mut self, counted: Facets) {
        match &mut self.kind {
            Kind::Facets(facets) => *facets = Some(counted),
            Kind::Timeline(timeline) => *timeline = Some(Timeline::new(&counted)),
            _ => {}
        }
    }
}

fn keys_of(keymap: &Keymap, action: Action) -> String {
    let context = if action.group() == Group::Typing { Context::Typing } else { Context::Everywhere };
    keymap.labels(context, action).join(" ")
}

fn help(keymap: &Keymap, filter: &str) -> Vec<Entry> {
    let wanted = filter.to_lowercase();
    let matches = |text: &str| text.to_lowercase().contains(&wanted);
    let mut entries = Vec::new();
    for group in Group::ALL {
        let actions = Action::ALL.iter().filter(|action| action.group() == group);
        let rows = actions.map(|action| Entry::Action(*action, keys_of(keymap, *action)));
        let kept = rows.filter(|row| match row {
            Entry::Action(action, keys) => {
                matches(action.description()) || matches(action.name()) || keys.split(' ').any(|key| key == filter)
            }
            Entry::Heading(_) | Entry::Syntax(..) => true,
        });
        push_chapter(&mut entries, group.title(), kept.collect());
    }
    let syntax = SYNTAX.iter().filter(|(form, meaning)| matches(form) || matches(meaning));
    let syntax = syntax.map(|(form, meaning)| Entry::Syntax(form, meaning)).collect();
    push_chapter(&mut entries, "What can be typed after /", syntax);
    entries
}

fn push_chapter(entries: &mut Vec<Entry>, title: &'static str, rows: Vec<Entry>) {
    if !rows.is_empty() {
        entries.push(Entry::Heading(title));
        entries.extend(rows);
    }
}

/// The actions whose name or description matches what was typed, best first.
fn palette(keymap: &Keymap, filter: &str) -> Vec<Entry> {
    let actions: Vec<_> = Action::ALL.iter().filter(|action| action.group() != Group::Typing).collect();
    let entry = |action: Action| Entry::Action(action, keys_of(keymap, action));
    if filter.trim().is_empty() {
        return actions.into_iter().map(|action| entry(*action)).collect();
    }
    let names: Vec<_> = actions.iter().map(|action| action.name()).collect();
    let descriptions: Vec<_> = actions.iter().map(|action| action.description()).collect();
    let by_name = ranked(filter, &names);
    let by_description = ranked(filter, &descriptions);
    let rest = by_description.into_iter().filter(|number| !by_name.contains(number));
    by_name.iter().copied().chain(rest).map(|number| entry(*actions[number])).collect()
}

fn ranked(filter: &str, texts: &[&str]) -> Vec<usize> {
    let mut matcher = Matcher::new(filter.trim(), &Config::default());
    matcher.match_list(texts).into_iter().map(|found| found.index as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(overlay: &Overlay) -> Vec<&'static str> {
        let entries = overlay.entries(&Keymap::default()).into_iter();
        entries
            .filter_map(|entry| if let Entry::Action(action, _) = entry { Some(action.name()) } else { None })
            .collect()
    }

    #[test]
    fn the_help_has_every_action_and_is_narrowed_by_typing() {
        let mut help = Overlay::new(Kind::Help);
        assert_eq!(names(&help).len(), Action::ALL.len());
        help.filter.insert("furnit");
        assert_eq!(names(&help), ["furniture", "explain"]);
    }

    #[test]
    fn the_help_is_searched_by_key_too() {
        let mut help = Overlay::new(Kind::Help);
        help.filter.insert("^d");
        assert_eq!(names(&help), ["half-page-down"]);
    }

    #[test]
    fn the_palette_finds_an_action_by_a_part_of_its_name() {
        let mut palette = Overlay::new(Kind::Palette);
        palette.filter.insert("probl");
        assert_eq!(palette.selected(&Keymap::default()), Some(Action::Problems));
        palette.filter.set("sortdate");
        assert_eq!(palette.selected(&Keymap::default()), Some(Action::SortDate));
    }

    #[test]
    fn every_form_of_the_query_language_in_the_help_is_understood() {
        for (form, _) in SYNTAX {
            let parsed = crate::index::query::parse(form, jiff::civil::date(2026, 11, 21));
            assert!(parsed.query.is_some() && parsed.faults.is_empty(), "{form}: {:?}", parsed.faults);
        }
    }
}
