//! Phrases by which furniture is known: the table in `assets/furniture.toml`, and which of them a line shows.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, MatchKind, StartKind};
use serde::Deserialize;

use super::{block::BlockKind, shape::is_bullet};

/// How much of a line is compared with the phrases.
const HEAD: usize = 200;

/// How much of a long line is, of which only the start counts.
const START: usize = 80;

/// The longest line in which a phrase may stand anywhere.
const SHORT: usize = 180;

/// Bytes of the marks and figures that may stand around a phrase that is the whole line.
const AROUND: usize = 24;

/// How many phrases that address the readers make a paragraph a note of the site's.
const FOR_SITE: usize = 2;

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(include_str!("../../assets/furniture.toml")));

/// Cues as a set of bits, in the order of the table.
pub(crate) type CueSet = u32;

/// A kind of furniture, as the table has it.
#[derive(Debug, Deserialize)]
pub(crate) struct Cue {
    pub name: String,
    pub kind: BlockKind,
    pub reason: String,
    #[serde(default)]
    pub ends: bool,
    #[serde(default)]
    pub sure: bool,
    #[serde(default)]
    line: Vec<String>,
    #[serde(default)]
    start: Vec<String>,
    #[serde(default)]
    within: Vec<String>,
}

/// The cues that a line shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cues {
    /// Those of which a phrase is the whole line.
    pub line: CueSet,
    /// Those of which a phrase starts the line.
    pub start: CueSet,
    /// Those of which a phrase stands somewhere in it.
    pub within: CueSet,
}

impl Cues {
    /// The cues of a trimmed line.
    pub fn of(line: &str) -> Self {
        PHRASES.cues(line)
    }

    /// Those with a phrase anywhere in the line.
    pub fn any(self) -> CueSet {
        self.line | self.start | self.within
    }

    /// The first cue of the table that is among those, the surest ones first.
    pub fn strongest(self) -> Option<&'static Cue> {
        [self.line, self.start, self.within].into_iter().find(|&set| set != 0).map(|set| first(set))
    }
}

/// The first cue of a set that is not empty.
pub(crate) fn first(set: CueSet) -> &'static Cue {
    &PHRASES.cues[set.trailing_zeros() as usize]
}

/// The bit of the cue of this name.
pub(crate) fn bit(name: &str) -> CueSet {
    let place = PHRASES.cues.iter().position(|cue| cue.name == name);
    1 << place.expect("the names in the code are checked by a test")
}

/// The cues below which a story seldom goes on.
pub(crate) fn ending() -> CueSet {
    PHRASES.ending
}

/// The cues with which no line of a story starts.
pub(crate) fn sure() -> CueSet {
    PHRASES.sure
}

/// Whether a paragraph speaks to the readers for the site, as notes below a story do, and not of the news.
pub(crate) fn speaks_for_site(line: &str) -> bool {
    PHRASES.speaks_for_site(line)
}

/// How many cues the table has.
pub(crate) fn count() -> usize {
    PHRASES.cues.len()
}

/// The names of the cues, in the order of their bits.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    PHRASES.cues.iter().map(|cue| cue.name.as_str())
}

struct Phrases {
    cues: Vec<Cue>,
    ending: CueSet,
    sure: CueSet,
    for_site: AhoCorasick,
    lines: HashMap<String, CueSet>,
    /// Bytes of the longest phrase that is a whole line, and of what may stand around it.
    longest: usize,
    starts: Finder,
    withins: Finder,
}

#[derive(Deserialize)]
struct Written {
    for_site: Vec<String>,
    cue: Vec<Cue>,
}

impl Phrases {
    fn new(toml: &str) -> Self {
        let written: Written = toml::from_str(toml).expect("assets/furniture.toml is checked by a test");
        let cues = written.cue;
        let all =
            |wanted: fn(&Cue) -> bool| (0..).zip(&cues).filter(|(_, cue)| wanted(cue)).map(|(bit, _)| 1 << bit).sum();
        Self {
            ending: all(|cue| cue.ends),
            sure: all(|cue| cue.sure),
            for_site: AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .build(&written.for_site)
                .expect("the phrases are few and short"),
            longest: cues.iter().flat_map(|cue| &cue.line).map(String::len).max().unwrap_or(0) + AROUND,
            lines: sets(&cues, |cue| &cue.line),
            starts: Finder::new(sets(&cues, |cue| &cue.start), StartKind::Anchored, MatchKind::LeftmostLongest, None),
            withins: Finder::new(
                sets(&cues, |cue| &cue.within),
                StartKind::Unanchored,
                MatchKind::Standard,
                Some(AhoCorasickKind::DFA),
            ),
            cues,
        }
    }

