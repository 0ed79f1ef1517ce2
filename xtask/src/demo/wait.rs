//! Waits until all that is due has gone, and every receipt has come in.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use carebell_local::Cloud;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::clock::now;
use super::desk::Desk;
use super::figures::counts;

/// The time between two looks. A look costs the emulator several calls, which it needs for its work.
const PAUSE: Duration = Duration::from_secs(1);
/// Nothing has happened for so long: longer than changes settle, and than events and stream records are on their way.
const STILL: Duration = Duration::from_secs(8);

/// Longer than anything waits for its next try: what a provider had no room for comes again with a sweep.
const STUCK: Duration = Duration::from_secs(240);

const QUEUES: [&str; 3] = ["SendQueueUrl", "IngestQueueUrl", "DeadLetterQueueUrl"];
const WAITING: [&str; 3] =
    ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"];

/// What moves while there is work.
#[derive(Clone, Debug, Default, PartialEq)]
struct Look {
    /// Messages in the queues.
    queued: u64,
    /// Appointments that are due to be looked at.
    due: usize,
    /// Receipts that the carrier has not published yet.
    receipts: usize,
    /// Messages that providers accepted or refused.
    carried: usize,
    /// The message summary's counts.
    counts: Vec<Value>,
}

/// Waits until the clients have been told of what was booked: nothing is under way, and the counts stand still. What a
/// sweep is to take on later is not waited for.
///
/// # Errors
/// If there is work, and nothing moves any more.
pub(super) fn until_told(cloud: &Cloud, desk: &Desk<'_>) -> Result<()> {
    until_still(cloud, desk, Timestamp::MIN, |look| Look { due: 0, ..look.clone() })
}

/// Waits until nothing is due at `from` or later, nothing is under way, and the counts stand still.
///
/// # Errors
/// If there is work, and nothing moves any more.
pub(super) fn until_quiet(cloud: &Cloud, desk: &Desk<'_>, from: Timestamp) -> Result<()> {
    until_still(cloud, desk, from, Look::clone)
}

/// Waits until there is no work in what counts of a look, and nothing moves any more.
fn until_still(cloud: &Cloud, desk: &Desk<'_>, from: Timestamp, counts: fn(&Look) -> Look) -> Result<()> {
    let mut last = Look::default();
    let mut moved = instant();
    loop {
        let look = counts(&look(cloud, desk)?);
        if look != last || now() < from {
            moved = instant();
        }
        let Look { queued, due, receipts, .. } = look;
        if queued + (due + receipts) as u64 == 0 && moved.elapsed() >= STILL {
            return Ok(());
        }
        if moved.elapsed() > STUCK {
            bail!(
                "for {STUCK:?} there have been {queued} messages queued, {due} appointments due, {receipts} receipts to come"
            );
        }
        last = look;
        pause();
    }
}

/// Looks until there is something to be seen, and gives it.
///
/// # Errors
/// If a look fails, or there is nothing to be seen for longer than anything takes; the error names `what`.
pub(super) fn until<T>(what: &str, mut look: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let began = instant();
    loop {
        if let Some(found) = look()? {
            return Ok(found);
        }
        ensure!(began.elapsed() < STUCK, "for {STUCK:?} there has been no {what}");
        pause();
    }
}

fn look(cloud: &Cloud, desk: &Desk<'_>) -> Result<Look> {
    let mut queued = 0;
    for queue in QUEUES {
        queued += depth(cloud, queue)?;
    }
    let status = cloud.carrier().status();
    Ok(Look {
        queued,
        due: due(cloud)?,
        receipts: status.receipts_planned,
        carried: status.messages + status.refusals,
        counts: counts(desk)?,
    })
}

/// How many messages a queue holds: waiting, held back, or being worked on.
pub(super) fn depth(cloud: &Cloud, queue: &str) -> Result<u64> {
    let request = json!({"QueueUrl": cloud.outputs().get(queue)?, "AttributeNames": WAITING});
    let answer = cloud.aws().call("AmazonSQS.GetQueueAttributes", &request)?;
    let numbers = WAITING.map(|name| answer["Attributes"][name].as_str().unwrap_or("0").parse::<u64>());
    numbers.into_iter().try_fold(0, |sum, number| Ok(sum + number?))
}

/// How many entries of the due index lie in the past.
fn due(cloud: &Cloud) -> Result<usize> {
    let mut found = 0;
    let mut after = Value::Null;
    loop {
        let mut request = json!({
            "TableName": cloud.outputs().get("TableName")?,
            "IndexName": "DUE",
            "FilterExpression": "duesk < :now",
            "ExpressionAttributeValues": {":now": {"S": now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()}},
        });
        if !after.is_null() {
            request["ExclusiveStartKey"] = after;
        }
        let mut answer = cloud.aws().call("DynamoDB_20120810.Scan", &request)?;
        found += answer["Items"].as_array().context("no items")?.len();
        after = answer["LastEvaluatedKey"].take();
        if after.is_null() {
            return Ok(found);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "waits for other processes, in real time")]
fn instant() -> Instant {
    Instant::now()
}

fn pause() {
    thread::sleep(PAUSE);
}
