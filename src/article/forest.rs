//! Decision trees with learned weights: the numbers of a line go in, how sure it is of a kind comes out.
//!
//! The weights are made by `tests/recognition/train.py` and stand in `assets/recognition.forest` as text: a line
//! `forest NAME` and then a line for each tree, its splits `feature:threshold:left:right` and, after a bar, its leaves.
//! A child that is a split is its index; one that is a leaf is -1 minus its index.

use std::{collections::HashMap, fmt};

/// Trees whose leaves add up to the logarithm of the odds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forest {
    /// The nodes of all trees, the leaves among them.
    nodes: Vec<Node>,
    /// What each node adds when a walk ends there; 0 for splits.
    values: Vec<f32>,
    trees: Vec<Tree>,
    /// What the trees from each on can add at most.
    most: Vec<f32>,
}

/// A tree among the nodes. All walks take as many steps as the longest one: a leaf leads to itself, so that how many steps
/// are left never has to be guessed.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Tree {
    start: usize,
    depth: u16,
}

/// A split with its left child, which its right child follows, counted from the tree's first node; or a leaf, whose
/// threshold nothing is above and whose left child it is itself.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Node {
    threshold: f32,
    feature: u16,
    left: u16,
}

/// A split as it is written: its children are those of its tree.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Split {
    threshold: f32,
    feature: u16,
    left: i16,
    right: i16,
}

/// How many rows walk a tree side by side: each step waits for memory, and those of several rows wait together.
const ABREAST: usize = 8;

/// By how much rounding may lift a sum above what its parts allow.
const ROUNDING: f32 = 1e-3;

/// A text that is no forest, and the line where it shows.
#[derive(Debug, PartialEq, Eq)]
pub struct NoForest {
    line: usize,
}

impl fmt::Display for NoForest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} is no tree of a forest", self.line)
    }
}

impl std::error::Error for NoForest {}

/// Reads the forests of a text, by name.
pub(crate) fn read(text: &str) -> Result<HashMap<String, Forest>, NoForest> {
    let mut forests: HashMap<String, Forest> = HashMap::new();
    let mut name = String::new();
    for (line, tree) in (1..).zip(text.lines()).filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        if let Some(next) = tree.strip_prefix("forest ") {
            name = next.to_owned();
            forests.insert(name.clone(), Forest::default());
            continue;
        }
        let forest = forests.get_mut(&name).ok_or(NoForest { line })?;
        forest.plant(tree).ok_or(NoForest { line })?;
    }
    Ok(forests)
}

impl Forest {
    /// Adds a tree; none when the text is not one.
    fn plant(&mut self, tree: &str) -> Option<()> {
        let (splits, leaves) = tree.split_once('|')?;
        let splits: Vec<Split> = splits.split_whitespace().map(split).collect::<Option<_>>()?;
        let leaves: Vec<f32> = leaves.split_whitespace().map(|leaf| leaf.parse().ok()).collect::<Option<_>>()?;
        splits.iter().enumerate().all(|(at, split)| split.is_sound(at, splits.len(), leaves.len())).then_some(())?;
        (leaves.len() == splits.len() + 1 && leaves.len() <= usize::from(u16::MAX / 2)).then_some(())?;
        is_tree(&splits).then_some(())?;
        let most = leaves.iter().copied().fold(f32::MIN, f32::max);
        self.grow(&splits, &leaves);
        self.most.iter_mut().for_each(|sum| *sum += most);
        self.most.push(most);
        Some(())
    }

    /// Lays a tree's nodes out level by level, siblings side by side.
    fn grow(&mut self, splits: &[Split], leaves: &[f32]) {
        let start = self.nodes.len();
        let mut depth = 0;
        let mut level = vec![if splits.is_empty() { -1 } else { 0 }];
        let mut laid = 1;
        while !level.is_empty() {
            let mut below = Vec::new();
            for child in level {
                let here = (self.nodes.len() - start) as u16;
                let split = usize::try_from(child).ok().map(|at| splits[at]);
                self.values.push(if split.is_some() { 0.0 } else { leaves[usize::from(!child as u16)] });
                self.nodes.push(match split {
                    Some(split) => Node { threshold: split.threshold, feature: split.feature, left: laid },
                    None => Node { threshold: f32::INFINITY, feature: 0, left: here },
                });
                if let Some(split) = split {
                    below.extend([split.left, split.right]);
                    laid += 2;
                }
            }
            depth += u16::from(!below.is_empty());
            level = below;
        }
        self.trees.push(Tree { start, depth });
    }

    /// For each row of `many` numbers the sum of the leaves that they fall into: above zero means rather yes.
    pub(crate) fn scores(&self, numbers: &[f32], many: usize) -> Vec<f32> {
        let mut scores = Vec::with_capacity(numbers.len() / many.max(1));
        for rows in numbers.chunks(many.max(1) * ABREAST) {
            let count = rows.len() / many.max(1);
            // The last rows take along copies of the last one.
            let firsts: [usize; ABREAST] = std::array::from_fn(|lane| lane.min(count - 1) * many);
            scores.extend_from_slice(&self.abreast(rows, firsts)[..count]);
        }
        scores
    }

