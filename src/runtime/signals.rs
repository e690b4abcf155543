//! What comes from the kernel: endings, suspensions, changes of size.

use std::{io, thread, time::Duration};

use crossbeam_channel::Sender;
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH},
    iterator::Signals,
};

use super::{Event, device, worker};

/// Time that the loop has to end after a signal before the process is ended without it: it may be stuck, in a disk that
/// does not answer for instance.
const PATIENCE: Duration = Duration::from_millis(600);

/// Passes on signals.
///
/// # Errors
/// When the kernel refuses the handlers.
pub fn watch(events: &Sender<Event>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT])?;
    let pass_on = {
        let events = events.clone();
        move || signals.forever().for_each(|signal| pass_on(signal, &events))
    };
    worker::spawn_vital("signals", events, pass_on)
}

/// The receiver is gone only when folio is being left.
fn pass_on(signal: i32, events: &Sender<Event>) {
    let _ = match signal {
        SIGWINCH => events.send(Event::SizeChanged),
        SIGTSTP => events.send(Event::Suspend),
        SIGCONT => events.send(Event::Continued),
        _ => return end(signal, events),
    };
}

fn end(signal: i32, events: &Sender<Event>) {
    device::end(signal);
    let _ = events.send(Event::Ended(signal));
    thread::sleep(PATIENCE);
    device::give_back();
    std::process::exit(128 + signal);
}
