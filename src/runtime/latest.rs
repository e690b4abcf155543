//! A slot for work of which only the newest counts: putting a task in throws the waiting one away.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// A slot that one thread fills and another empties.
pub struct Latest<T> {
    shared: Arc<Shared<T>>,
}

struct Shared<T> {
    slot: Mutex<Slot<T>>,
    filled: Condvar,
}

struct Slot<T> {
    task: Option<T>,
    closed: bool,
}

impl<T> Clone for Latest<T> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<T> Default for Latest<T> {
    fn default() -> Self {
        let slot = Mutex::new(Slot { task: None, closed: false });
        Self { shared: Arc::new(Shared { slot, filled: Condvar::new() }) }
    }
}

impl<T> Latest<T> {
    /// Puts a task in, in place of the one that is waiting.
    pub fn put(&self, task: T) {
        self.slot().task = Some(task);
        self.shared.filled.notify_one();
    }

    /// Waits for a task; none when there will be no more.
    pub fn take(&self) -> Option<T> {
        let mut slot = self.slot();
        loop {
            if slot.closed {
                return None;
            }
            if let Some(task) = slot.task.take() {
                return Some(task);
            }
            slot = self.shared.filled.wait(slot).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whether a newer task waits, so that the present one is not worth ending.
    pub fn is_overtaken(&self) -> bool {
        let slot = self.slot();
        slot.closed || slot.task.is_some()
    }

    /// Says that there will be no more tasks.
    pub fn close(&self) {
        self.slot().closed = true;
        self.shared.filled.notify_all();
    }

    fn slot(&self) -> std::sync::MutexGuard<'_, Slot<T>> {
        self.shared.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_newest_task_is_done() {
        let slot = Latest::default();
        slot.put(1);
        slot.put(2);
        assert_eq!(slot.take(), Some(2));
        assert!(!slot.is_overtaken());
        slot.put(3);
        assert!(slot.is_overtaken());
    }

    #[test]
    fn a_closed_slot_ends_its_worker() {
        let slot = Latest::<u8>::default();
        let worker = std::thread::spawn({
            let slot = slot.clone();
            move || slot.take()
        });
        slot.close();
        assert_eq!(worker.join().unwrap(), None);
    }
}
