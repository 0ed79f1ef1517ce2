//! Receipts by two doors: an SES event from EventBridge, or lines of the SNS delivery log from CloudWatch Logs (JSON,
//! gzip, base 64: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html>).

use std::io::Read;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use carebell_workflows::ports::{Outbox, PortError};
use carebell_workflows::receipts::{Receipts, Untaken};
use flate2::read::GzDecoder;
use serde::Deserialize;
use serde_json::Value;

/// Most bytes of log lines that one event may unpack to: CloudWatch packs at most 1 MB.
const MOST_UNPACKED: u64 = 16 * 1024 * 1024;

#[derive(Deserialize)]
struct Logs {
    #[serde(rename = "messageType")]
    kind: String,
    #[serde(rename = "logEvents", default)]
    events: Vec<LogEvent>,
}

#[derive(Deserialize)]
struct LogEvent {
    message: String,
}

/// Takes in what an event holds. What never can be goes to the dead letters, line by line.
///
/// # Errors
/// [`PortError`]: the whole event is to be delivered again, which repeats nothing.
pub(crate) async fn handle(receipts: &Receipts, outbox: &dyn Outbox, event: &Value) -> Result<(), PortError> {
    if let Some(packed) = event["awslogs"]["data"].as_str() {
        return match unpack(packed) {
            // The subscription's own test message carries no lines.
            Some(logs) if logs.kind != "DATA_MESSAGE" => Ok(()),
            Some(logs) => lines(receipts, outbox, &logs.events).await,
            None => outbox.bury("receipts", "a delivery log that cannot be unpacked", &event.to_string()).await,
        };
    }
    settle(outbox, receipts.ses(&event["detail"]).await, &event.to_string()).await
}

async fn lines(receipts: &Receipts, outbox: &dyn Outbox, events: &[LogEvent]) -> Result<(), PortError> {
    let mut failed = None;
    for event in events {
        let taken = match serde_json::from_str::<Value>(&event.message) {
            Ok(line) => settle(outbox, receipts.sns(&line).await, &event.message).await,
            Err(_) => outbox.bury("receipts", "a line of the delivery log that is not JSON", &event.message).await,
        };
        // The lines after a failed one are taken in all the same: all of them may come again.
        failed = failed.or(taken.err());
    }
    failed.map_or(Ok(()), Err)
}

async fn settle(outbox: &dyn Outbox, taken: Result<(), Untaken>, body: &str) -> Result<(), PortError> {
    match taken {
        Ok(()) => Ok(()),
        Err(Untaken::Malformed(error)) => outbox.bury("receipts", &error.to_string(), body).await,
        Err(Untaken::Port(error)) => Err(error),
    }
}

fn unpack(packed: &str) -> Option<Logs> {
    let packed = BASE64_STANDARD.decode(packed).ok()?;
    let mut text = String::new();
    GzDecoder::new(packed.as_slice()).take(MOST_UNPACKED).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}
