//! Who may call what: every request passes [`guard`], which asks the one table in [`crate::routes`].

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use carebell_domain::TenantId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::{Api, Ports};
use crate::caller::{Caller, Role};
use crate::claims::Claims;
use crate::problem::{Kind, Problem};
use crate::routes::TABLE;

/// Whether a role may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Allow {
    /// No.
    No,
    /// Yes.
    Yes,
    /// Yes, for what concerns the caller's own resource; the handler sees to it.
    Own,
    /// Yes, if the token has this scope.
    Scope(&'static str),
    /// Yes, if the user was granted this.
    Granted(Grant),
}

/// What an operator can be allowed beyond the role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Grant {
    /// To change the settings, but for the senders.
    Settings,
    /// To change the senders, beside `settings`.
    Senders,
    /// To change texts.
    Texts,
    /// To change sites, resources, services and their prices, groups and insurances.
    Catalogue,
}

impl Grant {
    /// Every grant.
    pub(crate) const ALL: [Self; 4] = [Self::Settings, Self::Senders, Self::Texts, Self::Catalogue];

    /// The name in records.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Senders => "senders",
            Self::Texts => "texts",
            Self::Catalogue => "catalogue",
        }
    }
}

/// A route, and which roles may call it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// Method.
    pub(crate) method: &'static str,
    /// Path, as the router matches it.
    pub(crate) path: &'static str,
    /// Who may; `None` is everybody, without a token.
    pub(crate) allows: Option<Allows>,
}

/// Which roles may call a route.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allows {
    /// Those who operate the service.
    pub(crate) platform: Allow,
    /// Other systems.
    pub(crate) machine: Allow,
    /// Administrators.
    pub(crate) admin: Allow,
    /// The desk.
    pub(crate) operator: Allow,
    /// Doctors.
    pub(crate) resource: Allow,
}

impl Allows {
    /// What a role may.
    pub(crate) const fn of(&self, role: Role) -> Allow {
        match role {
            Role::Platform => self.platform,
            Role::Machine => self.machine,
            Role::Admin => self.admin,
            Role::Operator => self.operator,
            Role::Resource => self.resource,
        }
    }
}

/// Lets a request pass if the table says so, puts the caller into its extensions, and writes one line about it.
pub(crate) async fn guard(
    State(api): State<Api>,
    matched: Option<MatchedPath>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(path) = matched.as_ref().map(MatchedPath::as_str) else {
        return next.run(request).await;
    };
    let method = if request.method() == Method::HEAD { Method::GET } else { request.method().clone() };
    let Some(row) = TABLE.iter().find(|row| row.path == path && row.method == method.as_str()) else {
        // No handler has this method either: the router says so.
        return next.run(request).await;
    };
    let caller = match row.allows {
        None => Ok(None),
        Some(allows) => admit(&api, &allows, request.extensions().get::<Claims>()).await.map(Some),
    };
    let (told, response) = match caller {
        Ok(caller) => {
            let told = caller.as_ref().map(|caller| (caller.role.as_str(), caller.tenant.clone()));
            if let Some(caller) = caller {
                request.extensions_mut().insert(caller);
            }
            (told, next.run(request).await)
        }
        Err(problem) => (None, problem.into_response()),
    };
    let (role, tenant) = told.unwrap_or(("nobody", None));
    let tenant = tenant.as_ref().map_or("", |tenant| tenant.as_str());
    tracing::info!(%method, path, status = response.status().as_u16(), role, tenant, "Answered a request");
    response
}

/// The caller, if the route is open to the caller.
async fn admit(api: &Ports, allows: &Allows, claims: Option<&Claims>) -> Result<Caller, Problem> {
    let claims = claims.ok_or(Problem::new(Kind::Unauthenticated))?;
    let caller = Caller::read(claims, &api.claims).ok_or_else(Problem::forbidden)?;
    let admitted = match allows.of(caller.role) {
        Allow::No => false,
        Allow::Yes | Allow::Own => true,
        Allow::Scope(scope) => caller.scopes.contains(scope),
        Allow::Granted(grant) => match &caller.tenant {
            Some(tenant) => is_granted(api, tenant, &caller.user, grant).await?,
            None => false,
        },
    };
    if admitted { Ok(caller) } else { Err(Problem::forbidden()) }
}

/// Whether a user was granted something.
pub(crate) async fn is_granted(api: &Ports, tenant: &TenantId, user: &str, grant: Grant) -> Result<bool, Problem> {
    let Ok(user) = user.parse() else { return Ok(false) };
    let tenancy = api.tenancy(tenant).await?;
    let grants = tenancy.grants.get(&user).map_or(&[][..], Vec::as_slice);
    Ok(grants.iter().any(|one| one == grant.as_str()))
}
