//! Writing documents: each with its audit row and the rising version of the whole, all or nothing.

use carebell_domain::TenantId;
use carebell_domain::model::Settings;
use carebell_workflows::ports::{Audit, Document, Kind, Plans, PortError, SaveError};
use jiff::SignedDuration;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::audit::audit_item;
use super::documents::{VERSION, item};
use super::numbers;
use crate::Store;
use crate::item::{Change, Item, Row, SCHEMA, TYPE, instant, number, text};
use crate::keys::{self, PK};
use crate::table::{Freshness, Transacted, failed};

/// Types of the items, and their present form.
pub(crate) const WHOLE: &str = "V";
const TENANT: &str = "T";
const FORM: u8 = 1;
/// How many changes had plans looked at anew: the stream's reader sees it rise.
pub(crate) const REPLANS: &str = "rp";
/// When the first version was written: the tenant was made then.
const SINCE: &str = "at";
/// The name of the one document of settings.
pub(crate) const SETTINGS: &str = "settings";

impl Store {
    pub(crate) async fn save_document(
        &self,
        tenant: &TenantId,
        (kind, id, body): (Kind, &str, serde_json::Value),
        expected: Option<u64>,
        (audit, plans): (&Audit, Plans),
    ) -> Result<Document, SaveError> {
        let what = "saving a document";
        let version = expected.unwrap_or(0) + 1;
        let document = Document { kind, id: id.to_owned(), body, version, changed_at: self.clock.now() };
        let item = item(tenant, &document);
        let put = match expected {
            None => self.table.put_if(item, "attribute_not_exists(#pk)", &[("#pk", PK)], Item::new()),
            Some(expected) => {
                let values = Item::from([(":was".to_owned(), number(expected))]);
                self.table.put_if(item, "#name = :was", &[("#name", VERSION)], values)
            }
        };
        let next = match plans {
            Plans::Stay => self.next_version(tenant),
            Plans::Change => self.next_version(tenant).add(REPLANS, 1),
        };
        let parts = vec![put, self.table.update(next), self.table.put_any(audit_item(tenant, audit))];
        match self.table.transact(what, parts).await? {
            Transacted::Done => Ok(document),
            Transacted::Refused(_) if expected.is_none() => Err(SaveError::Exists),
            Transacted::Refused(_) => Err(SaveError::Stale),
        }
    }

    pub(crate) async fn remove_document(
        &self,
        tenant: &TenantId,
        kind: Kind,
        id: &str,
        expected: u64,
        audit: &Audit,
    ) -> Result<(), SaveError> {
        let key = keys::document(tenant, kind, id);
        let parts = vec![
            self.table.delete_if(key, "#name = :was", VERSION, number(expected)),
            self.table.update(self.next_version(tenant)),
            self.table.put_any(audit_item(tenant, audit)),
        ];
        match self.table.transact("removing a document", parts).await? {
            Transacted::Done => Ok(()),
            Transacted::Refused(_) => Err(SaveError::Stale),
        }
    }

    pub(crate) async fn add_tenant(
        &self,
        tenant: &TenantId,
        settings: &Settings,
        audit: &Audit,
    ) -> Result<(), SaveError> {
        let what = "making a tenant";
        let body = serde_json::to_value(settings).map_err(failed(what)).map_err(SaveError::Port)?;
        let settings =
            Document { kind: Kind::Settings, id: SETTINGS.into(), body, version: 1, changed_at: self.clock.now() };
        let mut row = keys::tenant_row(tenant).attributes();
        row.extend([(TYPE.to_owned(), text(TENANT)), (SCHEMA.to_owned(), number(FORM))]);
        let numbered = numbers::row(tenant);
        let absent = |item| self.table.put_if(item, "attribute_not_exists(#pk)", &[("#pk", PK)], Item::new());
        let parts = vec![
            absent(row),
            absent(numbered),
            absent(item(tenant, &settings)),
            self.table.update(self.next_version(tenant)),
            self.table.put_any(audit_item(tenant, audit)),
        ];
        match self.table.transact(what, parts).await? {
            Transacted::Done => Ok(()),
            Transacted::Refused(_) => Err(SaveError::Exists),
        }
    }

    /// The version of a tenant's whole configuration, eventually read; `None` where there is no such tenant.
    pub(crate) async fn whole_version(&self, tenant: &TenantId) -> Result<Option<u64>, PortError> {
        let what = "reading the version of a configuration";
        let item = self.table.get(what, keys::version(tenant), Freshness::Eventual).await?;
        item.map(|item| Row(&item).number(VERSION)).transpose().map_err(failed(what))
    }

    /// The first day on which the tenant can have had a message; `None` where there is no such tenant.
    pub(crate) async fn first_day(&self, tenant: &TenantId) -> Result<Option<Date>, PortError> {
        let what = "reading since when a tenant is there";
        let item = self.table.get(what, keys::version(tenant), Freshness::Eventual).await?;
        let since = item.map(|item| Row(&item).instant(SINCE)).transpose().map_err(failed(what))?;
        // Another machine's clock may have been behind.
        Ok(since.map(|since| TimeZone::UTC.to_datetime(since - SignedDuration::from_hours(1)).date()))
    }

    /// The whole has changed.
    fn next_version(&self, tenant: &TenantId) -> Change {
        Change::of(keys::version(tenant), WHOLE, FORM).add(VERSION, 1).set_first(SINCE, instant(self.clock.now()))
    }
}
