//! Documents and tenants, read fresh.

use carebell_domain::TenantId;
use carebell_workflows::ports::{Document, Kind, Page, PortError};

use crate::Store;
use crate::item::{Corrupt, Item, Row, SCHEMA, TYPE, instant, number, text};
use crate::keys::{self, SK};
use crate::packed::{packed, unpacked};
use crate::table::{Freshness, failed, page};

/// Type of the item, and its present form.
const DOCUMENT: &str = "G";
const FORM: u8 = 1;
/// Its content, as JSON; packed where it is long.
const BODY: &str = "d";
/// Its version.
pub(crate) const VERSION: &str = "n";
const CHANGED: &str = "at";

impl Store {
    pub(crate) async fn read_document(
        &self,
        tenant: &TenantId,
        kind: Kind,
        id: &str,
    ) -> Result<Option<Document>, PortError> {
        let what = "reading a document";
        let item = self.table.get(what, keys::document(tenant, kind, id), Freshness::Consistent).await?;
        item.map(|item| read(&item)).transpose().map_err(failed(what))
    }

    pub(crate) async fn list_documents(
        &self,
        tenant: &TenantId,
        kind: Kind,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<Document>, PortError> {
        let what = "listing documents";
        let mut span = keys::documents(tenant, kind);
        if let Some(after) = after {
            span = span.behind(&keys::document(tenant, kind, after).sk);
        }
        let items = self.table.query(what, None, span, Freshness::Consistent, Some(limit + 1)).await?;
        let documents: Result<Vec<_>, _> = items.iter().map(read).collect();
        Ok(page(documents.map_err(failed(what))?, limit, |document| document.id.clone()))
    }

    pub(crate) async fn list_tenants(&self, after: Option<&str>, limit: usize) -> Result<Page<TenantId>, PortError> {
        let what = "listing tenants";
        let mut span = keys::tenants();
        if let Some(after) = after {
            span = span.behind(&format!("TENANT#{after}"));
        }
        let items = self.table.query(what, None, span, Freshness::Consistent, Some(limit + 1)).await?;
        let tenants = items.iter().filter_map(|item| keys::tenant_of(Row(item).maybe(SK)?)).collect();
        Ok(page(tenants, limit, TenantId::to_string))
    }
}

/// A document as an item.
pub(crate) fn item(tenant: &TenantId, document: &Document) -> Item {
    let Document { kind, id, body, version, changed_at } = document;
    let mut item = keys::document(tenant, *kind, id).attributes();
    item.extend([
        (TYPE.to_owned(), text(DOCUMENT)),
        (SCHEMA.to_owned(), number(FORM)),
        (BODY.to_owned(), packed(body)),
        (VERSION.to_owned(), number(version)),
        (CHANGED.to_owned(), instant(*changed_at)),
    ]);
    item
}

/// The document of an item.
pub(crate) fn read(item: &Item) -> Result<Document, Corrupt> {
    let row = Row(item);
    let (kind, id) = keys::document_of(row.text(SK)?).ok_or(Corrupt(SK))?;
    Ok(Document {
        kind,
        id: id.to_owned(),
        body: item
            .get(BODY)
            .and_then(unpacked)
            .and_then(|body| serde_json::from_str(&body).ok())
            .ok_or(Corrupt(BODY))?,
        version: row.number(VERSION)?,
        changed_at: row.instant(CHANGED)?,
    })
}