    /// The sums for the rows whose numbers start at these places.
    fn abreast(&self, numbers: &[f32], firsts: [usize; ABREAST]) -> [f32; ABREAST] {
        let mut sums = [0.0; ABREAST];
        for tree in &self.trees {
            let nodes = &self.nodes[tree.start..];
            let mut places = [0usize; ABREAST];
            for _ in 0..tree.depth {
                for (place, first) in places.iter_mut().zip(firsts) {
                    *place = nodes[*place].next(&numbers[first..]);
                }
            }
            for (sum, place) in sums.iter_mut().zip(places) {
                *sum += self.values[tree.start + place];
            }
        }
        sums
    }

    /// The sum of the leaves that the numbers fall into: above zero means rather yes.
    pub(crate) fn score(&self, numbers: &[f32]) -> f32 {
        self.trees.iter().map(|&tree| self.leaf(tree, numbers)).sum()
    }

    /// The sum of the leaves when it is above this one; adding ends as soon as the rest cannot lift it there.
    pub(crate) fn score_above(&self, numbers: &[f32], least: f32) -> Option<f32> {
        let mut sum = 0.0;
        for (&tree, most) in self.trees.iter().zip(&self.most) {
            if sum + most + ROUNDING < least {
                return None;
            }
            sum += self.leaf(tree, numbers);
        }
        (sum > least).then_some(sum)
    }

    fn leaf(&self, tree: Tree, numbers: &[f32]) -> f32 {
        let nodes = &self.nodes[tree.start..];
        let place = (0..tree.depth).fold(0, |place, _| nodes[place].next(numbers));
        self.values[tree.start + place]
    }
}

impl Node {
    /// The place in the tree where the walk goes on.
    fn next(self, numbers: &[f32]) -> usize {
        usize::from(self.left) + usize::from(numbers[usize::from(self.feature)] > self.threshold)
    }
}

impl Split {
    /// Whether its children exist and come later, so that every walk ends.
    fn is_sound(self, at: usize, splits: usize, leaves: usize) -> bool {
        [self.left, self.right].into_iter().all(|child| match usize::try_from(child) {
            Ok(child) => child > at && child < splits,
            Err(_) => usize::from(!child as u16) < leaves,
        })
    }
}

/// Whether no two splits lead to the same child.
fn is_tree(splits: &[Split]) -> bool {
    let mut children: Vec<i16> = splits.iter().flat_map(|split| [split.left, split.right]).collect();
    children.sort_unstable();
    children.windows(2).all(|pair| pair[0] != pair[1])
}

fn split(text: &str) -> Option<Split> {
    let mut parts = text.split(':');
    Some(Split {
        feature: parts.next()?.parse().ok()?,
        threshold: parts.next()?.parse().ok()?,
        left: parts.next()?.parse().ok()?,
        right: parts.next()?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_leaves_of_all_trees_add_up() {
        let forests =
            read("# two trees\nforest body\n0:1.5:-1:1 1:0:-2:-3 | 1 10 100\n1:2:-1:-2 | 0.5 0.25\n").unwrap();
        let body = &forests["body"];
        assert_eq!(body.score(&[1.0, 0.0]), 1.5);
        assert_eq!(body.score(&[2.0, 0.0]), 10.5);
        assert_eq!(body.score(&[2.0, 3.0]), 100.25);
        assert_eq!(body.score_above(&[2.0, 3.0], 100.0), Some(100.25));
        assert_eq!(body.score_above(&[2.0, 3.0], 100.25), None);
        assert_eq!(body.score_above(&[2.0, 3.0], 101.0), None);
    }

    #[test]
    fn rows_are_scored_side_by_side_as_alone() {
        let forests =
            read("forest body\n0:1.5:-1:1 1:0:2:-3 0:3:-2:-4 | 1 10 100 7\n1:2:-1:-2 | 0.5 0.25\n | 2\n").unwrap();
        let body = &forests["body"];
        let rows: Vec<[f32; 2]> = (0..11).map(|row| [row as f32 / 2.0, (row % 4) as f32 - 1.0]).collect();
        let alone: Vec<f32> = rows.iter().map(|row| body.score(row)).collect();
        assert_eq!(body.scores(rows.as_flattened(), 2), alone);
        assert_eq!(body.scores(&[], 2), [0.0; 0]);
        let leaves = [1.0, 10.0, 100.0, 7.0].map(|leaf| [leaf + 2.5, leaf + 2.25]);
        assert!(alone.iter().all(|score| leaves.as_flattened().contains(score)));
    }

    #[test]
    fn a_tree_that_would_never_end_is_refused() {
        assert_eq!(read("forest body\n0:1:0:-1 | 1 2\n"), Err(NoForest { line: 2 }));
        assert_eq!(read("0:1:-1:-2 | 1 2\n"), Err(NoForest { line: 1 }));
        assert_eq!(read("forest body\n0:1:-1:-5 | 1 2\n"), Err(NoForest { line: 2 }));
        assert_eq!(read("forest body\n0:1:-1:-1 | 1 2\n"), Err(NoForest { line: 2 }));
    }
}
