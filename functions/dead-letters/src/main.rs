//! `dead-letters`: what could not be processed is kept with its reason; what a lost job left in doubt is shown so.

mod handler;

use std::sync::Arc;

use carebell_runtime::{SystemClock, aws, config, secret::Secret, telemetry};
use carebell_store::Store;
use carebell_workflows::{
    letters::Undertaker,
    send::{Doubts, Waits},
};
use lambda_runtime::{Error, LambdaEvent, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::init();
    let sdk = aws::config()?;
    let secret = Secret::new(&sdk, &config::text("SECRET_ARN")?);
    let clock = Arc::new(SystemClock);
    let table = config::text("TABLE_NAME")?;
    let store = Arc::new(Store::new(aws_sdk_dynamodb::Client::new(&sdk), table, clock.clone(), Arc::new(secret)));
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
    let undertaker = &Undertaker { clock, letters: store, doubts };
    run(service_fn(
        |event: LambdaEvent<_>| async move { Ok::<_, Error>(handler::handle(undertaker, &event.payload).await) },
    ))
    .await
}
