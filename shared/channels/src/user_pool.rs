//! The users of the Cognito user pool: made, changed and removed as the records of users are.

use async_trait::async_trait;
use aws_sdk_cognitoidentityprovider::error::BuildError;
use aws_sdk_cognitoidentityprovider::operation::admin_create_user::AdminCreateUserError;
use aws_sdk_cognitoidentityprovider::operation::admin_delete_user::AdminDeleteUserError;
use aws_sdk_cognitoidentityprovider::types::AttributeType;
use aws_sdk_cognitoidentityprovider::{Client, Config};
use carebell_domain::TenantId;
use carebell_workflows::ports::{Identities, Identity, PortError, SaveError};

/// A user pool whose users carry their tenant, resource and scopes as attributes, and their role as a group.
#[derive(Clone, Debug)]
pub struct UserPool {
    /// What a client is made from at each call: users are changed too rarely to keep one, or to pay for it at every
    /// start.
    pub config: Config,
    /// The pool's identifier.
    pub pool: String,
    /// The attribute for the tenant, which becomes a claim of that name; so for the others.
    pub tenant: String,
    /// The attribute for the resource.
    pub resource: String,
    /// The attribute for the scopes.
    pub scopes: String,
}

fn failed<E: std::error::Error + Send + Sync + 'static>(what: &'static str) -> impl FnOnce(E) -> PortError {
    move |error| PortError::new(what, error)
}

impl UserPool {
    fn client(&self) -> Client {
        Client::from_conf(self.config.clone())
    }

    /// The attributes of a user. One that is left empty is emptied.
    fn attributes(&self, tenant: &TenantId, identity: &Identity) -> Result<Vec<AttributeType>, BuildError> {
        let scopes = identity.scopes.join(" ");
        let pairs = [
            ("email", identity.email.as_str()),
            ("email_verified", "true"),
            (&self.tenant, tenant.as_str()),
            (&self.resource, identity.resource.as_deref().unwrap_or_default()),
            (&self.scopes, &scopes),
        ];
        pairs.into_iter().map(|(name, value)| AttributeType::builder().name(name).value(value).build()).collect()
    }

    async fn join(&self, email: &str, role: &str) -> Result<(), PortError> {
        let request = self.client().admin_add_user_to_group().user_pool_id(&self.pool).username(email).group_name(role);
        request.send().await.map(drop).map_err(failed("giving a user the role"))
    }

    async fn leave(&self, email: &str, role: &str) -> Result<(), PortError> {
        let request =
            self.client().admin_remove_user_from_group().user_pool_id(&self.pool).username(email).group_name(role);
        request.send().await.map(drop).map_err(failed("taking a user's role away"))
    }
}

#[async_trait]
impl Identities for UserPool {
    /// Cognito writes to the address, with a password for the first login.
    async fn create(&self, tenant: &TenantId, identity: &Identity) -> Result<String, SaveError> {
        let what = "making a user";
        let mut attributes = self.attributes(tenant, identity).map_err(failed(what))?;
        attributes.retain(|attribute| attribute.value.as_ref().is_some_and(|value| !value.is_empty()));
        let request = self.client().admin_create_user().user_pool_id(&self.pool).username(&identity.email);
        let made = request.set_user_attributes(Some(attributes)).send().await.map_err(|error| {
            let taken = error.as_service_error().is_some_and(AdminCreateUserError::is_username_exists_exception);
            if taken { SaveError::Exists } else { SaveError::Port(PortError::new(what, error)) }
        })?;
        if let Err(error) = self.join(&identity.email, &identity.role).await {
            // A user without a role is of no use, and has the address.
            drop(self.remove(identity).await);
            return Err(error.into());
        }
        let attributes = made.user.and_then(|user| user.attributes).unwrap_or_default();
        let sub = attributes.into_iter().find(|attribute| attribute.name == "sub").and_then(|sub| sub.value);
        Ok(sub.ok_or_else(|| PortError::new(what, "the answer names no sub"))?)
    }

    async fn update(&self, tenant: &TenantId, identity: &Identity, old_role: &str) -> Result<(), PortError> {
        let what = "changing a user";
        let attributes = self.attributes(tenant, identity).map_err(failed(what))?;
        let request = self.client().admin_update_user_attributes().user_pool_id(&self.pool).username(&identity.email);
        request.set_user_attributes(Some(attributes)).send().await.map_err(failed(what))?;
        if identity.role != old_role {
            // In this order: a user of two roles has none.
            self.join(&identity.email, &identity.role).await?;
            self.leave(&identity.email, old_role).await?;
        }
        Ok(())
    }

    /// One that is gone already is no failure: whoever removes again what was half removed shall get through.
    async fn remove(&self, identity: &Identity) -> Result<(), PortError> {
        let request = self.client().admin_delete_user().user_pool_id(&self.pool).username(&identity.email);
        match request.send().await {
            Err(error) if !error.as_service_error().is_some_and(AdminDeleteUserError::is_user_not_found_exception) => {
                Err(PortError::new("removing a user", error))
            }
            _ => Ok(()),
        }
    }
}
