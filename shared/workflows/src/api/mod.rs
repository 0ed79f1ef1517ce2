//! What the API and the bus do alike: the same change makes the same write, whichever way it came.

pub mod appointments;
