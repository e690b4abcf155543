//! What the list shows after each key is what the command line answers to the same words.

use folio::index::{Question, query::parse};
use jiff::civil::date;

use crate::play::Play;

/// Lists that are compared.
const COMPARED: usize = 500;

/// Words that are begun, some of them in no article, and what people type between and around them.
const WORDS: [&str; 16] = [
    "harbour",
    "which",
    "strike",
    "küste",
    "night",
    "there",
    "president",
    "-canal",
    "OR",
    "OR",
    "water",
    "year",
    "\"the sea",
    "title:lig",
    "site:harb",
    "lang:en",
];

/// Random numbers that are the same in each run (Marsaglia's xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }
}

/// What `folio search` is asked for the same: the word that ends at the cursor goes on.
fn asked(text: &str, cursor: usize) -> String {
    let (before, after) = text.split_at(cursor);
    let ends_word = before.ends_with(char::is_alphanumeric) && !after.starts_with(|c: char| !c.is_whitespace());
    let quotes = before.matches('"').count() % 2 == 1;
    match (ends_word, quotes) {
        (true, true) => format!("{before}\"*{after}"),
        (true, false) => format!("{before}*{after}"),
        (false, _) => text.to_owned(),
    }
}

/// Letters of the word that ends at the cursor.
fn typed_letters(text: &str, cursor: usize) -> usize {
    text[..cursor].chars().rev().take_while(|letter| letter.is_alphanumeric()).count()
}

#[test]
fn the_list_shows_what_the_command_line_answers_after_each_key() {
    let mut play = Play::samples(60, 8);
    let mut dice = Dice(0x5EED);
    play.press("/");
    let (mut rest, mut compared, mut found_something) = (Vec::new(), 0, 0);
    while compared < COMPARED {
        let before = play.state.search.line.text().to_owned();
        press_a_key(&mut play, &mut dice, &mut rest);
        let line = &play.state.search.line;
        let (text, cursor) = (line.text().to_owned(), line.cursor_byte());
        if text == before {
            // Going through the text asks nothing: the list does not change under the reader's hands.
            continue;
        }
        let parsed = parse(&asked(&text, cursor), date(2026, 11, 21));
        if (1..3).contains(&typed_letters(&text, cursor)) || !parsed.faults.is_empty() {
            continue;
        }
        let list = &play.state.list;
        let shown: Vec<_> = list.window().iter().map(|hit| hit.row.article).collect();
        let (mut answered, matched) = play.found(&Question::new(parsed.query, 1_000));
        answered.truncate(shown.len());
        assert_eq!((list.matched(), shown), (matched, answered), "{text:?} with the cursor at {cursor}");
        compared += 1;
        found_something += usize::from(matched > 0);
    }
    assert!(found_something > COMPARED / 3, "{found_something}");
}

/// Types the next letter of a word, begins another one, or moves and deletes.
fn press_a_key(play: &mut Play, dice: &mut Dice, rest: &mut Vec<char>) {
    if play.state.search.line.text().chars().count() > 24 {
        rest.clear();
        play.press("<ctrl-u>");
    } else if let Some(letter) = rest.pop_if(|_| dice.below(8) > 0) {
        play.press(&letter.to_string());
    } else if !rest.is_empty() || dice.below(2) == 0 {
        let keys = [
            "<backspace>",
            "<backspace>",
            "<backspace>",
            "<left>",
            "<right>",
            "<delete>",
            "<ctrl-w>",
            "<home>",
            "<end>",
        ];
        play.press(keys[dice.below(keys.len())]);
    } else {
        rest.extend(WORDS[dice.below(WORDS.len())].chars().rev());
        play.press("<space>");
    }
}
