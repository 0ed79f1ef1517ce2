//! A batch of other systems' events: each is taken in on its own; what never can be goes to the dead letters.

use carebell_runtime::batch::{Failures, Queue, QueueRecord, each};
use carebell_workflows::ingest::{Ingest, Untaken};
use carebell_workflows::ports::{Outbox, PortError};

/// Events at work at once.
const AT_ONCE: usize = 10;

/// Takes the events of a batch in, and tells which are to come back.
pub(crate) async fn handle(ingest: &Ingest, outbox: &dyn Outbox, batch: &Queue) -> Failures {
    each(&batch.records, AT_ONCE, |record| &record.message_id, |record| one(ingest, outbox, record)).await
}

async fn one(ingest: &Ingest, outbox: &dyn Outbox, record: &QueueRecord) -> Result<bool, PortError> {
    match ingest.handle(&record.body).await {
        Ok(_) => {}
        Err(Untaken::Bad(reason)) => outbox.bury("appointment-ingest", &reason, &record.body).await?,
        Err(Untaken::Port(error)) => return Err(error),
    }
    Ok(true)
}