    fn speaks_for_site(&self, line: &str) -> bool {
        let line = &line[..line.floor_char_boundary(1_000)];
        let line = if is_plain(line) { Cow::Borrowed(line) } else { Cow::Owned(normal(line)) };
        self.for_site.find_iter(&*line).take(FOR_SITE).count() == FOR_SITE
    }

    /// Nearly all long lines are compared as they stand, since the case of ASCII does not matter to the finders.
    fn cues(&self, line: &str) -> Cues {
        let short = line.len() <= SHORT;
        let head = &line[..line.floor_char_boundary(if short { HEAD } else { START })];
        if line.len() > self.longest && is_plain(head) {
            return Cues { line: 0, start: self.starts.at_start(head), within: self.within(head, short) };
        }
        let normal = normal(head);
        let (start, within) = (self.starts.at_start(&normal), self.within(&normal, short));
        if !short {
            return Cues { line: 0, start, within };
        }
        let core = normal.trim_matches(|c: char| !c.is_alphanumeric() && c != '©');
        let bare = core.trim_matches(|c: char| !c.is_alphabetic());
        let line = self.lines.get(core).or_else(|| self.lines.get(bare)).copied().unwrap_or(0);
        Cues { line, start, within }
    }

    fn within(&self, line: &str, short: bool) -> CueSet {
        if short { self.withins.anywhere(line) } else { 0 }
    }
}

/// The sets of cues by phrase.
fn sets(cues: &[Cue], phrases: impl Fn(&Cue) -> &Vec<String>) -> HashMap<String, CueSet> {
    let mut sets: HashMap<String, CueSet> = HashMap::new();
    for (bit, cue) in (0..).zip(cues) {
        for phrase in phrases(cue) {
            *sets.entry(phrase.clone()).or_default() |= 1 << bit;
        }
    }
    sets
}

/// Finds many phrases at once.
struct Finder {
    automaton: AhoCorasick,
    sets: Vec<CueSet>,
}

impl Finder {
    fn new(sets: HashMap<String, CueSet>, start: StartKind, matches: MatchKind, kind: Option<AhoCorasickKind>) -> Self {
        let mut phrases: Vec<(String, CueSet)> = sets.into_iter().collect();
        phrases.sort_unstable();
        let automaton = AhoCorasick::builder()
            .start_kind(start)
            .match_kind(matches)
            .ascii_case_insensitive(true)
            .kind(kind)
            .build(phrases.iter().map(|p| &p.0));
        let automaton = automaton.expect("the phrases are few and short");
        Self { automaton, sets: phrases.into_iter().map(|(_, set)| set).collect() }
    }

    fn at_start(&self, line: &str) -> CueSet {
        let found = self.automaton.find(Input::new(line).anchored(Anchored::Yes));
        let found = found.filter(|found| is_word(line, found.start(), found.end()));
        found.map_or(0, |found| self.sets[found.pattern().as_usize()])
    }

    fn anywhere(&self, line: &str) -> CueSet {
        let found = self.automaton.find_overlapping_iter(line);
        let found = found.filter(|found| is_word(line, found.start(), found.end()));
        found.fold(0, |set, found| set | self.sets[found.pattern().as_usize()])
    }
}

/// Whether no word is cut at either end; scripts without spaces cut none.
fn is_word(line: &str, start: usize, end: usize) -> bool {
    let joins = |a: Option<char>, b: Option<char>| match (a, b) {
        (Some(a), Some(b)) => a.is_alphanumeric() && b.is_alphanumeric() && a < '\u{2e80}' && b < '\u{2e80}',
        _ => false,
    };
    let inside = &line[start..end];
    let cut_before = joins(line[..start].chars().next_back(), inside.chars().next());
    let cut_after = joins(inside.chars().next_back(), line[end..].chars().next());
    !cut_before && !cut_after
}

