//! What one run is handed at most, and how many senders run at once: as `template.yaml` has it (a test compares).

/// Events a run of `appointment-ingest`.
pub const INGEST: usize = 10;
/// Marked changes a run of `appointment-changes`.
pub const CHANGES: usize = 100;
/// Jobs a run of `sender`.
pub const SEND: usize = 10;
/// Message rows a run of `message-changes`.
pub const COUNTS: usize = 1_000;
/// Senders at once.
pub const SENDERS: usize = 10;
