//! Calendar arithmetic: zones, leads, sending hours, and where a reminder goes when its due time is closed.
//!
//! Daylight saving: a local time that a spring change skips moves forward by the gap; of one that an autumn change
//! repeats, the first counts. That is the "compatible" rule of RFC 5545 and of `jiff`.

mod hours;
mod instant;
mod interval;
mod lead;
mod night;
mod place;
mod zone;

pub use hours::{Hours, HoursError, SendingHours, Window};
pub use instant::{InstantError, instant_at};
pub use interval::Interval;
pub use lead::Lead;
pub use night::Night;
pub use place::{NoSendingHour, place_reminder};
pub use zone::{Zone, ZoneError};
