//! The functions: their own handlers, wired to the ports of a run as each `main.rs` wires them to AWS.

use std::collections::HashMap;
use std::sync::Arc;

use carebell_domain::agenda::Pace;
use carebell_workflows::changes::Changes;
use carebell_workflows::counts::Counter;
use carebell_workflows::ingest::Ingest;
use carebell_workflows::letters::Undertaker;
use carebell_workflows::receipts::Receipts;
use carebell_workflows::replan::Replanner;
use carebell_workflows::send::{Doubts, Sender, Waits};
use carebell_workflows::sweep::Sweeper;
use jiff::SignedDuration;
use serde_json::Value;

use crate::batch::{Attribute, Failures, Queue, QueueRecord, Stream};
use crate::ports::Ports;
use crate::queue::Message;

#[path = "../../../functions/appointment-changes/src/handler.rs"]
mod appointment_changes;
#[path = "../../../functions/appointment-ingest/src/handler.rs"]
mod appointment_ingest;
#[path = "../../../functions/dead-letters/src/handler.rs"]
mod dead_letters;
#[path = "../../../functions/jobs/src/handler.rs"]
mod jobs_handler;
#[path = "../../../functions/message-changes/src/handler.rs"]
mod message_changes;
#[path = "../../../functions/receipts/src/handler.rs"]
mod receipts_handler;
#[path = "../../../functions/sender/src/handler.rs"]
mod sender;

/// The longest run of the sender: `SenderTimeoutSeconds` in `template.yaml`.
const SENDER_TIME: SignedDuration = SignedDuration::from_secs(30);

/// A batch of a queue, as Lambda hands it over.
fn queue(batch: Vec<Message>) -> Queue {
    let records = batch.into_iter().map(|message| {
        let said = message.said.into_iter().flat_map(|(origin, reason)| [("origin", origin), ("reason", reason)]);
        let attribute = |(name, text): (&str, String)| (name.to_owned(), Attribute { string_value: Some(text) });
        QueueRecord {
            message_id: message.id,
            body: message.body,
            message_attributes: said.map(attribute).collect(),
            attributes: HashMap::new(),
        }
    });
    Queue { records: records.collect() }
}

fn doubts(ports: &Arc<Ports>) -> Doubts {
    Doubts {
        clock: ports.clone(),
        directory: ports.clone(),
        records: ports.clone(),
        messages: ports.clone(),
        run_time: SENDER_TIME,
        waits: Waits { email: SignedDuration::from_mins(15), sms: SignedDuration::from_mins(60) },
    }
}

/// `sender`.
pub(crate) async fn send(ports: Arc<Ports>, batch: Vec<Message>) -> Failures {
    let sender = Sender {
        clock: ports.clone(),
        doubts: doubts(&ports),
        links: None,
        directory: ports.clone(),
        records: ports.clone(),
        messages: ports.clone(),
        suppressions: ports.clone(),
        quota: ports.clone(),
        email: ports.clone(),
        sms: ports.clone(),
    };
    sender::handle(&sender, &*ports, &queue(batch)).await
}

/// `jobs`.
pub(crate) async fn jobs(ports: Arc<Ports>, batch: Vec<Message>) -> Failures {
    let replanner = Replanner {
        clock: ports.clone(),
        directory: ports.clone(),
        calendar: ports.clone(),
        records: ports.clone(),
        queue: ports.clone(),
    };
    jobs_handler::handle(&replanner, &*ports, &queue(batch)).await
}

/// `appointment-ingest`.
pub(crate) async fn ingest(ports: Arc<Ports>, batch: Vec<Message>) -> Failures {
    let ingest = Ingest { clock: ports.clone(), directory: ports.clone(), records: ports.clone() };
    appointment_ingest::handle(&ingest, &*ports, &queue(batch)).await
}

/// `dead-letters`.
pub(crate) async fn bury(ports: Arc<Ports>, batch: Vec<Message>) -> Failures {
    let undertaker = Undertaker { clock: ports.clone(), letters: ports.clone(), doubts: doubts(&ports) };
    dead_letters::handle(&undertaker, &queue(batch)).await
}

/// `appointment-changes`.
pub(crate) async fn changes(ports: Arc<Ports>, records: Vec<Value>) -> Failures {
    let (clock, ids, outbox, jobs) = (ports.clone(), ports.clone(), ports.clone(), ports);
    let changes = Changes { clock, ids, outbox, jobs };
    appointment_changes::handle(&changes, &Stream { records }).await
}

/// `message-changes`.
pub(crate) async fn count(ports: Arc<Ports>, records: Vec<Value>) -> Failures {
    message_changes::handle(&Counter { counts: ports.clone() }, &Stream { records }).await
}

/// `receipts`. `false` where the event is to be delivered again.
pub(crate) async fn receipts(ports: Arc<Ports>, event: Arc<Value>) -> bool {
    let receipts = Receipts { clock: ports.clone(), messages: ports.clone(), suppressions: ports.clone() };
    receipts_handler::handle(&receipts, &*ports, &event).await.is_ok()
}

/// `reminder-sweep` and `recall-sweep`.
pub(crate) async fn sweep(ports: Arc<Ports>, pace: Pace) {
    let (clock, ids, sweep, outbox) = (ports.clone(), ports.clone(), ports.clone(), ports);
    let sweeper = Sweeper { clock, ids, sweep, pace, outbox };
    // What a sweep leaves undone the next one does.
    drop(sweeper.run().await);
}
