//! The router on the real store over an emulated table.

mod access;
mod answers;
mod appointments;
mod bad_input;
mod catalogue;
mod clients;
mod idempotency;
mod identities;
mod messages;
mod open;
mod pages;
mod recalls;
mod recalls_agree;
mod scanners;
mod schema;
mod senders;
mod settings;
mod surveys;
mod tenants;
mod texts;
mod timeline;
mod users;
mod world;
