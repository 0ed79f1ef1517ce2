//! What happens on each trigger, as functions: load the facts, let `carebell-domain` decide, act through narrow ports.
//!
//! Nothing here knows AWS. The ports are traits in [`ports`]; `carebell-store` and `carebell-channels` stand behind
//! them, and the functions under `functions/` wire both. What may run late, twice or beside another run is written
//! so that it may: every write is conditional on what was read, and the provider is told only after a claim.

pub mod answer;
pub mod api;
pub mod changes;
pub mod counts;
pub mod household;
pub mod ingest;
pub mod jobs;
pub mod letters;
pub mod links;
pub mod ports;
pub mod receipts;
pub mod replan;
pub mod send;
pub mod slices;
pub mod survey;
pub mod sweep;
