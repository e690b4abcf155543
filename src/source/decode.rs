//! Bytes to text: which character set a file is in, how that was decided, and what did not fit.

use std::borrow::Cow;

use encoding_rs::Encoding as CharacterSet;

use super::{legacy, wide::Wide};
use crate::{
    article::{Decided, Encoding},
    text::clean::Clean,
};

/// Decoded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub text: String,
    pub encoding: Encoding,
    pub remarks: Vec<Clean>,
}

/// What most files are in.
pub(super) const VALID_UTF_8: Encoding = Encoding { name: "utf-8", decided: Decided::Valid };

/// The mark that some programs put before UTF-8.
const UTF_8_MARK: &[u8] = b"\xef\xbb\xbf";

/// Decodes a whole text. A byte order mark is not part of it; whatever fits no character becomes U+FFFD with a remark.
pub(super) fn decode(bytes: Vec<u8>) -> Decoded {
    if let Some((wide, by_mark)) = Wide::of(&bytes) {
        return decode_wide(&bytes, wide, by_mark);
    }
    let (bytes, has_mark) = without_mark(bytes);
    let marked = if has_mark { Decided::Mark } else { Decided::Valid };
    match String::from_utf8(bytes) {
        Ok(text) if !has_mark && legacy::is_iso_2022(text.as_bytes()) => decode_legacy(text.as_bytes()),
        Ok(text) => Decoded { text, encoding: Encoding { name: "utf-8", decided: marked }, remarks: Vec::new() },
        Err(error) if has_mark || is_mostly_utf_8(error.as_bytes()) => decode_broken(error.as_bytes(), has_mark),
        Err(error) => decode_legacy(error.as_bytes()),
    }
}

/// The beginning of a text of which only this much has been read: up to the last line feed, or the last character.
pub(super) fn decode_beginning(bytes: &[u8]) -> String {
    let mut text = match Wide::of(bytes) {
        Some((wide, _)) => wide.decode(&bytes[..bytes.len() - bytes.len() % 4]).0,
        None => decode(bytes[..whole_characters(bytes)].to_vec()).text,
    };
    if let Some(end) = memchr::memrchr(b'\n', text.as_bytes()) {
        text.truncate(end + 1);
    }
    text
}

/// The first bytes of a file as text, good enough to tell what the file is.
pub(super) fn preview(head: &[u8]) -> Cow<'_, str> {
    match Wide::of(head) {
        Some((wide, _)) => Cow::Owned(wide.decode(&head[..head.len() - head.len() % 4]).0),
        None => String::from_utf8_lossy(head.strip_prefix(UTF_8_MARK).unwrap_or(head)),
    }
}

/// Whether a file that begins like this is text in no character set: too many of its bytes are control characters.
/// Text in UTF-8 is given more of them, for it takes other proof.
pub(super) fn is_binary(head: &[u8]) -> bool {
    if Wide::of(head).is_some() {
        return false;
    }
    let is_odd = |byte: &&u8| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
    let odd = head.iter().filter(is_odd).count();
    let is_utf_8 = std::str::from_utf8(&head[..whole_characters(head)]).is_ok();
    odd * if is_utf_8 { 3 } else { 16 } > head.len()
}

fn decode_wide(bytes: &[u8], wide: Wide, by_mark: bool) -> Decoded {
    let (text, misfits) = wide.decode(bytes);
    let decided = if by_mark { Decided::Mark } else { Decided::Zeros };
    let remarks = misfit_remark(misfits, wide.name()).into_iter().collect();
    Decoded { text, encoding: Encoding { name: wide.name(), decided }, remarks }
}

fn without_mark(mut bytes: Vec<u8>) -> (Vec<u8>, bool) {
    let has_mark = bytes.starts_with(UTF_8_MARK);
    if has_mark {
        bytes.drain(..UTF_8_MARK.len());
    }
    (bytes, has_mark)
}

/// Up to where the bytes hold whole characters, if they are UTF-8 that was cut off.
fn whole_characters(bytes: &[u8]) -> usize {
    let last = bytes.len().saturating_sub(3)..bytes.len();
    let lead = bytes[last.clone()].iter().rposition(|&byte| byte >= 0xc0);
    let begins_cut = |lead: usize| std::str::from_utf8(&bytes[lead..]).is_err_and(|error| error.error_len().is_none());
    lead.map(|lead| last.start + lead).filter(|&lead| begins_cut(lead)).unwrap_or(bytes.len())
}

/// Whether more characters beyond ASCII are right UTF-8 than bytes are not, which does not happen by chance; or all is
/// right but that the last character was cut off.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    if is_only_cut(bytes) {
        return true;
    }
    let (mut right, mut wrong) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        // Every character beyond ASCII has one byte of this kind.
        right += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        wrong += chunk.invalid().len();
        if wrong > right + ENOUGH_FAULTS {
            return false;
        }
    }
    right > wrong
}

