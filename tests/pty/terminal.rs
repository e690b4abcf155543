//! A terminal with folio in it: what a person would type, see, and find after leaving.

use std::{
    ffi::{OsStr, OsString},
    fs::{self, File},
    io::{Read, Write},
    num::NonZeroU16,
    path::Path,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::{
    fs::{Mode, OFlags},
    process::{Pid, Signal, kill_process},
    termios::{OptionalActions, Termios, tcgetattr, tcsetattr},
};

use crate::corpus::Corpus;

/// How long anything may take: much longer than it does, for a machine may be busy.
pub const LIMIT: Duration = Duration::from_secs(30);
/// How often a condition is looked at that nothing announces.
const LOOK: Duration = Duration::from_millis(20);

/// How folio is started.
pub struct Start {
    command: CommandBuilder,
    size: PtySize,
    background: Option<&'static str>,
    answers: bool,
}

impl Start {
    /// folio on a corpus, on 100 columns and 30 rows.
    pub fn on(corpus: &Corpus) -> Self {
        Self::with(corpus, [corpus.argument()])
    }

    /// folio with the home of a corpus and other arguments.
    pub fn with(corpus: &Corpus, arguments: impl IntoIterator<Item = OsString>) -> Self {
        Self::of(corpus, env!("CARGO_BIN_EXE_folio"), arguments)
    }

    /// Any program, with the home of a corpus.
    pub fn of(corpus: &Corpus, program: &str, arguments: impl IntoIterator<Item = OsString>) -> Self {
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        command.cwd(corpus.articles());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", corpus.home());
        command.env("FOLIO_HOME", corpus.home());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        Self { command, size: size(100, 30), background: None, answers: true }
    }

    /// Sets a variable.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Removes a variable.
    pub fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Another size.
    pub fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = size(columns, rows);
        self
    }

    /// The terminal says that its background has this colour.
    pub fn background(mut self, color: &'static str) -> Self {
        self.background = Some(color);
        self
    }

    /// The terminal answers no question.
    pub fn silent(mut self) -> Self {
        self.answers = false;
        self
    }

    /// Starts it.
    pub fn run(self) -> Terminal {
        let pair = native_pty_system().openpty(self.size).unwrap();
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let line = rustix::fs::open(pair.master.tty_name().unwrap(), flags, Mode::empty()).unwrap();
        let original = tcgetattr(&line).unwrap();
        let reader = pair.master.try_clone_reader().unwrap();
        let writer = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let child = pair.slave.spawn_command(self.command).unwrap();
        let seen = Arc::new(Seen::new(self.size));
        let answering = Answering { background: self.background, writer: writer.clone() };
        let watching = seen.clone();
        let watcher = thread::spawn(move || watch(reader, &watching, self.answers.then_some(answering)));
        Terminal { master: Some(pair.master), watcher: Some(watcher), writer, child, seen, line: line.into(), original }
    }
}

/// A terminal with a program in it.
pub struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    watcher: Option<JoinHandle<()>>,
    writer: Arc<Mutex<Box<dyn Write + Send>>>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<Seen>,
    line: File,
    original: Termios,
}

/// What has come from the program.
struct Seen {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    bytes: Vec<u8>,
    parser: vt100::Parser,
    reads: bool,
    closing: bool,
}

/// What a terminal answers with.
struct Answering {
    background: Option<&'static str>,
    writer: Arc<Mutex<Box<dyn Write + Send>>>,
}

