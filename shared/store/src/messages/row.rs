//! A message's row: the one write of the sender, and reading it.

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use carebell_domain::decide::Finding;
use carebell_domain::{AppointmentId, ClientId, ItemId, MessageId, TenantId};
use carebell_workflows::ports::{MessageKey, MessageRecord, PortError};
use jiff::Timestamp;

use super::body::{pack, unpack};
use super::steps::{read_steps, with_steps};
use crate::Store;
use crate::instant::round_up;
use crate::item::{Change, Corrupt, Item, Row, instant, number, text};
use crate::keys::{self, Key, TTL};
use crate::table::{Freshness, failed};

/// Type of the item, and its present form.
pub(crate) const MESSAGE: &str = "M";
pub(crate) const FORM: u8 = 1;

pub(crate) const EVENT: &str = "ev";
pub(crate) const CHANNEL: &str = "ch";
/// Why it was skipped.
pub(crate) const REASON: &str = "why";
const CLIENT: &str = "c";
const ITEM: &str = "a";
const NUMBER: &str = "no";
/// The message that it repeats.
const REPEATS: &str = "rp";
const RESOURCE: &str = "r";
const LOCATION: &str = "l";
const RECIPIENT: &str = "to";
const LANGUAGE: &str = "lg";
const PROVIDER_ID: &str = "pid";
const SEGMENTS: &str = "seg";
const TRACE: &str = "tr";
const BODY: &str = "x";
const AT: &str = "at";
/// Set by an erasure and kept: the row is never to hold personal data again.
pub(crate) const ERASED: &str = "erased";

/// An identifier that names no day names no message.
#[derive(Debug, thiserror::Error)]
#[error("the identifier names no message")]
pub(crate) struct NoDay;

