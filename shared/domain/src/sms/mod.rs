//! What a text costs as SMS: its encoding, its parts, and the same text in cheaper letters.
//!
//! [`measure`] counts, [`split`] shows the parts, [`costly_signs`] names the signs that force the encoding
//! with room for less than half, and [`plain_letters`] replaces them where a reader loses nothing.

mod encoding;
mod gsm7;
mod letters;
mod plain;
mod segments;

#[cfg(any(test, feature = "fixtures"))]
pub mod reference;

pub use encoding::Encoding;
pub use plain::{cheaper, plain_letters, plain_unless_dearer};
pub use segments::{CostlySign, MAX_PARTS, Measure, TooManyParts, costly_signs, measure, split};
