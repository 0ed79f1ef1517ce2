//! `jobs`: does what takes long and is done in slices, such as carrying a change of settings to what is planned.

mod handler;

use std::sync::Arc;

use carebell_channels::{SqsJobs, SqsOutbox};
use carebell_runtime::{SystemClock, aws, config, secret::Secret, telemetry};
use carebell_store::Store;
use carebell_workflows::replan::Replanner;
use lambda_runtime::{Error, LambdaEvent, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::init();
    let sdk = aws::config()?;
    let secret = Secret::new(&sdk, &config::text("SECRET_ARN")?);
    let clock = Arc::new(SystemClock);
    let table = config::text("TABLE_NAME")?;
    let store = Arc::new(Store::new(aws_sdk_dynamodb::Client::new(&sdk), table, clock.clone(), Arc::new(secret)));
    let replanner = &Replanner {
        clock,
        directory: store.clone(),
        calendar: store.clone(),
        records: store,
        queue: Arc::new(SqsJobs::new(&sdk, config::text("JOBS_QUEUE_URL")?)),
    };
    let outbox = &SqsOutbox::new(&sdk, "", config::text("DEAD_LETTER_QUEUE_URL")?);
    run(service_fn(|event: LambdaEvent<_>| async move {
        Ok::<_, Error>(handler::handle(replanner, outbox, &event.payload).await)
    }))
    .await
}
