//! `sender`: takes send jobs from the queue; decides, claims, sends, records.

mod handler;

use std::sync::Arc;

use carebell_channels::{SesEmail, SnsSms, SqsOutbox};
use carebell_runtime::{SystemClock, aws, config, secret::Secret, telemetry};
use carebell_store::Store;
use carebell_workflows::links::Links;
use carebell_workflows::send::{Doubts, Sender, Waits};
use lambda_runtime::{Error, LambdaEvent, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::init();
    let sdk = aws::config()?;
    let sending = aws::sending(&sdk);
    let secret = Arc::new(Secret::new(&sdk, &config::text("SECRET_ARN")?));
    let clock = Arc::new(SystemClock);
    let table = config::text("TABLE_NAME")?;
    let store = Arc::new(Store::new(aws_sdk_dynamodb::Client::new(&sdk), table, clock.clone(), secret.clone()));
    let outbox = SqsOutbox::new(&sdk, "", config::text("DEAD_LETTER_QUEUE_URL")?);
    let doubts = Doubts {
        clock: clock.clone(),
        directory: store.clone(),
        records: store.clone(),
        messages: store.clone(),
        notices: store.clone(),
        run_time: config::seconds("FUNCTION_TIMEOUT_SECONDS", 60)?,
        waits: Waits {
            email: config::seconds("UNKNOWN_WAIT_EMAIL_SECONDS", 900)?,
            sms: config::seconds("UNKNOWN_WAIT_SMS_SECONDS", 3600)?,
        },
    };
    let sender = Sender {
        clock,
        doubts,
        directory: store.clone(),
        records: store.clone(),
        messages: store.clone(),
        suppressions: store.clone(),
        quota: store,
        email: Arc::new(SesEmail::new(
            &sending,
            config::text("EMAIL_FROM")?,
            config::text("CONFIGURATION_SET")?,
            config::text("CONFIGURATION_SET_TRACKED")?,
        )),
        sms: Arc::new(SnsSms::new(&sending)),
        links: config::optional("LINK_BASE").map(|base| Links::new(&base, secret)),
    };
    let (sender, outbox) = (&sender, &outbox);
    run(service_fn(|event: LambdaEvent<_>| async move {
        Ok::<_, Error>(handler::handle(sender, outbox, &event.payload).await)
    }))
    .await
}
