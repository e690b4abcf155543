//! Reads a file as a stream of documents, and one of them again.

use std::{
    io::{self, Read, SeekFrom},
    ops::ControlFlow,
    path::PathBuf,
};

use super::{
    Limits, Locator, Outcome, Part, Problem, SourceError, decode,
    format::{Format, Kind},
    json_lines,
    origin::Origin,
    stream::{Ending, Stream},
    walk::FileEntry,
};
use crate::{article::Document, text::clean::Clean};

/// One article as it came out of its file.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Where it stands.
    pub locator: Locator,
    /// Text and stated metadata.
    pub document: Document,
    /// What had to be repaired or did not fit, one sentence each.
    pub remarks: Vec<Clean>,
}

/// What came of a file that could be read, at least in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReport {
    /// What the file is.
    pub format: Format,
    /// Records handed over.
    pub records: u64,
    /// What was skipped, up to [`Limits::problems_per_file`].
    pub problems: Vec<Problem>,
    /// How many problems are not in the list.
    pub more_problems: u64,
}

/// Hands over the articles of a file, one at a time, until there are no more or `each` breaks. What `forced` says comes
/// before what the file looks like.
pub fn read(
    file: &FileEntry,
    limits: &Limits,
    forced: Option<Kind>,
    each: &mut dyn FnMut(Record) -> ControlFlow<()>,
) -> Result<FileReport, SourceError> {
    let mut stream = Stream::open(&file.origin, limits, forced)?;
    let report = FileReport { format: stream.format, records: 0, problems: Vec::new(), more_problems: 0 };
    let mut reading = Reading { limits, report, each };
    match stream.format.kind {
        Kind::Text | Kind::Markdown => reading.whole(&mut stream)?,
        Kind::JsonLines => reading.records(&mut stream)?,
    }
    if let Origin::Input(spool) = &file.origin
        && spool.is_cut()
    {
        reading.cut(file.origin.path(), format!("more than {} bytes came in", limits.largest_input));
    }
    Ok(reading.report)
}

/// Reads one article again. The file must be as it was; where it is not, the caller finds out by the hash of the text.
pub fn fetch(locator: &Locator, limits: &Limits) -> Result<Document, SourceError> {
    match locator.part {
        Part::Whole => Stream::resume(locator, limits)?.text(limits).map(|(document, _, _)| document),
        Part::Span { offset, length } => fetch_span(locator, offset, length, limits),
        Part::Numbered(number) => fetch_numbered(locator, number, limits),
    }
}

/// The beginning of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The text; it ends at the end of a line, or at least of a character.
    pub text: String,
    /// Whether there is more.
    pub is_cut: bool,
}

/// Reads the first bytes of an article again, so that a long one can be shown before all of it is there.
pub fn fetch_head(locator: &Locator, bytes: usize, limits: &Limits) -> Result<Head, SourceError> {
    if locator.part != Part::Whole {
        let text = fetch(locator, limits)?.text;
        return Ok(Head { text, is_cut: false });
    }
    let mut stream = Stream::resume(locator, limits)?;
    let (raw, ending) = stream.bytes(bytes as u64)?;
    let is_cut = matches!(ending, Ending::TooLong);
    Ok(if is_cut {
        Head { text: decode::decode_beginning(&raw), is_cut }
    } else {
        Head { text: decode::decode(raw).text, is_cut }
    })
}

fn fetch_span(locator: &Locator, offset: u64, length: u64, limits: &Limits) -> Result<Document, SourceError> {
    let path = || locator.origin.path();
    if length > limits.largest_record as u64 {
        return Err(SourceError::Changed { path: path() });
    }
    let mut opened = locator.origin.open()?;
    let mut bytes = vec![0; length as usize];
    let outcome = opened.bytes.seek(SeekFrom::Start(offset)).and_then(|_| opened.bytes.read_exact(&mut bytes));
    outcome.map_err(|reason| match reason.kind() {
        io::ErrorKind::UnexpectedEof => SourceError::Changed { path: path() },
        _ => SourceError::Read { path: path(), reason },
    })?;
    let parsed = json_lines::parse(&bytes).map_err(|_| SourceError::Changed { path: path() })?;
    Ok(Document { modified: opened.modified, ..parsed.document })
}

