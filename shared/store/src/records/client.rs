//! Clients and patients: reading one, and writing one.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue;
use carebell_domain::model::{Client, Patient};
use carebell_domain::{ClientId, PatientId, TenantId};
use carebell_workflows::ports::{ClientWrite, PatientWrite, PortError, WriteError};
use serde::Serialize;

use crate::Store;
use crate::config::audit_item;
use crate::item::{Change, Item, REV, Row, SCHEMA, TYPE, number, text};
use crate::keys::{self, CAL, Key, PK};
use crate::table::{Freshness, Transacted, Written, failed};

/// Types of the items, and their present form.
const CLIENT: &str = "C";
const PATIENT: &str = "P";
const OWNER: &str = "AC";
const FORM: u8 = 1;

/// A record as an item by serde, without the attributes that hold nothing.
fn to_item(key: Key, kind: &'static str, rev: u64, record: &impl Serialize) -> Result<Item, serde_dynamo::Error> {
    let mut item: Item = serde_dynamo::to_item(record)?;
    item.retain(|_, value| !value.is_null());
    item.extend(key.attributes());
    item.extend([(TYPE.to_owned(), text(kind)), (SCHEMA.to_owned(), number(FORM)), (REV.to_owned(), number(rev))]);
    Ok(item)
}

/// The client of an item. A count of visits below zero (one taken back that was never counted) reads as zero.
pub(crate) fn read(mut item: Item) -> Result<Client, serde_dynamo::Error> {
    if let Some(AttributeValue::M(counts)) = item.get_mut("attendance") {
        for count in counts.values_mut() {
            if count.as_n().is_ok_and(|count| count.starts_with('-')) {
                *count = number(0);
            }
        }
    }
    serde_dynamo::from_item(item)
}

/// The patient of an item.
pub(crate) fn read_patient(item: Item) -> Result<Patient, serde_dynamo::Error> {
    serde_dynamo::from_item(item)
}

/// Names, values and expression of "still has this `rev`" (0: is not there).
fn unchanged(rev: u64) -> (&'static str, [(&'static str, &'static str); 1], Item) {
    if rev == 0 {
        ("attribute_not_exists(#pk)", [("#pk", PK)], Item::new())
    } else {
        ("#rev = :was", [("#rev", REV)], Item::from([(":was".to_owned(), number(rev))]))
    }
}

impl Store {
    pub(crate) async fn read_client(&self, tenant: &TenantId, id: &ClientId) -> Result<Option<Client>, PortError> {
        let what = "reading a client";
        let item = self.table.get(what, keys::client(tenant, id), Freshness::Consistent).await?;
        item.map(read).transpose().map_err(failed(what))
    }

    pub(crate) async fn read_patient(
        &self,
        tenant: &TenantId,
        client: &ClientId,
        id: &PatientId,
    ) -> Result<Option<Patient>, PortError> {
        let what = "reading a patient";
        let item = self.table.get(what, keys::patient(tenant, client, id), Freshness::Consistent).await?;
        item.map(read_patient).transpose().map_err(failed(what))
    }

    pub(crate) async fn change_patient(&self, tenant: &TenantId, write: &PatientWrite) -> Result<u64, WriteError> {
        let what = "writing a patient";
        let PatientWrite { patient } = write;
        let key = keys::patient(tenant, &patient.client, &patient.id);
        let item = to_item(key, PATIENT, patient.rev + 1, patient).map_err(failed(what))?;
        self.put_next(what, item, patient.rev).await
    }

    async fn put_next(&self, what: &'static str, item: Item, read: u64) -> Result<u64, WriteError> {
        let (condition, names, values) = unchanged(read);
        match self.table.put(what, item, condition, &names, values).await? {
            Written::Done(_) => Ok(read + 1),
            Written::Refused(_) | Written::Met => Err(WriteError::Stale),
        }
    }

    /// Writes a client. Alone it is one conditional write; with address rows or audit a transaction.
    pub(crate) async fn change_client(&self, tenant: &TenantId, write: &ClientWrite) -> Result<u64, WriteError> {
        let what = "writing a client";
        let ClientWrite { client, before, audit } = write;
        let mut item =
            to_item(keys::client(tenant, &client.id), CLIENT, client.rev + 1, client).map_err(failed(what))?;
        let entry = keys::client_name(tenant, &client.last_name, &client.first_name, &client.id);
        item.extend([(CAL.pk.to_owned(), text(entry.pk)), (CAL.sk.to_owned(), text(entry.sk))]);

        let old = match before {
            Some(before) => self.digests(before).await?,
            None => BTreeSet::new(),
        };
        let new = self.digests(client).await?;
        if old == new && audit.is_empty() {
            return self.put_next(what, item, client.rev).await;
        }
        let (condition, names, values) = unchanged(client.rev);
        let mut parts = vec![self.table.put_if(item, condition, &names, values)];
        for digest in new.difference(&old) {
            parts.push(self.table.update(Change::of(keys::owner(tenant, digest, &client.id), OWNER, FORM)));
        }
        for digest in old.difference(&new) {
            parts.push(self.table.delete(keys::owner(tenant, digest, &client.id)));
        }
        parts.extend(audit.iter().map(|row| self.table.put_any(audit_item(tenant, row))));
        match self.table.transact(what, parts).await? {
            Transacted::Done => Ok(client.rev + 1),
            Transacted::Refused(_) => Err(WriteError::Stale),
        }
    }

    /// The digests of the addresses to which messages go.
    async fn digests(&self, client: &Client) -> Result<BTreeSet<String>, PortError> {
        let mut digests = BTreeSet::new();
        if let Some(mobile) = &client.mobile {
            digests.insert(self.addresses.phone(mobile).await?);
        }
        if let Some(email) = &client.email {
            digests.insert(self.addresses.email(email).await?);
        }
        Ok(digests)
    }
}

/// The change of a client's attendance record by the status of an appointment. It counts as a write of the client:
/// who read the client before must read it again.
pub(crate) fn attendance(
    tenant: &TenantId,
    client: &ClientId,
    change: carebell_workflows::ports::AttendanceChange,
) -> Change {
    Change::of(keys::client(tenant, client), CLIENT, FORM)
        .add(REV, 1)
        .add_within("attendance", "attended", change.attended)
        .add_within("attendance", "no_show", change.no_show)
        .only_if(PK, "attribute_exists(#pk)", None)
}

/// Whether an item is a client's.
pub(crate) fn is_client(row: Row<'_>) -> bool {
    row.maybe(TYPE) == Some(CLIENT)
}

/// Whether an item is a patient's.
pub(crate) fn is_patient(row: Row<'_>) -> bool {
    row.maybe(TYPE) == Some(PATIENT)
}
