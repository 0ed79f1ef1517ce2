//! The ports of the table.

use std::collections::BTreeMap;

use async_trait::async_trait;
use carebell_domain::contact::{EmailAddress, PhoneNumber};
use carebell_domain::decide::{DayGuard, Suppression};
use carebell_domain::message::Steps;
use carebell_domain::model::{Appointment, Client, Patient};
use carebell_domain::receipt::SnsReceipt;
use carebell_domain::{AppointmentId, ClientId, LocationId, MessageId, PatientId, ResourceId, TenantId};
use carebell_workflows::ports::{
    AppointmentWrite, ClientWrite, Count, CountDelta, Counts, DeadLetter, DeadLetters, File, GuardTaken, History,
    MessageKey, MessageQuery, MessageRecord, Messages, Notes, Page, PatientWrite, PortError, Records, SmsQuota,
    Suppressions, Sweep, SweepEntry, WriteError,
};
use jiff::Timestamp;
use jiff::civil::Date;

use super::Ports;
use crate::fault::Point::{Read, Write};
use crate::store::{Refused, SHARDS};

fn written(answer: Result<u64, Refused>) -> Result<u64, WriteError> {
    answer.map_err(|refused| match refused {
        Refused::Stale => WriteError::Stale,
        Refused::Impossible => PortError::new("writing", "a part of it is impossible").into(),
    })
}

