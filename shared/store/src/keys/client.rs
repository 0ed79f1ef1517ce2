//! A client's collection, and what leads to it.
//!
//! Its sort keys are chosen so that all that a decision needs is one run: `A#` appointments, `B#` patients, `C` the
//! client, `D#` the reminders of recent days. Notes (`N#`) and history (`H#`) lie behind it.

use carebell_domain::{AppointmentId, Channel, ClientId, Event, PatientId, TenantId};
use jiff::civil::Date;

use super::{Key, Span, tenant};

fn collection(of: &TenantId, client: &ClientId) -> String {
    format!("{}#C#{client}", tenant(of))
}

/// The client.
pub(crate) fn client(of: &TenantId, client: &ClientId) -> Key {
    Key::new(collection(of, client), "C")
}

/// The run that a decision reads.
pub(crate) fn file(of: &TenantId, client: &ClientId) -> Span {
    Span { pk: collection(of, client), from: "A".into(), to: "E".into() }
}

/// One appointment.
pub(crate) fn appointment(of: &TenantId, id: &AppointmentId) -> Key {
    Key::new(collection(of, &id.client), format!("A#{}", id.item))
}

/// One patient.
pub(crate) fn patient(of: &TenantId, client: &ClientId, patient: &PatientId) -> Key {
    Key::new(collection(of, client), format!("B#{patient}"))
}

/// The reminder of a day on a channel.
pub(crate) fn guard(of: &TenantId, client: &ClientId, day: Date, channel: Channel) -> Key {
    Key::new(collection(of, client), format!("D#{day}#{channel}"))
}

/// The notes beside an appointment.
pub(crate) fn notes(of: &TenantId, id: &AppointmentId) -> Key {
    Key::new(collection(of, &id.client), format!("N#{}", id.item))
}

/// The history row of the write that made this `rev`.
pub(crate) fn history(of: &TenantId, id: &AppointmentId, rev: u64) -> Key {
    Key::new(collection(of, &id.client), format!("H#{}#{rev:010}", id.item))
}

/// All history rows of an appointment, oldest first.
pub(crate) fn histories(of: &TenantId, id: &AppointmentId) -> Span {
    Span::prefix(collection(of, &id.client), format!("H#{}#", id.item))
}

/// The answer to the questionnaire about an appointment.
pub(crate) fn survey(of: &TenantId, id: &AppointmentId) -> Key {
    Key::new(collection(of, &id.client), format!("S#{}", id.item))
}

/// That a client has an address.
pub(crate) fn owner(of: &TenantId, digest: &str, client: &ClientId) -> Key {
    Key::new(format!("{}#ADDR#{digest}", tenant(of)), format!("C#{client}"))
}

/// Why an address is suppressed.
pub(crate) fn suppression(of: &TenantId, digest: &str) -> Key {
    Key::new(format!("{}#ADDR#{digest}", tenant(of)), "S")
}

/// Those who are written to at an address.
pub(crate) fn owners(of: &TenantId, digest: &str) -> Span {
    Span::prefix(format!("{}#ADDR#{digest}", tenant(of)), "C#")
}

/// The reminder of a day on a channel to those who are written to at an address; of one event's reminders, where they
/// have a day of their own.
pub(crate) fn shared_guard(of: &TenantId, digest: &str, day: Date, channel: Channel, kind: Option<Event>) -> Key {
    let kind = kind.map_or_else(String::new, |kind| format!("#{kind}"));
    Key::new(format!("{}#ADDR#{digest}", tenant(of)), format!("D#{day}#{channel}{kind}"))
}

/// The reminders since a day to those who are written to at an address.
pub(crate) fn shared_guards(of: &TenantId, digest: &str, since: Date) -> Span {
    // A day before our era has a sign, which would stand before all others.
    let since = since.max(Date::ZERO);
    Span { pk: format!("{}#ADDR#{digest}", tenant(of)), from: format!("D#{since}"), to: "E".into() }
}

/// The client of the entry of an address.
pub(crate) fn owner_of(sk: &str) -> Option<ClientId> {
    sk.strip_prefix("C#")?.parse().ok()
}

/// The appointment that another system calls `theirs`.
pub(crate) fn outside(of: &TenantId, source: &str, theirs: &str) -> Key {
    let name = carebell_domain::ids::derived(&["outside", source, theirs]);
    Key::new(format!("{}#X#{name}", tenant(of)), "X")
}

/// The client whose collection a partition key names.
pub(crate) fn client_of(pk: &str) -> Option<(TenantId, ClientId)> {
    let (tenant, client) = pk.strip_prefix("T#")?.split_once("#C#")?;
    Some((tenant.parse().ok()?, client.parse().ok()?))
}

/// The appointment that a key names.
pub(crate) fn appointment_of(pk: &str, sk: &str) -> Option<(TenantId, AppointmentId)> {
    let (tenant, client) = client_of(pk)?;
    let item = sk.strip_prefix("A#")?.parse().ok()?;
    Some((tenant, AppointmentId { client, item }))
}

/// Day, channel and, where it has one, kind of a guard's sort key.
pub(crate) fn guard_of(sk: &str) -> Option<(Date, Channel, Option<Event>)> {
    let mut parts = sk.strip_prefix("D#")?.split('#');
    let (day, channel) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let kind = parts.next().map(str::parse).transpose().ok()?;
    Some((day, channel, kind)).filter(|_| parts.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_run_of_a_decision_holds_what_it_needs_and_no_more() {
        let of: TenantId = "tt_a".parse().expect("well formed");
        let id: AppointmentId = "c1.i1".parse().expect("well formed");
        let patient_id = "p1".parse().expect("well formed");
        let run = file(&of, &id.client);
        let day = jiff::civil::date(2026, 6, 3);
        for key in [
            appointment(&of, &id),
            patient(&of, &id.client, &patient_id),
            client(&of, &id.client),
            guard(&of, &id.client, day, Channel::Sms),
        ] {
            assert!(key.pk == run.pk && run.from <= key.sk && key.sk <= run.to, "{key:?}");
        }
        for key in [notes(&of, &id), history(&of, &id, 1), survey(&of, &id)] {
            assert!(key.sk > run.to, "{key:?}");
        }
    }

    #[test]
    fn keys_read_back() {
        let of: TenantId = "tt_a".parse().expect("well formed");
        let id: AppointmentId = "c1.i1".parse().expect("well formed");
        let key = appointment(&of, &id);
        assert_eq!(appointment_of(&key.pk, &key.sk), Some((of.clone(), id)));
        let day = jiff::civil::date(2026, 6, 3);
        assert_eq!(guard_of("D#2026-06-03#sms"), Some((day, Channel::Sms, None)));
        let kind = Some(Event::AppointmentReminder);
        let shared = shared_guard(&of, "digest", day, Channel::Email, kind);
        assert_eq!(guard_of(&shared.sk), Some((day, Channel::Email, kind)));
        for (pk, sk) in [("T#tt_a#CFG", "A#1"), ("T#tt_a#C#c1", "C"), ("SMS#1", "A#1"), ("T#tt_a#C#c#C#d", "A#1")] {
            assert_eq!(appointment_of(pk, sk), None, "{pk} {sk}");
        }
    }

    #[test]
    fn names_of_other_systems_cannot_reach_elsewhere() {
        let of: TenantId = "tt_a".parse().expect("well formed");
        assert_ne!(outside(&of, "a#b", "c"), outside(&of, "a", "b#c"));
        assert!(outside(&of, "#C#", "x#y").pk.starts_with("T#tt_a#X#"));
    }
}
