//! The rules of the design that a compiler does not know, kept true by reading the sources. Each rule says which file and
//! line breaks it, and each is tried on a small made-up source that does.

#[path = "architecture/code.rs"]
mod code;

use std::{fmt, fs, path::Path, sync::LazyLock};

use code::Source;

/// The layers; each names only those before it. The same table stands in the documentation of `src/lib.rs`.
const LAYERS: [&str; 10] = ["text", "article", "source", "home", "index", "library", "app", "ui", "runtime", "cli"];

/// The layers without files, clock, threads or engine.
const PURE: [&str; 4] = ["text", "article", "app", "ui"];

/// What touches the world. Names without a path are those under which a clock is usually imported.
const WORLD: &[&str] = &[
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "std::env",
    "std::io",
    "std::os",
    "std::time::Instant",
    "std::time::SystemTime",
    "Instant::now",
    "SystemTime::now",
    "jiff::Timestamp::now",
    "jiff::Zoned::now",
    "Timestamp::now",
    "Zoned::now",
    "crossbeam_channel",
    "rustix",
    "tempfile",
];

/// Crates that only some layers call.
const CRATES: &[(&str, &[&str])] = &[
    ("tantivy", &["index"]),
    ("rusqlite", &["library"]),
    ("etcetera", &["home"]),
    ("ignore", &["source"]),
    ("flate2", &["source"]),
    ("encoding_rs", &["article", "source"]),
    ("chardetng", &["source"]),
    ("icu_segmenter", &["text"]),
    ("unicode_width", &["text"]),
    ("clap", &["cli"]),
    ("anyhow", &["cli"]),
    ("indicatif", &["cli"]),
    ("signal_hook", &["runtime"]),
    ("terminal_colorsaurus", &["runtime"]),
    ("std::io::stdout", &["runtime", "cli"]),
    ("std::io::stderr", &["runtime", "cli"]),
    ("io::stdout", &["runtime", "cli"]),
    ("io::stderr", &["runtime", "cli"]),
];

/// The parts of the terminal crates that know no terminal: any layer may name them, `runtime` and `cli` all of them.
const HARMLESS: &[&str] = &[
    "crossterm::event::KeyCode",
    "crossterm::event::KeyEvent",
    "crossterm::event::KeyEventKind",
    "crossterm::event::KeyModifiers",
    "ratatui::buffer",
    "ratatui::layout",
    "ratatui::style",
    "ratatui::widgets::Block",
    "ratatui::widgets::BorderType",
    "ratatui::widgets::Clear",
    "ratatui::widgets::Widget",
];

/// The one file that writes text into the screen, and the names by which it could be done.
const DOOR: &str = "src/ui/paint.rs";
const PAINT: &[&str] = &[
    "set_string",
    "set_stringn",
    "set_symbol",
    "append_symbol",
    "set_char",
    "set_line",
    "set_span",
    "title_top",
    "title_bottom",
];

/// What changes a file. The corpus is never written to: of `source`, only the file that spools standard input does.
const WRITES: &[&str] = &[
    "fs::write",
    "fs::remove_file",
    "fs::remove_dir",
    "fs::remove_dir_all",
    "fs::rename",
    "fs::copy",
    "fs::hard_link",
    "fs::create_dir",
    "fs::create_dir_all",
    "fs::set_permissions",
    "File::create",
    "File::create_new",
    "create_new",
    "set_len",
    "set_modified",
    "set_times",
];
const SPOOL: &str = "src/source/spool.rs";

/// Names of files that say nothing about what is in them.
const EMPTY_NAMES: [&str; 7] = ["utils", "util", "common", "misc", "helpers", "types", "manager"];

/// What lies at the top of the repository, besides hidden files.
const TOP: [&str; 10] = [
    "Cargo.toml",
    "Cargo.lock",
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
    "deny.toml",
    "src",
    "assets",
    "tests",
    "seeds",
];
const TOP_TOO: [&str; 3] = ["benches", "fuzz", "target"];

/// A place that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    path: String,
    line: usize,
    what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

fn fault(source: &Source, line: usize, what: impl Into<String>) -> Fault {
    Fault { path: source.path.clone(), line, what: what.into() }
}

/// A rule: what is wrong with one source.
type Rule = fn(&Source) -> Vec<Fault>;

