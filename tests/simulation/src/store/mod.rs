//! The table as it is meant: what `carebell-store` makes of DynamoDB, without DynamoDB. The domain's types lie in maps;
//! conditions, transactions and what reads may see are those of the real store. A test holds both against each other.

mod config;
mod index;
mod messages;
mod notices;
mod records;

use std::collections::BTreeMap;
use std::sync::Arc;

use carebell_domain::centre::Notice;
use carebell_domain::{AppointmentId, ClientId, Event, MatterId, NoticeId, TenantId};
use carebell_workflows::ports::{Count, DeadLetter, History, MessageKey, Notes, Tenancy};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

pub use index::SHARDS;
pub use messages::Row;
pub use notices::MailChange;
pub use records::{Refused, Stored};

/// A value that an eventual read may still see as it was before.
#[derive(Clone, Debug)]
pub struct Versioned<T> {
    now: Option<T>,
    before: Option<T>,
    changed: Timestamp,
}

impl<T> Default for Versioned<T> {
    fn default() -> Self {
        Self { now: None, before: None, changed: Timestamp::MIN }
    }
}

impl<T> Versioned<T> {
    /// The present value.
    pub const fn get(&self) -> Option<&T> {
        self.now.as_ref()
    }

    /// The value as an eventual read sees it: as it was `lag` ago, if it has changed since.
    pub fn seen(&self, now: Timestamp, lag: SignedDuration) -> Option<&T> {
        if lag > SignedDuration::ZERO && now - lag < self.changed { self.before.as_ref() } else { self.now.as_ref() }
    }

    /// Writes.
    pub fn set(&mut self, value: T, now: Timestamp) {
        self.before = self.now.replace(value);
        self.changed = now;
    }
}

/// A record of the table's stream, as far as its two readers pass it.
#[derive(Clone, Debug)]
pub enum Changed {
    /// An appointment with a mark.
    Appointment {
        /// Whose.
        tenant: TenantId,
        /// Which.
        id: AppointmentId,
        /// When it is to be looked at.
        look_at: Timestamp,
    },
    /// A configuration that can bring something forward.
    Configuration {
        /// Whose.
        tenant: TenantId,
        /// Its version.
        version: u64,
    },
    /// A notice with a mark.
    Notice {
        /// Whose.
        tenant: TenantId,
        /// Of which matter.
        matter: MatterId,
        /// When it is to be looked at.
        look_at: Timestamp,
    },
    /// A message's row.
    Message {
        /// Which.
        key: MessageKey,
        /// The cell it was counted in.
        before: Option<Count>,
        /// The cell it is to be counted in.
        after: Option<Count>,
    },
}

/// A write of a claim, or its end, for the checks.
#[derive(Clone, Debug)]
pub struct ClaimChange {
    /// Whose.
    pub tenant: TenantId,
    /// The appointment as it was before the write.
    pub before: Arc<carebell_domain::model::Appointment>,
    /// Of which message.
    pub key: carebell_domain::decide::Occasion,
    /// The claim: new, or the one that was given back.
    pub claim: carebell_domain::model::Claim,
    /// Whether it was given back.
    pub gone: bool,
}

/// Everything that is kept.
#[derive(Debug, Default)]
pub struct Store {
    /// The present instant, by no machine's clock but the world's.
    pub now: Timestamp,
    files: BTreeMap<(TenantId, ClientId), records::FileRows>,
    shared: BTreeMap<(TenantId, String), messages::Guards>,
    notes: BTreeMap<(TenantId, AppointmentId), Notes>,
    histories: BTreeMap<(TenantId, AppointmentId), BTreeMap<u64, History>>,
    outside: BTreeMap<(TenantId, String, String), AppointmentId>,
    rows: BTreeMap<MessageKey, Row>,
    joins: BTreeMap<String, messages::Join>,
    strays: BTreeMap<(String, Timestamp, String), ()>,
    suppressions: BTreeMap<(TenantId, String), messages::Suppressed>,
    quota: BTreeMap<(TenantId, Date), u32>,
    counts: BTreeMap<(TenantId, Date), (String, BTreeMap<Count, i64>)>,
    letters: BTreeMap<String, DeadLetter>,
    notices: BTreeMap<(TenantId, MatterId), BTreeMap<NoticeId, Notice>>,
    watermarks: BTreeMap<(carebell_domain::agenda::Pace, u16), Versioned<Timestamp>>,
    index: index::Index,
    configurations: BTreeMap<TenantId, config::Versions>,
    /// The table's stream, as long as it is.
    pub stream: Vec<Changed>,
    /// Claims that were written or given back since the checks last looked.
    pub claimed: Vec<ClaimChange>,
    /// Mails to the centre that were claimed or given back since then.
    pub mailed: Vec<MailChange>,
    /// What no store should be asked to do: a status that goes backwards, a step that changes.
    pub faults: Vec<String>,
}

impl Store {
    /// A store without anything in it.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self { now, ..Self::default() }
    }

    /// The configuration of a tenant is from now on this. Where that can bring something forward, the stream tells.
    pub fn configure(&mut self, tenant: &TenantId, tenancy: &Tenancy) {
        let replans = self.tenancy(tenant).is_some_and(|before| {
            let zones = |tenancy: &Tenancy| {
                let places = tenancy.catalogue.locations.values();
                places.map(|place| place.time_zone.clone()).collect::<Vec<_>>()
            };
            tenancy.settings.replans(&before.settings) || zones(tenancy) != zones(&before)
        });
        // Whatever order the scenario thought of, versions rise.
        let version = self.tenancy(tenant).map_or(1, |before| before.version + 1);
        let tenancy = Arc::new(Tenancy { version, ..tenancy.clone() });
        self.configurations.entry(tenant.clone()).or_default().push(self.now, tenancy);
        if replans {
            self.stream.push(Changed::Configuration { tenant: tenant.clone(), version });
        }
    }

    /// Whether an event's text is right while the appointment has a status; the product's table, written anew.
    #[must_use]
    pub const fn is_right(event: Event, status: carebell_domain::model::Status) -> bool {
        use carebell_domain::model::Status::{Attended, Booked, Cancelled, Confirmed, NoShow, Requested};
        match event {
            Event::AppointmentRequested => matches!(status, Requested),
            Event::AppointmentCreated
            | Event::AppointmentApproved
            | Event::AppointmentReminder
            | Event::AppointmentSecondReminder => {
                matches!(status, Booked | Confirmed)
            }
            Event::Recall => !matches!(status, Cancelled | NoShow),
            Event::ThankYou | Event::SatisfactionSurvey => matches!(status, Booked | Confirmed | Attended),
            Event::AppointmentModified => matches!(status, Requested | Booked | Confirmed),
            Event::AppointmentCancelled => matches!(status, Cancelled),
            Event::CentreClientConfirmed
            | Event::CentreClientCancelled
            | Event::CentreClientAnswers
            | Event::CentrePoorAnswer
            | Event::CentreActionRequired => false,
        }
    }
}
