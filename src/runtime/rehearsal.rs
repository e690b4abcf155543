//! Accidents on demand, for the tests of what follows them: in debug builds alone, so that no folio that is shipped has
//! this door.

use std::{
    env,
    sync::atomic::{AtomicU32, Ordering},
};

/// The variable that names the place where folio is to panic.
const VARIABLE: &str = "FOLIO_REHEARSE";
/// While a frame is drawn.
pub const DRAWING: &str = "drawing";
/// While a question is answered.
pub const SEARCHING: &str = "searching";
/// In a worker, outside of what it does for anybody.
pub const MARKING: &str = "marking";
/// In the thread that reads the keyboard.
pub const KEYBOARD: &str = "keyboard";

/// Panics here the third time, if that was asked for: by then there is something on the screen.
pub fn panic_at(place: &str) {
    static TIMES: AtomicU32 = AtomicU32::new(0);
    if env::var_os(VARIABLE).is_some_and(|wanted| wanted == place) {
        assert!(TIMES.fetch_add(1, Ordering::Relaxed) < 2, "rehearsed: a panic in {place}");
    }
}
