//! The interface: given a corpus, keys, what is on the screen.

mod articles;
mod browsing;
mod pictures;
mod play;
mod reading;
mod searching;
mod typing;
