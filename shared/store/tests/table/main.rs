//! The store on an emulated table, through the real AWS SDK client: one module an access pattern.

mod appointments;
mod calendar;
mod capacity;
mod clients;
mod config;
mod conflicts;
mod counts;
mod directory;
mod file;
mod guards;
mod ingest;
mod letters;
mod messages;
mod outside;
mod quota;
mod replan;
mod requests;
mod sending;
mod sms;
mod steps;
mod stream;
mod summary;
mod suppressions;
mod sweep;
mod tenants;
mod world;
