//! A batch of the table's stream: changes of message rows are counted together, or the batch comes again as a whole.

use carebell_runtime::batch::{Failures, Stream, chain};
use carebell_store::stream;
use carebell_workflows::counts::{Counter, RowChange};
use tracing::error;

/// Counts the rows of a batch.
pub(crate) async fn handle(counter: &Counter, batch: &Stream) -> Failures {
    let changes: Vec<RowChange> = batch.records.iter().filter_map(stream::row_change).collect();
    match counter.handle(&changes).await {
        Ok(()) => Failures::default(),
        Err(failed) => {
            error!(error = chain(&failed), "A batch could not be counted");
            Failures::of(batch.records.first().and_then(stream::sequence_number))
        }
    }
}
