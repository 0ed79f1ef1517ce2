//! An empty table, a store on it, and records to put there.

use std::collections::HashMap;
use std::sync::Arc;

use aws_sdk_dynamodb::types::AttributeValue;
use carebell_domain::decide::Occasion;
use carebell_domain::fixtures::{Clinic, at};
use carebell_domain::message::{Status, Step, Steps, message_id};
use carebell_domain::model::{Appointment, Client};
use carebell_domain::{Channel, Event, TenantId};
use carebell_store::Store;
use carebell_testkit::{EmulatedTable, FixedClock};
use carebell_workflows::ports::{AppointmentWrite, ClientWrite, MessageRecord, Records};
use jiff::Timestamp;
use jiff::civil::Date;

/// A table, a clock, and a store on both.
pub(crate) struct World {
    pub(crate) table: EmulatedTable,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) store: Arc<Store>,
    pub(crate) tenant: TenantId,
}

/// When the clock of a new world stands.
pub(crate) const NOW: &str = "2026-06-01T10:00:00Z";

impl World {
    pub(crate) async fn start() -> Self {
        let (table, clock) = (EmulatedTable::start().await, Arc::new(FixedClock::at(NOW)));
        let store = Arc::new(table.store(clock.clone()));
        Self { table, clock, store, tenant: id("tt_one") }
    }

    /// Another process on the same table.
    pub(crate) fn second(&self) -> Store {
        self.table.store(self.clock.clone())
    }

    /// Writes an appointment and gives it as it is then.
    pub(crate) async fn put(&self, write: AppointmentWrite) -> Appointment {
        let rev = self.store.write_appointment(&self.tenant, &write).await.expect("it is written");
        Appointment { rev, ..write.appointment }
    }

    /// Writes a client and gives it as it is then.
    pub(crate) async fn put_client(&self, client: Client) -> Client {
        let write = ClientWrite { client, before: None, audit: Vec::new() };
        let rev = self.store.write_client(&self.tenant, &write).await.expect("it is written");
        Client { rev, ..write.client }
    }

    /// All that the table holds.
    pub(crate) async fn items(&self) -> Vec<HashMap<String, AttributeValue>> {
        let scan = self.table.client.scan().table_name(&self.table.name).send().await;
        scan.expect("the table can be scanned").items.unwrap_or_default()
    }

    /// The one item with this sort key.
    pub(crate) async fn item(&self, sk: &str) -> Option<HashMap<String, AttributeValue>> {
        let is = |item: &HashMap<String, AttributeValue>| item.get("sk") == Some(&AttributeValue::S(sk.to_owned()));
        self.items().await.into_iter().find(is)
    }

    /// Sets a text attribute of an item behind the store's back.
    pub(crate) async fn mark(&self, item: &HashMap<String, AttributeValue>, name: &str) {
        let update = self.table.client.update_item().table_name(&self.table.name);
        let update = update.key("pk", item["pk"].clone()).key("sk", item["sk"].clone());
        let update = update.update_expression("SET #name = :name").expression_attribute_names("#name", name);
        update.expression_attribute_values(":name", AttributeValue::Bool(true)).send().await.expect("it is marked");
    }
}

/// An identifier.
pub(crate) fn id<T: std::str::FromStr>(text: &str) -> T {
    text.parse().ok().expect("well formed")
}

/// A day.
pub(crate) fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// A clinic's client.
pub(crate) fn client(name: &str, last_name: &str) -> Client {
    Client { id: id(name), last_name: last_name.to_owned(), rev: 0, ..Clinic::new().client }
}

/// A new appointment of `client1`.
pub(crate) fn appointment(item: &str, start: &str) -> Appointment {
    let mut clinic = Clinic::new();
    let index = clinic.book(item, NOW, start);
    clinic.appointments.swap_remove(index)
}

/// A plain write of an appointment: no index of what is due, no mark, nothing beside it.
pub(crate) fn write(appointment: Appointment) -> AppointmentWrite {
    let local_day = appointment.start.to_zoned(jiff::tz::TimeZone::UTC).date();
    AppointmentWrite {
        appointment,
        local_day,
        due: None,
        announce: None,
        notes: None,
        history: None,
        attendance: None,
        skipped: Vec::new(),
        notice: None,
    }
}

/// A message that was sent about an appointment.
pub(crate) fn message(appointment: &Appointment, channel: Channel, when: Timestamp) -> MessageRecord {
    let event = Event::AppointmentReminder;
    let steps = Steps::from([(Status::Sent, Step { at: when, words: None })]);
    MessageRecord {
        id: message_id(&appointment.id, Occasion { event, channel, number: 0, repeat: false }, when)
            .expect("well formed"),
        event,
        channel,
        client: Some(appointment.id.client.clone()),
        appointment: Some(appointment.id.clone()),
        number: 0,
        repeats: None,
        resource: Some(appointment.resource.clone()),
        location: Some(appointment.location.clone()),
        recipient: Some("giulia@example.com".into()),
        language: Some(carebell_domain::Language::It),
        provider_id: Some("0100018f-provider".into()),
        segments: None,
        skipped: None,
        trace: Vec::new(),
        body: None,
        at: when,
        keep_until: at("2028-06-01T00:00:00Z"),
        steps,
    }
}
