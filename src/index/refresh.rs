//! Brings an index up to date: only files that are new, have changed or have vanished are touched, and those whose articles
//! are recognised otherwise because of what the pages that are there now teach (see [`Heap`]).
//!
//! One thread reads files and splits them into records, others recognise articles and hand them to the writer; the calling
//! thread commits now and then and reports. What was committed is never read again, also when the machine stops.

use std::{
    collections::HashSet,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use super::{
    Corpus, Groups, Heap, IndexError, Phase, Place, Progress, Refreshed,
    gate::{Gate, Pass},
    heap::Pick,
    manifest::{FileKey, FileNumber, FileState, Manifest, Partial},
    schema::FORMAT,
    writer::{Entry, Writer},
};
use crate::{
    article::heap::Verdicts,
    home::{HomeError, IndexFolder},
    source::{FileEntry, Kind, Limits, Outcome, Part, Problem, Record, SourceError, read, walk},
    text::clean::Clean,
};

/// Records on their way from the reading thread to the recognising ones.
const WAITING: usize = 64;
/// When the first commit is made where somebody waits for something to read.
const FIRST_COMMIT: Duration = Duration::from_millis(400);
/// How many times longer than the last commit's time the next one's is.
const COMMIT_GROWTH: u32 = 5;
/// Between two reports.
const REPORT: Duration = Duration::from_millis(50);

/// How a refresh is made.
#[derive(Clone, Debug)]
pub struct Options {
    /// What one file may ask of the machine.
    pub limits: Limits,
    /// The kind that all files are taken for, whatever they look like.
    pub kind: Option<Kind>,
    /// When the first commit is made. An early one shows something at once; each costs a merge at the end.
    pub first_commit: Duration,
    /// Threads that recognise articles.
    pub threads: usize,
    /// Bytes of memory for what is not written yet.
    pub memory: usize,
    /// What the reader has decided about learned lines.
    pub verdicts: Verdicts,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            kind: None,
            first_commit: FIRST_COMMIT,
            threads: 2,
            memory: 120 << 20,
            verdicts: Verdicts::default(),
        }
    }
}

/// Brings the index of a corpus up to date, or builds it. Where another folio is at it, this is
/// [`HomeError::Held`] and nothing is done.
pub fn refresh(
    folder: &IndexFolder,
    corpus: &Corpus,
    options: &Options,
    stop: &AtomicBool,
    report: &mut dyn FnMut(&Progress),
) -> Result<Refreshed, IndexError> {
    folder.create(corpus.key())?;
    let _lock = folder.lock()?;
    let mut state = State::open(folder)?;
    let mut run = Run::new(stop, report);
    run.progress.searchable = state.total;
    let mut plan = Plan::make(corpus, options, &mut state.manifest, &mut run);
    let heap = Learned::of(&mut plan, corpus, options, &mut state, &mut run)?;
    let mut outcome = Refreshed {
        rebuilt: state.rebuilt,
        files_kept: plan.kept,
        files_removed: plan.gone.len() + plan.read.iter().filter(|file| file.is_known).count() - plan.again,
        ..Refreshed::default()
    };
    if plan.is_news {
        let writer = Writer::open(&state.path, options.memory)?;
        let manifest = std::mem::take(&mut state.manifest);
        let pipeline = Pipeline::new(corpus, options, &writer, &state.path, manifest, &heap.heap);
        let worked = heap.keep(&pipeline, &plan, &mut run).and_then(|()| pipeline.work(&plan, &mut run));
        state.manifest = pipeline.into_manifest();
        worked?;
        run.enter(Phase::Tidying);
        writer.tidy()?;
    }
    run.enter(Phase::Done);
    // Those that were not new are read last.
    outcome.files_read = run.progress.files_read.min(plan.read.len() - plan.again);
    outcome.files_again = run.progress.files_read - outcome.files_read;
    outcome.articles = run.progress.articles;
    outcome.stopped = run.is_stopped();
    outcome.problems = state.manifest.problems();
    outcome.total = run.progress.searchable;
    Ok(outcome)
}

impl IndexError {
    /// Whether nothing is wrong but that another folio is writing.
    pub fn is_held(&self) -> bool {
        matches!(self, Self::Home(HomeError::Held { .. }))
    }
}

