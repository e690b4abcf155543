//! The parts that dates play on a page, and the signs by which each is told.

use serde::Serialize;

/// The part that a date plays on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DateRole {
    /// When the article was published.
    Published,
    /// When it was changed.
    Updated,
    /// When something happens or happened that it tells of.
    Event,
    /// Since when somebody owns the rights.
    Copyright,
    /// When the page was printed or fetched: the day of the header.
    Scrape,
    /// When another article, or a comment, was published.
    Other,
}

/// What tells the part of a date before any is chosen: its words or its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    CopyrightLine,
    SaysFetched,
    PrintMargin,
    Header,
    Caption,
    QuotedPost,
    Edge,
    Hours,
    Sentence,
    InStory,
    SaysUpdated,
    SaysPublished,
    Opening,
    BesideHeadline,
    AmongOthers,
    AloneAbove,
    Listed,
    Apart,
}

impl Sign {
    /// The part that it gives a date.
    pub fn role(self) -> DateRole {
        match self {
            Self::CopyrightLine => DateRole::Copyright,
            Self::SaysFetched | Self::PrintMargin | Self::Header => DateRole::Scrape,
            Self::Edge | Self::Hours | Self::Sentence | Self::InStory => DateRole::Event,
            Self::SaysUpdated => DateRole::Updated,
            Self::SaysPublished | Self::Opening | Self::BesideHeadline | Self::AmongOthers | Self::AloneAbove => {
                DateRole::Published
            }
            Self::Caption | Self::QuotedPost | Self::Listed | Self::Apart => DateRole::Other,
        }
    }

    /// How much a date with it counts before the trees are asked which of several is the article's own; none if it cannot be.
    pub fn weight(self) -> Option<u8> {
        match self {
            Self::SaysPublished | Self::Opening => Some(2),
            Self::SaysUpdated | Self::BesideHeadline => Some(1),
            Self::AmongOthers | Self::AloneAbove | Self::InStory | Self::Listed | Self::Apart => Some(0),
            Self::CopyrightLine | Self::SaysFetched | Self::PrintMargin | Self::Header => None,
            Self::Caption | Self::QuotedPost | Self::Edge | Self::Hours | Self::Sentence => None,
        }
    }

    /// The same for people.
    pub fn reason(self) -> &'static str {
        match self {
            Self::CopyrightLine => "it stands in a copyright line",
            Self::SaysFetched => "it says when the page was printed or fetched",
            Self::PrintMargin => "it stands above an address, as in the margin of a printed page",
            Self::Header => "it stands in the page's header, where pages print the day on which they are fetched",
            Self::Caption => "it dates a picture or its source",
            Self::QuotedPost => "it is the day of a post that is quoted",
            Self::Edge => "it is an end of a stretch of time",
            Self::Hours => "hours from and to go with it, as in a calendar",
            Self::Sentence => "a sentence of the story names it",
            Self::InStory => "it stands in the story",
            Self::SaysUpdated => "the line says that this is when it was changed",
            Self::SaysPublished => "the line says that this is when it was published",
            Self::Opening => "the story opens with it",
            Self::BesideHeadline => "it stands beside the headline",
            Self::AmongOthers => "it stands beside the headline, among others",
            Self::AloneAbove => "it stands alone above the story",
            Self::Listed => "it stands in a list of dates",
            Self::Apart => "it stands apart from the story",
        }
    }
}
