//! The machine's clock, waiting, and identifiers in the shapes of the two providers.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use jiff::Timestamp;

/// The present instant.
#[expect(clippy::disallowed_methods, reason = "a tool beside the product: its time is the machine's")]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// Waits.
#[expect(clippy::disallowed_methods, reason = "a tool that plays the networks' part, whose receipts take their time")]
pub(crate) async fn pause(duration: Duration) {
    if !duration.is_zero() {
        tokio::time::sleep(duration).await;
    }
}

/// An instant as SES events write it: `2016-10-19T23:21:04.133Z`.
pub(crate) fn iso(instant: Timestamp) -> String {
    instant.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// An identifier like SES's: the milliseconds of the sending, 128 random bits, a counter.
pub(crate) fn ses_message_id(at: Timestamp) -> String {
    format!("{:016x}-{}-000000", at.as_millisecond(), uuid())
}

/// An identifier like SNS's.
pub(crate) fn uuid() -> String {
    let (high, low) = (random(), random());
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        (high & 0x0fff) | 0x4000,
        ((low >> 48) & 0x3fff) | 0x8000,
        low & 0xffff_ffff_ffff,
    )
}

/// Random enough to be unique: the standard library seeds each of these with fresh keys.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}
