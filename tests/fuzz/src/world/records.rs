//! Clients' files.

use async_trait::async_trait;
use carebell_domain::model::{Appointment, Client, Patient, Status};
use carebell_domain::{AppointmentId, ClientId, ItemId, LocationId, PatientId, ResourceId, TenantId};
use carebell_workflows::ports::{
    Address, AppointmentWrite, AtAddress, ClientWrite, File, History, Notes, Page, PatientWrite, Planned, PortError,
    Records, Replans, WriteError,
};
use jiff::civil::Date;

use super::{World, exists};

impl World {
    fn person(&self, id: &ClientId) -> Option<Client> {
        exists(id.as_str()).then(|| Client { id: id.clone(), ..self.clinic.client.clone() })
    }

    fn appointment(&self, id: &AppointmentId) -> Option<Appointment> {
        let named = self.clinic.appointments.iter().find(|one| one.id.item == id.item);
        let one = named.or_else(|| self.clinic.appointments.first().filter(|_| exists(id.item.as_str())))?;
        self.person(&id.client)?;
        Some(Appointment { id: id.clone(), ..one.clone() })
    }
}

#[async_trait]
impl Records for World {
    async fn file(&self, tenant: &TenantId, client: &ClientId) -> Result<File, PortError> {
        let Some(person) = self.client(tenant, client).await? else { return Ok(File::default()) };
        let items = self.clinic.appointments.iter().map(|one| &one.id.item);
        let ids = items.map(|item: &ItemId| AppointmentId { client: client.clone(), item: item.clone() });
        Ok(File {
            client: Some(person),
            patients: vec![Patient { client: client.clone(), ..self.patient.clone() }],
            appointments: ids.filter_map(|id| self.appointment(&id)).collect(),
            guards: Vec::new(),
        })
    }

    async fn client(&self, tenant: &TenantId, client: &ClientId) -> Result<Option<Client>, PortError> {
        Ok(if Self::is_ours(tenant) { self.person(client) } else { None })
    }

    async fn client_and_appointment(
        &self,
        tenant: &TenantId,
        id: &AppointmentId,
    ) -> Result<(Option<Client>, Option<Appointment>), PortError> {
        Ok(if Self::is_ours(tenant) { (self.person(&id.client), self.appointment(id)) } else { (None, None) })
    }

    async fn patient(&self, _: &TenantId, client: &ClientId, id: &PatientId) -> Result<Option<Patient>, PortError> {
        let known = exists(id.as_str());
        Ok(known.then(|| Patient { id: id.clone(), client: client.clone(), ..self.patient.clone() }))
    }

    async fn at_address(&self, _: &TenantId, _: &Address, _: usize, _: Date) -> Result<AtAddress, PortError> {
        Ok(AtAddress::default())
    }

    async fn notes(&self, _: &TenantId, _: &AppointmentId) -> Result<Notes, PortError> {
        Ok(Notes { notes: Some("[client.last_name] <b>".into()), internal_notes: None })
    }

    async fn history(&self, tenant: &TenantId, id: &AppointmentId) -> Result<Vec<History>, PortError> {
        let (_, appointment) = self.client_and_appointment(tenant, id).await?;
        let row = |one: Appointment| History {
            at: one.created_at,
            by: "ada".into(),
            from: None,
            to: Status::Booked,
            moved_from: None,
            answer: None,
            taken_back: None,
            claims: one.claims,
        };
        Ok(appointment.map(row).into_iter().collect())
    }

    async fn write_appointment(&self, _: &TenantId, write: &AppointmentWrite) -> Result<u64, WriteError> {
        assert!(write.appointment.end > write.appointment.start, "an appointment ends after it starts");
        Ok(write.appointment.rev + 1)
    }

    async fn write_client(&self, _: &TenantId, write: &ClientWrite) -> Result<u64, WriteError> {
        Ok(write.client.rev + 1)
    }

    async fn write_patient(&self, _: &TenantId, write: &PatientWrite) -> Result<u64, WriteError> {
        Ok(write.patient.rev + 1)
    }

    async fn clients(&self, _: &TenantId, _: &str, _: Option<&str>, _: usize) -> Result<Page<Client>, PortError> {
        Ok(Page { items: vec![self.clinic.client.clone()], next: Some("clients".to_owned()) })
    }

    async fn day(
        &self,
        _: &TenantId,
        _: Date,
        _: Option<&ResourceId>,
        _: Option<&LocationId>,
        _: Option<&str>,
        _: usize,
    ) -> Result<Page<Appointment>, PortError> {
        Ok(Page { items: self.clinic.appointments.clone(), next: Some("day".to_owned()) })
    }

    async fn outside(&self, _: &TenantId, _: &str, theirs: &str) -> Result<Option<AppointmentId>, PortError> {
        let id = AppointmentId { client: super::id("anna"), item: super::id("due") };
        Ok(exists(theirs).then_some(id))
    }

    async fn remember_outside(&self, _: &TenantId, _: &str, _: &str, _: &AppointmentId) -> Result<(), PortError> {
        Ok(())
    }
}

/// Every appointment lies in the month of the clock.
#[async_trait]
impl Replans for World {
    async fn has_month(&self, tenant: &TenantId, month: Date) -> Result<bool, PortError> {
        Ok(Self::is_ours(tenant) && month == jiff::civil::date(2026, 6, 1))
    }

    async fn month(
        &self,
        tenant: &TenantId,
        month: Date,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<Planned>, PortError> {
        let listed = self.has_month(tenant, month).await? && after.is_none();
        let all = self.clinic.appointments.iter().filter(|_| listed);
        let planned = |appointment: &Appointment| Planned {
            client: self.clinic.client.clone(),
            appointment: appointment.clone(),
            due: None,
            local_day: month,
        };
        let next = (listed && limit < self.clinic.appointments.len()).then(|| "month".to_owned());
        Ok(Page { items: all.take(limit).map(planned).collect(), next })
    }
}
