//! `appointment-ingest`: takes events of other systems from the queue behind the bus.

mod handler;

use std::sync::Arc;

use carebell_channels::SqsOutbox;
use carebell_runtime::{SystemClock, aws, config, secret::Secret, telemetry};
use carebell_store::Store;
use carebell_workflows::ingest::Ingest;
use lambda_runtime::{Error, LambdaEvent, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::init();
    let sdk = aws::config()?;
    let secret = Secret::new(&sdk, &config::text("SECRET_ARN")?);
    let clock = Arc::new(SystemClock);
    let table = config::text("TABLE_NAME")?;
    let store = Arc::new(Store::new(aws_sdk_dynamodb::Client::new(&sdk), table, clock.clone(), Arc::new(secret)));
    let ingest = &Ingest { clock, directory: store.clone(), records: store };
    let outbox = &SqsOutbox::new(&sdk, "", config::text("DEAD_LETTER_QUEUE_URL")?);
    run(service_fn(|event: LambdaEvent<_>| async move {
        Ok::<_, Error>(handler::handle(ingest, outbox, &event.payload).await)
    }))
    .await
}
