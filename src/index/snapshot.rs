//! One state of an index, as it was at one commit, and what was worked out for it.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock},
};

use tantivy::{DocAddress, Searcher, schema::Field};

use super::{
    analysis::ASSUMED_LANGUAGE,
    expand,
    forms::{Forms, Languages},
    query::Query,
    question::{Question, Sort},
    schema::Fields,
    sets::{ArticleSet, ArticleSets, Members},
    short,
};

/// Words whose forms are remembered; typing goes through many.
const REMEMBERED_WORDS: usize = 4_096;
/// Rankings that are remembered: that of the list, and the one before it.
const REMEMBERED_RANKINGS: usize = 2;
/// Sets of articles whose documents are remembered, a bit for each.
const REMEMBERED_SETS: usize = 3;

/// One state of an index. Searches that have begun keep theirs while a newer one takes over.
pub struct Snapshot {
    /// The folder of the index.
    path: PathBuf,
    /// tantivy's view of it.
    pub searcher: Searcher,
    /// The fields.
    pub fields: Fields,
    /// The languages that its articles are in, by which forms of words are told apart.
    pub languages: Languages,
    expansions: Mutex<HashMap<(Field, Expansion), Arc<Forms>>>,
    short: OnceLock<HashMap<String, Arc<Forms>>>,
    title_ranks: OnceLock<Vec<Vec<u32>>>,
    site_ranks: OnceLock<Vec<Vec<u32>>>,
    rankings: Mutex<Vec<(Ranked, Arc<Vec<DocAddress>>)>>,
    members: Mutex<Vec<(ArticleSet, Arc<Members>)>>,
}

/// Languages that a set can hold.
const MOST_LANGUAGES: usize = 63;

/// What a word of a query is expanded to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Expansion {
    /// All forms of a word.
    Forms(String),
    /// The word itself.
    Exact(String),
    /// At most so many words with this beginning.
    Completions(String, usize),
    /// Words that differ by one letter.
    Similar(String),
    /// Words that a pattern matches.
    Matching(String),
}

impl Expansion {
    /// What is expanded.
    pub fn word(&self) -> &str {
        match self {
            Self::Forms(word)
            | Self::Exact(word)
            | Self::Completions(word, _)
            | Self::Similar(word)
            | Self::Matching(word) => word,
        }
    }
}

/// What decides an order of hits.
type Ranked = (Option<Query>, Sort, ArticleSets);

impl Snapshot {
    /// The state that a searcher sees.
    pub fn new(path: &Path, searcher: Searcher, fields: Fields) -> tantivy::Result<Self> {
        let languages = Arc::new(languages(&searcher, fields.language)?);
        Ok(Self {
            path: path.to_owned(),
            searcher,
            fields,
            languages,
            expansions: Mutex::default(),
            short: OnceLock::new(),
            title_ranks: OnceLock::new(),
            site_ranks: OnceLock::new(),
            rankings: Mutex::default(),
            members: Mutex::default(),
        })
    }

    /// Articles in the corpus.
    pub fn total(&self) -> usize {
        self.searcher.num_docs() as usize
    }

    /// The words of the dictionary that a word of a query stands for.
    pub fn expand(&self, field: Field, expansion: Expansion) -> tantivy::Result<Arc<Forms>> {
        if let Expansion::Completions(prefix, _) = &expansion
            && field == self.fields.text
            && prefix.chars().count() <= 2
            && let Some(forms) = self.short_completions()?.get(prefix)
        {
            return Ok(Arc::clone(forms));
        }
        let key = (field, expansion);
        if let Some(forms) = lock(&self.expansions).get(&key) {
            return Ok(Arc::clone(forms));
        }
        let forms = Arc::new(match &key.1 {
            Expansion::Forms(word) => expand::forms(&self.searcher, field, word, &self.languages)?,
            Expansion::Exact(word) => expand::exact(&self.searcher, field, word)?,
            Expansion::Completions(prefix, most) => expand::completions(&self.searcher, field, prefix, *most)?,
            Expansion::Similar(word) => expand::similar(&self.searcher, field, word)?,
            Expansion::Matching(pattern) => expand::matching(&self.searcher, field, pattern)?,
        });
        let mut remembered = lock(&self.expansions);
        if remembered.len() >= REMEMBERED_WORDS {
            remembered.clear();
        }
        remembered.insert(key, Arc::clone(&forms));
        Ok(forms)
    }

