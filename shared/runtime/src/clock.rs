//! The machine's clock, and identifiers made from it.

use carebell_workflows::ports::{Clock, Ids};
use jiff::Timestamp;
use ulid::Ulid;

/// The machine's clock: the only one.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Random identifiers that sort by time.
#[derive(Clone, Copy, Debug, Default)]
pub struct UlidIds;

impl Ids for UlidIds {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that makes random identifiers")]
    fn ulid(&self) -> String {
        Ulid::generate().to_string()
    }
}
