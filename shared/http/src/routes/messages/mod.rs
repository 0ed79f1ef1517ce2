//! The message summary.

pub(super) mod counts;
pub(super) mod get;
pub(super) mod list;
pub(super) mod shape;
