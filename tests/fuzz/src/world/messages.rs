//! Messages and the daily number of SMS.

use async_trait::async_trait;
use carebell_domain::decide::DayGuard;
use carebell_domain::message::{Status, Step, Steps};
use carebell_domain::receipt::SnsReceipt;
use carebell_domain::{Channel, Event, Language, MessageId, TenantId};
use carebell_workflows::ports::{
    Body, Clock, DayOf, GuardTaken, MessageKey, MessageQuery, MessageRecord, Messages, Page, PortError, SmsQuota,
};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::{World, exists, id};

impl World {
    fn message(&self, id: &MessageId) -> Option<MessageRecord> {
        let appointment = self.clinic.appointments.first()?;
        let at = self.now();
        exists(id.as_str()).then(|| MessageRecord {
            id: id.clone(),
            event: Event::AppointmentReminder,
            channel: Channel::Sms,
            client: Some(appointment.id.client.clone()),
            appointment: Some(appointment.id.clone()),
            number: 0,
            resource: Some(appointment.resource.clone()),
            location: Some(appointment.location.clone()),
            recipient: Some("+393471234567".into()),
            language: Some(Language::It),
            provider_id: Some("sms".into()),
            segments: Some(1),
            skipped: None,
            trace: Vec::new(),
            repeats: None,
            body: Some(Body { subject: None, text: "Ciao".into() }),
            at,
            keep_until: at + SignedDuration::from_hours(24 * 365),
            steps: Steps::from([(Status::Sent, Step { at, words: None })]),
        })
    }
}

#[async_trait]
impl Messages for World {
    async fn record(&self, _: &TenantId, message: &MessageRecord) -> Result<(), PortError> {
        assert!(message.skipped.is_some() != message.recipient.is_some(), "a message went to somebody, or nowhere");
        Ok(())
    }

    async fn step(&self, _: &MessageKey, steps: &Steps) -> Result<(), PortError> {
        assert!(!steps.is_empty(), "a receipt proves something");
        Ok(())
    }

    async fn get(&self, key: &MessageKey) -> Result<Option<MessageRecord>, PortError> {
        Ok(if Self::is_ours(&key.tenant) { self.message(&key.id) } else { None })
    }

    async fn get_all(&self, _: &TenantId, ids: &[MessageId]) -> Result<Vec<MessageRecord>, PortError> {
        Ok(ids.iter().filter_map(|id| self.message(id)).collect())
    }

    async fn list(
        &self,
        _: &TenantId,
        _: &MessageQuery,
        _: Option<&str>,
        limit: usize,
        _: Date,
    ) -> Result<Page<MessageRecord>, PortError> {
        assert!(limit > 0, "a page has room");
        let items = self.message(&id("20260601-MESSAGE")).into_iter().collect();
        Ok(Page { items, next: Some("messages".to_owned()) })
    }

    async fn take_day(&self, _: &TenantId, _: &DayOf, _: &DayGuard) -> Result<GuardTaken, PortError> {
        Ok(GuardTaken::Ours)
    }

    async fn free_day(&self, _: &TenantId, _: &DayOf, _: &DayGuard) -> Result<(), PortError> {
        Ok(())
    }

    async fn join_sms(&self, _: &str, _: &MessageKey) -> Result<Steps, PortError> {
        Ok(Steps::new())
    }

    async fn stray_sms(&self, _: &str, _: Timestamp, _: Timestamp) -> Result<Vec<String>, PortError> {
        Ok(Vec::new())
    }

    async fn sms_receipt(&self, receipt: &SnsReceipt) -> Result<Option<MessageKey>, PortError> {
        Ok(exists(&receipt.provider_id).then(|| MessageKey { tenant: id(super::TENANT), id: id("20260601-MESSAGE") }))
    }
}

#[async_trait]
impl SmsQuota for World {
    async fn take(&self, _: &TenantId, _: Date, _: u32, segments: u8) -> Result<bool, PortError> {
        assert!(segments > 0, "an SMS has a part");
        Ok(true)
    }
}
