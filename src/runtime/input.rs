//! What comes from the terminal: bytes are read as they come, and passed on as messages.

use std::{
    os::fd::OwnedFd,
    thread,
    time::{Duration, Instant},
};

use crossbeam_channel::Sender;
use crossterm::event::{KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
};

use super::{
    Event,
    device::Device,
    keys::{Input, Parser},
};
use crate::app::{chord::Chord, message::Message};

/// Time within which the second of two clicks on a cell makes a double click.
const DOUBLE_CLICK: Duration = Duration::from_millis(400);
/// Rows that one turn of the wheel scrolls.
const WHEEL_ROWS: isize = 3;
/// Events that may wait for the loop before no more bytes are read: a flood stays in the kernel, which makes its sender
/// wait.
const WAITING: usize = 10_000;
/// How long the loop is then left to itself.
const PAUSE: Duration = Duration::from_millis(10);

/// What waiting for bytes came to.
enum Waited {
    Bytes,
    Nothing,
    HungUp,
}

/// Passes on what comes from the keyboard until the terminal hangs up.
pub fn read_keyboard(device: &Device, events: &Sender<Event>) {
    let mut parser = Parser::default();
    let mut clicks = Clicks::default();
    let mut bytes = vec![0; 64 * 1024];
    let mut pass_on = |input| {
        #[cfg(debug_assertions)]
        super::rehearsal::panic_at(super::rehearsal::KEYBOARD);
        if let Some(event) = event(&mut clicks, input) {
            // The receiver is gone only when folio is being left.
            let _ = events.send(event);
        }
    };
    loop {
        match wait(device.keyboard(), parser.patience()) {
            Waited::HungUp => break,
            Waited::Nothing => parser.give_up(&mut pass_on),
            Waited::Bytes => match rustix::io::read(device.keyboard(), &mut bytes) {
                Ok(0) => break,
                Ok(count) => parser.feed(&bytes[..count], &mut pass_on),
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(_) => break,
            },
        }
        while events.len() > WAITING {
            thread::sleep(PAUSE);
        }
    }
    let _ = events.send(Event::HungUp);
}

/// Waits for bytes, for no longer than `patience` where there is one.
fn wait(keyboard: &OwnedFd, patience: Option<Duration>) -> Waited {
    let patience = patience.and_then(|patience| Timespec::try_from(patience).ok());
    let mut polled = [PollFd::new(keyboard, PollFlags::IN)];
    loop {
        return match poll(&mut polled, patience.as_ref()) {
            Ok(0) => Waited::Nothing,
            // What was typed before a hang-up is still read.
            Ok(_) if polled[0].revents().contains(PollFlags::IN) => Waited::Bytes,
            Err(Errno::INTR) => continue,
            Ok(_) | Err(_) => Waited::HungUp,
        };
    }
}

fn event(clicks: &mut Clicks, input: Input) -> Option<Event> {
    let message = match input {
        Input::Key(key) if key.kind == KeyEventKind::Release => return None,
        Input::Key(key) => Message::Key(Chord::of(key)),
        Input::Paste(text) => Message::Paste(text),
        Input::Mouse(mouse) => clicks.message(mouse)?,
        Input::Background(color) => return Some(Event::Background(color)),
        Input::Kind => return Some(Event::Answered),
    };
    Some(Event::Message(message))
}

/// Tells single clicks from double ones.
#[derive(Default)]
struct Clicks {
    last: Option<(Instant, u16, u16)>,
}

impl Clicks {
    fn message(&mut self, MouseEvent { kind, column, row, .. }: MouseEvent) -> Option<Message> {
        match kind {
            MouseEventKind::ScrollDown => Some(Message::Wheel { column, row, rows: WHEEL_ROWS }),
            MouseEventKind::ScrollUp => Some(Message::Wheel { column, row, rows: -WHEEL_ROWS }),
            MouseEventKind::Down(MouseButton::Left) => {
                let double = self.is_second(column, row);
                Some(Message::Click { column, row, double })
            }
            _ => None,
        }
    }

    fn is_second(&mut self, column: u16, row: u16) -> bool {
        let now = Instant::now();
        let is_near = |(then, x, y)| (x, y) == (column, row) && now.duration_since(then) < DOUBLE_CLICK;
        let is_second = self.last.is_some_and(is_near);
        self.last = (!is_second).then_some((now, column, row));
        is_second
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_clicks_on_one_cell_are_a_double_click_and_three_are_not_two_of_them() {
        let mut clicks = Clicks::default();
        let on = |(column, row)| clicks.is_second(column, row);
        assert_eq!([(1, 1), (1, 1), (1, 1), (2, 1)].map(on), [false, true, false, false]);
    }
}
