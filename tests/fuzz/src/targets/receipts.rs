//! What providers report.

use std::io::Write;
use std::sync::{Arc, LazyLock};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use carebell_domain::message::{Step, Steps, status};
use carebell_domain::receipt::{read_ses, read_sns};
use carebell_workflows::receipts::Receipts;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use super::text_of;
use crate::checks::at_once;
use crate::doors::receipts;
use crate::world::World;

static WORLD: LazyLock<(Arc<World>, Receipts)> = LazyLock::new(|| {
    let world = World::new();
    let receipts = world.receipts();
    (world, receipts)
});

/// An SES event as EventBridge delivers it, or its detail alone. What is kept of it is short and names no mailbox.
pub fn ses_receipt(data: &[u8]) {
    let Ok(event) = serde_json::from_slice::<Value>(data) else { return };
    let event = if event["detail"].is_object() { event } else { json!({ "detail": event }) };
    if let Ok(Some(receipt)) = read_ses(&event["detail"]) {
        keepable(&receipt.steps);
    }
    deliver(&event);
}

/// A line of the SNS delivery log; it goes through the function packed as CloudWatch packs it.
pub fn sns_receipt(data: &[u8]) {
    let line = text_of(data);
    if let Ok(line) = serde_json::from_str(&line)
        && let Ok(receipt) = read_sns(&line)
    {
        keepable(&Steps::from([(receipt.status, receipt.step)]));
    }
    let logs = json!({ "messageType": "DATA_MESSAGE", "logEvents": [{ "message": line }] });
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(logs.to_string().as_bytes()).expect("memory");
    deliver_packed(&packer.finish().expect("memory"));
}

/// What CloudWatch Logs sends: an event, or the packed log lines themselves.
pub fn log_envelope(data: &[u8]) {
    match serde_json::from_slice::<Value>(data) {
        Ok(event) => deliver(&event),
        Err(_) => deliver_packed(data),
    }
}

fn deliver_packed(packed: &[u8]) {
    deliver(&json!({ "awslogs": { "data": BASE64_STANDARD.encode(packed) } }));
}

fn deliver(event: &Value) {
    let (world, taker) = &*WORLD;
    at_once(receipts::handle(taker, &**world, event)).expect("what cannot be taken in goes to the dead letters");
}

fn keepable(steps: &Steps) {
    let _ = status(steps);
    for Step { words, .. } in steps.values() {
        let words = words.as_deref().unwrap_or_default();
        assert!(words.len() <= 300 && !words.contains('@'), "{words:?} is kept");
    }
}
