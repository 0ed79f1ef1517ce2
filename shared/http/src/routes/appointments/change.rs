//! How a change is written: read, change, write if nothing came between, else again from the start.

use axum::response::Response;
use carebell_domain::AppointmentId;
use carebell_domain::model::{Actor, Appointment, Client, Outside, Patient, Status};
use carebell_workflows::api::appointments::{Change, plan_write};
use carebell_workflows::ports::{Notes, Tenancy, WriteError};
use jiff::Timestamp;

use super::shape::AppointmentShape;
use super::{find, tenancy};
use crate::answer;
use crate::api::Ports;
use crate::caller::{Member, Role};
use crate::problem::{Kind, Problem};

/// How often a change is tried that another write has come before: a message that is being sent, most often.
pub(super) const TRIES: usize = 5;

/// Who makes a later change: only the booking itself counts as the client's own.
pub(super) const fn actor(role: Role) -> Actor {
    match role {
        Role::Machine => Actor::External,
        Role::Platform | Role::Admin | Role::Operator | Role::Resource => Actor::Desk,
    }
}

/// The answer where every try came second.
pub(super) const fn busy() -> Problem {
    Problem::new(Kind::Unavailable)
}

/// What a write needs beside the appointment.
pub(super) struct Writing<'a> {
    /// The ports.
    pub(super) api: &'a Ports,
    /// Who writes.
    pub(super) member: &'a Member,
    /// Settings and catalogue.
    pub(super) tenancy: &'a Tenancy,
    /// Whose appointment it is.
    pub(super) client: &'a Client,
    /// The present instant.
    pub(super) now: Timestamp,
}

impl Writing<'_> {
    /// Makes `after` out of `before`.
    pub(super) async fn write(
        &self,
        before: Option<&Appointment>,
        after: Appointment,
        notes: Option<Notes>,
    ) -> Result<(), WriteError> {
        let Self { api, member, tenancy, client, now } = *self;
        let patients = self.patients(&after).await?;
        let change = Change { tenancy, client, patients: &patients, before, by: &member.user, now };
        let write = plan_write(change, after, notes);
        api.records.write_appointment(&member.tenant, &write).await?;
        Ok(())
    }

    /// The patient whom the appointment is for, where that is not the client in person.
    async fn patients(&self, appointment: &Appointment) -> Result<Vec<Patient>, WriteError> {
        let Some(patient) = &appointment.patient else { return Ok(Vec::new()) };
        let records = &self.api.records;
        let patient = records.patient(&self.member.tenant, &self.client.id, patient).await?;
        Ok(patient.into_iter().collect())
    }
}

/// An action of its own path: the status that it gives, and the statuses from which it does.
pub(super) struct Action {
    /// What it makes of the appointment.
    pub(super) to: Status,
    /// From which statuses.
    pub(super) from: &'static [Status],
    /// In which statuses it has been done already: it changes nothing then.
    pub(super) done: &'static [Status],
}

/// Carries out an action. Repeated, it gives the same answer and writes nothing.
pub(super) async fn act(
    api: &Ports,
    member: &Member,
    id: &AppointmentId,
    action: &Action,
) -> Result<Response, Problem> {
    for _ in 0..TRIES {
        let (client, before) = find(api, member, id).await?;
        let tenancy = tenancy(api, member, [&before]).await?;
        let show = async |appointment: &Appointment| {
            let notes = api.records.notes(&member.tenant, id).await?;
            answer::object(&AppointmentShape::show(appointment, notes, &tenancy))
        };
        if action.done.contains(&before.status) {
            return show(&before).await;
        }
        if !action.from.contains(&before.status) {
            return Err(Problem::because(Kind::NotNow, format!("It is {}", before.status.as_str())));
        }
        let now = api.clock.now();
        let outside = Outside { actor: actor(member.role), now, settings: &tenancy.settings };
        let after = before.changed(before.details(), action.to, outside);
        let writing = Writing { api, member, tenancy: &tenancy, client: &client, now };
        match writing.write(Some(&before), after.clone(), None).await {
            Err(WriteError::Stale) => {}
            Err(error) => return Err(error.into()),
            Ok(()) => return show(&after).await,
        }
    }
    Err(busy())
}
