//! Messages: one file an access pattern, and the port that joins them.

mod body;
mod guard;
mod list;
mod row;
mod sms;
mod steps;

use async_trait::async_trait;
use carebell_domain::decide::DayGuard;
use carebell_domain::message::Steps;
use carebell_domain::receipt::SnsReceipt;
use carebell_domain::{MessageId, TenantId};
use carebell_workflows::ports::{
    DayOf, GuardTaken, MessageKey, MessageQuery, MessageRecord, Messages, Page, PortError,
};
use jiff::Timestamp;
use jiff::civil::Date;

pub(crate) use row::{CHANNEL, EVENT, MESSAGE, REASON, skip_change};
pub(crate) use steps::read_steps;

use crate::Store;

#[async_trait]
impl Messages for Store {
    async fn record(&self, tenant: &TenantId, message: &MessageRecord) -> Result<(), PortError> {
        self.record_message(tenant, message).await
    }

    async fn step(&self, key: &MessageKey, steps: &Steps) -> Result<(), PortError> {
        self.add_steps(key, steps).await
    }

    async fn get(&self, key: &MessageKey) -> Result<Option<MessageRecord>, PortError> {
        self.read_message(key).await
    }

    async fn get_all(&self, tenant: &TenantId, ids: &[MessageId]) -> Result<Vec<MessageRecord>, PortError> {
        self.read_messages(tenant, ids).await
    }

    async fn list(
        &self,
        tenant: &TenantId,
        query: &MessageQuery,
        after: Option<&str>,
        limit: usize,
        today: Date,
    ) -> Result<Page<MessageRecord>, PortError> {
        self.list_messages(tenant, query, after, limit, today).await
    }

    async fn take_day(&self, tenant: &TenantId, whose: &DayOf, guard: &DayGuard) -> Result<GuardTaken, PortError> {
        self.take_guard(tenant, whose, guard).await
    }

    async fn free_day(&self, tenant: &TenantId, whose: &DayOf, guard: &DayGuard) -> Result<(), PortError> {
        self.free_guard(tenant, whose, guard).await
    }

    async fn join_sms(&self, provider_id: &str, key: &MessageKey) -> Result<Steps, PortError> {
        self.sender_half(provider_id, key).await
    }

    async fn sms_receipt(&self, receipt: &SnsReceipt) -> Result<Option<MessageKey>, PortError> {
        self.receipt_half(receipt).await
    }

    async fn stray_sms(&self, e164: &str, from: Timestamp, to: Timestamp) -> Result<Vec<String>, PortError> {
        self.read_strays(e164, from, to).await
    }
}
