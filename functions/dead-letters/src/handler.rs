//! A batch of dead letters: each is kept with its reason.

use carebell_runtime::batch::{Failures, Queue, QueueRecord, each};
use carebell_workflows::letters::{Letter, Undertaker};

/// Letters at work at once.
const AT_ONCE: usize = 10;

/// Keeps the letters of a batch, and tells which are to come back.
pub(crate) async fn handle(undertaker: &Undertaker, batch: &Queue) -> Failures {
    each(
        &batch.records,
        AT_ONCE,
        |record| &record.message_id,
        |record| async move { undertaker.handle(&letter(record)).await },
    )
    .await
}

/// A letter says itself where it came from and why; one that the queue gave up names its source queue.
fn letter(record: &QueueRecord) -> Letter {
    let said = |name: &str| record.message_attributes.get(name).and_then(|attribute| attribute.string_value.clone());
    let queue = record.attributes.get("DeadLetterQueueSourceArn");
    let queue = queue.and_then(|arn| arn.rsplit(':').next()).map(ToOwned::to_owned);
    Letter {
        id: record.message_id.clone(),
        origin: said("origin").or(queue),
        reason: said("reason"),
        body: record.body.clone(),
    }
}
