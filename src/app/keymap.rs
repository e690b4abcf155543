//! Which keys ask for which action: read from `assets/keymap.toml` and from a file of the reader's own.

use toml::{
    Spanned,
    de::{DeString, DeTable, DeValue},
};

use super::{
    action::Action,
    chord::{Chord, UnknownKey},
};
use crate::text::{clean::Clean, lines::number_of, near::near};

/// The keymap that ships with folio, as a person writes it.
pub const DEFAULT: &str = include_str!("../../assets/keymap.toml");

/// Keys to begin with: a name, and the file that is read after the keymap that ships with folio.
const PRESETS: [(&str, &str); 4] = [
    (OWN, ""),
    ("newsboat", include_str!("../../assets/keymap-newsboat.toml")),
    ("less", include_str!("../../assets/keymap-less.toml")),
    ("emacs", include_str!("../../assets/keymap-emacs.toml")),
];

/// The name of folio's own keys among the presets.
const OWN: &str = "folio";

/// The names of the presets.
pub const PRESET_NAMES: &[&str] = &[PRESETS[0].0, PRESETS[1].0, PRESETS[2].0, PRESETS[3].0];

/// Where keys are looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// In the panes and overlays, where a key is a command.
    Everywhere,
    /// Where text is typed.
    Typing,
}

/// Keys and what they ask for. No complete key begins another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Keymap {
    everywhere: Vec<Binding>,
    typing: Vec<Binding>,
    prefixes: Vec<Prefix>,
}

/// A key that begins longer ones, also where none of them is bound: what follows it never acts on its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Prefix {
    /// The key.
    pub key: Chord,
    /// What the keys that it begins are about.
    pub about: Clean,
}

/// One or more keys pressed one after the other, and the action they ask for.
#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    /// The keys, in order.
    pub keys: Vec<Chord>,
    /// What they ask for.
    pub action: Action,
}

/// What the keys pressed so far mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// An action.
    Action(Action),
    /// The beginning of longer keys.
    Prefix,
    /// Nothing.
    Nothing,
}

/// What is wrong with a keymap file, and on which line.
#[derive(Debug, PartialEq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct KeymapError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub fault: KeymapFault,
}

/// What can be wrong with a keymap.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum KeymapFault {
    /// It is not TOML.
    #[error("keys are written \"KEY\" = \"ACTION\" ({0})")]
    Form(String),
    /// A section that does not exist, or something outside of all sections.
    #[error("`{0}` is no section of a keymap; there is `[everywhere]`, `[typing]`, `[prefixes]`")]
    Section(String),
    /// What is said of a key is no text.
    #[error("`{0}` needs a name in quotes")]
    Value(String),
    /// A key that does not exist.
    #[error("{0}")]
    Key(#[from] UnknownKey),
    /// An action that does not exist.
    #[error("there is no action `{name}`{}", near.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    Action {
        /// The name as written.
        name: String,
        /// The action with the nearest name.
        near: Option<&'static str>,
    },
    /// Two bindings of which one begins the other.
    #[error("`{short}` is bound and also begins `{long}`: folio would have to wait")]
    Prefix {
        /// The shorter keys.
        short: String,
        /// The longer keys.
        long: String,
    },
}

/// What is wrong, and the byte of the file at which it is.
type Found = (usize, KeymapFault);

impl Default for Keymap {
    fn default() -> Self {
        Self::empty().with(DEFAULT).expect("the keymap in assets is tested to be right")
    }
}

impl Keymap {
    fn empty() -> Self {
        Self { everywhere: Vec::new(), typing: Vec::new(), prefixes: Vec::new() }
    }

    /// The keymap that a preset makes; none when there is no preset of this name.
    pub fn preset(name: &str) -> Option<Self> {
        let (_, file) = PRESETS.iter().find(|(preset, _)| *preset == name)?;
        Some(Self::default().with(file).expect("the presets in assets are tested to be right"))
    }

