//! `PUT /v1/appointments/{id}`.

use axum::extract::State;
use axum::response::Response;
use carebell_domain::AppointmentId;
use carebell_domain::model::Outside;
use carebell_workflows::api::appointments::may_become;
use carebell_workflows::ports::{Kind, WriteError};

use super::change::{TRIES, Writing, actor, busy};
use super::find;
use super::shape::{AppointmentShape, NewAppointment};
use crate::answer;
use crate::api::Api;
use crate::body::Body;
use crate::caller::Member;
use crate::check::Faults;
use crate::etag::IfMatch;
use crate::params::Ids;
use crate::problem::{Kind as ProblemKind, Problem};

/// Replace an appointment: move it, change what it is for, confirm it, open it again
///
/// A change of start or location plans its reminder anew and returns `confirmed` to `booked`. The client is told of a
/// change of start, resource, location or service where the centre sends that.
#[utoipa::path(
    put, path = "/v1/appointments/{id}", tag = "appointments", request_body = NewAppointment,
    params(("id" = AppointmentId, Path, description = "Identifier")),
    responses(
        (status = OK, description = "The appointment", body = AppointmentShape),
        (status = CONFLICT, description = "`not-now`: its status cannot become that one"),
    )
)]
pub(crate) async fn put_appointment(
    State(api): State<Api>,
    member: Member,
    Ids(id): Ids<AppointmentId>,
    if_match: IfMatch,
    Body(new): Body<NewAppointment>,
) -> Result<Response, Problem> {
    for _ in 0..TRIES {
        let (client, before) = find(&api, &member, &id).await?;
        let old_notes = api.records.notes(&member.tenant, &id).await?;
        let mut named = new.named();
        named.push((Kind::Location, before.location.as_str()));
        let tenancy = api.tenancy_with(&member.tenant, &named).await?;
        if_match.check(&AppointmentShape::show(&before, old_notes.clone(), &tenancy))?;
        let mut faults = Faults::default();
        new.keeps(&before, &mut faults);
        if let Some(patient) = new.patient().filter(|patient| before.patient.as_ref() != Some(*patient))
            && api.records.patient(&member.tenant, &client.id, patient).await?.is_none()
        {
            faults.add("/patient", "the client has no such patient");
        }
        let checked = new.check(&tenancy, &mut faults);
        let (details, notes) = faults.give(checked)?;
        let status = new.status().unwrap_or(before.status);
        if !may_become(before.status, status) {
            let detail = format!("What is {} does not become {}", before.status.as_str(), status.as_str());
            return Err(Problem::because(ProblemKind::NotNow, detail));
        }
        if details == before.details() && status == before.status && notes == old_notes {
            return answer::object(&AppointmentShape::show(&before, notes, &tenancy));
        }
        let now = api.clock.now();
        let outside = Outside { actor: actor(member.role), now, settings: &tenancy.settings };
        let after = before.changed(details, status, outside);
        let writing = Writing { api: &api, member: &member, tenancy: &tenancy, client: &client, now };
        let new_notes = (notes != old_notes).then(|| notes.clone());
        match writing.write(Some(&before), after.clone(), new_notes).await {
            Err(WriteError::Stale) => {}
            Err(error) => return Err(error.into()),
            Ok(()) => return answer::object(&AppointmentShape::show(&after, notes, &tenancy)),
        }
    }
    Err(busy())
}
