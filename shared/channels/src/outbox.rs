//! The queue of send jobs and the dead letters' queue, in SQS.

use std::collections::HashSet;
use std::sync::OnceLock;

use async_trait::async_trait;
use aws_sdk_sqs::types::{MessageAttributeValue, SendMessageBatchRequestEntry, SendMessageBatchResultEntry};
use aws_sdk_sqs::{Client, Config};
use carebell_workflows::ports::{Outbox, Outgoing, PortError};

/// Hands jobs to SQS.
#[derive(Clone, Debug)]
pub struct SqsOutbox {
    config: Config,
    /// Made at the first call: most functions hand over dead letters only.
    client: OnceLock<Client>,
    send_queue: String,
    dead_letter_queue: String,
}

impl SqsOutbox {
    /// The outbox with the queue of send jobs (empty in functions that send none) and the dead letters' queue.
    #[must_use]
    pub fn new(config: impl Into<Config>, send_queue: impl Into<String>, dead_letter_queue: impl Into<String>) -> Self {
        Self {
            config: config.into(),
            client: OnceLock::new(),
            send_queue: send_queue.into(),
            dead_letter_queue: dead_letter_queue.into(),
        }
    }

    fn client(&self) -> &Client {
        self.client.get_or_init(|| Client::from_conf(self.config.clone()))
    }
}

/// Most messages a request.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html>
const A_REQUEST: usize = 10;

fn entry(place: usize, outgoing: &Outgoing) -> Result<SendMessageBatchRequestEntry, PortError> {
    let what = "making a queue message";
    let body = serde_json::to_string(&outgoing.job).map_err(|error| PortError::new(what, error))?;
    SendMessageBatchRequestEntry::builder()
        .id(place.to_string())
        .message_body(body)
        .delay_seconds(i32::try_from(outgoing.delay.as_secs()).unwrap_or(i32::MAX))
        // A group on a standard queue is no order, but fairness: one tenant's backlog does not delay the others.
        .message_group_id(outgoing.job.tenant().as_str())
        .build()
        .map_err(|error| PortError::new(what, error))
}

#[async_trait]
impl Outbox for SqsOutbox {
    async fn send(&self, jobs: &[Outgoing]) -> Result<Vec<usize>, PortError> {
        let mut failed = Vec::new();
        for (nth, some) in jobs.chunks(A_REQUEST).enumerate() {
            let first = nth * A_REQUEST;
            let entries: Vec<_> =
                some.iter().enumerate().map(|(place, job)| entry(first + place, job)).collect::<Result<_, _>>()?;
            let answer =
                self.client().send_message_batch().queue_url(&self.send_queue).set_entries(Some(entries)).send().await;
            match answer {
                Ok(answer) => {
                    let taken: HashSet<&str> =
                        answer.successful().iter().map(SendMessageBatchResultEntry::id).collect();
                    failed.extend(
                        (first..first + some.len()).filter(|place| !taken.contains(place.to_string().as_str())),
                    );
                }
                // What was handed over before stays so; the caller hears of the rest.
                Err(_) if first > 0 => failed.extend(first..first + some.len()),
                Err(error) => return Err(PortError::new("handing jobs to the queue", error)),
            }
        }
        Ok(failed)
    }

    async fn bury(&self, origin: &str, reason: &str, body: &str) -> Result<(), PortError> {
        let what = "handing a letter to the dead letters";
        let text = |value: &str| {
            // Attributes may not be empty, and count towards the size of the message.
            let value: String = value.chars().filter(|sign| !sign.is_control()).take(500).collect();
            MessageAttributeValue::builder().data_type("String").string_value(value).build()
        };
        self.client()
            .send_message()
            .queue_url(&self.dead_letter_queue)
            .message_body(if body.is_empty() { "(empty)" } else { body })
            .message_attributes("origin", text(origin).map_err(|error| PortError::new(what, error))?)
            .message_attributes("reason", text(reason).map_err(|error| PortError::new(what, error))?)
            .send()
            .await
            .map_err(|error| PortError::new(what, error))?;
        Ok(())
    }
}
