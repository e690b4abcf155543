//! Names that a mistyped one may have meant.

/// Those of the known names that are a slip or two away, the nearest first.
pub fn near<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let most = 1 + name.chars().count() / 4;
    let mut near: Vec<_> = known.into_iter().map(|other| (slips(name, other), other)).collect();
    near.retain(|(slips, other)| *slips <= most || other.starts_with(name) || name.starts_with(other));
    near.sort();
    near.into_iter().map(|(_, other)| other).collect()
}

/// Letters to insert, delete or replace to make one name of the other (Levenshtein's distance).
fn slips(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (number, letter) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = number + 1;
        for column in 0..to.len() {
            let replaced = diagonal + usize::from(letter != to[column]);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_found_and_a_stranger_is_not() {
        let known = ["measure", "mouse", "theme", "largest-text"];
        assert_eq!(near("mesure", known), ["measure"]);
        assert_eq!(near("largest", known), ["largest-text"]);
        assert!(near("colour", known).is_empty());
    }

    #[test]
    fn slips_are_counted() {
        assert_eq!(slips("", "abc"), 3);
        assert_eq!(slips("kitten", "sitting"), 3);
        assert_eq!(slips("gleich", "gleich"), 0);
    }
}
