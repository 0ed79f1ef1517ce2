//! The table's stream and its two readers, as `template.yaml` maps them: batches in order, partial failures, batches
//! cut in half after an error, five further tries. The handlers ask here what a record means, as they ask
//! `carebell-store` in the product.

use carebell_domain::TenantId;
use carebell_domain::message::day_of;
use carebell_workflows::changes::Change;
use carebell_workflows::counts::RowChange;
use carebell_workflows::ports::Count;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::fault::{Fault, Point};
use crate::store::Changed;
use crate::world::{Event, World};

/// The readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// `appointment-changes`.
    Appointments,
    /// `message-changes`.
    Messages,
}

impl Reader {
    const fn place(self) -> usize {
        match self {
            Self::Appointments => 0,
            Self::Messages => 1,
        }
    }

    const fn most(self) -> usize {
        match self {
            Self::Appointments => 100,
            Self::Messages => 1_000,
        }
    }

    /// How long records are gathered, in milliseconds.
    const fn window(self) -> (i64, i64) {
        match self {
            Self::Appointments => (50, 400),
            Self::Messages => (1_000, 30_000),
        }
    }

    const fn passes(self, change: &Changed) -> bool {
        matches!(
            (self, change),
            (Self::Appointments, Changed::Appointment { .. } | Changed::Configuration { .. })
                | (Self::Messages, Changed::Message { .. })
        )
    }
}

/// Tries after the first one.
const RETRIES: u32 = 5;

/// Where a reader stands.
#[derive(Clone, Debug, Default)]
struct Place {
    next: usize,
    busy: bool,
    tries: u32,
    most: Option<usize>,
    seen: usize,
}

/// Where the readers stand.
#[derive(Debug, Default)]
pub struct Readers {
    places: [Place; 2],
    /// Batches that were given up.
    pub given_up: Vec<Reader>,
}

impl World {
    /// Wakes the readers where the stream has grown.
    pub fn stream_grew(&mut self) {
        for reader in [Reader::Appointments, Reader::Messages] {
            let end = self.store.stream.len();
            let place = &mut self.readers.places[reader.place()];
            let fresh = self.store.stream[place.seen..end].iter().any(|change| reader.passes(change));
            place.seen = end;
            if fresh {
                let (from, to) = reader.window();
                let wait = self.millis(from, to);
                self.after(wait, Event::Pump(reader));
            }
        }
    }

    /// The next batch of a reader, with the places of its records in the stream. `None` where it is at work already,
    /// or there is nothing.
    pub fn batch(&mut self, reader: Reader) -> Option<Vec<(usize, Value)>> {
        let place = &self.readers.places[reader.place()];
        if place.busy {
            return None;
        }
        let most = place.most.unwrap_or(reader.most());
        let fresh = self.store.stream.iter().enumerate().skip(place.next);
        let batch: Vec<(usize, Value)> = fresh
            .filter(|(_, change)| reader.passes(change))
            .take(most)
            .map(|(number, change)| (number, record(number, change)))
            .collect();
        if batch.is_empty() {
            return None;
        }
        self.readers.places[reader.place()].busy = true;
        Some(batch)
    }

    /// A run of a reader has ended: with the first record that is to come again, or with nothing (an error of the
    /// whole run).
    pub fn batch_ended(&mut self, reader: Reader, batch: &[usize], failed: Result<Option<usize>, ()>) {
        let end = batch.last().map_or(0, |last| last + 1);
        let fault = if failed == Ok(None) { self.faults.at(Point::Batch) } else { None };
        let (twice, late) = (fault == Some(Fault::Twice), fault == Some(Fault::Late));
        let place = &mut self.readers.places[reader.place()];
        place.busy = false;
        let wait = match failed {
            Ok(None) if twice => {
                // It was done, but the stream does not know: it comes again, cut otherwise.
                place.most = (place.most.is_none() && batch.len() > 1).then_some(batch.len() - 1);
                SignedDuration::from_millis(300)
            }
            Ok(None) => {
                (place.next, place.tries, place.most) = (end, 0, None);
                SignedDuration::from_millis(if late { 100_000 } else { 100 })
            }
            Ok(Some(_)) | Err(()) => {
                if let Ok(Some(first)) = failed {
                    place.next = place.next.max(first);
                }
                place.tries += 1;
                place.most = Some(batch.len().div_ceil(2));
                if place.tries > RETRIES {
                    (place.next, place.tries, place.most) = (end, 0, None);
                    self.readers.given_up.push(reader);
                }
                SignedDuration::from_secs(2)
            }
        };
        if twice {
            self.tell(format_args!("the stream gives a batch of {reader:?} out again"));
        }
        self.after(wait, Event::Pump(reader));
    }
}

/// A record as the handlers get it.
fn record(number: usize, change: &Changed) -> Value {
    let sequence = (number + 1).to_string();
    match change {
        Changed::Appointment { tenant, id, look_at } => json!({
            "sequence": sequence, "tenant": tenant, "client": id.client, "item": id.item, "look_at": look_at,
        }),
        Changed::Configuration { tenant, version } => {
            json!({ "sequence": sequence, "tenant": tenant, "version": version })
        }
        Changed::Message { key, before, after } => json!({
            "sequence": sequence, "tenant": key.tenant, "id": key.id,
            "before": before.as_ref().map(cell), "after": after.as_ref().map(cell),
        }),
    }
}

fn cell(count: &Count) -> Value {
    let Count { event, channel, status, reason } = count;
    json!([event, channel, status, reason])
}

fn cell_of(value: &Value) -> Option<Count> {
    let (event, channel, status, reason) = serde_json::from_value(value.clone()).ok()?;
    Some(Count { event, channel, status, reason })
}

/// The sequence number of a record, as the stream knows it.
#[must_use]
pub fn sequence_number(record: &Value) -> Option<String> {
    record["sequence"].as_str().map(ToOwned::to_owned)
}

/// The marked change that a record tells of, with the record's sequence number.
#[must_use]
pub fn change(record: &Value) -> Option<(Change, String)> {
    let change = Change {
        tenant: serde_json::from_value(record["tenant"].clone()).ok()?,
        client: serde_json::from_value(record["client"].clone()).ok()?,
        item: serde_json::from_value(record["item"].clone()).ok()?,
        look_at: serde_json::from_value(record["look_at"].clone()).ok()?,
    };
    Some((change, sequence_number(record)?))
}

/// The change of a configuration that a record tells of.
#[must_use]
pub fn replan(record: &Value) -> Option<((TenantId, u64), String)> {
    let tenant = serde_json::from_value(record["tenant"].clone()).ok()?;
    Some(((tenant, record["version"].as_u64()?), sequence_number(record)?))
}

/// How a record moves a message between the cells of the counts.
#[must_use]
pub fn row_change(record: &Value) -> Option<RowChange> {
    let id: carebell_domain::MessageId = serde_json::from_value(record["id"].clone()).ok()?;
    let tenant: TenantId = serde_json::from_value(record["tenant"].clone()).ok()?;
    Some(RowChange {
        day: day_of(&id)?,
        tenant,
        sequence: format!("{:0>40}", sequence_number(record)?),
        before: cell_of(&record["before"]),
        after: cell_of(&record["after"]),
    })
}
