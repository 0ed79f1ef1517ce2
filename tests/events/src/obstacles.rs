//! For each reason the facts that make it hold, where it can hold at all.

use carebell_domain::contact::PhoneNumber;
use carebell_domain::decide::{DayGuard, SkipReason, Suppression};
use carebell_domain::fixtures::at;
use carebell_domain::model::{Attendance, Claim, Group, Insurance, PatientState, Preferences, Service, Source, Status};
use carebell_domain::{Channel, Event, MessageId};
use jiff::SignedDuration;

use crate::visit::Visit;

/// What stands in the way of a message.
pub(crate) type Obstacle = fn(&mut Visit);

/// Every reason with what makes it hold. A reason can stand here more than once, for events that differ.
pub(crate) const OBSTACLES: &[(SkipReason, Obstacle)] = &[
    (SkipReason::Duplicate, |visit| {
        let (event, channel, asked) = (visit.event, visit.channel, visit.asked);
        let occasion = visit.appointment().occasion(event, channel);
        visit.appointment().claims.insert(occasion, Claim::new(asked, "job"));
    }),
    (SkipReason::MasterSwitchOff, |visit| visit.clinic.settings.master = false),
    (SkipReason::EventDisabled, |visit| {
        let event = visit.event;
        visit.clinic.settings.events.entry(event).and_modify(|switch| switch.enabled = false);
    }),
    (SkipReason::ChannelDisabled, |visit| {
        let (event, channel) = (visit.event, visit.channel);
        visit.clinic.settings.events.entry(event).and_modify(|switch| match channel {
            Channel::Sms => switch.sms = false,
            Channel::Email => switch.email = false,
        });
    }),
    (SkipReason::AppointmentGone, |visit| visit.appointment().status = Status::NoShow),
    (SkipReason::AppointmentGone, |visit| visit.appointment().status = Status::Booked),
    (SkipReason::PatientGone, |visit| {
        visit.clinic.client.own_state = PatientState::Deceased(jiff::civil::date(2026, 6, 1));
    }),
    (SkipReason::ResourceMemoOff, |visit| {
        visit.clinic.catalogue.resources.values_mut().for_each(|one| one.memo = false);
    }),
    (SkipReason::ServiceMemoOff, |visit| {
        visit.clinic.catalogue.services.values_mut().for_each(|one: &mut Service| one.memo = false);
    }),
    (SkipReason::GroupMemoOff, |visit| {
        let group = Group { id: id("group"), name: "Visite".into(), memo: false };
        visit.appointment().group = Some(group.id.clone());
        visit.clinic.catalogue.groups.insert(group.id.clone(), group);
    }),
    (SkipReason::InsuranceMemoOff, |visit| {
        let insurance = Insurance { id: id("insurance"), name: "Mutua".into(), memo: false };
        visit.appointment().insurance = Some(insurance.id.clone());
        visit.clinic.catalogue.insurances.insert(insurance.id.clone(), insurance);
    }),
    (SkipReason::NotBookedOnline, |visit| {
        let event = visit.event;
        visit.clinic.settings.events.entry(event).and_modify(|switch| switch.only_booked_online = true);
        visit.appointment().source = Source::Desk;
    }),
    (SkipReason::PrivacyNotGiven, |visit| visit.clinic.client.privacy = None),
    (SkipReason::ClientWantsNone, |visit| visit.clinic.client.preferences = Preferences::NONE),
    (SkipReason::ChannelNotWanted, |visit| {
        visit.clinic.client.preferences = Preferences { voice: true, ..Preferences::NONE };
    }),
    (SkipReason::NoAddress, |visit| (visit.clinic.client.mobile, visit.clinic.client.email) = (None, None)),
    (SkipReason::AddressInvalid, |visit| {
        let country = visit.clinic.settings.centre.country;
        visit.clinic.client.mobile = PhoneNumber::parse("+1 202 555 0101", country).ok();
    }),
    (SkipReason::Suppressed, |visit| {
        visit.clinic.sms_suppressed = Some(Suppression::Stop);
        visit.clinic.email_suppressed = Some(Suppression::HardBounce);
    }),
    (SkipReason::AlreadyConfirmed, |visit| visit.appointment().status = Status::Confirmed),
    (SkipReason::ClientReliable, |visit| {
        visit.clinic.settings.second_reminder.only_unreliable = true;
        visit.clinic.client.attendance = Attendance { attended: 9, no_show: 1 };
    }),
    (SkipReason::AlreadyBooked, |visit| {
        visit.clinic.book("later", "2026-06-01T10:00+02:00", "2026-06-20T10:00+02:00");
    }),
    (SkipReason::AskedRecently, |visit| {
        let (event, channel, asked) = (visit.event, visit.channel, visit.asked);
        visit.clinic.book("other", "2026-06-01T09:00+02:00", "2026-06-01T09:30+02:00");
        let occasion = visit.clinic.appointments[1].occasion(event, channel);
        visit.clinic.appointments[1].claims.insert(occasion, Claim::new(asked, "job"));
    }),
    (SkipReason::NoticeTooShort, |visit| {
        let start = visit.appointment().start;
        visit.asked = start - SignedDuration::from_mins(5);
        visit.appointment().counted_at = visit.asked;
    }),
    (SkipReason::JustNotified, |visit| {
        visit.asked = at("2026-06-04T10:00+02:00");
        let (channel, asked) = (visit.channel, visit.asked);
        let told = visit.appointment().occasion(Event::AppointmentCreated, channel);
        visit.appointment().counted_at = asked;
        visit.appointment().claims.insert(told, Claim::new(asked, "job"));
    }),
    (SkipReason::RemindedToday, |visit| {
        let day = visit.clinic.settings.centre.time_zone.day(visit.end().0);
        let named = vec![(visit.appointment().id.clone(), visit.appointment().generation)];
        let message: MessageId = id("20260603-other");
        visit.clinic.guards.push(DayGuard { day, channel: visit.channel, shared: false, kind: None, message, named });
    }),
    (SkipReason::Expired, |visit| visit.asked = at("2030-01-01T10:00+01:00")),
    (SkipReason::NoSendingHour, |visit| {
        visit.clinic.settings.sending_hours_for_email = true;
        let (mut day, mut closed) = (jiff::civil::date(2026, 6, 1), Vec::new());
        while day < jiff::civil::date(2030, 1, 1) {
            closed.push(day);
            day = day.saturating_add(jiff::Span::new().days(1));
        }
        visit.clinic.catalogue.locations.values_mut().for_each(|one| one.closed.clone_from(&closed));
    }),
];

fn id<T: std::str::FromStr>(text: &str) -> T {
    let Ok(id) = text.parse() else { unreachable!("{text} is well formed") };
    id
}
