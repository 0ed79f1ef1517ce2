//! What anyone may read.

pub(super) mod document;
pub(super) mod page;
pub(super) mod status;
