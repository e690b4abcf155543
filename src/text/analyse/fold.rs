//! Folding: the differences between spellings that a search ignores.

use unicode_normalization::char::{compose, decompose_compatible, is_combining_mark};

/// Appends the text without the differences that a search ignores: case, accents, ligatures, full width, typographic
/// quotation marks and dashes, and what is invisible.
///
/// Accents go where readers leave them out, in Latin, Greek, Hebrew and Arabic; й and ї are letters of their own, ё is
/// not. ß is ss, æ is ae, ø is o, ł is l. In Arabic and Persian the forms of alef, ya and kaf are one.
pub fn fold(text: &str, folded: &mut String) {
    let mut rest = text;
    loop {
        let length = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let start = folded.len();
        folded.push_str(&rest[..length]);
        folded[start..].make_ascii_lowercase();
        let mut characters = rest[length..].chars();
        let Some(c) = characters.next() else { return };
        fold_char(c, folded);
        rest = characters.as_str();
    }
}

/// Appends one character. A mark may change the character before it: и and a breve are й.
pub(in crate::text) fn fold_char(c: char, folded: &mut String) {
    match c {
        '\0'..='\x7F' => folded.push(c.to_ascii_lowercase()),
        'а'..='я'
        | '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FA}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}' => {
            folded.push(c);
        }
        _ => decompose_compatible(c, |part| part.to_lowercase().for_each(|lower| fold_part(lower, folded))),
    }
}

/// Whether the character leaves nothing behind: invisible ones and the Arabic tatweel.
pub(super) fn is_ignored(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{640}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{E0000}'..='\u{E0FFF}')
}

fn fold_part(c: char, folded: &mut String) {
    let replacement = match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        'ŧ' => "t",
        'ŋ' => "n",
        'ς' => "σ",
        '\u{2018}'..='\u{201B}' | '\u{2BC}' | '\u{2032}' => "'",
        '\u{201C}'..='\u{201F}' | '«' | '»' | '\u{2033}' => "\"",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        'ة' => "ه",
        'ى' | 'ی' => "ي",
        'ک' => "ك",
        'ٱ' => "ا",
        '\u{660}'..='\u{669}' => return folded.push(digit(c, '\u{660}')),
        '\u{6F0}'..='\u{6F9}' => return folded.push(digit(c, '\u{6F0}')),
        '\u{966}'..='\u{96F}' => return folded.push(digit(c, '\u{966}')),
        _ if is_ignored(c) => return,
        _ if is_combining_mark(c) => return fold_mark(c, folded),
        _ => return folded.push(c),
    };
    folded.push_str(replacement);
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(u32::from(c) - u32::from(zero), 10).unwrap_or(c)
}

/// Accents, points and vowel signs of these scripts are left out in much of what is written; those of others, such as
/// the vowels of Indic scripts, are the word.
fn fold_mark(mark: char, folded: &mut String) {
    let base = folded.chars().next_back();
    let is_letter = matches!(
        (base, mark),
        (Some('а'..='я' | 'ѐ'..='џ'), '\u{306}') | (Some('і'), '\u{308}') | (Some('г' | 'к'), '\u{301}')
            | (_, '\u{3099}' | '\u{309A}')
    );
    if let (Some(base), true) = (base, is_letter) {
        if let Some(letter) = compose(base, mark) {
            folded.pop();
            folded.push(letter);
        }
        return;
    }
    let is_accent = matches!(mark,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{61A}'
        | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6ED}' | '\u{8D3}'..='\u{8FF}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}');
    if !is_accent {
        folded.push(mark);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(text: &str) -> String {
        let mut folded = String::new();
        fold(text, &mut folded);
        folded
    }

    #[test]
    fn spellings_that_readers_mix_become_one() {
        for (text, wanted) in [
            ("Müller Façade ÉTÉ", "muller facade ete"),
            ("Straße STRASSE Ærø Łódź Đoković Þór", "strasse strasse aero lodz dokovic thor"),
            ("İstanbul IĞDIR ısı", "istanbul igdir isi"),
            ("Ёлка Йод Київ Ўзбек стра\u{301}на", "елка йод київ ўзбек страна"),
            ("и\u{306}е\u{308}", "йе"),
            ("Αθήνα Όλος", "αθηνα ολοσ"),
            ("ＡＢＣ１２ ﬁn", "abc12 fin"),
            ("أحمد إلى مُحَمَّد عـــرب مدينة", "احمد الي محمد عرب مدينه"),
            ("ایران ۱۲ ٣", "ايران 12 3"),
            ("שָׁלוֹם", "שלום"),
            ("東京ガ カ\u{3099} 한국", "東京ガ ガ 한국"),
            ("हिन्दी ภาษา", "हिन्दी ภาษา"),
            ("co\u{AD}operate “it’s” – ok…", "cooperate \"it's\" - ok..."),
        ] {
            assert_eq!(folded(text), wanted, "{text}");
        }
    }

    proptest! {
        #[test]
        fn folding_is_idempotent(text in any::<String>()) {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
        }
    }
}
