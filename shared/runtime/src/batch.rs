//! Batches with partial failure: a bad record neither stops nor repeats the good ones.
//!
//! An empty or unknown identifier in the answer would fail the whole batch, so only those of the records are given.
//! <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html>

use std::future::Future;
use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use futures::stream::{self, StreamExt};
use serde::{Deserialize, Serialize};
use tracing::error;

/// A batch of queue messages, as Lambda hands it over.
/// <https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html>
#[derive(Clone, Debug, Deserialize)]
pub struct Queue {
    /// The messages.
    #[serde(rename = "Records")]
    pub records: Vec<QueueRecord>,
}

/// One queue message.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QueueRecord {
    /// The queue's name for it.
    pub message_id: String,
    /// What was sent.
    pub body: String,
    /// What the sender said of it.
    #[serde(default)]
    pub message_attributes: std::collections::HashMap<String, Attribute>,
    /// What the queue says of it.
    #[serde(default)]
    pub attributes: std::collections::HashMap<String, String>,
}

/// An attribute of a queue message.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attribute {
    /// Its text.
    #[serde(default)]
    pub string_value: Option<String>,
}

/// A batch of the table's stream. The records stay JSON: what they mean is the store's affair.
/// <https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html>
#[derive(Clone, Debug, Deserialize)]
pub struct Stream {
    /// The records, in order.
    #[serde(rename = "Records")]
    pub records: Vec<serde_json::Value>,
}

/// The answer: which records are to be delivered again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Failures {
    /// The records.
    #[serde(rename = "batchItemFailures")]
    pub failures: Vec<Failure>,
}

/// A record that is to be delivered again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// Message identifier, or sequence number of the stream.
    #[serde(rename = "itemIdentifier")]
    pub id: String,
}

impl Failures {
    /// The answer that has these records delivered again.
    #[must_use]
    pub fn of(ids: impl IntoIterator<Item = String>) -> Self {
        Self { failures: ids.into_iter().filter(|id| !id.is_empty()).map(|id| Failure { id }).collect() }
    }
}

/// Does each record of a batch, some at a time. A record fails by an error, which is logged with its whole chain, by
/// `Ok(false)`, which asks for it to come back, or by a panic, which stays its own.
pub async fn each<'r, T, F, E>(
    records: &'r [T],
    at_once: usize,
    id: fn(&T) -> &str,
    mut work: impl FnMut(&'r T) -> F,
) -> Failures
where
    F: Future<Output = Result<bool, E>>,
    E: std::error::Error,
{
    let mut runs = Vec::with_capacity(records.len());
    for record in records {
        let run = AssertUnwindSafe(work(record)).catch_unwind();
        runs.push(async move {
            match run.await {
                Ok(Ok(true)) => None,
                Ok(Ok(false)) => Some(id(record).to_owned()),
                Ok(Err(failed)) => {
                    error!(record = id(record), error = chain(&failed), "A record failed");
                    Some(id(record).to_owned())
                }
                Err(_) => {
                    error!(record = id(record), "A record panicked");
                    Some(id(record).to_owned())
                }
            }
        });
    }
    let failed: Vec<Option<String>> = stream::iter(runs).buffer_unordered(at_once.max(1)).collect().await;
    Failures::of(failed.into_iter().flatten())
}

/// An error with all its causes, in one line.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        text.push_str(": ");
        text.push_str(&deeper.to_string());
        cause = deeper.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("bad")]
    struct Bad;

    #[tokio::test]
    async fn the_good_ones_go_on() {
        let records = ["good", "error", "later", "panic", "good too"].map(ToOwned::to_owned);
        let work = |record: &'_ String| {
            let record = record.clone();
            async move {
                match record.as_str() {
                    "error" => Err(Bad),
                    "later" => Ok(false),
                    "panic" => panic!("a bad record"),
                    _ => Ok(true),
                }
            }
        };
        let mut failed: Vec<String> =
            each(&records, 4, String::as_str, work).await.failures.into_iter().map(|one| one.id).collect();
        failed.sort();
        assert_eq!(failed, ["error", "later", "panic"]);
    }

    #[test]
    fn an_answer_names_only_records() {
        let answer = serde_json::to_string(&Failures::of(["7".to_owned(), String::new()])).expect("JSON");
        assert_eq!(answer, r#"{"batchItemFailures":[{"itemIdentifier":"7"}]}"#);
    }
}
