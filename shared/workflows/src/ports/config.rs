//! What a clinic set up: settings, texts, sites, doctors, services, users. Documents, read together and cached.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use carebell_domain::contact::VerifiedSenders;
use carebell_domain::link::TenantNumber;
use carebell_domain::model::{Catalogue, Settings};
use carebell_domain::{Channel, Event, Language, TenantId, UserId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::PortError;

/// The kinds of documents that make up a tenant's configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The settings; one document, called `settings`.
    Settings,
    /// The senders that the tenant has verified, as the platform recorded them; one document, called `senders`.
    Senders,
    /// A text, called `EVENT.CHANNEL.LANGUAGE`.
    Text,
    /// A site.
    Location,
    /// A doctor or a room.
    Resource,
    /// A service.
    Service,
    /// A group of services.
    Group,
    /// An insurance.
    Insurance,
    /// A user of the API.
    User,
}

/// One document of a tenant's configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Its kind.
    pub kind: Kind,
    /// Its name among its kind.
    pub id: String,
    /// Its content: the serde form of `Settings`, `Location` and so on.
    pub body: serde_json::Value,
    /// Rises with every write, from 1; the `ETag` that clients of the API see.
    pub version: u64,
    /// When it was last written.
    pub changed_at: Timestamp,
}

/// Who changed what: one row of the audit. It carries no personal data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Audit {
    /// When.
    pub at: Timestamp,
    /// The user, or the name of the other system.
    pub by: String,
    /// What was changed, for example `settings`, `text/appointment_reminder.sms.it`, `client/ID/privacy`.
    pub object: String,
    /// The value before; null where there was none.
    pub old: serde_json::Value,
    /// The value after; null where it was removed.
    pub new: serde_json::Value,
}

/// Whether a change of the configuration can bring something forward that is already planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plans {
    /// It cannot: whatever changes is decided when a message is about to leave.
    Stay,
    /// It can: the calendar is to be walked.
    Change,
}

/// Why a document was not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Another write came first: read again.
    #[error("it was changed since it was read")]
    Stale,
    /// There is one of that name already.
    #[error("there is one of that name already")]
    Exists,
    /// The store failed.
    #[error(transparent)]
    Port(#[from] PortError),
}

/// A page of a longer list, with the place where the next begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page begins: opaque. `None` at the end.
    pub next: Option<String>,
}

/// Reads and writes documents one by one, always fresh.
#[async_trait]
pub trait ConfigStore: Send + Sync {
    /// One document.
    async fn get(&self, tenant: &TenantId, kind: Kind, id: &str) -> Result<Option<Document>, PortError>;

    /// The documents of a kind, by name.
    async fn list(
        &self,
        tenant: &TenantId,
        kind: Kind,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<Document>, PortError>;

    /// Writes a document, its audit row and the tenant's rising configuration version, all or nothing.
    /// `expected` is the version that was read; `None` makes a new one. Where plans change, the version says so, and the
    /// table's stream has what is planned looked at anew.
    ///
    /// # Errors
    /// [`SaveError::Stale`], [`SaveError::Exists`].
    async fn save_with(
        &self,
        tenant: &TenantId,
        document: (Kind, &str, serde_json::Value),
        expected: Option<u64>,
        audit: Audit,
        plans: Plans,
    ) -> Result<Document, SaveError>;

    /// The same for a document that changes no plans.
    ///
    /// # Errors
    /// [`SaveError::Stale`], [`SaveError::Exists`].
    async fn save(
        &self,
        tenant: &TenantId,
        kind: Kind,
        id: &str,
        body: serde_json::Value,
        expected: Option<u64>,
        audit: Audit,
    ) -> Result<Document, SaveError> {
        self.save_with(tenant, (kind, id, body), expected, audit, Plans::Stay).await
    }

    /// Removes a document of a version, with its audit row.
    ///
    /// # Errors
    /// [`SaveError::Stale`] where it has another version or is gone.
    async fn remove(
        &self,
        tenant: &TenantId,
        kind: Kind,
        id: &str,
        expected: u64,
        audit: Audit,
    ) -> Result<(), SaveError>;

    /// Makes a tenant with its first settings.
    ///
    /// # Errors
    /// [`SaveError::Exists`] where the name is taken.
    async fn create_tenant(&self, tenant: &TenantId, settings: &Settings, audit: Audit) -> Result<(), SaveError>;

    /// The tenants, by name.
    async fn tenants(&self, after: Option<&str>, limit: usize) -> Result<Page<TenantId>, PortError>;
}

/// The texts that a tenant wrote.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Texts {
    /// By event, channel and language.
    pub own: BTreeMap<(Event, Channel, Language), TenantText>,
}

/// A tenant's own text of an event on a channel in a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantText {
    /// Subject of an e-mail.
    pub subject: Option<String>,
    /// The SMS, or the inner HTML of the e-mail.
    pub body: String,
}

/// All that is configured for a tenant, as of one version.
#[derive(Clone, Debug, PartialEq)]
pub struct Tenancy {
    /// The settings.
    pub settings: Settings,
    /// The senders that it may use.
    pub senders: VerifiedSenders,
    /// Sites, doctors, services.
    pub catalogue: Catalogue,
    /// The tenant's own texts.
    pub texts: Texts,
    /// Grants beyond a user's role, by user.
    pub grants: BTreeMap<UserId, Vec<String>>,
    /// The version of the whole.
    pub version: u64,
}

/// The configuration of tenants, at most five seconds old.
#[async_trait]
pub trait Directory: Send + Sync {
    /// All that is configured for a tenant; `None` where there is no such tenant.
    async fn tenancy(&self, tenant: &TenantId) -> Result<Option<Arc<Tenancy>>, PortError>;

    /// The same, as it is now: for what the one of some seconds ago does not know.
    async fn fresh(&self, tenant: &TenantId) -> Result<Option<Arc<Tenancy>>, PortError> {
        self.tenancy(tenant).await
    }
}

/// The tenants by the numbers that links carry.
#[async_trait]
pub trait TenantNumbers: Send + Sync {
    /// The tenant of a number; `None` where there is none.
    async fn tenant(&self, number: TenantNumber) -> Result<Option<TenantId>, PortError>;
}
