//! `POST /v1/platform/tenants`.

use axum::extract::State;
use axum::response::Response;
use carebell_domain::TenantId;
use carebell_domain::UserId;
use carebell_domain::contact::EmailAddress;
use carebell_domain::model::Settings;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::Tenant;
use crate::answer;
use crate::api::Api;
use crate::body::Body;
use crate::caller::{Platform, Role};
use crate::check::Faults;
use crate::problem::Problem;
use crate::routes::audit;
use crate::routes::settings::shape::CentreShape;
use crate::routes::users::{NewUser, enrol, record, withdraw};

/// A tenant to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTenant {
    /// Instance name; it cannot be changed later.
    #[schema(example = "tt_example")]
    id: TenantId,
    /// Who the centre is.
    centre: CentreShape,
    /// The tenant's first user, an administrator.
    admin: Option<FirstAdmin>,
}

/// The first user of a tenant.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FirstAdmin {
    /// Where the identity provider writes, and the name under which the user signs in.
    email: EmailAddress,
    /// The `sub` claim of the user's tokens, where the identity provider is not ours to tell.
    id: Option<UserId>,
}

/// Make a tenant
///
/// It begins with the settings of a new tenant: the master switch is off, so nothing goes out yet.
#[utoipa::path(
    post, path = "/v1/platform/tenants", tag = "platform", request_body = NewTenant,
    responses(
        (status = CREATED, description = "The tenant", body = Tenant),
        (status = CONFLICT, description = "`exists`: the name is taken, or the administrator's address has a user"),
    )
)]
pub(crate) async fn create_tenant(
    State(api): State<Api>,
    platform: Platform,
    Body(new): Body<NewTenant>,
) -> Result<Response, Problem> {
    let mut faults = Faults::default();
    let centre = new.centre.check("/centre", &mut faults);
    let centre = faults.give(centre)?;
    let admin = new.admin.map(|admin| NewUser::bare(admin.id, admin.email, Role::Admin));
    if let Some(admin) = &admin {
        admin.check_id(&api, "/admin/id")?;
    }
    // First the administrator, whose address may be taken: nobody could add one to the tenant later.
    let admin = match admin {
        Some(admin) => Some(enrol(&api, &new.id, admin).await?),
        None => None,
    };
    let now = api.clock.now();
    let settings = Settings::new(centre);
    let audit = audit::row(now, &platform.user, "settings".into(), None, Some(&json!({"version": 1})), &[]);
    if let Err(error) = api.config.create_tenant(&new.id, &settings, audit).await {
        if let Some(admin) = &admin {
            withdraw(&api, admin).await;
        }
        return Err(error.into());
    }
    if let Some(admin) = &admin {
        record(&api, &new.id, &platform.user, admin).await?;
    }
    let path = format!("/v1/platform/tenants/{}", new.id);
    answer::created(path, &Tenant { id: new.id, centre: CentreShape::show(&settings.centre) })
}
