//! Which legacy character set bytes are in, by the frequency of letters and of their neighbours.
//!
//! chardetng decides, as in Firefox; it was made for the Web and lacks three things that text dumps need, which come after
//! it: the Macintosh's Cyrillic set, Hungarian in short or English-laden text, and signs that stand apart from all words.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, X_MAC_CYRILLIC};

/// Bytes that a guess is made from: more changes nothing but the time.
pub(super) const SAMPLE: usize = 256 << 10;

/// The most probable character set of bytes that are not UTF-8.
pub(super) fn guess(bytes: &[u8]) -> &'static Encoding {
    let sample = sample(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(sample, true);
    let guessed = detector.guess(None, Utf8Detection::Deny);
    second_thought(sample, guessed)
}

/// Whether ASCII bytes are Japanese in ISO-2022-JP, which switches between sets by escape sequences.
pub(super) fn is_iso_2022(bytes: &[u8]) -> bool {
    let switches: [&[u8]; 3] = [b"\x1b$B", b"\x1b$@", b"\x1b(J"];
    memchr::memchr(0x1b, bytes).is_some_and(|first| {
        bytes[first..].windows(3).take(SAMPLE).any(|window| switches.contains(&window)) && guess(bytes) == ISO_2022_JP
    })
}

/// The part from the first byte beyond ASCII on, or from a little before it.
fn sample(bytes: &[u8]) -> &[u8] {
    let first = bytes.iter().position(|byte| !byte.is_ascii() || *byte == 0x1b).unwrap_or(0);
    let rest = &bytes[first.saturating_sub(64)..];
    &rest[..rest.len().min(SAMPLE)]
}