/// So many more faults than right characters settle it without reading the rest.
const ENOUGH_FAULTS: usize = 10_000;

/// Whether only the last character is not whole. One byte is no evidence: it may be a letter of another set.
fn is_only_cut(bytes: &[u8]) -> bool {
    let end = whole_characters(bytes);
    bytes.len() - end >= 2 && std::str::from_utf8(&bytes[..end]).is_ok()
}

/// Whether a line is not UTF-8 and has nothing that speaks for it.
fn is_foreign(line: &[u8]) -> bool {
    let is_faulty = std::str::from_utf8(line).is_err();
    is_faulty && line.utf8_chunks().all(|chunk| chunk.valid().is_ascii()) && !is_only_cut(line)
}

/// Decodes UTF-8 with faults. A faulty line without any right character beyond ASCII is taken to come from elsewhere, in a
/// legacy character set, as when texts of several sources were joined; other faults become U+FFFD.
fn decode_broken(bytes: &[u8], has_mark: bool) -> Decoded {
    let foreign: Vec<u8> = bytes
        .split_inclusive(|&byte| byte == b'\n')
        .filter(|line| is_foreign(line))
        .flatten()
        .take(legacy::SAMPLE)
        .copied()
        .collect();
    let legacy = legacy::guess(&foreign);
    let mut text = String::with_capacity(bytes.len());
    let (mut foreign_lines, mut misfits) = (0, 0);
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let decoded = is_foreign(line).then(|| legacy.decode_without_bom_handling_and_without_replacement(line));
        match decoded.flatten() {
            Some(decoded) => {
                foreign_lines += 1;
                text.push_str(&decoded);
            }
            None => {
                misfits += line.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
                text.push_str(&String::from_utf8_lossy(line));
            }
        }
    }
    let decided = if has_mark { Decided::Mark } else { Decided::MostlyValid };
    let mut remarks: Vec<Clean> = misfit_remark(misfits, "utf-8").into_iter().collect();
    if foreign_lines > 0 {
        let name = lower_case_name(legacy);
        remarks.push(Clean::line(&format!("{foreign_lines} lines are not utf-8 and were decoded as {name}")));
    }
    Decoded { text, encoding: Encoding { name: "utf-8", decided }, remarks }
}

fn decode_legacy(bytes: &[u8]) -> Decoded {
    let set = legacy::guess(bytes);
    let text = decode_in_pieces(bytes, set);
    let misfits = text.matches('\u{fffd}').count();
    let name = lower_case_name(set);
    let remarks = misfit_remark(misfits, name).into_iter().collect();
    Decoded { text, encoding: Encoding { name, decided: Decided::Guessed }, remarks }
}

/// Decoding at one go would reserve three times the bytes.
fn decode_in_pieces(bytes: &[u8], set: &'static CharacterSet) -> String {
    const PIECE: usize = 1 << 20;
    let mut decoder = set.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for piece in bytes.chunks(PIECE) {
        text.reserve(decoder.max_utf8_buffer_length(piece.len()).unwrap_or(PIECE * 4));
        let _ = decoder.decode_to_string(piece, &mut text, false);
    }
    text.reserve(16);
    let _ = decoder.decode_to_string(b"", &mut text, true);
    text
}

fn misfit_remark(misfits: usize, name: &str) -> Option<Clean> {
    (misfits > 0).then(|| Clean::line(&format!("{misfits} places are not valid {name} and show as \u{fffd}")))
}

