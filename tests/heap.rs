//! What a heap of pages teaches, on pages in a language that no table of phrases knows.

#[path = "heap/index.rs"]
mod index;
#[path = "heap/pages.rs"]
mod pages;

use std::collections::HashSet;

use folio::article::{
    Article, BlockKind, Document, Grade, Reason,
    heap::{Leaf, Lore, Standing, Verdict, Verdicts, Within, form},
    recognise_among,
};
use proptest::prelude::*;

use pages::{ADVERT, Chance, DISCLAIMER, NOTICE, Page, REFRAIN, SITE, page};

fn heap(numbers: std::ops::Range<u64>) -> Vec<Page> {
    numbers.map(page).collect()
}

fn lore_of<'a>(texts: impl IntoIterator<Item = &'a str>, verdicts: &Verdicts) -> Lore {
    let leaves: Vec<Leaf> = texts.into_iter().map(|text| Leaf::of(text, None)).collect();
    Lore::of(Within::Site, "sive.example", &leaves.iter().collect::<Vec<_>>(), verdicts)
}

fn lore(pages: &[Page]) -> Lore {
    lore_of(pages.iter().map(|page| page.text.as_str()), &Verdicts::default())
}

fn read(text: &str, lore: &Lore) -> Article {
    recognise_among(&Document { text: text.to_owned(), ..Document::default() }, &[lore])
}

/// The lines of an article that are folded or named as what stands around the story.
fn around<'a>(article: &Article, text: &'a str) -> HashSet<&'a str> {
    let blocks = article.blocks.iter().filter(|block| !block.kind.is_story() && block.kind != BlockKind::Title);
    blocks.flat_map(|block| text[block.bytes.clone()].lines()).filter(|line| !line.is_empty()).collect()
}

#[test]
fn all_furniture_is_folded_with_a_reason_and_no_line_of_a_story_is() {
    let pages = heap(0..200);
    let lore = lore(&pages);
    for (number, page) in pages.iter().enumerate() {
        let article = read(&page.text, &lore);
        let around = around(&article, &page.text);
        for line in &page.around {
            assert!(around.contains(line.as_str()), "page {number} keeps `{line}`: {:#?}", article.blocks);
        }
        let title = article.title.map(|title| (title.value.to_string(), title.grade));
        assert_eq!(title, Some((page.headline.clone(), Grade::Stated)), "page {number}");
        // A refrain is judged by the page alone.
        for line in page.body.iter().filter(|line| *line != REFRAIN) {
            assert!(!around.contains(line.as_str()), "page {number} folds `{line}`: {:#?}", article.blocks);
        }
        let learned = |block: &&folio::article::Block| matches!(block.reason, Reason::Repeated(_));
        let refrain = article.blocks.iter().filter(learned).find(|block| block.text.as_str().contains(REFRAIN));
        assert_eq!(refrain, None);
        assert!(article.blocks.iter().all(|block| !block.reason.to_string().is_empty()));
    }
    let said: HashSet<String> =
        (pages.iter()).flat_map(|page| read(&page.text, &lore).blocks).map(|block| block.reason.to_string()).collect();
    assert!(said.contains("on 200 of 200 pages of this site"), "{said:#?}");
}

#[test]
fn what_only_other_pages_can_tell_is_left_alone_without_them() {
    let page = page(3);
    let alone = recognise_among(&Document { text: page.text.clone(), ..Document::default() }, &[]);
    let around = around(&alone, &page.text);
    for line in [ADVERT, NOTICE] {
        assert!(!around.contains(line), "`{line}` proves nothing");
    }
}

#[test]
fn the_sites_name_is_learned() {
    let mut pages = heap(0..40);
    for page in &mut pages {
        // Without the line of copyright nothing but the other pages tells whose they are.
        page.text.truncate(page.text.rfind('©').unwrap());
    }
    let lore = lore(&pages);
    assert_eq!(lore.site, Some((SITE.to_owned(), 40)));
    let site = read(&pages[3].text, &lore).site.unwrap();
    assert_eq!((site.value.as_str(), site.grade, site.evidence.line), (SITE, Grade::Inferred, Some(1)));
    assert_eq!(site.evidence.reason.as_str(), "the name on 40 of 40 pages of this site");
}

#[test]
fn what_stories_say_again_is_not_folded() {
    let pages = heap(0..200);
    let lore = lore(&pages);
    let folds =
        |line: &str| lore.lessons.values().any(|lesson| lesson.text.starts_with(line) && lesson.standing.is_folding());
    assert!(pages.iter().filter(|page| page.body.iter().any(|line| line == DISCLAIMER)).count() >= 3);
    assert!(!folds(&DISCLAIMER[..40]) && !folds(REFRAIN));
    assert!(folds("Dalu tane"));
}

#[test]
fn the_order_of_the_pages_does_not_matter() {
    let mut pages = heap(0..60);
    let (forward, effect) = {
        let lore = lore(&pages);
        (lore.lessons.len(), lore.effect())
    };
    pages.reverse();
    let backward = lore(&pages);
    assert_eq!((backward.lessons.len(), backward.effect()), (forward, effect));
}

