//! Gathers what belongs to one frame: all events that are there, and for a moment the answer that is missing.
//!
//! A new list mostly has another article at its top. Drawn as they come, list and article are two frames, the first one
//! with a page that does not belong to the list. A key is never waited with: what was typed is seen at once.

use std::{
    ops::ControlFlow,
    time::{Duration, Instant},
};

use crossbeam_channel::Receiver;

/// How long a frame waits for an answer: it mostly comes sooner, and nobody sees so short a delay.
pub const PATIENCE: Duration = Duration::from_millis(3);

/// Takes an event and what follows it, until `take` says that nothing is awaited any more or patience is at its end.
/// `take` says whether answers are awaited, or breaks off with something else.
pub fn gather<E, B>(
    first: E,
    waiting: &Receiver<E>,
    patience: Duration,
    mut take: impl FnMut(E) -> ControlFlow<B, bool>,
) -> ControlFlow<B> {
    let deadline = Instant::now() + patience;
    let mut next = Some(first);
    while let Some(event) = next {
        let mut awaits = take(event)?;
        // No more than are there now: a flood of them shall be seen, too.
        for event in waiting.try_iter().take(waiting.len()) {
            awaits = take(event)?;
        }
        next = if awaits { waiting.recv_deadline(deadline).ok() } else { None };
    }
    ControlFlow::Continue(())
}

#[cfg(test)]
mod tests {
    use std::thread;

    use crossbeam_channel::unbounded;

    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn an_answer_that_is_awaited_belongs_to_the_frame() {
        let (sender, waiting) = unbounded();
        let mut taken = Vec::new();
        let outcome: ControlFlow<()> = gather(1, &waiting, LONG, |event| {
            taken.push(event);
            // The answers come only after they were asked for, as from a worker.
            let sender = sender.clone();
            thread::spawn(move || {
                if event < 3 {
                    sender.send(event + 1).expect("a reader")
                }
            });
            ControlFlow::Continue(event < 3)
        });
        assert_eq!((outcome, taken), (ControlFlow::Continue(()), vec![1, 2, 3]));
    }

    #[test]
    fn what_is_there_is_taken_and_no_more_when_nothing_is_awaited() {
        let (sender, waiting) = unbounded();
        sender.send(2).expect("a reader");
        let mut taken = Vec::new();
        let _: ControlFlow<()> = gather(1, &waiting, LONG, |event| {
            taken.push(event);
            ControlFlow::Continue(false)
        });
        assert_eq!(taken, [1, 2]);
    }

    #[test]
    fn patience_ends() {
        let (_sender, waiting) = unbounded();
        let outcome: ControlFlow<()> = gather(1, &waiting, Duration::ZERO, |_| ControlFlow::Continue(true));
        assert_eq!(outcome, ControlFlow::Continue(()));
    }

    #[test]
    fn an_end_is_not_waited_on() {
        let (sender, waiting) = unbounded();
        sender.send(2).expect("a reader");
        let outcome =
            gather(
                1,
                &waiting,
                LONG,
                |event| {
                    if event == 2 { ControlFlow::Break("end") } else { ControlFlow::Continue(true) }
                },
            );
        assert_eq!(outcome, ControlFlow::Break("end"));
    }
}
