//! A gate in front of the pipeline: work passes until it is held, and is held only when all that passed has arrived.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The gate.
#[derive(Debug, Default)]
pub struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    is_held: bool,
    passed: usize,
}

/// A piece of work that has passed the gate, until it is dropped.
#[derive(Debug)]
pub struct Pass<'a>(&'a Gate);

impl Gate {
    /// Passes the gate, waiting while it is held.
    pub fn pass(&self) -> Pass<'_> {
        let mut state = self.lock();
        while state.is_held {
            state = self.wait(state);
        }
        state.passed += 1;
        Pass(self)
    }

    /// Does something while nothing is on its way.
    pub fn hold<T>(&self, act: impl FnOnce() -> T) -> T {
        let mut state = self.lock();
        state.is_held = true;
        while state.passed > 0 {
            state = self.wait(state);
        }
        drop(state);
        let outcome = act();
        self.lock().is_held = false;
        self.changed.notify_all();
        outcome
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.passed -= 1;
        if state.passed == 0 {
            self.0.changed.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn nothing_is_on_its_way_while_the_gate_is_held() {
        let (gate, on_its_way) = (Gate::default(), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    for _ in 0..1_000 {
                        let _pass = gate.pass();
                        on_its_way.fetch_add(1, Ordering::SeqCst);
                        std::thread::yield_now();
                        on_its_way.fetch_sub(1, Ordering::SeqCst);
                    }
                });
            }
            for _ in 0..100 {
                gate.hold(|| assert_eq!(on_its_way.load(Ordering::SeqCst), 0));
            }
        });
    }
}