fn a_layer_names_only_those_before_it(source: &Source) -> Vec<Fault> {
    let rank = |layer: &str| LAYERS.iter().position(|known| *known == layer);
    let Some(own) = source.layer().and_then(rank) else { return Vec::new() };
    let named = source.names.iter().filter(|name| name.parts[0] == "crate");
    let later = named.filter_map(|name| {
        let other = name.parts.get(1)?;
        let path = name.parts.join("::");
        let (verb, why) = match rank(other) {
            Some(rank) if rank > own => ("names", format!("which comes after `{}`", LAYERS[own])),
            None if other == "*" => ("takes", "which is every layer".to_owned()),
            _ => return None,
        };
        Some(fault(source, name.line, format!("{verb} `{path}`, {why}")))
    });
    later.collect()
}

fn every_file_is_in_a_layer(source: &Source) -> Vec<Fault> {
    match source.layer() {
        Some("lib" | "main") | None => Vec::new(),
        Some(layer) if LAYERS.contains(&layer) => Vec::new(),
        Some(layer) => vec![fault(source, 1, format!("`{layer}` is not in the table of layers"))],
    }
}

fn a_pure_layer_has_no_world(source: &Source) -> Vec<Fault> {
    let Some(layer) = source.layer().filter(|layer| PURE.contains(layer)) else { return Vec::new() };
    let named = source.names.iter().filter(|name| WORLD.iter().any(|path| name.is_in(path)));
    named.map(|name| fault(source, name.line, format!("`{layer}` names `{}`", name.parts.join("::")))).collect()
}

fn a_crate_stays_in_its_layers(source: &Source) -> Vec<Fault> {
    let Some(layer) = source.layer() else { return Vec::new() };
    let mut faults = Vec::new();
    for name in source.names.iter().filter(|name| !name.in_test) {
        let owners = CRATES.iter().find(|(path, _)| name.is_in(path)).map(|(_, layers)| *layers);
        if let Some(layers) = owners.filter(|layers| !layers.contains(&layer)) {
            let what = format!("`{}` belongs to {}, not to `{layer}`", name.parts.join("::"), layers.join(" and "));
            faults.push(fault(source, name.line, what));
        }
    }
    faults
}

fn the_terminal_is_for_runtime_and_cli(source: &Source) -> Vec<Fault> {
    if matches!(source.layer(), Some("runtime" | "cli") | None) {
        return Vec::new();
    }
    let foreign = source.names.iter().filter(|name| {
        matches!(name.parts[0].as_str(), "ratatui" | "crossterm")
            && name.parts.len() > 1
            && !HARMLESS.iter().any(|path| name.is_in(path))
    });
    let what = |path: String| format!("`{path}` is the terminal's, or paints text; see HARMLESS");
    foreign.map(|name| fault(source, name.line, what(name.parts.join("::")))).collect()
}

fn text_is_painted_through_one_door(source: &Source) -> Vec<Fault> {
    if source.layer().is_none() || source.path == DOOR {
        return Vec::new();
    }
    let names = source.names.iter().filter(|name| !name.in_test);
    let painting = names.filter(|name| PAINT.contains(&name.parts[name.parts.len() - 1].as_str()));
    let what = |name: &String| format!("`{name}` writes into the screen; only {DOOR} does, with clean text");
    painting.map(|name| fault(source, name.line, what(&name.parts[name.parts.len() - 1]))).collect()
}

fn nothing_is_printed_in_passing(source: &Source) -> Vec<Fault> {
    const PRINT: [&str; 5] = ["print", "println", "eprint", "eprintln", "dbg"];
    let names = source.names.iter().filter(|name| source.layer().is_some() && name.is_macro && !name.in_test);
    let printing = names.filter(|name| PRINT.contains(&name.parts[0].as_str()));
    printing
        .map(|name| fault(source, name.line, format!("`{}!` prints what nobody has cleaned", name.parts[0])))
        .collect()
}

fn the_corpus_is_never_written_to(source: &Source) -> Vec<Fault> {
    if source.layer() != Some("source") || source.path == SPOOL {
        return Vec::new();
    }
    let is_write = |parts: &[String]| {
        let path = parts.join("::");
        WRITES.iter().any(|write| path == *write || path.ends_with(&format!("::{write}")))
    };
    let writes = source.names.iter().filter(|name| !name.in_test && is_write(&name.parts));
    writes.map(|name| fault(source, name.line, format!("`{}` changes files", name.parts.join("::")))).collect()
}

fn nothing_is_unsafe(source: &Source) -> Vec<Fault> {
    let names = source.names.iter().filter(|name| name.parts == ["unsafe"]);
    names.map(|name| fault(source, name.line, "`unsafe`")).collect()
}

fn a_file_says_what_it_is_for(source: &Source) -> Vec<Fault> {
    if source.text.starts_with("//! ") {
        return Vec::new();
    }
    vec![fault(source, 1, "does not begin with a `//!` sentence on what it is for")]
}