    /// This keymap with the bindings of a file on top of it; the action `none` frees a key.
    ///
    /// # Errors
    /// Names the key or action that is not known, or the two bindings that are in each other's way.
    pub fn with(mut self, file: &str) -> Result<Self, KeymapError> {
        let found = |(byte, fault)| KeymapError { line: number_of(file, byte), fault };
        for (name, table) in DeTable::parse(file).map_err(|error| found(form(&error)))?.get_ref() {
            let DeValue::Table(written) = table.get_ref() else { return Err(found(no_section(name))) };
            let bound = match name.get_ref().as_ref() {
                "everywhere" => bind_all(&mut self.everywhere, written),
                "typing" => bind_all(&mut self.typing, written),
                "prefixes" => reserve_all(&mut self.prefixes, written),
                _ => Err(no_section(name)),
            };
            bound.map_err(found)?;
        }
        // Who binds a prefix to an action of its own has no use for it as one.
        self.prefixes.retain(|prefix| !self.everywhere.iter().any(|binding| binding.keys == [prefix.key]));
        Ok(self)
    }

    /// The bindings of a context, in the order of their keys.
    pub fn bindings(&self, context: Context) -> &[Binding] {
        match context {
            Context::Everywhere => &self.everywhere,
            Context::Typing => &self.typing,
        }
    }

    /// What the keys pressed so far mean.
    pub fn meaning(&self, context: Context, pressed: &[Chord]) -> Meaning {
        let bindings = self.bindings(context);
        match bindings.iter().find(|binding| binding.keys.starts_with(pressed)) {
            Some(binding) if binding.keys.len() == pressed.len() => Meaning::Action(binding.action),
            Some(_) => Meaning::Prefix,
            None if context == Context::Everywhere && self.prefix(pressed).is_some() => Meaning::Prefix,
            None => Meaning::Nothing,
        }
    }

    /// The prefix that the keys pressed so far are; none where it is none, or bound keys alone make it one.
    pub fn prefix(&self, pressed: &[Chord]) -> Option<&Prefix> {
        self.prefixes.iter().find(|prefix| pressed == [prefix.key])
    }

    /// How the keys pressed so far can go on: the rest of the keys, and what they do.
    pub fn continuations<'a>(&'a self, pressed: &'a [Chord]) -> impl Iterator<Item = (String, Action)> + 'a {
        let begun = self.everywhere.iter().filter(move |binding| binding.keys.starts_with(pressed));
        begun.map(move |binding| (label(&binding.keys[pressed.len()..]), binding.action))
    }

    /// The keys that ask for an action in a context, as the help shows them.
    pub fn labels(&self, context: Context, action: Action) -> Vec<String> {
        let bindings = self.bindings(context).iter().filter(|binding| binding.action == action);
        bindings.map(|binding| label(&binding.keys)).collect()
    }

    /// The keymap as a file that reads back as itself.
    pub fn written(&self) -> String {
        let mut file = String::new();
        for (name, bindings) in [("everywhere", &self.everywhere), ("typing", &self.typing)] {
            file.push_str(&format!("[{name}]\n"));
            for binding in bindings {
                let keys = toml::Value::String(written(&binding.keys));
                file.push_str(&format!("{keys} = \"{}\"\n", binding.action.name()));
            }
            file.push('\n');
        }
        file.push_str("[prefixes]\n");
        for Prefix { key, about } in &self.prefixes {
            let [key, about] = [key.to_string(), about.to_string()].map(toml::Value::String);
            file.push_str(&format!("{key} = {about}\n"));
        }
        file
    }
}

fn form(error: &toml::de::Error) -> Found {
    let reason = error.message().lines().collect::<Vec<_>>().join("; ");
    (error.span().map_or(0, |span| span.start), KeymapFault::Form(reason))
}

fn no_section(name: &Spanned<DeString<'_>>) -> Found {
    (name.span().start, KeymapFault::Section(name.get_ref().to_string()))
}

