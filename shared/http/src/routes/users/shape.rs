//! A user as the API takes and shows it.

use carebell_domain::contact::EmailAddress;
use carebell_domain::{ResourceId, UserId};
use carebell_workflows::api::documents::StoredUser;
use carebell_workflows::ports::{Identity, Kind, Tenancy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::Grant;
use crate::api::{Ports, knows};
use crate::caller::Role;
use crate::check::{Faults, NAME};
use crate::problem::Problem;
use crate::routes::SCOPES;

/// A user of the API.
#[derive(Serialize, ToSchema)]
pub(crate) struct User {
    /// The `sub` claim of the user's tokens.
    id: UserId,
    /// Where the identity provider writes, and the name under which the user signs in.
    email: EmailAddress,
    /// The name that the desk knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// The role.
    role: String,
    /// The resource whose agenda a user of that role reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<ResourceId>,
    /// Scopes of another system.
    scopes: Vec<String>,
    /// What an operator may do beyond the role.
    grants: Vec<String>,
}

impl From<StoredUser> for User {
    fn from(user: StoredUser) -> Self {
        let StoredUser { id, email, name, role, resource, scopes, grants } = user;
        Self { id, email, name, role, resource, scopes, grants }
    }
}

/// A user to be added or replaced.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewUser {
    /// The `sub` claim of the user's tokens: needed where the identity provider is not ours to tell, else made by it.
    /// It cannot be changed.
    id: Option<UserId>,
    /// Where the identity provider writes, and the name under which the user signs in. It cannot be changed.
    email: EmailAddress,
    /// The name that the desk knows.
    #[schema(max_length = 200)]
    name: Option<String>,
    /// The role: any but `platform`.
    role: Role,
    /// The resource whose agenda a user of role `resource` reads.
    resource: Option<ResourceId>,
    /// Scopes of a user of role `machine`.
    #[serde(default)]
    #[schema(max_items = 6)]
    scopes: Vec<String>,
    /// What the user may do beyond the role; counts only while that is `operator`.
    #[serde(default)]
    #[schema(max_items = 4)]
    grants: Vec<Grant>,
}

impl NewUser {
    /// A user with a role and nothing else.
    pub(in crate::routes) const fn bare(id: Option<UserId>, email: EmailAddress, role: Role) -> Self {
        Self { id, email, name: None, role, resource: None, scopes: Vec::new(), grants: Vec::new() }
    }

    /// Whether the identifier is given exactly where it is needed.
    ///
    /// # Errors
    /// 422 naming the field.
    pub(in crate::routes) fn check_id(&self, api: &Ports, pointer: &str) -> Result<(), Problem> {
        match (&api.identities, &self.id) {
            (Some(_), Some(_)) => Err(Problem::field(pointer, "the identity provider makes it; leave it out")),
            (None, None) => Err(Problem::field(pointer, "the `sub` claim of the user's tokens is needed")),
            _ => Ok(()),
        }
    }

    /// The resource that it names.
    pub(super) fn named(&self) -> Vec<(Kind, &str)> {
        self.resource.iter().map(|resource| (Kind::Resource, resource.as_str())).collect()
    }

    /// Whether role and what belongs to it agree.
    pub(super) fn check(&self, tenancy: &Tenancy, faults: &mut Faults) {
        faults.maybe_line("/name", self.name.as_ref(), NAME);
        if self.role == Role::Platform {
            faults.add("/role", "no user of a tenant operates the service");
        }
        match (&self.resource, self.role) {
            (None, Role::Resource) => faults.add("/resource", "a user of role `resource` needs one"),
            (Some(_), role) if role != Role::Resource => {
                faults.add("/resource", "only a user of role `resource` has one");
            }
            (Some(id), _) if !knows(tenancy, Kind::Resource, id.as_str()) => {
                faults.add("/resource", format!("there is no {id}"));
            }
            _ => {}
        }
        if !self.scopes.is_empty() && self.role != Role::Machine {
            faults.add("/scopes", "only a user of role `machine` has scopes");
        }
        faults.list("/scopes", &self.scopes, SCOPES.len());
        faults.list("/grants", &self.grants, Grant::ALL.len());
        for (index, scope) in self.scopes.iter().enumerate() {
            if !SCOPES.contains(&scope.as_str()) {
                faults.add(&format!("/scopes/{index}"), format!("not one of {}", SCOPES.join(", ")));
            }
        }
    }

    /// Whether what cannot be changed is as it was.
    pub(super) fn keeps(&self, before: &StoredUser, faults: &mut Faults) {
        faults.fixed("/id", self.id.as_ref(), &before.id);
        faults.fixed("/email", Some(&self.email), &before.email);
    }

    /// Whether the user is to be an administrator.
    pub(super) fn is_admin(&self) -> bool {
        self.role == Role::Admin
    }

    /// The identifier that the request gives.
    pub(super) const fn id(&self) -> Option<&UserId> {
        self.id.as_ref()
    }

    /// The user as the identity provider keeps it.
    pub(super) fn identity(&self) -> Identity {
        Identity {
            email: self.email.as_str().to_owned(),
            role: self.role.as_str().to_owned(),
            resource: self.resource.as_ref().map(ToString::to_string),
            scopes: self.scopes.clone(),
        }
    }

    /// The stored form, under an identifier.
    pub(super) fn stored(self, id: UserId) -> StoredUser {
        let Self { id: _, email, name, role, resource, scopes, grants } = self;
        let mut grants: Vec<String> = grants.into_iter().map(|grant| grant.as_str().to_owned()).collect();
        grants.sort_unstable();
        grants.dedup();
        StoredUser { id, email, name, role: role.as_str().into(), resource, scopes, grants }
    }
}
