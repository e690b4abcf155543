//! folio turns a heap of articles into a newspaper archive that is browsed, searched and read in a terminal.
//!
//! # Bird's-eye view
//!
//! Files come in through [`source`], which decodes them into [`article::Document`]s. [`article::recognise`] makes an
//! [`article::Article`] of each: blocks, title, date, and how it knows. Some pages of each site and folder are read before
//! all others, and what they have in common is what the recogniser is told about them ([`article::heap`]). [`index`] keeps what is needed to find them again
//! and answers queries; the text itself stays in the source. [`library`] keeps what the reader adds. [`app`] is the state
//! of the interface and everything that can happen to it, [`ui`] draws it, [`runtime`] connects both to the terminal and
//! to the workers, and [`cli`] is the command line.
//!
//! # Layers
//!
//! Each layer names only those before it; `tests/architecture.rs` reads the sources and keeps this table true.
//!
//! | layer | what it does | touches the world? |
//! |---|---|---|
//! | [`text`] | widths, wrapping, cleaning, finding, words and stems: strings in, strings and ranges out | no |
//! | [`article`] | what an article is; recognises title, date, byline, furniture in raw text | no |
//! | [`source`] | files, archives and streams in; documents out, one at a time | reads |
//! | [`home`] | folio's own folders, locks, versions, atomic files | reads, writes |
//! | [`index`] | the embedded engine that answers queries | reads, writes |
//! | [`library`] | marks, positions, history: what is the user's own | reads, writes |
//! | [`app`] | the state, what can happen to it, what that makes of it | no |
//! | [`ui`] | state to cells | no |
//! | [`runtime`] | terminal, clock, threads: the loop, and the workers that carry out effects | yes |
//! | [`cli`] | arguments, configuration, printed output | yes |
//!
//! # Invariants
//!
//! - Text from articles, file names and servers reaches the terminal only as [`text::clean::Clean`]. There is no other door.
//! - `text`, `article`, `app` and `ui` hold no file, clock, thread or engine, so everything that decides is tested without
//!   a terminal or a disk.
//! - State changes in [`app::update()`] alone; [`ui::draw`] reads. Nothing is drawn when nothing happened: there is no tick.
//! - The corpus is never written to. The index can be rebuilt from it at any time; the library cannot and is kept apart.
//! - Only `index` calls tantivy, only `library` calls SQLite, only `runtime` and `cli` touch the terminal.

pub mod app;
pub mod article;
pub mod cli;
pub mod home;
pub mod index;
pub mod library;
pub mod runtime;
pub mod source;
pub mod text;
pub mod ui;
