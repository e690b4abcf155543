//! Puts articles into tantivy, takes them out, and commits.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    sync::{PoisonError, RwLock},
    thread,
    time::Duration,
};

use tantivy::{
    DocSet, Index, IndexWriter, TERMINATED, TantivyDocument, TantivyError, Term,
    index::{SegmentId, SegmentMeta},
    merge_policy::NoMergePolicy,
    schema::{Field, IndexRecordOption},
};

use super::{
    Corpus, Groups, IndexError, Place,
    analysis::{BORDER, sort_form},
    checkup, expand, packed,
    row::{self, day_number, grade_number},
    schema::{self, Fields},
    short,
};
use crate::{
    article::{Article, BlockKind, Grade},
    source::Record,
};

/// Threads that tantivy indexes with.
const THREADS: usize = 2;
/// Bytes of a title or site that its order is decided by.
const ORDER_BYTES: usize = 64;
/// Bytes that a document takes besides its text, most times.
const ROOM: usize = 1_024;
/// More small segments than this are merged.
const SMALL_SEGMENTS: usize = 4;

/// Waits for a writer of this very process that is still going away. No other can be in the way: our own lock is held.
fn patiently(open: impl Fn() -> tantivy::Result<IndexWriter>) -> tantivy::Result<IndexWriter> {
    for _ in 0..100 {
        match open() {
            Err(TantivyError::LockFailure(..)) => thread::sleep(Duration::from_millis(20)),
            opened => return opened,
        }
    }
    open()
}

/// Where an article comes from.
pub struct Entry<'a> {
    /// The record.
    pub record: &'a Record,
    /// Its place.
    pub place: Place,
    /// The corpus.
    pub corpus: &'a Corpus,
    /// The site and folders that it belongs to.
    pub groups: &'a Groups,
}

/// The writer of an index. There is one at a time: see [`IndexFolder::lock`](crate::home::IndexFolder::lock).
pub struct Writer {
    writer: RwLock<IndexWriter>,
    fields: Fields,
    path: PathBuf,
}

impl Writer {
    /// Makes an empty index in a folder, with a first commit that names `manifest`.
    pub fn create(path: &Path, manifest: &str) -> Result<(), IndexError> {
        let create = || -> tantivy::Result<()> {
            let index = Index::builder().schema(Fields::schema().0).settings(schema::settings()).create_in_dir(path)?;
            schema::register_tokenizer(&index);
            let mut writer: IndexWriter = index.writer_with_num_threads(1, 15_000_000)?;
            let mut commit = writer.prepare_commit()?;
            commit.set_payload(manifest);
            commit.commit()?;
            writer.wait_merging_threads()
        };
        create().map_err(IndexError::engine(path))
    }

    /// The name of the manifest that belongs to the last commit, and the number of articles that it holds; an error when
    /// the index cannot be used.
    pub fn last_commit(path: &Path) -> Result<(String, u64), IndexError> {
        let open = || -> tantivy::Result<_> {
            let index = Index::open_in_dir(path)?;
            // Opens every segment, so that a missing or shortened file is noticed before work goes into the index.
            schema::register_tokenizer(&index);
            let articles = index.reader()?.searcher().num_docs();
            Ok((index.schema(), index.load_metas()?.payload, articles))
        };
        let (schema, manifest, articles) = open().map_err(IndexError::engine(path))?;
        let damaged = |reason| IndexError::Damaged { path: path.to_owned(), reason };
        if schema != Fields::schema().0 {
            return Err(damaged("it has other fields"));
        }
        let manifest = manifest.ok_or_else(|| damaged("its last commit names no manifest"))?;
        Ok((manifest, articles))
    }

    /// Opens an index to write, with so many bytes of memory for what is not written yet.
    pub fn open(path: &Path, memory: usize) -> Result<Self, IndexError> {
        let open = || -> tantivy::Result<IndexWriter> {
            let index = Index::open_in_dir(path)?;
            schema::register_tokenizer(&index);
            let writer = patiently(|| index.writer_with_num_threads(THREADS, memory))?;
            // Merging while texts pour in costs more than merging once at the end.
            writer.set_merge_policy(Box::new(NoMergePolicy));
            Ok(writer)
        };
        let writer = RwLock::new(open().map_err(IndexError::engine(path))?);
        Ok(Self { writer, fields: Fields::schema().1, path: path.to_owned() })
    }

