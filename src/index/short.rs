//! The most frequent words for each beginning of one or two letters, kept beside the index.
//!
//! Finding them takes a pass over the whole dictionary (more than a second at a million articles), which the first letter
//! that somebody types must not wait for. The table may be a little older than the index: then it says of every beginning
//! that there may be more.

use std::{collections::HashMap, fs, path::Path};

use super::{
    IndexError,
    codec::{pull, push, take},
    forms::{ANY_LANGUAGE, Form, Forms},
};
use crate::home::atomic_write;

const NAME: &str = "words";
const MAGIC: &[u8] = b"folio words 1\n";

/// The words for each beginning.
pub type ShortWords = HashMap<String, Forms>;

/// Whether the table of an index folder is good enough for so many articles: not older than a tenth of them.
pub fn is_fresh(folder: &Path, articles: u64) -> bool {
    read(folder).is_some_and(|(known, _)| known.abs_diff(articles) * 10 <= articles)
}

/// Writes the table for an index of so many articles.
pub fn save(folder: &Path, articles: u64, words: &ShortWords) -> Result<(), IndexError> {
    Ok(atomic_write(&folder.join(NAME), &encode(articles, words))?)
}

/// Reads the table of an index folder for so many articles; none where there is none.
pub fn load(folder: &Path, articles: u64) -> Option<ShortWords> {
    let (known, mut words) = read(folder)?;
    if known != articles {
        words.values_mut().for_each(|forms| forms.capped = true);
    }
    Some(words)
}

fn read(folder: &Path) -> Option<(u64, ShortWords)> {
    decode(&fs::read(folder.join(NAME)).ok()?)
}

fn encode(articles: u64, words: &ShortWords) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(articles.to_le_bytes());
    for (start, forms) in words {
        push(&mut bytes, start.as_bytes());
        bytes.extend(forms.frequency.to_le_bytes());
        bytes.extend([forms.capped.into(), forms.forms.len() as u8]);
        forms.forms.iter().for_each(|form| push(&mut bytes, form.word.as_bytes()));
    }
    bytes
}

fn decode(bytes: &[u8]) -> Option<(u64, ShortWords)> {
    let mut bytes = bytes.strip_prefix(MAGIC)?;
    let bytes = &mut bytes;
    let articles = u64::from_le_bytes(take(bytes)?);
    let mut words = HashMap::new();
    let text = |piece| Some(std::str::from_utf8(piece).ok()?.to_owned());
    while !bytes.is_empty() {
        let start = text(pull(bytes)?)?;
        let frequency = u64::from_le_bytes(take(bytes)?);
        let [capped, count] = take(bytes)?;
        let mut forms = Vec::with_capacity(count.into());
        for _ in 0..count {
            forms.push(Form { word: text(pull(bytes)?)?, languages: ANY_LANGUAGE });
        }
        words.insert(start, Forms { forms, frequency, capped: capped == 1 });
    }
    Some((articles, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_comes_back_and_says_when_it_is_old() {
        let folder = tempfile::tempdir().expect("a folder");
        let form = |word: &str| Form { word: word.to_owned(), languages: ANY_LANGUAGE };
        let forms = Forms { forms: vec![form("at"), form("ät")], frequency: 7, capped: false };
        let words = ShortWords::from([("a".to_owned(), forms)]);
        assert!(!is_fresh(folder.path(), 100));
        save(folder.path(), 100, &words).expect("written");
        assert_eq!(load(folder.path(), 100), Some(words));
        assert!(load(folder.path(), 105).is_some_and(|words| words["a"].capped));
        assert!(is_fresh(folder.path(), 105) && !is_fresh(folder.path(), 120));
    }
}