/// A line in small letters, with straight apostrophes, single spaces and nothing before its first word.
pub(crate) fn normal(line: &str) -> String {
    let mut normal = String::with_capacity(line.len());
    let line = line.trim_start_matches(|c: char| is_bullet(c) || is_ornament(c) || c.is_whitespace());
    let mut rest = line;
    loop {
        let plain = plain_run(rest, |byte| byte != b'`');
        let start = normal.len();
        normal.push_str(&rest[..plain]);
        normal[start..].make_ascii_lowercase();
        let mut others = rest[plain..].chars();
        let Some(c) = others.next() else { break };
        rest = others.as_str();
        match c {
            '’' | '‘' | '`' | '´' => normal.push('\''),
            ' '..='~' => push(&mut normal, c),
            _ if c.is_whitespace() => push(&mut normal, ' '),
            _ => normal.extend(c.to_lowercase()),
        }
    }
    normal
}

/// Whether a line differs from its normal form in nothing but the case of ASCII. Without short cuts the compiler looks at
/// many bytes at once.
fn is_plain(line: &str) -> bool {
    let bytes = line.as_bytes();
    let plain = |plain: bool, &byte: &u8| plain & (byte.wrapping_sub(b' ') < 0x5f) & (byte != b'`');
    let spaced = |spaced: bool, (&one, &next): (&u8, &u8)| spaced | (one == b' ') & (next == b' ');
    bytes.first().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.iter().fold(true, plain)
        && !bytes.iter().zip(&bytes[1..]).fold(false, spaced)
}

/// How many bytes at the start need no more than small letters: signs of ASCII that are plain, with single spaces after them.
pub(crate) fn plain_run(text: &str, is_plain: impl Fn(u8) -> bool) -> usize {
    let bytes = text.as_bytes();
    let plain = |at: &usize| match bytes[*at] {
        b' ' => *at > 0 && bytes[*at - 1] != b' ',
        byte => byte.is_ascii_graphic() && is_plain(byte),
    };
    (0..bytes.len()).take_while(plain).count()
}

fn push(normal: &mut String, c: char) {
    if c != ' ' || !normal.ends_with(' ') {
        normal.push(c);
    }
}

/// Marks that pages put before an entry.
fn is_ornament(c: char) -> bool {
    matches!(
        c,
        '#' | '+'
            | '>'
            | '<'
            | '|'
            | '"'
            | '“'
            | '”'
            | '„'
            | '«'
            | '»'
            | '›'
            | '‹'
            | '→'
            | '←'
            | '↑'
            | '↓'
            | '['
            | '【'
            | '■'
            | '★'
            | '☆'
            | '\u{feff}'
            | '\u{200b}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_of(set: CueSet) -> Vec<&'static str> {
        names().enumerate().filter(|(bit, _)| set & (1 << bit) != 0).map(|(_, name)| name).collect()
    }

    #[test]
    fn the_table_is_in_small_letters_and_says_why() {
        assert!(count() <= 32);
        for cue in &PHRASES.cues {
            assert!(cue.reason.len() <= 60, "{}", cue.name);
            for phrase in cue.line.iter().chain(&cue.start).chain(&cue.within) {
                assert_eq!(&phrase.to_lowercase(), phrase);
                assert!(!phrase.contains(['’', '‘']), "{phrase}");
            }
        }
    }

    #[test]
    fn a_phrase_may_be_the_whole_line_whatever_surrounds_it() {
        for line in ["Leave a Reply", "  Leave a reply:", "LEAVE A REPLY »", "Comments (12)", "12 Kommentare"] {
            assert_eq!(names_of(Cues::of(line.trim()).line), ["comments"], "{line}");
        }
    }

    #[test]
    fn a_phrase_at_the_start_ends_with_its_word() {
        assert_eq!(names_of(Cues::of("Read Also: Bridge closed for a year").start), ["linked"]);
        assert_eq!(names_of(Cues::of("Read alsoran").start), Vec::<&str>::new());
        assert_eq!(names_of(Cues::of("関連記事：橋は一年間閉鎖").start), ["linked"]);
    }

    #[test]
    fn a_phrase_in_a_long_line_is_no_cue() {
        let line = format!("{} all rights reserved {}", "word ".repeat(20), "word ".repeat(20));
        assert_eq!(Cues::of(&line), Cues::default());
        assert_eq!(names_of(Cues::of("The Courier. All rights reserved").within), ["copyright"]);
    }

    #[test]
    fn apostrophes_of_all_forms_are_one() {
        assert_ne!(Cues::of("Editor’s Picks").line, 0);
        assert_ne!(Cues::of("What's hot").line, 0);
    }
}
