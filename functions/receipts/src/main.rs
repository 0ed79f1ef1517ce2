//! `receipts`: what SES and SNS report about messages becomes steps of them; addresses that bounced are suppressed.

mod handler;

use std::sync::Arc;

use carebell_channels::SqsOutbox;
use carebell_runtime::{SystemClock, aws, config, secret::Secret, telemetry};
use carebell_store::Store;
use carebell_workflows::receipts::Receipts;
use lambda_runtime::{Error, LambdaEvent, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::init();
    let sdk = aws::config()?;
    let secret = Secret::new(&sdk, &config::text("SECRET_ARN")?);
    let clock = Arc::new(SystemClock);
    let table = config::text("TABLE_NAME")?;
    let store = Arc::new(Store::new(aws_sdk_dynamodb::Client::new(&sdk), table, clock.clone(), Arc::new(secret)));
    let receipts = &Receipts { clock, messages: store.clone(), suppressions: store };
    let outbox = &SqsOutbox::new(&sdk, "", config::text("DEAD_LETTER_QUEUE_URL")?);
    run(service_fn(|event: LambdaEvent<serde_json::Value>| async move {
        handler::handle(receipts, outbox, &event.payload).await.map_err(Error::from)
    }))
    .await
}
