//! Strings in, strings and ranges out: cleaning, widths, wrapping, finding, words and stems. Knows nothing of articles.

pub mod analyse;
pub mod clean;
pub mod find;
pub mod hyphenate;
pub mod lines;
pub mod near;
pub mod width;
pub mod wrap;
