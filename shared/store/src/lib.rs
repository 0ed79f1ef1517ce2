//! DynamoDB behind the ports of `carebell-workflows`: one table, two keys-only indexes.
//!
//! [`Store`] is all of it; `main` functions build one and hand it out as the ports they need. Each access pattern
//! has a file of its own, every key is made in [`keys`], and `docs/data.md` lists keys, attributes and what each
//! pattern costs. Writes are conditional on what was read: no writer loses another's.

mod address;
mod config;
mod counts;
mod instant;
mod item;
pub mod keys;
mod letters;
mod messages;
mod names;
mod packed;
mod quota;
mod records;
mod replan;
mod requests;
mod store;
pub mod stream;
mod suppressions;
mod surveys;
mod sweep;
mod table;

pub use store::Store;
