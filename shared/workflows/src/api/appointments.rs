//! The write that a change of an appointment calls for.

use carebell_domain::agenda::{Due, next_due};
use carebell_domain::decide::{Facts, Household};
use carebell_domain::model::{Appointment, Client, Patient, Status};
use jiff::{SignedDuration, Timestamp};

use crate::answer::CLIENT;
use crate::ports::{AppointmentWrite, AttendanceChange, History, Notes, Tenancy};
use crate::send::local_day;

/// How long after a notification was to be looked at the due index has it looked at again, should the stream have
/// lost it.
const SAFETY: SignedDuration = SignedDuration::from_mins(3);

/// What a change rests on.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// Settings and catalogue.
    pub tenancy: &'a Tenancy,
    /// Whose appointment it is.
    pub client: &'a Client,
    /// The client's patients, as far as they are known.
    pub patients: &'a [Patient],
    /// The appointment as it was read; `None` for a new one.
    pub before: Option<&'a Appointment>,
    /// The user, or the name of the other system.
    pub by: &'a str,
    /// The present instant.
    pub now: Timestamp,
}

/// The write that makes `after` of what was: with its place in the calendar and in the due index, its row of history,
/// and what it does to the client's attendance record.
#[must_use]
pub fn plan_write(change: Change<'_>, mut after: Appointment, notes: Option<Notes>) -> AppointmentWrite {
    let Change { tenancy, client, patients, before, by, now } = change;
    after.rev = before.map_or(0, |before| before.rev);
    let history = before.filter(|before| is_history(before, &after)).map(|before| History {
        at: now,
        by: by.to_owned(),
        from: Some(before.status),
        to: after.status,
        moved_from: (before.start != after.start).then_some(before.start),
        answer: after.answer.filter(|answer| before.answer != Some(*answer)).map(|answer| answer.kind),
        taken_back: before.answer.filter(|_| by == CLIENT && after.answer.is_none()).map(|answer| answer.kind),
        claims: after.take_old_claims(now),
    });
    let attendance = attendance(before.map(|before| before.status), after.status);
    let known = std::slice::from_ref(&after);
    let facts = Facts {
        settings: &tenancy.settings,
        catalogue: &tenancy.catalogue,
        client,
        patients,
        appointments: known,
        guards: &[],
        // Only when a reminder goes does it matter who else is written to: it goes no sooner.
        household: &Household::NONE,
        sms_suppressed: None,
        email_suppressed: None,
    };
    let announce = after.told_at(&tenancy.settings);
    let due = match announce {
        // The stream hands the notification over; what else is due goes by the index.
        Some(at) => {
            let others = carebell_domain::agenda::agenda(&facts, &after, now)
                .into_iter()
                .filter(|entry| !entry.occasion.event.is_notification())
                .map(|entry| entry.due(now));
            others.chain([Due::from(at.max(now) + SAFETY)]).min()
        }
        None => next_due(&facts, &after, now),
    };
    AppointmentWrite {
        local_day: local_day(&tenancy.catalogue, &tenancy.settings, &after),
        due,
        announce,
        notes,
        history,
        attendance,
        skipped: Vec::new(),
        notice: None,
        appointment: after,
    }
}

/// Whether a change belongs into the timeline: another status, start, place or doctor, an answer of the client.
fn is_history(before: &Appointment, after: &Appointment) -> bool {
    before.status != after.status
        || before.generation != after.generation
        || before.resource != after.resource
        || before.answer != after.answer
}

/// Whether an appointment may go from one status to another. Going to where it is changes nothing and is allowed.
#[must_use]
pub const fn may_become(from: Status, to: Status) -> bool {
    use Status::{Attended, Booked, Cancelled, Confirmed, NoShow, Requested};
    match from {
        Requested => matches!(to, Requested | Booked | Cancelled),
        Booked | Confirmed => !matches!(to, Requested),
        Cancelled => matches!(to, Cancelled | Requested | Booked),
        Attended | NoShow => matches!(to, Attended | NoShow | Booked),
    }
}

/// How a change of status changes the client's attendance record. One that is new had none before.
fn attendance(before: Option<Status>, after: Status) -> Option<AttendanceChange> {
    let counts = |status| (i32::from(status == Status::Attended), i32::from(status == Status::NoShow));
    let ((was_attended, was_missed), (attended, missed)) = (before.map_or((0, 0), counts), counts(after));
    let change = AttendanceChange { attended: attended - was_attended, no_show: missed - was_missed };
    (change != AttendanceChange::default()).then_some(change)
}

#[cfg(test)]
#[path = "appointments_tests.rs"]
mod tests;