#[test]
fn a_line_that_occurs_once_is_never_folded_even_when_the_reader_wants_it() {
    let pages = heap(0..30);
    let once = pages[4].body[1].clone();
    let twice = "Nuvore saki";
    let texts: Vec<String> = (pages.iter().enumerate())
        .map(|(number, page)| if number < 2 { format!("{}\n\n{twice}", page.text) } else { page.text.clone() })
        .collect();
    let mut verdicts = Verdicts::default();
    for line in [&once, twice] {
        verdicts.insert("sive.example".to_owned(), form(line).unwrap(), Verdict::Accept);
    }
    let lore = lore_of(texts.iter().map(String::as_str), &verdicts);
    let standing =
        |line: &str| lore.lessons.values().find(|lesson| line.starts_with(&lesson.text)).map(|lesson| lesson.standing);
    assert_eq!(standing(&once), None);
    assert_eq!(standing(twice), Some(Standing::Accepted));
    assert!(around(&read(&texts[1], &lore), &texts[1]).contains(twice));
}

#[test]
fn the_reader_can_reject_a_line() {
    let pages = heap(0..30);
    let mut verdicts = Verdicts::default();
    let line = "Lemo ka tivu sadore";
    verdicts.insert("sive.example".to_owned(), form(line).unwrap(), Verdict::Reject);
    let told = lore_of(pages.iter().map(|page| page.text.as_str()), &verdicts);
    let reasons = |lore: &Lore| {
        let block = |text: &str| read(text, lore).blocks.into_iter().find(|block| block.text.as_str().contains(line));
        block(&pages[2].text).unwrap().reason.to_string()
    };
    assert!(reasons(&lore(&pages)).starts_with("on 30 of 30 pages"));
    assert!(!reasons(&told).starts_with("on 30"));
}

#[test]
fn copies_of_an_article_do_not_teach() {
    let story = page(3).body;
    // Twelve outlets print it, each below a line of its own; one has cut it.
    let copies: Vec<String> = (0..12)
        .map(|number| {
            format!("{}\n{}", Chance::new(number + 77).words(4), story[usize::from(number == 5)..].join("\n"))
        })
        .collect();
    let lore = lore_of(copies.iter().map(String::as_str), &Verdicts::default());
    assert_eq!((lore.pages, lore.is_telling()), (1, false), "{lore:#?}");
}

#[test]
fn a_folders_name_is_given_only_to_pages_that_show_it() {
    let pages = heap(0..40);
    let text = |page: &Page| page.text[..page.text.rfind('©').unwrap()].to_owned();
    let leaves: Vec<Leaf> = pages.iter().map(|page| Leaf::of(&text(page), None)).collect();
    let lore = Lore::of(Within::Folder, "/heap", &leaves.iter().collect::<Vec<_>>(), &Verdicts::default());
    let shown = text(&pages[3]);
    let site = |text: &str| read(text, &lore).site.map(|site| site.value.to_string());
    assert_eq!(site(&shown), Some(SITE.to_owned()));
    assert_eq!(site(&shown.replace(SITE, "Kone Pasi")), None);
}

#[test]
fn a_million_different_lines_take_no_more_room_than_there_is() {
    let mut chance = Chance::new(5);
    let text = |number: usize, chance: &mut Chance| -> String {
        (0..5_000)
            .map(|line| format!("{} {}\n", chance.words(2), "abcdefghij".repeat(1 + (number + line) % 3)))
            .collect()
    };
    let leaves: Vec<Leaf> = (0..200).map(|number| Leaf::of(&text(number, &mut chance), None)).collect();
    assert!(leaves.iter().all(|leaf| leaf.lines.len() <= 128));
    let lore = Lore::of(Within::Site, "x", &leaves.iter().collect::<Vec<_>>(), &Verdicts::default());
    assert!(lore.lessons.len() <= 1_024, "{}", lore.lessons.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_pages_teach_something_that_can_be_used(
        common in "\\PC{0,40}",
        own in prop::collection::vec(prop::collection::vec("\\PC{0,120}", 0..12), 0..12),
    ) {
        let texts: Vec<String> = own.iter().map(|lines| format!("{}\n{common}\n", lines.join("\n"))).collect();
        let lore = lore_of(texts.iter().map(String::as_str), &Verdicts::default());
        prop_assert!(lore.lessons.values().all(|lesson| (1..=lore.pages).contains(&lesson.pages)));
        for text in &texts {
            let article = read(text, &lore);
            prop_assert_eq!(&article, &read(text, &lore));
            let covered: Vec<u32> = article.blocks.iter().flat_map(|block| block.lines.0..=block.lines.1).collect();
            prop_assert!(covered.is_sorted_by(|one, next| one < next));
            let lines = text.split('\n').zip(1..).filter(|(line, _)| !line.trim().is_empty());
            prop_assert!(lines.into_iter().all(|(_, number)| covered.contains(&number)));
            let has_words = text.contains(char::is_alphanumeric);
            prop_assert!(!has_words || article.story().next().is_some(), "{:#?}", article.blocks);
        }
    }
}

#[test]
fn sections_headings_within_stories_stay() {
    let pages: Vec<String> = heap(0..40)
        .into_iter()
        .enumerate()
        .map(|(number, page)| {
            let mut body = page.body;
            // A heading that every fourth story has in its midst.
            if number % 4 == 0 {
                body.insert(2, "Sateru nomi".to_owned());
            }
            body.join("\n\n")
        })
        .collect();
    let lore = lore_of(pages.iter().map(String::as_str), &Verdicts::default());
    assert!(!lore.is_telling(), "{lore:#?}");
}
