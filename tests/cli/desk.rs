//! A folder for one test: a corpus, a home, and folio run in it.

use std::{fs, path::PathBuf, process::Output};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A corpus of four articles and a home of its own.
pub struct Desk {
    folder: TempDir,
}

/// What a run came to.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

const BRIDGE: &str = "Old bridge reopens after ten years\n\nOstertal Courier\n\nMarch 4, 2021\n\nThe stone bridge over the Oster \
    was reopened on Thursday by the mayor, who called it a gift to the town.\n\nLeave a Reply\n";

const RECORDS: &str = "{\"id\": \"r1\", \"title\": \"Harbour strike ends\", \"text\": \"The dockers went back to work after the \
    strike that had closed the harbour for a week.\", \"date\": \"2021-12-30\", \"url\": \"https://news.example.org/1\"}\n\
    {\"id\": \"r2\", \"title\": \"Snow closes pass\", \"text\": \"Heavy snow closed the pass over the mountains, and the \
    harbour road with it.\"}\n";

impl Desk {
    /// A desk with the corpus on it.
    pub fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a folder") };
        desk.write("corpus/bridge.txt", BRIDGE);
        desk.write("corpus/news.jsonl", RECORDS);
        desk.write("corpus/sub/note.md", "# A market returns\n\nThe Saturday market returns to the *old* square.\n");
        desk
    }

    /// Writes a file of the desk.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    /// The path of a file of the desk.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// folio, to be run in the desk's folder with a home of its own.
    pub fn command(&self) -> Command {
        let mut command = Command::cargo_bin("folio").expect("the program");
        command.current_dir(self.folder.path()).env("FOLIO_HOME", self.path("home"));
        command.env_remove("NO_COLOR").env_remove("RUST_BACKTRACE");
        command
    }

    /// Runs folio with these arguments.
    pub fn run<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Run {
        Run::of(self.command().args(arguments).output().expect("a run"))
    }

    /// Runs folio with these arguments, and this on its standard input.
    pub fn feed<'a>(&self, input: &str, arguments: impl IntoIterator<Item = &'a str>) -> Run {
        Run::of(self.command().args(arguments).write_stdin(input).output().expect("a run"))
    }
}

impl Run {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("printed text is UTF-8");
        Self {
            code: output.status.code().expect("an end of its own"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// The lines of standard output, as JSON.
    pub fn objects(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("a JSON object a line")).collect()
    }

    /// One field of each object.
    pub fn field(&self, name: &str) -> Vec<Value> {
        self.objects().into_iter().map(|mut object| object[name].take()).collect()
    }
}
