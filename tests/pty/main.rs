//! The whole program in a pseudo-terminal: what it does at the start, at every ending, and with hostile input.
//!
//! Every wait is for a condition, with a limit that a busy machine does not reach.

mod corpus;
mod endings;
mod findings;
mod hostile;
mod keeping;
mod sequences;
mod sizes;
mod starting;
mod terminal;
mod typing;
