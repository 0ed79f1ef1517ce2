//! A clock that moves only when it is told to.

use std::sync::{Mutex, PoisonError};

use carebell_workflows::ports::Clock;
use jiff::{SignedDuration, Timestamp};

/// A clock that stands still until it is set.
#[derive(Debug)]
pub struct FixedClock(Mutex<Timestamp>);

impl FixedClock {
    /// A clock that shows an instant, written with its offset: `2026-06-01T10:00+02:00`.
    ///
    /// # Panics
    /// Where the text is no instant.
    #[must_use]
    pub fn at(text: &str) -> Self {
        Self(Mutex::new(carebell_domain::fixtures::at(text)))
    }

    /// Sets it.
    pub fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// Moves it.
    pub fn advance(&self, by: SignedDuration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
