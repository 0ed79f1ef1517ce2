//! The machine's clock.

use jiff::Timestamp;

/// The present instant.
#[expect(clippy::disallowed_methods, reason = "a tool beside the product: its time is the machine's")]
pub(super) fn now() -> Timestamp {
    Timestamp::now()
}
