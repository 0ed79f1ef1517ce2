//! The ports of clients' files and of the due index.

use async_trait::async_trait;
use carebell_domain::agenda::Pace;
use carebell_domain::model::{Appointment, Client, Patient};
use carebell_domain::{AppointmentId, ClientId, LocationId, PatientId, ResourceId, TenantId};
use carebell_workflows::ports::{
    Address, AppointmentWrite, AtAddress, ClientWrite, File, History, Notes, Page, PatientWrite, PortError, Records,
    Sweep, SweepEntry, WriteError,
};
use jiff::Timestamp;
use jiff::civil::Date;

use super::{Ports, unasked};
use crate::fault::Point::{Read, Write};
use crate::store::{Refused, SHARDS};

pub(super) fn refused(refused: Refused) -> WriteError {
    match refused {
        Refused::Stale => WriteError::Stale,
        Refused::Impossible => PortError::new("writing", "a part of it is impossible").into(),
    }
}

fn written(answer: Result<u64, Refused>) -> Result<u64, WriteError> {
    answer.map_err(refused)
}

#[async_trait]
impl Records for Ports {
    async fn file(&self, tenant: &TenantId, client: &ClientId) -> Result<File, PortError> {
        let asked = carebell_workflows::ports::Clock::now(self) - self.skew;
        self.call(Read, "reading a client's file", |world| {
            self.touches(world, tenant);
            let file = world.store.file(tenant, client);
            world.ledger.read(self.run, tenant, asked, file.client.as_ref());
            file
        })
        .await
    }

    async fn client(&self, tenant: &TenantId, client: &ClientId) -> Result<Option<Client>, PortError> {
        let asked = carebell_workflows::ports::Clock::now(self) - self.skew;
        self.call(Read, "reading a client", |world| {
            self.touches(world, tenant);
            let client = world.store.client(tenant, client);
            world.ledger.read(self.run, tenant, asked, client.as_ref());
            client
        })
        .await
    }

    async fn client_and_appointment(
        &self,
        tenant: &TenantId,
        id: &AppointmentId,
    ) -> Result<(Option<Client>, Option<Appointment>), PortError> {
        self.call(Read, "reading a client and an appointment", |world| {
            self.touches(world, tenant);
            let lag = world.lag();
            world.store.client_and_appointment(tenant, id, lag)
        })
        .await
    }

    async fn patient(
        &self,
        tenant: &TenantId,
        client: &ClientId,
        patient: &PatientId,
    ) -> Result<Option<Patient>, PortError> {
        self.call(Read, "reading a patient", |world| {
            self.touches(world, tenant);
            world.store.patient(tenant, client, patient)
        })
        .await
    }

    async fn notes(&self, tenant: &TenantId, id: &AppointmentId) -> Result<Notes, PortError> {
        self.call(Read, "reading notes", |world| {
            self.touches(world, tenant);
            world.store.notes(tenant, id)
        })
        .await
    }

    async fn history(&self, tenant: &TenantId, id: &AppointmentId) -> Result<Vec<History>, PortError> {
        self.call(Read, "reading a history", |world| {
            self.touches(world, tenant);
            world.store.history(tenant, id)
        })
        .await
    }

    async fn at_address(
        &self,
        tenant: &TenantId,
        address: &Address,
        most: usize,
        since: Date,
    ) -> Result<AtAddress, PortError> {
        self.call(Read, "reading an address", |world| {
            self.touches(world, tenant);
            world.store.at_address(tenant, address, most, since)
        })
        .await
    }

    async fn write_appointment(&self, tenant: &TenantId, write: &AppointmentWrite) -> Result<u64, WriteError> {
        let answer = self.call(Write, "writing an appointment", |world| {
            self.touches(world, tenant);
            let lag = world.index_lag();
            let answer = world.store.write_appointment(tenant, write, lag);
            if world.trace.is_some() {
                let one = &write.appointment;
                world.tell(format_args!(
                    "    {} rev {} {:?} start {} due {:?} announce {:?} claims {:?}: {answer:?}",
                    one.id,
                    one.rev,
                    one.status,
                    one.start,
                    write.due.map(|due| due.at),
                    write.announce,
                    one.claims
                ));
            }
            answer
        });
        written(answer.await?)
    }

    async fn write_client(&self, tenant: &TenantId, write: &ClientWrite) -> Result<u64, WriteError> {
        let answer = self.call(Write, "writing a client", |world| {
            self.touches(world, tenant);
            world.store.write_client(tenant, write)
        });
        written(answer.await?)
    }

    async fn write_patient(&self, tenant: &TenantId, write: &PatientWrite) -> Result<u64, WriteError> {
        let answer = self.call(Write, "writing a patient", |world| {
            self.touches(world, tenant);
            world.store.write_patient(tenant, write)
        });
        written(answer.await?)
    }

    async fn clients(&self, _: &TenantId, _: &str, _: Option<&str>, _: usize) -> Result<Page<Client>, PortError> {
        unasked()
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
        unasked()
    }

    async fn outside(&self, tenant: &TenantId, source: &str, theirs: &str) -> Result<Option<AppointmentId>, PortError> {
        self.call(Read, "looking up an outside name", |world| {
            self.touches(world, tenant);
            world.store.outside(tenant, source, theirs)
        })
        .await
    }

    async fn remember_outside(
        &self,
        tenant: &TenantId,
        source: &str,
        theirs: &str,
        id: &AppointmentId,
    ) -> Result<(), PortError> {
        self.call(Write, "remembering an outside name", |world| {
            self.touches(world, tenant);
            world.store.remember_outside(tenant, source, theirs, id);
        })
        .await
    }
}

#[async_trait]
impl Sweep for Ports {
    fn shards(&self) -> u16 {
        SHARDS
    }

    async fn watermark(&self, pace: Pace, shard: u16) -> Result<Option<Timestamp>, PortError> {
        self.call(Read, "reading a watermark", |world| {
            let lag = world.lag();
            world.store.watermark(pace, shard, lag)
        })
        .await
    }

    async fn due(
        &self,
        pace: Pace,
        shard: u16,
        from: Option<Timestamp>,
        to: Timestamp,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<SweepEntry>, PortError> {
        self.call(Read, "reading what is due", |world| world.store.due(pace, shard, from, to, after, limit)).await
    }

    async fn advance(&self, pace: Pace, shard: u16, to: Timestamp) -> Result<(), PortError> {
        self.call(Write, "moving a watermark", |world| world.store.advance(pace, shard, to)).await
    }
}
