//! The events in `events/`, one for each trigger.

use anyhow::{Context, Result};
use serde_json::Value;

macro_rules! samples {
    ($($name:literal),* $(,)?) => {
        /// Every sample: its name, which is the file's without `.json`, and its text.
        pub const SAMPLES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../../events/", $name, ".json")))),*];
    };
}

samples! {
    "appointment-changes",
    "appointment-event",
    "appointment-ingest",
    "api",
    "dead-letters",
    "jobs",
    "message-changes",
    "pages",
    "receipts-email-bounce",
    "receipts-email-complaint",
    "receipts-email-delivery",
    "receipts-email-open",
    "receipts-sms",
    "recall-sweep",
    "reminder-sweep",
    "sender",
}

/// A sample by its name.
///
/// # Errors
/// If there is none of that name, or it is not JSON.
pub fn sample(name: &str) -> Result<Value> {
    let found = SAMPLES.iter().find(|(known, _)| *known == name);
    let (_, text) = found.with_context(|| format!("there is no sample {name}"))?;
    Ok(serde_json::from_str(text)?)
}
