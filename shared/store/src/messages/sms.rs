//! SMS receipts bring nothing but the provider's name for a message. Sender and receipt each write their half of a
//! join under that name, and whoever comes second has both.

use aws_sdk_dynamodb::types::ReturnValue;
use carebell_domain::message::{Status, Step, Steps};
use carebell_workflows::ports::{MessageKey, PortError};
use jiff::{SignedDuration, Timestamp};

use super::steps::{read_steps, with_steps};
use crate::Store;
use crate::item::{Change, Corrupt, Item, Row, number, text};
use crate::keys::{self, TTL};
use crate::table::{Freshness, Met, Written, failed};

/// Type of the item, and its present form.
const JOIN: &str = "J";
const FORM: u8 = 1;
const TENANT: &str = "tn";
const MESSAGE: &str = "m";
/// How long a join is kept: carriers report within three days.
const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

impl Store {
    pub(crate) async fn sender_half(&self, provider_id: &str, key: &MessageKey) -> Result<Steps, PortError> {
        let what = "naming an SMS";
        let half = self.half(provider_id).set(TENANT, text(&key.tenant)).set(MESSAGE, text(&key.id));
        let joined = self.upsert(what, half).await?;
        read_steps(Row(&joined)).map_err(failed(what))
    }

    /// Most receipts come after their sender: a look tells them so, and nothing is written. The look may be too
    /// early to see a sender that was just there; the write then is not.
    pub(crate) async fn receipt_half(
        &self,
        provider_id: &str,
        (status, step): (Status, Step),
    ) -> Result<Option<MessageKey>, PortError> {
        let what = "joining an SMS receipt";
        let known = self.table.get(what, keys::sms(provider_id), Freshness::Eventual).await?;
        if let Some(key) = known.map(|item| message(&item)).transpose().map_err(failed(what))?.flatten() {
            return Ok(Some(key));
        }
        let half = with_steps(self.half(provider_id), &Steps::from([(status, step)]));
        let joined = self.upsert(what, half).await?;
        message(&joined).map_err(failed(what))
    }

    fn half(&self, provider_id: &str) -> Change {
        let until = self.clock.now().saturating_add(KEPT).unwrap_or(Timestamp::MAX);
        Change::of(keys::sms(provider_id), JOIN, FORM).set_first(TTL, number(until.as_second()))
    }

    async fn upsert(&self, what: &'static str, half: Change) -> Result<Item, PortError> {
        match self.table.change(what, half, ReturnValue::AllNew).await? {
            Written::Done(item) | Written::Refused(item) => Ok(item),
            Written::Met => Err(PortError::new(what, Met)),
        }
    }
}

/// The message of a join, once its sender has been there.
fn message(join: &Item) -> Result<Option<MessageKey>, Corrupt> {
    let row = Row(join);
    let (tenant, id) = (row.maybe_parsed(TENANT)?, row.maybe_parsed(MESSAGE)?);
    Ok(tenant.zip(id).map(|(tenant, id)| MessageKey { tenant, id }))
}