    /// The most frequent words for each beginning of one or two letters.
    fn short_completions(&self) -> tantivy::Result<&HashMap<String, Arc<Forms>>> {
        if let Some(table) = self.short.get() {
            return Ok(table);
        }
        let table = match short::load(&self.path, self.searcher.num_docs()) {
            Some(table) => table,
            None => expand::short_completions(&self.searcher, self.fields.text)?,
        };
        Ok(self.short.get_or_init(|| table.into_iter().map(|(start, forms)| (start, Arc::new(forms))).collect()))
    }

    /// For each segment, the rank among all titles of each title that the segment knows.
    pub fn title_ranks(&self) -> tantivy::Result<&[Vec<u32>]> {
        ranks(&self.searcher, "title_order", &self.title_ranks)
    }

    /// For each segment, the rank among all sites of each site that the segment knows.
    pub fn site_ranks(&self) -> tantivy::Result<&[Vec<u32>]> {
        ranks(&self.searcher, "site_order", &self.site_ranks)
    }

    /// The documents of a set of articles. One that differs little from a set that was asked for lately costs little.
    pub fn members(&self, set: &ArticleSet) -> tantivy::Result<Arc<Members>> {
        let known = lock(&self.members).clone();
        if let Some((_, members)) = known.iter().find(|(other, _)| other == set) {
            return Ok(Arc::clone(members));
        }
        let none = (ArticleSet::default(), Arc::default());
        let (near, members) = known.iter().chain([&none]).min_by_key(|(other, _)| other.distance(set)).unwrap_or(&none);
        let members = Arc::new(members.changed(near, set, &self.searcher, self.fields.article)?);
        let mut remembered = lock(&self.members);
        remembered.insert(0, (set.clone(), Arc::clone(&members)));
        remembered.truncate(REMEMBERED_SETS);
        Ok(members)
    }

    /// All hits of a question in order, if they are remembered.
    pub fn ranking(&self, question: &Question) -> Option<Arc<Vec<DocAddress>>> {
        let rankings = lock(&self.rankings);
        let found = rankings.iter().find(|((query, sort, sets), _)| {
            *query == question.query && *sort == question.sort && *sets == question.sets
        });
        found.map(|(_, ranking)| Arc::clone(ranking))
    }

    /// Remembers all hits of a question in order.
    pub fn remember(&self, question: &Question, ranking: Arc<Vec<DocAddress>>) {
        let mut rankings = lock(&self.rankings);
        rankings.insert(0, ((question.query.clone(), question.sort, question.sets.clone()), ranking));
        rankings.truncate(REMEMBERED_RANKINGS);
    }
}

/// A lock that a panic elsewhere has left behind is as good as any: what it guards is only remembered work.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The codes of the languages in the corpus; more than a set can hold are left unstemmed.
fn languages(searcher: &Searcher, field: Field) -> tantivy::Result<Vec<String>> {
    let mut found = Vec::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted.terms().stream()?;
        while stream.advance() {
            found.extend(std::str::from_utf8(stream.key()).map(str::to_owned));
        }
    }
    found.retain(|language| language != ASSUMED_LANGUAGE);
    found.sort_unstable();
    found.dedup();
    found.insert(0, ASSUMED_LANGUAGE.to_owned());
    found.truncate(MOST_LANGUAGES);
    Ok(found)
}

/// Merges the sorted dictionaries of a column: the rank of each entry of each segment.
fn ranks<'a>(searcher: &Searcher, column: &str, known: &'a OnceLock<Vec<Vec<u32>>>) -> tantivy::Result<&'a [Vec<u32>]> {
    if let Some(ranks) = known.get() {
        return Ok(ranks);
    }
    let mut entries = Vec::new();
    let mut ranks = Vec::new();
    for (number, segment) in searcher.segment_readers().iter().enumerate() {
        let Some(column) = segment.fast_fields().str(column)? else {
            ranks.push(Vec::new());
            continue;
        };
        let mut stream = column.dictionary().stream()?;
        let mut place = 0;
        while stream.advance() {
            entries.push((stream.key().to_vec(), number, place));
            place += 1;
        }
        ranks.push(vec![0; place]);
    }
    entries.sort_unstable();
    let mut rank = 0;
    for (i, (entry, number, place)) in entries.iter().enumerate() {
        if i > 0 && entries[i - 1].0 != *entry {
            rank += 1;
        }
        ranks[*number][*place] = rank;
    }
    Ok(known.get_or_init(|| ranks))
}
