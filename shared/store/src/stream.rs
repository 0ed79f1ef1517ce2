//! What the table's stream tells: for the functions that read it. They get images of items and give them here.

use carebell_domain::message::status;
use carebell_domain::{AppointmentId, TenantId};
use carebell_workflows::ports::{Count, MessageKey};

use crate::item::{Corrupt, Item, Row, TYPE};
use crate::keys;
use crate::messages::{CHANNEL, EVENT, MESSAGE, REASON, read_steps};
use crate::records::APPOINTMENT;

/// Attribute of an appointment whose last write is to be looked at at once. Claims remove it, so that the filter of
/// the stream's reader (`NewImage.chg` exists) passes none of them.
pub const CHANGED: &str = "chg";

/// An image that is none of this product's items.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an image of the stream cannot be read")]
pub struct BadImage(#[from] Corrupt);

/// The appointment that an image is of; `None` where it is something else, or its last write was not to be
/// announced.
///
/// # Errors
/// [`BadImage`] where it says that it is an appointment and has no such key.
pub fn changed_appointment(image: serde_dynamo::Item) -> Result<Option<(TenantId, AppointmentId)>, BadImage> {
    let image = Item::from(image);
    let row = Row(&image);
    if row.maybe(TYPE) != Some(APPOINTMENT) || !row.has(CHANGED) {
        return Ok(None);
    }
    let (pk, sk) = row.key()?;
    Ok(Some(keys::appointment_of(pk, sk).ok_or(Corrupt(keys::SK))?))
}

/// How a write of a message moved it between the cells of the counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Which message.
    pub key: MessageKey,
    /// Where it was counted before.
    pub from: Option<Count>,
    /// Where it is counted now.
    pub to: Option<Count>,
}

/// How a write of a message moved it between the cells of the counts, from its images before and after. `None`
/// where the item is something else, or was removed: counts are kept for ever.
///
/// # Errors
/// [`BadImage`] where it says that it is a message and cannot be read.
pub fn moved_message(
    before: Option<serde_dynamo::Item>,
    after: serde_dynamo::Item,
) -> Result<Option<Moved>, BadImage> {
    let after = Item::from(after);
    let row = Row(&after);
    if row.maybe(TYPE) != Some(MESSAGE) {
        return Ok(None);
    }
    let (pk, sk) = row.key()?;
    let key = keys::message_of(pk, sk).ok_or(Corrupt(keys::SK))?;
    let from = before.map(Item::from).map(|before| cell(Row(&before))).transpose()?.flatten();
    Ok(Some(Moved { key, from, to: cell(row)? }))
}

/// The cell of a message. `None` while only receipts have written its row.
fn cell(row: Row<'_>) -> Result<Option<Count>, Corrupt> {
    let (event, channel) = (row.maybe_parsed(EVENT)?, row.maybe_parsed(CHANNEL)?);
    let Some((event, channel)) = event.zip(channel) else { return Ok(None) };
    let status = status(&read_steps(row)?);
    let reason = row.maybe_parsed(REASON)?.filter(|_| status == carebell_domain::message::Status::Skipped);
    Ok(Some(Count { event, channel, status, reason }))
}