/// What no workflow under test asks for.
fn unasked<T>() -> Result<T, PortError> {
    Err(PortError::new("listing", "the simulation lists nothing"))
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

    async fn write_appointment(&self, tenant: &TenantId, write: &AppointmentWrite) -> Result<u64, WriteError> {
        let answer = self.call(Write, "writing an appointment", |world| {
            self.touches(world, tenant);
            let lag = world.index_lag();
            let answer = world.store.write_appointment(tenant, write, lag);
            if world.trace.is_some() {
                let one = &write.appointment;
                world.tell(format_args!(
                    "    {} rev {} {:?} start {} due {:?} announce {:?} claims {:?}: {answer:?}",
                    one.id, one.rev, one.status, one.start, write.due, write.announce, one.claims
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

    async fn clients(
        &self,
        _: &TenantId,
        _: &str,
        _: Option<&str>,
        _: usize,
    ) -> Result<Page<Client>, PortError> {
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
impl Messages for Ports {
    async fn record(&self, tenant: &TenantId, message: &MessageRecord) -> Result<(), PortError> {
        self.call(Write, "recording a message", |world| {
            self.touches(world, tenant);
            world.tell(format_args!("    {} {:?}", message.id, message.steps.keys().collect::<Vec<_>>()));
            world.store.record(tenant, message);
        })
        .await
    }

    async fn step(&self, key: &MessageKey, steps: &Steps) -> Result<(), PortError> {
        self.call(Write, "adding steps", |world| {
            self.touches(world, &key.tenant);
            world.tell(format_args!("    {} {:?}", key.id, steps.keys().collect::<Vec<_>>()));
            world.store.step(key, steps);
        })
        .await
    }

    async fn get(&self, key: &MessageKey) -> Result<Option<MessageRecord>, PortError> {
        self.call(Read, "reading a message", |world| {
            self.touches(world, &key.tenant);
            world.store.message(key)
        })
        .await
    }

    async fn get_all(&self, tenant: &TenantId, ids: &[MessageId]) -> Result<Vec<MessageRecord>, PortError> {
        self.call(Read, "reading messages", |world| {
            let key = |id: &MessageId| MessageKey { tenant: tenant.clone(), id: id.clone() };
            ids.iter().filter_map(|id| world.store.message(&key(id))).collect()
        })
        .await
    }

    async fn list(
        &self,
        _: &TenantId,
        _: &MessageQuery,
        _: Option<&str>,
        _: usize,
        _: Date,
    ) -> Result<Page<MessageRecord>, PortError> {
        unasked()
    }

    async fn take_day(&self, tenant: &TenantId, client: &ClientId, guard: &DayGuard) -> Result<GuardTaken, PortError> {
        self.call(Write, "taking a day", |world| {
            self.touches(world, tenant);
            let taken = world.store.take_day(tenant, client, guard);
            world.tell(format_args!("    {} for {}: {taken:?}", guard.day, guard.message));
            taken
        })
        .await
    }

    async fn free_day(&self, tenant: &TenantId, client: &ClientId, guard: &DayGuard) -> Result<(), PortError> {
        self.call(Write, "giving a day back", |world| {
            self.touches(world, tenant);
            world.store.free_day(tenant, client, guard);
        })
        .await
    }

    async fn join_sms(&self, provider_id: &str, key: &MessageKey) -> Result<Steps, PortError> {
        self.call(Write, "naming an SMS", |world| {
            self.touches(world, &key.tenant);
            world.store.join_sms(provider_id, key)
        })
        .await
    }

    async fn sms_receipt(&self, receipt: &SnsReceipt) -> Result<Option<MessageKey>, PortError> {
        self.call(Write, "joining an SMS receipt", |world| {
            let lag = world.lag();
            world.store.sms_receipt(receipt, lag)
        })
        .await
    }

    async fn stray_sms(&self, e164: &str, from: Timestamp, to: Timestamp) -> Result<Vec<String>, PortError> {
        self.call(Read, "looking for a stray receipt", |world| world.store.stray_sms(e164, from, to)).await
    }
}

#[async_trait]
impl Suppressions for Ports {
    async fn suppressed(
        &self,
        tenant: &TenantId,
        mobile: Option<&PhoneNumber>,
        email: Option<&EmailAddress>,
    ) -> Result<(Option<Suppression>, Option<Suppression>), PortError> {
        self.call(Read, "reading suppressions", |world| {
            self.touches(world, tenant);
            let lag = world.lag();
            let mobile = mobile.and_then(|mobile| world.store.suppressed(tenant, mobile.e164(), lag));
            (mobile, email.and_then(|email| world.store.suppressed(tenant, email.as_str(), lag)))
        })
        .await
    }

    async fn suppress_email(
        &self,
        tenant: &TenantId,
        email: &EmailAddress,
        why: Suppression,
        at: Timestamp,
    ) -> Result<(), PortError> {
        self.suppress_sms(tenant, email.as_str(), why, at).await
    }

    async fn suppress_sms(
        &self,
        tenant: &TenantId,
        e164: &str,
        why: Suppression,
        at: Timestamp,
    ) -> Result<(), PortError> {
        self.call(Write, "suppressing an address", |world| {
            self.touches(world, tenant);
            world.store.suppress(tenant, e164, why, at);
        })
        .await
    }
}

#[async_trait]
impl SmsQuota for Ports {
    async fn take(&self, tenant: &TenantId, day: Date, cap: u32, segments: u8) -> Result<bool, PortError> {
        self.call(Write, "taking from the day's SMS", |world| {
            self.touches(world, tenant);
            world.store.take_quota(tenant, day, cap, segments)
        })
        .await
    }
}

#[async_trait]
impl Counts for Ports {
    async fn counted_up_to(&self, tenant: &TenantId, day: Date) -> Result<String, PortError> {
        self.call(Read, "reading up to where a day is counted", |world| {
            self.touches(world, tenant);
            world.store.counted_up_to(tenant, day)
        })
        .await
    }

    async fn add(&self, delta: &CountDelta, after: &str) -> Result<bool, PortError> {
        self.call(Write, "adding counts", |world| {
            self.touches(world, &delta.tenant);
            world.store.add_counts(delta, after)
        })
        .await
    }

    async fn days(
        &self,
        _: &TenantId,
        _: Date,
        _: Date,
    ) -> Result<Vec<(Date, BTreeMap<Count, i64>)>, PortError> {
        unasked()
    }
}

#[async_trait]
impl DeadLetters for Ports {
    async fn keep(&self, letter: &DeadLetter) -> Result<(), PortError> {
        self.call(Write, "keeping a letter", |world| world.store.keep(letter)).await
    }

    async fn list(
        &self,
        _: Option<&TenantId>,
        _: &str,
        _: Option<&str>,
        _: usize,
    ) -> Result<Page<DeadLetter>, PortError> {
        unasked()
    }
}

#[async_trait]
impl Sweep for Ports {
    fn shards(&self) -> u16 {
        SHARDS
    }

    async fn watermark(&self, shard: u16) -> Result<Option<Timestamp>, PortError> {
        self.call(Read, "reading a watermark", |world| {
            let lag = world.lag();
            world.store.watermark(shard, lag)
        })
        .await
    }

    async fn due(
        &self,
        shard: u16,
        from: Option<Timestamp>,
        to: Timestamp,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<SweepEntry>, PortError> {
        self.call(Read, "reading what is due", |world| world.store.due(shard, from, to, after, limit)).await
    }

    async fn advance(&self, shard: u16, to: Timestamp) -> Result<(), PortError> {
        self.call(Write, "moving a watermark", |world| world.store.advance(shard, to)).await
    }
}
