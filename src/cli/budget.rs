//! How much may be under way at once, by weight.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A weight that is not to be exceeded. What is heavier by itself passes when nothing else is under way.
#[derive(Debug)]
pub struct Budget {
    most: usize,
    taken: Mutex<usize>,
    freed: Condvar,
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
        Self { most, taken: Mutex::new(0), freed: Condvar::new() }
    }

    /// Takes a weight, waiting until there is room for it.
    pub fn take(&self, weight: usize) -> Permit<'_> {
        let mut taken = self.lock();
        while *taken > 0 && taken.saturating_add(weight) > self.most {
            taken = self.freed.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken = taken.saturating_add(weight);
        Permit { budget: self, weight }
    }

    fn lock(&self) -> MutexGuard<'_, usize> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut taken = self.budget.lock();
        *taken = taken.saturating_sub(self.weight);
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
}