/// The index as the last refresh left it.
struct State {
    path: PathBuf,
    manifest: Manifest,
    /// Articles in it.
    total: u64,
    rebuilt: Option<&'static str>,
}

impl State {
    /// Opens the index, or makes one where there is none that can be used. Only under the lock.
    fn open(folder: &IndexFolder) -> Result<Self, IndexError> {
        let mut rebuilt = None;
        if let Some(path) = folder.current(FORMAT)? {
            let last = Writer::last_commit(&path);
            if let Ok((manifest, total)) = last.and_then(|(name, total)| Ok((Manifest::load(&path, &name)?, total))) {
                return Ok(Self { path, manifest, total, rebuilt });
            }
            folder.retire(&path)?;
            rebuilt = Some("the index was damaged");
        } else if has_other_format(folder) {
            rebuilt = Some("the index was made by another version of folio");
        }
        let new = folder.begin(FORMAT)?;
        let manifest = Manifest::default();
        Writer::create(new.path(), &manifest.save(new.path())?)?;
        let path = new.publish()?;
        folder.sweep(FORMAT)?;
        Ok(Self { path, manifest, total: 0, rebuilt })
    }
}

fn has_other_format(folder: &IndexFolder) -> bool {
    (1..FORMAT).any(|format| matches!(folder.current(format), Ok(Some(_))))
}

/// A refresh under way, as seen from outside.
struct Run<'a> {
    progress: Progress,
    start: Instant,
    stop: &'a AtomicBool,
    report: &'a mut dyn FnMut(&Progress),
    reported: Instant,
}

impl<'a> Run<'a> {
    fn new(stop: &'a AtomicBool, report: &'a mut dyn FnMut(&Progress)) -> Self {
        let start = Instant::now();
        Self { progress: Progress::default(), start, stop, report, reported: start }
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn enter(&mut self, phase: Phase) {
        self.progress.phase = phase;
        self.tell();
    }

    fn tell(&mut self) {
        self.progress.elapsed = self.start.elapsed();
        self.reported = Instant::now();
        (self.report)(&self.progress);
    }

    fn tell_sometimes(&mut self) {
        if self.reported.elapsed() >= REPORT {
            self.tell();
        }
    }
}

/// What is to be done.
#[derive(Default)]
struct Plan {
    read: Vec<ToRead>,
    gone: Vec<FileKey>,
    kept: usize,
    /// Of those to be read, files that have not changed but whose articles are recognised otherwise by now.
    again: usize,
    /// The files that teach.
    pick: Pick,
    /// Whether there is anything to be written.
    is_news: bool,
    /// Whether it was stopped before all files were found.
    is_stopped: bool,
}

struct ToRead {
    entry: FileEntry,
    key: FileKey,
    state: FileState,
    /// Records that the index holds already.
    done: u64,
    /// Whether the index holds articles of the file as it was before.
    is_known: bool,
}

impl Plan {
    /// Compares the files with the manifest.
    fn make(corpus: &Corpus, options: &Options, manifest: &mut Manifest, run: &mut Run<'_>) -> Self {
        let mut plan = Self::default();
        let mut seen = HashSet::new();
        let mut missing = Vec::new();
        for found in walk(corpus.roots(), &options.limits) {
            match found {
                Ok(entry) => {
                    run.progress.files_found += 1;
                    let key = FileKey::of(&entry.origin, corpus);
                    if seen.insert(key.clone()) {
                        plan.pick.offer(&entry, &key);
                        plan.add(entry, key, manifest);
                    }
                }
                Err(problem) => missing.push(problem),
            }
            run.tell_sometimes();
            if run.is_stopped() {
                return Self { kept: plan.kept, is_stopped: true, ..Self::default() };
            }
        }
        // What cannot be reached just now (a disk that is not mounted) has not vanished.
        let unreached: Vec<FileKey> = missing.iter().map(|problem| FileKey::of_path(&problem.path, corpus)).collect();
        let is_gone = |key: &FileKey| !seen.contains(key) && !unreached.iter().any(|above| key.is_below(above));
        plan.gone = manifest.files().map(|(key, _)| key).filter(|key| is_gone(key)).cloned().collect();
        plan.gone.sort_unstable();
        plan.is_news = manifest.set_missing(missing) | !plan.read.is_empty() | !plan.gone.is_empty();
        plan.count(run);
        plan
    }

