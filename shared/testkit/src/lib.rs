//! For tests: a clock that stands still, identifiers in a row, and an emulated table with a meter.
//!
//! [`EmulatedTable::start`] gives the real AWS SDK client on a real DynamoDB interface
//! ([dynoxide](https://docs.rs/dynoxide-rs)) in this process; its [`Meter`] knows every call, the partitions it
//! touched and the capacity it took, by index. A clinic with a client lies in `carebell_domain::fixtures`.

mod clock;
mod ids;
mod keys;
mod meter;
mod table;

pub use clock::FixedClock;
pub use ids::SequentialIds;
pub use keys::FixedKeys;
pub use meter::{Call, Meter, Units};
pub use table::EmulatedTable;
