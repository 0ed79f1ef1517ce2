//! `POST /v1/clients`.

use axum::extract::State;
use axum::response::Response;
use carebell_workflows::ports::{ClientWrite, WriteError};

use super::put::consents;
use super::shape::{Around, ClientShape, NewClient};
use crate::answer;
use crate::api::Api;
use crate::body::Body;
use crate::caller::Member;
use crate::check::Faults;
use crate::problem::{Kind, Problem};

/// Add a client
///
/// What looks like a slip, such as a landline in the field for the mobile number, is taken and named under `warnings`.
#[utoipa::path(
    post, path = "/v1/clients", tag = "clients", request_body = NewClient,
    responses(
        (status = CREATED, description = "The client", body = ClientShape),
        (status = CONFLICT, description = "`exists`: the identifier is taken"),
    )
)]
pub(crate) async fn create_client(
    State(api): State<Api>,
    member: Member,
    Body(new): Body<NewClient>,
) -> Result<Response, Problem> {
    let id = match new.id() {
        Some(id) => id.clone(),
        None => api.ids.ulid().parse().map_err(|error| Problem::internal("A new name is unusable", &error))?,
    };
    let tenancy = api.tenancy(&member.tenant).await?;
    let around = Around {
        before: None,
        country: tenancy.settings.centre.country,
        preferences: tenancy.settings.default_preferences,
        role: member.role,
        now: api.clock.now(),
    };
    let today = tenancy.settings.centre.time_zone.day(around.now);
    let mut faults = Faults::default();
    let mut client = new.check(id, &around, &mut faults);
    faults.done()?;
    let audit = consents(None, &client, &member.user, around.now);
    let write = ClientWrite { client: client.clone(), before: None, audit };
    client.rev = match api.records.write_client(&member.tenant, &write).await {
        Err(WriteError::Stale) => return Err(Problem::new(Kind::Exists)),
        written => written?,
    };
    answer::created(format!("/v1/clients/{}", client.id), &ClientShape::show(client, today))
}
