//! The emulator's doors: the default bus and CloudWatch Logs, called with AWS's JSON protocol.
//!
//! The emulator checks no signature. It reads the account and the region from the credential in the
//! `Authorization` header, so that header is all there is of one.

use std::time::Duration;

use axum::body::Bytes;
use axum::http::{HeaderValue, Request, Uri, header};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use crate::clock;
use crate::config::Config;
use crate::receipts::Post;

/// A local emulator that starts up or runs many functions may take its time, but not longer.
const TIME_LIMIT: Duration = Duration::from_secs(20);
/// A call that failed is made again: receipts are delivered at least once.
const ATTEMPTS: usize = 3;
/// Calls at a time, so that a campaign's receipts do not starve the functions that await them.
const CONCURRENT_CALLS: usize = 4;
/// The stream that all delivery logs are written to.
const LOG_STREAM: &str = "carrier";

pub(crate) struct Emulator {
    client: Client<HttpConnector, Full<Bytes>>,
    url: Uri,
    account: String,
    region: String,
    source: String,
    turns: Semaphore,
}

/// Why a call did not do its work.
enum CallError {
    /// The emulator's error code and words.
    Service { code: String, message: String },
    /// It could not be reached, or did not speak AWS's protocol.
    Transport(String),
}

impl From<CallError> for String {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Service { code, message } => format!("{code}: {message}"),
            CallError::Transport(reason) => reason,
        }
    }
}

impl Emulator {
    /// Fails if the address is not one of `http://host:port`.
    pub(crate) fn new(url: &str, config: &Config) -> Result<Self, String> {
        let url: Uri = url.parse().map_err(|error| format!("{url} is no address: {error}"))?;
        if url.scheme_str() != Some("http") || url.authority().is_none() {
            return Err(format!("{url} is not an address of the form http://host:port"));
        }
        Ok(Self {
            client: Client::builder(TokioExecutor::new()).build_http(),
            url,
            account: config.account.clone(),
            region: config.region.clone(),
            source: config.event_source.clone(),
            turns: Semaphore::new(CONCURRENT_CALLS),
        })
    }

    /// Publishes a receipt, with a few attempts.
    pub(crate) async fn publish(&self, post: &Post) -> Result<(), String> {
        let _turn = self.turns.acquire().await;
        let mut last = Ok(());
        for _ in 0..ATTEMPTS {
            last = match post {
                Post::Event { detail_type, resource, detail } => self.put_event(detail_type, resource, detail).await,
                Post::Log { group, line } => self.put_log(group, line).await,
            };
            if last.is_ok() {
                break;
            }
        }
        last.map_err(String::from)
    }

    async fn put_event(&self, detail_type: &str, resource: &str, detail: &Value) -> Result<(), CallError> {
        let entry = json!({
            "Source": self.source,
            "DetailType": detail_type,
            "Resources": [resource],
            "Detail": detail.to_string(),
        });
        let answer = self.call("events", "AWSEvents.PutEvents", &json!({ "Entries": [entry] })).await?;
        if answer["FailedEntryCount"].as_u64().unwrap_or_default() == 0 {
            return Ok(());
        }
        let words = |field: &str| answer["Entries"][0][field].as_str().unwrap_or_default().to_owned();
        Err(CallError::Service { code: words("ErrorCode"), message: words("ErrorMessage") })
    }

    /// As SNS does, makes the group and the stream when it needs them first.
    async fn put_log(&self, group: &str, line: &Value) -> Result<(), CallError> {
        let names = json!({ "logGroupName": group, "logStreamName": LOG_STREAM });
        let events = json!({
            "logGroupName": group,
            "logStreamName": LOG_STREAM,
            "logEvents": [{ "timestamp": clock::now().as_millisecond(), "message": line.to_string() }],
        });
        match self.logs("PutLogEvents", &events).await {
            Err(CallError::Service { code, .. }) if code == "ResourceNotFoundException" => {
                unless_there(self.logs("CreateLogGroup", &json!({ "logGroupName": group })).await)?;
                unless_there(self.logs("CreateLogStream", &names).await)?;
                self.logs("PutLogEvents", &events).await.map(drop)
            }
            other => other.map(drop),
        }
    }

    async fn logs(&self, operation: &str, body: &Value) -> Result<Value, CallError> {
        self.call("logs", &format!("Logs_20140328.{operation}"), body).await
    }

    async fn call(&self, service: &str, target: &str, body: &Value) -> Result<Value, CallError> {
        let credential =
            format!("AWS4-HMAC-SHA256 Credential={}/20000101/{}/{service}/aws4_request", self.account, self.region);
        let request = Request::post(self.url.clone())
            .header(header::CONTENT_TYPE, HeaderValue::from_static("application/x-amz-json-1.1"))
            .header(header::AUTHORIZATION, format!("{credential}, SignedHeaders=host, Signature=0"))
            .header("x-amz-target", target)
            .body(Full::new(Bytes::from(body.to_string())))
            .map_err(transport)?;
        tokio::time::timeout(TIME_LIMIT, self.exchange(request)).await.map_err(transport)?
    }

    async fn exchange(&self, request: Request<Full<Bytes>>) -> Result<Value, CallError> {
        let response = self.client.request(request).await.map_err(transport)?;
        let status = response.status();
        let body = response.into_body().collect().await.map_err(transport)?.to_bytes();
        let answer: Value =
            if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).map_err(transport)? };
        if status.is_success() {
            return Ok(answer);
        }
        let words = |field: &str| answer[field].as_str().unwrap_or_default();
        let code = words("__type").rsplit('#').next().unwrap_or_default().to_owned();
        Err(CallError::Service { code, message: words("message").to_owned() })
    }
}

fn transport(error: impl std::fmt::Display) -> CallError {
    CallError::Transport(error.to_string())
}

/// What is to be made may have been made by somebody else meanwhile.
fn unless_there(result: Result<Value, CallError>) -> Result<(), CallError> {
    match result {
        Err(CallError::Service { code, .. }) if code == "ResourceAlreadyExistsException" => Ok(()),
        other => other.map(drop),
    }
}