/// Why a message cannot be made an item.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unwritable {
    #[error(transparent)]
    NoDay(#[from] NoDay),
    #[error("its text cannot be packed")]
    Body(#[from] std::io::Error),
}

impl Store {
    pub(crate) async fn record_message(&self, tenant: &TenantId, message: &MessageRecord) -> Result<(), PortError> {
        let what = "recording a message";
        let change = full(tenant, message).map_err(failed(what))?;
        let change = change.only_if(ERASED, "attribute_not_exists(#erased)", None);
        if self.table.apply(what, change).await? {
            return Ok(());
        }
        // Erased: what the counts need, and nothing that tells of a person.
        let bare = counted(tenant, message).map_err(failed(what))?;
        self.table.apply(what, bare).await.map(drop)
    }

    pub(crate) async fn read_message(&self, key: &MessageKey) -> Result<Option<MessageRecord>, PortError> {
        let what = "reading a message";
        let Some(place) = keys::message(&key.tenant, &key.id) else { return Ok(None) };
        let item = self.table.get(what, place, Freshness::Consistent).await?;
        item.and_then(|item| from_item(&item).transpose()).transpose().map_err(failed(what))
    }

    pub(crate) async fn read_messages(
        &self,
        tenant: &TenantId,
        ids: &[MessageId],
    ) -> Result<Vec<MessageRecord>, PortError> {
        let what = "reading messages";
        let keys: Vec<Key> = ids.iter().filter_map(|id| keys::message(tenant, id)).collect();
        let mut found = self.table.get_all(what, keys.iter().cloned()).await?;
        let items = keys.iter().filter_map(|key| found.remove(key));
        items.filter_map(|item| from_item(&item).transpose()).collect::<Result<_, _>>().map_err(failed(what))
    }
}

/// A final skip as a part of the transaction that claims it. It goes to nobody, so an erasure does not matter.
pub(crate) fn skip_change(tenant: &TenantId, message: &MessageRecord) -> Result<Change, Unwritable> {
    full(tenant, message)
}

/// What the counts need, and the steps. Nothing is ever removed: a second record that knows less than the first (an
/// unknown outcome) takes nothing from it.
fn counted(tenant: &TenantId, message: &MessageRecord) -> Result<Change, Unwritable> {
    let MessageRecord { id, event, channel, skipped, keep_until, steps, .. } = message;
    let row = Change::of(keys::message(tenant, id).ok_or(NoDay)?, MESSAGE, FORM)
        .set(EVENT, text(event))
        .set(CHANNEL, text(channel))
        .set_known(REASON, skipped.map(text))
        .set(TTL, number(round_up(*keep_until).as_second()));
    Ok(with_steps(row, steps))
}

fn full(tenant: &TenantId, message: &MessageRecord) -> Result<Change, Unwritable> {
    let MessageRecord {
        client,
        appointment,
        number: number_of,
        repeats,
        resource,
        location,
        recipient,
        language,
        provider_id,
        segments,
        trace,
        body,
        at,
        ..
    } = message;
    let trace: Vec<_> = trace.iter().map(|finding| text(finding_text(finding))).collect();
    let body = body.as_ref().map(pack).transpose()?;
    Ok(counted(tenant, message)?
        .set_known(CLIENT, client.as_ref().map(text))
        .set_known(ITEM, appointment.as_ref().map(|appointment| text(&appointment.item)))
        .set(NUMBER, number(number_of))
        .set_known(REPEATS, repeats.as_ref().map(text))
        .set_known(RESOURCE, resource.as_ref().map(text))
        .set_known(LOCATION, location.as_ref().map(text))
        .set_known(RECIPIENT, recipient.as_ref().map(text))
        .set_known(LANGUAGE, language.map(text))
        .set_known(PROVIDER_ID, provider_id.as_ref().map(text))
        .set_known(SEGMENTS, segments.map(number))
        .set_known(TRACE, (!trace.is_empty()).then_some(AttributeValue::L(trace)))
        .set_known(BODY, body.map(|packed| AttributeValue::B(Blob::new(packed))))
        .set(AT, instant(*at)))
}

/// A finding's stored form: the reason, and the message it names behind a colon.
fn finding_text(finding: &Finding) -> String {
    let Finding { reason, message } = finding;
    message.as_ref().map_or_else(|| reason.to_string(), |message| format!("{reason}:{message}"))
}

fn finding(stored: &AttributeValue) -> Option<Finding> {
    let stored = stored.as_s().ok()?;
    let (reason, message) = stored.split_once(':').map_or((stored.as_str(), None), |(one, two)| (one, Some(two)));
    let message = match message {
        Some(message) => Some(message.parse().ok()?),
        None => None,
    };
    Some(Finding { reason: reason.parse().ok()?, message })
}

/// The message of a row. `None` for one that receipts alone have written so far, or that was erased.
pub(crate) fn from_item(item: &Item) -> Result<Option<MessageRecord>, Corrupt> {
    let row = Row(item);
    if !row.has(AT) || row.has(ERASED) {
        return Ok(None);
    }
    let (pk, sk) = row.key()?;
    let id = keys::message_of(pk, sk).ok_or(Corrupt(keys::SK))?.id;
    let client: Option<ClientId> = row.maybe_parsed(CLIENT)?;
    let about: Option<ItemId> = row.maybe_parsed(ITEM)?;
    let trace = match item.get(TRACE) {
        Some(AttributeValue::L(list)) => {
            list.iter().map(|stored| finding(stored).ok_or(Corrupt(TRACE))).collect::<Result<_, _>>()?
        }
        _ => Vec::new(),
    };
    let body = match item.get(BODY) {
        Some(AttributeValue::B(packed)) => Some(unpack(packed.as_ref()).map_err(|_| Corrupt(BODY))?),
        _ => None,
    };
    let keep_until = Timestamp::from_second(row.number(TTL)?).map_err(|_| Corrupt(TTL))?;
    Ok(Some(MessageRecord {
        id,
        event: row.parsed(EVENT)?,
        channel: row.parsed(CHANNEL)?,
        appointment: client.clone().zip(about).map(|(client, item)| AppointmentId { client, item }),
        client,
        number: row.number(NUMBER)?,
        repeats: row.maybe_parsed(REPEATS)?,
        resource: row.maybe_parsed(RESOURCE)?,
        location: row.maybe_parsed(LOCATION)?,
        recipient: row.maybe(RECIPIENT).map(str::to_owned),
        language: row.maybe_parsed(LANGUAGE)?,
        provider_id: row.maybe(PROVIDER_ID).map(str::to_owned),
        segments: row.maybe_number(SEGMENTS)?,
        skipped: row.maybe_parsed(REASON)?,
        trace,
        body,
        at: row.instant(AT)?,
        keep_until,
        steps: read_steps(row)?,
    }))
}
