//! The same through the index: what is found, in which order files came, and what a verdict changes.

use std::{fs, path::Path, sync::atomic::AtomicBool};

use folio::{
    article::heap::{Lore, Standing, Verdict, Verdicts, form},
    home::{Home, IndexFolder},
    index::{Corpus, Engine, Options, Question, Refreshed, query, refresh},
    source::Root,
};
use tempfile::TempDir;

use crate::pages::{DISCLAIMER, SITE, page};

/// A heap on disk, with folio's home beside it.
struct Bench(TempDir);

impl Bench {
    fn new() -> Self {
        let bench = Self(tempfile::tempdir().expect("a folder"));
        fs::create_dir(bench.root()).expect("a folder");
        bench
    }

    fn root(&self) -> std::path::PathBuf {
        self.0.path().join("corpus")
    }

    fn add(&self, numbers: std::ops::Range<u64>) {
        numbers.for_each(|number| fs::write(self.root().join(format!("{number}.txt")), page(number).text).unwrap());
    }

    fn corpus(&self) -> Corpus {
        Corpus::of(vec![Root::Path(self.root())])
    }

    fn refresh(&self, verdicts: Verdicts) -> (Refreshed, Engine) {
        let corpus = self.corpus();
        let folder = IndexFolder::of(&Home::under(&self.0.path().join("home")).unwrap(), corpus.key());
        let options = Options { verdicts, memory: 30 << 20, ..Options::default() };
        let refreshed = refresh(&folder, &corpus, &options, &AtomicBool::new(false), &mut |_| ()).expect("refreshed");
        (refreshed, Engine::open(&folder, &corpus).expect("opened").expect("an index"))
    }

    fn place(&self) -> String {
        self.root().canonicalize().unwrap().to_string_lossy().into_owned()
    }
}

fn found(engine: &Engine, words: &str) -> usize {
    let parsed = query::parse(words, jiff::civil::date(2026, 11, 21));
    engine.search(&Question::new(parsed.query, 10), &|| false).expect("an answer").matched
}

/// What each article came out as, by its file.
fn outcome(engine: &Engine, root: &Path) -> Vec<String> {
    let rows = engine.search(&Question::new(None, 1_000), &|| false).expect("an answer").hits;
    let mut all: Vec<String> = (rows.iter())
        .map(|hit| {
            let document = engine.document(&hit.row).unwrap();
            let kinds: Vec<_> = engine.recognise(&hit.row, &document).blocks.iter().map(|block| block.kind).collect();
            let row = &hit.row;
            format!("{} {:?} {} {kinds:?}", row.file.strip_prefix(root).unwrap().display(), row.site, row.words)
        })
        .collect();
    all.sort();
    all
}

#[test]
fn furniture_is_not_found_by_plain_words_and_stories_are() {
    let bench = Bench::new();
    bench.add(0..200);
    let (refreshed, engine) = bench.refresh(Verdicts::default());
    assert_eq!((refreshed.total, refreshed.files_again), (200, 0));
    for line in
        ["\"tavoru reklo\"", "\"mosetu kalo\"", "\"lemo ka tivu\"", "\"dalu tane\"", "\"kelu motasi\"", "norasi"]
    {
        assert_eq!((found(&engine, line), found(&engine, &format!("in:furniture {line}"))), (0, 200), "{line}");
    }
    assert!(found(&engine, &format!("\"{}\"", &DISCLAIMER[..18])) >= 3);
    assert_eq!(found(&engine, &format!("site:\"{SITE}\"")), 200);
}

#[test]
fn a_hundred_pages_first_and_a_hundred_later_are_two_hundred_at_once() {
    let (at_once, in_steps) = (Bench::new(), Bench::new());
    at_once.add(0..200);
    let whole = at_once.refresh(Verdicts::default()).1;
    // The first pages are too few to teach; what they are is known when the others have come.
    in_steps.add(0..4);
    let (_, engine) = in_steps.refresh(Verdicts::default());
    assert!(found(&engine, "reklo") > 0);
    in_steps.add(4..100);
    let (refreshed, engine) = in_steps.refresh(Verdicts::default());
    assert_eq!((refreshed.files_read, refreshed.files_again, found(&engine, "reklo")), (96, 4, 0));
    in_steps.add(100..200);
    let (_, engine) = in_steps.refresh(Verdicts::default());
    assert_eq!(outcome(&engine, &in_steps.root()), outcome(&whole, &at_once.root()));
    assert_eq!(found(&engine, "in:furniture reklo"), 200);
    // What vanishes is forgotten too.
    (4..200).for_each(|number| fs::remove_file(in_steps.root().join(format!("{number}.txt"))).unwrap());
    let (refreshed, engine) = in_steps.refresh(Verdicts::default());
    assert_eq!((refreshed.total, refreshed.files_again), (4, 4));
    assert!(found(&engine, "reklo") > 0);
}

