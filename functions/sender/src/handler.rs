//! A batch of send jobs: each is done on its own; what is malformed goes to the dead letters.

use carebell_runtime::batch::{Failures, Queue, QueueRecord, each};
use carebell_workflows::jobs::Job;
use carebell_workflows::ports::{Outbox, PortError};
use carebell_workflows::send::{Handled, Sender};

/// Jobs at work at once: their time is spent waiting for answers.
const AT_ONCE: usize = 10;

/// Does the jobs of a batch, and tells which are to come back.
pub(crate) async fn handle(sender: &Sender, outbox: &dyn Outbox, batch: &Queue) -> Failures {
    each(&batch.records, AT_ONCE, |record| &record.message_id, |record| one(sender, outbox, record)).await
}

async fn one(sender: &Sender, outbox: &dyn Outbox, record: &QueueRecord) -> Result<bool, PortError> {
    let job = match Job::read(&record.body) {
        Ok(job) => job,
        Err(error) => {
            outbox.bury("sender", &format!("not a send job: {error}"), &record.body).await?;
            return Ok(true);
        }
    };
    match sender.take(&job).await? {
        Handled::Done => Ok(true),
        Handled::Later => Ok(false),
        Handled::Hopeless(why) => {
            outbox.bury("sender", why, &record.body).await?;
            Ok(true)
        }
    }
}
