//! The terminal as a device: its modes, its size, and writing to it without ever being stuck in a write.

use std::{
    fs::File,
    io::{self, IsTerminal},
    os::fd::{AsFd, OwnedFd},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI32, Ordering},
    },
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fs::{Mode, OFlags},
    io::Errno,
    process::{Signal, kill_current_process_group},
    termios::{OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcgetwinsize, tcsetattr, ttyname},
};

/// How long a terminal that takes no output is waited for before it is looked whether folio is to end.
const BREATH: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };
/// The size that is taken for a terminal that does not know its own.
const USUAL_SIZE: (u16, u16) = (80, 24);
/// Columns, and rows, that are used at most: more than any screen has, and no more than memory is there for.
const LARGEST: u16 = 1000;

/// The terminal that is taken at the moment, and what it is given back with.
static TAKEN: Mutex<Option<Taken>> = Mutex::new(None);
/// The signal that ends the program; 0 while there is none.
static ENDING: AtomicI32 = AtomicI32::new(0);

struct Taken {
    device: Device,
    original: Termios,
    farewell: &'static [u8],
}

/// The two ends of the terminal. Clones are the same terminal.
#[derive(Clone)]
pub struct Device {
    keyboard: Arc<OwnedFd>,
    output: Arc<OwnedFd>,
}

impl Device {
    /// The terminal that keys come from (standard input, or the controlling terminal where input comes from a pipe) and
    /// the one that is drawn on.
    ///
    /// # Errors
    /// When there is none.
    pub fn open() -> io::Result<Self> {
        if !io::stdout().is_terminal() {
            return Err(io::ErrorKind::NotFound.into());
        }
        Ok(Self { keyboard: Arc::new(keyboard()?), output: Arc::new(output()?) })
    }

    /// Where keys are read.
    pub fn keyboard(&self) -> &OwnedFd {
        &self.keyboard
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        match tcgetwinsize(&self.output) {
            Ok(size) if size.ws_col > 0 && size.ws_row > 0 => (size.ws_col.min(LARGEST), size.ws_row.min(LARGEST)),
            _ => USUAL_SIZE,
        }
    }

    /// Sets raw mode and writes a greeting. `farewell` is written when the terminal is given back.
    ///
    /// # Errors
    /// When the terminal cannot be set or written to.
    pub fn take(&self, greeting: &[u8], farewell: &'static [u8]) -> io::Result<()> {
        let original = tcgetattr(&self.keyboard)?;
        set_raw(&self.keyboard, &original)?;
        *taken() = Some(Taken { device: self.clone(), original, farewell });
        self.write(greeting)
    }

    /// Sets raw mode again and writes the greeting: after the process was stopped without a word, and somebody else had
    /// the terminal.
    ///
    /// # Errors
    /// When the terminal cannot be set or written to.
    pub fn retake(&self, greeting: &[u8]) -> io::Result<()> {
        if let Some(taken) = &*taken() {
            set_raw(&self.keyboard, &taken.original)?;
        }
        self.write(greeting)
    }

    /// Writes all of it, and waits for a terminal that does not read; but no longer than folio lives.
    ///
    /// # Errors
    /// When the terminal is gone, or folio is to end.
    pub fn write(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match rustix::io::write(&self.output, bytes) {
                Ok(written) => bytes = &bytes[written..],
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) if ending().is_some() => return Err(io::ErrorKind::Interrupted.into()),
                Err(Errno::AGAIN) => self.wait_for_room()?,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn wait_for_room(&self) -> io::Result<()> {
        match poll(&mut [PollFd::new(&self.output, PollFlags::OUT)], Some(&BREATH)) {
            Ok(_) | Err(Errno::INTR) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Throws away what has come from the keyboard and was not read: the answer to a question whose asker has left.
    pub fn forget_input(&self) {
        // There is no harm in an answer that stays.
        let _ = tcflush(&self.keyboard, QueueSelector::IFlush);
    }

    /// Writes a few last bytes. A terminal that has not read the ones before them loses those.
    fn write_last(&self, bytes: &[u8]) {
        if rustix::io::write(&self.output, bytes) == Err(Errno::AGAIN) {
            let _ = tcflush(&self.output, QueueSelector::OFlush);
            let _ = rustix::io::write(&self.output, bytes);
        }
    }
}

/// Gives the terminal back as it was, if it is taken. May be called from anywhere, any number of times; never waits.
pub fn give_back() {
    let Some(Taken { device, original, farewell }) = taken().take() else { return };
    // Each step is tried even when the one before it failed: a terminal that is half restored helps nobody.
    device.write_last(farewell);
    let _ = tcsetattr(&device.keyboard, OptionalActions::Now, &original);
}

/// Whether the terminal is taken at the moment.
pub fn is_taken() -> bool {
    taken().is_some()
}

fn taken() -> std::sync::MutexGuard<'static, Option<Taken>> {
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Stops the process until it is continued, with all that was started with it: a shell that waits for a script around
/// folio shall notice.
///
/// # Errors
/// When the kernel refuses.
pub fn stop() -> io::Result<()> {
    Ok(kill_current_process_group(Signal::STOP)?)
}

/// Says that a signal ends the program, so that nothing waits for the terminal any more.
pub fn end(signal: i32) {
    ENDING.store(signal, Ordering::SeqCst);
}

/// The signal that ends the program.
pub fn ending() -> Option<i32> {
    Some(ENDING.load(Ordering::SeqCst)).filter(|signal| *signal != 0)
}

fn set_raw(keyboard: &OwnedFd, original: &Termios) -> io::Result<()> {
    let mut raw = original.clone();
    raw.make_raw();
    Ok(tcsetattr(keyboard, OptionalActions::Now, &raw)?)
}

fn keyboard() -> io::Result<OwnedFd> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return stdin.as_fd().try_clone_to_owned();
    }
    File::options().read(true).write(true).open("/dev/tty").map(OwnedFd::from)
}

/// The terminal at standard output, opened anew: so that writes to it never block, and those of the programs that share
/// standard output go on as they did.
fn output() -> io::Result<OwnedFd> {
    let stdout = io::stdout();
    let flags = OFlags::WRONLY | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let opened = ttyname(&stdout, Vec::new()).and_then(|path| rustix::fs::open(path, flags, Mode::empty()));
    // A terminal without a name here (in a container, say) is written to as it is.
    opened.or_else(|_| rustix::io::dup(&stdout)).map_err(io::Error::from)
}