fn nothing_is_left_for_later(source: &Source) -> Vec<Fault> {
    // Put together, so that this file does not break its own rule.
    let words = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("HA", "CK")];
    let is_open = |line: &str| line.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word));
    let lines = source.text.lines().enumerate().filter(|(_, line)| is_open(line));
    lines.map(|(number, line)| fault(source, number + 1, format!("left for later: {}", line.trim()))).collect()
}

fn a_file_is_named_after_what_is_in_it(source: &Source) -> Vec<Fault> {
    let parts = source.path.trim_end_matches(".rs").split('/');
    let empty = parts.filter(|part| EMPTY_NAMES.contains(part));
    empty.map(|part| fault(source, 1, format!("`{part}` says nothing about what is in it"))).collect()
}

/// Checks a rule against all sources of the repository.
fn check(rule: Rule) {
    static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(sources);
    assert!(SOURCES.len() > 100, "the sources are found");
    let faults: Vec<String> = SOURCES.iter().flat_map(rule).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    for folder in ["src", "tests", "benches"] {
        read_below(&root().join(folder), folder, &mut sources);
    }
    let tests: Vec<_> = sources.iter().flat_map(Source::test_modules).collect();
    sources.iter_mut().for_each(|source| source.mark_tests(&tests));
    sources
}

fn read_below(folder: &Path, prefix: &str, sources: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("a folder of the repository") {
        let entry = entry.expect("an entry");
        let path = format!("{prefix}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().expect("a type").is_dir() {
            read_below(&entry.path(), &path, sources);
        } else if path.ends_with(".rs") {
            sources.push(Source::new(&path, &fs::read_to_string(entry.path()).expect("a source")));
        }
    }
}

/// Names each rule twice: as a test on the repository, and as a test on made-up sources that keep or break it.
macro_rules! rules {
    ($($rule:ident { $(keeps $kept_path:literal $kept:literal,)* $(breaks $path:literal $text:literal at $line:literal,)+ })*) => {
        mod repository {
            $(#[test] fn $rule() { super::check(super::$rule); })*
        }

        mod made_up {
            use super::code::Source;

            $(#[test] fn $rule() {
                $(assert_eq!(super::$rule(&Source::new($kept_path, $kept)), [], "{}", $kept);)*
                $({
                    let faults = super::$rule(&Source::new($path, $text));
                    let lines: Vec<_> = faults.iter().map(|fault| fault.line).collect();
                    assert_eq!(lines, [$line], "{}", $text);
                })+
            })*
        }
    };
}

