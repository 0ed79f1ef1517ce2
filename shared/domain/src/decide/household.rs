//! Households: clients who are written to at one number or mailbox get the reminders of a day as one.
//!
//! Each is still decided about alone, on what holds for that client. Who has a confidential visit ahead stays apart, and
//! is reminded alone.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{DayGuard, Facts, Named};
use crate::model::{Appointment, Client, Patient};
use crate::{Channel, Event};

/// The most clients that one number or mailbox may be of to be a household's. More share that of a home, a school or the
/// clinic itself.
pub const MOST_MEMBERS: usize = 10;

/// Another client who is written to at the client's own number or mailbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Relative {
    /// Who.
    pub client: Client,
    /// That client's patients.
    pub patients: Vec<Patient>,
    /// That client's appointments.
    pub appointments: Vec<Appointment>,
}

/// Who else is written to at a client's number and mailbox.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Household {
    /// The others.
    pub relatives: Vec<Relative>,
    /// The channels on which too many share the client's address to be a household.
    pub crowded: Vec<Channel>,
}

impl Household {
    /// Nobody else is known.
    pub const NONE: Self = Self { relatives: Vec::new(), crowded: Vec::new() };
}

impl<'a> Facts<'a> {
    /// The client and, where the centre writes to households, those who are written to at the same address on a channel,
    /// each with what holds for that client.
    pub fn members(self, channel: Channel) -> impl Iterator<Item = Facts<'a>> {
        let shares =
            move |one: &&Relative| self.has_household(channel) && one.client.shares_address(self.client, channel);
        std::iter::once(self).chain(self.household.relatives.iter().filter(shares).map(move |one| self.seen_by(one)))
    }

    /// The facts with a relative for the client.
    #[must_use]
    pub fn seen_by(self, relative: &'a Relative) -> Facts<'a> {
        let Relative { client, patients, appointments } = relative;
        Facts { client, patients, appointments, ..self }
    }

    /// What somebody is called by those at home: the first name of the one whom an appointment is for, or of the client.
    #[must_use]
    pub fn called(&self, appointment: &Appointment) -> &'a str {
        let patient = appointment.patient.as_ref();
        let patient = patient.and_then(|id| self.patients.iter().find(|patient| patient.id == *id));
        match patient {
            // An animal has one name, which may have several words.
            Some(patient) if patient.species.is_some() => &patient.name,
            Some(patient) => patient.name.split_whitespace().next().unwrap_or(&patient.name),
            None if self.client.first_name.trim().is_empty() => &self.client.last_name,
            None => &self.client.first_name,
        }
    }

    fn has_household(&self, channel: Channel) -> bool {
        self.settings.households && !self.household.crowded.contains(&channel)
    }

    /// Whether the client is reminded alone on a channel at an instant: there is no household, or a confidential visit
    /// lies ahead.
    #[must_use]
    pub fn is_apart(&self, channel: Channel, at: Timestamp) -> bool {
        let confidential = |one: &Appointment| self.services(one).any(|service| service.confidential);
        !self.has_household(channel)
            || self.appointments.iter().any(|one| one.status.is_standing() && one.start > at && confidential(one))
    }

    /// Whether a reminder takes its day from one of an event of the client's that would go at an instant: it is for a start
    /// of the client's own, or is the household's, to which the client belongs then.
    pub(super) fn loses_day_to(
        &self,
        one: (bool, Option<Event>, &[Named]),
        (event, channel): (Event, Channel),
        at: Timestamp,
    ) -> bool {
        let (shared, kind, named) = one;
        self.is_of_kind(kind, event)
            && (shared && !self.is_apart(channel, at) || is_any_named(named, self.appointments))
    }

    /// Whether reminders of an event and those of a kind keep one day. With one reminder a day they all do; else a
    /// household's are told apart.
    pub(super) fn is_of_kind(&self, kind: Option<Event>, event: Event) -> bool {
        self.settings.one_reminder_a_day || kind.is_none_or(|kind| kind == event)
    }

    /// Whether a reminder still counts towards its day: one for starts that have all moved since does not.
    #[must_use]
    pub fn counts(&self, guard: &DayGuard) -> bool {
        self.members(guard.channel).any(|member| is_any_named(&guard.named, member.appointments))
    }

    /// Whether a reminder that counts went on a day and takes it from one of an event that would go now.
    #[must_use]
    pub fn day_is_taken(&self, channel: Channel, event: Event, day: Date, now: Timestamp) -> bool {
        let takes = |guard: &DayGuard| {
            let one = (guard.shared, guard.kind, &guard.named[..]);
            guard.channel == channel
                && guard.day == day
                && self.counts(guard)
                && self.loses_day_to(one, (event, channel), now)
        };
        self.guards.iter().any(takes)
    }
}

/// Whether one of these appointments is named, at the start that it has.
fn is_any_named(named: &[Named], appointments: &[Appointment]) -> bool {
    appointments.iter().any(|one| named.iter().any(|(id, of)| *id == one.id && *of == one.generation))
}
