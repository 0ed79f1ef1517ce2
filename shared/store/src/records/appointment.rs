//! An appointment as an item. Attribute names are short: every write of the item costs by the kilobyte, and one
//! with two claims is to stay under the first.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use carebell_domain::model::{
    Actor, Answer, AnswerKind, Appointment, Pending, Source, SourceVersion, Status, Told, ToldStatus,
};
use carebell_domain::{ServiceId, TenantId};
use serde::de::value::{Error as SerdeError, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};

use super::claims;
use crate::item::{Change, Corrupt, Item, REV, Row, instant, number, text};
use crate::keys;

/// Type of the item.
pub(crate) const APPOINTMENT: &str = "A";
/// Present form of the item.
const SCHEMA: u8 = 1;

const PATIENT: &str = "p";
const RESOURCE: &str = "r";
const SERVICES: &str = "sv";
const LOCATION: &str = "l";
const START: &str = "at";
const END: &str = "to";
const PRICE: &str = "pr";
const TARIFF: &str = "tf";
const GROUP: &str = "g";
const INSURANCE: &str = "ins";
const RECALL: &str = "rcl";
const SOURCE: &str = "src";
const STATUS: &str = "st";
const CREATED: &str = "cr";
const COUNTED: &str = "ct";
const GENERATION: &str = "gen";
const NOTICES: &str = "ntc";
const TOLD: &str = "told";
const PENDING: &str = "pend";
const ANSWER: &str = "ans";
const CLAIMS: &str = "cl";
const THEIR_VERSION: &str = "ver";
const HAS_NOTES: &str = "nt";

/// The name that serde gives a plain enum's value. Storage and wire agree on it.
fn name<T: serde::Serialize>(value: T) -> Option<AttributeValue> {
    let value = serde_dynamo::to_attribute_value::<T, serde_dynamo::AttributeValue>(value).ok()?;
    Some(AttributeValue::from(value))
}

/// The plain enum's value of a name.
fn named<T: DeserializeOwned>(row: Row<'_>, attribute: &'static str) -> Result<T, Corrupt> {
    let name: StrDeserializer<'_, SerdeError> = row.text(attribute)?.into_deserializer();
    T::deserialize(name).map_err(|_| Corrupt(attribute))
}

fn map<const N: usize>(parts: [(&str, Option<AttributeValue>); N]) -> AttributeValue {
    let parts = parts.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    AttributeValue::M(parts.collect::<HashMap<_, _>>())
}

/// The write of an appointment, on condition of the `rev` that was read. Index keys and the mark of a change are
/// the caller's.
pub(crate) fn to_change(tenant: &TenantId, appointment: &Appointment) -> Change {
    let Appointment {
        id,
        patient,
        resource,
        services,
        location,
        start,
        end,
        price,
        tariff,
        group,
        insurance,
        recall,
        source,
        status,
        created_at,
        counted_at,
        generation,
        notices,
        told,
        pending,
        answer,
        claims,
        source_version,
        has_notes,
        rev,
    } = appointment;
    let services: Vec<&str> = services.iter().map(ServiceId::as_str).collect();
    let told = told.as_ref().map(|Told { status, start, digest }| {
        map([("s", name(status)), ("at", Some(instant(*start))), ("d", Some(text(digest)))])
    });
    let pending = pending.as_ref().map(|Pending { since, by, requested }| {
        map([("at", Some(instant(*since))), ("by", name(by)), ("rq", requested.then_some(AttributeValue::Bool(true)))])
    });
    let answer = answer
        .as_ref()
        .map(|Answer { kind, at, from }| map([("k", name(kind)), ("at", Some(instant(*at))), ("fr", name(from))]));
    let version = source_version
        .as_ref()
        .map(|SourceVersion { version, at }| map([("n", version.map(number)), ("at", Some(instant(*at)))]));
    Change::of(keys::appointment(tenant, id), APPOINTMENT, SCHEMA)
        .put(PATIENT, patient.as_ref().map(text))
        .set(RESOURCE, text(resource))
        .set(SERVICES, text(services.join(",")))
        .set(LOCATION, text(location))
        .set(START, instant(*start))
        .set(END, instant(*end))
        .put(PRICE, price.map(number))
        .put(TARIFF, tariff.as_ref().map(text))
        .put(GROUP, group.as_ref().map(text))
        .put(INSURANCE, insurance.as_ref().map(text))
        .put(RECALL, recall.as_ref().map(text))
        .put(SOURCE, name(source))
        .put(STATUS, name(status))
        .set(CREATED, instant(*created_at))
        .set(COUNTED, instant(*counted_at))
        .set(GENERATION, number(generation))
        .set(NOTICES, number(notices))
        .put(TOLD, told)
        .put(PENDING, pending)
        .put(ANSWER, answer)
        .put(CLAIMS, claims::to_attribute(claims))
        .put(THEIR_VERSION, version)
        .put(HAS_NOTES, has_notes.then_some(AttributeValue::Bool(true)))
        .next_rev(*rev)
}

/// The appointment of an item.
pub(crate) fn from_item(item: &Item) -> Result<Appointment, Corrupt> {
    let row = Row(item);
    let (pk, sk) = row.key()?;
    let (_, id) = keys::appointment_of(pk, sk).ok_or(Corrupt(keys::SK))?;
    let services = row.text(SERVICES)?.split(',').filter(|id| !id.is_empty());
    let told = |row: Row<'_>| {
        Ok(Told {
            status: named::<ToldStatus>(row, "s")?,
            start: row.instant("at")?,
            digest: row.text("d")?.to_owned(),
        })
    };
    let pending = |row: Row<'_>| {
        Ok(Pending { since: row.instant("at")?, by: named::<Actor>(row, "by")?, requested: row.has("rq") })
    };
    let answer = |row: Row<'_>| {
        let (kind, from) = (named::<AnswerKind>(row, "k")?, named::<Status>(row, "fr")?);
        Ok(Answer { kind, at: row.instant("at")?, from })
    };
    let version = |row: Row<'_>| Ok(SourceVersion { version: row.maybe_number("n")?, at: row.instant("at")? });
    Ok(Appointment {
        id,
        patient: row.maybe_parsed(PATIENT)?,
        resource: row.parsed(RESOURCE)?,
        services: services.map(|id| id.parse().map_err(|_| Corrupt(SERVICES))).collect::<Result<_, _>>()?,
        location: row.parsed(LOCATION)?,
        start: row.instant(START)?,
        end: row.instant(END)?,
        price: row.maybe_number(PRICE)?,
        tariff: row.maybe(TARIFF).map(str::to_owned),
        group: row.maybe_parsed(GROUP)?,
        insurance: row.maybe_parsed(INSURANCE)?,
        recall: row.maybe_parsed(RECALL)?,
        source: named::<Source>(row, SOURCE)?,
        status: named::<Status>(row, STATUS)?,
        created_at: row.instant(CREATED)?,
        counted_at: row.instant(COUNTED)?,
        generation: row.number(GENERATION)?,
        notices: row.number(NOTICES)?,
        told: row.map(TOLD).map(told).transpose()?,
        pending: row.map(PENDING).map(pending).transpose()?,
        answer: row.map(ANSWER).map(answer).transpose()?,
        claims: claims::from_row(row, CLAIMS)?,
        source_version: row.map(THEIR_VERSION).map(version).transpose()?,
        has_notes: row.has(HAS_NOTES),
        rev: row.number(REV)?,
    })
}
