//! What is written about, to whom it may not go, and which test shows it: [`document`] is `docs/events.md`.
//!
//! Nothing in the document is said twice: a visit is made that calls for each event, and the rules are asked what becomes
//! of its message, as it is and with each switch, setting and reason in its way. Only the rule of its time, in a
//! sentence, and the name of the test that shows it are written down here, in [`ROWS`]. A new event has no row until
//! somebody adds one.

mod document;
mod obstacles;
mod probe;
mod rows;
mod visit;

pub use document::document;
pub use probe::{has_a_row, reasons};
pub use rows::{ROWS, Row, Shown};