/// Binds what a file says, in its order: the help shows the keys of an action in that order, and hints the first.
fn bind_all(bindings: &mut Vec<Binding>, written: &DeTable<'_>) -> Result<(), Found> {
    let mut places = Vec::new();
    for (key, action) in written {
        let at = |fault| (key.span().start, fault);
        let action = name_of(key, action)?;
        let keys = key.get_ref().split_whitespace().map(str::parse).collect::<Result<Vec<Chord>, _>>();
        let keys = keys.map_err(|error| at(error.into()))?;
        bindings.retain(|binding| binding.keys != keys);
        if action != "none" {
            bindings.push(Binding { action: action_named(action).map_err(at)?, keys: keys.clone() });
        }
        places.push((keys, key.span().start));
    }
    bindings.sort_by_key(|binding| Action::ALL.iter().position(|action| *action == binding.action));
    let Some((short, long)) = waiting(bindings) else { return Ok(()) };
    let place = places.iter().find(|(keys, _)| *keys == short || *keys == long);
    let fault = KeymapFault::Prefix { short: self::written(&short), long: self::written(&long) };
    Err((place.map_or(0, |(_, byte)| *byte), fault))
}

/// Reserves the keys that a file names as prefixes.
fn reserve_all(prefixes: &mut Vec<Prefix>, written: &DeTable<'_>) -> Result<(), Found> {
    for (key, about) in written {
        let about = name_of(key, about)?;
        let key: Chord = key.get_ref().parse().map_err(|error: UnknownKey| (key.span().start, error.into()))?;
        prefixes.retain(|prefix| prefix.key != key);
        if about != "none" {
            prefixes.push(Prefix { key, about: Clean::line(about) });
        }
    }
    Ok(())
}

/// What a file says of a key.
fn name_of<'a>(key: &Spanned<DeString<'_>>, value: &'a Spanned<DeValue<'_>>) -> Result<&'a str, Found> {
    match value.get_ref() {
        DeValue::String(name) => Ok(name),
        _ => Err((value.span().start, KeymapFault::Value(key.get_ref().to_string()))),
    }
}

fn action_named(name: &str) -> Result<Action, KeymapFault> {
    let names = || Action::ALL.iter().map(|action| action.name());
    Action::named(name)
        .ok_or_else(|| KeymapFault::Action { name: name.to_owned(), near: near(name, names()).first().copied() })
}

/// Keys that are bound and also begin longer ones, which would have folio wait.
fn waiting(bindings: &[Binding]) -> Option<(Vec<Chord>, Vec<Chord>)> {
    bindings.iter().find_map(|short| {
        let longer = |long: &&Binding| long.keys.len() > short.keys.len() && long.keys.starts_with(&short.keys);
        bindings.iter().find(longer).map(|long| (short.keys.clone(), long.keys.clone()))
    })
}

fn written(keys: &[Chord]) -> String {
    keys.iter().map(Chord::to_string).collect::<Vec<_>>().join(" ")
}

