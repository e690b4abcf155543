//! Work on a stream by several threads, with the results in the order of the stream and never much of it in memory.

use std::{ops::ControlFlow, thread};

use crossbeam_channel::{Receiver, Sender, bounded};

use super::budget::{Budget, Permit};

/// Bytes that may be under way. A text takes several times its size while it is recognised.
const BYTES: usize = 32 << 20;

/// A piece of a stream.
pub trait Piece: Send {
    /// About how many bytes it takes.
    fn weight(&self) -> usize;
}

/// A piece of work, and where its result is awaited.
type Job<T, R> = (T, Sender<R>);

/// Where a result is awaited, and what it weighs until it was consumed.
type Awaited<'a, R> = (Receiver<R>, Permit<'a>);

/// Hands what `produce` offers to `work`, on as many threads as the machine runs at once, and its results to `consume`,
/// in order, until there are no more or `consume` fails. `produce` is told to stop when nobody waits for more.
///
/// `work` must not panic.
pub fn in_order<T: Piece, R: Send, E>(
    produce: impl FnOnce(&mut dyn FnMut(T) -> ControlFlow<()>) + Send,
    work: impl Fn(T) -> R + Sync,
    mut consume: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let budget = &Budget::new(BYTES);
    let (jobs, waiting) = bounded::<Job<T, R>>(threads);
    let (places, results) = bounded::<Awaited<'_, R>>(threads * 16);
    thread::scope(|scope| {
        scope.spawn(move || {
            produce(&mut |piece| {
                let Some(permit) = budget.take(piece.weight()) else { return ControlFlow::Break(()) };
                offer(piece, permit, &jobs, &places)
            });
        });
        for _ in 0..threads {
            let (waiting, work) = (waiting.clone(), &work);
            scope.spawn(move || waiting.iter().for_each(|(piece, result)| drop(result.send(work(piece)))));
        }
        drop(waiting);
        // Taken in here, so that it is dropped before the threads are waited for: that is what stops the producer.
        let results = results;
        let consumed = results.iter().try_for_each(|(place, _permit)| place.recv().map_or(Ok(()), &mut consume));
        // What has just been sent keeps its room until the sender is gone, who may be waiting for that very room.
        budget.close();
        consumed
    })
}

/// Queues a piece, and the place in which its result will be; breaks when nobody waits for it any more.
fn offer<'a, T, R>(
    piece: T,
    permit: Permit<'a>,
    jobs: &Sender<Job<T, R>>,
    places: &Sender<Awaited<'a, R>>,
) -> ControlFlow<()> {
    let (result, place) = bounded(1);
    let is_wanted = places.send((place, permit)).is_ok() && jobs.send((piece, result)).is_ok();
    if is_wanted { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Piece for usize {
        fn weight(&self) -> usize {
            // Some of them fill the budget alone.
            if self.is_multiple_of(7) { BYTES } else { 1 }
        }
    }

    #[test]
    fn results_come_in_the_order_of_the_stream() {
        let mut seen = Vec::new();
        let produce =
            |offer: &mut dyn FnMut(usize) -> ControlFlow<()>| (0..500).for_each(|n| assert!(offer(n).is_continue()));
        // The first of every ten takes longest.
        let work = |n: usize| (0..(10 - n % 10) * 1000).fold(n, |kept, _| std::hint::black_box(kept));
        let done = in_order(produce, work, |n| {
            seen.push(n);
            Ok::<_, ()>(())
        });
        assert_eq!(done, Ok(()));
        assert!(seen.iter().copied().eq(0..500));
    }

    #[test]
    fn a_consumer_that_fails_stops_the_stream() {
        let produce = |offer: &mut dyn FnMut(usize) -> ControlFlow<()>| {
            let mut number = 0;
            while offer(number).is_continue() {
                number += 1;
            }
        };
        let done = in_order(produce, |n| n, |n| if n == 30 { Err(n) } else { Ok(()) });
        assert_eq!(done, Err(30));
    }
}
