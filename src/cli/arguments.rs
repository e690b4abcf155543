//! What can be written on the command line: a plain record of it, as the user gave it. What it means together with the
//! configuration, `config` works out.

use std::{ffi::OsString, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum, builder::PossibleValuesParser};
use serde::{Deserialize, Serialize};

use crate::{app::keymap::PRESET_NAMES, source::Kind};

use super::size::Size;

/// A newspaper archive in the terminal: browse, search and read any heap of articles.
#[derive(Debug, Parser)]
#[command(
    name = "folio",
    bin_name = "folio",
    version,
    override_usage = "folio [OPTIONS] [PATH]...\n       folio [OPTIONS] COMMAND ...",
    after_help = "Without a PATH, folio opens the sample corpus that it carries; `-` is standard input. A PATH named \
                  like a command is written ./search.\n\nThe keys of the reader are on its screen: ? lists them all."
)]
pub struct Arguments {
    /// Folders and files to read, - for standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What goes for all commands.
    #[command(flatten)]
    pub global: Global,
    /// The command; the reader without one.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options that may stand before or after the command.
#[derive(Debug, Args)]
pub struct Global {
    /// Keep indexes, settings and the reader's own data under DIR [default: FOLIO_HOME, else the XDG folders]
    #[arg(long, global = true, value_name = "DIR")]
    pub home: Option<PathBuf>,
    /// Colours of the reader: auto, dark, light, sixteen, plain, or a theme of your own
    #[arg(long, global = true, value_name = "NAME")]
    pub theme: Option<String>,
    /// Read every file as FORMAT, whatever it looks like: text, markdown or jsonl
    #[arg(long = "as", global = true, value_name = "FORMAT")]
    pub kind: Option<Kind>,
    /// Limits, which keep a hostile file from eating the machine.
    #[command(flatten)]
    pub limits: LimitOptions,
}

/// What one file may ask of the machine. Each has a line of the same name under `[limits]` in config.toml.
#[derive(Clone, Debug, Default, PartialEq, Args, Serialize, Deserialize)]
#[command(next_help_heading = "Limits")]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct LimitOptions {
    /// Longest text of one file; of a longer one the beginning is read
    #[arg(long, global = true, value_name = "SIZE")]
    pub largest_text: Option<Size>,
    /// Longest record; a longer one is skipped
    #[arg(long, global = true, value_name = "SIZE")]
    pub largest_record: Option<Size>,
    /// Most that a packed file may unpack to
    #[arg(long, global = true, value_name = "SIZE")]
    pub largest_unpacked: Option<Size>,
    /// How many times its size a packed file may unpack to
    #[arg(long, global = true, value_name = "N")]
    pub largest_ratio: Option<u64>,
    /// Most that is read from standard input
    #[arg(long, global = true, value_name = "SIZE")]
    pub largest_input: Option<Size>,
    /// How many folders may lie in each other
    #[arg(long, global = true, value_name = "N")]
    pub deepest_folder: Option<usize>,
    /// How many problems of one file are named one by one
    #[arg(long, global = true, value_name = "N")]
    pub problems_per_file: Option<usize>,
}

/// What folio does besides being a reader.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the articles that match a query
    Search(Search),
    /// Print one article
    Show(Show),
    /// Print what folio recognises in each article
    Parse(Parse),
    /// Build the index of a corpus, or bring it up to date
    Index(Corpus),
    /// Count what is in a corpus
    Stats(Stats),
    /// Tell what is wrong with a corpus
    Doctor(Doctor),
    /// Print the settings in effect, as they are written in config.toml
    Config,
    /// Print the keys in effect, as they are written in keymap.toml
    Keys {
        /// The keys of another program instead
        #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(PRESET_NAMES))]
        preset: Option<String>,
    },
    /// Print a theme as it is written, the one in effect without NAME
    Themes {
        /// The theme: dark, light, sixteen, plain, or one of your own
        name: Option<String>,
    },
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page of folio, or of one of its commands
    Man {
        /// The command
        command: Option<String>,
    },
}

/// The corpus that a command works on.
#[derive(Debug, Args)]
pub struct Corpus {
    /// Folders and files to read, - for standard input; the sample corpus without any
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// `folio search`.
#[derive(Debug, Args)]
#[command(
    override_usage = "folio search [OPTIONS] QUERY [PATH]...\n       folio search [OPTIONS] --queries FILE [PATH]...",
    after_help = "Words are all required: sanctions ukraine. Also: OR, -word, (parentheses), \"exact phrase\", \
                  \"near by\"~3, prefix*, word~ (one typo), =word (exactly), title: body: site: by: lang: path:, \
                  date:2021-12..2022-01, words:>500, is:unread. Before a query that begins with - write --.\n\n\
                  Exit status: 0 found, 1 nothing found, 2 an error."
)]
pub struct Search {
    /// The query, then the folders and files to search, - for standard input; the sample corpus without any
    #[arg(value_name = "QUERY [PATH]...")]
    pub words: Vec<OsString>,
    /// Print one JSON object a line
    #[arg(long, conflicts_with = "count")]
    pub json: bool,
    /// Print only how many articles match
    #[arg(long, short = 'c')]
    pub count: bool,
    /// Print at most N articles [default: 20; 1000 with --queries]
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<usize>,
    /// Pass over the first N articles
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Order of the articles
    #[arg(long, value_name = "KEY", value_enum, default_value_t = SortName::Relevance)]
    pub sort: SortName,
    /// Turn the order round
    #[arg(long)]
    pub reverse: bool,
    /// Take the query as plain words of which any may match, ranked
    #[arg(long)]
    pub any: bool,
    /// Print how the query was read instead: what each part looks for, and how many articles have it
    #[arg(long, conflicts_with_all = ["count", "queries", "facets"])]
    pub explain: bool,
    /// Print what the result consists of instead: articles by outlet, year, month, language and kind of date
    #[arg(long, conflicts_with_all = ["count", "queries"])]
    pub facets: bool,
    /// Take the index as it is, without looking for changed files
    #[arg(long)]
    pub no_refresh: bool,
    /// Answer each line of FILE instead: {"id": NAME, "text": WORDS}, with "syntax": true where WORDS is a query
    #[arg(long, value_name = "FILE", conflicts_with_all = ["count", "any"])]
    pub queries: Option<PathBuf>,
}

