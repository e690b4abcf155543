//! The headline: which row it is, or what to call an article that has none.

use super::{dateline, forest::Forest, scene::Scene};

/// How much the trees must prefer a headline, in the measure that they rank the lines of a page by, for it to name the
/// article better than the first sentence does, and for it to be stated as the headline.
const LIKELY: f32 = -0.5;
const SURE: f32 = 1.5;

/// Letters of the longest and shortest headline.
const WEIGHT: std::ops::RangeInclusive<f32> = 6.0..=300.0;

/// Characters of an inferred title.
const INFERRED: usize = 90;

/// The row of the headline, and whether it is surely one or only the likeliest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Headline {
    pub row: usize,
    pub sure: bool,
}

/// Whether a row could be a headline at all.
pub(crate) fn is_candidate(scene: &Scene, row: usize) -> bool {
    let shape = &scene.page.rows[row].shape;
    let line = scene.page.line(row);
    let sized = WEIGHT.contains(&shape.weight()) && shape.words > 0;
    let running = scene.is_paragraph(row) && shape.stops > 0;
    sized && !running && !scene.taught.is_common(row) && !line.contains("://") && !dateline::is_place(line)
}

/// The row of the headline, if the page has one.
pub(crate) fn find(scene: &Scene, forest: &Forest) -> Option<Headline> {
    let candidates = (0..scene.page.rows.len()).filter(|&row| is_candidate(scene, row));
    let best = candidates.fold((None, LIKELY), |best, row| {
        forest.score_above(&scene.numbers(row), best.1).map_or(best, |score| (Some(row), score))
    });
    best.0.map(|row| Headline { row, sure: best.1 > SURE })
}

/// Whether two headlines have the same letters, an outlet's name after the second one aside.
pub(crate) fn says_the_same(line: &str, title: &str) -> bool {
    let near = line.len().abs_diff(title.len()) <= 40 && !line.is_empty();
    if !near {
        return false;
    }
    let mut rest = letters(title);
    let begins = letters(line).all(|letter| rest.next() == Some(letter));
    begins && (rest.next().is_none() || letters(line).eq(letters(without_site(title, None))))
}

/// The letters and digits of a text, small.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// A headline without the outlet's name after it.
pub(crate) fn without_site<'a>(title: &'a str, site: Option<&str>) -> &'a str {
    let cut = [" | ", " - ", " – ", " — ", " :: ", " · ", " • ", " » ", " « "]
        .iter()
        .filter_map(|mark| title.rsplit_once(mark).map(|parts| (mark, parts)));
    for (mark, (head, tail)) in cut {
        let named = site.is_some_and(|site| is_name_of(tail, site));
        let short = *mark == " | " && tail.split_whitespace().count() <= 4;
        if (named || short) && head.split_whitespace().count() >= 3 {
            return head.trim();
        }
    }
    title
}

/// Whether two names of an outlet are the same, by their letters: "The Hill Post", "thehillpost.com".
pub(crate) fn is_name_of(name: &str, site: &str) -> bool {
    let letters = |text: &str| -> String {
        let text = text.to_lowercase();
        let text = text.trim_start_matches("www.").trim_start_matches("the ");
        text.chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let (name, site) = (letters(name), letters(site));
    name.len() >= 3 && site.len() >= 3 && (site.starts_with(&name) || name.starts_with(&site))
}

/// A title made of the first sentence, cut at a word where it is long.
pub(crate) fn infer(text: &str) -> String {
    let sentence = first_sentence(text);
    if sentence.chars().count() <= INFERRED {
        return sentence.trim_end_matches(['.', '。', ',', ';', ':']).trim().to_owned();
    }
    let end = sentence.char_indices().nth(INFERRED - 1).map_or(sentence.len(), |(at, _)| at);
    let cut = &sentence[..end];
    let clause = cut.rfind([',', ';', '、', '，']).filter(|&at| at * 2 > cut.len());
    let word = cut.rfind(char::is_whitespace).filter(|&at| at * 2 > cut.len());
    let kept = cut[..clause.or(word).unwrap_or(cut.len())]
        .trim_end_matches(|c: char| !c.is_alphanumeric() && c != '”' && c != '"');
    format!("{kept}…")
}

/// The text up to the first mark that ends a sentence and is no abbreviation's.
fn first_sentence(text: &str) -> &str {
    let marks = text.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '؟' | '।'));
    for (at, mark) in marks {
        let (before, after) = (&text[..at], &text[at + mark.len_utf8()..]);
        let after = after.trim_start_matches(['"', '”', '’', '»', ')', '」']);
        let ends = !mark.is_ascii()
            || after.is_empty()
            || after.starts_with(char::is_whitespace) && is_new(after.trim_start());
        if ends && !is_abbreviation(before) {
            return &text[..text.len() - after.len()];
        }
    }
    text
}

fn is_new(after: &str) -> bool {
    after.starts_with(|c: char| !c.is_lowercase())
}

fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '.').next().unwrap_or("");
    let letters = word.chars().count();
    letters <= 1
        || letters <= 3
            && word.starts_with(char::is_uppercase)
            && [
                "Mr", "Mrs", "Ms", "Dr", "St", "Jr", "Sr", "Gen", "Gov", "Sen", "Rep", "Rev", "Col", "Lt", "Nr", "Bd",
                "Hr", "Fr",
            ]
            .contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_inferred_from_the_first_sentence() {
        assert_eq!(infer("The bridge is closed. Nobody is pleased."), "The bridge is closed");
        assert_eq!(
            infer("Mr. Lark, of St. Anne, opened the U.S. fair. It rained."),
            "Mr. Lark, of St. Anne, opened the U.S. fair"
        );
        assert_eq!(infer("橋は閉鎖された。住民は反発している。"), "橋は閉鎖された");
    }

    #[test]
    fn a_long_sentence_is_cut_at_a_clause_or_a_word() {
        let long = "The council of the town has decided on Monday evening, after a debate of five hours, that the old bridge will be closed.";
        assert_eq!(infer(long), "The council of the town has decided on Monday evening, after a debate of five hours…");
        let words = "word ".repeat(40);
        assert!(infer(&words).ends_with("word…"));
    }

    #[test]
    fn the_outlet_is_cut_from_its_headline() {
        assert_eq!(without_site("Bridge closed for a year | Hill Post", None), "Bridge closed for a year");
        assert_eq!(
            without_site("Bridge closed for a year - The Hill Post", Some("hillpost.com")),
            "Bridge closed for a year"
        );
        assert_eq!(without_site("Bridge closed - for a year", Some("hillpost.com")), "Bridge closed - for a year");
    }
}