fn second_thought(sample: &[u8], guessed: &'static Encoding) -> &'static Encoding {
    let is_western = guessed == WINDOWS_1252;
    if !is_western && guessed.is_single_byte() && has_only_lone_signs(sample, guessed) {
        return WINDOWS_1252;
    }
    if (is_western || guessed == WINDOWS_1251) && is_mac_cyrillic(sample, guessed) {
        return X_MAC_CYRILLIC;
    }
    if is_western && is_hungarian(sample) {
        return WINDOWS_1250;
    }
    guessed
}

/// Whether the bytes read as Russian, Bulgarian or Ukrainian words in the Macintosh's set, and not in the other one: there
/// the capitals stand where other sets have signs.
fn is_mac_cyrillic(sample: &[u8], other: &'static Encoding) -> bool {
    let mac = cyrillic_share(&X_MAC_CYRILLIC.decode_without_bom_handling(sample).0);
    let other = cyrillic_share(&other.decode_without_bom_handling(sample).0);
    mac > 0.6 && mac > other
}

/// Which part of the characters beyond ASCII stands in Cyrillic words: three letters or more, capitals only where they
/// begin or throughout. Anything less is met by quotation marks and accents around Western words.
fn cyrillic_share(text: &str) -> f64 {
    let is_cyrillic = |c: char| matches!(c, '\u{401}'..='\u{45f}');
    let is_word = |word: &&str| {
        let mut letters = word.chars();
        letters.next();
        let rest = letters.as_str();
        word.chars().count() >= 3
            && word.chars().all(is_cyrillic)
            && (rest.chars().all(char::is_lowercase) || word.chars().all(char::is_uppercase))
    };
    let in_words: usize =
        text.split(|c: char| !c.is_alphabetic()).filter(is_word).map(|word| word.chars().count()).sum();
    let all = text.chars().filter(|c| !c.is_ascii()).count();
    in_words as f64 / all.max(1) as f64
}

/// Whether the text has the letters ő and ű (õ and û in the western set) and Hungarian's commonest words.
fn is_hungarian(sample: &[u8]) -> bool {
    let words: [&[u8]; 6] = [b" hogy ", b" \xe9s ", b" nem ", b" egy ", b" az ", b" volt "];
    let has = |word: &&[u8]| memchr::memmem::find(sample, word).is_some();
    sample.iter().any(|byte| matches!(byte, 0xf5 | 0xfb | 0xd5 | 0xdb))
        && words.iter().filter(|word| has(word)).count() >= 2
}

/// Whether the bytes that read differently in the western set are signs there that touch no letter, or quotation marks,
/// dashes and bullets: "£50" is no Polish word, and "• News" no Russian one.
fn has_only_lone_signs(sample: &[u8], guessed: &'static Encoding) -> bool {
    let letter = |set: &'static Encoding, byte: u8| set.decode_without_bom_handling(&[byte]).0.into_owned();
    let differs: Vec<bool> =
        (0..=255).map(|byte| byte >= 0x80 && letter(guessed, byte) != letter(WINDOWS_1252, byte)).collect();
    let is_letter = |at: Option<&u8>| at.is_some_and(|byte| byte.is_ascii_alphabetic() || *byte >= 0xc0);
    sample.iter().enumerate().filter(|(_, byte)| differs[usize::from(**byte)]).all(|(at, byte)| match byte {
        0x80 | 0x82 | 0x84..=0x87 | 0x89 | 0x8b | 0x91..=0x97 | 0x99 | 0x9b | 0xa0 | 0xab | 0xbb => true,
        0xa1..=0xbf => !is_letter(sample.get(at + 1)) && !is_letter(at.checked_sub(1).and_then(|at| sample.get(at))),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use encoding_rs::{
        BIG5, EUC_JP, EUC_KR, GBK, IBM866, KOI8_U, SHIFT_JIS, WINDOWS_874, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255,
        WINDOWS_1256,
    };

    use super::*;

    #[test]
    fn the_sets_of_many_languages_are_guessed() {
        let cases: &[(&str, &[&'static Encoding])] = &[
            (
                "Река снова поднялась в понедельник, и нижний город был отрезан на шесть часов. Паром остался в порту.",
                &[WINDOWS_1251, KOI8_U, IBM866, X_MAC_CYRILLIC],
            ),
            (
                "Der Fluss stieg am Montag erneut, die Fähre blieb im Hafen, und der Bürgermeister sprach über die Größe der Schäden.",
                &[WINDOWS_1252],
            ),
            (
                "La rivière est montée à nouveau lundi ; le maire a annoncé que la digue serait achevée cet été.",
                &[WINDOWS_1252],
            ),
            (
                "El río volvió a crecer el lunes y la ciudad quedó aislada; mañana se reunirá el comité.",
                &[WINDOWS_1252],
            ),
            (
                "Rzeka ponownie wezbrała w poniedziałek, a dolne miasto zostało odcięte na sześć godzin.",
                &[WINDOWS_1250],
            ),
            (
                "A folyó hétfőn ismét megáradt, és az alsóváros hat órára el volt zárva, mondta a polgármester.",
                &[WINDOWS_1250],
            ),
            (
                "Nehir pazartesi günü yeniden yükseldi ve aşağı şehir altı saat boyunca dış dünyadan koptu.",
                &[WINDOWS_1254],
            ),
            ("Ο ποταμός ανέβηκε ξανά τη Δευτέρα και η κάτω πόλη αποκόπηκε για έξι ώρες.", &[WINDOWS_1253]),
            ("הנהר עלה שוב ביום שני והעיר התחתונה נותקה במשך שש שעות.", &[WINDOWS_1255]),
            ("ارتفع النهر مرة أخرى يوم الاثنين وانقطعت المدينة السفلى لمدة ست ساعات.", &[WINDOWS_1256]),
            ("แม่น้ำเอ่อล้นอีกครั้งในวันจันทร์ และตัวเมืองด้านล่างถูกตัดขาดนานหกชั่วโมง", &[WINDOWS_874]),
            (
                "月曜日に川が再び増水し、下町は六時間にわたって孤立した。フェリーは港にとどまった。",
                &[SHIFT_JIS, EUC_JP, ISO_2022_JP],
            ),
            ("周一河水再次上涨，下城区被隔绝了六个小时。渡轮停在港口。", &[GBK]),
            ("週一河水再次上漲，下城區被隔絕了六個小時。渡輪停在港口。", &[BIG5]),
            ("월요일에 강물이 다시 불어나 아랫마을이 여섯 시간 동안 고립되었다.", &[EUC_KR]),
        ];
        for (text, sets) in cases {
            for set in *sets {
                let (bytes, _, unfit) = set.encode(text);
                assert!(!unfit, "{} cannot write {text}", set.name());
                assert_eq!(guess(&bytes).decode(&bytes).0, *text, "{}", set.name());
            }
        }
    }

    #[test]
    fn signs_apart_from_words_are_western() {
        assert_eq!(guess(b"\x93It rained,\x94 he said. \x93It\x92s over \x96 for now\x94."), WINDOWS_1252);
        assert_eq!(guess(b"i stand to lift \xa3825. not bad for a \xa32 bet."), WINDOWS_1252);
    }

    #[test]
    fn an_empty_sample_is_no_trouble() {
        guess(b"");
        assert!(!is_iso_2022(b"\x1b]0;title\x07 plain"));
    }
}
