//! The configurations of tenants, with the versions that were in force before.

use std::sync::Arc;

use carebell_domain::TenantId;
use carebell_workflows::ports::Tenancy;
use jiff::Timestamp;

use super::Store;

/// The configurations that a tenant has had, oldest first, each with the instant from which it holds.
#[derive(Debug, Default)]
pub(super) struct Versions(Vec<(Timestamp, Arc<Tenancy>)>);

impl Versions {
    pub(super) fn push(&mut self, now: Timestamp, tenancy: Arc<Tenancy>) {
        self.0.push((now, tenancy));
    }
}

impl Store {
    /// The tenants.
    pub fn tenants(&self) -> impl Iterator<Item = &TenantId> {
        self.configurations.keys()
    }

    /// The configuration that holds now.
    #[must_use]
    pub fn tenancy(&self, tenant: &TenantId) -> Option<Arc<Tenancy>> {
        self.configurations.get(tenant)?.0.last().map(|(_, tenancy)| Arc::clone(tenancy))
    }

    /// The configurations that held at some instant from `from` up to `to`.
    pub fn tenancies(&self, tenant: &TenantId, from: Timestamp, to: Timestamp) -> impl Iterator<Item = &Arc<Tenancy>> {
        let all = self.configurations.get(tenant).map(|versions| versions.0.as_slice()).unwrap_or_default();
        let ended = |place: usize| all.get(place + 1).map_or(Timestamp::MAX, |(since, _)| *since);
        let held = all.iter().enumerate().filter(move |(place, (since, _))| *since <= to && ended(*place) >= from);
        held.map(|(_, (_, tenancy))| tenancy)
    }
}
