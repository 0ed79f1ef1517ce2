//! Recalls: after which interval a visit calls its patient back, and whether another visit has made that needless.

use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::Facts;
use crate::model::{Appointment, RecallChoice, Status};
use crate::time::Interval;
use crate::{Event, ServiceId};

/// When a recall goes where the centre has no sending hours.
const MORNING: Time = Time::constant(9, 0, 0, 0);

/// What sets the interval, and so which later visit makes the recall needless.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The appointment itself ("next appointment"): a later visit with any of its services.
    Appointment,
    /// One of its services: a later visit with that service.
    Service(ServiceId),
    /// The centre's default: any later visit.
    Default,
}

/// The recall that a visit has, if it has one: its interval, and what sets it. The appointment's own choice holds over
/// its services', the shortest of these over the centre's default, and "none" switches off at each level.
#[must_use]
pub fn recall(facts: &Facts<'_>, appointment: &Appointment) -> Option<(Interval, Basis)> {
    let settings = facts.settings.recall;
    if let Some(own) = appointment.recall {
        return own.interval(settings).map(|interval| (interval, Basis::Appointment));
    }
    let services: Vec<_> = facts.services(appointment).collect();
    let of_services = services.iter().filter_map(|service| Some((service.recall?.interval(settings)?, &service.id)));
    if let Some((interval, id)) = of_services.min_by_key(|(interval, _)| interval.nominal_days()) {
        return Some((interval, Basis::Service(id.clone())));
    }
    if !services.is_empty() && services.iter().all(|service| service.recall == Some(RecallChoice::None)) {
        return None;
    }
    settings.default.map(|default| (settings.interval(default), Basis::Default))
}

/// Whether a visit is one that recalls follow: not before the day that the centre chose.
pub(crate) fn is_recalled(facts: &Facts<'_>, appointment: &Appointment) -> bool {
    let day = facts.zone(appointment).day(appointment.start);
    facts.settings.event(Event::Recall).enabled
        && facts.settings.recall.visits_from.is_none_or(|from| day >= from)
        && recall(facts, appointment).is_some()
}

/// When the recall is due: on its day, at the first opening of the sending hours, or at 09:00 where there are none; on
/// a day without windows at the next opening. `None` where none comes.
pub(super) fn due(facts: &Facts<'_>, appointment: &Appointment, interval: Interval) -> Option<Timestamp> {
    let zone = facts.zone(appointment);
    let day = interval.after(zone.day(appointment.start));
    let hours = facts.hours(appointment);
    if hours.week.is_unrestricted() {
        return open_day(day, hours.closed).map(|day| zone.instant(day.to_datetime(MORNING)));
    }
    hours.open_from(zone.start_of(day))
}

/// The day itself, or the next that is not closed.
fn open_day(day: Date, closed: &[Date]) -> Option<Date> {
    let mut day = day;
    while closed.contains(&day) {
        day = day.tomorrow().ok()?;
    }
    Some(day)
}

/// Whether the patient has a later visit, to come or attended, that the recall would ask for.
pub(super) fn already_booked(facts: &Facts<'_>, appointment: &Appointment) -> bool {
    let Some((_, basis)) = recall(facts, appointment) else { return false };
    let asked_for = |other: &Appointment| match &basis {
        Basis::Default => true,
        Basis::Service(id) => other.services.contains(id),
        Basis::Appointment => other.services.iter().any(|id| appointment.services.contains(id)),
    };
    let takes_place = |status| !matches!(status, Status::Cancelled | Status::NoShow);
    facts.appointments.iter().any(|other| {
        other.id != appointment.id
            && other.patient == appointment.patient
            && other.start > appointment.start
            && takes_place(other.status)
            && asked_for(other)
    })
}
