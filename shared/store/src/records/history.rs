//! What lies beside an appointment: notes and history. Neither is read when a message is decided.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use carebell_domain::model::{AnswerKind, Status};
use carebell_domain::{AppointmentId, TenantId};
use carebell_workflows::ports::{History, Notes, PortError};
use jiff::{SignedDuration, Timestamp};

use super::claims;
use crate::Store;
use crate::item::{Corrupt, Item, Row, SCHEMA, TYPE, instant, number, text};
use crate::keys::{self, TTL};
use crate::table::{Freshness, failed};

/// Types of the items, and their present form.
const NOTES: &str = "N";
const HISTORY: &str = "H";
const FORM: u8 = 1;
/// How long a row of the history is kept: two years, as the audit is.
const KEPT: SignedDuration = SignedDuration::from_hours(2 * 366 * 24);

/// The status's stored name, and back.
const STATUSES: [Status; 6] =
    [Status::Requested, Status::Booked, Status::Confirmed, Status::Cancelled, Status::Attended, Status::NoShow];

/// The answers' stored names.
const ANSWERS: [(AnswerKind, &str); 3] =
    [(AnswerKind::Confirmed, "confirmed"), (AnswerKind::Cancelled, "cancelled"), (AnswerKind::OtherTime, "other_time")];

impl Store {
    pub(crate) async fn read_notes(&self, tenant: &TenantId, id: &AppointmentId) -> Result<Notes, PortError> {
        let what = "reading the notes of an appointment";
        let item = self.table.get(what, keys::notes(tenant, id), Freshness::Eventual).await?;
        Ok(item.map_or_else(Notes::default, |item| read_notes(Row(&item))))
    }

    pub(crate) async fn read_history(&self, tenant: &TenantId, id: &AppointmentId) -> Result<Vec<History>, PortError> {
        let what = "reading the history of an appointment";
        let rows = self.table.query(what, None, keys::histories(tenant, id), Freshness::Eventual, None).await?;
        rows.iter().map(|item| read_history(Row(item)).map_err(failed(what))).collect()
    }
}

fn read_notes(row: Row<'_>) -> Notes {
    let text = |name| row.maybe(name).map(str::to_owned);
    Notes { notes: text("n"), internal_notes: text("i") }
}

fn read_history(row: Row<'_>) -> Result<History, Corrupt> {
    let status = |name: &'static str| {
        let stored = row.maybe(name);
        stored.map(|stored| STATUSES.into_iter().find(|one| one.as_str() == stored).ok_or(Corrupt(name))).transpose()
    };
    let answer = |name: &'static str| {
        let stored = row.maybe(name);
        let read = |stored| ANSWERS.into_iter().find(|(_, one)| *one == stored).map(|(kind, _)| kind);
        stored.map(|stored| read(stored).ok_or(Corrupt(name))).transpose()
    };
    Ok(History {
        at: row.instant("at")?,
        by: row.text("by")?.to_owned(),
        from: status("fr")?,
        to: status("to")?.ok_or(Corrupt("to"))?,
        moved_from: row.maybe_instant("mv")?,
        answer: answer("an")?,
        taken_back: answer("tb")?,
        claims: claims::from_row(row, "cl")?,
    })
}

fn item<const N: usize>(
    key: HashMap<String, AttributeValue>,
    kind: &str,
    attributes: [(&str, Option<AttributeValue>); N],
) -> Item {
    let attributes = attributes.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let head = [(TYPE.to_owned(), text(kind)), (SCHEMA.to_owned(), number(FORM))];
    key.into_iter().chain(head).chain(attributes).collect()
}

/// Notes as an item; `None` where there is nothing to keep.
pub(crate) fn notes_item(tenant: &TenantId, id: &AppointmentId, notes: &Notes) -> Option<Item> {
    let Notes { notes, internal_notes } = notes;
    let key = keys::notes(tenant, id).attributes();
    let attributes = [("n", notes.as_ref().map(text)), ("i", internal_notes.as_ref().map(text))];
    (notes.is_some() || internal_notes.is_some()).then(|| item(key, NOTES, attributes))
}

/// A row of the history as an item, under the `rev` that its write made.
pub(crate) fn history_item(tenant: &TenantId, id: &AppointmentId, rev: u64, row: &History) -> Item {
    let History { at, by, from, to, moved_from, answer, taken_back, claims } = row;
    let kind = |answer: &AnswerKind| ANSWERS.into_iter().find(|(one, _)| one == answer).map(|(_, name)| text(name));
    let until = at.saturating_add(KEPT).unwrap_or(Timestamp::MAX);
    let attributes = [
        ("at", Some(instant(*at))),
        ("by", Some(text(by))),
        ("fr", from.map(|status| text(status.as_str()))),
        ("to", Some(text(to.as_str()))),
        ("mv", moved_from.map(instant)),
        ("an", answer.as_ref().and_then(kind)),
        ("tb", taken_back.as_ref().and_then(kind)),
        ("cl", claims::to_attribute(claims)),
        (TTL, Some(number(until.as_second()))),
    ];
    item(keys::history(tenant, id, rev).attributes(), HISTORY, attributes)
}