    fn count(&self, run: &mut Run<'_>) {
        run.progress.files_to_read = self.read.len();
        run.progress.bytes_total = self.read.iter().map(|file| file.entry.size).sum();
    }

    /// Has files read again that have not changed.
    fn owe(&mut self, numbers: &HashSet<FileNumber>, corpus: &Corpus, options: &Options, manifest: &mut Manifest) {
        // What stands at the beginning of a long file is as outdated as the rest.
        self.read.iter_mut().filter(|file| numbers.contains(&file.state.number)).for_each(|file| file.done = 0);
        let mut owed = numbers.clone();
        for file in &self.read {
            owed.remove(&file.state.number);
        }
        let mut seen = HashSet::new();
        for entry in walk(corpus.roots(), &options.limits).flatten() {
            let key = FileKey::of(&entry.origin, corpus);
            let state = manifest.state(&key).copied().filter(|state| owed.contains(&state.number));
            if let Some(state) = state.filter(|state| state.is_of(&entry) && seen.insert(key.clone())) {
                self.read.push(ToRead { entry, key, state, done: 0, is_known: true });
                self.again += 1;
            }
        }
        manifest.owe(&owed);
        self.kept -= self.again;
        self.is_news |= self.again > 0;
    }

    fn add(&mut self, entry: FileEntry, key: FileKey, manifest: &mut Manifest) {
        let known = manifest.state(&key).copied();
        if known.is_some_and(|known| known.is_of(&entry)) {
            self.kept += 1;
            return;
        }
        let partial = manifest.partial().filter(|partial| partial.key == key).map(|part| (part.state, part.records));
        let done = partial.filter(|(state, _)| state.is_of(&entry)).map_or(0, |(_, records)| records);
        let old = known.or(partial.map(|(state, _)| state));
        let number = old.map_or_else(|| manifest.new_number(), |state| state.number);
        let state = FileState { number, size: entry.size, modified: entry.modified, inode: entry.inode };
        self.read.push(ToRead { entry, key, state, done, is_known: old.is_some() });
    }
}

/// What the pages teach, and whether that is news.
struct Learned {
    heap: Heap,
    is_news: bool,
}

impl Learned {
    /// Learns what there is to learn, and adds to the plan what has to be recognised again for it. Articles are always
    /// recognised by what the files that are there now teach, whatever was there before.
    fn of(
        plan: &mut Plan,
        corpus: &Corpus,
        options: &Options,
        state: &mut State,
        run: &mut Run<'_>,
    ) -> Result<Self, IndexError> {
        let known = Heap::load(&state.path);
        let is_judged = known.as_ref().is_some_and(|known| {
            let mut judged = known.clone();
            judged.judge(&options.verdicts);
            judged != *known
        });
        if plan.is_stopped || !plan.is_news && !is_judged && known.is_some() {
            return Ok(Self { heap: known.unwrap_or_default(), is_news: false });
        }
        let pick = std::mem::take(&mut plan.pick);
        let heap = Heap::learn(pick, corpus, &options.limits, options.kind, &options.verdicts, &|| run.is_stopped());
        if run.is_stopped() {
            *plan = Plan { kept: plan.kept, is_stopped: true, ..Plan::default() };
            return Ok(Self { heap: known.unwrap_or_default(), is_news: false });
        }
        let owed = match &known {
            Some(known) => match heap.differences(known) {
                groups if groups.is_empty() => HashSet::new(),
                groups => Writer::files_of(&state.path, &groups)?,
            },
            None => state.manifest.files().map(|(_, state)| state.number).collect(),
        };
        if !owed.is_empty() {
            plan.owe(&owed, corpus, options, &mut state.manifest);
            plan.count(run);
        }
        let is_news = known.as_ref() != Some(&heap);
        plan.is_news |= is_news;
        Ok(Self { heap, is_news })
    }