    /// Puts an article in.
    pub fn add(&self, article: &Article, entry: &Entry<'_>) -> Result<(), IndexError> {
        let document = self.document(article, entry);
        let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
        writer.add_document(document).map(drop).map_err(IndexError::engine(&self.path))
    }

    /// Takes out the articles of a file that have been put in so far.
    pub fn remove_file(&self, number: u32) {
        let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
        writer.delete_term(Term::from_field_u64(self.fields.file, number.into()));
    }

    /// The numbers of the files that articles of these sites and folders come from, as of the last commit.
    pub fn files_of(path: &Path, groups: &HashSet<u64>) -> Result<HashSet<u32>, IndexError> {
        let found = || -> tantivy::Result<_> {
            let index = Index::open_in_dir(path)?;
            schema::register_tokenizer(&index);
            let fields = Fields::schema().1;
            let mut files = HashSet::new();
            for segment in index.reader()?.searcher().segment_readers() {
                let inverted = segment.inverted_index(fields.group)?;
                let places = segment.fast_fields().u64("place")?;
                for group in groups {
                    let term = Term::from_field_u64(fields.group, *group);
                    let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else { continue };
                    while postings.doc() != TERMINATED {
                        if !segment.is_deleted(postings.doc()) {
                            files.extend(places.first(postings.doc()).map(|place| Place(place).file()));
                        }
                        postings.advance();
                    }
                }
            }
            Ok(files)
        };
        found().map_err(IndexError::engine(path))
    }

    /// Makes all that was done durable and visible, together with the manifest of that name.
    pub fn commit(&self, manifest: &str) -> Result<(), IndexError> {
        let mut writer = self.writer.write().unwrap_or_else(PoisonError::into_inner);
        let mut commit = || -> tantivy::Result<()> {
            let mut commit = writer.prepare_commit()?;
            commit.set_payload(manifest);
            commit.commit().map(drop)
        };
        commit().map_err(IndexError::engine(&self.path))
    }

    /// Articles that the last commit holds.
    pub fn total(&self) -> Result<u64, IndexError> {
        let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
        let segments = writer.index().searchable_segment_metas().map_err(IndexError::engine(&self.path))?;
        Ok(segments.iter().map(|segment| u64::from(segment.num_docs())).sum())
    }

    /// Merges segments where that makes searching faster, and removes the files of those merged.
    pub fn tidy(self) -> Result<(), IndexError> {
        let mut writer = self.writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut tidy = || -> tantivy::Result<()> {
            let together = worth_merging(&writer.index().searchable_segment_metas()?);
            if together.len() > 1 {
                writer.merge(&together).wait()?;
            }
            writer.garbage_collect_files().wait().map(drop)
        };
        tidy().map_err(IndexError::engine(&self.path))?;
        let index = writer.index().clone();
        writer.wait_merging_threads().map_err(IndexError::engine(&self.path))?;
        save_short_words(&index, self.fields.text, &self.path)
    }

