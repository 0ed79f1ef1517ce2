//! What the API needs beside the records: repeated requests, the key of page cursors, and the identity provider.

use async_trait::async_trait;
use carebell_domain::TenantId;
use serde::{Deserialize, Serialize};

use super::{PortError, SaveError};

/// An answer that is kept for a repeated request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// HTTP status.
    pub status: u16,
    /// Headers that matter: location, etag.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: String,
}

/// What is known of an `Idempotency-Key`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replay {
    /// Nothing: the request is ours to carry out.
    New,
    /// It was answered so.
    Answered(Saved),
    /// It is being carried out.
    Running,
    /// It came with another body.
    OtherBody,
}

/// Repeated requests: the answer to the first is kept for 24 hours.
#[async_trait]
pub trait Idempotency: Send + Sync {
    /// Begins a request. `scope` is the tenant and user; `digest` is of method, path and body.
    async fn begin(&self, scope: &str, key: &str, digest: &str) -> Result<Replay, PortError>;

    /// Keeps the answer.
    async fn finish(&self, scope: &str, key: &str, saved: &Saved) -> Result<(), PortError>;

    /// Forgets a request that was not carried out, so that it may be tried again.
    async fn forget(&self, scope: &str, key: &str) -> Result<(), PortError>;
}

/// A user at the identity provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// E-mail address, which is the user name too.
    pub email: String,
    /// Role: the group.
    pub role: String,
    /// The resource whose agenda a `resource` user reads.
    pub resource: Option<String>,
    /// Scopes of a `machine` user.
    pub scopes: Vec<String>,
}

/// The identity provider's directory of users.
#[async_trait]
pub trait Identities: Send + Sync {
    /// Makes a user of a tenant. Gives the `sub` claim that tokens will carry.
    ///
    /// # Errors
    /// [`SaveError::Exists`] where the address has a user already, of this tenant or another.
    async fn create(&self, tenant: &TenantId, identity: &Identity) -> Result<String, SaveError>;

    /// Changes a user's role, resource and scopes.
    async fn update(&self, tenant: &TenantId, identity: &Identity, old_role: &str) -> Result<(), PortError>;

    /// Removes a user, who can no longer sign in. The address may be given a user again.
    async fn remove(&self, identity: &Identity) -> Result<(), PortError>;
}
