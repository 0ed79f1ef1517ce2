//! A batch of jobs: each is done on its own; what is malformed goes to the dead letters.

use carebell_runtime::batch::{Failures, Queue, QueueRecord, each};
use carebell_workflows::jobs::Job;
use carebell_workflows::ports::{Outbox, PortError};
use carebell_workflows::replan::{Replanned, Replanner};

/// Jobs at work at once.
const AT_ONCE: usize = 2;

/// Does the jobs of a batch, and tells which are to come back.
pub(crate) async fn handle(replanner: &Replanner, outbox: &dyn Outbox, batch: &Queue) -> Failures {
    each(&batch.records, AT_ONCE, |record| &record.message_id, |record| one(replanner, outbox, record)).await
}

async fn one(replanner: &Replanner, outbox: &dyn Outbox, record: &QueueRecord) -> Result<bool, PortError> {
    let job = match serde_json::from_str(&record.body) {
        Ok(Job::Replan(job)) => job,
        Err(error) => {
            outbox.bury("jobs", &format!("not a job: {error}"), &record.body).await?;
            return Ok(true);
        }
    };
    match replanner.handle(&job).await? {
        Replanned::Done(_) | Replanned::Later => Ok(true),
        Replanned::NoTenant => {
            outbox.bury("jobs", "there is no such tenant", &record.body).await?;
            Ok(true)
        }
    }
}