    fn document(&self, article: &Article, entry: &Entry<'_>) -> TantivyDocument {
        let &Entry { record, place, corpus, groups } = entry;
        let fields = &self.fields;
        let title = article.title.as_ref().map_or("", |title| title.value.as_str());
        let site = article.site.as_ref().map_or("", |site| site.value.as_str());
        let (text, furniture) = (text_of(title, article), furniture_of(article));
        let mut document = TantivyDocument::with_capacity(text.len() + furniture.len() + ROOM);
        document.add_text(fields.text, text);
        document.add_text(fields.furniture, furniture);
        document.add_text(fields.path, corpus.path_text(&record.locator.origin));
        document.add_u64(fields.file, place.file().into());
        groups.numbers().for_each(|group| document.add_u64(fields.group, group));
        document.add_u64(fields.place, place.0);
        document.add_bytes(fields.article, &article.id.0.to_be_bytes());
        document.add_i64(fields.words, article.words.into());
        document.add_u64(fields.health, checkup::flags(article));
        if let Some(encoding) = record.document.encoding {
            document.add_text(fields.encoding, encoding.name);
        }
        document.add_bytes(fields.row, &row::encode(article, record, corpus));
        if let Some(found) = &article.title {
            let field = if found.grade == Grade::Stated { fields.title } else { fields.lead };
            document.add_text(field, title);
            document.add_text(fields.title_order, sort_form(title, ORDER_BYTES));
        }
        if !site.is_empty() {
            document.add_text(fields.site, site);
            document.add_text(fields.site_name, site);
            document.add_text(fields.site_order, sort_form(site, ORDER_BYTES));
        }
        if let Some(byline) = &article.byline {
            document.add_text(fields.byline, byline.value.as_str());
        }
        if let Some(language) = article.language {
            document.add_text(fields.language, language);
        }
        if let Some(id) = &record.document.stated.id {
            document.add_text(fields.id, id);
        }
        if let Some(date) = &article.date {
            document.add_i64(fields.first_day, day_number(date.value.first).into());
            document.add_i64(fields.last_day, day_number(date.value.last).into());
            document.add_u64(fields.grade, grade_number(date.grade).into());
        }
        if !record.locator.is_lasting()
            && let Some(packed) = packed::pack(&record.document)
        {
            document.add_bytes(fields.document, &packed);
        }
        document
    }
}

/// Keeps the words for short beginnings beside the index, unless those that are there will do.
fn save_short_words(index: &Index, field: Field, path: &Path) -> Result<(), IndexError> {
    let searcher = index.reader().map_err(IndexError::engine(path))?.searcher();
    if short::is_fresh(path, searcher.num_docs()) {
        return Ok(());
    }
    let words = expand::short_completions(&searcher, field).map_err(IndexError::engine(path))?;
    short::save(path, searcher.num_docs(), &words)
}

/// Title and body, each block apart. The lead is part of what an editor wrote for the reader, so it counts as body.
fn text_of(title: &str, article: &Article) -> String {
    let length: usize = article.blocks.iter().map(|block| block.text.as_str().len() + 1).sum();
    let mut text = String::with_capacity(title.len() + length);
    if !is_repeated(article) {
        text.push_str(title);
    }
    for block in article.blocks.iter().filter(|block| is_body(block.kind)) {
        text.push(BORDER);
        text.push_str(block.text.as_str());
    }
    text
}

/// Whether the title was made from words of the body: they are not counted twice.
fn is_repeated(article: &Article) -> bool {
    let Some(title) = article.title.as_ref().filter(|title| title.grade != Grade::Stated) else { return false };
    let title = title.value.as_str().trim_end_matches('…').trim();
    article.blocks.iter().any(|block| is_body(block.kind) && block.text.as_str().contains(title))
}

/// Everything around the body but the title.
fn furniture_of(article: &Article) -> String {
    let mut text = String::new();
    let around = article.blocks.iter().filter(|block| !is_body(block.kind) && block.kind != BlockKind::Title);
    for block in around {
        text.push(BORDER);
        text.push_str(block.text.as_str());
    }
    text
}

/// Whether words without a field are looked for in a block.
pub fn is_body(kind: BlockKind) -> bool {
    kind.is_story() || kind == BlockKind::Standfirst
}

/// Everything when most of it is new; the small segments when there are many.
fn worth_merging(segments: &[SegmentMeta]) -> Vec<SegmentId> {
    let total: u64 = segments.iter().map(|segment| u64::from(segment.num_docs())).sum();
    let largest = segments.iter().map(|segment| u64::from(segment.num_docs())).max().unwrap_or(0);
    let is_small = |segment: &&SegmentMeta| u64::from(segment.num_docs()) * 10 < total;
    let deleted: u64 = segments.iter().map(|segment| u64::from(segment.num_deleted_docs())).sum();
    if largest * 2 < total || deleted > total {
        return segments.iter().map(SegmentMeta::id).collect();
    }
    let small: Vec<SegmentId> = segments.iter().filter(is_small).map(SegmentMeta::id).collect();
    if small.len() > SMALL_SEGMENTS { small } else { Vec::new() }
}
