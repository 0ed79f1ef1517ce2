//! The communication settings of a centre.

pub(super) mod get;
pub(super) mod preview_recalls;
pub(super) mod put;
pub(super) mod shape;

use carebell_domain::TenantId;
use carebell_domain::model::Settings;
use carebell_workflows::api::documents::SETTINGS;
use carebell_workflows::ports::Kind;

use crate::api::{Ports, stored};
use crate::check::Faults;
use crate::problem::Problem;

/// The settings as they are stored now, with the version of their document.
pub(super) async fn stored_settings(api: &Ports, tenant: &TenantId) -> Result<(Settings, u64), Problem> {
    let document = api.config.get(tenant, Kind::Settings, SETTINGS).await?.ok_or_else(Problem::not_found)?;
    let version = document.version;
    Ok((stored(document)?, version))
}

/// Notes the fields by which settings contradict each other or pass their limits.
fn check(settings: &Settings, faults: &mut Faults) {
    if let Err(error) = settings.check() {
        for field in error.fields() {
            faults.add(&field, error.to_string());
        }
    }
}