rules! {
    a_layer_names_only_those_before_it {
        keeps "src/ui/list.rs" "use crate::app::State; use super::paint::put; use crate::text::clean;",
        keeps "src/text/find.rs" "//! See [`crate::ui`].\nlet path = \"crate::ui\";",
        breaks "src/text/find.rs" "use std::ops;\nuse crate::ui::draw;" at 2,
        breaks "src/article/page.rs" "use crate::{\n    text::find,\n    index::{self},\n};" at 3,
        breaks "src/home/mod.rs" "fn f() {\n    super::library::open()\n}" at 2,
        breaks "src/home/lock.rs" "mod tests {\n    use super::super::super::cli;\n}" at 2,
        breaks "src/app/state.rs" "use crate::*;" at 1,
    }
    every_file_is_in_a_layer {
        keeps "src/lib.rs" "",
        keeps "src/text/find.rs" "",
        breaks "src/extras/find.rs" "" at 1,
        breaks "src/extras.rs" "" at 1,
    }
    a_pure_layer_has_no_world {
        keeps "src/source/walk.rs" "use std::fs;",
        keeps "src/app/state.rs" "use std::time::Duration;",
        breaks "src/app/state.rs" "use std::{\n    fs,\n    sync::Arc,\n};" at 2,
        breaks "src/article/page.rs" "std::thread::spawn(f)" at 1,
        breaks "src/ui/top.rs" "use std::time::{Duration, Instant};" at 1,
        breaks "src/app/state.rs" "jiff::Zoned::now()" at 1,
    }
    a_crate_stays_in_its_layers {
        keeps "src/index/rank.rs" "use tantivy::Score;",
        keeps "src/library/open.rs" "rusqlite::Connection::open(path)",
        breaks "src/app/state.rs" "\nuse tantivy::Score;" at 2,
        breaks "src/index/rank.rs" "rusqlite::Connection::open(path)" at 1,
        breaks "src/source/read.rs" "use anyhow::Context;" at 1,
        breaks "src/index/rank.rs" "std::io::stdout().lock()" at 1,
    }
    the_terminal_is_for_runtime_and_cli {
        keeps "src/runtime/terminal.rs" "use ratatui::backend::CrosstermBackend; use crossterm::terminal;",
        keeps "src/app/chord.rs" "use crossterm::event::{KeyCode, KeyEvent};",
        keeps "src/ui/top.rs" "use ratatui::{buffer::Buffer, widgets::Widget};",
        breaks "src/app/chord.rs" "use crossterm::event::{KeyCode, read};" at 1,
        breaks "src/ui/top.rs" "use ratatui::{\n    Terminal,\n};" at 2,
        breaks "src/ui/top.rs" "use ratatui::text::Span;" at 1,
        breaks "src/ui/top.rs" "use ratatui::widgets::{Paragraph, Widget};" at 1,
    }
    text_is_painted_through_one_door {
        keeps "src/ui/paint.rs" "buffer.set_stringn(0, 0, text, 5, style)",
        keeps "src/text/width.rs" "mod tests { buffer.set_stringn(0, 0, text, 5, style) }",
        breaks "src/ui/top.rs" "buffer\n    .set_string(0, 0, text, style)" at 2,
        breaks "src/runtime/terminal.rs" "cell.set_symbol(text)" at 1,
    }
    nothing_is_printed_in_passing {
        keeps "src/cli/print.rs" "writeln!(out, \"\")",
        keeps "src/text/width.rs" "mod tests { println!(\"\") }",
        breaks "src/source/read.rs" "\neprintln!(\"{path}\")" at 2,
        breaks "src/cli/print.rs" "dbg!(text)" at 1,
    }
    the_corpus_is_never_written_to {
        keeps "src/source/walk.rs" "fs::read(path) mod tests { fs::write(path, text) }",
        keeps "src/home/atomic.rs" "fs::write(path, text)",
        keeps "src/source/spool.rs" "File::create_new(path)",
        breaks "src/source/walk.rs" "std::fs::write(path, text)" at 1,
        breaks "src/source/walk.rs" "use std::fs::{read,\n    remove_file};" at 2,
        breaks "src/source/walk.rs" "OpenOptions::new()\n.create_new(true)" at 2,
    }
    nothing_is_unsafe {
        keeps "src/text/width.rs" "// unsafe\nlet is_unsafe = \"unsafe\";",
        breaks "src/text/width.rs" "\nunsafe { f() }" at 2,
    }
    a_file_says_what_it_is_for {
        keeps "src/text/width.rs" "//! How wide text is.\n",
        breaks "src/text/width.rs" "use std::ops;\n" at 1,
        breaks "src/text/width.rs" "//!\n" at 1,
    }
    nothing_is_left_for_later {
        keeps "src/text/width.rs" "let to_do = 1; // todo el mundo",
        breaks "src/text/width.rs" "\n// \x54ODO: all of it" at 2,
    }
    a_file_is_named_after_what_is_in_it {
        keeps "src/text/width.rs" "",
        breaks "src/text/utils.rs" "" at 1,
        breaks "tests/common/mod.rs" "" at 1,
    }
}

/// The layers and whether they are pure, as a table in a module's documentation says.
fn documented_layers(text: &str) -> Vec<(String, bool)> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("//! | [`"));
    rows.filter_map(|row| Some((row.split_once('`')?.0.to_owned(), row.trim_end().ends_with("| no |")))).collect()
}

#[test]
fn the_documentation_has_the_same_layers() {
    let written = fs::read_to_string(root().join("src/lib.rs")).expect("the library");
    let layers = LAYERS.map(|layer| (layer.to_owned(), PURE.contains(&layer)));
    assert_eq!(documented_layers(&written), layers);
}

#[test]
fn the_documentation_has_layers_that_can_differ() {
    let table = "//! | layer | what |\n//! | [`text`] | widths | no |\n//! | [`home`] | folders | reads |\n";
    assert_eq!(documented_layers(table), [("text".to_owned(), true), ("home".to_owned(), false)]);
}

/// Of the names at the top of the repository, those that have no place there.
fn strays<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let allowed = |name: &str| name.starts_with('.') || TOP.contains(&name) || TOP_TOO.contains(&name);
    names.into_iter().filter(|name| !allowed(name)).collect()
}

#[test]
fn the_top_of_the_repository_is_tidy() {
    let entries = fs::read_dir(root()).expect("the repository");
    let names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(strays(names.iter().map(String::as_str)), [""; 0], "these have no place at the top of the repository");
    let missing: Vec<_> = TOP.iter().filter(|wanted| !names.iter().any(|name| name == *wanted)).collect();
    assert!(missing.is_empty(), "missing at the top of the repository: {missing:?}");
}

#[test]
fn a_stray_file_is_seen() {
    assert_eq!(strays(["src", ".gitignore", "notes.txt", "README.md"]), ["notes.txt"]);
}
