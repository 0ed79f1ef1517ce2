//! The users of a tenant: their roles, and what operators were granted beyond it.

pub(super) mod create;
pub(super) mod delete;
pub(super) mod get;
pub(super) mod list;
pub(super) mod put;
pub(super) mod shape;

use carebell_domain::{TenantId, UserId};
use carebell_workflows::api::documents::StoredUser;
use carebell_workflows::ports::{Identity, Kind};
use serde_json::{Value, to_value};

pub(super) use self::shape::NewUser;
use crate::api::{Ports, stored};
use crate::caller::Member;
use crate::problem::Problem;
use crate::routes::audit;

/// What the audit does not show of a user.
const PERSONAL: [&str; 2] = ["email", "name"];

fn object(id: &UserId) -> String {
    format!("users/{id}")
}

fn value(user: &StoredUser) -> Result<Value, Problem> {
    to_value(user).map_err(|error| Problem::internal("A user cannot be written", &error))
}

/// A user as the identity provider keeps it.
fn identity(user: &StoredUser) -> Identity {
    Identity {
        email: user.email.as_str().to_owned(),
        role: user.role.clone(),
        resource: user.resource.as_ref().map(ToString::to_string),
        scopes: user.scopes.clone(),
    }
}

/// A user as stored now, with the version of the document.
async fn find(api: &Ports, member: &Member, id: &UserId) -> Result<(StoredUser, u64), Problem> {
    let document = api.config.get(&member.tenant, Kind::User, id.as_str()).await?.ok_or_else(Problem::not_found)?;
    let version = document.version;
    Ok((stored(document)?, version))
}

/// Makes a user whose fields are right at the identity provider, where there is one to tell. [`record`] is to follow, or
/// [`withdraw`].
pub(super) async fn enrol(api: &Ports, tenant: &TenantId, new: NewUser) -> Result<StoredUser, Problem> {
    let id = match &api.identities {
        Some(identities) => {
            let sub = identities.create(tenant, &new.identity()).await?;
            sub.parse().map_err(|error| Problem::internal("The identity provider gave no usable name", &error))?
        }
        None => {
            new.id().cloned().ok_or_else(|| Problem::field("/id", "the `sub` claim of the user's tokens is needed"))?
        }
    };
    Ok(new.stored(id))
}

/// Records a user. One that cannot be recorded is withdrawn.
pub(super) async fn record(api: &Ports, tenant: &TenantId, by: &str, user: &StoredUser) -> Result<(), Problem> {
    let body = value(user)?;
    let audit = audit::row(api.clock.now(), by, object(&user.id), None, Some(&body), &PERSONAL);
    if let Err(error) = api.config.save(tenant, Kind::User, user.id.as_str(), body, None, audit).await {
        withdraw(api, user).await;
        return Err(error.into());
    }
    Ok(())
}

/// Takes back a user who was made for nothing: else the address could never be given one.
pub(super) async fn withdraw(api: &Ports, user: &StoredUser) {
    if let Some(identities) = &api.identities
        && let Err(error) = identities.remove(&identity(user)).await
    {
        tracing::error!(error = %error, user = %user.id, "A user of the identity provider could not be taken back");
    }
}
