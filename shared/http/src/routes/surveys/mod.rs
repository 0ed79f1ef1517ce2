//! What clients say of their visits.

pub(super) mod list;
pub(super) mod results;
