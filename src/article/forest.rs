//! Decision trees with learned weights: the numbers of a line go in, how sure it is of a kind comes out.
//!
//! The weights are made by `tests/recognition/train.py` and stand in `assets/recognition.forest` as text: a line
//! `forest NAME` and then a line for each tree, its splits `feature:threshold:left:right` and, after a bar, its leaves.
//! A child that is a split is its index; one that is a leaf is -1 minus its index.

use std::{collections::HashMap, fmt};

/// Trees whose leaves add up to the logarithm of the odds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forest {
    nodes: Vec<Node>,
    leaves: Vec<f32>,
    /// The first child of each tree: a node, or its only leaf.
    trees: Vec<u32>,
    /// What the trees from each on can add at most.
    most: Vec<f32>,
}

/// A split with its children among all nodes; a child with [`LEAF`] set is a leaf.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Node {
    threshold: f32,
    feature: u32,
    children: [u32; 2],
}

/// A split as it is written: its children are those of its tree.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Split {
    threshold: f32,
    feature: u16,
    left: i16,
    right: i16,
}

/// The bit that tells leaves from nodes.
const LEAF: u32 = 1 << 31;

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
        (leaves.len() == splits.len() + 1).then_some(())?;
        let (nodes, first) = (self.nodes.len() as u32, self.leaves.len() as u32);
        self.trees.push(if splits.is_empty() { first | LEAF } else { nodes });
        self.nodes.extend(splits.iter().map(|split| split.node(nodes, first)));
        let most = leaves.iter().copied().fold(f32::MIN, f32::max);
        self.leaves.extend(leaves);
        self.most.iter_mut().for_each(|sum| *sum += most);
        self.most.push(most);
        Some(())
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

    fn leaf(&self, tree: u32, numbers: &[f32]) -> f32 {
        let mut child = tree;
        while child & LEAF == 0 {
            let node = &self.nodes[child as usize];
            child = node.children[usize::from(numbers[node.feature as usize] > node.threshold)];
        }
        self.leaves[(child ^ LEAF) as usize]
    }
}

impl Split {
    /// The split among all nodes, its tree's first node and leaf being these.
    fn node(self, nodes: u32, leaves: u32) -> Node {
        let child = |child: i16| match u32::try_from(child) {
            Ok(child) => nodes + child,
            Err(_) => (leaves + u32::from(!child as u16)) | LEAF,
        };
        Node {
            threshold: self.threshold,
            feature: u32::from(self.feature),
            children: [child(self.left), child(self.right)],
        }
    }

    /// Whether its children exist and come later, so that every walk ends.
    fn is_sound(self, at: usize, splits: usize, leaves: usize) -> bool {
        [self.left, self.right].into_iter().all(|child| match usize::try_from(child) {
            Ok(child) => child > at && child < splits,
            Err(_) => usize::from(!child as u16) < leaves,
        })
    }
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
    fn a_tree_that_would_never_end_is_refused() {
        assert_eq!(read("forest body\n0:1:0:-1 | 1 2\n"), Err(NoForest { line: 2 }));
        assert_eq!(read("0:1:-1:-2 | 1 2\n"), Err(NoForest { line: 1 }));
        assert_eq!(read("forest body\n0:1:-1:-5 | 1 2\n"), Err(NoForest { line: 2 }));
    }
}
