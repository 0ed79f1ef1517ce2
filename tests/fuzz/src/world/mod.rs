//! A clinic that answers from memory, and gives each question the same answer every time.
//!
//! What is asked for exists if its name ends in a letter. Writes are taken and forgotten: so an input means the same
//! after any other, and a crash is found again by its input alone.

mod config;
mod messages;
mod notices;
mod records;
mod survey;

use std::sync::Arc;

use async_trait::async_trait;
use carebell_domain::contact::{EmailAddress, PhoneNumber};
use carebell_domain::decide::Suppression;
use carebell_domain::event::Event;
use carebell_domain::fixtures::{Clinic, at};
use carebell_domain::model::{Group, Insurance, Location, Patient, PatientState, ReminderSettings, Resource, Service};
use carebell_domain::text::builtin;
use carebell_domain::time::Lead;
use carebell_domain::{Channel, Language, TenantId};
use carebell_http::{ClaimNames, Ports};
use carebell_workflows::changes::Changes;
use carebell_workflows::counts::Counter;
use carebell_workflows::ingest::Ingest;
use carebell_workflows::letters::Undertaker;
use carebell_workflows::links::Links;
use carebell_workflows::ports::{
    Clock, EmailChannel, EmailOut, Ids, JobQueue, Keys, Outbox, Outcome, Outgoing, PortError, Saved, SmsChannel,
    SmsOut, Suppressions, Tenancy, TenantText, Texts,
};
use carebell_workflows::receipts::Receipts;
use carebell_workflows::send::{Doubts, Sender, Waits};
use carebell_workflows::slices::LongJob;
use jiff::{SignedDuration, Timestamp};

use crate::checks::{is_one_line, is_plain_text};

/// The tenant.
pub(crate) const TENANT: &str = "tt_example";
/// Another, whose reminders go when the visit begins.
const LATE: &str = "tt_late";

/// The clinic. It is every port.
pub(crate) struct World {
    clinic: Clinic,
    tenancy: Arc<Tenancy>,
    late: Arc<Tenancy>,
    patient: Patient,
}

/// An identifier that is known to be well formed.
fn id<T: std::str::FromStr>(text: &str) -> T {
    text.parse().ok().expect("a well-formed identifier")
}

/// Whether there is something of that name.
fn exists(name: &str) -> bool {
    name.ends_with(|sign: char| sign.is_ascii_alphabetic())
}

impl World {
    /// A clinic in Rome with everything switched on, and a client with appointments in every state that matters.
    pub(crate) fn new() -> Arc<Self> {
        let mut clinic = Clinic::new();
        Event::ALL.into_iter().for_each(|event| clinic.switch_on(event));
        clinic.settings.event_sources = vec!["org.example.agenda".into(), "org.example.poor".into()];
        clinic.settings.sources_without_client = vec!["org.example.poor".into()];
        furnish(&mut clinic);
        for (item, start) in [("due", "2026-06-02T11:00+02:00"), ("far", "2026-07-03T11:00+02:00")] {
            let place = clinic.book(item, "2026-05-01T10:00+02:00", start);
            let appointment = &mut clinic.appointments[place];
            (appointment.pending, appointment.rev) = (None, 1);
        }
        let moved = clinic.book("moved", "2026-05-29T10:00+02:00", "2026-06-03T11:00+02:00");
        clinic.reschedule(moved, "2026-05-30T10:00+02:00", "2026-06-04T11:00+02:00");
        let email = TenantText { subject: Some("[TRD0]".into()), body: "<p>Ciao [client.first_name]</p>".into() };
        let sms = builtin::sms(Event::AppointmentReminder, Language::It).to_owned();
        let texts = [(Channel::Email, email), (Channel::Sms, TenantText { subject: None, body: sms })];
        let texts = texts.map(|(channel, text)| ((Event::AppointmentReminder, channel, Language::It), text));
        let tenancy = Tenancy {
            settings: clinic.settings.clone(),
            catalogue: clinic.catalogue.clone(),
            texts: Texts { own: texts.into() },
            senders: carebell_domain::contact::VerifiedSenders::default(),
            grants: [(id("olga"), vec!["settings".into(), "senders".into(), "texts".into(), "catalogue".into()])]
                .into(),
            admins: EmailAddress::parse("olga@example.com").map(|to| (id("olga"), to)).into_iter().collect(),
            version: 1,
        };
        let patient = Patient {
            id: id("luca"),
            client: clinic.client.id.clone(),
            name: "Luca".into(),
            species: None,
            birth_date: None,
            state: PatientState::Active,
            rev: 1,
        };
        let mut late = tenancy.clone();
        late.settings.reminder = ReminderSettings::new(Lead::Minutes(0), 0);
        Arc::new(Self { clinic, tenancy: Arc::new(tenancy), late: Arc::new(late), patient })
    }

    fn is_ours(tenant: &TenantId) -> bool {
        matches!(tenant.as_str(), TENANT | LATE)
    }

    pub(crate) fn api(self: &Arc<Self>) -> Ports {
        Ports {
            clock: self.clone(),
            ids: self.clone(),
            config: self.clone(),
            directory: self.clone(),
            records: self.clone(),
            calendar: self.clone(),
            messages: self.clone(),
            suppressions: self.clone(),
            counts: self.clone(),
            surveys: self.clone(),
            dead_letters: self.clone(),
            idempotency: self.clone(),
            identities: None,
            keys: self.clone(),
            claims: ClaimNames::default(),
        }
    }

