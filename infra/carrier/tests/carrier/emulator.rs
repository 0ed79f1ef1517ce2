//! The emulator's side: takes events and log lines, and notes them.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::{Json, Router};
use serde_json::{Value, json};

/// What came in, in the order in which it came.
#[derive(Clone, Default)]
pub(crate) struct Emulator(Arc<Mutex<Noted>>);

#[derive(Default)]
struct Noted {
    /// Entries of `PutEvents`, and bodies of `PutLogEvents`.
    taken: Vec<Value>,
    operations: Vec<String>,
    streams: BTreeSet<String>,
    failures: usize,
}

impl Emulator {
    /// Starts one, and says where it listens.
    pub(crate) async fn start() -> (Self, String) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let emulator = Self::default();
        let router = Router::new().fallback(take).with_state(emulator.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        (emulator, url)
    }

    /// Fails the next so many calls.
    pub(crate) fn fail(&self, failures: usize) {
        self.0.lock().unwrap().failures = failures;
    }

    /// The operations that were called.
    pub(crate) fn operations(&self) -> Vec<String> {
        self.0.lock().unwrap().operations.clone()
    }

    /// The events and log writes that were taken.
    pub(crate) fn taken(&self) -> Vec<Value> {
        self.0.lock().unwrap().taken.clone()
    }

    /// The `eventType` of every event, or `status` of every log line, in the order they came.
    pub(crate) fn kinds(&self) -> Vec<String> {
        let kind = |taken: &Value| {
            let detail = taken["Detail"].as_str().or(taken["logEvents"][0]["message"].as_str()).unwrap();
            let detail: Value = serde_json::from_str(detail).unwrap();
            detail["eventType"].as_str().or(detail["status"].as_str()).unwrap().to_owned()
        };
        self.taken().iter().map(kind).collect()
    }
}

async fn take(State(emulator): State<Emulator>, headers: HeaderMap, body: Bytes) -> (StatusCode, Json<Value>) {
    let body: Value = serde_json::from_slice(&body).unwrap();
    let header = |name: &str| headers[name].to_str().unwrap().to_owned();
    let credential = header("authorization");
    assert!(credential.contains("Credential=000000000000/") && credential.contains("/us-east-1/"), "{credential}");
    let operation = header("x-amz-target").rsplit('.').next().unwrap().to_owned();
    let mut noted = emulator.0.lock().unwrap();
    noted.operations.push(operation.clone());
    if noted.failures > 0 {
        noted.failures -= 1;
        return (
            StatusCode::INTERNAL_SERVER_ERROR,
            Json(json!({ "__type": "InternalFailure", "message": "asked for" })),
        );
    }
    let stream = format!("{}:{}", body["logGroupName"], body["logStreamName"]);
    match operation.as_str() {
        "PutEvents" => noted.taken.extend(body["Entries"].as_array().unwrap().iter().cloned()),
        "CreateLogStream" => drop(noted.streams.insert(stream)),
        "CreateLogGroup" => {
            return (StatusCode::BAD_REQUEST, Json(json!({ "__type": "ResourceAlreadyExistsException" })));
        }
        "PutLogEvents" if noted.streams.contains(&stream) => noted.taken.push(body),
        "PutLogEvents" => {
            let error = json!({ "__type": "com.amazonaws.logs#ResourceNotFoundException", "message": "no stream" });
            return (StatusCode::BAD_REQUEST, Json(error));
        }
        other => panic!("no receipt calls {other}"),
    }
    (StatusCode::OK, Json(json!({ "FailedEntryCount": 0 })))
}
