//! Numbers in digits, however their digits are grouped.

/// Figures that stand together with points or commas between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numeral {
    /// The bytes of all of them.
    pub(super) length: usize,
    /// Whether they are not one number but several: a date, a version, an address.
    pub(super) is_parted: bool,
}

/// Reads the number at the start of the text and writes its digits without grouping, with a point before decimals.
/// None where it is a plain run of digits. Nothing is written for figures that are parted.
pub(super) fn read(text: &str, digits: &mut String) -> Option<Numeral> {
    let first = run(text);
    let mut length = first;
    let mut grouping: Option<char> = None;
    let mut has_decimals = false;
    digits.push_str(&text[..first]);
    while let Some((separator, group)) = group(&text[length..]) {
        let start = length + separator.len_utf8();
        length = start + group;
        let may_group = grouping.is_none_or(|before| before == separator) && group == 3;
        let may_decide = matches!(separator, '.' | ',') && grouping != Some(separator);
        if has_decimals || !may_decide && !may_group {
            digits.clear();
            return Some(Numeral { length: length + chain(&text[length..]), is_parted: true });
        }
        if may_group && (1..=3).contains(&first) && !text.starts_with('0') {
            grouping = Some(separator);
        } else if may_decide {
            has_decimals = true;
            digits.push('.');
        }
        digits.push_str(&text[start..length]);
    }
    if length == first {
        digits.clear();
        return None;
    }
    Some(Numeral { length, is_parted: false })
}

/// Length of the run of digits.
fn run(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// A separator at the start of the text and the number of digits after it, if there are any.
fn group(text: &str) -> Option<(char, usize)> {
    let separator = text.chars().next().filter(|c| matches!(c, '.' | ',' | '\u{A0}' | '\u{2009}' | '\u{202F}'))?;
    let digits = run(&text[separator.len_utf8()..]);
    let is_space = !separator.is_ascii();
    (if is_space { digits == 3 } else { digits > 0 }).then_some((separator, digits))
}

/// Length of all groups at the start of the text.
fn chain(text: &str) -> usize {
    let mut length = 0;
    while let Some((separator, digits)) = group(&text[length..]) {
        length += separator.len_utf8() + digits;
    }
    length
}
