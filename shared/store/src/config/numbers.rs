//! The tenants by their numbers, which links carry in place of the name.

use async_trait::async_trait;
use carebell_domain::TenantId;
use carebell_domain::link::TenantNumber;
use carebell_workflows::ports::{PortError, TenantNumbers};

use crate::Store;
use crate::item::{Item, Row, SCHEMA, TYPE, number, text};
use crate::keys;
use crate::table::{Freshness, failed};

/// Type of the item, and its present form.
const NUMBER: &str = "TN";
const FORM: u8 = 1;
const NAME: &str = "n";

/// The row of a tenant's number. It is written with the tenant: should two names ever have one number, the second
/// cannot be taken.
pub(super) fn row(tenant: &TenantId) -> Item {
    let mut row = keys::tenant_number(TenantNumber::of(tenant)).attributes();
    row.extend([(TYPE.to_owned(), text(NUMBER)), (SCHEMA.to_owned(), number(FORM)), (NAME.to_owned(), text(tenant))]);
    row
}

#[async_trait]
impl TenantNumbers for Store {
    async fn tenant(&self, number: TenantNumber) -> Result<Option<TenantId>, PortError> {
        let what = "looking up a tenant's number";
        let item = self.table.get(what, keys::tenant_number(number), Freshness::Eventual).await?;
        item.map(|item| Row(&item).parsed(NAME)).transpose().map_err(failed(what))
    }
}
