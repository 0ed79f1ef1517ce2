//! The cache of tenants' configurations, at most five seconds old.

use std::sync::Arc;

use async_trait::async_trait;
use carebell_domain::TenantId;
use carebell_workflows::ports::{Directory, PortError, Tenancy};
use jiff::{SignedDuration, Timestamp};

use super::documents::VERSION;
use super::tenancy;
use crate::Store;
use crate::item::Row;
use crate::keys;
use crate::table::{Freshness, failed};

/// For so long what was read is used unasked.
const FRESH_FOR: SignedDuration = SignedDuration::from_secs(5);

/// What is known of one tenant, and when that was last compared with the table.
#[derive(Debug, Default)]
pub(crate) struct Known(Option<(Arc<Tenancy>, Timestamp)>);

#[async_trait]
impl Directory for Store {
    async fn tenancy(&self, tenant: &TenantId) -> Result<Option<Arc<Tenancy>>, PortError> {
        self.known_since(tenant, FRESH_FOR).await
    }

    async fn fresh(&self, tenant: &TenantId) -> Result<Option<Arc<Tenancy>>, PortError> {
        self.known_since(tenant, SignedDuration::ZERO).await
    }
}

impl Store {
    /// The configuration, compared with the table less than `age` ago.
    async fn known_since(&self, tenant: &TenantId, age: SignedDuration) -> Result<Option<Arc<Tenancy>>, PortError> {
        // One lock a tenant, held while the table is asked: those who come meanwhile share the answer.
        let known = Arc::clone(self.known.lock().await.entry(tenant.clone()).or_default());
        let mut known = known.lock().await;
        let now = self.clock.now();
        if let Some((tenancy, checked)) = &known.0
            && checked.duration_until(now).abs() < age
        {
            return Ok(Some(Arc::clone(tenancy)));
        }
        let Some(version) = self.whole_version(tenant).await? else {
            // Nothing is kept of names that are no tenant's.
            self.known.lock().await.remove(tenant);
            return Ok(None);
        };
        let tenancy = match known.0.take() {
            Some((tenancy, _)) if tenancy.version == version => tenancy,
            _ => match self.load(tenant).await? {
                Some(tenancy) => Arc::new(tenancy),
                None => return Ok(None),
            },
        };
        known.0 = Some((Arc::clone(&tenancy), now));
        Ok(Some(tenancy))
    }

    /// The whole configuration. Its version comes first in the run: where a write falls between two pages, what was
    /// read is newer than its version says and is soon read again.
    async fn load(&self, tenant: &TenantId) -> Result<Option<Tenancy>, PortError> {
        let what = "reading a configuration";
        let span = keys::whole_configuration(tenant);
        let items = self.table.query(what, None, span, Freshness::Consistent, None).await?;
        let Some((first, documents)) = items.split_first() else { return Ok(None) };
        let version = Row(first).number(VERSION).map_err(failed(what))?;
        tenancy::assemble(tenant, version, documents)
    }
}
