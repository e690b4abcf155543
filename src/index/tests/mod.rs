//! Tests of the engine as a whole: a small corpus on disk, indexed and asked.

mod naive;
mod refreshing;
mod searching;

use std::{fs, path::Path, sync::atomic::AtomicBool};

use jiff::civil::date;

use super::*;
use crate::{
    article::ArticleId,
    home::{Home, IndexFolder},
    source::Root,
};

/// The articles of the search tests.
const CORPUS: &str = include_str!("../../../tests/search/corpus.jsonl");

/// A corpus on disk and folio's home beside it.
struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    /// A corpus of these files.
    fn with(files: &[(&str, &str)]) -> Self {
        let bench = Self { folder: tempfile::tempdir().expect("a folder") };
        files.iter().for_each(|(name, text)| bench.write(name, text));
        bench
    }

    fn corpus_path(&self) -> std::path::PathBuf {
        self.folder.path().join("corpus")
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.corpus_path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    fn corpus(&self) -> Corpus {
        Corpus::of(vec![Root::Path(self.corpus_path())])
    }

    fn index_folder(&self) -> IndexFolder {
        let home = Home::under(&self.folder.path().join("home")).expect("a home");
        IndexFolder::of(&home, self.corpus().key())
    }

    fn refresh(&self) -> Refreshed {
        let stop = AtomicBool::new(false);
        refresh(&self.index_folder(), &self.corpus(), &options(), &stop, &mut |_| ()).expect("refreshed")
    }

    fn engine(&self) -> Engine {
        Engine::open(&self.index_folder(), &self.corpus()).expect("opened").expect("an index")
    }
}

fn options() -> Options {
    Options { memory: 30 << 20, ..Options::default() }
}

/// A question in the query language.
fn question(query: &str) -> Question {
    let parsed = query::parse(query, date(2022, 9, 1));
    assert_eq!(parsed.faults, [], "{query}");
    Question::new(parsed.query, 100)
}

/// The identifiers of the hits of a query, in order.
fn ids(engine: &Engine, question: &Question) -> Vec<String> {
    let answer = engine.search(question, &|| false).expect("answered");
    answer.hits.iter().map(|hit| hit.row.id.as_str().to_owned()).collect()
}

fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids
}

fn remove(path: &Path) {
    fs::remove_file(path).expect("removed");
}
