//! Identifiers that count up.

use std::sync::atomic::{AtomicU64, Ordering};

use carebell_workflows::ports::Ids;

/// Identifiers in a row: 26 digits that sort in the order in which they were given.
#[derive(Debug, Default)]
pub struct SequentialIds(AtomicU64);

impl Ids for SequentialIds {
    fn ulid(&self) -> String {
        format!("{:026}", self.0.fetch_add(1, Ordering::Relaxed))
    }
}