    /// Keeps what was learned, once the last commit says which files were recognised without it.
    fn keep(&self, pipeline: &Pipeline<'_>, plan: &Plan, run: &mut Run<'_>) -> Result<(), IndexError> {
        if plan.again > 0 {
            pipeline.commit(run)?;
        }
        if self.is_news { self.heap.save(pipeline.path) } else { Ok(()) }
    }
}

/// The threads of a refresh and what they share.
struct Pipeline<'a> {
    corpus: &'a Corpus,
    options: &'a Options,
    writer: &'a Writer,
    path: &'a Path,
    heap: &'a Heap,
    gate: Gate,
    manifest: Mutex<Manifest>,
    bytes: AtomicU64,
    articles: AtomicU64,
    files: AtomicUsize,
    /// Set when it is no use to go on.
    is_over: AtomicBool,
    failure: Mutex<Option<IndexError>>,
}

/// A record on its way.
struct Job<'a> {
    record: Record,
    place: Place,
    _pass: Pass<'a>,
}

impl<'a> Pipeline<'a> {
    fn new(
        corpus: &'a Corpus,
        options: &'a Options,
        writer: &'a Writer,
        path: &'a Path,
        manifest: Manifest,
        heap: &'a Heap,
    ) -> Self {
        Self {
            corpus,
            options,
            writer,
            path,
            heap,
            gate: Gate::default(),
            manifest: Mutex::new(manifest),
            bytes: AtomicU64::new(0),
            articles: AtomicU64::new(0),
            files: AtomicUsize::new(0),
            is_over: AtomicBool::new(false),
            failure: Mutex::new(None),
        }
    }

    fn into_manifest(self) -> Manifest {
        self.manifest.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn manifest(&self) -> MutexGuard<'_, Manifest> {
        self.manifest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes out what is gone, reads what is to be read, and commits.
    fn work(&self, plan: &Plan, run: &mut Run<'_>) -> Result<(), IndexError> {
        for key in &plan.gone {
            let number = self.manifest().state(key).map(|state| state.number);
            number.into_iter().for_each(|number| self.writer.remove_file(number));
            self.manifest().remove(key);
        }
        self.drop_vanished_partial(plan);
        run.enter(Phase::Reading);
        std::thread::scope(|scope| {
            let (jobs, waiting) = bounded(WAITING);
            let (working, finished) = bounded::<()>(0);
            let stop = run.stop;
            scope.spawn(move || self.read_files(&plan.read, &jobs, stop));
            for _ in 0..self.options.threads.max(1) {
                let (waiting, working) = (waiting.clone(), working.clone());
                scope.spawn(move || self.recognise(&waiting, working));
            }
            drop((waiting, working));
            self.attend(&finished, run);
        });
        if let Some(failure) = self.failure.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(failure);
        }
        self.commit(run)
    }

    /// A file of which only the beginning was read, and which is not there any more.
    fn drop_vanished_partial(&self, plan: &Plan) {
        let mut manifest = self.manifest();
        let Some(partial) = manifest.partial() else { return };
        if !plan.read.iter().any(|file| file.key == partial.key) {
            self.writer.remove_file(partial.state.number);
            manifest.set_partial(None);
        }
    }

    /// Commits and reports until all threads have finished.
    fn attend(&self, finished: &Receiver<()>, run: &mut Run<'_>) {
        let mut next_commit = self.options.first_commit;
        loop {
            let wait = finished.recv_timeout(REPORT);
            run.progress.bytes = self.bytes.load(Ordering::Relaxed);
            run.progress.articles = self.articles.load(Ordering::Relaxed);
            run.progress.files_read = self.files.load(Ordering::Relaxed);
            if wait == Err(RecvTimeoutError::Disconnected) {
                return;
            }
            if run.start.elapsed() >= next_commit && !self.is_over.load(Ordering::Relaxed) {
                if let Err(error) = self.gate.hold(|| self.commit(run)) {
                    self.fail(error);
                }
                next_commit = run.start.elapsed() * COMMIT_GROWTH;
            }
            run.tell();
        }
    }

    /// Makes durable and visible what has arrived. Nothing may be on its way.
    fn commit(&self, run: &mut Run<'_>) -> Result<(), IndexError> {
        let name = self.manifest().save(self.path)?;
        self.writer.commit(&name)?;
        Manifest::sweep(self.path, &name);
        run.progress.articles = self.articles.load(Ordering::Relaxed);
        run.progress.searchable = self.writer.total()?;
        run.progress.commits += 1;
        Ok(())
    }

