//! What the clinic knows: settings, sites, doctors, services, clients, patients, appointments.
//!
//! These are the facts on which [`decide`](mod@crate::decide) rests. Each is what the product stores; the API's own
//! shapes are in `carebell-http`.

mod appointment;
mod catalogue;
mod client;
mod settings;
mod survey;
mod timed;

pub use appointment::*;
pub use catalogue::*;
pub use client::*;
pub use settings::*;
pub use survey::*;
pub use timed::*;
