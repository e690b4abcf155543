//! Roles and their looks. No colour is written anywhere else: panes name roles, a theme file gives each its style.

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

/// Declares the roles, each with the name that theme files use.
macro_rules! roles {
    ($($variant:ident, $name:literal, $description:literal;)*) => {
        /// What a piece of the screen is, for its style.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Role {
            $(#[doc = $description] $variant,)*
        }

        impl Role {
            /// All roles.
            pub const ALL: &'static [Role] = &[$(Role::$variant,)*];

            /// The name that theme files use.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Role::$variant => $name,)*
                }
            }
        }
    };
}

roles! {
    Text, "text", "Running text.";
    Title, "title", "The article's headline.";
    Kicker, "kicker", "Site and section above the headline.";
    Standfirst, "standfirst", "The lead below the headline.";
    Meta, "meta", "Byline, date, length.";
    Unsure, "unsure", "What was inferred.";
    Heading, "heading", "A heading in the text.";
    Quote, "quote", "A quotation set apart.";
    Caption, "caption", "What a picture shows.";
    Code, "code", "Program text.";
    Furniture, "furniture", "What the page added.";
    Match, "match", "A hit of the query in the text.";
    MatchCurrent, "match-current", "The hit that `n` has reached.";
    Found, "found", "What find-in-page has found.";
    RowTitle, "row-title", "A title in the list.";
    RowRead, "row-read", "The title of an article that was read.";
    RowMeta, "row-meta", "Date, site and length in the list.";
    Snippet, "snippet", "The excerpt in the list.";
    SnippetMatch, "snippet-match", "A hit in the excerpt.";
    Selected, "selected", "The selected row of the pane with the focus.";
    SelectedAway, "selected-away", "The selected row while the focus is elsewhere.";
    Cursor, "cursor", "The bar beside the selected row.";
    Border, "border", "Lines between panes.";
    PaneTitle, "pane-title", "The line above a pane.";
    PaneTitleFocus, "pane-title-focus", "The name of the pane with the focus.";
    Top, "top", "The first line of the screen.";
    TopName, "top-name", "folio's name and the corpus in it.";
    Bar, "bar", "The search bar.";
    Prompt, "prompt", "The sign before typed text.";
    Count, "count", "Counts beside the search bar.";
    Fault, "fault", "What is wrong with a query.";
    Notice, "notice", "A message.";
    Warning, "warning", "A message about something that went wrong.";
    Key, "key", "A key in a hint or in the help.";
    Overlay, "overlay", "Help, palette and their like.";
    OverlayBorder, "overlay-border", "Their frame.";
    RawControl, "raw-control", "A control character in the raw view.";
}

/// The themes that ship with folio: name and file.
pub const SHIPPED: &[(&str, &str)] = &[
    ("dark", include_str!("../../assets/theme-dark.toml")),
    ("light", include_str!("../../assets/theme-light.toml")),
    ("sixteen", include_str!("../../assets/theme-sixteen.toml")),
    ("plain", include_str!("../../assets/theme-plain.toml")),
];

/// A style for each role.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    styles: Vec<Style>,
}

/// What is wrong with a theme file.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// It is not the TOML that a theme is.
    #[error("{0}")]
    Form(#[from] toml::de::Error),
    /// A role that does not exist.
    #[error("there is no role `{0}`")]
    Role(String),
    /// A role that is missing.
    #[error("the role `{0}` is missing")]
    Missing(&'static str),
    /// A colour that is none.
    #[error("`{0}` is not a colour: write a number below 256, a name such as bright-blue, or #rrggbb")]
    Color(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Look {
    fg: Option<ColorName>,
    bg: Option<ColorName>,
    bold: bool,
    dim: bool,
    italic: bool,
    underline: bool,
    reverse: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum ColorName {
    Number(u8),
    Name(String),
}

impl Theme {
    /// The shipped theme of this name.
    pub fn shipped(name: &str) -> Option<Self> {
        let (_, file) = SHIPPED.iter().find(|(known, _)| *known == name)?;
        Some(Self::read(file).expect("the themes in assets are tested to be right"))
    }

    /// Reads a theme file.
    ///
    /// # Errors
    /// Names the role or colour that is not known, or the role that is missing.
    pub fn read(file: &str) -> Result<Self, ThemeError> {
        let mut looks: BTreeMap<String, Look> = toml::from_str(file)?;
        let styles = Role::ALL
            .iter()
            .map(|role| looks.remove(role.name()).ok_or(ThemeError::Missing(role.name()))?.style())
            .collect::<Result<_, _>>()?;
        match looks.into_keys().next() {
            Some(unknown) => Err(ThemeError::Role(unknown)),
            None => Ok(Self { styles }),
        }
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }
}

impl Look {
    fn style(self) -> Result<Style, ThemeError> {
        let mut style = Style::new();
        style.fg = self.fg.map(ColorName::color).transpose()?;
        style.bg = self.bg.map(ColorName::color).transpose()?;
        let modifiers = [
            (self.bold, Modifier::BOLD),
            (self.dim, Modifier::DIM),
            (self.italic, Modifier::ITALIC),
            (self.underline, Modifier::UNDERLINED),
            (self.reverse, Modifier::REVERSED),
        ];
        for (_, modifier) in modifiers.into_iter().filter(|(set, _)| *set) {
            style = style.add_modifier(modifier);
        }
        Ok(style)
    }
}

impl ColorName {
    fn color(self) -> Result<Color, ThemeError> {
        match self {
            Self::Number(number) => Ok(Color::Indexed(number)),
            Self::Name(name) => name.parse().map_err(|_| ThemeError::Color(name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_theme_sets_every_role() {
        for (name, file) in SHIPPED {
            assert!(Theme::read(file).is_ok(), "{name}: {:?}", Theme::read(file).err());
        }
    }

    #[test]
    fn the_plain_theme_has_no_colour() {
        let plain = Theme::shipped("plain").unwrap();
        for &role in Role::ALL {
            let style = plain.style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{}", role.name());
        }
    }

    #[test]
    fn the_theme_for_sixteen_colours_keeps_to_them() {
        let theme = Theme::shipped("sixteen").unwrap();
        for &role in Role::ALL {
            let style = theme.style(role);
            for color in [style.fg, style.bg].into_iter().flatten() {
                assert!(!matches!(color, Color::Indexed(_) | Color::Rgb(..)), "{}", role.name());
            }
        }
    }

    #[test]
    fn faults_of_a_theme_file_are_named() {
        assert_eq!(Theme::read("text = {}").unwrap_err().to_string(), "the role `title` is missing");
        let odd = SHIPPED[0].1.replace("fg = 230", "fg = \"ultraviolet\"");
        assert!(Theme::read(&odd).unwrap_err().to_string().starts_with("`ultraviolet` is not a colour"));
        let extra = format!("{}\nheadline = {{}}\n", SHIPPED[0].1);
        assert_eq!(Theme::read(&extra).unwrap_err().to_string(), "there is no role `headline`");
    }
}
