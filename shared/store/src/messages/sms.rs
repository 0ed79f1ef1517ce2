//! SMS receipts bring nothing but the provider's name for a message. Sender and receipt each write their half of a
//! join under that name, and whoever comes second has both.
//!
//! A receipt that comes first leaves its name under the number too: where the provider's answer was lost, the sender
//! never learns the name, and finds the receipt by the number and the time.

use aws_sdk_dynamodb::types::ReturnValue;
use carebell_domain::message::Steps;
use carebell_domain::receipt::SnsReceipt;
use carebell_workflows::ports::{MessageKey, PortError};
use jiff::{SignedDuration, Timestamp};

use super::steps::{read_steps, with_steps};
use crate::Store;
use crate::item::{Change, Corrupt, Item, Row, number, text};
use crate::keys::{self, TTL};
use crate::table::{Freshness, Met, Written, failed};

/// Types of the items, and their present form.
const JOIN: &str = "J";
const STRAY: &str = "JN";
const FORM: u8 = 1;
const TENANT: &str = "tn";
const MESSAGE: &str = "m";
const PROVIDER_ID: &str = "pid";
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
    pub(crate) async fn receipt_half(&self, receipt: &SnsReceipt) -> Result<Option<MessageKey>, PortError> {
        let what = "joining an SMS receipt";
        let SnsReceipt { provider_id, published_at, number, status, step, .. } = receipt;
        let known = self.table.get(what, keys::sms(provider_id), Freshness::Eventual).await?;
        if let Some(key) = known.map(|item| message(&item)).transpose().map_err(failed(what))?.flatten() {
            return Ok(Some(key));
        }
        let half = with_steps(self.half(provider_id), &Steps::from([(*status, step.clone())]));
        let joined = self.upsert(what, half).await?;
        let key = message(&joined).map_err(failed(what))?;
        if let (None, Some(number)) = (&key, number) {
            let place = keys::stray_sms(&self.addresses.e164(number).await?, *published_at, provider_id);
            let stray = self.kept(Change::of(place, STRAY, FORM)).set(PROVIDER_ID, text(provider_id));
            self.table.apply(what, stray).await?;
        }
        Ok(key)
    }

    /// A receipt whose sender has come since is no stray any more.
    pub(crate) async fn read_strays(
        &self,
        e164: &str,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<String>, PortError> {
        let what = "looking for the receipt of an SMS";
        let span = keys::stray_sms_between(&self.addresses.e164(e164).await?, from, to);
        let found = self.table.query(what, None, span, Freshness::Consistent, None).await?;
        let mut strays = Vec::new();
        for provider_id in found.iter().filter_map(|item| Row(item).maybe(PROVIDER_ID)) {
            let join = self.table.get(what, keys::sms(provider_id), Freshness::Consistent).await?;
            let taken = join.map(|item| message(&item)).transpose().map_err(failed(what))?.flatten();
            if taken.is_none() {
                strays.push(provider_id.to_owned());
            }
        }
        Ok(strays)
    }

    fn kept(&self, change: Change) -> Change {
        let until = self.clock.now().saturating_add(KEPT).unwrap_or(Timestamp::MAX);
        change.set_first(TTL, number(until.as_second()))
    }

    fn half(&self, provider_id: &str) -> Change {
        self.kept(Change::of(keys::sms(provider_id), JOIN, FORM))
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
