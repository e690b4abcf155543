//! Lines of a stream, borrowed from one buffer that is used again, with their place and within a limit.

use std::io::{self, ErrorKind, Read};

use memchr::memchr;

/// Bytes asked for at a time.
const CHUNK: usize = 256 << 10;

/// Cuts a stream into lines.
pub(super) struct Lines<R> {
    reader: R,
    buffer: Vec<u8>,
    /// The bytes of the buffer that are not yet handed out.
    start: usize,
    end: usize,
    /// Where `start` stands in the stream.
    offset: u64,
    number: u64,
    largest: usize,
}

/// One line without its line feed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Where it begins in the stream.
    pub offset: u64,
    /// Its number from 1.
    pub number: u64,
    /// What it holds; none when it is longer than the limit.
    pub bytes: Option<&'a [u8]>,
}

/// How far the line feed was looked for.
enum Search {
    /// It is this many bytes behind the start.
    At(usize),
    /// The stream ends before it.
    EndOfStream,
    /// It is beyond the limit.
    TooFar,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(reader: R, largest: usize) -> Self {
        Self { reader, buffer: vec![0; CHUNK], start: 0, end: 0, offset: 0, number: 0, largest }
    }

    /// The next line; an error of the stream ends it, and the line that it cuts is not handed out.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        let (offset, number) = (self.offset, self.number + 1);
        let length = match self.search()? {
            Search::EndOfStream if self.start == self.end => return Ok(None),
            Search::EndOfStream => self.end - self.start,
            Search::At(length) => length,
            Search::TooFar => {
                self.number = number;
                self.skip_line()?;
                return Ok(Some(Line { offset, number, bytes: None }));
            }
        };
        self.number = number;
        let start = self.start;
        self.advance((length + 1).min(self.end - self.start));
        Ok(Some(Line { offset, number, bytes: Some(&self.buffer[start..start + length]) }))
    }

    fn search(&mut self) -> io::Result<Search> {
        let mut searched = 0;
        loop {
            if let Some(found) = memchr(b'\n', &self.buffer[self.start + searched..self.end]) {
                return Ok(if searched + found > self.largest { Search::TooFar } else { Search::At(searched + found) });
            }
            searched = self.end - self.start;
            if searched > self.largest {
                return Ok(Search::TooFar);
            }
            if self.fill()? == 0 {
                return Ok(Search::EndOfStream);
            }
        }
    }

    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            if let Some(found) = memchr(b'\n', &self.buffer[self.start..self.end]) {
                self.advance(found + 1);
                return Ok(());
            }
            self.advance(self.end - self.start);
            if self.fill()? == 0 {
                return Ok(());
            }
        }
    }

    fn advance(&mut self, by: usize) {
        self.start += by;
        self.offset += by as u64;
    }

    /// Reads more behind what is there; the number of bytes.
    fn fill(&mut self) -> io::Result<usize> {
        self.make_room();
        loop {
            match self.reader.read(&mut self.buffer[self.end..]) {
                Ok(read) => {
                    self.end += read;
                    return Ok(read);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Makes sure that there is room for half a chunk: moves what is left to the front, doubles the buffer when that is
    /// not enough, and gives the memory of a giant line back once it is over. Nothing is moved while there is room, so that
    /// a long line that comes in small pieces is not copied for each of them.
    fn make_room(&mut self) {
        if self.buffer.len() - self.end >= CHUNK / 2 {
            return;
        }
        let left = self.end - self.start;
        self.buffer.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, left);
        if left < CHUNK / 2 && self.buffer.len() > 16 * CHUNK {
            self.buffer.truncate(CHUNK);
            self.buffer.shrink_to_fit();
        }
        if self.buffer.len() - left < CHUNK / 2 {
            let wanted = (self.buffer.len() * 2).min(self.largest.saturating_add(CHUNK)).max(left + CHUNK);
            self.buffer.reserve_exact(wanted - self.buffer.len());
            self.buffer.resize(wanted, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Hands out one to three bytes at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let size = (self.0.len() % 3 + 1).min(buffer.len());
            self.0.read(&mut buffer[..size])
        }
    }

    fn all(input: &[u8], largest: usize) -> Vec<(u64, u64, Option<Vec<u8>>)> {
        let mut lines = Lines::new(Slow(input), largest);
        let mut found = Vec::new();
        while let Some(line) = lines.next().expect("no error") {
            found.push((line.offset, line.number, line.bytes.map(<[u8]>::to_vec)));
        }
        found
    }

    #[test]
    fn a_line_beyond_the_limit_is_passed_over_and_the_next_one_follows() {
        let found = all(b"one\nseventeen\nlast", 5);
        assert_eq!(found, [(0, 1, Some(b"one".to_vec())), (4, 2, None), (14, 3, Some(b"last".to_vec()))]);
    }

    #[test]
    fn a_long_line_grows_the_buffer() {
        let mut input = vec![b'x'; 3 * CHUNK];
        input.extend(b"\nshort\n");
        let found = all(&input, 4 * CHUNK);
        assert_eq!(found[0].2.as_ref().map(Vec::len), Some(3 * CHUNK));
        assert_eq!(found[1], (3 * CHUNK as u64 + 1, 2, Some(b"short".to_vec())));
    }

    proptest! {
        #[test]
        fn lines_are_what_split_gives(input in "[a-c\n]{0,200}") {
            let expected: Vec<Vec<u8>> = input.lines().map(|line| line.as_bytes().to_vec()).collect();
            let found = all(input.as_bytes(), 1000);
            for (offset, _, bytes) in &found {
                prop_assert!(input.as_bytes()[*offset as usize..].starts_with(bytes.as_deref().unwrap_or_default()));
            }
            prop_assert_eq!(found.into_iter().filter_map(|line| line.2).collect::<Vec<_>>(), expected);
        }
    }
}
