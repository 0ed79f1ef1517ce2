//! Writes that meet a transaction. No emulator has any, so a socket gives AWS's own answers.

use std::collections::VecDeque;
use std::sync::Arc;

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::{Client, Config};
use carebell_domain::TenantId;
use carebell_store::Store;
use carebell_testkit::{FixedClock, FixedKeys};
use carebell_workflows::ports::{AppointmentWrite, Messages, Notes, Records, WriteError};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use crate::world::{NOW, appointment, id, message, write};

const CONFLICT: &str = r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionConflictException"}"#;
const CANCELLED: &str = r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
    "CancellationReasons":[{"Code":"None"},{"Code":"TransactionConflict"}]}"#;

/// A store whose table gives these answers in turn, an error for all that begin with `{"__type`.
async fn store(answers: &[&'static str]) -> Store {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let mut answers: VecDeque<&str> = answers.iter().copied().collect();
    tokio::spawn(async move {
        while let Some(answer) = answers.pop_front() {
            let (socket, _) = listener.accept().await.expect("a caller");
            let mut socket = BufReader::new(socket);
            let (mut length, mut line) = (0, String::new());
            while line != "\r\n" {
                line.clear();
                socket.read_line(&mut line).await.expect("a line");
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().expect("a length");
                }
            }
            socket.read_exact(&mut vec![0; length]).await.expect("a body");
            let status = if answer.starts_with(r#"{"__type"#) { 400 } else { 200 };
            let size = answer.len();
            let head = format!("HTTP/1.1 {status} -\r\ncontent-length: {size}\r\nconnection: close\r\n\r\n");
            socket.write_all(format!("{head}{answer}").as_bytes()).await.expect("a listener");
            socket.shutdown().await.expect("an end");
        }
    });
    let config = Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::from_static("eu-south-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .retry_config(RetryConfig::disabled())
        .endpoint_url(format!("http://{address}"))
        .build();
    Store::new(Client::from_conf(config), "table", Arc::new(FixedClock::at(NOW)), Arc::new(FixedKeys))
}

fn plain() -> AppointmentWrite {
    write(appointment("a1", "2026-06-05T15:30+02:00"))
}

fn with_notes() -> AppointmentWrite {
    AppointmentWrite { notes: Some(Notes::default()), ..plain() }
}

#[tokio::test]
async fn a_guarded_write_that_meets_a_transaction_is_stale() {
    let store = store(&[CONFLICT]).await;
    let refused = store.write_appointment(&id("tt_one"), &plain()).await;
    assert!(matches!(refused, Err(WriteError::Stale)));
}

#[tokio::test]
async fn a_record_that_meets_a_transaction_fails_and_is_not_taken_for_erased() {
    let store = store(&[CONFLICT, "{}"]).await;
    let tenant: TenantId = id("tt_one");
    let sent = message(&plain().appointment, carebell_domain::Channel::Sms, carebell_domain::fixtures::at(NOW));
    assert!(store.record(&tenant, &sent).await.is_err());
    store.record(&tenant, &sent).await.expect("it is written");
}

#[tokio::test]
async fn a_transaction_that_meets_another_is_tried_again_but_not_for_ever() {
    let again = store(&[CANCELLED, CANCELLED, "{}"]).await;
    assert_eq!(again.write_appointment(&id("tt_one"), &with_notes()).await.expect("it is written"), 1);
    let never = store(&[CANCELLED; 5]).await;
    let failed = never.write_appointment(&id("tt_one"), &with_notes()).await;
    assert!(matches!(failed, Err(WriteError::Port(_))));
}
