//! Measures with exact figures: what a message costs ([`cost`]), how a function starts ([`start`]), and how long a
//! change of settings takes ([`settings`]).
//! `docs/performance.md` says what is measured and how.

pub mod cost;
mod row;
pub mod settings;
pub mod start;

pub use row::{Row, table};