fn fetch_numbered(locator: &Locator, number: u64, limits: &Limits) -> Result<Document, SourceError> {
    let mut stream = Stream::resume(locator, limits)?;
    let modified = stream.modified;
    let mut found = None;
    let outcome = json_lines::read(&mut stream.bytes, limits, &mut |entry| {
        if entry.number == number {
            found = entry.outcome.ok().map(|parsed| parsed.document);
        }
        if entry.number < number { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    match (found, outcome) {
        (Some(document), _) => Ok(Document { modified, ..document }),
        (None, Err(error)) => Err(stream.error(error)),
        (None, Ok(())) => Err(SourceError::Changed { path: locator.origin.path() }),
    }
}

/// A file being read.
struct Reading<'a> {
    limits: &'a Limits,
    report: FileReport,
    each: &'a mut dyn FnMut(Record) -> ControlFlow<()>,
}

impl Reading<'_> {
    fn whole(&mut self, stream: &mut Stream) -> Result<(), SourceError> {
        let path = stream.origin.path();
        let (document, decoded, ending) = stream.text(self.limits)?;
        if document.text.trim().is_empty() {
            return Err(if let Ending::Broken(error) = ending { error } else { SourceError::Empty { path } });
        }
        match ending {
            Ending::Complete => {}
            Ending::TooLong => self.cut(path, format!("a text of more than {} bytes", self.limits.largest_text)),
            Ending::Broken(error) => self.cut(path, error.reason().to_string()),
        }
        let locator = Locator { origin: stream.origin.clone(), format: stream.format, part: Part::Whole };
        let _ = self.hand_over(Record { locator, document, remarks: decoded.remarks });
        Ok(())
    }

    fn records(&mut self, stream: &mut Stream) -> Result<(), SourceError> {
        let Stream { origin, format, bytes, modified, is_seekable, .. } = stream;
        let mut last = None;
        let outcome = json_lines::read(bytes, self.limits, &mut |entry| {
            last = Some(entry.number);
            match entry.outcome {
                Ok(parsed) => {
                    let part = match is_seekable {
                        true => Part::Span { offset: entry.offset, length: entry.length },
                        false => Part::Numbered(entry.number),
                    };
                    let locator = Locator { origin: origin.clone(), format: *format, part };
                    let document = Document { modified: *modified, ..parsed.document };
                    self.hand_over(Record { locator, document, remarks: parsed.remarks })
                }
                Err(reason) => {
                    let (path, line) = (origin.path(), Some(entry.number));
                    self.problem(Problem { path, line, reason, outcome: Outcome::Skipped });
                    ControlFlow::Continue(())
                }
            }
        });
        match (outcome, last) {
            (Ok(()), None) => Err(SourceError::Empty { path: stream.origin.path() }),
            (Ok(()), Some(_)) => Ok(()),
            (Err(error), _) => {
                let error = stream.error(error);
                if self.report.records == 0 {
                    return Err(error);
                }
                let line = last.map(|line| line + 1);
                self.problem(Problem { line, outcome: Outcome::ReadSoFar, ..Problem::from(error) });
                Ok(())
            }
        }
    }

    fn hand_over(&mut self, record: Record) -> ControlFlow<()> {
        self.report.records += 1;
        (self.each)(record)
    }

    fn cut(&mut self, path: PathBuf, reason: String) {
        self.problem(Problem { path, line: None, reason: Clean::line(&reason), outcome: Outcome::ReadSoFar });
    }

    fn problem(&mut self, problem: Problem) {
        if self.report.problems.len() < self.limits.problems_per_file {
            self.report.problems.push(problem);
        } else {
            self.report.more_problems += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, io::Write, path::Path};

    use super::*;
    use crate::{
        article::Markup,
        source::{Root, Spool, walk},
    };

    struct Case {
        _folder: tempfile::TempDir,
        path: PathBuf,
    }

    fn file(name: &str, content: impl AsRef<[u8]>) -> Case {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        fs::write(&path, content).expect("a file");
        Case { _folder: folder, path }
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).expect("in memory");
        encoder.finish().expect("in memory")
    }

    fn read_as(path: &Path, limits: &Limits, forced: Option<Kind>) -> (Vec<Record>, Result<FileReport, SourceError>) {
        let mut records = Vec::new();
        let file = FileEntry::of_path(path).expect("a file");
        let outcome = read(&file, limits, forced, &mut |record| {
            records.push(record);
            ControlFlow::Continue(())
        });
        // A record of a packed file is reached through all before it: some will do.
        for record in records.iter().step_by(1 + records.len() / 50) {
            assert_eq!(fetch(&record.locator, limits).expect("still there"), record.document);
        }
        (records, outcome)
    }

    fn texts(name: &str, content: impl AsRef<[u8]>) -> Vec<String> {
        let case = file(name, content);
        let (records, outcome) = read_as(&case.path, &Limits::default(), None);
        outcome.expect("readable");
        records.into_iter().map(|record| record.document.text).collect()
    }

    fn refusal(name: &str, content: impl AsRef<[u8]>) -> String {
        let case = file(name, content);
        let (records, outcome) = read_as(&case.path, &Limits::default(), None);
        assert!(records.is_empty());
        outcome.expect_err("refused").reason().to_string()
    }

    fn problems(name: &str, content: impl AsRef<[u8]>) -> (Vec<String>, Vec<(Option<u64>, String)>) {
        let case = file(name, content);
        let (records, outcome) = read_as(&case.path, &Limits::default(), None);
        let report = outcome.expect("readable");
        let told = |problem: Problem| (problem.line, format!("{}; {}", problem.reason, problem.outcome));
        (
            records.into_iter().map(|record| record.document.text).collect(),
            report.problems.into_iter().map(told).collect(),
        )
    }

    const TWO: &str = "{\"title\": \"One\", \"text\": \"first\"}\r\n\n{\"text\": \"second\"}";

    #[test]
    fn a_text_is_one_article_that_knows_its_file() {
        let case = file("flood.txt", "The river rose.\n");
        let (records, outcome) = read_as(&case.path, &Limits::default(), None);
        assert_eq!(outcome.expect("readable").records, 1);
        let document = &records[0].document;
        assert_eq!(document.text, "The river rose.\n");
        assert_eq!(document.file_name.as_deref(), Some("flood.txt"));
        assert_eq!(document.markup, Markup::Plain);
        assert!(document.modified.is_some());
    }

    #[test]
    fn markdown_is_known_by_its_name() {
        let case = file("flood.md", "---\ntitle: Flood\n---\nThe river rose.\n");
        let document = read_as(&case.path, &Limits::default(), None).0.remove(0).document;
        assert_eq!(document.markup, Markup::Markdown);
        assert_eq!(document.stated.title.as_deref(), Some("Flood"));
        assert!(document.text.starts_with("---\n"));
    }

    #[test]
    fn records_come_in_order_plain_and_packed() {
        let zst = zstd::encode_all(TWO.as_bytes(), 1).expect("in memory");
        for (name, content) in [
            ("a.jsonl", TWO.into()),
            ("a.jsonl.gz", gzip(TWO.as_bytes())),
            ("a.ndjson.zst", zst),
            ("a.txt", TWO.into()),
        ] {
            assert_eq!(texts(name, content), ["first", "second"], "{name}");
        }
    }

    #[test]
    fn records_in_utf_16_are_read() {
        let bytes = format!("\u{feff}{TWO}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        assert_eq!(texts("a.jsonl", bytes), ["first", "second"]);
    }

    #[test]
    fn input_is_read_like_a_file_and_its_end_by_the_limit_is_said() {
        let home = tempfile::tempdir().expect("a folder");
        let limits = Limits { input_in_memory: 5, largest_input: 70, ..Limits::default() };
        let spool = Spool::fill(&mut TWO.repeat(2).as_bytes(), home.path(), &limits).expect("kept");
        let entries = walk(&[Root::Input(spool)], &limits);
        let file = entries.map(|entry| entry.expect("an entry")).next().expect("one");
        let mut texts = Vec::new();
        let report = read(&file, &limits, None, &mut |record| {
            assert!(!record.locator.is_lasting());
            assert_eq!(fetch(&record.locator, &limits).expect("kept"), record.document);
            texts.push(record.document.text);
            ControlFlow::Continue(())
        });
        assert_eq!(texts, ["first"]);
        assert_eq!(report.expect("readable").problems.last().map(|problem| problem.outcome), Some(Outcome::ReadSoFar));
    }

    #[test]
    fn a_packed_text_is_one_article() {
        assert_eq!(texts("a.txt.gz", gzip(b"The river rose.")), ["The river rose."]);
    }

    #[test]
    fn what_is_no_article_is_refused_with_a_reason() {
        assert_eq!(refusal("a.txt", ""), "it holds no text");
        assert_eq!(refusal("a.txt", " \n\t\r\n"), "it holds no text");
        assert_eq!(refusal("a.jsonl", "\n\n"), "it holds no text");
        assert_eq!(refusal("a.txt", "\x7fELF\x02\x01\x01"), "unknown type (a program)");
        assert_eq!(refusal("a.jsonl.gz", "this is not gzip\n"), "not gzip, though its name says so");
        assert_eq!(refusal("a.jsonl.zst", "this is not zstd\n"), "not zstd, though its name says so");
    }

    #[test]
    fn records_named_as_packed_are_read_all_the_same() {
        assert_eq!(texts("a.jsonl.gz", TWO), ["first", "second"]);
    }

    #[test]
    fn a_bad_line_is_named_and_the_next_record_follows() {
        let bad = "{\"text\": \"first\"}\n@@@\n{\"text\": 1}\n{\"title\": \"no text\"}\n{\"text\": \"last\"}\n";
        let (texts, problems) = problems("a.jsonl", bad);
        assert_eq!(texts, ["first", "1", "last"]);
        let lines: Vec<_> = problems.iter().map(|(line, _)| line.expect("a line")).collect();
        assert_eq!(lines, [2, 4]);
        assert!(problems[0].1.starts_with("no JSON object: "), "{problems:?}");
        assert_eq!(problems[1].1, "a record without text; skipped");
    }

    #[test]
    fn records_before_a_cut_are_read() {
        let lines: String = (0..5000).map(|i| format!("{{\"text\": \"record {}\"}}\n", i * 7919)).collect();
        let packed = gzip(lines.as_bytes());
        let (texts, problems) = problems("a.jsonl.gz", &packed[..packed.len() - 100]);
        assert!(texts.len() > 1000 && texts.len() < 5000, "{}", texts.len());
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].1, "the gzip data are cut off; read up to there");
    }

    #[test]
    fn a_text_is_read_up_to_a_cut() {
        let packed = gzip("The river rose again on Monday. ".repeat(50).as_bytes());
        let (texts, problems) = problems("a.txt.gz", &packed[..packed.len() - 6]);
        assert!(texts[0].starts_with("The river rose"), "{texts:?}");
        assert_eq!(problems, [(None, "the gzip data are cut off; read up to there".to_owned())]);
    }

    #[test]
    fn a_text_that_is_a_bomb_is_refused_whole() {
        assert_eq!(refusal("a.txt.gz", gzip(&vec![b'a'; 20 << 20])), "it unpacks to more than 250 times its size");
    }

    #[test]
    fn a_cut_near_the_beginning_is_named_too() {
        let packed = gzip(TWO.as_bytes());
        let (texts, problems) = problems("a.jsonl.gz", &packed[..packed.len() - 6]);
        assert_eq!(texts, ["first"]);
        assert_eq!(problems.len(), 1);
    }

    #[test]
    fn anything_is_text_when_it_is_said_to_be() {
        let case = file("a.html", "<html><p>river");
        let (records, _) = read_as(&case.path, &Limits::default(), Some(Kind::Text));
        assert_eq!(records[0].document.text, "<html><p>river");
    }

    #[test]
    fn a_giant_text_is_cut_and_said_to_be() {
        let case = file("a.txt", "river ".repeat(100));
        let limits = Limits { largest_text: 60, ..Limits::default() };
        let (records, outcome) = read_as(&case.path, &limits, None);
        assert_eq!(records[0].document.text.len(), 60);
        assert_eq!(outcome.expect("readable").problems[0].outcome, Outcome::ReadSoFar);
    }

    #[test]
    fn the_head_of_a_text_ends_with_a_line() {
        let case = file("a.txt", "first line\nsecond line\nthird");
        let locator = read_as(&case.path, &Limits::default(), None).0.remove(0).locator;
        let head = |bytes| fetch_head(&locator, bytes, &Limits::default()).expect("still there");
        assert_eq!(head(15), Head { text: "first line\n".into(), is_cut: true });
        assert_eq!(head(5), Head { text: "first".into(), is_cut: true });
        assert_eq!(head(1000), Head { text: "first line\nsecond line\nthird".into(), is_cut: false });
    }

    #[test]
    fn a_record_that_is_not_there_any_more_is_said_to_be() {
        let case = file("a.jsonl", TWO);
        let locator = read_as(&case.path, &Limits::default(), None).0.remove(1).locator;
        fs::write(&case.path, "{}").expect("a file");
        let error = fetch(&locator, &Limits::default()).expect_err("gone");
        assert!(error.to_string().ends_with("a.jsonl: it has changed since it was indexed"));
    }

    #[test]
    fn problems_beyond_the_limit_are_counted() {
        let case = file("a.jsonl", "{\"text\": \"good\"}\n".to_owned() + &"bad\n".repeat(10));
        let limits = Limits { problems_per_file: 3, ..Limits::default() };
        let report = read_as(&case.path, &limits, None).1.expect("readable");
        assert_eq!((report.records, report.problems.len(), report.more_problems), (1, 3, 7));
    }

    #[test]
    fn reading_ends_when_it_is_told_to() {
        let case = file("a.jsonl", TWO);
        let report = read(&FileEntry::of_path(&case.path).expect("a file"), &Limits::default(), None, &mut |_| {
            ControlFlow::Break(())
        });
        assert_eq!(report.expect("readable").records, 1);
    }
}
