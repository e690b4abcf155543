//! What a line looks like: lengths, letters, words, how it opens and closes. Measured once, in one pass over its head.

use super::words::{self, Languages};

/// How much of a line's head is looked at: enough to tell prose from furniture, and long paragraphs cost no more.
const HEAD: usize = 240;

/// What a line looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Shape {
    /// Bytes of the trimmed line.
    pub bytes: u32,
    /// Characters, estimated from the head where the line is longer than that.
    pub chars: u32,
    /// Words in the head.
    pub words: u16,
    /// Words in the head that start with a capital.
    pub capitals: u16,
    /// Words in the head of which all letters are capitals, two letters at least.
    pub shouted: u16,
    /// Function words in the head: articles, prepositions and the like, which only running text is rich in.
    pub function_words: u16,
    /// Digits in the head.
    pub digits: u16,
    /// Commas and semicolons in the head.
    pub commas: u16,
    /// Marks in the head after which a new sentence starts.
    pub stops: u16,
    /// Marks in the head that separate entries: `|`, `•`, `·`, `»`, `/` between spaces and the like.
    pub separators: u16,
    /// Characters in the head of scripts that are written without spaces.
    pub wide: u16,
    /// Bytes of the head.
    pub head: u16,
    /// How it opens.
    pub opening: Opening,
    /// How it closes.
    pub closing: Closing,
}

/// How a line opens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Opening {
    /// With nothing of the kinds below.
    #[default]
    Other,
    /// With a capital letter.
    Capital,
    /// With a small letter.
    Small,
    /// With a digit.
    Digit,
    /// With a bullet or a dash and a space.
    Bullet,
    /// With a quotation mark.
    Quote,
}

/// How a line closes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Closing {
    /// With a letter, a digit or a mark not listed.
    #[default]
    Open,
    /// As a sentence does.
    Sentence,
    /// With a question or exclamation mark.
    Question,
    /// With a colon.
    Colon,
    /// With a comma or semicolon: it goes on.
    Comma,
    /// With an ellipsis or an arrow: there is more elsewhere.
    Ellipsis,
}

impl Shape {
    /// Measures a trimmed line, and adds its words to those of the lines before.
    pub fn of(line: &str, vocabulary: &mut Vocabulary) -> Self {
        let head = &line[..line.floor_char_boundary(HEAD)];
        let mut shape = Self {
            bytes: u32::try_from(line.len()).unwrap_or(u32::MAX),
            head: head.len() as u16,
            opening: opening(line),
            closing: closing(line),
            ..Self::default()
        };
        let mut pass = Pass { head: head.as_bytes(), text: head, at: 0, chars: 0, pair: 0, vocabulary };
        pass.run(&mut shape);
        shape.chars = pass.estimated_chars(line.len());
        shape
    }

    /// Characters as a reader counts them: one of a script without spaces weighs like three letters.
    pub fn weight(self) -> f32 {
        self.chars as f32 + 2.0 * self.wide_chars()
    }

    /// Words, with two characters of a script without spaces counting as one.
    pub fn estimated_words(self) -> f32 {
        let scale = self.bytes as f32 / f32::from(self.head.max(1));
        (f32::from(self.words) + f32::from(self.wide) / 2.0) * scale
    }

    /// Whether it is written, mostly, in a script without spaces.
    pub fn is_wide(self) -> bool {
        u32::from(self.wide) * 6 > u32::from(self.head)
    }

    /// Whether it looks like running text: long enough, and knit together by small words or sentence marks.
    pub fn is_prose(self) -> bool {
        if self.is_wide() {
            return self.wide >= 24 && (self.commas + self.stops > 0 || self.closing == Closing::Sentence);
        }
        let knit = self.function_words * 6 >= self.words && self.function_words >= 2;
        self.words >= 9 && self.separators * 6 < self.words && (knit || self.is_sentences())
    }

    fn is_sentences(self) -> bool {
        self.closing == Closing::Sentence && self.capitals * 2 < self.words && self.words >= 12
    }

    fn wide_chars(self) -> f32 {
        f32::from(self.wide) * self.bytes as f32 / f32::from(self.head.max(1))
    }
}

/// The words in the heads of lines.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// The hashes of words that say what a line is about.
    pub content: Vec<u32>,
    /// For each function word, the languages that have it.
    pub functions: Vec<Languages>,
}

/// The one pass over a head.
struct Pass<'a> {
    head: &'a [u8],
    text: &'a str,
    at: usize,
    chars: u32,
    /// The bytes of the wide character before, gathered.
    pair: u64,
    vocabulary: &'a mut Vocabulary,
}

/// The letters of a word so far.
struct Letters {
    letters: u64,
    count: u16,
    /// Whether one of them is small, or of a script that knows no capitals.
    small: bool,
}