    fn fail(&self, error: IndexError) {
        self.is_over.store(true, Ordering::Relaxed);
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    fn read_files<'b>(&'b self, files: &[ToRead], jobs: &Sender<Job<'b>>, stop: &AtomicBool) {
        for file in files {
            let is_over = || stop.load(Ordering::Relaxed) || self.is_over.load(Ordering::Relaxed);
            if is_over() || self.read_file(file, jobs, &is_over).is_break() {
                return;
            }
        }
    }

    /// Hands the records of a file over, those that the index does not hold.
    fn read_file<'b>(&'b self, file: &ToRead, jobs: &Sender<Job<'b>>, is_over: &dyn Fn() -> bool) -> ControlFlow<()> {
        self.begin(file);
        let before = self.bytes.load(Ordering::Relaxed);
        let mut number = 0;
        let mut outcome = ControlFlow::Continue(());
        let report = read(&file.entry, &self.options.limits, self.options.kind, &mut |record| {
            if let Part::Span { offset, length } = record.locator.part {
                self.bytes.store(before + offset + length, Ordering::Relaxed);
            }
            if number >= file.done {
                let job = self.job(record, Place::new(file.state.number, number));
                // Nobody takes it: the recognising threads are gone.
                if jobs.send(job).is_err() {
                    outcome = ControlFlow::Break(());
                }
            }
            number += 1;
            if is_over() {
                outcome = ControlFlow::Break(());
            }
            outcome
        });
        outcome?;
        self.bytes.store(before + file.entry.size, Ordering::Relaxed);
        self.files.fetch_add(1, Ordering::Relaxed);
        self.end(file, report.map(|report| (report.problems, report.more_problems)));
        ControlFlow::Continue(())
    }

    /// Takes out what the index holds of a file as it was before, and notes that it is being read.
    fn begin(&self, file: &ToRead) {
        let _pass = self.gate.pass();
        let mut manifest = self.manifest();
        if file.is_known && file.done == 0 {
            self.writer.remove_file(file.state.number);
        }
        manifest.remove(&file.key);
        manifest.set_partial(Some(Partial { key: file.key.clone(), state: file.state, records: file.done }));
    }

    /// Notes that a file has been read.
    fn end(&self, file: &ToRead, outcome: Result<(Vec<Problem>, u64), SourceError>) {
        let mut state = file.state;
        let problems = match outcome {
            Ok((mut problems, more)) => {
                problems.extend(more_problems(&file.entry, more));
                problems
            }
            Err(error) => {
                if matches!(error, SourceError::Read { .. }) {
                    // A permission can change without a trace in the file: it is tried again the next time.
                    state.size = u64::MAX;
                }
                vec![Problem::from(error)]
            }
        };
        let mut manifest = self.manifest();
        manifest.set_partial(None);
        manifest.insert(file.key.clone(), state, problems);
    }

    fn job(&self, record: Record, place: Place) -> Job<'_> {
        let pass = self.gate.pass();
        self.manifest().count_partial();
        Job { record, place, _pass: pass }
    }

    fn recognise(&self, jobs: &Receiver<Job<'_>>, _working: Sender<()>) {
        for job in jobs {
            let Job { record, place, .. } = &job;
            let groups = Groups::of(&record.document, &record.locator.origin, self.corpus);
            // Text that is meant to break a recogniser breaks one article, not the refresh.
            let recognise = AssertUnwindSafe(|| self.heap.recognise(&record.document, &groups));
            let Ok(article) = catch_unwind(recognise) else {
                self.manifest().add_problem(place.file(), unrecognised(record));
                continue;
            };
            let entry = Entry { record, place: *place, corpus: self.corpus, groups: &groups };
            if let Err(error) = self.writer.add(&article, &entry) {
                self.fail(error);
                return;
            }
            self.articles.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn more_problems(entry: &FileEntry, more: u64) -> Option<Problem> {
    let reason = || Clean::line(&format!("{more} more records have problems"));
    (more > 0).then(|| Problem { path: entry.origin.path(), line: None, reason: reason(), outcome: Outcome::Skipped })
}

fn unrecognised(record: &Record) -> Problem {
    let line = match record.locator.part {
        Part::Numbered(number) => Some(number),
        Part::Whole | Part::Span { .. } => None,
    };
    let reason = Clean::fixed("this text cannot be taken apart, which is a fault of folio");
    Problem { path: record.locator.origin.path(), line, reason, outcome: Outcome::Skipped }
}
