//! Batches: what a queue gives out, and what a reader of the stream takes.

use carebell_domain::TenantId;
use serde_json::Value;

use super::{Ended, Simulation, Work};
use crate::functions;
use crate::queue::{Message, Name};
use crate::stream::{Reader, sequence_number};
use crate::world::look;

impl Simulation<'_> {
    pub(super) fn poll_queue(&mut self, queue: Name) {
        let batch = look(&self.world).receive(queue);
        if batch.is_empty() {
            return;
        }
        let names: Vec<(u64, String)> = batch.iter().map(|(number, message)| (*number, message.id.clone())).collect();
        let messages: Vec<Message> = batch.into_iter().map(|(_, message)| message).collect();
        let tenants = messages.iter().filter_map(|message| tenant_of(&message.body)).collect();
        let function = match queue {
            Name::Ingest => "ingest",
            Name::Send => "sender",
            Name::Jobs => "jobs",
            Name::Dead => "dead-letters",
        };
        let ports = self.ports(function);
        let name = ports.name();
        let future = async move {
            Ended::Batch(match queue {
                Name::Ingest => functions::ingest(ports, messages).await,
                Name::Send => functions::send(ports, messages).await,
                Name::Jobs => functions::jobs(ports, messages).await,
                Name::Dead => functions::bury(ports, messages).await,
            })
        };
        self.start(Work::Queue(queue, names), name, 30, Some(tenants), future);
    }

    pub(super) fn pump(&mut self, reader: Reader) {
        let Some(batch) = look(&self.world).batch(reader) else { return };
        let (places, records): (Vec<usize>, Vec<Value>) = batch.into_iter().unzip();
        debug_assert!(records.iter().all(|record| sequence_number(record).is_some()), "every record has its number");
        let tenants = records.iter().filter_map(|record| record["tenant"].as_str()?.parse().ok()).collect();
        let (function, seconds) = match reader {
            Reader::Appointments => ("appointment-changes", 30),
            Reader::Messages => ("message-changes", 60),
        };
        let ports = self.ports(function);
        let name = ports.name();
        let future = async move {
            Ended::Batch(match reader {
                Reader::Appointments => functions::changes(ports, records).await,
                Reader::Messages => functions::count(ports, records).await,
            })
        };
        self.start(Work::Stream(reader, places), name, seconds, Some(tenants), future);
    }
}

/// The tenant that a job or an event names.
fn tenant_of(body: &str) -> Option<TenantId> {
    let body: Value = serde_json::from_str(body).ok()?;
    body["tenant"].as_str().or_else(|| body["detail"]["tenant"].as_str())?.parse().ok()
}
