//! `PUT /v1/settings`.

use axum::extract::State;
use axum::response::Response;
use carebell_workflows::api::documents::SETTINGS;
use carebell_workflows::ports::{Kind, Plans};
use serde_json::to_value;

use super::shape::SettingsShape;
use super::{check, stored_settings};
use crate::access::{Grant, is_granted};
use crate::answer;
use crate::api::Api;
use crate::body::Body;
use crate::caller::{Member, Role};
use crate::check::Faults;
use crate::etag::IfMatch;
use crate::problem::{Kind as ProblemKind, Problem};
use crate::routes::{audit, senders};

/// Replace the settings
///
/// They take effect on what is already planned. Contradictions are refused, naming both fields; so are an address and a
/// number that are not among the verified senders. An operator who was granted `settings` needs `senders` too to change
/// the senders.
#[utoipa::path(
    put, path = "/v1/settings", tag = "settings", request_body = SettingsShape,
    responses((status = OK, description = "The settings", body = SettingsShape))
)]
pub(crate) async fn put_settings(
    State(api): State<Api>,
    member: Member,
    if_match: IfMatch,
    Body(new): Body<SettingsShape>,
) -> Result<Response, Problem> {
    let (before, version) = stored_settings(&api, &member.tenant).await?;
    if_match.check(&SettingsShape::show(&before))?;
    let mut faults = Faults::default();
    let settings = new.check(&mut faults);
    if let Some(settings) = &settings {
        check(settings, &mut faults);
        senders::check(&api, &member.tenant, &settings.senders, &mut faults).await?;
    }
    let settings = faults.give(settings)?;
    if settings.senders != before.senders
        && member.role == Role::Operator
        && !is_granted(&api, &member.tenant, &member.user, Grant::Senders).await?
    {
        return Err(Problem::because(ProblemKind::Forbidden, "Changing the senders needs the grant `senders`"));
    }
    let now = api.clock.now();
    let settings = settings.replacing(&before, now);
    let value = |settings| to_value(settings).map_err(|error| Problem::internal("Settings cannot be written", &error));
    let (old, new) = (value(&before)?, value(&settings)?);
    let audit = audit::row(now, &member.user, SETTINGS.into(), Some(&old), Some(&new), &[]);
    let plans = if settings.replans(&before) { Plans::Change } else { Plans::Stay };
    let document = (Kind::Settings, SETTINGS, new);
    api.config.save_with(&member.tenant, document, Some(version), audit, plans).await?;
    answer::object(&SettingsShape::show(&settings))
}
