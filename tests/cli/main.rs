//! The command line as its users meet it: the program is run on small corpora, and what it prints and how it ends is
//! looked at.

mod desk;
mod doctor;
mod findings;
mod index;
mod manual;
mod parse;
mod schema;
mod search;
mod settings;
mod show;
