//! How the emulator is called: groups and streams are made when they are missing, a call that failed
//! is made again, and what fails for good is told.

use crate::emulator::Emulator;
use crate::sdk::{email, quiet, sms, until, with_emulator};
use carebell_carrier::{Carrier, Config};

#[tokio::test]
async fn a_missing_log_stream_is_made_once() {
    let (emulator, url) = Emulator::start().await;
    let carrier = with_emulator(Some(url)).await;
    for _ in 0..2 {
        sms(&carrier, "+12025550100").send().await.unwrap();
        quiet(&carrier).await;
    }
    let expected = ["PutLogEvents", "CreateLogGroup", "CreateLogStream", "PutLogEvents", "PutLogEvents"];
    assert_eq!(emulator.operations(), expected);
}

#[tokio::test]
async fn a_failed_call_is_made_again_and_given_up_after_three() {
    let (emulator, url) = Emulator::start().await;
    let carrier = with_emulator(Some(url)).await;
    emulator.fail(2);
    email(&carrier, "anna@example.org").send().await.unwrap();
    quiet(&carrier).await;
    assert_eq!((carrier.status().receipts_published, emulator.kinds().len()), (1, 1));

    emulator.fail(3);
    email(&carrier, "open@example.org").send().await.unwrap();
    quiet(&carrier).await;
    assert_eq!((carrier.status().receipts_published, carrier.status().receipts_failed), (2, 1));
    let failed = &carrier.messages_to("open@example.org")[0].receipts[0];
    assert_eq!(failed.error.as_deref(), Some("InternalFailure: asked for"));
}

#[tokio::test]
async fn an_emulator_that_is_not_there_fails_the_receipt_and_not_the_call() {
    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", gone.local_addr().unwrap());
    drop(gone);
    let carrier = with_emulator(Some(url)).await;
    email(&carrier, "anna@example.org").send().await.unwrap();
    until("the receipt has failed", || carrier.status().receipts_failed == 1).await;
}

#[tokio::test]
async fn an_endpoint_of_another_form_is_refused_at_the_start() {
    for endpoint in ["https://127.0.0.1:4566", "127.0.0.1:4566", "", "http://"] {
        let config = Config { emulator_endpoint: Some(endpoint.to_owned()), ..Config::default() };
        assert!(Carrier::start(config).await.is_err(), "{endpoint}");
    }
}
