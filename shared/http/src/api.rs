//! What the handlers work with: the ports, and the tenant's configuration with what was just added to it.

use std::sync::Arc;

use carebell_domain::TenantId;
use carebell_workflows::ports::{
    Clock, ConfigStore, Counts, DeadLetters, Directory, Document, Idempotency, Identities, Ids, Keys, Kind, Messages,
    Records, Replans, Suppressions, Surveys, Tenancy,
};
use serde::de::DeserializeOwned;

use crate::claims::ClaimNames;
use crate::problem::Problem;

/// What the API needs from outside.
#[derive(Clone)]
pub struct Ports {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// New identifiers.
    pub ids: Arc<dyn Ids>,
    /// Configuration, fresh.
    pub config: Arc<dyn ConfigStore>,
    /// Configuration, a few seconds old at most.
    pub directory: Arc<dyn Directory>,
    /// Clients' files.
    pub records: Arc<dyn Records>,
    /// The calendar, month by month.
    pub calendar: Arc<dyn Replans>,
    /// Messages.
    pub messages: Arc<dyn Messages>,
    /// Suppressed addresses.
    pub suppressions: Arc<dyn Suppressions>,
    /// Counts of messages.
    pub counts: Arc<dyn Counts>,
    /// Answers to questionnaires.
    pub surveys: Arc<dyn Surveys>,
    /// What could not be processed.
    pub dead_letters: Arc<dyn DeadLetters>,
    /// Repeated requests.
    pub idempotency: Arc<dyn Idempotency>,
    /// The identity provider's directory of users; without one, users are only recorded.
    pub identities: Option<Arc<dyn Identities>>,
    /// Keys drawn from the deployment's secret: that of page cursors.
    pub keys: Arc<dyn Keys>,
    /// How the token's claims are called.
    pub claims: ClaimNames,
}

/// The state of the router.
pub(crate) type Api = Arc<Ports>;

impl Ports {
    /// All that is configured for a tenant.
    pub(crate) async fn tenancy(&self, tenant: &TenantId) -> Result<Arc<Tenancy>, Problem> {
        // Only a token whose tenant was never made, or is gone, has none.
        self.directory.tenancy(tenant).await?.ok_or_else(Problem::forbidden)
    }

    /// All that is configured for a tenant, with those of the `named` objects that the directory does not know yet.
    pub(crate) async fn tenancy_with(
        &self,
        tenant: &TenantId,
        named: &[(Kind, &str)],
    ) -> Result<Arc<Tenancy>, Problem> {
        let mut tenancy = self.tenancy(tenant).await?;
        for (kind, id) in named {
            if knows(&tenancy, *kind, id) {
                continue;
            }
            if let Some(document) = self.config.get(tenant, *kind, id).await? {
                add(Arc::make_mut(&mut tenancy), document)?;
            }
        }
        Ok(tenancy)
    }
}

/// Whether the catalogue has an object of a kind.
pub(crate) fn knows(tenancy: &Tenancy, kind: Kind, id: &str) -> bool {
    fn has<K: std::str::FromStr + Ord, V>(map: &std::collections::BTreeMap<K, V>, id: &str) -> bool {
        id.parse().is_ok_and(|id: K| map.contains_key(&id))
    }
    let catalogue = &tenancy.catalogue;
    match kind {
        Kind::Location => has(&catalogue.locations, id),
        Kind::Resource => has(&catalogue.resources, id),
        Kind::Service => has(&catalogue.services, id),
        Kind::Group => has(&catalogue.groups, id),
        Kind::Insurance => has(&catalogue.insurances, id),
        Kind::Settings | Kind::Senders | Kind::Text | Kind::User => false,
    }
}

fn add(tenancy: &mut Tenancy, document: Document) -> Result<(), Problem> {
    let catalogue = &mut tenancy.catalogue;
    match document.kind {
        Kind::Location => insert(&mut catalogue.locations, document),
        Kind::Resource => insert(&mut catalogue.resources, document),
        Kind::Service => insert(&mut catalogue.services, document),
        Kind::Group => insert(&mut catalogue.groups, document),
        Kind::Insurance => insert(&mut catalogue.insurances, document),
        Kind::Settings | Kind::Senders | Kind::Text | Kind::User => Ok(()),
    }
}

fn insert<K, V>(map: &mut std::collections::BTreeMap<K, V>, document: Document) -> Result<(), Problem>
where
    K: std::str::FromStr + Ord,
    V: DeserializeOwned,
{
    let Ok(id) = document.id.parse() else { return Ok(()) };
    map.insert(id, stored(document)?);
    Ok(())
}

/// A stored document that cannot be read. What stands in it is not told: it may be a person's.
#[derive(Debug, thiserror::Error)]
#[error("{kind:?} {id}")]
struct Unreadable {
    kind: Kind,
    id: String,
}

/// A stored document as its type.
pub(crate) fn stored<T: DeserializeOwned>(document: Document) -> Result<T, Problem> {
    let Document { kind, id, body, .. } = document;
    serde_json::from_value(body)
        .map_err(|_| Problem::internal("A stored document cannot be read", &Unreadable { kind, id }))
}
