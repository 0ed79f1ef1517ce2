//! Users where the identity provider is ours to tell: it gives an address one user, of whichever tenant.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use carebell_domain::TenantId;
use carebell_workflows::ports::{Identities, Identity, PortError, SaveError};
use serde_json::json;

use crate::world::{Caller, TENANT, World, tenant_body};

/// A directory of users in memory.
#[derive(Default)]
pub(crate) struct Directory(Mutex<BTreeMap<String, String>>);

impl Directory {
    fn users(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Identities for Directory {
    async fn create(&self, _: &TenantId, identity: &Identity) -> Result<String, SaveError> {
        let mut users = self.users();
        if users.contains_key(&identity.email) {
            return Err(SaveError::Exists);
        }
        let sub = format!("sub-{}", identity.email.replace(['@', '.'], "-"));
        users.insert(identity.email.clone(), sub.clone());
        Ok(sub)
    }

    async fn update(&self, _: &TenantId, _: &Identity, _: &str) -> Result<(), PortError> {
        Ok(())
    }

    async fn remove(&self, identity: &Identity) -> Result<(), PortError> {
        self.users().remove(&identity.email);
        Ok(())
    }
}

#[tokio::test]
async fn one_who_was_removed_can_be_added_again() {
    let mut world = World::empty().await;
    world.tell(Directory::default());
    let admin = Caller::admin();
    let body = json!({"email": "dora@example.com", "role": "operator"});
    for _ in 0..2 {
        let made = world.post(&admin, "/v1/users", &body).await.with(201);
        world.post(&admin, "/v1/users", &body).await.with(409);
        let path = format!("/v1/users/{}", made["id"].as_str().expect("an identifier"));
        world.call(&admin, "DELETE", &path, &[("if-match", "*")], None).await.with(204);
    }
}

#[tokio::test]
async fn no_tenant_is_made_whose_administrator_cannot_be() {
    let mut world = World::empty().await;
    world.tell(Directory::default());
    let platform = Caller::platform();
    let tenant = |name: &str, email: &str| {
        let mut body = tenant_body(name);
        body["admin"] = json!({"email": email});
        body
    };
    world.post(&platform, "/v1/platform/tenants", &tenant("tt_third", "ada@example.com")).await.with(201);
    world.post(&platform, "/v1/platform/tenants", &tenant("tt_fourth", "ada@example.com")).await.with(409);
    world.get(&platform, "/v1/platform/tenants/tt_fourth").await.with(404);
    // A name that is taken costs the address nothing.
    world.post(&platform, "/v1/platform/tenants", &tenant(TENANT, "eva@example.com")).await.with(409);
    world.post(&platform, "/v1/platform/tenants", &tenant("tt_fourth", "eva@example.com")).await.with(201);
}
