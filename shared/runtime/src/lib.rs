//! What every function shares: its configuration, telemetry, clients, clock, and how it answers for a batch.
//!
//! This is the one crate that reads the environment and the machine's clock.

pub mod aws;
pub mod batch;
pub mod clock;
pub mod config;
pub mod secret;
pub mod telemetry;

pub use clock::{SystemClock, UlidIds};
