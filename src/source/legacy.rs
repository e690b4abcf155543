//! Which legacy character set bytes are in, by the frequency of letters and of their neighbours.
//!
//! chardetng decides, as in Firefox; it was made for the Web and lacks three things that text dumps need, which come after
//! it: the Macintosh's Cyrillic set, Hungarian in short or English-laden text, and signs that stand apart from all words.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, ISO_8859_2, ISO_8859_4, ISO_8859_13, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1254,
    WINDOWS_1257, X_MAC_CYRILLIC,
};

/// Bytes that a guess is made from: more changes nothing but the time.
const SAMPLE: usize = 1 << 20;

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
        bytes[first..].windows(3).take(SAMPLE).any(|window| switches.contains(&window))
            && guess(bytes) == encoding_rs::ISO_2022_JP
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
    if (is_western || guessed == WINDOWS_1251) && is_mac_cyrillic(sample, guessed) {
        return X_MAC_CYRILLIC;
    }
    if is_western && is_hungarian(sample) {
        return WINDOWS_1250;
    }
    let is_neighbour =
        [WINDOWS_1250, WINDOWS_1254, WINDOWS_1257, ISO_8859_2, ISO_8859_4, ISO_8859_13].contains(&guessed);
    if is_neighbour && has_only_lone_signs(sample) {
        return WINDOWS_1252;
    }
    guessed
}

/// Whether the bytes read as Russian, Bulgarian or Ukrainian words in the Macintosh's set, and not in the other one: there
/// the capitals stand where other sets have signs.
fn is_mac_cyrillic(sample: &[u8], other: &'static Encoding) -> bool {
    let mac = cyrillic_likeness(&X_MAC_CYRILLIC.decode_without_bom_handling(sample).0);
    let other = cyrillic_likeness(&other.decode_without_bom_handling(sample).0);
    mac > 0.6 && mac > other
}

/// At most 1: how much the characters beyond ASCII look like Cyrillic words. A word has one script, and capitals only
/// where it begins.
fn cyrillic_likeness(text: &str) -> f64 {
    let (mut score, mut count) = (0, 0);
    let mut before = ' ';
    for c in text.chars() {
        if !c.is_ascii() {
            count += 1;
            score += match c {
                'А'..='Я' if before.is_lowercase() => -2,
                'А'..='я' if before.is_ascii_alphabetic() => -2,
                'А'..='я' => 1,
                '\u{400}'..='\u{45f}' | '«' | '»' | '–' | '—' | '“' | '”' | '„' | '…' | '№' | '\u{a0}' => {
                    0
                }
                _ if before.is_alphabetic() => -2,
                _ => -1,
            };
        }
        if c.is_ascii_alphabetic() && ('\u{400}'..='\u{45f}').contains(&before) {
            score -= 2;
        }
        before = c;
    }
    f64::from(score) / f64::from(count.max(1))
}

/// Whether the text has the letters ő and ű (õ and û in the western set) and Hungarian's commonest words.
fn is_hungarian(sample: &[u8]) -> bool {
    let words: [&[u8]; 6] = [b" hogy ", b" \xe9s ", b" nem ", b" egy ", b" az ", b" volt "];
    let has = |word: &&[u8]| memchr::memmem::find(sample, word).is_some();
    sample.iter().any(|byte| matches!(byte, 0xf5 | 0xfb | 0xd5 | 0xdb))
        && words.iter().filter(|word| has(word)).count() >= 2
}

/// Whether no byte beyond ASCII touches a letter, but for quotation marks and dashes: "£50" is no Polish word.
fn has_only_lone_signs(sample: &[u8]) -> bool {
    let is_letter = |at: Option<&u8>| at.is_some_and(|byte| byte.is_ascii_alphabetic() || *byte >= 0xc0);
    sample.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()).all(|(at, byte)| match byte {
        0x80 | 0x84 | 0x85 | 0x91..=0x97 | 0xa0 | 0xab | 0xbb => true,
        0xa1..=0xbf => !is_letter(sample.get(at + 1)) && !is_letter(at.checked_sub(1).and_then(|at| sample.get(at))),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use encoding_rs::{
        BIG5, EUC_JP, EUC_KR, GBK, IBM866, ISO_2022_JP, KOI8_U, SHIFT_JIS, WINDOWS_874, WINDOWS_1253, WINDOWS_1255,
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
    fn a_price_is_no_polish_word() {
        assert_eq!(guess(b"i stand to lift \xa3825. not bad for a \xa32 bet."), WINDOWS_1252);
    }

    #[test]
    fn an_empty_sample_is_no_trouble() {
        guess(b"");
        assert!(!is_iso_2022(b"\x1b]0;title\x07 plain"));
    }
}