impl Pass<'_> {
    fn run(&mut self, shape: &mut Shape) {
        while let Some(&byte) = self.head.get(self.at) {
            if byte == b' ' {
                (self.at, self.chars) = (self.at + 1, self.chars + 1);
            } else if byte.is_ascii_alphabetic() || byte >= 0x80 && self.is_letter() {
                self.word(shape);
            } else {
                self.mark(byte, shape);
            }
        }
    }

    fn is_letter(&self) -> bool {
        match self.head[self.at] {
            // General punctuation, arrows, symbols; fullwidth and CJK punctuation; Latin-1 punctuation.
            0xe2 => false,
            0xe3 => self.head[self.at + 1] != 0x80,
            0xef => !matches!(self.head[self.at + 1], 0xbb | 0xbc),
            0xc2 => matches!(self.head[self.at + 1], 0xaa | 0xb5 | 0xba),
            0xf0 => self.head[self.at + 1] == 0xa0,
            _ => true,
        }
    }

    /// A run of letters; a run of wide letters is a word for each two of them.
    fn word(&mut self, shape: &mut Shape) {
        let start = self.at;
        let mut word = self.ascii_letters();
        while let Some(&byte) = self.head.get(self.at) {
            if byte.is_ascii_alphabetic() {
                word.letters = words::step(word.letters, byte | 0x20);
                word.small |= byte.is_ascii_lowercase();
                self.at += 1;
            } else if byte >= 0x80 && self.is_letter() {
                word.letters = self.letter(word.letters, shape);
                word.small = true;
            } else {
                break;
            }
            word.count += 1;
        }
        let first = self.head[start];
        let capital = if first.is_ascii() {
            first.is_ascii_uppercase()
        } else {
            self.text[start..].starts_with(char::is_uppercase)
        };
        self.take(&word, capital, shape);
    }

    /// The letters of ASCII that a word starts with: most words have no others.
    fn ascii_letters(&mut self) -> Letters {
        let (mut letters, mut count, mut capitals) = (words::START, 0, 0);
        for &byte in self.head[self.at..].iter().take_while(|byte| byte.is_ascii_alphabetic()) {
            letters = words::step(letters, byte | 0x20);
            capitals += u16::from(byte & 0x20 == 0);
            count += 1;
        }
        self.at += usize::from(count);
        Letters { letters, count, small: capitals < count }
    }

    fn take(&mut self, word: &Letters, capital: bool, shape: &mut Shape) {
        self.chars += u32::from(word.count);
        shape.words += 1;
        shape.capitals += u16::from(capital);
        shape.shouted += u16::from(capital && !word.small && word.count >= 2);
        let hash = words::spread(word.letters);
        let languages = if word.count <= words::LONGEST { words::languages(hash) } else { 0 };
        if languages != 0 {
            shape.function_words += 1;
            self.vocabulary.functions.push(languages);
        } else if word.count >= 4 {
            self.vocabulary.content.push(fold(hash));
        }
    }

    /// One letter beyond ASCII.
    fn letter(&mut self, letters: u64, shape: &mut Shape) -> u64 {
        let bytes = &self.head[self.at..self.at + length(self.head[self.at])];
        let letters = bytes.iter().fold(letters, |letters, &byte| words::step(letters, byte));
        if is_wide(bytes) {
            shape.wide += 1;
            let alone = bytes.iter().fold(words::START, |letters, &byte| words::step(letters, byte));
            self.vocabulary.content.push(fold(words::spread(self.pair.rotate_left(31) ^ alone)));
            self.pair = alone;
        }
        self.at += bytes.len();
        letters
    }

    /// Anything but a letter.
    fn mark(&mut self, byte: u8, shape: &mut Shape) {
        let length = length(byte);
        let next = self.head.get(self.at + length).copied().unwrap_or(b' ');
        let after_space = self.at > 0 && self.head[self.at - 1] == b' ';
        match &self.head[self.at..self.at + length] {
            [b'0'..=b'9'] => shape.digits += 1,
            b"," | b";" | [0xe3, 0x80, 0x81] | [0xef, 0xbc, 0x8c] | [0xd8, 0x8c] => shape.commas += 1,
            b"." | b"!" | b"?" => {
                shape.stops += u16::from(matches!(next, b' ' | b'\n') && self.starts_sentence(self.at + 2))
            }
            [0xe3, 0x80, 0x82] | [0xe0, 0xa5, 0xa4] | [0xdb, 0x94] => shape.stops += 1,
            b"|" | [0xc2, 0xb7 | 0xbb | 0xab] | [0xe2, 0x80, 0xa2 | 0xba] | [0xe2, 0x97, 0x8f] => shape.separators += 1,
            b"/" | b">" | b"#" | b"-" | [0xe2, 0x80, 0x93] => {
                shape.separators += u16::from(after_space && next == b' ')
            }
            _ => {}
        }
        self.chars += 1;
        self.at += length;
    }

    fn starts_sentence(&self, at: usize) -> bool {
        self.text.get(at..).is_some_and(|rest| rest.starts_with(|c: char| c.is_uppercase() || is_quote(c)))
    }

    fn estimated_chars(&self, bytes: usize) -> u32 {
        let chars = bytes as f64 * f64::from(self.chars) / self.head.len().max(1) as f64;
        chars.round() as u32
    }
}

