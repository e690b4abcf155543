//! Names that a mistyped one may have meant.

/// Those of the known names that are a slip or two away, the nearest first.
pub fn near<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let most = 1 + name.chars().count() / 4;
    let mut near: Vec<_> = known.into_iter().map(|other| (slips(name, other), other)).collect();
    near.retain(|(slips, other)| *slips <= most || other.starts_with(name) || name.starts_with(other));
    near.sort();
    near.into_iter().map(|(_, other)| other).collect()
}

/// Letters to insert, delete, replace or swap with their neighbour to make one name of the other: the distance of optimal
/// string alignment, after Damerau and Levenshtein.
pub fn slips(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut rows = vec![(0..=to.len()).collect::<Vec<usize>>()];
    for (at, letter) in from.iter().enumerate() {
        let mut row = vec![at + 1];
        for (column, other) in to.iter().enumerate() {
            let replaced = rows[at][column] + usize::from(letter != other);
            let least = replaced.min(rows[at][column + 1] + 1).min(row[column] + 1);
            let is_swap = at > 0 && column > 0 && from[at - 1] == *other && *letter == to[column - 1];
            row.push(if is_swap { least.min(rows[at - 1][column - 1] + 1) } else { least });
        }
        rows.push(row);
    }
    rows[from.len()][to.len()]
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
        assert_eq!(slips("titel", "title"), 1);
        assert_eq!(slips("abcd", "badc"), 2);
    }
}
