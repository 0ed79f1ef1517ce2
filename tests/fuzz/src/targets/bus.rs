//! Appointments of other systems.

use std::sync::{Arc, LazyLock};

use carebell_runtime::batch::{Queue, QueueRecord};
use carebell_workflows::ingest::{Ingest, Untaken};
use serde_json::Value;

use super::text_of;
use crate::checks::at_once;
use crate::doors::appointment_ingest;
use crate::world::World;

static WORLD: LazyLock<(Arc<World>, Ingest)> = LazyLock::new(|| {
    let world = World::new();
    let ingest = world.ingest();
    (world, ingest)
});

/// The body of a message on the queue behind the bus. It is taken in or refused, with a reason that does not quote what
/// the event says of a person, and never comes back.
pub fn bus_event(data: &[u8]) {
    let (world, ingest) = &*WORLD;
    let body = text_of(data);
    match at_once(ingest.handle(&body)) {
        Ok(_) => {}
        Err(Untaken::Bad(reason)) => {
            let event: Value = serde_json::from_str(&body).unwrap_or_default();
            for value in personal(&event["detail"]) {
                assert!(!reason.contains(value), "{reason:?} quotes {value:?}");
            }
        }
        Err(Untaken::Port(error)) => panic!("{error}: {:?}", error.source),
    }
    let record = QueueRecord {
        message_id: "1".to_owned(),
        body: body.into_owned(),
        message_attributes: Default::default(),
        attributes: Default::default(),
    };
    let answer = at_once(appointment_ingest::handle(ingest, &**world, &Queue { records: vec![record] }));
    assert!(answer.failures.is_empty(), "the event comes back");
}

/// What an event says of a person, as far as it is long enough to be told from the words of a reason.
fn personal(detail: &Value) -> impl Iterator<Item = &str> {
    let client = ["first_name", "last_name", "mobile", "landline", "email", "address"];
    let client = client.into_iter().map(|field| &detail["client"][field]);
    let others = [&detail["patient"]["name"], &detail["appointment"]["notes"]];
    client.chain(others).filter_map(Value::as_str).filter(|text| text.chars().count() > 12)
}
