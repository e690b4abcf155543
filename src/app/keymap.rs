//! Which keys ask for which action: read from `assets/keymap.toml` and from a file of the reader's own.

use serde::Deserialize;

use super::{
    action::Action,
    chord::{Chord, UnknownKey},
};

/// The keymap that ships with folio, as a person writes it.
pub const DEFAULT: &str = include_str!("../../assets/keymap.toml");

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

/// What is wrong with a keymap file.
#[derive(Debug, thiserror::Error)]
pub enum KeymapError {
    /// It is not the TOML that a keymap is.
    #[error("{0}")]
    Form(#[from] toml::de::Error),
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    everywhere: toml::Table,
    #[serde(default)]
    typing: toml::Table,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::empty().with(DEFAULT).expect("the keymap in assets is tested to be right")
    }
}

impl Keymap {
    fn empty() -> Self {
        Self { everywhere: Vec::new(), typing: Vec::new() }
    }

    /// This keymap with the bindings of a file on top of it; the action `none` frees a key.
    ///
    /// # Errors
    /// Names the key or action that is not known, or the two bindings that are in each other's way.
    pub fn with(mut self, file: &str) -> Result<Self, KeymapError> {
        let file: File = toml::from_str(file)?;
        bind_all(&mut self.everywhere, file.everywhere)?;
        bind_all(&mut self.typing, file.typing)?;
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
            None => Meaning::Nothing,
        }
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
        file
    }
}

/// Binds what a file says, in its order: the help shows the keys of an action in that order, and hints the first.
fn bind_all(bindings: &mut Vec<Binding>, written: toml::Table) -> Result<(), KeymapError> {
    for (keys, action) in written {
        let action: String = action.try_into()?;
        let keys = keys.split_whitespace().map(str::parse).collect::<Result<Vec<Chord>, _>>()?;
        bindings.retain(|binding| binding.keys != keys);
        if action != "none" {
            bindings.push(Binding { action: action_named(&action)?, keys });
        }
    }
    bindings.sort_by_key(|binding| Action::ALL.iter().position(|action| *action == binding.action));
    refuse_prefixes(bindings)
}

fn action_named(name: &str) -> Result<Action, KeymapError> {
    Action::named(name).ok_or_else(|| KeymapError::Action { name: name.to_owned(), near: nearest(name) })
}

/// The name that shares the longest beginning with a mistyped one, or contains it.
fn nearest(name: &str) -> Option<&'static str> {
    let shared = |other: &str| other.chars().zip(name.chars()).take_while(|(a, b)| a == b).count();
    let names = Action::ALL.iter().map(|action| action.name());
    names.max_by_key(|other| (shared(other), other.contains(name))).filter(|other| shared(other) >= 2)
}

fn refuse_prefixes(bindings: &[Binding]) -> Result<(), KeymapError> {
    for short in bindings {
        let longer = |long: &&Binding| long.keys.len() > short.keys.len() && long.keys.starts_with(&short.keys);
        if let Some(long) = bindings.iter().find(longer) {
            return Err(KeymapError::Prefix { short: written(&short.keys), long: written(&long.keys) });
        }
    }
    Ok(())
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
        assert!(error.to_string().starts_with("`g` is bound and also begins `g "), "{error}");
    }

    #[test]
    fn a_mistyped_action_is_answered_with_the_nearest() {
        let error = Keymap::default().with("[everywhere]\n\"x\" = \"next-paragrap\"\n").unwrap_err();
        assert_eq!(error.to_string(), "there is no action `next-paragrap`; did you mean `next-paragraph`?");
    }

    #[test]
    fn a_written_keymap_reads_back_as_itself() {
        let keymap = Keymap::default();
        assert_eq!(Keymap::empty().with(&keymap.written()).unwrap(), keymap);
    }
}