fn label(keys: &[Chord]) -> String {
    keys.iter().map(|key| key.label()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(written: &str) -> Vec<Chord> {
        written.split_whitespace().map(|key| key.parse().unwrap()).collect()
    }

    #[test]
    fn every_action_can_be_reached_by_a_key_or_by_its_name_alone() {
        let keymap = Keymap::default();
        let by_name_alone = [Action::Quit, Action::Problems, Action::Refresh];
        for &action in Action::ALL {
            let bound = [Context::Everywhere, Context::Typing]
                .iter()
                .any(|context| !keymap.labels(*context, action).is_empty());
            assert_eq!(bound, !by_name_alone.contains(&action), "{}", action.name());
        }
    }

    #[test]
    fn every_preset_reaches_what_the_own_keys_reach_and_waits_for_nothing() {
        let own = Keymap::default();
        assert_eq!(Keymap::preset(OWN), Some(own.clone()));
        assert_eq!(Keymap::preset("vi"), None);
        for name in PRESET_NAMES {
            let preset = Keymap::preset(name).unwrap();
            for context in [Context::Everywhere, Context::Typing] {
                for binding in own.bindings(context) {
                    assert!(!preset.labels(context, binding.action).is_empty(), "{name}: {}", binding.action.name());
                }
                assert_eq!(waiting(preset.bindings(context)), None, "{name}");
            }
            assert_eq!(Keymap::empty().with(&preset.written()).unwrap(), preset, "{name}");
        }
        let less = Keymap::preset("less").unwrap();
        assert_eq!(less.meaning(Context::Everywhere, &keys("g")), Meaning::Action(Action::First));
        assert_eq!(less.meaning(Context::Everywhere, &keys("y")), Meaning::Action(Action::Previous));
        let newsboat = Keymap::preset("newsboat").unwrap();
        assert_eq!(newsboat.meaning(Context::Everywhere, &keys("n")), Meaning::Action(Action::NextUnread));
        let emacs = Keymap::preset("emacs").unwrap();
        assert_eq!(emacs.meaning(Context::Everywhere, &keys("ctrl-x ctrl-c")), Meaning::Action(Action::Quit));
    }

    #[test]
    fn the_beginning_of_a_longer_key_is_a_prefix() {
        let keymap = Keymap::default();
        assert_eq!(keymap.meaning(Context::Everywhere, &keys("g")), Meaning::Prefix);
        assert_eq!(keymap.meaning(Context::Everywhere, &keys("g g")), Meaning::Action(Action::First));
        assert_eq!(keymap.meaning(Context::Everywhere, &keys("g q")), Meaning::Nothing);
        let mut on: Vec<_> = keymap.continuations(&keys("g")).map(|(keys, _)| keys).collect();
        on.sort();
        assert_eq!(on, [".", "a", "g", "x"]);
    }

    #[test]
    fn a_file_replaces_and_frees_keys() {
        let keymap = Keymap::default().with("[everywhere]\n\"x\" = \"next\"\n\"j\" = \"none\"\n").unwrap();
        assert_eq!(keymap.meaning(Context::Everywhere, &keys("x")), Meaning::Action(Action::Next));
        assert_eq!(keymap.meaning(Context::Everywhere, &keys("j")), Meaning::Nothing);
    }

    #[test]
    fn a_key_that_begins_another_is_refused() {
        let error = Keymap::default().with("[everywhere]\n\"g\" = \"first\"\n").unwrap_err();
        assert!(error.to_string().starts_with("line 2: `g` is bound and also begins `g "), "{error}");
    }

    #[test]
    fn a_mistyped_action_is_answered_with_the_nearest() {
        let error = Keymap::default().with("[everywhere]\n\"x\" = \"next-paragrap\"\n").unwrap_err();
        assert_eq!(error.to_string(), "line 2: there is no action `next-paragrap`; did you mean `next-paragraph`?");
    }

    #[test]
    fn faults_are_named_with_their_line() {
        let table = [
            ("[everywhere]\n\"j\" = \"next\"\n\"jj\" = \"next\"\n", "line 3: `jj` is not a key; "),
            ("[everywhere]\n\"j\" = 3\n", "line 2: `j` needs a name in quotes"),
            ("\n[everywere]\n", "line 2: `everywere` is no section of a keymap; "),
            ("\"j\" = \"next\"\n", "line 1: `j` is no section of a keymap; "),
            ("[everywhere]\n\n\"j\" = next\n", "line 3: keys are written \"KEY\" = \"ACTION\" ("),
        ];
        for (file, message) in table {
            let error = Keymap::default().with(file).unwrap_err().to_string();
            assert!(error.starts_with(message), "{error}");
        }
    }

    #[test]
    fn a_reserved_key_waits_for_the_next_one_whatever_is_bound() {
        let keymap = Keymap::default();
        for prefix in ["g", "y", "s", "t", "]", "[", "!"] {
            assert_eq!(keymap.meaning(Context::Everywhere, &keys(prefix)), Meaning::Prefix, "{prefix}");
            assert_eq!(keymap.meaning(Context::Typing, &keys(prefix)), Meaning::Nothing, "{prefix}");
        }
        for letter_follows in ["m", "'"] {
            let meaning = keymap.meaning(Context::Everywhere, &keys(letter_follows));
            assert!(matches!(meaning, Meaning::Action(action) if action.wants_letter()), "{letter_follows}");
        }
        let freed = keymap.with("[everywhere]\n\"y\" = \"next\"\n[prefixes]\n\"!\" = \"none\"\n").unwrap();
        assert_eq!(freed.meaning(Context::Everywhere, &keys("y")), Meaning::Action(Action::Next));
        assert_eq!(freed.meaning(Context::Everywhere, &keys("!")), Meaning::Nothing);
    }

    #[test]
    fn a_written_keymap_reads_back_as_itself() {
        let keymap = Keymap::default();
        assert_eq!(Keymap::empty().with(&keymap.written()).unwrap(), keymap);
    }
}
