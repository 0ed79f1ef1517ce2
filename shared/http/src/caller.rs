//! Who calls: read from the token's claims, and from nothing else.

use std::collections::BTreeSet;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use carebell_domain::{ResourceId, TenantId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::claims::{ClaimNames, Claims};
use crate::problem::Problem;

/// What a user of the API is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    /// Operates the service; belongs to no tenant.
    Platform,
    /// Another system, limited by its scopes.
    Machine,
    /// All of the tenant.
    Admin,
    /// The desk.
    Operator,
    /// A doctor: reads the own agenda and its messages.
    Resource,
}

impl Role {
    /// Every role.
    pub(crate) const ALL: [Self; 5] = [Self::Platform, Self::Machine, Self::Admin, Self::Operator, Self::Resource];

    /// The name in claims and records.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Machine => "machine",
            Self::Admin => "admin",
            Self::Operator => "operator",
            Self::Resource => "resource",
        }
    }
}

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    /// The `sub` claim.
    pub(crate) user: String,
    /// The role.
    pub(crate) role: Role,
    /// The tenant; a platform user has none.
    pub(crate) tenant: Option<TenantId>,
    /// The resource of a `resource` user.
    pub(crate) resource: Option<ResourceId>,
    /// The scopes of a `machine` user.
    pub(crate) scopes: BTreeSet<String>,
}

impl Caller {
    /// Reads claims. `None` where they do not say clearly who calls: exactly one role, a tenant for all but the
    /// platform and none for it, a resource for a doctor.
    pub(crate) fn read(claims: &Claims, names: &ClaimNames) -> Option<Self> {
        let user = claims.text("sub")?.to_owned();
        let mut roles = Role::ALL.into_iter().filter(|role| claims.list(&names.role).any(|name| name == role.as_str()));
        let role = roles.next().filter(|_| roles.next().is_none())?;
        let tenant = claims.text(&names.tenant);
        if tenant.is_some() == (role == Role::Platform) {
            return None;
        }
        let tenant = tenant.map(str::parse).transpose().ok()?;
        let resource = match role {
            Role::Resource => Some(claims.text(&names.resource)?.parse().ok()?),
            _ => None,
        };
        let scopes = match role {
            Role::Machine => claims.list(&names.scopes).map(str::to_owned).collect(),
            _ => BTreeSet::new(),
        };
        Some(Self { user, role, tenant, resource, scopes })
    }
}

/// A caller who belongs to a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    /// The tenant.
    pub(crate) tenant: TenantId,
    /// The `sub` claim, for histories and the audit.
    pub(crate) user: String,
    /// The role.
    pub(crate) role: Role,
    /// The only resource whose agenda and messages the caller may read; `None` is all.
    pub(crate) resource: Option<ResourceId>,
}

impl Member {
    /// Whether the caller may see what concerns a resource.
    pub(crate) fn may_see(&self, resource: &ResourceId) -> bool {
        self.resource.as_ref().is_none_or(|own| own == resource)
    }
}

impl<S: Sync> FromRequestParts<S> for Member {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let caller = parts.extensions.get::<Caller>().ok_or_else(Problem::forbidden)?;
        let Caller { user, role, tenant, resource, .. } = caller.clone();
        Ok(Self { tenant: tenant.ok_or_else(Problem::forbidden)?, user, role, resource })
    }
}

/// A caller who operates the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Platform {
    /// The `sub` claim, for the audit.
    pub(crate) user: String,
}

impl<S: Sync> FromRequestParts<S> for Platform {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        match parts.extensions.get::<Caller>() {
            Some(caller) if caller.role == Role::Platform => Ok(Self { user: caller.user.clone() }),
            _ => Err(Problem::forbidden()),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Option<Caller> {
        let claims = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Caller::read(&Claims(claims.collect()), &ClaimNames::default())
    }

    const SUB: (&str, &str) = ("sub", "3f6c");
    const TENANT: (&str, &str) = ("custom:tenant", "tt_example");

    #[rstest]
    #[case::admin(&[SUB, TENANT, ("cognito:groups", "[admin]")], Some(Role::Admin))]
    #[case::platform(&[SUB, ("cognito:groups", "[platform]")], Some(Role::Platform))]
    #[case::a_group_of_another_kind(&[SUB, TENANT, ("cognito:groups", "[operator eu-west-1_Google]")], Some(Role::Operator))]
    #[case::doctor(&[SUB, TENANT, ("cognito:groups", "[resource]"), ("custom:resource", "rossi")], Some(Role::Resource))]
    #[case::nobody(&[TENANT, ("cognito:groups", "[admin]")], None)]
    #[case::no_role(&[SUB, TENANT], None)]
    #[case::unknown_role(&[SUB, TENANT, ("cognito:groups", "[Admin]")], None)]
    #[case::two_roles(&[SUB, TENANT, ("cognito:groups", "[operator admin]")], None)]
    #[case::no_tenant(&[SUB, ("cognito:groups", "[admin]")], None)]
    #[case::bad_tenant(&[SUB, ("custom:tenant", "T#x"), ("cognito:groups", "[admin]")], None)]
    #[case::platform_of_a_tenant(&[SUB, TENANT, ("cognito:groups", "[platform]")], None)]
    #[case::doctor_without_resource(&[SUB, TENANT, ("cognito:groups", "[resource]")], None)]
    fn only_clear_claims_make_a_caller(#[case] pairs: &[(&str, &str)], #[case] role: Option<Role>) {
        assert_eq!(read(pairs).map(|caller| caller.role), role);
    }

    #[test]
    fn scopes_are_a_machines_alone() {
        let scopes = ("custom:scopes", "appointments:write clients:read");
        let machine = read(&[SUB, TENANT, ("cognito:groups", "[machine]"), scopes]).expect("a machine");
        assert_eq!(machine.scopes.len(), 2);
        let admin = read(&[SUB, TENANT, ("cognito:groups", "[admin]"), scopes]).expect("an admin");
        assert!(admin.scopes.is_empty());
    }
}
