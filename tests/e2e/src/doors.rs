//! The doors that are not the HTTP API: the bus, the queues, and Lambda itself, by which a test delivers again what a
//! trigger has delivered before.

use anyhow::{Context, Result, ensure};
use carebell_domain::{ClientId, ItemId};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::{Clinic, LOCATION, Person, RESOURCE, SERVICE, SOURCE, Visit, cloud};

/// The machine's time: tests lay visits out around it.
#[expect(clippy::disallowed_methods, reason = "the functions under test go by the machine's clock too")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// Another system on the bus, telling of one appointment.
#[derive(Clone, Debug)]
pub struct Bus {
    /// The name under which it publishes.
    pub source: String,
    /// The state that it tells.
    pub detail: Value,
}

impl Bus {
    /// A booking by a system that the clinic lists. The appointment is called `name` there, the client as
    /// [`Clinic::outsider`] says.
    ///
    /// # Errors
    /// If the zone is unknown.
    pub fn books(clinic: &Clinic, name: &str, person: &Person, start: Timestamp) -> Result<Self> {
        let end = Visit::written(start + SignedDuration::from_mins(30))?;
        let detail = json!({
            "schema": 1, "tenant": clinic.tenant, "version": 1, "occurred_at": now().to_string(),
            "appointment": {
                "id": name, "status": "booked", "location": LOCATION, "resource": RESOURCE, "services": [SERVICE],
                "start": Visit::written(start)?, "end": end,
            },
            "client": {
                "id": person.outside, "first_name": "Anna", "last_name": "Rossi", "language": "en",
                "email": person.email, "mobile": person.mobile,
            },
        });
        Ok(Self { source: SOURCE.to_owned(), detail })
    }

    /// The same appointment in a later version, otherwise.
    #[must_use]
    pub fn then(&self, version: u64, change: impl FnOnce(&mut Value)) -> Self {
        let mut next = self.clone();
        next.detail["version"] = json!(version);
        change(&mut next.detail["appointment"]);
        next
    }

    /// The appointment that it becomes.
    ///
    /// # Errors
    /// If a name cannot be derived.
    pub fn visit(&self) -> Result<Visit> {
        let theirs = |part: &str| self.detail[part]["id"].as_str().unwrap_or_default();
        let client = ClientId::of_source(&self.source, theirs("client"))?;
        let id = format!("{client}.{}", ItemId::of_source(&self.source, theirs("appointment"))?);
        let start = self.detail["appointment"]["start"].as_str().context("a start")?.parse()?;
        Ok(Visit { path: format!("/v1/appointments/{id}"), id, start })
    }

    /// Publishes it on the product's bus.
    ///
    /// # Errors
    /// If the bus does not take it.
    pub fn publish(&self) -> Result<()> {
        let entry = json!({
            "EventBusName": cloud().outputs().get("EventBusName")?, "Source": self.source,
            "DetailType": "Carebell Appointment", "Detail": self.detail.to_string(),
        });
        let answer = cloud().aws().call("AWSEvents.PutEvents", &json!({ "Entries": [entry] }))?;
        ensure!(answer["FailedEntryCount"] == 0, "the bus did not take an event: {answer}");
        Ok(())
    }

    /// The event as EventBridge hands it to the queue.
    pub fn event(&self) -> Value {
        json!({
            "version": "0", "id": "00000000-0000-0000-0000-000000000000", "detail-type": "Carebell Appointment",
            "source": self.source, "account": carebell_local::ACCOUNT, "region": carebell_local::REGION,
            "time": now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), "resources": [], "detail": self.detail,
        })
    }
}

/// Puts a body into the queue of this output of the stack.
///
/// # Errors
/// If the queue does not take it.
pub fn deliver(queue: &str, body: &str) -> Result<()> {
    let url = cloud().outputs().get(queue)?;
    cloud().aws().call("AmazonSQS.SendMessage", &json!({ "QueueUrl": url, "MessageBody": body }))?;
    Ok(())
}

/// Runs a function by its short name with this event, and gives its answer.
///
/// # Errors
/// If it fails.
pub fn invoke(function: &str, event: &Value) -> Result<Value> {
    let answer = cloud().aws().invoke(&cloud().function(function), event)?;
    ensure!(answer.get("errorMessage").is_none(), "{function} failed: {answer}");
    Ok(answer)
}

/// The event with which Lambda hands these bodies of a queue to a function. The messages are called `0`, `1` and so on.
pub fn queue_event(bodies: &[&str]) -> Value {
    let record = |(place, body): (usize, &&str)| {
        json!({
            "messageId": place.to_string(), "receiptHandle": "handle", "body": body, "messageAttributes": {},
            "attributes": { "ApproximateReceiveCount": "1", "SentTimestamp": now().as_millisecond().to_string() },
            "md5OfBody": "", "eventSource": "aws:sqs", "awsRegion": carebell_local::REGION,
            "eventSourceARN": format!("arn:aws:sqs:{}:{}:queue", carebell_local::REGION, carebell_local::ACCOUNT),
        })
    };
    json!({ "Records": bodies.iter().enumerate().map(record).collect::<Vec<_>>() })
}

/// The records of the table's stream so far that concern a clinic, as Lambda hands them over, oldest first.
///
/// # Errors
/// If the stream cannot be read.
pub fn handed(clinic: &Clinic) -> Result<Vec<Value>> {
    let aws = cloud().aws();
    let stream = |action: &str, body: &Value| aws.call(&format!("DynamoDBStreams_20120810.{action}"), body);
    let streams = stream("ListStreams", &json!({ "TableName": cloud().outputs().get("TableName")? }))?;
    let arn = streams["Streams"][0]["StreamArn"].as_str().context("the table has a stream")?;
    let described = stream("DescribeStream", &json!({ "StreamArn": arn }))?;
    let mut found = Vec::new();
    for shard in described["StreamDescription"]["Shards"].as_array().context("shards")? {
        let from = json!({ "StreamArn": arn, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON" });
        let mut iterator = stream("GetShardIterator", &from)?["ShardIterator"].clone();
        while !iterator.is_null() {
            let mut page = stream("GetRecords", &json!({ "ShardIterator": iterator }))?;
            let records = page["Records"].as_array().context("records")?;
            // An open shard always has a next place: an empty page is where the records end for now.
            iterator = if records.is_empty() { Value::Null } else { page["NextShardIterator"].clone() };
            let of = format!("T#{}#", clinic.tenant);
            let ours = |record: &&Value| {
                record["dynamodb"]["Keys"]["pk"]["S"].as_str().is_some_and(|key| key.starts_with(&of))
            };
            found.extend(records.iter().filter(ours).cloned());
            page.take();
        }
    }
    Ok(found)
}
