//! A client's file: one consistent query.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use carebell_domain::decide::DayGuard;
use carebell_domain::model::{Appointment, Client};
use carebell_domain::{AppointmentId, ClientId, TenantId};
use carebell_workflows::ports::{File, PortError};
use jiff::{SignedDuration, Timestamp};

use super::appointment::{self, APPOINTMENT};
use super::client;
use crate::Store;
use crate::item::{Corrupt, Item, Row, SCHEMA, TYPE, number, text};
use crate::keys::{self, Key, TTL};
use crate::table::{Freshness, failed};

/// Type of a day guard's item, and its present form.
const GUARD: &str = "D";
const GUARD_FORM: u8 = 1;
/// The reminder that has the day.
pub(crate) const GUARD_MESSAGE: &str = "m";
/// The appointments that it names, with their generations.
const NAMED: &str = "n";
/// How long a client's day guard is kept: the end of its day in every zone, and a day for late jobs.
const GUARD_KEPT: SignedDuration = SignedDuration::from_hours(3 * 24);
/// How long a household's is kept: the page behind its link shows the visits that it names until they are over, and a
/// lead may be a year long.
const SHARED_GUARD_KEPT: SignedDuration = SignedDuration::from_hours(370 * 24);

impl Store {
    pub(crate) async fn read_file(&self, tenant: &TenantId, client: &ClientId) -> Result<File, PortError> {
        let what = "reading a client's file";
        let span = keys::file(tenant, client);
        let mut file = File::default();
        for item in self.table.query(what, None, span, Freshness::Consistent, None).await? {
            let row = Row(&item);
            if client::is_client(row) {
                file.client = Some(client::read(item).map_err(failed(what))?);
            } else if client::is_patient(row) {
                file.patients.push(client::read_patient(item).map_err(failed(what))?);
            } else if row.maybe(TYPE) == Some(APPOINTMENT) {
                file.appointments.push(appointment::from_item(&item).map_err(failed(what))?);
            } else if row.maybe(TYPE) == Some(GUARD) {
                file.guards.push(read_guard(&item).map_err(failed(what))?);
            }
        }
        Ok(file)
    }

    pub(crate) async fn read_client_and_appointment(
        &self,
        tenant: &TenantId,
        id: &AppointmentId,
    ) -> Result<(Option<Client>, Option<Appointment>), PortError> {
        let what = "reading a client and an appointment";
        let (client, one) = (keys::client(tenant, &id.client), keys::appointment(tenant, id));
        let mut found = self.table.get_all(what, [client.clone(), one.clone()]).await?;
        let client = found.remove(&client).map(client::read).transpose().map_err(failed(what))?;
        let one = found.remove(&one).map(|item| appointment::from_item(&item)).transpose().map_err(failed(what))?;
        Ok((client, one))
    }
}

/// A day guard as an item. The appointments of the client whose collection it lies in stand in it without the client.
pub(crate) fn guard_item(key: Key, guard: &DayGuard) -> Item {
    let DayGuard { day, shared, message, named, .. } = guard;
    let name = |id: &AppointmentId| if *shared { id.to_string() } else { id.item.to_string() };
    let named: HashMap<_, _> = named.iter().map(|(id, number_of)| (name(id), number(number_of))).collect();
    let kept = if *shared { SHARED_GUARD_KEPT } else { GUARD_KEPT };
    let noon = day.at(12, 0, 0, 0).in_tz("UTC").map_or(Timestamp::MAX, |noon| noon.timestamp());
    let until = noon.saturating_add(kept).unwrap_or(Timestamp::MAX);
    let mut item = key.attributes();
    item.extend([
        (TYPE.to_owned(), text(GUARD)),
        (SCHEMA.to_owned(), number(GUARD_FORM)),
        (GUARD_MESSAGE.to_owned(), text(message)),
        (NAMED.to_owned(), AttributeValue::M(named)),
        (TTL.to_owned(), number(until.as_second())),
    ]);
    item
}

/// The day guard of an item.
pub(crate) fn read_guard(item: &Item) -> Result<DayGuard, Corrupt> {
    let row = Row(item);
    let (day, channel, kind) = keys::guard_of(row.text(keys::SK)?).ok_or(Corrupt(keys::SK))?;
    let client = keys::client_of(row.text(keys::PK)?).map(|(_, client)| client);
    let named = row.map(NAMED).ok_or(Corrupt(NAMED))?;
    let id = |name: &str| match &client {
        Some(client) => Some(AppointmentId { client: client.clone(), item: name.parse().ok()? }),
        None => name.parse().ok(),
    };
    let one = |(name, number): (&String, &AttributeValue)| Some((id(name)?, number.as_n().ok()?.parse().ok()?));
    let mut named: Vec<_> = named.0.iter().map(|entry| one(entry).ok_or(Corrupt(NAMED))).collect::<Result<_, _>>()?;
    named.sort();
    Ok(DayGuard { day, channel, shared: client.is_none(), kind, message: row.parsed(GUARD_MESSAGE)?, named })
}
