//! The form of a line, by which it is known again: small letters, one sign for every number, single spaces. "12 comments"
//! and "3 Comments" have the same.

use xxhash_rust::xxh3::xxh3_64;

use crate::article::phrases::plain_run;

/// Bytes of the longest line that can be learned.
pub(crate) const LONGEST: usize = 600;

/// What stands for a number.
const NUMBER: char = '#';

/// How many letters a line must have for each of its digits: a date or a row of a table is what its numbers say.
const LETTERS_A_DIGIT: usize = 2;

/// The form of a line; none when it is too long, or has too few letters for its digits, to be told by it.
pub fn form(line: &str) -> Option<String> {
    let mut form = String::new();
    write(line, &mut form).then_some(form)
}

/// The hash of a line's form, made in a buffer that is used again for each line; none as with [`form`].
pub(crate) fn hash(line: &str, buffer: &mut String) -> Option<u64> {
    buffer.clear();
    write(line, buffer).then(|| hash_of_form(buffer))
}

/// The hash of a form.
pub(crate) fn hash_of_form(form: &str) -> u64 {
    xxh3_64(form.as_bytes())
}

/// Appends the form of a line, and says whether it is one to be known by.
fn write(line: &str, form: &mut String) -> bool {
    if line.len() > LONGEST {
        return false;
    }
    let plain = plain_run(line, |byte| !byte.is_ascii_digit());
    form.push_str(&line[..plain]);
    form.make_ascii_lowercase();
    let (mut letters, mut digits) = (line[..plain].bytes().filter(u8::is_ascii_alphabetic).count(), 0);
    let mut chars = line[plain..].chars().peekable();
    while let Some(sign) = chars.next() {
        let is_inner = |sign: char| matches!(sign, '.' | ',' | ':' | '\'' | '\u{a0}' | '\u{202f}');
        if sign.is_numeric() {
            digits += 1;
            form.push(NUMBER);
            // Marks within a number belong to it, those after it do not: "1,234" but "12, street".
            while let Some(next) = chars.peek().copied() {
                let mut ahead = chars.clone();
                ahead.next();
                let goes_on = next.is_numeric() || is_inner(next) && ahead.peek().is_some_and(|sign| sign.is_numeric());
                if !goes_on {
                    break;
                }
                digits += usize::from(next.is_numeric());
                chars.next();
            }
        } else if sign.is_whitespace() {
            if !form.is_empty() && !form.ends_with(' ') {
                form.push(' ');
            }
        } else {
            letters += usize::from(sign.is_alphabetic());
            if sign.is_ascii() { form.push(sign.to_ascii_lowercase()) } else { form.extend(sign.to_lowercase()) }
        }
    }
    form.truncate(form.trim_end().len());
    letters >= 2 && letters >= LETTERS_A_DIGIT * digits
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_numbers_and_spaces_do_not_matter() {
        assert_eq!(form("12 Comments").unwrap(), "# comments");
        assert_eq!(form("  1,234 comments ").unwrap(), "# comments");
        assert_eq!(form("Join 12.345  READERS, 3 a day").unwrap(), "join # readers, # a day");
        assert_eq!(form("Ŝutu ŜIN").unwrap(), "ŝutu ŝin");
    }

    #[test]
    fn what_is_mostly_numbers_has_no_form() {
        for line in ["", "–", "7", "30.12.2021", "12 hamuro 2021", "a", &"long ".repeat(200)] {
            assert_eq!(form(line), None, "{line}");
        }
    }

    proptest! {
        #[test]
        fn a_form_is_its_own_form(line in ".{0,80}") {
            if let Some(first) = form(&line)
                && let Some(again) = form(&first)
            {
                // Some letters have small forms of several signs; once small, nothing changes.
                prop_assert_eq!(form(&again), Some(again));
            }
        }
    }
}