impl Seen {
    fn new(size: PtySize) -> Self {
        let parser = vt100::Parser::new(cells(size.rows), cells(size.cols), 0);
        let state = Mutex::new(State { bytes: Vec::new(), parser, reads: true, closing: false });
        Self { state, changed: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Terminal {
    /// Types.
    pub fn press(&self, keys: impl AsRef<[u8]>) {
        let mut writer = self.writer.lock().unwrap();
        // A program that has ended reads no more; what became of it is asked elsewhere.
        let _ = writer.write_all(keys.as_ref()).and_then(|()| writer.flush());
    }

    /// Types keys one at a time, as fast as they are taken.
    pub fn type_slowly(&self, keys: &str) {
        for key in keys.chars() {
            self.press(key.to_string());
            thread::sleep(Duration::from_millis(15));
        }
    }

    /// Presses Esc, and nothing soon after it: that would be a key with Alt.
    pub fn escape(&self) {
        self.press("\x1b");
        thread::sleep(Duration::from_millis(100));
    }

    /// Waits until the screen shows a text.
    #[track_caller]
    pub fn wait_for(&self, text: &str) {
        self.wait_until(&format!("the screen shows {text:?}"), |screen| screen.contents().contains(text));
    }

    /// Waits until the screen shows a text no more.
    #[track_caller]
    pub fn wait_while(&self, text: &str) {
        self.wait_until(&format!("the screen shows no {text:?}"), |screen| !screen.contents().contains(text));
    }

    /// Waits until the screen is as wanted.
    #[track_caller]
    pub fn wait_until(&self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + LIMIT;
        let mut state = self.seen.state();
        while !is_so(state.parser.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            let screen = || state.parser.screen().contents();
            assert!(!left.is_zero(), "waited in vain until {what}; the screen is\n{}", screen());
            state = self.seen.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// What the screen shows.
    pub fn screen(&self) -> String {
        self.seen.state().parser.screen().contents()
    }

    /// All bytes that have come from the program.
    pub fn bytes(&self) -> Vec<u8> {
        self.seen.state().bytes.clone()
    }

    /// Waits until nothing has come for a while.
    pub fn settle(&self) {
        let mut before = usize::MAX;
        wait_until("nothing more comes", || {
            thread::sleep(Duration::from_millis(300));
            let now = self.bytes().len();
            std::mem::replace(&mut before, now) == now
        });
    }

    /// Stops or goes on reading what comes from the program.
    pub fn read(&self, reads: bool) {
        self.seen.state().reads = reads;
        self.seen.changed.notify_all();
    }

    /// Changes the size.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.seen.state().parser.screen_mut().set_size(cells(rows), cells(columns));
        self.master.as_ref().unwrap().resize(size(columns, rows)).unwrap();
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// Closes the terminal's window.
    pub fn hang_up(&mut self) {
        self.seen.state().closing = true;
        self.seen.changed.notify_all();
        // The thread that watches has a copy of the terminal, and lets go of it when something more comes.
        let watcher = self.watcher.take().unwrap();
        wait_until("the watcher has let go", || {
            self.press("J");
            watcher.is_finished()
        });
        self.writer = Arc::new(Mutex::new(Box::new(std::io::sink())));
        self.master = None;
    }

    /// Waits until the program has ended, and says how.
    #[track_caller]
    pub fn ended(&mut self) -> ExitStatus {
        let deadline = Instant::now() + LIMIT;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < deadline, "it does not end; the screen is\n{}", self.screen());
            thread::sleep(LOOK);
        }
    }

    /// Whether the program has not ended.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Whether the program is stopped.
    pub fn is_stopped(&self) -> bool {
        self.stat().first().is_some_and(|state| state == "T")
    }

    /// Ticks of processor time that the program has used.
    pub fn ticks(&self) -> u64 {
        self.stat()[11..13].iter().map(|ticks| ticks.parse::<u64>().unwrap()).sum()
    }

    /// What the kernel says of the process, from its state on.
    fn stat(&self) -> Vec<String> {
        let stat = fs::read_to_string(Path::new("/proc").join(self.pid().to_string()).join("stat")).unwrap_or_default();
        let after_name = stat.rsplit_once(')').map(|(_, rest)| rest).unwrap_or_default();
        after_name.split_whitespace().map(str::to_owned).collect()
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(self.child.process_id().unwrap().try_into().unwrap()).unwrap()
    }

    /// Whether the terminal is as it was before the program: its modes, its screen, its cursor, its mouse, its pasting.
    pub fn is_given_back(&self) -> bool {
        let modes = |termios: &Termios| (termios.input_modes, termios.output_modes, termios.local_modes);
        let now = tcgetattr(&self.line).unwrap();
        let state = self.seen.state();
        let screen = state.parser.screen();
        let mouse = screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None;
        let is_ordinary = !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste() && mouse;
        modes(&now) == modes(&self.original) && is_ordinary
    }

    /// Makes the terminal what a shell makes of it.
    pub fn make_ordinary(&self) {
        tcsetattr(&self.line, OptionalActions::Now, &self.original).unwrap();
        let mut state = self.seen.state();
        state.parser.process(b"\x1b[?1049l\x1b[?25h\x1b[?2004l\x1b[?1000l");
    }

    /// Fails unless the terminal is given back.
    #[track_caller]
    pub fn assert_given_back(&self) {
        wait_until("the terminal is given back", || self.is_given_back());
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until something that nobody announces is so.
#[track_caller]
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + LIMIT;
    while !is_so() {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        thread::sleep(LOOK);
    }
}

/// At least one row or column: the terminal that draws has some, also when it does not say so.
fn cells(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap_or(NonZeroU16::new(24).unwrap())
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

/// Reads what comes from the program, answers its questions, and draws it on the screen.
fn watch(mut reader: Box<dyn Read + Send>, seen: &Seen, mut answering: Option<Answering>) {
    let mut bytes = [0; 8192];
    while let Ok(count @ 1..) = reader.read(&mut bytes) {
        let mut state = seen.state();
        state.bytes.extend_from_slice(&bytes[..count]);
        state.parser.process(&bytes[..count]);
        seen.changed.notify_all();
        while !state.reads && !state.closing {
            state = seen.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.closing {
            return;
        }
        let is_asked = answering.is_some() && state.bytes.windows(QUESTION.len()).any(|bytes| bytes == QUESTION);
        drop(state);
        if let Some(answering) = answering.take_if(|_| is_asked) {
            answering.answer();
        }
    }
}

/// What folio asks: for the background, and for the kind of terminal.
const QUESTION: &[u8] = b"\x1b]11;?\x1b\\\x1b[c";

impl Answering {
    fn answer(&self) {
        let color = self.background.map(|color| format!("\x1b]11;{color}\x1b\\")).unwrap_or_default();
        let mut writer = self.writer.lock().unwrap();
        let _ = writer.write_all(format!("{color}\x1b[?62;22c").as_bytes()).and_then(|()| writer.flush());
    }
}
