//! The ports of messages and of what lies around them.

use std::collections::BTreeMap;

use async_trait::async_trait;
use carebell_domain::contact::{EmailAddress, PhoneNumber};
use carebell_domain::decide::{DayGuard, Suppression};
use carebell_domain::message::Steps;
use carebell_domain::receipt::SnsReceipt;
use carebell_domain::{MessageId, TenantId};
use carebell_workflows::ports::{
    Count, CountDelta, Counts, DayOf, DeadLetter, DeadLetters, GuardTaken, MessageKey, MessageQuery, MessageRecord,
    Messages, Page, PortError, SmsQuota, Suppressions,
};
use jiff::Timestamp;
use jiff::civil::Date;

use super::{Ports, unasked};
use crate::fault::Point::{Read, Write};

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

    async fn take_day(&self, tenant: &TenantId, whose: &DayOf, guard: &DayGuard) -> Result<GuardTaken, PortError> {
        self.call(Write, "taking a day", |world| {
            self.touches(world, tenant);
            let taken = world.store.take_day(tenant, whose, guard);
            if taken == GuardTaken::Ours {
                let key = MessageKey { tenant: tenant.clone(), id: guard.message.clone() };
                world.ledger.took_day.insert(key, guard.named.clone());
            }
            world.tell(format_args!("    {} for {}: {taken:?}", guard.day, guard.message));
            taken
        })
        .await
    }

    async fn free_day(&self, tenant: &TenantId, whose: &DayOf, guard: &DayGuard) -> Result<(), PortError> {
        self.call(Write, "giving a day back", |world| {
            self.touches(world, tenant);
            world.store.free_day(tenant, whose, guard);
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

    async fn days(&self, _: &TenantId, _: Date, _: Date) -> Result<Vec<(Date, BTreeMap<Count, i64>)>, PortError> {
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