/// What `--sort` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortName {
    /// Best match first; newest first where the query only filters
    Relevance,
    /// Newest first
    Date,
    /// From A to Z
    Title,
    /// By outlet, from A to Z
    Site,
    /// Longest first
    Words,
}

/// `folio show`.
#[derive(Debug, Args)]
pub struct Show {
    /// The article: a file, or an id that `folio search --json` printed (its beginning will do)
    #[arg(value_name = "ID|FILE")]
    pub article: OsString,
    /// Where to look for an id; the sample corpus without any
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Print the whole text as it is in the file, control characters made visible
    #[arg(long, conflicts_with = "json")]
    pub raw: bool,
    /// Print what folio recognises, as JSON
    #[arg(long)]
    pub json: bool,
    /// Print how folio knows title, date, byline and site, all dates with their parts, and what stands around the story
    #[arg(long, conflicts_with_all = ["json", "raw"])]
    pub explain: bool,
    /// Wrap the text at N columns, 10 to 400 [default: the measure of the settings, at most the terminal's width]
    #[arg(long, value_name = "N", conflicts_with_all = ["json", "raw", "explain"], value_parser = clap::value_parser!(u16).range(10..=400))]
    pub width: Option<u16>,
}

/// `folio parse`.
#[derive(Debug, Args)]
#[command(after_help = "Exit status: 0 everything read, 3 something was skipped (each named once), 2 nothing read.")]
pub struct Parse {
    /// What to read.
    #[command(flatten)]
    pub corpus: Corpus,
    /// Print one JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// `folio stats`.
#[derive(Debug, Args)]
pub struct Stats {
    /// What to count.
    #[command(flatten)]
    pub corpus: Corpus,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Take the index as it is, without looking for changed files
    #[arg(long)]
    pub no_refresh: bool,
}

/// `folio doctor`.
#[derive(Debug, Args)]
#[command(
    after_help = "Told are: files and records that were not read, articles without date or title, very short and very \
                  long ones, exact copies, character sets, and the lines that so many pages of a site or folder have \
                  that they are folded as furniture.\n\nExit status: 0 there are articles, 1 there are none, 2 an error."
)]
pub struct Doctor {
    /// What to look over.
    #[command(flatten)]
    pub corpus: Corpus,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Take the index as it is, without looking for changed files
    #[arg(long)]
    pub no_refresh: bool,
}

impl Arguments {
    /// Reads a command line.
    pub fn read(words: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        Self::try_parse_from(words)
    }
}

impl Search {
    /// The query, if one is given, and the paths.
    pub fn query_and_paths(self) -> (Option<OsString>, Vec<PathBuf>) {
        let mut words = self.words.into_iter();
        let query = if self.queries.is_none() { words.next() } else { None };
        (query, words.map(PathBuf::from).collect())
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn read(line: &str) -> Result<Arguments, clap::Error> {
        Arguments::read(line.split(' ').map(OsString::from))
    }

    fn search(line: &str) -> Search {
        match read(line).unwrap().command {
            Some(Command::Search(search)) => search,
            other => panic!("expected a search, got {other:?}"),
        }
    }

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn words_that_are_no_command_are_paths() {
        let arguments = read("folio news ./stats -").unwrap();
        assert!(arguments.command.is_none());
        assert_eq!(arguments.paths, ["news", "./stats", "-"].map(PathBuf::from));
    }

    #[test]
    fn what_follows_a_path_is_a_path() {
        let arguments = read("folio news stats").unwrap();
        assert!(arguments.command.is_none());
        assert_eq!(arguments.paths.len(), 2);
    }

    #[test]
    fn global_options_stand_before_and_after_the_command() {
        for line in ["folio --home h stats p", "folio stats --home h p", "folio stats p --home h"] {
            assert_eq!(read(line).unwrap().global.home, Some(PathBuf::from("h")), "{line}");
        }
    }

    #[test]
    fn the_first_word_of_a_search_is_the_query() {
        let (query, paths) = search("folio search q a b").query_and_paths();
        assert_eq!((query, paths), (Some("q".into()), vec!["a".into(), "b".into()]));
        let (query, paths) = search("folio search --queries f a").query_and_paths();
        assert_eq!((query, paths), (None, vec!["a".into()]));
    }

    #[test]
    fn a_query_may_begin_with_a_dash_after_two() {
        assert_eq!(search("folio search -- -belarus a").words, ["-belarus", "a"]);
    }

    #[test]
    fn a_limit_takes_a_size_in_words() {
        let arguments = read("folio --largest-text 2M x").unwrap();
        assert_eq!(arguments.global.limits.largest_text, Some(Size(2 << 20)));
    }
}
