//! The rules about switches, people and addresses, each a question to the facts, in the order of the reasons.

use super::reason::SkipReason::{self, *};
use super::{Facts, Occasion, recall};
use jiff::Timestamp;

use crate::contact::sms_allowed;
use crate::model::{Appointment, Client, Status};
use crate::{Channel, Event};

/// The rules that hold against a message, whatever its own times.
pub(super) fn against(
    facts: &Facts<'_>,
    appointment: &Appointment,
    occasion: Occasion,
    now: Timestamp,
) -> Vec<SkipReason> {
    let Occasion { event, channel, .. } = occasion;
    let settings = facts.settings;
    let switch = settings.event(event);
    let second = event == Event::AppointmentSecondReminder;
    let (services_off, groups_off) = services_off(facts, appointment);
    let holds = [
        (!settings.master, MasterSwitchOff),
        (!switch.enabled || not_live(facts, appointment, event), EventDisabled),
        (switch.enabled && !settings.on(event, channel), ChannelDisabled),
        (!is_right(facts, appointment, event) || !is_current(appointment, occasion), AppointmentGone),
        (patient_gone(facts, appointment), PatientGone),
        (facts.catalogue.resources.get(&appointment.resource).is_some_and(|resource| !resource.memo), ResourceMemoOff),
        (services_off, ServiceMemoOff),
        (groups_off, GroupMemoOff),
        (insurance_off(facts, appointment), InsuranceMemoOff),
        (
            event.is_notification() && switch.only_booked_online && appointment.source != crate::model::Source::Online,
            NotBookedOnline,
        ),
        (settings.privacy_only && !Client::consents(facts.client.privacy), PrivacyNotGiven),
        (facts.client.preferences.is_none(), ClientWantsNone),
        (!facts.client.preferences.accepts(channel), ChannelNotWanted),
        (no_address(facts.client, channel), NoAddress),
        (address_invalid(facts, channel), AddressInvalid),
        (suppressed(facts, channel), Suppressed),
        (second && appointment.status == Status::Confirmed, AlreadyConfirmed),
        (second && settings.second_reminder.only_unreliable && !is_unreliable(facts, now), ClientReliable),
        (event == Event::Recall && recall::already_booked(facts, appointment), AlreadyBooked),
    ];
    holds.into_iter().filter_map(|(holds, reason)| holds.then_some(reason)).collect()
}

/// Whether the appointment still calls for this very message. A repeat is of the last notice, with no change since.
const fn is_current(appointment: &Appointment, occasion: Occasion) -> bool {
    let Occasion { event, number, repeat, .. } = occasion;
    number == appointment.number(event) || repeat && number == appointment.notices && appointment.pending.is_none()
}

/// Before the go-live date there are no notifications, and nothing by the calendar of starts before it. Recalls have a
/// day of their own from which visits count.
fn not_live(facts: &Facts<'_>, appointment: &Appointment, event: Event) -> bool {
    if event.is_notification() {
        return appointment.is_before_go_live(facts.settings);
    }
    if event == Event::Recall {
        return !recall::is_recalled(facts, appointment);
    }
    facts.settings.go_live.is_some_and(|day| appointment.start < facts.settings.centre.time_zone.start_of(day))
}

/// Whether an event's text is right while the appointment has a status.
fn is_right(facts: &Facts<'_>, appointment: &Appointment, event: Event) -> bool {
    let status = appointment.status;
    match event {
        Event::AppointmentRequested => matches!(status, Status::Requested),
        Event::AppointmentCreated
        | Event::AppointmentApproved
        | Event::AppointmentReminder
        | Event::AppointmentSecondReminder => status.is_standing(),
        Event::Recall => !matches!(status, Status::Cancelled | Status::NoShow),
        Event::ThankYou | Event::SatisfactionSurvey => {
            status == Status::Attended || status.is_standing() && !facts.settings.after_visit.only_when_attended
        }
        Event::AppointmentModified => matches!(status, Status::Requested | Status::Booked | Status::Confirmed),
        Event::AppointmentCancelled => matches!(status, Status::Cancelled),
    }
}

fn is_unreliable(facts: &Facts<'_>, now: Timestamp) -> bool {
    facts.client.is_unreliable(facts.settings.centre.time_zone.day(now))
}

fn patient_gone(facts: &Facts<'_>, appointment: &Appointment) -> bool {
    if facts.client.own_state.is_deceased() {
        return true;
    }
    let state = match &appointment.patient {
        None => Some(facts.client.own_state),
        Some(id) => facts.patients.iter().find(|patient| patient.id == *id).map(|patient| patient.state),
    };
    state.is_some_and(crate::model::PatientState::is_gone)
}

/// Whether services, and whether groups, silence an appointment. With several services only when all are off, each by
/// its own switch or by that of its group; the appointment's own group silences it as a whole.
fn services_off(facts: &Facts<'_>, appointment: &Appointment) -> (bool, bool) {
    let group_off = |id: &crate::GroupId| facts.catalogue.groups.get(id).is_some_and(|group| !group.memo);
    let (mut all, mut own, mut by_group) = (!appointment.services.is_empty(), false, false);
    for service in appointment.services.iter().map(|id| facts.catalogue.services.get(id)) {
        let off = service.is_some_and(|service| !service.memo);
        let silenced = service.and_then(|service| service.group.as_ref()).is_some_and(group_off);
        all &= off || silenced;
        own |= off;
        by_group |= silenced;
    }
    (all && own, all && by_group || appointment.group.as_ref().is_some_and(group_off))
}

fn insurance_off(facts: &Facts<'_>, appointment: &Appointment) -> bool {
    let insurance = appointment.insurance.as_ref().and_then(|id| facts.catalogue.insurances.get(id));
    insurance.is_some_and(|insurance| !insurance.memo)
}

const fn no_address(client: &Client, channel: Channel) -> bool {
    match channel {
        Channel::Sms => client.mobile.is_none(),
        Channel::Email => client.email.is_none(),
    }
}

fn address_invalid(facts: &Facts<'_>, channel: Channel) -> bool {
    match (channel, &facts.client.mobile) {
        (Channel::Sms, Some(mobile)) => sms_allowed(mobile, &facts.settings.sms_countries).is_err(),
        _ => false,
    }
}

const fn suppressed(facts: &Facts<'_>, channel: Channel) -> bool {
    match channel {
        Channel::Sms => facts.sms_suppressed.is_some(),
        Channel::Email => facts.email_suppressed.is_some(),
    }
}