    pub(crate) fn ingest(self: &Arc<Self>) -> Ingest {
        Ingest { clock: self.clone(), directory: self.clone(), records: self.clone() }
    }

    pub(crate) fn receipts(self: &Arc<Self>) -> Receipts {
        Receipts { clock: self.clone(), messages: self.clone(), suppressions: self.clone() }
    }

    pub(crate) fn changes(self: &Arc<Self>) -> Changes {
        Changes { clock: self.clone(), ids: self.clone(), outbox: self.clone(), jobs: self.clone() }
    }

    pub(crate) fn counter(self: &Arc<Self>) -> Counter {
        Counter { counts: self.clone() }
    }

    fn doubts(self: &Arc<Self>) -> Doubts {
        Doubts {
            clock: self.clone(),
            directory: self.clone(),
            records: self.clone(),
            messages: self.clone(),
            notices: self.clone(),
            run_time: SignedDuration::from_secs(60),
            waits: Waits { email: SignedDuration::from_mins(15), sms: SignedDuration::from_hours(1) },
        }
    }

    pub(crate) fn undertaker(self: &Arc<Self>) -> Undertaker {
        Undertaker { clock: self.clone(), letters: self.clone(), doubts: self.doubts() }
    }

    pub(crate) fn sender(self: &Arc<Self>) -> Sender {
        Sender {
            clock: self.clone(),
            directory: self.clone(),
            records: self.clone(),
            messages: self.clone(),
            suppressions: self.clone(),
            quota: self.clone(),
            email: self.clone(),
            sms: self.clone(),
            doubts: self.doubts(),
            links: Some(Links::new("https://visits.example", self.clone())),
        }
    }
}

/// Gives the clinic what the sample events name.
fn furnish(clinic: &mut Clinic) {
    let catalogue = &mut clinic.catalogue;
    let rome = catalogue.locations[&id("rome")].clone();
    let york = Location { id: id("york"), time_zone: Some(id("America/New_York")), ..rome.clone() };
    let centre = Location { id: id("centre"), ..rome };
    catalogue.locations.extend([centre, york].map(|one| (one.id.clone(), one)));
    let bianchi = Resource { id: id("bianchi"), ..catalogue.resources[&id("rossi")].clone() };
    catalogue.resources.insert(bianchi.id.clone(), bianchi);
    let checkup = Service { id: id("checkup"), confidential: true, ..catalogue.services[&id("visit")].clone() };
    catalogue.services.insert(checkup.id.clone(), checkup);
    catalogue
        .groups
        .insert(id("dermatology"), Group { id: id("dermatology"), name: "Dermatologia".into(), memo: true });
    catalogue.insurances.insert(id("salute"), Insurance { id: id("salute"), name: "Salute".into(), memo: true });
}

impl Clock for World {
    fn now(&self) -> Timestamp {
        at("2026-06-01T11:00+02:00")
    }
}

impl Ids for World {
    fn ulid(&self) -> String {
        "01JZ5G2M3N4P5Q6R7S8T9V0W10".to_owned()
    }
}

#[async_trait]
impl Keys for World {
    async fn key(&self, _: &str) -> Result<[u8; 32], PortError> {
        Ok([7; 32])
    }
}

#[async_trait]
impl Outbox for World {
    async fn send(&self, jobs: &[Outgoing]) -> Result<Vec<usize>, PortError> {
        let longest = SignedDuration::from_mins(15);
        assert!(jobs.iter().all(|one| !one.delay.is_negative() && one.delay <= longest), "the queue's delay");
        Ok(Vec::new())
    }

    async fn bury(&self, _: &str, reason: &str, _: &str) -> Result<(), PortError> {
        assert!(!reason.is_empty(), "a dead letter says why");
        Ok(())
    }
}

#[async_trait]
impl JobQueue for World {
    async fn enqueue(&self, jobs: &[(LongJob, SignedDuration)]) -> Result<(), PortError> {
        assert!(!jobs.is_empty(), "there is something to hand over");
        Ok(())
    }
}

#[async_trait]
impl Suppressions for World {
    async fn suppressed(
        &self,
        _: &TenantId,
        _: Option<&PhoneNumber>,
        _: Option<&EmailAddress>,
    ) -> Result<(Option<Suppression>, Option<Suppression>), PortError> {
        Ok((None, None))
    }

    async fn suppress_email(
        &self,
        _: &TenantId,
        _: &EmailAddress,
        _: Suppression,
        _: Timestamp,
    ) -> Result<(), PortError> {
        Ok(())
    }

    async fn suppress_sms(&self, _: &TenantId, _: &str, _: Suppression, _: Timestamp) -> Result<(), PortError> {
        Ok(())
    }
}

#[async_trait]
impl EmailChannel for World {
    async fn send(&self, email: &EmailOut) -> Outcome {
        assert!(is_one_line(&email.subject) && is_one_line(&email.from_name), "headers are one line");
        Outcome::Accepted { provider_id: "mail".to_owned() }
    }
}

#[async_trait]
impl SmsChannel for World {
    async fn send(&self, sms: &SmsOut) -> Outcome {
        assert!(is_plain_text(&sms.text), "an SMS is plain text");
        Outcome::Accepted { provider_id: "sms".to_owned() }
    }
}

/// The answer that is kept for a repeated request.
fn saved() -> Saved {
    Saved { status: 200, headers: Vec::new(), body: "{}".to_owned() }
}
