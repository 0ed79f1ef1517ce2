//! `GET /v1/settings`.

use axum::extract::State;
use axum::response::Response;

use super::shape::SettingsShape;
use super::stored_settings;
use crate::answer;
use crate::api::Api;
use crate::caller::Member;
use crate::problem::Problem;

/// Read the settings
#[utoipa::path(
    get, path = "/v1/settings", tag = "settings",
    responses((status = OK, description = "The settings", body = SettingsShape))
)]
pub(crate) async fn get_settings(State(api): State<Api>, member: Member) -> Result<Response, Problem> {
    let (settings, _) = stored_settings(&api, &member.tenant).await?;
    answer::object(&SettingsShape::show(&settings))
}
