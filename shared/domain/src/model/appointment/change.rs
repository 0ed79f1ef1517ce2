//! How an appointment changes: booking, moving, cancelling, opening again. Pure; the store writes the result.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Actor, Appointment, Claim, Claims, Pending, Source, Status, Told};
use crate::decide::Occasion;
use crate::model::{RecallChoice, Settings};
use crate::{AppointmentId, Channel, Event, GroupId, InsuranceId, LocationId, PatientId, ResourceId, ServiceId};

/// The other system's order of its changes: its version where it has one, else its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceVersion {
    /// The version, which rises with each change.
    pub version: Option<u64>,
    /// When the change was made there.
    pub at: Timestamp,
}

impl SourceVersion {
    /// Whether this is a later change than `known`: by version where both have one, else by time. An equal one is a
    /// repeat.
    #[must_use]
    pub fn is_later_than(&self, known: &Self) -> bool {
        match (self.version, known.version) {
            (Some(mine), Some(theirs)) => mine > theirs,
            _ => self.at > known.at,
        }
    }
}

/// What is booked: everything about an appointment that its makers say.
#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    /// For whom; `None` is the client in person.
    pub patient: Option<PatientId>,
    /// With whom.
    pub resource: ResourceId,
    /// What for.
    pub services: Vec<ServiceId>,
    /// Where.
    pub location: LocationId,
    /// First instant.
    pub start: Timestamp,
    /// First instant after it.
    pub end: Timestamp,
    /// Price in minor units.
    pub price: Option<i64>,
    /// Tariff list.
    pub tariff: Option<String>,
    /// Group.
    pub group: Option<GroupId>,
    /// Insurance.
    pub insurance: Option<InsuranceId>,
    /// The next visit: what it says of its recall.
    pub recall: Option<RecallChoice>,
    /// Whether notes for the client lie beside it.
    pub has_notes: bool,
}

/// After this time no job comes back to a claim of its own: five times out of the queue and five times out of the
/// dead letters, each within three minutes, and as long again for what is held up.
const JOB_IS_GONE: SignedDuration = SignedDuration::from_mins(60);

/// What surrounds a change: who makes it, when, and the centre's settings.
#[derive(Clone, Copy, Debug)]
pub struct Outside<'a> {
    /// Who makes the change.
    pub actor: Actor,
    /// The present instant.
    pub now: Timestamp,
    /// The centre's settings.
    pub settings: &'a Settings,
}

impl Appointment {
    /// A new appointment.
    #[must_use]
    pub fn book(id: AppointmentId, details: Details, source: Source, status: Status, outside: Outside<'_>) -> Self {
        let Details {
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
            has_notes,
        } = details;
        let mut appointment = Self {
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
            created_at: outside.now,
            counted_at: outside.now,
            generation: 0,
            notices: 0,
            told: None,
            pending: None,
            answer: None,
            claims: Claims::new(),
            source_version: None,
            has_notes,
            rev: 0,
        };
        appointment.notice_change(outside);
        appointment
    }

    /// What its makers say about it now.
    #[must_use]
    pub fn details(&self) -> Details {
        Details {
            patient: self.patient.clone(),
            resource: self.resource.clone(),
            services: self.services.clone(),
            location: self.location.clone(),
            start: self.start,
            end: self.end,
            price: self.price,
            tariff: self.tariff.clone(),
            group: self.group.clone(),
            insurance: self.insurance.clone(),
            recall: self.recall,
            has_notes: self.has_notes,
        }
    }

    /// The appointment with other details and another status, as both its makers and the desk may say. A change of
    /// start or location begins a new generation and returns `confirmed` to `booked`; so does opening a cancelled
    /// one again. Approval counts as the booking.
    #[must_use]
    pub fn changed(&self, details: Details, status: Status, outside: Outside<'_>) -> Self {
        let mut next = self.clone();
        let Details {
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
            has_notes,
        } = details;
        let moved = start != self.start || location != self.location;
        let reopened = self.status == Status::Cancelled && status != Status::Cancelled;
        let approved = self.status == Status::Requested && status.is_standing();
        (next.patient, next.resource, next.services, next.location) = (patient, resource, services, location);
        (next.start, next.end, next.price, next.tariff) = (start, end, price, tariff);
        (next.group, next.insurance, next.recall, next.has_notes) = (group, insurance, recall, has_notes);
        next.status = if moved && self.status == Status::Confirmed && status == Status::Confirmed {
            Status::Booked
        } else {
            status
        };
        if moved || reopened {
            next.generation += 1;
        }
        if moved || next.status != self.status {
            next.answer = None;
        }
        if moved || reopened || approved {
            next.counted_at = outside.now;
        }
        let tells = self.tells();
        if next.tells() != tells {
            // What some channels have told while others still wait: a further change is news to the former, so it
            // begins a notice of its own.
            if self.claims_of_next_notice().any(|claim| claim.skipped.is_none()) {
                next.settle(tells);
            }
            next.notice_change(outside);
        }
        next
    }

    /// The claims on the notice that is pending.
    fn claims_of_next_notice(&self) -> impl Iterator<Item = &Claim> {
        let number = self.notices + 1;
        let of_it = move |occasion: &Occasion| occasion.event.is_notification() && occasion.number == number;
        self.claims.iter().filter(move |(occasion, _)| of_it(occasion)).map(|(_, claim)| claim)
    }

    /// Notes that the client may have to be told of a change, or that there is nothing (more) to tell.
    pub(super) fn notice_change(&mut self, outside: Outside<'_>) {
        let Outside { actor, now, settings } = outside;
        let before = self.pending;
        let awaits = self.status == Status::Requested;
        self.pending = Some(Pending {
            since: before.map_or(now, |pending| pending.since),
            by: actor,
            requested: awaits || before.is_some_and(|pending| pending.requested),
        });
        let Some(event) = self.owed() else {
            self.pending = None;
            // What was skipped for this notice is not to stand for the next one.
            if self.claims_of_next_notice().next().is_some() {
                self.notices += 1;
            }
            return;
        };
        let on = Channel::ALL.into_iter().any(|channel| settings.on(event, channel));
        if !on || self.is_before_go_live(settings) || self.last_known_start() <= now {
            self.settle_notice();
        }
    }

    /// Records that what holds now has been announced, or is not to be. The notice number rises.
    pub fn settle_notice(&mut self) {
        self.settle(self.tells());
    }

    fn settle(&mut self, told: Option<Told>) {
        self.told = told.or_else(|| self.told.take());
        self.pending = None;
        self.notices += 1;
    }

    /// Takes out the claims that the present generation and notice leave behind: those of earlier generations'
    /// reminders and of notices before the last. They go into the appointment's history, but for those whose job may
    /// still be at work or come back: it looks for its claims here, and tells what became of their messages.
    pub fn take_old_claims(&mut self, now: Timestamp) -> Claims {
        let (generation, notices) = (self.generation, self.notices);
        let (old, kept) = std::mem::take(&mut self.claims).into_iter().partition(|(key, claim)| {
            let at_work = claim.skipped.is_none() && claim.at.duration_until(now) < JOB_IS_GONE;
            !at_work
                && match key.event {
                    // There is one for the visit, whatever becomes of its start.
                    Event::Recall => false,
                    event if event.is_notification() => key.number < notices,
                    _ => key.number < generation,
                }
        });
        self.claims = kept;
        old
    }

    /// Whether the record was made before the centre's go-live date: then it is an import, and no news.
    #[must_use]
    pub fn is_before_go_live(&self, settings: &Settings) -> bool {
        settings.go_live.is_some_and(|day| self.created_at < settings.centre.time_zone.start_of(day))
    }
}
