//! The production workflows on simulated ports: one seeded scheduler, one virtual clock, and every kind of fault.
//!
//! Several runs (invocations of functions) are alive at once. Each call to a port parks until the scheduler lets it go
//! on, as it should or with a [`fault`]; a run can end at any call, as a process does. What the runs do is decided by
//! the product alone: the workflows of `shared/workflows` and the handlers of `functions/` are compiled in as they are.
//! When all has settled, [`check`] looks for what must never be. The same seed gives the same run.

// The handlers name these two: what they need of them lies here, so that no AWS SDK has to be built for a simulation.
extern crate self as carebell_runtime;
extern crate self as carebell_store;

#[path = "../../../shared/runtime/src/batch.rs"]
pub mod batch;
pub mod check;
pub mod fault;
mod functions;
pub mod modes;
mod ports;
pub mod queue;
pub mod random;
pub mod scenario;
pub mod simulation;
pub mod store;
pub mod stream;
pub mod world;

pub use simulation::{Outcome, simulate};