/// The names of the standard's character sets are written in mixed case there.
fn lower_case_name(set: &'static CharacterSet) -> &'static str {
    const NAMES: &[&str] = &[
        "big5",
        "euc-jp",
        "euc-kr",
        "gb18030",
        "gbk",
        "ibm866",
        "iso-2022-jp",
        "iso-8859-10",
        "iso-8859-13",
        "iso-8859-14",
        "iso-8859-15",
        "iso-8859-16",
        "iso-8859-2",
        "iso-8859-3",
        "iso-8859-4",
        "iso-8859-5",
        "iso-8859-6",
        "iso-8859-7",
        "iso-8859-8",
        "iso-8859-8-i",
        "koi8-r",
        "koi8-u",
        "shift_jis",
        "utf-8",
    ];
    NAMES.iter().copied().find(|name| name.eq_ignore_ascii_case(set.name())).unwrap_or(set.name())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;

    use super::*;

    /// Prints what `score_charset.py` reads: `FOLIO_SHARED=… cargo test --lib charset_samples -- --nocapture`.
    #[test]
    fn charset_samples() {
        let Some(shared) = crate::source::tests::shared() else {
            return eprintln!("skipped: no shared corpora; set FOLIO_SHARED");
        };
        let folder = shared.join("corpora/unicode");
        let gold = fs::read_to_string(folder.join("charset.gold.jsonl")).expect("the samples are listed");
        let (mut right, mut all) = (0, 0);
        for line in gold.lines() {
            let sample: serde_json::Value = serde_json::from_str(line).expect("a listed sample");
            let file = sample["file"].as_str().expect("its name");
            let bytes = fs::read(folder.join(file)).expect("a sample");
            let decoded = decode(bytes.clone());
            if let Some(set) = CharacterSet::for_label(sample["encoding"].as_str().expect("its set").as_bytes()) {
                all += 1;
                right += usize::from(set.decode(&bytes).0 == decoded.text);
            }
            println!("{}", serde_json::json!({ "file": file, "encoding": decoded.encoding.name }));
        }
        assert!(right * 100 >= all * 98, "{right} of {all}");
    }

    fn decoded(bytes: &[u8]) -> (String, &'static str, Decided, usize) {
        let decoded = decode(bytes.to_vec());
        (decoded.text, decoded.encoding.name, decoded.encoding.decided, decoded.remarks.len())
    }

    #[test]
    fn a_mark_decides_and_is_no_text() {
        assert_eq!(decoded(b"\xef\xbb\xbfriver"), ("river".into(), "utf-8", Decided::Mark, 0));
        assert_eq!(decoded(b"\xff\xfer\0i\0v\0"), ("riv".into(), "utf-16le", Decided::Mark, 0));
        assert_eq!(decoded(b"\xef\xbb\xbfcaf\xe9"), ("café".into(), "utf-8", Decided::Mark, 1));
    }

    #[test]
    fn valid_utf_8_is_that_whatever_it_holds() {
        assert_eq!(decoded("Zürich a\0b".as_bytes()), ("Zürich a\0b".into(), "utf-8", Decided::Valid, 0));
        assert_eq!(decoded(b""), (String::new(), "utf-8", Decided::Valid, 0));
    }

    #[test]
    fn a_few_faults_leave_utf_8_what_it_is() {
        let mut bytes = "Die Brücke über den Fluss wurde für zwölf Tage gesperrt.\nMüde Möwen \n".as_bytes().to_vec();
        bytes.truncate(bytes.len() - 1);
        bytes.extend(b"\xe2\x82 \xff\n");
        let (text, name, how, remarks) = decoded(&bytes);
        assert_eq!((name, how, remarks), ("utf-8", Decided::MostlyValid, 1));
        assert!(text.ends_with("Müde Möwen \u{fffd} \u{fffd}\n"), "{text}");
    }

    #[test]
    fn a_character_that_was_cut_off_leaves_utf_8_what_it_is() {
        let cut = "The ferry stayed in port. “".as_bytes();
        let (text, name, ..) = decoded(&cut[..cut.len() - 1]);
        assert_eq!((text.as_str(), name), ("The ferry stayed in port. \u{fffd}", "utf-8"));
        assert_eq!(decoded(b"caf\xe9").0, "café");
    }

    #[test]
    fn a_line_from_elsewhere_stays_legible() {
        let (text, name, how, remarks) = decoded(
            "Brücke, Möwe\ncaf".as_bytes().iter().chain(b"\xe9\nM\xc3\xb6we\n").copied().collect::<Vec<_>>().as_slice(),
        );
        assert_eq!(
            (text.as_str(), name, how, remarks),
            ("Brücke, Möwe\ncafé\nMöwe\n", "utf-8", Decided::MostlyValid, 1)
        );
    }

    #[test]
    fn a_beginning_is_cut_between_characters() {
        assert_eq!(decode_beginning("Möwe".as_bytes().split_at(2).0), "M");
        assert_eq!(decode_beginning("one\nMöwe".as_bytes()), "one\n");
        assert_eq!(decode_beginning(b"r\0i\0v\0e\0r\0s\0 "), "rivers");
    }

    #[test]
    fn binary_data_are_no_text() {
        let noise: Vec<u8> = (0..4000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(is_binary(&noise));
        assert!(!is_binary("Река поднялась".as_bytes()));
        assert!(!is_binary(b"caf\xe9 na\xefve"));
        assert!(!is_binary(b"\x1b]0;owned\x07 text that rings \x07 now and then"));
        assert!(!is_binary(b""));
    }

    proptest! {
        #[test]
        fn any_bytes_decode(bytes: Vec<u8>) {
            decode_beginning(&bytes);
            preview(&bytes);
            is_binary(&bytes);
            let decoded = decode(bytes.clone());
            if let Ok(text) = std::str::from_utf8(&bytes) && decoded.encoding.name == "utf-8" {
                prop_assert_eq!(decoded.text, text.trim_start_matches('\u{feff}'));
            }
        }
    }
}
