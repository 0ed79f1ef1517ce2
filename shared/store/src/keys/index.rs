//! The two indexes. Both hold keys only, so all that a reader needs first stands in the keys.

use carebell_domain::agenda::{Due, Pace};
use carebell_domain::model::{Appointment, SurveyAnswer};
use carebell_domain::{AppointmentId, ClientId, LocationId, ResourceId, TenantId};
use carebell_workflows::ports::SweepEntry;
use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::{Key, Span, tenant};
use crate::instant::{round_up, sortable};
use crate::names::name_key;

/// Into how many partitions the due index is cut. A partition takes 1,000 writes a second
/// (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html>), and a sweep
/// reads each once. To have fewer later, the old ones must be swept until they are empty.
pub(crate) const DUE_SHARDS: u16 = 4;

const fn pace_code(pace: Pace) -> &'static str {
    match pace {
        Pace::Minutes => "M",
        Pace::Hours => "H",
    }
}

/// The pace of a partition of the due index.
pub(crate) fn pace_of(pk: &str) -> Option<Pace> {
    let code = pk.strip_prefix("DUE#")?.split('#').next()?;
    [Pace::Minutes, Pace::Hours].into_iter().find(|pace| pace_code(*pace) == code)
}

fn due_partition(pace: Pace, shard: u16) -> String {
    format!("DUE#{}#{shard}", pace_code(pace))
}

/// The entry of an appointment in the due index. All of a client's are in one shard: a sweep makes one job of those
/// that are due together.
pub(crate) fn due(of: &TenantId, id: &AppointmentId, due: Due) -> Key {
    let digest = Sha256::digest(format!("{of}#{}", id.client));
    let shard = u16::from_be_bytes([digest[0], digest[1]]) % DUE_SHARDS;
    let at = sortable(round_up(due.at));
    Key::new(due_partition(due.pace, shard), format!("{at}#{of}#{}#{}", id.client, id.item))
}

/// The entries of a shard after `from` up to and including `to`.
pub(crate) fn due_between(pace: Pace, shard: u16, from: Option<Timestamp>, to: Timestamp) -> Span {
    // Entries are instant + `#`, and `$` sorts right behind `#`: so this is behind all entries of a second.
    let behind = |at| format!("{}$", sortable(at));
    Span { pk: due_partition(pace, shard), from: from.map_or_else(|| "0".to_owned(), behind), to: behind(to) }
}

/// What an entry of the due index names.
pub(crate) fn due_of(sk: &str) -> Option<SweepEntry> {
    let mut parts = sk.split('#');
    let due = parts.next()?.parse().ok()?;
    let tenant = parts.next()?.parse().ok()?;
    let client = parts.next()?.parse().ok()?;
    let item = parts.next()?.parse().ok()?;
    parts.next().is_none().then_some(SweepEntry { tenant, client, item, due })
}

/// Up to when a shard was swept.
pub(crate) fn watermark(pace: Pace, shard: u16) -> Key {
    Key::new("DUE#WATERMARK".into(), format!("{}#{shard}", pace_code(pace)))
}

fn month(of: &TenantId, day: Date) -> String {
    format!("{}#{}", tenant(of), day.strftime("%Y-%m"))
}

/// The entry of an appointment in the calendar, under its local day.
pub(crate) fn calendar(of: &TenantId, appointment: &Appointment, day: Date) -> Key {
    let Appointment { id, start, resource, location, .. } = appointment;
    let start = sortable(*start);
    let sk = format!("{:02}#C#{}#{start}#R#{resource}#L#{location}#{}", day.day(), id.client, id.item);
    Key::new(month(of, day), sk)
}

/// The appointments of a local day.
pub(crate) fn calendar_day(of: &TenantId, day: Date) -> Span {
    Span::prefix(month(of, day), format!("{:02}#C#", day.day()))
}

/// The appointments of the month of a day.
pub(crate) fn calendar_month(of: &TenantId, day: Date) -> Span {
    Span::prefix(month(of, day), "")
}

/// What an entry of the calendar tells.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Booked {
    pub(crate) start: String,
    pub(crate) id: AppointmentId,
    pub(crate) resource: ResourceId,
    pub(crate) location: LocationId,
}

/// What an entry of the calendar tells.
pub(crate) fn calendar_of(sk: &str) -> Option<Booked> {
    let parts: Vec<&str> = sk.split('#').collect();
    let &[_, "C", client, start, "R", resource, "L", location, item] = parts.as_slice() else { return None };
    let id = AppointmentId { client: client.parse().ok()?, item: item.parse().ok()? };
    Some(Booked { start: start.to_owned(), id, resource: resource.parse().ok()?, location: location.parse().ok()? })
}

fn surveys(of: &TenantId, month: &str) -> String {
    format!("{}#SV#{}", tenant(of), month.replace('#', "-"))
}

/// The entry of a questionnaire's answer in the month in which it was given, in order of time.
pub(crate) fn survey_entry(of: &TenantId, answer: &SurveyAnswer) -> Key {
    let month = jiff::tz::TimeZone::UTC.to_datetime(answer.at).strftime("%Y-%m").to_string();
    let AppointmentId { client, item } = &answer.appointment;
    Key::new(surveys(of, &month), format!("{}#{client}#{item}", sortable(answer.at)))
}

/// The entries of a month's answers.
pub(crate) fn surveys_of_month(of: &TenantId, month: &str) -> Span {
    Span::prefix(surveys(of, month), "")
}

fn clients_partition(of: &TenantId) -> String {
    format!("{}#CL", tenant(of))
}

/// The entry of a client in the list of names.
pub(crate) fn client_name(of: &TenantId, last: &str, first: &str, client: &ClientId) -> Key {
    Key::new(clients_partition(of), format!("{}#{}#{client}", name_key(last), name_key(first)))
}

/// The clients whose surname begins so, in order of names.
pub(crate) fn client_names(of: &TenantId, surname: &str) -> Span {
    Span::prefix(clients_partition(of), name_key(surname))
}

/// The client that an entry of the list of names is about.
pub(crate) fn client_name_of(sk: &str) -> Option<ClientId> {
    sk.rsplit('#').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn due_entries_tell_all() {
        let of: TenantId = "tt_a".parse().expect("well formed");
        let id: AppointmentId = "c1.i1".parse().expect("well formed");
        let at: Timestamp = "2026-06-03T13:30:00Z".parse().expect("an instant");
        let key = due(&of, &id, at.into());
        let entry = SweepEntry { tenant: of, client: id.client, item: id.item, due: at };
        assert_eq!(due_of(&key.sk), Some(entry));
        let second = jiff::SignedDuration::from_secs(1);
        for (from, to, found) in [
            (None, at, true),
            (None, at - second, false),
            (Some(at), at + second, false),
            (Some(at - second), at, true),
        ] {
            let span = due_between(Pace::Minutes, 0, from, to);
            assert_eq!(span.from <= key.sk && key.sk <= span.to, found, "{from:?} {to}");
        }
        for bad in ["", "2026-06-03T13:30:00Z#tt_a#c1", "2026-06-03T13:30:00Z#tt_a#c1#i1#x"] {
            assert_eq!(due_of(bad), None, "{bad}");
        }
    }
}
