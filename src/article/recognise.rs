//! From a document to an article. It cannot fail: what it is unsure of comes as remarks, and every line is in a block.

use std::{collections::HashMap, sync::LazyLock};

use super::{
    Article, ArticleId, Block, Document, Markup, assemble, byline, dateline,
    dating::Dating,
    forest::{self, Forest, NoForest},
    guard,
    heap::{self, Lore, Taught},
    labels::{self, Marks},
    language, markdown, mojibake,
    page::Page,
    pieces,
    scene::Scene,
    title::{self, Headline},
};
use crate::text::clean::Clean;

static SHIPPED: LazyLock<Recogniser> = LazyLock::new(|| {
    let weights = include_str!("../../assets/recognition.forest");
    Recogniser::with_weights(weights).expect("the shipped weights are read by every test")
});

/// How much of the story tells its language.
const SAMPLE: usize = 1_600;

/// Recognises what the document's lines are and what is known about the article.
pub fn recognise(document: &Document) -> Article {
    SHIPPED.recognise(document)
}

/// The same with what is known of the page's site and of the folders that it lies in, the nearest first.
pub fn recognise_among(document: &Document, lores: &[&Lore]) -> Article {
    SHIPPED.recognise_among(document, lores)
}

/// What recognises: the learned weights.
#[derive(Clone, Debug, Default)]
pub struct Recogniser {
    pub(crate) body: Forest,
    pub(crate) title: Forest,
    pub(crate) byline: Forest,
    pub(crate) date: Forest,
}

impl Recogniser {
    /// One with these weights instead of the shipped ones, for those who train and measure.
    pub fn with_weights(text: &str) -> Result<Self, NoForest> {
        let mut forests: HashMap<String, Forest> = forest::read(text)?;
        let mut forest = |name: &str| forests.remove(name).unwrap_or_default();
        Ok(Self { body: forest("body"), title: forest("title"), byline: forest("byline"), date: forest("date") })
    }

    /// Recognises what the document's lines are and what is known about the article.
    pub fn recognise(&self, document: &Document) -> Article {
        self.recognise_among(document, &[])
    }

    /// The same with what is known of the page's site and of the folders that it lies in, the nearest first.
    pub fn recognise_among(&self, document: &Document, lores: &[&Lore]) -> Article {
        let page = Page::new(&document.text);
        let mut scene = Scene::new(&page, &self.body);
        scene.teach(Taught::of(&page, lores));
        scene.take_headline(self.headline(&scene, document));
        let byline = scene.mail.sender(&page).or_else(|| byline::find(&scene, &self.byline));
        let language = stated_language(document).or_else(|| language::of_story(&sample(&scene), &tally(&scene)));
        let dating = Dating::of(&scene, document, language, &self.date);
        let site = pieces::site(&page, document, &scene.taught);
        let name = site.as_ref().map(|site| site.value.as_str());
        let marks = Marks { title: scene.title, byline: byline.map(|(row, _)| row), date: dating.row, site: name };
        let blocks = blocks(&scene, document, &marks);
        let repaired = repaired(&blocks, &document.text);
        Article {
            id: ArticleId::of(&document.text),
            title: pieces::title(&scene, document, &blocks, name),
            byline: pieces::byline(&page, byline, document),
            section: pieces::section(document, &blocks),
            date: dating.found,
            dates: dating.dates,
            language,
            words: words(&blocks),
            dateline: dateline::find(&blocks),
            remarks: remarks(dating.remarks, repaired),
            common: std::mem::take(&mut scene.taught.common),
            repaired,
            site,
            blocks,
        }
    }

    /// The row of the headline: that of the stated one, a mail's subject, by its place in a short text, else the likeliest.
    /// What all pages of the site begin with tells it where the trees are not sure.
    fn headline(&self, scene: &Scene, document: &Document) -> Option<Headline> {
        let sure = |row| Headline { row, sure: true };
        let row =
            pieces::row_of_stated_title(scene, document).or(scene.mail.subject).or_else(|| guard::headline(scene));
        let told = || title::find(scene, &self.title);
        row.map(sure).or_else(|| match told() {
            Some(likely) if !likely.sure => heap::headline(scene).map(sure).or(Some(likely)),
            Some(found) => Some(found),
            None => heap::headline(scene).map(sure),
        })
    }
}

fn stated_language(document: &Document) -> Option<&'static str> {
    document.stated.language.as_deref().and_then(language::stated)
}

/// Enough of the story to tell its language.
fn sample(scene: &Scene) -> String {
    let mut sample = String::new();
    for row in (scene.first..scene.body.len()).filter(|&row| scene.body[row]) {
        let line = scene.page.line(row);
        sample.push_str(&line[..line.floor_char_boundary(SAMPLE / 2)]);
        sample.push('\n');
        if sample.len() > SAMPLE {
            break;
        }
    }
    sample
}

/// The function words in the heads of the story's lines.
fn tally(scene: &Scene) -> language::Tally {
    let mut tally = language::Tally::default();
    let story = (scene.first..scene.body.len()).filter(|&row| scene.body[row]);
    story.for_each(|row| scene.page.functions(row).iter().for_each(|&languages| tally.add(languages)));
    tally
}

fn blocks(scene: &Scene, document: &Document, marks: &Marks) -> Vec<Block> {
    match document.markup {
        Markup::Plain => assemble::blocks(scene.page, &labels::labels(scene, marks)),
        Markup::Markdown => {
            let blocks = markdown::blocks(&document.text, document.stated.title.is_some());
            heap::aside(scene, blocks)
        }
    }
}

fn words(blocks: &[Block]) -> u32 {
    let story = blocks.iter().filter(|block| block.kind.is_story());
    let words: usize = story.map(|block| language::count_words(block.text.as_str())).sum();
    u32::try_from(words).unwrap_or(u32::MAX)
}

/// How many blocks had been decoded with the wrong character set.
fn repaired(blocks: &[Block], text: &str) -> usize {
    if !mojibake::may_need_repair(text) {
        return 0;
    }
    blocks.iter().filter(|block| mojibake::is_suspect(&text[block.bytes.clone()])).count()
}

/// What was disbelieved, and what was repaired.
fn remarks(mut remarks: Vec<Clean>, repaired: usize) -> Vec<Clean> {
    if repaired > 0 {
        let what = if repaired == 1 { "one block".to_owned() } else { format!("{repaired} blocks") };
        remarks.push(Clean::line(&format!(
            "{what} had been decoded with the wrong character set; the text is repaired for display"
        )));
    }
    remarks
}
