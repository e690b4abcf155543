//! What the pages of one site or folder have taught.

use std::{collections::HashMap, fmt};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

/// What the pages of one site or folder have taught.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lore {
    /// Whether they are of one site, or only lie in one folder.
    pub within: Within,
    /// The site's host or the folder's path.
    pub name: String,
    /// How many different pages were looked at.
    pub pages: u32,
    /// Lines that several of them have, by the hash of their form.
    pub lessons: HashMap<u64, Lesson>,
    /// The site's name, where a line or the ends of headlines show it, with how many pages do.
    pub site: Option<(String, u32)>,
}

/// What pages have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Within {
    /// The site.
    Site,
    /// The folder.
    #[default]
    Folder,
}

/// A line that several pages have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// On how many different pages it stands.
    pub pages: u32,
    /// What follows from that.
    pub standing: Standing,
    /// The line as one of the pages has it, cut where it is long.
    pub text: String,
}

/// What follows from a line's being repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Nothing: it is on too few pages, or stands within their stories.
    Candidate,
    /// It is furniture above and below a story.
    AtEdges,
    /// It is furniture wherever it stands.
    Anywhere,
    /// The reader says that it is furniture.
    Accepted,
    /// The reader says that it is not.
    Rejected,
}

impl Standing {
    /// Whether lines are folded for it.
    pub fn is_folding(self) -> bool {
        matches!(self, Self::AtEdges | Self::Anywhere | Self::Accepted)
    }
}

/// What the reader decided about a line of a site or folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is furniture, though on few pages.
    Accept,
    /// It is never furniture.
    Reject,
}

/// The reader's verdicts, by the name of site or folder and the form of the line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdicts(HashMap<String, HashMap<String, Verdict>>);

impl Verdicts {
    /// Adds one, in place of an earlier one.
    pub fn insert(&mut self, name: String, form: String, verdict: Verdict) {
        self.0.entry(name).or_default().insert(form, verdict);
    }

    /// Those for a site or folder, by the hash of the form.
    pub(crate) fn within(&self, name: &str) -> HashMap<u64, Verdict> {
        let own = self.0.get(name).into_iter().flatten();
        own.map(|(form, verdict)| (super::form::hash_of_form(form), *verdict)).collect()
    }
}

/// How often a line stands on the pages of a site or folder: what a block of such lines says as its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeats {
    /// On how many pages.
    pub pages: u32,
    /// Of how many.
    pub of: u32,
    /// What the pages have in common.
    pub within: Within,
    /// Whether the reader has said that it is furniture.
    pub is_accepted: bool,
}

impl fmt::Display for Repeats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pages, of, within, is_accepted } = self;
        let verdict = if *is_accepted { "accepted by you; " } else { "" };
        write!(f, "{verdict}on {pages} of {of} pages of this {within}")
    }
}

impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Site => "site",
            Self::Folder => "folder",
        })
    }
}

impl Lore {
    /// How often a line of it stands on its pages.
    pub(crate) fn repeats(&self, lesson: &Lesson) -> Repeats {
        Repeats {
            pages: lesson.pages,
            of: self.pages,
            within: self.within,
            is_accepted: lesson.standing == Standing::Accepted,
        }
    }

    /// A number that changes when articles would be recognised otherwise; counts alone do not change it.
    pub fn effect(&self) -> u64 {
        let told = self.lessons.iter().filter(|(_, lesson)| lesson.standing != Standing::Candidate);
        let mut told: Vec<(u64, Standing)> = told.map(|(form, lesson)| (*form, lesson.standing)).collect();
        told.sort_unstable();
        let mut hash = Xxh3::new();
        for (form, standing) in told {
            hash.update(&form.to_le_bytes());
            hash.update(&[standing as u8]);
        }
        hash.update(self.site.as_ref().map_or("", |site| &site.0).as_bytes());
        hash.digest()
    }

    /// Takes verdicts into account that came after it was learned. One that is taken back is left to the next learning.
    pub fn judge(&mut self, verdicts: &Verdicts) {
        for (form, verdict) in verdicts.within(&self.name) {
            if let Some(lesson) = self.lessons.get_mut(&form) {
                lesson.standing = match verdict {
                    Verdict::Accept => Standing::Accepted,
                    Verdict::Reject => Standing::Rejected,
                };
            }
        }
    }

    /// The lesson about a line.
    pub fn lesson(&self, line: &str) -> Option<&Lesson> {
        self.lessons.get(&super::form::hash(line, &mut String::new())?)
    }

    /// Whether it says anything that articles are recognised by.
    pub fn is_telling(&self) -> bool {
        self.site.is_some() || self.lessons.values().any(|lesson| lesson.standing != Standing::Candidate)
    }
}
