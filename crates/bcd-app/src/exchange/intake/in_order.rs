//! Work that goes on at the same time, and ends in the order in which it was begun.

use futures_util::future::{LocalBoxFuture, MaybeDone, maybe_done};
use std::{collections::VecDeque, future::poll_fn, pin::Pin, task::Poll};

/// Pieces of work under way. All are looked at each time: there are few.
pub(super) struct InOrder<T>(VecDeque<MaybeDone<LocalBoxFuture<'static, T>>>);

impl<T> InOrder<T> {
    pub fn new() -> Self {
        Self(VecDeque::new())
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn push(&mut self, work: impl Future<Output = T> + 'static) {
        self.0.push_back(maybe_done(Box::pin(work)));
    }

    /// What came of the first one; none if there is none.
    pub async fn next(&mut self) -> Option<T> {
        poll_fn(|context| {
            let mut first = None;
            for (index, one) in self.0.iter_mut().enumerate() {
                let done = Pin::new(one).poll(context).is_ready();
                if index == 0 {
                    first = Some(done);
                }
            }
            match first {
                None => Poll::Ready(None),
                Some(false) => Poll::Pending,
                Some(true) => {
                    let first = self.0.pop_front();
                    Poll::Ready(first.and_then(|mut first| Pin::new(&mut first).take_output()))
                }
            }
        })
        .await
    }
}
