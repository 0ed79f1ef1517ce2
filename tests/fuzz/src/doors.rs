//! The functions' own handlers. A function is a program and cannot be linked; its source can be compiled here.

#[path = "../../../functions/appointment-changes/src/handler.rs"]
pub(crate) mod appointment_changes;
#[path = "../../../functions/appointment-ingest/src/handler.rs"]
pub(crate) mod appointment_ingest;
#[path = "../../../functions/api/src/claims.rs"]
pub(crate) mod claims;
#[path = "../../../functions/dead-letters/src/handler.rs"]
pub(crate) mod dead_letters;
#[path = "../../../functions/message-changes/src/handler.rs"]
pub(crate) mod message_changes;
#[path = "../../../functions/receipts/src/handler.rs"]
pub(crate) mod receipts;
/// Compares an answer of the API with its document.
#[path = "../../../shared/http/tests/api/schema.rs"]
pub(crate) mod schema;
#[path = "../../../functions/sender/src/handler.rs"]
pub(crate) mod sender;
