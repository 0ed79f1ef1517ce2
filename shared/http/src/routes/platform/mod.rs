//! The platform's own routes: its tenants, and dead letters that belong to nobody.

pub(super) mod create;
pub(super) mod dead_letters;
pub(super) mod get;
pub(super) mod list;

use carebell_domain::TenantId;
use serde::Serialize;
use utoipa::ToSchema;

use super::settings::shape::CentreShape;

/// A tenant, as the platform sees it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Tenant {
    /// Instance name.
    id: TenantId,
    /// Who the centre is.
    centre: CentreShape,
}
