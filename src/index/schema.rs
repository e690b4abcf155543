//! The fields of the index and the tokenizer that fills them. A change here is a new [`FORMAT`].

use tantivy::{
    Index, IndexSettings,
    schema::{
        BytesOptions, FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
    },
    tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer},
};

use super::{
    analysis::{BLOCK_GAP, BODY_START, BORDER, LONGEST_WORD},
    query::Scope,
};
use crate::text::analyse::Words;

/// Version of everything in an index folder. An index of another version is built anew.
pub const FORMAT: u32 = 2;

const TOKENIZER: &str = "folio";

/// The fields, by name.
#[derive(Clone, Debug)]
pub struct Fields {
    /// The title at positions below [`BODY_START`], and the body above.
    pub text: Field,
    /// The title once more, for its own length and weight.
    pub title: Field,
    /// The same for a title that was made from the text: `title:` finds it, but it does not count more than the text.
    pub lead: Field,
    /// What stands around the story.
    pub furniture: Field,
    /// The outlet's name.
    pub site: Field,
    /// The byline.
    pub byline: Field,
    /// The path of the file as the corpus names it.
    pub path: Field,
    /// The language's code.
    pub language: Field,
    /// The record's own identifier.
    pub id: Field,
    /// The hash of the content, 16 bytes, most significant first.
    pub article: Field,
    /// The number of the file in the manifest: what is deleted when the file changes.
    pub file: Field,
    /// The numbers of the site and folders that it belongs to: see [`Heap`](super::Heap).
    pub group: Field,
    /// The place: ties are broken by it.
    pub place: Field,
    /// The first and last day, counted from 1970.
    pub first_day: Field,
    /// See `first_day`.
    pub last_day: Field,
    /// How the date is known: 0 not at all, else the grade's number from 1.
    pub grade: Field,
    /// Words of the story.
    pub words: Field,
    /// What is wrong with it: see [`Checkup`](super::Checkup).
    pub health: Field,
    /// The character set that it was decoded from.
    pub encoding: Field,
    /// What titles are sorted by.
    pub title_order: Field,
    /// The outlet's name as it is shown, for counting; sorted by its bytes.
    pub site_name: Field,
    /// What sites are sorted by.
    pub site_order: Field,
    /// The row, encoded.
    pub row: Field,
    /// The document, packed, where it cannot be read from its source again.
    pub document: Field,
}

impl Fields {
    fn build() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let words = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(TOKENIZER)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions),
        );
        let column = TextOptions::default().set_fast("raw");
        let fields = Self {
            text: schema.add_text_field("text", words.clone()),
            title: schema.add_text_field("title", words.clone()),
            lead: schema.add_text_field("lead", words.clone()),
            furniture: schema.add_text_field("furniture", words.clone()),
            site: schema.add_text_field("site", words.clone()),
            byline: schema.add_text_field("byline", words.clone()),
            path: schema.add_text_field("path", words),
            language: schema.add_text_field("language", STRING | FAST),
            id: schema.add_text_field("id", STRING),
            article: schema.add_bytes_field("article", BytesOptions::default().set_indexed()),
            file: schema.add_u64_field("file", INDEXED),
            group: schema.add_u64_field("group", INDEXED),
            place: schema.add_u64_field("place", FAST),
            first_day: schema.add_i64_field("first_day", FAST),
            last_day: schema.add_i64_field("last_day", FAST),
            grade: schema.add_u64_field("grade", FAST),
            words: schema.add_i64_field("words", FAST),
            health: schema.add_u64_field("health", FAST),
            encoding: schema.add_text_field("encoding", column.clone()),
            title_order: schema.add_text_field("title_order", column.clone()),
            site_name: schema.add_text_field("site_name", column.clone()),
            site_order: schema.add_text_field("site_order", column),
            row: schema.add_bytes_field("row", STORED),
            document: schema.add_bytes_field("document", STORED),
        };
        (schema.build(), fields)
    }

    /// The schema, and the fields in it.
    pub fn schema() -> (Schema, Self) {
        Self::build()
    }

    /// The fields in which a scope's words are.
    pub fn of(&self, scope: Scope) -> Vec<Field> {
        if scope == Scope::Title { vec![self.title, self.lead] } else { vec![self.dictionary(scope)] }
    }

    /// The field whose dictionary has a scope's words: those of titles are all in the text too.
    pub fn dictionary(&self, scope: Scope) -> Field {
        match scope {
            Scope::Article | Scope::Body | Scope::Title => self.text,
            Scope::Furniture => self.furniture,
            Scope::Site => self.site,
            Scope::Byline => self.byline,
            Scope::Language => self.language,
            Scope::Path => self.path,
        }
    }
}

/// Settings of a new index.
pub fn settings() -> IndexSettings {
    IndexSettings::default()
}

/// Makes the tokenizer known to an index: needed after each creation and opening.
pub fn register_tokenizer(index: &Index) {
    index.tokenizers().register(TOKENIZER, TextAnalyzer::from(Analyser::default()));
}

/// tantivy's view of [`Words`].
#[derive(Clone, Default)]
struct Analyser {
    token: Token,
}

struct Stream<'a> {
    /// What comes after the section being read, if there is more.
    rest: Option<&'a str>,
    words: Words<'a>,
    /// Position of the first word of the section.
    base: usize,
    /// The first position that no word has.
    next: usize,
    in_title: bool,
    token: &'a mut Token,
}

impl Tokenizer for Analyser {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        let (section, rest) = split(text);
        Stream { rest, words: Words::new(section), base: 0, next: 0, in_title: true, token: &mut self.token }
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            while let Some(word) = self.words.next(&mut self.token.text) {
                if self.token.text.len() > LONGEST_WORD {
                    continue;
                }
                self.token.position = self.base + word.position;
                self.next = self.token.position + 1;
                return true;
            }
            let Some(rest) = self.rest else { return false };
            let (section, rest) = split(rest);
            self.base = if self.in_title { self.next.max(BODY_START) } else { self.next + BLOCK_GAP };
            (self.words, self.rest, self.in_title) = (Words::new(section), rest, false);
        }
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// The first section of a composed text, and the others.
fn split(text: &str) -> (&str, Option<&str>) {
    match memchr::memchr(BORDER as u8, text.as_bytes()) {
        Some(border) => (&text[..border], Some(&text[border + 1..])),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_composed_text_keeps_title_and_blocks_apart() {
        let mut analyser = TextAnalyzer::from(Analyser::default());
        let mut stream = analyser.token_stream("Title here\u{1}First block.\u{1}\u{1}Second");
        let mut found = Vec::new();
        stream.process(&mut |token| found.push((token.text.clone(), token.position)));
        let words = ["title", "here", "first", "block", "second"].map(str::to_owned);
        let positions = [0, 1, BODY_START, BODY_START + 1, BODY_START + 2 + BLOCK_GAP];
        assert_eq!(found, words.into_iter().zip(positions).collect::<Vec<_>>());
    }
}
