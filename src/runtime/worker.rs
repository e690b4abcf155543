//! Threads, none of which dies without a word.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    thread::{self, JoinHandle},
};

use crossbeam_channel::Sender;

use super::Event;
use crate::{
    app::message::{Message, Notice},
    text::clean::Clean,
};

/// Starts a worker. When it panics, the reader is told, and everything else goes on.
///
/// # Errors
/// When no thread can be started.
pub fn spawn(
    name: &'static str,
    events: &Sender<Event>,
    work: impl FnOnce() + Send + 'static,
) -> io::Result<JoinHandle<()>> {
    let words = format!("folio's part that does the {name} has failed; the log says where. Start folio again");
    watched(name, events, Event::Message(Message::Notice(Notice::warning(Clean::line(&words)))), work)
}

/// Starts a thread without which folio cannot go on. When it panics, folio ends.
///
/// # Errors
/// When no thread can be started.
pub fn spawn_vital(name: &'static str, events: &Sender<Event>, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    watched(name, events, Event::Failed(name), work).map(drop)
}

fn watched(
    name: &'static str,
    events: &Sender<Event>,
    failed: Event,
    work: impl FnOnce() + Send + 'static,
) -> io::Result<JoinHandle<()>> {
    let events = events.clone();
    let watched = move || {
        if catch_unwind(AssertUnwindSafe(work)).is_err() {
            // The receiver is gone only when folio is being left.
            let _ = events.send(failed);
        }
    };
    thread::Builder::new().name(name.to_owned()).spawn(watched)
}
