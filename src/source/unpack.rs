//! Packed streams unpacked within limits, so that a bomb is noticed before it hurts.

use std::{
    cell::Cell,
    io::{self, BufReader, ErrorKind, Read},
    rc::Rc,
};

use flate2::bufread::MultiGzDecoder;

use super::{Limits, error::Reason, format::Packing};
use crate::text::clean::Clean;

/// Bytes of packed data that are read at a time.
const CHUNK: usize = 128 << 10;

/// The unpacked stream. What is wrong with it comes as an error of the stream; [`reason`] puts it into words.
pub(super) fn unpack<'a>(stream: impl Read + 'a, packing: Packing, limits: &Limits) -> io::Result<Box<dyn Read + 'a>> {
    if packing == Packing::None {
        return Ok(Box::new(stream));
    }
    let packed = Rc::new(Cell::new(0));
    let counted = BufReader::with_capacity(CHUNK, Counted { stream, count: Rc::clone(&packed) });
    let unpacked: Box<dyn Read> = match packing {
        Packing::Zstd => Box::new(zstd::Decoder::with_buffer(counted)?),
        _ => Box::new(MultiGzDecoder::new(counted)),
    };
    Ok(Box::new(Guarded { stream: unpacked, packed, unpacked: 0, limits: *limits }))
}

/// Counts the bytes that pass.
struct Counted<R> {
    stream: R,
    count: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

/// Ends the stream when it unpacks to more than the limits allow.
struct Guarded<'a> {
    stream: Box<dyn Read + 'a>,
    packed: Rc<Cell<u64>>,
    unpacked: u64,
    limits: Limits,
}

impl Read for Guarded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.unpacked += read as u64;
        let Limits { largest_unpacked, largest_ratio, ratio_counts_from, .. } = self.limits;
        if self.unpacked > largest_unpacked {
            return Err(Refused::TooLarge(largest_unpacked).into());
        }
        if self.unpacked > ratio_counts_from && self.unpacked / self.packed.get().max(1) > largest_ratio {
            return Err(Refused::Bomb(largest_ratio).into());
        }
        Ok(read)
    }
}

/// Why unpacking was ended.
#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error("it unpacks to more than {0} bytes")]
    TooLarge(u64),
    #[error("it unpacks to more than {0} times its size")]
    Bomb(u64),
}

impl From<Refused> for io::Error {
    fn from(refused: Refused) -> Self {
        Self::new(ErrorKind::InvalidData, refused)
    }
}

/// Whether the stream was ended because of what it would have unpacked to.
pub(super) fn is_bomb(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<Refused>())
}

/// What is wrong with a packed stream, in words.
pub(super) fn reason(error: &io::Error, packing: Packing) -> Clean {
    let refused = error.get_ref().and_then(|inner| inner.downcast_ref::<Refused>());
    let text = match (refused, error.kind()) {
        (Some(refused), _) => refused.to_string(),
        (None, _) if error.raw_os_error().is_some() => Reason(error).to_string(),
        (None, ErrorKind::UnexpectedEof) => format!("the {packing} data are cut off"),
        (None, _) => format!("the {packing} data are damaged: {}", Reason(error)),
    };
    Clean::line(&text)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).expect("in memory");
        encoder.finish().expect("in memory")
    }

    fn unpacked(bytes: &[u8], packing: Packing, limits: &Limits) -> Result<Vec<u8>, String> {
        let mut out = Vec::new();
        let mut stream = unpack(bytes, packing, limits).expect("a decoder");
        match stream.read_to_end(&mut out) {
            Ok(_) => Ok(out),
            Err(error) => Err(reason(&error, packing).to_string()),
        }
    }

    #[test]
    fn many_members_and_frames_are_one_stream() {
        let gz = [gzip(b"one "), gzip(b"two")].concat();
        assert_eq!(unpacked(&gz, Packing::Gzip, &Limits::default()), Ok(b"one two".to_vec()));
        let zst = [zstd::encode_all(&b"one "[..], 1), zstd::encode_all(&b"two"[..], 1)]
            .map(|frame| frame.expect("in memory"))
            .concat();
        assert_eq!(unpacked(&zst, Packing::Zstd, &Limits::default()), Ok(b"one two".to_vec()));
    }

    #[test]
    fn a_bomb_is_noticed_early() {
        let limits = Limits { ratio_counts_from: 1 << 20, ..Limits::default() };
        let zeros = vec![0; 4 << 20];
        let bombs =
            [(gzip(&zeros), Packing::Gzip), (zstd::encode_all(&zeros[..], 1).expect("in memory"), Packing::Zstd)];
        for (bomb, packing) in bombs {
            let error = unpacked(&bomb, packing, &limits).expect_err("refused");
            assert_eq!(error, "it unpacks to more than 250 times its size");
        }
    }

    #[test]
    fn too_large_cut_and_damaged_are_told_apart() {
        let whole = gzip(&(0..60_000u32).flat_map(u32::to_le_bytes).collect::<Vec<_>>());
        let small = Limits { largest_unpacked: 1000, ..Limits::default() };
        let reasons = [
            unpacked(&whole, Packing::Gzip, &small),
            unpacked(&whole[..whole.len() / 2], Packing::Gzip, &Limits::default()),
            unpacked(&[&whole[..30], b"garbage in the middle"].concat(), Packing::Gzip, &Limits::default()),
        ]
        .map(|outcome| outcome.expect_err("an error"));
        assert_eq!(reasons[0], "it unpacks to more than 1000 bytes");
        assert_eq!(reasons[1], "the gzip data are cut off");
        assert!(reasons[2].starts_with("the gzip data are "), "{}", reasons[2]);
    }
}
