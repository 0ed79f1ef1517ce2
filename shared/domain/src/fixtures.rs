//! A small clinic for tests: in Rome, SMS only, the master switch on, notifications off.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::contact::{Country, EmailAddress, PhoneNumber};
use crate::decide::{DayGuard, Decision, Facts, Household, Relative, Suppression, Verdict, decide};
use crate::model::{
    Actor, Appointment, Attendance, Catalogue, Centre, Client, Consent, ConsentOrigin, Details, EventSettings,
    Location, Outside, Patient, PatientState, Preferences, Resource, Service, Settings, Source, Status,
};
use crate::{AppointmentId, Channel, Event, Language};

/// An instant written with its offset, for example `2026-06-01T10:00+02:00`.
///
/// # Panics
/// Where the text is none: tests write only good ones.
#[must_use]
pub fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant with an offset")
}

fn id<T: std::str::FromStr>(text: &str) -> T {
    text.parse().ok().expect("a well-formed identifier")
}

/// A clinic, one client, and what is known of both.
#[derive(Clone, Debug)]
pub struct Clinic {
    /// Settings.
    pub settings: Settings,
    /// Sites, doctors, services.
    pub catalogue: Catalogue,
    /// The client.
    pub client: Client,
    /// The client's patients.
    pub patients: Vec<Patient>,
    /// The client's appointments.
    pub appointments: Vec<Appointment>,
    /// Reminders that went.
    pub guards: Vec<DayGuard>,
    /// Who else is written to at the client's addresses.
    pub household: Household,
    /// Whether the mobile number is suppressed.
    pub sms_suppressed: Option<Suppression>,
    /// Whether the mailbox is suppressed.
    pub email_suppressed: Option<Suppression>,
}

impl Default for Clinic {
    fn default() -> Self {
        Self::new()
    }
}

impl Clinic {
    /// Windows Mon-Fri 09:00-19:00 and Sat 09:00-12:00, lead 2 days, minimum notice 12 h, one a day on.
    #[must_use]
    pub fn new() -> Self {
        let centre = Centre {
            name: "Centro Aurora".into(),
            phone: None,
            website: None,
            country: Country::parse("IT").expect("a country"),
            currency: "EUR".into(),
            time_zone: id("Europe/Rome"),
            language: Language::It,
        };
        let country = centre.country;
        let mut settings = Settings::new(centre);
        settings.master = true;
        let off = EventSettings { enabled: false, sms: true, ..EventSettings::default() };
        let to_clients = Event::ALL.into_iter().filter(|event| !event.is_to_centre());
        settings.events = to_clients.map(|event| (event, off)).collect();
        settings.events.insert(Event::AppointmentReminder, EventSettings { enabled: true, ..off });
        Self {
            settings,
            catalogue: Catalogue {
                locations: BTreeMap::from([(id("rome"), location())]),
                resources: BTreeMap::from([(id("rossi"), resource())]),
                services: BTreeMap::from([(id("visit"), service("visit"))]),
                ..Catalogue::default()
            },
            client: client(country),
            patients: Vec::new(),
            appointments: Vec::new(),
            guards: Vec::new(),
            household: Household::NONE,
            sms_suppressed: None,
            email_suppressed: None,
        }
    }

