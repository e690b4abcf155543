//! How much may be under way at once, by weight.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A weight that is not to be exceeded. What is heavier by itself passes when nothing else is under way.
#[derive(Debug)]
pub struct Budget {
    most: usize,
    taken: Mutex<Taken>,
    freed: Condvar,
}

/// What is under way, and whether it is still wanted.
#[derive(Debug, Default)]
struct Taken {
    weight: usize,
    is_closed: bool,
}

/// A weight that is under way, until it is dropped.
#[derive(Debug)]
pub struct Permit<'a> {
    budget: &'a Budget,
    weight: usize,
}

impl Budget {
    /// A budget of this weight.
    pub fn new(most: usize) -> Self {
        Self { most, taken: Mutex::default(), freed: Condvar::new() }
    }

    /// Takes a weight, waiting until there is room for it; none when nothing is wanted any more.
    pub fn take(&self, weight: usize) -> Option<Permit<'_>> {
        let mut taken = self.lock();
        while !taken.is_closed && taken.weight > 0 && taken.weight.saturating_add(weight) > self.most {
            taken = self.freed.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        if taken.is_closed {
            return None;
        }
        taken.weight = taken.weight.saturating_add(weight);
        Some(Permit { budget: self, weight })
    }

    /// Says that nothing is wanted any more, so that nobody waits for room.
    pub fn close(&self) {
        self.lock().is_closed = true;
        self.freed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut taken = self.budget.lock();
        taken.weight = taken.weight.saturating_sub(self.weight);
        self.budget.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn the_weight_under_way_stays_within_the_budget() {
        let (budget, under_way) = (Budget::new(10), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for weight in [1, 4, 7, 10] {
                let (budget, under_way) = (&budget, &under_way);
                scope.spawn(move || {
                    for _ in 0..500 {
                        let _permit = budget.take(weight);
                        assert!(under_way.fetch_add(weight, Ordering::SeqCst) + weight <= 10);
                        under_way.fetch_sub(weight, Ordering::SeqCst);
                    }
                });
            }
        });
    }

    #[test]
    fn what_is_too_heavy_passes_alone() {
        let budget = Budget::new(10);
        drop(budget.take(1000));
        let _small = budget.take(3);
        let _other = budget.take(7);
    }

    #[test]
    fn nobody_waits_for_room_that_is_not_wanted_any_more() {
        let budget = Budget::new(10);
        let _all = budget.take(10);
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| budget.take(1).is_none());
            budget.close();
            assert!(waiting.join().unwrap());
        });
    }
}
