//! `reminder-sweep`: every minute, what has come due becomes send jobs.

use std::sync::Arc;

use carebell_channels::SqsOutbox;
use carebell_runtime::{SystemClock, UlidIds, aws, config, secret::Secret, telemetry};
use carebell_store::Store;
use carebell_workflows::sweep::{Pace, Sweeper};
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::init();
    let sdk = aws::config()?;
    let secret = Secret::new(&sdk, &config::text("SECRET_ARN")?);
    let clock = Arc::new(SystemClock);
    let table = config::text("TABLE_NAME")?;
    let sweeper = &Sweeper {
        clock: clock.clone(),
        pace: Pace::Minutes,
        ids: Arc::new(UlidIds),
        sweep: Arc::new(Store::new(aws_sdk_dynamodb::Client::new(&sdk), table, clock, Arc::new(secret))),
        outbox: Arc::new(SqsOutbox::new(&sdk, config::text("SEND_QUEUE_URL")?, config::text("DEAD_LETTER_QUEUE_URL")?)),
    };
    run(service_fn(|_: LambdaEvent<Value>| async move { Ok::<_, Error>(json!({ "jobs": sweeper.run().await? })) }))
        .await
}