#[test]
fn a_rejected_line_is_found_again_and_stays_found() {
    let bench = Bench::new();
    bench.add(0..30);
    let line = "Lemo ka tivu sadore";
    let (_, engine) = bench.refresh(Verdicts::default());
    assert_eq!(found(&engine, "\"lemo ka tivu\""), 0);
    let mut verdicts = Verdicts::default();
    verdicts.insert(bench.place(), form(line).unwrap(), Verdict::Reject);
    // On what is open at once,
    let row = engine.search(&Question::new(None, 1), &|| false).unwrap().hits.remove(0).row;
    let is_folded = |engine: &Engine| {
        let article = engine.recognise(&row, &engine.document(&row).unwrap());
        article
            .blocks
            .iter()
            .any(|block| block.text.as_str().contains(line) && block.reason.to_string().contains("pages"))
    };
    assert!(is_folded(&engine));
    engine.judge(verdicts.clone());
    assert!(!is_folded(&engine));
    // and on the index with the next refresh, which has nothing else to do.
    let (refreshed, engine) = bench.refresh(verdicts.clone());
    assert_eq!((refreshed.files_again, refreshed.files_kept), (30, 0));
    assert!(!is_folded(&engine));
    let (refreshed, _) = bench.refresh(verdicts);
    assert_eq!((refreshed.files_again, refreshed.files_kept), (0, 30));
}

#[test]
fn records_of_one_file_teach_by_their_address() {
    let bench = Bench::new();
    let record = |number: u64, host: &str| {
        let text = page(number).text;
        serde_json::json!({"id": number, "text": text, "url": format!("https://www.{host}/{number}")}).to_string()
    };
    // Four of another site are too few to teach, and do not learn from the others but by the folder.
    let records: Vec<String> = (0..60).map(|number| record(number, "sive.example")).collect();
    fs::write(bench.root().join("all.jsonl"), records.join("\n")).unwrap();
    let (_, engine) = bench.refresh(Verdicts::default());
    assert_eq!(found(&engine, "norasi"), 0);
    let names: Vec<String> = engine.heap().lores().map(|lore| lore.name.clone()).collect();
    assert!(names.contains(&"sive.example".to_owned()) && names.contains(&bench.place()), "{names:?}");
}

#[test]
fn sites_that_share_a_folder_teach_each_by_itself() {
    let bench = Bench::new();
    for number in 0..120 {
        let page = page(number);
        // Twelve sites of ten pages each: what one of them has is on too few pages of the folder.
        let name =
            format!("Kono {}ima", ["B", "D", "F", "G", "H", "K", "L", "M", "N", "P", "R", "S"][number as usize % 12]);
        let body = page.body.join("\n\n");
        let text = format!("{}\n\n{body}\n\nReklo simune {name} tavoru sedi\n\n© 2020 {name}\n", page.headline);
        fs::write(bench.root().join(format!("{number}.txt")), text).unwrap();
    }
    let (_, engine) = bench.refresh(Verdicts::default());
    let lore = |name: &str| engine.heap().lores().find(|lore| lore.name == name).cloned();
    let lesson =
        |lore: Lore| lore.lesson("Reklo simune Kono Bima tavoru sedi").map(|lesson| (lesson.pages, lesson.standing));
    assert_eq!(lesson(lore("kono bima").unwrap()), Some((10, Standing::Anywhere)));
    assert_eq!(lesson(lore(&bench.place()).unwrap()), Some((10, Standing::Candidate)));
    assert_eq!((found(&engine, "reklo"), found(&engine, "in:furniture reklo")), (0, 120));
}

#[test]
fn an_index_whose_heap_was_lost_is_set_right() {
    let bench = Bench::new();
    bench.add(0..30);
    bench.refresh(Verdicts::default());
    let heaps = |folder: &Path| {
        let index = fs::read_dir(folder).unwrap().flatten().find(|entry| entry.path().join("heap.json").exists());
        index.map(|entry| entry.path().join("heap.json"))
    };
    let index = fs::read_dir(bench.0.path().join("home/index")).unwrap().flatten().next().unwrap().path();
    fs::remove_file(heaps(&index).expect("a heap")).unwrap();
    let (refreshed, engine) = bench.refresh(Verdicts::default());
    assert_eq!((refreshed.files_again, found(&engine, "norasi")), (30, 0));
    assert!(heaps(&index).is_some());
}