    /// The facts.
    #[must_use]
    pub fn facts(&self) -> Facts<'_> {
        Facts {
            settings: &self.settings,
            catalogue: &self.catalogue,
            client: &self.client,
            patients: &self.patients,
            appointments: &self.appointments,
            guards: &self.guards,
            household: &self.household,
            sms_suppressed: self.sms_suppressed,
            email_suppressed: self.email_suppressed,
        }
    }

    /// Books an appointment of half an hour and gives its place in the list.
    pub fn book(&mut self, item: &str, booked: &str, start: &str) -> usize {
        let outside = Outside { actor: Actor::Desk, now: at(booked), settings: &self.settings };
        let id = AppointmentId { client: self.client.id.clone(), item: id(item) };
        let booked = Appointment::book(id, details(at(start)), Source::Desk, Status::Booked, outside);
        self.appointments.push(booked);
        self.appointments.len() - 1
    }

    /// Adds a client of another name who is written to at the same addresses, with a visit of half an hour.
    pub fn relative(&mut self, name: &str, booked: &str, start: &str) -> &mut Relative {
        let client = Client { id: id(name), first_name: name.into(), ..self.client.clone() };
        let outside = Outside { actor: Actor::Desk, now: at(booked), settings: &self.settings };
        let visit = AppointmentId { client: client.id.clone(), item: id("visit") };
        let visit = Appointment::book(visit, details(at(start)), Source::Desk, Status::Booked, outside);
        self.household.relatives.push(Relative { client, patients: Vec::new(), appointments: vec![visit] });
        self.household.relatives.last_mut().expect("it was pushed")
    }

    /// As the relative of this place sees it: that one is the client, and the client a relative.
    #[must_use]
    pub fn seen_by(&self, index: usize) -> Self {
        let mut seen = self.clone();
        let relative = seen.household.relatives.remove(index);
        let client = std::mem::replace(&mut seen.client, relative.client);
        let patients = std::mem::replace(&mut seen.patients, relative.patients);
        let appointments = std::mem::replace(&mut seen.appointments, relative.appointments);
        seen.household.relatives.insert(index, Relative { client, patients, appointments });
        seen
    }

    /// Moves an appointment.
    pub fn reschedule(&mut self, index: usize, now: &str, start: &str) {
        let outside = Outside { actor: Actor::Desk, now: at(now), settings: &self.settings };
        let old = &self.appointments[index];
        let details =
            Details { start: at(start), end: at(start) + jiff::SignedDuration::from_mins(30), ..old.details() };
        self.appointments[index] = old.changed(details, old.status, outside);
    }

    /// Gives an appointment another status.
    pub fn set_status(&mut self, index: usize, now: &str, status: Status) {
        let outside = Outside { actor: Actor::Desk, now: at(now), settings: &self.settings };
        let old = &self.appointments[index];
        self.appointments[index] = old.changed(old.details(), status, outside);
    }

    /// Switches an event on for both channels.
    pub fn switch_on(&mut self, event: Event) {
        let on = EventSettings { enabled: true, sms: true, email: true, ..EventSettings::default() };
        self.settings.events.insert(event, on);
    }

    /// Decides about an appointment's message as its present state calls for it.
    #[must_use]
    pub fn decide(&self, index: usize, event: Event, channel: Channel, now: Timestamp) -> Decision {
        let appointment = &self.appointments[index];
        let occasion = appointment.occasion(event, channel);
        decide(&self.facts(), appointment, occasion, now)
    }

    /// What becomes of an appointment's SMS reminder when it is asked about at `now` and then at each instant until
    /// which it is told to wait: the instant of the last answer, and the answer.
    #[must_use]
    pub fn sms_reminder(&self, index: usize, now: &str) -> (Timestamp, Verdict) {
        let mut now = at(now);
        loop {
            let decision = self.decide(index, Event::AppointmentReminder, Channel::Sms, now);
            match decision.verdict {
                Verdict::Wait { until, .. } => now = until,
                last => return (now, last),
            }
        }
    }
}

/// A client with a mobile number, a mailbox and recorded consent.
#[must_use]
pub fn client(country: Country) -> Client {
    Client {
        id: id("client1"),
        first_name: "Giulia".into(),
        last_name: "Bianchi".into(),
        mobile: Some(PhoneNumber::parse("+39 347 123 4567", country).expect("a number")),
        landline: None,
        email: Some(EmailAddress::parse("giulia@example.com").expect("a mailbox")),
        address: None,
        language: None,
        time_zone: None,
        privacy: Some(Consent { given: true, at: at("2026-01-01T09:00+01:00"), origin: ConsentOrigin::Operator }),
        marketing: None,
        tracking: None,
        preferences: Preferences::ALL,
        attendance: Attendance::default(),
        reliability: None,
        own_state: PatientState::Active,
        rev: 1,
    }
}

fn location() -> Location {
    Location {
        id: id("rome"),
        name: "Sede di Roma".into(),
        town: Some("Roma".into()),
        address: Some("Via Appia 1".into()),
        country: None,
        phone: None,
        time_zone: None,
        notes: None,
        email_sender: None,
        closed: Vec::new(),
    }
}

fn resource() -> Resource {
    Resource {
        id: id("rossi"),
        name: "Dott.ssa Rossi".into(),
        address: None,
        phone: None,
        email: None,
        language: None,
        memo: true,
    }
}

/// A service with its memo switch on.
#[must_use]
pub fn service(name: &str) -> Service {
    Service {
        id: id(name),
        name: "Visita di controllo".into(),
        price: Some(9_000),
        duration_minutes: Some(30),
        preparation: None,
        send_preparation: false,
        group: None,
        memo: true,
        confidential: false,
        recall: None,
    }
}

/// Half an hour with the doctor for a visit.
#[must_use]
pub fn details(start: Timestamp) -> Details {
    Details {
        patient: None,
        resource: id("rossi"),
        services: vec![id("visit")],
        location: id("rome"),
        start,
        end: start + jiff::SignedDuration::from_mins(30),
        price: None,
        tariff: None,
        group: None,
        insurance: None,
        recall: None,
        has_notes: false,
    }
}
