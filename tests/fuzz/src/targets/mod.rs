//! The targets: one function for each door.

pub(crate) mod api;
pub(crate) mod bus;
pub(crate) mod contact;
pub(crate) mod cursor;
pub(crate) mod link;
pub(crate) mod queue;
pub(crate) mod receipts;
pub(crate) mod sms;
pub(crate) mod text;

use std::borrow::Cow;

/// An input as text.
fn text_of(data: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// The parts of an input that needs several: lines of three dashes stand between them.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n---\n").map(|part| part.strip_suffix("\n---").unwrap_or(part))
}
