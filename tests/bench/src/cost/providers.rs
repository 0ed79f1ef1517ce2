//! SES, SNS and SQS behind the real SDK clients: a recorder that answers at once, and the queue and the receipts that
//! come of it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Result;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

/// An event of SES as it is, apart from its tags.
const EMAIL_RECEIPT: &str = include_str!("../../../../events/receipts-email-delivery.json");

/// A receipt that follows a message.
#[derive(Clone, Debug)]
pub(super) enum Receipt {
    /// The detail of an event of SES.
    Ses(Value),
    /// A line of the delivery log of SNS.
    Sns(Value),
}

/// What was asked, and what is to come of it.
#[derive(Debug, Default)]
struct Seen {
    /// Requests to the queue.
    queue_requests: usize,
    /// Calls of SES and SNS.
    sends: usize,
    /// Messages that have a name.
    named: usize,
    /// Bodies of send jobs that nobody has received yet.
    jobs: VecDeque<String>,
    receipts: VecDeque<Receipt>,
}

/// The recorder. Clones share what was recorded.
#[derive(Clone, Debug, Default)]
pub(super) struct Providers(Arc<Mutex<Seen>>);

impl Providers {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Requests to the queue, and calls of SES and SNS, since the last time.
    pub(super) fn take(&self) -> (usize, usize) {
        let mut seen = self.seen();
        (std::mem::take(&mut seen.queue_requests), std::mem::take(&mut seen.sends))
    }

    /// The next jobs, as many as a batch holds.
    pub(super) fn jobs(&self, most: usize) -> Vec<String> {
        let mut seen = self.seen();
        let some = most.min(seen.jobs.len());
        seen.jobs.drain(..some).collect()
    }

    /// The receipts that have come.
    pub(super) fn receipts(&self) -> Vec<Receipt> {
        self.seen().receipts.drain(..).collect()
    }

    fn answer(&self, request: &HttpRequest) -> Result<(&'static str, String)> {
        let body = request.body().bytes().unwrap_or_default();
        let mut seen = self.seen();
        if request.headers().get("x-amz-target") == Some("AmazonSQS.SendMessageBatch") {
            seen.queue_requests += 1;
            let batch: Value = serde_json::from_slice(body)?;
            let entries = batch["Entries"].as_array().cloned().unwrap_or_default();
            let taken: Vec<Value> = entries
                .iter()
                .map(|entry| json!({ "Id": entry["Id"], "MessageId": "m", "MD5OfMessageBody": "0" }))
                .collect();
            let bodies = entries.iter().filter_map(|entry| entry["MessageBody"].as_str().map(str::to_owned));
            seen.jobs.extend(bodies);
            return Ok(("application/x-amz-json-1.0", json!({ "Successful": taken, "Failed": [] }).to_string()));
        }
        seen.sends += 1;
        seen.named += 1;
        // As long as theirs.
        let id = format!("4d5e6f70-8192-a3b4-c5d6-{:012x}", seen.named);
        if request.uri().contains("/v2/email/outbound-emails") {
            let call: Value = serde_json::from_slice(body)?;
            seen.receipts.push_back(Receipt::Ses(delivery(&call)?));
            let answer = json!({ "MessageId": format!("01070190c0a1b2c3-{id}-000000") });
            return Ok(("application/json", answer.to_string()));
        }
        let number = field(body, "PhoneNumber");
        seen.receipts.push_back(Receipt::Sns(delivered(&id, &number)));
        let result = format!("<PublishResult><MessageId>{id}</MessageId></PublishResult>");
        Ok(("text/xml", format!("<PublishResponse>{result}</PublishResponse>")))
    }
}

/// The event of a delivered e-mail: the sample, with this call's tags.
fn delivery(call: &Value) -> Result<Value> {
    let mut event: Value = serde_json::from_str(EMAIL_RECEIPT)?;
    for tag in call["EmailTags"].as_array().into_iter().flatten() {
        if let Some(name) = tag["Name"].as_str() {
            event["detail"]["mail"]["tags"][name] = json!([tag["Value"]]);
        }
    }
    Ok(event["detail"].take())
}

/// The line of a delivered SMS (<https://docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html>).
fn delivered(id: &str, number: &str) -> Value {
    json!({
        "notification": { "messageId": id, "timestamp": "2026-06-03 13:30:01.250" },
        "delivery": {
            "phoneCarrier": "Local Carrier", "mnc": 1, "numberOfMessageParts": 1, "destination": number,
            "priceInUSD": 0.00645, "smsType": "Transactional", "mcc": 222,
            "providerResponse": "Message has been accepted by phone carrier",
            "dwellTimeMs": 599, "dwellTimeMsUntilDeviceAck": 1344,
        },
        "status": "SUCCESS",
    })
}

/// A field of a form.
fn field(form: &[u8], name: &str) -> String {
    let form = String::from_utf8_lossy(form);
    let value = form.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name);
    value.map(|(_, value)| percent_decode_str(value).decode_utf8_lossy().into_owned()).unwrap_or_default()
}

impl HttpConnector for Providers {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let answered = self.answer(&request).map_err(|error| ConnectorError::user(error.into()));
        HttpConnectorFuture::ready(answered.and_then(|(kind, text)| {
            let answer = http::Response::builder().status(200).header("content-type", kind).body(SdkBody::from(text));
            let answer = answer.map_err(|error| ConnectorError::user(error.into()))?;
            HttpResponse::try_from(answer).map_err(|error| ConnectorError::user(error.into()))
        }))
    }
}

impl HttpClient for Providers {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}
