//! What a link leads to, and which visits its page shows.

use std::sync::Arc;

use carebell_domain::decide::{DayGuard, Facts, Household, SkipReason, may_cancel, may_confirm};
use carebell_domain::link::{Fits, LinkKind};
use carebell_domain::model::{AnswerKind, Appointment, Client};
use carebell_domain::{Channel, Event, ItemId, TenantId};
use jiff::Timestamp;

use super::Press;
use crate::ports::{File, Tenancy};

/// What a genuine link leads to.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Whose.
    pub tenant: TenantId,
    /// Settings and catalogue.
    pub tenancy: Arc<Tenancy>,
    /// The client's file, with the reminders that went to the household.
    pub file: File,
    /// Who else is written to at the address to which the link went.
    pub household: Household,
    /// The appointment that the link is about.
    pub item: ItemId,
    /// Whether it is as it was when the link was made.
    pub fits: Fits,
    /// What the link is for.
    pub kind: LinkKind,
    /// When it was opened.
    pub now: Timestamp,
}

/// A visit that the page shows.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'a> {
    /// What holds for its client.
    pub of: Facts<'a>,
    /// The visit.
    pub appointment: &'a Appointment,
}

impl Opened {
    /// The channel of the message with the link.
    #[must_use]
    pub const fn channel(&self) -> Channel {
        let (LinkKind::Answer(channel) | LinkKind::Survey(channel)) = self.kind;
        channel
    }

    /// The appointment that the link is about.
    #[must_use]
    pub fn own(&self) -> Option<&Appointment> {
        self.file.appointments.iter().find(|one| one.id.item == self.item)
    }

    /// All that is known, as the rules take it.
    #[must_use]
    pub fn facts(&self) -> Option<Facts<'_>> {
        Some(Facts {
            settings: &self.tenancy.settings,
            catalogue: &self.tenancy.catalogue,
            client: self.file.client.as_ref()?,
            patients: &self.file.patients,
            appointments: &self.file.appointments,
            guards: &self.file.guards,
            household: &self.household,
            sms_suppressed: None,
            email_suppressed: None,
        })
    }

    /// The visits that the page shows: that of the link first, then those that the same reminder named and that are still
    /// to come, by start. A void link shows none.
    #[must_use]
    pub fn shown(&self) -> Vec<Visit<'_>> {
        let (Some(own), Some(facts)) = (self.own().filter(|_| self.fits == Fits::Now), self.facts()) else {
            return Vec::new();
        };
        let visits = |of| move |appointment| Visit { of, appointment };
        let all = facts.members(self.channel()).flat_map(|of| of.appointments.iter().map(visits(of)));
        let others = all.filter(|other| other.appointment.id != own.id && self.named_with(own, other));
        let mut shown = vec![Visit { of: facts, appointment: own }];
        shown.extend(others);
        shown[1..].sort_by_key(|one| (one.appointment.start, &one.appointment.id));
        shown
    }

    /// Whether the link went to a household: then whoever has it is to learn nothing but whose visits they are, when and
    /// where, whatever of them is still shown.
    #[must_use]
    pub fn is_of_household(&self) -> bool {
        let Some(own) = self.own() else { return false };
        let named = |guard: &&DayGuard| guard.named.iter().any(|(id, _)| *id == own.id);
        let guards = self.file.guards.iter().filter(|guard| guard.channel == self.channel()).filter(named);
        guards.flat_map(|guard| &guard.named).any(|(id, _)| id.client != own.id.client)
    }

    /// Whether another visit was named in the reminder with the link: the day's guard says so while it is kept, later the
    /// claim that was skipped for it on that day. Who of a household has a confidential visit ahead, or does not want to be
    /// written to any more, is not shown to it.
    fn named_with(&self, own: &Appointment, other: &Visit<'_>) -> bool {
        let Visit { of, appointment: other } = other;
        if !other.status.is_standing() && other.undoable(self.now).is_none() || other.start <= self.now {
            return false;
        }
        let related = other.id.client != own.id.client;
        let settings = &self.tenancy.settings;
        let agrees = (!settings.privacy_only || Client::consents(of.client.privacy))
            && of.client.preferences.accepts(self.channel());
        if related && (of.is_apart(self.channel(), self.now) || !agrees) {
            return false;
        }
        let has = |one: &Appointment| (one.id.clone(), one.generation);
        let names_both = |guard: &DayGuard| {
            guard.channel == self.channel() && guard.named.contains(&has(own)) && guard.named.contains(&has(other))
        };
        if self.file.guards.iter().any(names_both) {
            return true;
        }
        let reminders = [Event::AppointmentReminder, Event::AppointmentSecondReminder];
        let day = |one: &Appointment, at| of.zone(one).day(at);
        let sent =
            reminders.iter().filter_map(|event| own.claim(*event, self.channel())).filter(|one| one.skipped.is_none());
        let days: Vec<_> = sent.map(|claim| day(own, claim.at)).collect();
        let skipped = reminders.iter().filter_map(|event| other.claim(*event, self.channel()));
        let mut named = skipped.filter(|claim| claim.skipped == Some(SkipReason::RemindedToday));
        !related && named.any(|claim| days.contains(&day(other, claim.at)))
    }

    /// Whether a button does something for an appointment.
    #[must_use]
    pub fn may(&self, press: Press, appointment: &Appointment) -> bool {
        let standing = appointment.status.is_standing() && self.now < appointment.start;
        match press {
            Press::Confirm => may_confirm(appointment, self.now),
            Press::Cancel => self.facts().is_some_and(|facts| may_cancel(&facts, appointment, self.now)),
            Press::OtherTime => {
                standing && appointment.answer.is_none_or(|answer| answer.kind != AnswerKind::OtherTime)
            }
            Press::Undo => self.now < appointment.start && appointment.undoable(self.now).is_some(),
        }
    }
}
