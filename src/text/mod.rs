//! Strings in, strings and ranges out: cleaning, widths, wrapping, finding, words and stems. Knows nothing of articles.

pub mod clean;
