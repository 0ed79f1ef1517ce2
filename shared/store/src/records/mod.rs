//! Clients' files: one file an access pattern, and the port that joins them.

pub(crate) mod appointment;
mod calendar;
mod claims;
pub(crate) mod client;
mod file;
mod history;
mod household;
mod list;
mod outside;
mod write;

use async_trait::async_trait;
use carebell_domain::model::{Appointment, Client, Patient};
use carebell_domain::{AppointmentId, ClientId, LocationId, PatientId, ResourceId, TenantId};
use carebell_workflows::ports::{
    Address, AppointmentWrite, AtAddress, ClientWrite, File, History, Notes, Page, PatientWrite, PortError, Records,
    WriteError,
};
use jiff::civil::Date;

pub(crate) use appointment::APPOINTMENT;
pub(crate) use file::{GUARD_MESSAGE, guard_item, read_guard};

use crate::Store;

#[async_trait]
impl Records for Store {
    async fn file(&self, tenant: &TenantId, client: &ClientId) -> Result<File, PortError> {
        self.read_file(tenant, client).await
    }

    async fn client(&self, tenant: &TenantId, client: &ClientId) -> Result<Option<Client>, PortError> {
        self.read_client(tenant, client).await
    }

    async fn client_and_appointment(
        &self,
        tenant: &TenantId,
        id: &AppointmentId,
    ) -> Result<(Option<Client>, Option<Appointment>), PortError> {
        self.read_client_and_appointment(tenant, id).await
    }

    async fn patient(
        &self,
        tenant: &TenantId,
        client: &ClientId,
        patient: &PatientId,
    ) -> Result<Option<Patient>, PortError> {
        self.read_patient(tenant, client, patient).await
    }

    async fn notes(&self, tenant: &TenantId, id: &AppointmentId) -> Result<Notes, PortError> {
        self.read_notes(tenant, id).await
    }

    async fn history(&self, tenant: &TenantId, id: &AppointmentId) -> Result<Vec<History>, PortError> {
        self.read_history(tenant, id).await
    }

    async fn at_address(
        &self,
        tenant: &TenantId,
        address: &Address,
        most: usize,
        since: Date,
    ) -> Result<AtAddress, PortError> {
        self.read_address(tenant, address, most, since).await
    }

    async fn write_appointment(&self, tenant: &TenantId, write: &AppointmentWrite) -> Result<u64, WriteError> {
        self.change_appointment(tenant, write).await
    }

    async fn write_client(&self, tenant: &TenantId, write: &ClientWrite) -> Result<u64, WriteError> {
        self.change_client(tenant, write).await
    }

    async fn write_patient(&self, tenant: &TenantId, write: &PatientWrite) -> Result<u64, WriteError> {
        self.change_patient(tenant, write).await
    }

    async fn clients(
        &self,
        tenant: &TenantId,
        surname: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<Client>, PortError> {
        self.list_clients(tenant, surname, after, limit).await
    }

    async fn day(
        &self,
        tenant: &TenantId,
        day: Date,
        resource: Option<&ResourceId>,
        location: Option<&LocationId>,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<Appointment>, PortError> {
        self.list_day(tenant, day, resource, location, after, limit).await
    }

    async fn outside(&self, tenant: &TenantId, source: &str, theirs: &str) -> Result<Option<AppointmentId>, PortError> {
        self.read_outside(tenant, source, theirs).await
    }

    async fn remember_outside(
        &self,
        tenant: &TenantId,
        source: &str,
        theirs: &str,
        id: &AppointmentId,
    ) -> Result<(), PortError> {
        self.write_outside(tenant, source, theirs, id).await
    }
}
