//! Lines of a text by their number.

/// The number of the line, from 1, on which a byte stands.
pub fn number_of(text: &str, byte: usize) -> usize {
    1 + text.bytes().take(byte).filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_after_its_break() {
        let numbers = [0, 2, 3, 4, 99].map(|byte| number_of("ab\n\nc", byte));
        assert_eq!(numbers, [1, 1, 2, 3, 3]);
    }
}
