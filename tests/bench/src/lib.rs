//! Measures with exact figures: what a message costs ([`cost`]), and how a function starts ([`start`]).
//! `docs/performance.md` says what is measured and how.

pub mod cost;
mod row;
pub mod start;

pub use row::{Row, table};
