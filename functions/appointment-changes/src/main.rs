//! `appointment-changes`: reads the table's stream; changes that clients may have to be told of become send jobs.

mod handler;

use std::sync::Arc;

use carebell_channels::{SqsJobs, SqsOutbox};
use carebell_runtime::{SystemClock, UlidIds, aws, config, telemetry};
use carebell_workflows::changes::Changes;
use lambda_runtime::{Error, LambdaEvent, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::init();
    let sdk = aws::config()?;
    let changes = &Changes {
        clock: Arc::new(SystemClock),
        ids: Arc::new(UlidIds),
        jobs: Arc::new(SqsJobs::new(&sdk, config::text("JOBS_QUEUE_URL")?)),
        outbox: Arc::new(SqsOutbox::new(&sdk, config::text("SEND_QUEUE_URL")?, config::text("DEAD_LETTER_QUEUE_URL")?)),
    };
    run(service_fn(
        |event: LambdaEvent<_>| async move { Ok::<_, Error>(handler::handle(changes, &event.payload).await) },
    ))
    .await
}
