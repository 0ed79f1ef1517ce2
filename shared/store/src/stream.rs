//! What the table's stream tells, for the functions that read it: records as Lambda hands them over
//! (<https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html>), in the workflows' terms.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use carebell_domain::TenantId;
use carebell_domain::message::{Status, day_of, status};
use carebell_workflows::changes::Change;
use carebell_workflows::counts::RowChange;
use carebell_workflows::ports::Count;
use serde_json::Value;

use crate::config::{REPLANS, VERSION, WHOLE};
use crate::instant::from_number;
use crate::item::{Corrupt, Item, Row, TYPE};
use crate::keys;
use crate::messages::{CHANNEL, EVENT, MESSAGE, REASON, read_steps};
use crate::records::APPOINTMENT;

/// Attribute of an appointment whose last write is to be looked at, with the instant at which. Claims remove it, so
/// that the filter of the stream's reader (`NewImage.chg` exists) passes none of them.
pub const CHANGED: &str = "chg";
/// Digits of the longest sequence number.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html>
const SEQUENCE_DIGITS: usize = 40;

/// The sequence number of a record, as the stream knows it.
#[must_use]
pub fn sequence_number(record: &Value) -> Option<String> {
    record["dynamodb"]["SequenceNumber"].as_str().map(str::to_owned)
}

/// The marked change that a record tells of, with the record's sequence number.
#[must_use]
pub fn change(record: &Value) -> Option<(Change, String)> {
    let image = image(record, "NewImage")?;
    let row = Row(&image);
    if row.maybe(TYPE) != Some(APPOINTMENT) {
        return None;
    }
    let look_at = from_number(row.maybe(CHANGED)?)?;
    let (pk, sk) = row.key().ok()?;
    let (tenant, id) = keys::appointment_of(pk, sk)?;
    Some((Change { tenant, client: id.client, item: id.item, look_at }, sequence_number(record)?))
}

/// The change of a tenant's configuration that has plans looked at anew: the tenant, the configuration's version, and the
/// record's sequence number.
#[must_use]
pub fn replan(record: &Value) -> Option<((TenantId, u64), String)> {
    let image = image(record, "NewImage")?;
    let row = Row(&image);
    let count = |row: Row<'_>| row.maybe_number::<u64>(REPLANS).ok().flatten().unwrap_or(0);
    let before = self::image(record, "OldImage").map_or(0, |before| count(Row(&before)));
    if row.maybe(TYPE) != Some(WHOLE) || count(row) <= before {
        return None;
    }
    let (pk, _) = row.key().ok()?;
    Some(((keys::configured_tenant(pk)?, row.number(VERSION).ok()?), sequence_number(record)?))
}

/// How a record moves a message between the cells of the counts. `None` for other items, and for a row that was
/// removed: counts are kept for ever.
#[must_use]
pub fn row_change(record: &Value) -> Option<RowChange> {
    let after = image(record, "NewImage")?;
    let row = Row(&after);
    if row.maybe(TYPE) != Some(MESSAGE) {
        return None;
    }
    let (pk, sk) = row.key().ok()?;
    let key = keys::message_of(pk, sk)?;
    let before = image(record, "OldImage").and_then(|before| cell(Row(&before)).ok().flatten());
    Some(RowChange {
        day: day_of(&key.id)?,
        tenant: key.tenant,
        sequence: format!("{:0>SEQUENCE_DIGITS$}", sequence_number(record)?),
        before,
        after: cell(row).ok()?,
    })
}

/// The cell of a message. `None` while only receipts have written its row.
fn cell(row: Row<'_>) -> Result<Option<Count>, Corrupt> {
    let (event, channel) = (row.maybe_parsed(EVENT)?, row.maybe_parsed(CHANNEL)?);
    let Some((event, channel)) = event.zip(channel) else { return Ok(None) };
    let status = status(&read_steps(row)?);
    let reason = if status == Status::Skipped { row.maybe_parsed(REASON)? } else { None };
    Ok(Some(Count { event, channel, status, reason }))
}

fn image(record: &Value, name: &str) -> Option<Item> {
    Some(attributes(record["dynamodb"][name].as_object()?))
}

/// Texts, numbers and maps of an image: no other attributes are read here.
fn attributes(object: &serde_json::Map<String, Value>) -> Item {
    let one = |value: &Value| {
        let (kind, value) = value.as_object()?.iter().next()?;
        Some(match kind.as_str() {
            "S" => AttributeValue::S(value.as_str()?.to_owned()),
            "N" => AttributeValue::N(value.as_str()?.to_owned()),
            "M" => AttributeValue::M(attributes(value.as_object()?)),
            _ => return None,
        })
    };
    object.iter().filter_map(|(name, value)| Some((name.clone(), one(value)?))).collect::<HashMap<_, _>>()
}
