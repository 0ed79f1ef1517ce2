//! A visit that calls for an event, and what becomes of its message.

use carebell_domain::decide::{Decision, SkipReason, Verdict, decide};
use carebell_domain::fixtures::{Clinic, at};
use carebell_domain::model::{
    Actor, AfterVisit, Appointment, EventSettings, Outside, Predefined, Settings, Source, Status,
};
use carebell_domain::{Channel, Event};
use jiff::Timestamp;

/// When it all happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hour {
    /// Changes on Monday at 10:00, the visit on Friday at 15:30.
    Day,
    /// Changes on Monday at 22:30, the visit on Friday at 02:00: what is due is due outside all hours.
    Night,
}

impl Hour {
    const fn times(self) -> [&'static str; 3] {
        match self {
            Self::Day => ["2026-06-01T10:00+02:00", "2026-06-05T15:30+02:00", "2026-06-08T15:30+02:00"],
            Self::Night => ["2026-06-01T22:30+02:00", "2026-06-05T02:00+02:00", "2026-06-08T02:00+02:00"],
        }
    }
}

/// A clinic with a visit, first in its list, that calls for an event's message.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    pub(crate) clinic: Clinic,
    pub(crate) event: Event,
    pub(crate) channel: Channel,
    /// When somebody asks first.
    pub(crate) asked: Timestamp,
}

impl Visit {
    /// With every event on, and whatever the settings are changed to before anything happens.
    pub(crate) fn new(event: Event, channel: Channel, hour: Hour, change: impl FnOnce(&mut Settings)) -> Self {
        let [changed, start, moved] = hour.times();
        let mut clinic = Clinic::new();
        for event in Event::ALL {
            let on = |channel| event.channels().contains(&channel);
            let switch = EventSettings {
                enabled: true,
                sms: on(Channel::Sms),
                email: on(Channel::Email),
                ..EventSettings::default()
            };
            clinic.settings.events.insert(event, switch);
        }
        clinic.settings.second_reminder.only_unreliable = false;
        clinic.settings.recall.default = Some(Predefined::Second);
        clinic.settings.after_visit.sends = match event {
            Event::SatisfactionSurvey => AfterVisit::SatisfactionSurvey,
            _ => AfterVisit::ThankYou,
        };
        change(&mut clinic.settings);
        clinic.book("a", changed, start);
        let booked = &mut clinic.appointments[0];
        if matches!(event, Event::AppointmentRequested | Event::AppointmentApproved) {
            let outside = Outside { actor: Actor::Desk, now: at(changed), settings: &clinic.settings };
            *booked =
                Appointment::book(booked.id.clone(), booked.details(), Source::Online, Status::Requested, outside);
        }
        if !matches!(event, Event::AppointmentRequested | Event::AppointmentCreated) {
            booked.settle_notice();
        }
        match event {
            Event::AppointmentApproved => clinic.set_status(0, changed, Status::Booked),
            Event::AppointmentModified => clinic.reschedule(0, changed, moved),
            Event::AppointmentCancelled => clinic.set_status(0, changed, Status::Cancelled),
            _ => {}
        }
        Self { clinic, event, channel, asked: at(changed) }
    }

    pub(crate) fn appointment(&mut self) -> &mut Appointment {
        &mut self.clinic.appointments[0]
    }

    /// What is finally decided, and when. The occasion is the one that the visit calls for.
    pub(crate) fn end(&self) -> (Timestamp, Decision) {
        let appointment = &self.clinic.appointments[0];
        let occasion = appointment.occasion(self.event, self.channel);
        let mut now = self.asked;
        loop {
            let decision = decide(&self.clinic.facts(), appointment, occasion, now);
            match decision.verdict {
                Verdict::Wait { until, .. } => now = until,
                Verdict::Send { .. } | Verdict::Skip(_) => return (now, decision),
            }
        }
    }

    /// When it is sent, on the clinic's clock; or why it is not.
    pub(crate) fn sent(&self) -> Result<String, SkipReason> {
        let (when, decision) = self.end();
        match decision.verdict {
            Verdict::Skip(reason) => Err(reason),
            _ => Ok(self.clinic.settings.centre.time_zone.at(when).strftime("%a %-d %b, %H:%M").to_string()),
        }
    }
}
