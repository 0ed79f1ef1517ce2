//! Batches of queues and of the table's stream.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use carebell_runtime::batch::{Failures, Queue, QueueRecord, Stream};
use carebell_store::stream::{change, row_change, sequence_number};
use carebell_workflows::changes::Changes;
use carebell_workflows::counts::Counter;
use carebell_workflows::jobs::Job;
use carebell_workflows::letters::Undertaker;
use carebell_workflows::send::Sender;
use serde_json::Value;

use super::text_of;
use crate::checks::at_once;
use crate::doors::{appointment_changes, dead_letters, message_changes, sender};
use crate::world::World;

struct Functions {
    world: Arc<World>,
    sender: Sender,
    undertaker: Undertaker,
    changes: Changes,
    counter: Counter,
}

static FUNCTIONS: LazyLock<Functions> = LazyLock::new(|| {
    let world = World::new();
    Functions {
        sender: world.sender(),
        undertaker: world.undertaker(),
        changes: world.changes(),
        counter: world.counter(),
        world,
    }
});

/// A batch of a queue, or the body of one message. The sender and the keeper of dead letters are done with each: in
/// this world nothing fails, so what comes back has panicked.
pub fn queue_job(data: &[u8]) {
    let Functions { world, sender, undertaker, .. } = &*FUNCTIONS;
    let body = text_of(data);
    let batch = serde_json::from_str(&body).unwrap_or_else(|_| Queue {
        records: vec![QueueRecord {
            message_id: "1".to_owned(),
            body: body.into_owned(),
            message_attributes: Default::default(),
            attributes: Default::default(),
        }],
    });
    for record in &batch.records {
        if let Ok(job) = Job::read(&record.body) {
            let written = serde_json::to_string(&job).expect("a job can be written");
            assert_eq!(Job::read(&written).expect("a job can be read"), job);
        }
    }
    done(&at_once(sender::handle(sender, &**world, &batch)));
    done(&at_once(dead_letters::handle(undertaker, &batch)));
}

/// A batch of the table's stream, or one record.
pub fn stream(data: &[u8]) {
    let Functions { changes, counter, .. } = &*FUNCTIONS;
    let Ok(value) = serde_json::from_slice::<Value>(data) else { return };
    let batch = serde_json::from_value(value.clone()).unwrap_or_else(|_| Stream { records: vec![value] });
    let mut known = BTreeSet::new();
    for record in &batch.records {
        known.extend(sequence_number(record));
        if let Some((change, sequence)) = change(record) {
            assert!(known.contains(&sequence), "{change:?} names a record");
        }
        if let Some(change) = row_change(record) {
            assert!(change.sequence.len() >= 40, "sequence numbers are padded, so that they sort");
        }
    }
    done(&at_once(appointment_changes::handle(changes, &batch)));
    done(&at_once(message_changes::handle(counter, &batch)));
}

fn done(answer: &Failures) {
    assert!(answer.failures.is_empty(), "{:?} come back", answer.failures);
}
