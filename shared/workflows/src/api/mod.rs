//! What the API and the bus do alike (the same change makes the same write, whichever way it came), and what the API
//! does below HTTP.

pub mod appointments;
pub mod documents;
pub mod recalls;
pub mod summary;
pub mod timeline;
