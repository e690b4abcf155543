//! Everything a person can ask for, by name. The names stand in the keymap, in the palette and after `:`.

/// Declares the actions: each with the name that a person writes, its group in the help and what it does.
macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident, $name:literal, $group:ident, $description:literal;)*) => {
        /// What a person can ask for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $(#[doc = $description] $variant,)*
        }

        impl Action {
            /// All actions, in the order of the help.
            pub const ALL: &'static [Action] = &[$(Action::$variant,)*];

            /// The name that is written in the keymap and after `:`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Action::$variant => $name,)*
                }
            }

            /// What it does, as the help says it.
            pub const fn description(self) -> &'static str {
                match self {
                    $(Action::$variant => $description,)*
                }
            }

            /// Where the help lists it.
            pub const fn group(self) -> Group {
                match self {
                    $(Action::$variant => Group::$group,)*
                }
            }
        }
    };
}

actions! {
    Next, "next", Moving, "next row; next line in the reader";
    Previous, "previous", Moving, "previous row; previous line in the reader";
    ScrollTextDown, "scroll-text-down", Moving, "scroll the text while the list has the focus";
    ScrollTextUp, "scroll-text-up", Moving, "scroll the text back while the list has the focus";
    HalfPageDown, "half-page-down", Moving, "half a page on";
    HalfPageUp, "half-page-up", Moving, "half a page back";
    PageDown, "page-down", Moving, "a page on";
    PageUp, "page-up", Moving, "a page back";
    First, "first", Moving, "first row; beginning of the article";
    Last, "last", Moving, "last row; end of the article";
    NextParagraph, "next-paragraph", Moving, "next paragraph; next day in the list";
    PreviousParagraph, "previous-paragraph", Moving, "previous paragraph; previous day in the list";
    NextHeading, "next-heading", Moving, "next heading";
    PreviousHeading, "previous-heading", Moving, "previous heading";
    NextUnread, "next-unread", Moving, "next unread article";
    PreviousUnread, "previous-unread", Moving, "previous unread article";
    Open, "open", Moving, "open the article; go right";
    ToList, "to-list", Moving, "back to the list";
    NextPane, "next-pane", Moving, "next pane";
    PreviousPane, "previous-pane", Moving, "previous pane";
    FocusList, "focus-list", Moving, "go to the article list";
    FocusReader, "focus-reader", Moving, "go to the reader";
    FocusBar, "focus-bar", Moving, "go to the search bar";
    OlderPlace, "older-place", Jumping, "back to where you were before the last jump";
    NewerPlace, "newer-place", Jumping, "forward again";
    SetMark, "set-mark", Jumping, "set a mark here: a letter follows";
    GoToMark, "go-to-mark", Jumping, "go to a mark: a letter follows";
    Search, "search", Searching, "search the corpus; edit the query";
    Narrow, "narrow", Searching, "narrow the present result, keeping the query";
    NextHit, "next-hit", Searching, "next hit; past the end the next article of the result";
    PreviousHit, "previous-hit", Searching, "previous hit";
    Find, "find", Searching, "find in this article";
    SortRelevance, "sort-relevance", Searching, "sort by relevance; again reverses";
    SortDate, "sort-date", Searching, "sort by date; again reverses";
    SortTitle, "sort-title", Searching, "sort by title; again reverses";
    SortSite, "sort-site", Searching, "sort by site; again reverses";
    SortWords, "sort-words", Searching, "sort by length; again reverses";
    Facets, "facets", Searching, "facets: what the result consists of; narrows it";
    Timeline, "timeline", Searching, "timeline: the result over time; narrows it to a span";
    Wider, "wider", Reading, "a wider measure";
    Narrower, "narrower", Reading, "a narrower measure";
    Justify, "justify", Reading, "justified or ragged right";
    ReadingMode, "reading-mode", Reading, "reading mode: the text only";
    Furniture, "furniture", Reading, "show or fold page furniture";
    Raw, "raw", Reading, "the raw file, as it came";
    Read, "read", Reading, "mark as read or unread";
    Explain, "explain", Reading, "explain: title, date, furniture, query";
    AcceptLine, "accept-line", Reading, "fold a line that other pages have too, from now on";
    RejectLine, "reject-line", Reading, "never fold such a line";
    Cancel, "cancel", Program, "step back one level; never quits";
    Leave, "leave", Program, "back one level; at the top, quit";
    Quit, "quit", Program, "quit";
    Interrupt, "interrupt", Program, "stop what is running; with nothing running, quit";
    Help, "help", Program, "this help; type to search it";
    Palette, "palette", Program, "run an action by its name";
    Problems, "problems", Program, "what could not be read, and why";
    Refresh, "refresh", Program, "look for new, changed and vanished files";
    Redraw, "redraw", Program, "draw the screen anew";
    Suspend, "suspend", Program, "suspend folio; `fg` brings it back";
    /// Editing of typed text.
    Accept, "accept", Typing, "accept what is typed";
    Complete, "complete", Typing, "complete a field or its value, take a suggestion; else next pane";
    OlderEntry, "older-entry", Typing, "older entry of the history; previous row of an overlay";
    NewerEntry, "newer-entry", Typing, "newer entry of the history; next row of an overlay";
    NextRow, "next-row", Typing, "next row of the list while typing";
    PreviousRow, "previous-row", Typing, "previous row of the list while typing";
    DeleteBack, "delete-back", Typing, "delete the character before the cursor";
    DeleteForward, "delete-forward", Typing, "delete the character under the cursor";
    DeleteWord, "delete-word", Typing, "delete the word before the cursor";
    DeleteToStart, "delete-to-start", Typing, "delete to the beginning";
    DeleteToEnd, "delete-to-end", Typing, "delete to the end";
    CursorLeft, "cursor-left", Typing, "cursor left";
    CursorRight, "cursor-right", Typing, "cursor right";
    CursorWordLeft, "cursor-word-left", Typing, "cursor one word left";
    CursorWordRight, "cursor-word-right", Typing, "cursor one word right";
    CursorStart, "cursor-start", Typing, "cursor to the beginning";
    CursorEnd, "cursor-end", Typing, "cursor to the end";
}

impl Action {
    /// The action with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.name() == name)
    }

    /// Whether a letter has to follow, as with marks.
    pub fn wants_letter(self) -> bool {
        matches!(self, Self::SetMark | Self::GoToMark)
    }
}

/// A chapter of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// From row to row, line to line, pane to pane.
    Moving,
    /// Over longer distances.
    Jumping,
    /// Searching, finding, sorting.
    Searching,
    /// The page.
    Reading,
    /// folio itself.
    Program,
    /// While text is being typed.
    Typing,
}

impl Group {
    /// The chapters, in the order of the help.
    pub const ALL: [Self; 6] =
        [Self::Moving, Self::Jumping, Self::Searching, Self::Reading, Self::Program, Self::Typing];

    /// The chapter's heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Moving => "Moving",
            Self::Jumping => "Jumping",
            Self::Searching => "Searching",
            Self::Reading => "Reading",
            Self::Program => "folio",
            Self::Typing => "While typing",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_action_has_a_name_and_a_description_of_its_own() {
        let names: HashSet<_> = Action::ALL.iter().map(|action| action.name()).collect();
        let descriptions: HashSet<_> = Action::ALL.iter().map(|action| action.description()).collect();
        assert_eq!(names.len(), Action::ALL.len());
        assert_eq!(descriptions.len(), Action::ALL.len());
    }

    #[test]
    fn every_action_is_found_by_its_name() {
        for &action in Action::ALL {
            assert_eq!(Action::named(action.name()), Some(action));
        }
    }
}
