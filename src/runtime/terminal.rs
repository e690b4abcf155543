//! The terminal: taken once, given back on every ending.

use std::{
    io::{self, BufWriter, Stdout, Write},
    sync::atomic::{AtomicBool, Ordering},
};

use crossterm::{
    cursor::{Hide, MoveTo, SetCursorStyle, Show},
    event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture},
    execute, queue,
    terminal::{
        BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
        disable_raw_mode, enable_raw_mode,
    },
};
use ratatui::{Terminal, buffer::Buffer, layout::Position};

use super::steady::{Doubtful, Steady};

/// Whether the terminal is taken at the moment, so that it is given back once, whoever comes first.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Bytes of output that are gathered before they are written: more than the fullest frame of a large screen.
const GATHERED: usize = 256 * 1024;

/// The terminal while folio has it. Dropping it gives it back.
pub struct Screen {
    terminal: Terminal<Steady<BufWriter<Stdout>>>,
    doubtful: Doubtful,
    mouse: bool,
}

impl Screen {
    /// Takes the terminal: raw mode, the alternate screen, pasted text in brackets and, if wanted, the mouse.
    ///
    /// # Errors
    /// When the terminal cannot be set or written to; it is given back then.
    pub fn take(mouse: bool) -> io::Result<Self> {
        give_back_on_panic();
        enter(mouse).inspect_err(|_| give_back())?;
        let output = BufWriter::with_capacity(GATHERED, io::stdout());
        let terminal = Terminal::new(Steady::new(output)).inspect_err(|_| give_back())?;
        Ok(Self { terminal, doubtful: Doubtful::default(), mouse })
    }

    /// Columns and rows.
    ///
    /// # Errors
    /// When the terminal does not say.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        self.terminal.size().map(|size| (size.width, size.height))
    }

    /// Draws a frame: the cells that differ, in one synchronised write. `draw` says where the cursor stands, if anywhere.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Buffer) -> Option<Position>) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        let doubtful = &mut self.doubtful;
        self.terminal.draw(|frame| {
            let cursor = draw(frame.buffer_mut());
            doubtful.renew(frame.buffer_mut());
            if let Some(cursor) = cursor {
                frame.set_cursor_position(cursor);
            }
        })?;
        execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)
    }

    /// Forgets what is on the screen, so that the next frame draws all of it.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub fn clear(&mut self) -> io::Result<()> {
        self.terminal.clear()
    }

    /// Gives the terminal back, stops the process until it is continued, and takes the terminal again.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn suspend(&mut self) -> io::Result<()> {
        self.terminal.backend_mut().flush()?;
        give_back();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        enter(self.mouse)?;
        self.clear()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // Nothing can be said about an error here: the place to say it is what failed.
        let _ = self.terminal.backend_mut().flush();
        give_back();
    }
}

fn enter(mouse: bool) -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, Hide, EnableBracketedPaste)?;
    if mouse {
        execute!(io::stdout(), EnableMouseCapture)?;
    }
    execute!(io::stdout(), Clear(ClearType::All), MoveTo(0, 0))
}

/// Gives the terminal back as it was, if it is taken. May be called from anywhere, any number of times.
pub fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    // Each step is tried even when the one before it failed: a terminal that is half restored helps nobody.
    let _ = execute!(io::stdout(), EndSynchronizedUpdate, DisableMouseCapture, DisableBracketedPaste);
    let _ = execute!(io::stdout(), SetCursorStyle::DefaultUserShape, LeaveAlternateScreen, Show);
    let _ = disable_raw_mode();
}

/// Makes a panic of the thread that draws give the terminal back before it is reported.
fn give_back_on_panic() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let drawing = std::thread::current().id();
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if std::thread::current().id() == drawing {
                give_back();
                report(panic);
            } else if TAKEN.load(Ordering::SeqCst) {
                // A worker dies alone: its work is reported as failed where it is awaited, and the screen stays whole.
                tracing::error!("{panic}");
            } else {
                report(panic);
            }
        }));
    });
}