fn fold(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// Bytes of the character that starts with this byte.
fn length(byte: u8) -> usize {
    match byte {
        0..0xc0 => 1,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
}

/// Whether a character belongs to a script that is written without spaces (kana, Han, Thai).
fn is_wide(bytes: &[u8]) -> bool {
    match bytes {
        [0xe3, 0x80, ..] => false,
        [0xe3..=0xe9, ..] => true,
        [0xe0, 0xb8..=0xb9, ..] => true,
        [0xf0, 0xa0..=0xbf, ..] => true,
        _ => false,
    }
}

/// Whether a character is of a script that is written without spaces.
pub(crate) fn is_wide_char(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0e7f}' | '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{2fa1f}')
}

/// Whether a character is a quotation mark.
pub(crate) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '”'
            | '„'
            | '‟'
            | '‘'
            | '’'
            | '‚'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '「'
            | '『'
            | '」'
            | '』'
    )
}

/// Whether a character opens a list item.
pub(crate) fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '●'
            | '◦'
            | '▪'
            | '■'
            | '‣'
            | '∙'
            | '*'
            | '-'
            | '–'
            | '—'
            | '·'
            | '►'
            | '▶'
            | '➤'
            | '✓'
            | '✔'
    )
}

fn opening(line: &str) -> Opening {
    let mut chars = line.chars();
    let first = chars.next().unwrap_or(' ');
    let then_space = chars.next().is_some_and(char::is_whitespace);
    match first {
        'a'..='z' => Opening::Small,
        'A'..='Z' => Opening::Capital,
        '0'..='9' => Opening::Digit,
        c if is_bullet(c) && (then_space || c == '•') => Opening::Bullet,
        c if is_quote(c) => Opening::Quote,
        c if c.is_lowercase() => Opening::Small,
        c if c.is_uppercase() => Opening::Capital,
        _ => Opening::Other,
    }
}

fn closing(line: &str) -> Closing {
    let core = line.trim_end_matches(|c: char| is_quote(c) || c == ')' || c == ']');
    match core.chars().next_back().unwrap_or(' ') {
        '.' if core.ends_with("...") || core.ends_with("[..") => Closing::Ellipsis,
        '.' | '。' | '।' | '۔' | '．' | '።' | '｡' => Closing::Sentence,
        '!' | '?' | '？' | '！' | '؟' => Closing::Question,
        ':' | '：' => Closing::Colon,
        ',' | ';' | '،' | '、' => Closing::Comma,
        '…' | '→' | '⇒' | '»' | '›' | '>' => Closing::Ellipsis,
        _ => Closing::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(line: &str) -> Shape {
        Shape::of(line, &mut Vocabulary::default())
    }

    #[test]
    fn prose_is_told_from_entries_of_a_menu() {
        assert!(shape("The council said on Monday that it would not rebuild the bridge before spring.").is_prose());
        assert!(shape("Der Stadtrat will die Brücke nicht vor dem Frühjahr wieder aufbauen, sagte er.").is_prose());
        assert!(shape("市議会は月曜日、春までは橋を再建しないことを決めたと発表した。住民は反発している。").is_prose());
        assert!(!shape("Home | News | Sport | Weather | Travel | Culture | Food | Puzzles | Shop").is_prose());
        assert!(!shape("Politics").is_prose());
    }

    #[test]
    fn a_line_is_known_by_how_it_opens_and_closes() {
        let ends = |line| (shape(line).opening, shape(line).closing);
        assert_eq!(ends("• First of all,"), (Opening::Bullet, Closing::Comma));
        assert_eq!(ends("“We will go on.”"), (Opening::Quote, Closing::Sentence));
        assert_eq!(ends("élan vital"), (Opening::Small, Closing::Open));
        assert_eq!(ends("Read more →"), (Opening::Capital, Closing::Ellipsis));
    }

    #[test]
    fn counts_are_those_of_the_head() {
        let shape = shape("NATO met in Riga. It said: no, 3 times; then | left");
        assert_eq!((shape.words, shape.capitals, shape.shouted), (10, 3, 1));
        assert_eq!((shape.commas, shape.stops, shape.digits, shape.separators), (2, 1, 1, 1));
    }

    #[test]
    fn a_long_line_costs_its_head_and_keeps_its_length() {
        let line = "word ".repeat(10_000);
        let shape = shape(line.trim());
        assert_eq!(shape.head, 240);
        assert!((49_000..51_000).contains(&shape.chars));
    }
}
