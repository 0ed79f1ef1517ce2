//! What a clinic set up: documents one by one for those who change them, the whole from a cache for those who use
//! it.

mod audit;
mod directory;
mod documents;
mod numbers;
mod save;
mod tenancy;

use async_trait::async_trait;
use carebell_domain::TenantId;
use carebell_domain::model::Settings;
use carebell_workflows::ports::{Audit, ConfigStore, Document, Kind, Page, Plans, PortError, SaveError};

pub(crate) use audit::audit_item;
pub(crate) use directory::Known;
pub(crate) use documents::VERSION;
pub(crate) use save::{REPLANS, WHOLE};

use crate::Store;

#[async_trait]
impl ConfigStore for Store {
    async fn get(&self, tenant: &TenantId, kind: Kind, id: &str) -> Result<Option<Document>, PortError> {
        self.read_document(tenant, kind, id).await
    }

    async fn list(
        &self,
        tenant: &TenantId,
        kind: Kind,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<Document>, PortError> {
        self.list_documents(tenant, kind, after, limit).await
    }

    async fn save_with(
        &self,
        tenant: &TenantId,
        document: (Kind, &str, serde_json::Value),
        expected: Option<u64>,
        audit: Audit,
        plans: Plans,
    ) -> Result<Document, SaveError> {
        self.save_document(tenant, document, expected, (&audit, plans)).await
    }

    async fn remove(
        &self,
        tenant: &TenantId,
        kind: Kind,
        id: &str,
        expected: u64,
        audit: Audit,
    ) -> Result<(), SaveError> {
        self.remove_document(tenant, kind, id, expected, &audit).await
    }

    async fn create_tenant(&self, tenant: &TenantId, settings: &Settings, audit: Audit) -> Result<(), SaveError> {
        self.add_tenant(tenant, settings, &audit).await
    }

    async fn tenants(&self, after: Option<&str>, limit: usize) -> Result<Page<TenantId>, PortError> {
        self.list_tenants(after, limit).await
    }
}
