//! The screen: taken once, drawn on frame by frame, given back on every ending.

use std::{
    cell::RefCell,
    io::{self, Write},
    rc::Rc,
    sync::Once,
    thread,
};

use ratatui::{Terminal, TerminalOptions, Viewport, buffer::Buffer, layout::Position, layout::Rect};

use super::{
    device::{self, Device},
    steady::{Doubtful, Steady},
};

/// Alternate screen, no cursor, pasted text in brackets.
const GREETING: &str = "\x1b[?1049h\x1b[?25l\x1b[?2004h";
/// Presses, releases and the wheel of the mouse, in the notation that knows no last column. Movements are not asked for:
/// each would wake folio for nothing.
const WITH_MOUSE: &str = "\x1b[?1000h\x1b[?1006h";
/// All of it undone, in reverse order, and whatever a frame that was cut may have left: the end of the synchronised
/// update, colours.
const FAREWELL: &[u8] = b"\x1b[?2026l\x1b[0m\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[?1049l\x1b[?25h";
/// What a frame stands between, so that the terminal shows all of it at once.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";
const CLEAR: &[u8] = b"\x1b[0m\x1b[2J";
/// Which colour is the background, and (what every terminal answers) which kind of terminal is this?
const QUESTION: &[u8] = b"\x1b]11;?\x1b\\\x1b[c";

/// The terminal while folio has it. Dropping it gives it back.
pub struct Screen {
    device: Device,
    terminal: Terminal<Steady<Frame>>,
    frame: Frame,
    doubtful: Doubtful,
    mouse: bool,
}

impl Screen {
    /// Takes the terminal: raw mode, the alternate screen, pasted text in brackets and, if wanted, the mouse.
    ///
    /// # Errors
    /// When the terminal cannot be set or written to; it is given back then.
    pub fn take(device: Device, mouse: bool) -> io::Result<Self> {
        give_back_on_panic();
        let frame = Frame::default();
        let terminal = terminal(&frame, device.size())?;
        let mut screen = Self { device, terminal, frame, doubtful: Doubtful::default(), mouse };
        // Dropped on an error, which gives back what was taken by then.
        screen.device.take(&greeting(mouse), FAREWELL)?;
        screen.clear()?;
        Ok(screen)
    }

    /// Asks the terminal how bright its background is; the answers come from the keyboard.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub fn ask(&self) -> io::Result<()> {
        self.device.write(QUESTION)
    }

    /// Looks how large the screen is now: columns and rows. The next frame draws all of it, also when the size is the one
    /// that it was: between two sizes the terminal may have lost a part of the screen.
    ///
    /// # Errors
    /// None that could be met while nothing is written yet.
    pub fn measure(&mut self) -> io::Result<(u16, u16)> {
        let size = self.device.size();
        self.begin_anew(size)?;
        Ok(size)
    }

    /// Draws a frame: the cells that differ, in one synchronised write. `draw` says where the cursor stands, if anywhere.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Buffer) -> Option<Position>) -> io::Result<()> {
        let doubtful = &mut self.doubtful;
        self.terminal.draw(|frame| {
            let cursor = draw(frame.buffer_mut());
            doubtful.renew(frame.buffer_mut());
            if let Some(cursor) = cursor {
                frame.set_cursor_position(cursor);
            }
        })?;
        let cells = self.frame.0.take();
        self.device.write(&[BEGIN, &cells, END].concat())
    }

    /// Forgets what is on the screen, so that the next frame draws all of it.
    ///
    /// # Errors
    /// None that could be met while nothing is written yet.
    pub fn clear(&mut self) -> io::Result<()> {
        let area = self.terminal.get_frame().area();
        self.begin_anew((area.width, area.height))
    }

    fn begin_anew(&mut self, size: (u16, u16)) -> io::Result<()> {
        self.terminal = terminal(&self.frame, size)?;
        self.frame.0.take();
        self.frame.write_all(CLEAR)
    }

    /// Gives the terminal back, stops the process until it is continued, and takes the terminal again.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn suspend(&mut self) -> io::Result<()> {
        device::give_back();
        device::stop()?;
        self.device.take(&greeting(self.mouse), FAREWELL)?;
        self.clear()
    }

    /// Takes the terminal again after somebody else may have had it.
    ///
    /// # Errors
    /// When the terminal cannot be set or written to.
    pub fn retake(&mut self) -> io::Result<()> {
        self.device.retake(&greeting(self.mouse))?;
        self.clear()
    }

    /// Throws away an answer of the terminal that came too late.
    pub fn forget_input(&self) {
        self.device.forget_input();
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        device::give_back();
    }
}

fn greeting(mouse: bool) -> Vec<u8> {
    [GREETING, if mouse { WITH_MOUSE } else { "" }].concat().into_bytes()
}

/// A terminal of fixed size: ratatui would ask for the size before each frame, and for the place of the cursor at each
/// change of it, with an answer that the thread that reads keys would take.
fn terminal(frame: &Frame, (columns, rows): (u16, u16)) -> io::Result<Terminal<Steady<Frame>>> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, columns, rows));
    Terminal::with_options(Steady::new(frame.clone()), TerminalOptions { viewport })
}

/// The bytes of a frame, gathered so that they are written at once, or, when drawing panics, not at all.
#[derive(Clone, Default)]
struct Frame(Rc<RefCell<Vec<u8>>>);

impl Write for Frame {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Makes a panic of the thread that draws give the terminal back before it is reported.
fn give_back_on_panic() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let drawing = thread::current().id();
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if thread::current().id() == drawing {
                device::give_back();
                report(panic);
            } else if device::is_taken() {
                // A worker dies alone: its work is reported as failed where it is awaited, and the screen stays whole.
                tracing::error!("{panic}");
            } else {
                report(panic);
            }
        }));
    });
}
