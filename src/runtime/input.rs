//! What comes from the terminal and from the kernel: keys, the mouse, pasted text, sizes, signals, a hang-up.

use std::{
    fs::File,
    io::{self, IsTerminal},
    os::fd::{AsFd, OwnedFd},
    thread,
    time::{Duration, Instant},
};

use crossbeam_channel::Sender;
use crossterm::event::{self, Event as TerminalEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH},
    iterator::Signals,
};

use super::{Event, terminal};
use crate::app::{chord::Chord, message::Message};

/// Time within which the second of two clicks on a cell makes a double click.
const DOUBLE_CLICK: Duration = Duration::from_millis(400);
/// Rows that one turn of the wheel scrolls.
const WHEEL_ROWS: isize = 3;
/// Time that the loop has to end after a signal before the process is ended without it: it may be stuck in a write to a
/// terminal that does not read.
const PATIENCE: Duration = Duration::from_millis(600);

/// The terminal that keys come from: standard input, or the controlling terminal where input comes from a pipe.
///
/// # Errors
/// When there is none.
pub fn keyboard() -> io::Result<OwnedFd> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return stdin.as_fd().try_clone_to_owned();
    }
    File::options().read(true).write(true).open("/dev/tty").map(OwnedFd::from)
}

/// Passes on what comes from the keyboard until the terminal hangs up.
///
/// crossterm by itself reads a closed terminal again and again without a pause; so the kernel is asked first, and a
/// hang-up is an ending.
pub fn read_keyboard(keyboard: OwnedFd, events: Sender<Event>) {
    let mut clicks = Clicks::default();
    loop {
        let ready = {
            let mut polled = [PollFd::new(&keyboard, PollFlags::IN)];
            match poll(&mut polled, None) {
                Ok(_) => polled[0].revents(),
                Err(rustix::io::Errno::INTR) => continue,
                Err(_) => PollFlags::HUP,
            }
        };
        if !pass_on_waiting(&mut clicks, &events) || ready.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
        {
            // The receiver is gone only when the loop has ended already.
            let _ = events.send(Event::HungUp);
            return;
        }
    }
}

/// Passes on all events that are waiting; whether there may be more to come.
fn pass_on_waiting(clicks: &mut Clicks, events: &Sender<Event>) -> bool {
    loop {
        match event::poll(Duration::ZERO) {
            Ok(true) => {}
            Ok(false) => return true,
            Err(_) => return false,
        }
        let Ok(event) = event::read() else { return false };
        if let Some(message) = clicks.message(event)
            && events.send(Event::Message(message)).is_err()
        {
            return false;
        }
    }
}

/// Tells single clicks from double ones.
#[derive(Default)]
struct Clicks {
    last: Option<(Instant, u16, u16)>,
}

impl Clicks {
    fn message(&mut self, event: TerminalEvent) -> Option<Message> {
        match event {
            TerminalEvent::Key(key) if key.kind != KeyEventKind::Release => Some(Message::Key(Chord::of(key))),
            TerminalEvent::Paste(text) => Some(Message::Paste(text)),
            TerminalEvent::Resize(columns, rows) => Some(Message::Resized { columns, rows }),
            TerminalEvent::Mouse(mouse) => self.mouse(mouse),
            _ => None,
        }
    }

    fn mouse(&mut self, MouseEvent { kind, column, row, .. }: MouseEvent) -> Option<Message> {
        match kind {
            MouseEventKind::ScrollDown => Some(Message::Wheel { column, row, rows: WHEEL_ROWS }),
            MouseEventKind::ScrollUp => Some(Message::Wheel { column, row, rows: -WHEEL_ROWS }),
            MouseEventKind::Down(MouseButton::Left) => {
                let now = Instant::now();
                let double = self
                    .last
                    .is_some_and(|(then, x, y)| (x, y) == (column, row) && now.duration_since(then) < DOUBLE_CLICK);
                self.last = (!double).then_some((now, column, row));
                Some(Message::Click { column, row, double })
            }
            _ => None,
        }
    }
}

/// Passes on signals.
///
/// # Errors
/// When the kernel refuses the handlers.
pub fn watch_signals(events: Sender<Event>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT])?;
    let pass_on = move || {
        for signal in &mut signals {
            let event = match signal {
                SIGWINCH => Event::SizeChanged,
                SIGTSTP => Event::Suspend,
                SIGCONT => Event::Continued,
                ending => Event::Ended(ending),
            };
            let ending = if let Event::Ended(signal) = event { Some(signal) } else { None };
            let _ = events.send(event);
            if let Some(signal) = ending {
                thread::sleep(PATIENCE);
                terminal::give_back();
                std::process::exit(128 + signal);
            }
        }
    };
    thread::Builder::new().name("signals".into()).spawn(pass_on).map(drop)
}
