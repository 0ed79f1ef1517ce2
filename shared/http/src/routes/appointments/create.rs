//! `POST /v1/appointments`.

use axum::extract::State;
use axum::response::Response;
use carebell_domain::AppointmentId;
use carebell_domain::model::{Actor, Appointment, Outside, Source, Status};

use super::change::{Writing, actor};
use super::shape::{AppointmentShape, NewAppointment};
use crate::answer;
use crate::api::Api;
use crate::body::Body;
use crate::caller::{Member, Role};
use crate::check::Faults;
use crate::problem::Problem;

/// Book an appointment
///
/// One that was asked for online and awaits approval is `requested`. The client is told where the centre sends that,
/// and the reminder is planned.
#[utoipa::path(
    post, path = "/v1/appointments", tag = "appointments", request_body = NewAppointment,
    responses((status = CREATED, description = "The appointment", body = AppointmentShape))
)]
pub(crate) async fn create_appointment(
    State(api): State<Api>,
    member: Member,
    Body(new): Body<NewAppointment>,
) -> Result<Response, Problem> {
    let Some(client) = new.client() else {
        return Err(Problem::field("/client", "a new appointment needs a client"));
    };
    let tenancy = api.tenancy_with(&member.tenant, &new.named()).await?;
    let client = api.records.client(&member.tenant, client).await?;
    let mut faults = Faults::default();
    match (&client, new.patient()) {
        (None, _) => faults.add("/client", "there is no such client"),
        (Some(client), Some(patient)) if api.records.patient(&member.tenant, &client.id, patient).await?.is_none() => {
            faults.add("/patient", "the client has no such patient");
        }
        _ => {}
    }
    new.is_new(&mut faults);
    let checked = new.check(&tenancy, &mut faults);
    let ((details, notes), client) = faults.give(checked.zip(client))?;
    let item = api.ids.ulid().parse().map_err(|error| Problem::internal("A new name is unusable", &error))?;
    let id = AppointmentId { client: client.id.clone(), item };
    let source = new.source().unwrap_or(if member.role == Role::Machine { Source::External } else { Source::Desk });
    let by_client = member.role == Role::Machine && source == Source::Online;
    let now = api.clock.now();
    let actor = if by_client { Actor::Client } else { actor(member.role) };
    let outside = Outside { actor, now, settings: &tenancy.settings };
    let appointment = Appointment::book(id, details, source, new.status().unwrap_or(Status::Booked), outside);
    let writing = Writing { api: &api, member: &member, tenancy: &tenancy, client: &client, now };
    writing.write(None, appointment.clone(), Some(notes.clone())).await?;
    let path = format!("/v1/appointments/{}", appointment.id);
    answer::created(path, &AppointmentShape::show(&appointment, notes, &tenancy))
}
