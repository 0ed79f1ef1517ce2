//! The queue of jobs that are done in slices, in SQS.

use std::sync::OnceLock;

use async_trait::async_trait;
use aws_sdk_sqs::types::SendMessageBatchRequestEntry;
use aws_sdk_sqs::{Client, Config};
use carebell_workflows::jobs::Job;
use carebell_workflows::ports::{JobQueue, PortError};
use jiff::SignedDuration;

/// Most messages a request.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html>
const A_REQUEST: usize = 10;

/// Hands jobs to SQS.
#[derive(Clone, Debug)]
pub struct SqsJobs {
    config: Config,
    /// Made at the first call.
    client: OnceLock<Client>,
    queue: String,
}

impl SqsJobs {
    /// The queue at this address.
    #[must_use]
    pub fn new(config: impl Into<Config>, queue: impl Into<String>) -> Self {
        Self { config: config.into(), client: OnceLock::new(), queue: queue.into() }
    }

    fn client(&self) -> &Client {
        self.client.get_or_init(|| Client::from_conf(self.config.clone()))
    }
}

fn entry(place: usize, job: &Job, delay: SignedDuration) -> Result<SendMessageBatchRequestEntry, PortError> {
    let what = "making a job's message";
    SendMessageBatchRequestEntry::builder()
        .id(place.to_string())
        .message_body(serde_json::to_string(job).map_err(|error| PortError::new(what, error))?)
        .delay_seconds(i32::try_from(delay.as_secs()).unwrap_or(i32::MAX))
        .build()
        .map_err(|error| PortError::new(what, error))
}

#[async_trait]
impl JobQueue for SqsJobs {
    async fn enqueue(&self, jobs: &[(Job, SignedDuration)]) -> Result<(), PortError> {
        let what = "handing jobs over";
        for some in jobs.chunks(A_REQUEST) {
            let entries = some.iter().enumerate().map(|(place, (job, delay))| entry(place, job, *delay));
            let entries = entries.collect::<Result<_, _>>()?;
            let call = self.client().send_message_batch().queue_url(&self.queue).set_entries(Some(entries));
            let answer = call.send().await.map_err(|error| PortError::new(what, error))?;
            if !answer.failed().is_empty() {
                let refused = format!("{} of {} were not taken", answer.failed().len(), some.len());
                return Err(PortError::new(what, refused));
            }
        }
        Ok(())
    }
}
