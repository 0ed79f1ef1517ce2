//! `pages`: clients' pages behind the signed links in messages; nobody signs in to them.

use std::sync::Arc;

use carebell_http::pages;
use carebell_runtime::{SystemClock, aws, config, secret::Secret, telemetry};
use carebell_store::Store;
use carebell_workflows::answer::Answers;
use lambda_http::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::init();
    let sdk = aws::config()?;
    let secret = Arc::new(Secret::new(&sdk, &config::text("SECRET_ARN")?));
    let clock = Arc::new(SystemClock);
    let table = config::text("TABLE_NAME")?;
    let store = Arc::new(Store::new(aws_sdk_dynamodb::Client::new(&sdk), table, clock.clone(), secret.clone()));
    lambda_http::run(pages(Answers {
        clock,
        directory: store.clone(),
        records: store.clone(),
        messages: store.clone(),
        surveys: store.clone(),
        numbers: store,
        keys: secret,
    }))
    .await
}
