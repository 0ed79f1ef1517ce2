//! A batch of the table's stream: marked changes are handed over together, and so are changes of configurations that
//! bring something forward. From the first that was not, the stream delivers again.

use carebell_runtime::batch::{Failures, Stream, chain};
use carebell_store::stream;
use carebell_workflows::changes::{Change, Changes};
use tracing::error;

/// Hands the changes of a batch over.
pub(crate) async fn handle(changes: &Changes, batch: &Stream) -> Failures {
    let replans = batch.records.iter().filter_map(stream::replan);
    let (replans, first): (Vec<_>, Vec<String>) = replans.unzip();
    let marked: Vec<(Change, String)> = batch.records.iter().filter_map(stream::change).collect();
    let (all, sequences): (Vec<Change>, Vec<String>) = marked.into_iter().unzip();
    if let Err(failed) = changes.replan(replans).await {
        error!(error = chain(&failed), "No plan could be looked at anew");
        // What comes before it in the batch is handed over again, which does no harm.
        return Failures::of(first.into_iter().chain(sequences).min_by_key(|number| (number.len(), number.clone())));
    }
    match changes.handle(&all).await {
        // In a stream all that follows the first failed record is delivered again: one is enough to name.
        Ok(failed) => Failures::of(failed.first().map(|place| sequences[*place].clone())),
        Err(failed) => {
            error!(error = chain(&failed), "No change could be handed over");
            Failures::of(sequences.first().cloned())
        }
    }
}
