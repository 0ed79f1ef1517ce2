//! `message-changes`: reads the table's stream; keeps the counts of the message summary.

mod handler;

use std::sync::Arc;

use carebell_runtime::{SystemClock, aws, config, secret::Secret, telemetry};
use carebell_store::Store;
use carebell_workflows::counts::Counter;
use lambda_runtime::{Error, LambdaEvent, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::init();
    let sdk = aws::config()?;
    let secret = Secret::new(&sdk, &config::text("SECRET_ARN")?);
    let table = config::text("TABLE_NAME")?;
    let store = Store::new(aws_sdk_dynamodb::Client::new(&sdk), table, Arc::new(SystemClock), Arc::new(secret));
    let counter = &Counter { counts: Arc::new(store) };
    run(service_fn(
        |event: LambdaEvent<_>| async move { Ok::<_, Error>(handler::handle(counter, &event.payload).await) },
    ))
    .await
}
