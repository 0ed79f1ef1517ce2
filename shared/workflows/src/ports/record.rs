//! A client's file: the client, the patients, the appointments and what was sent about them.

use async_trait::async_trait;
use carebell_domain::agenda::{Due, Pace};
use carebell_domain::decide::DayGuard;
use carebell_domain::model::{AnswerKind, Appointment, Claims, Client, Patient, Status};
use carebell_domain::{AppointmentId, ClientId, LocationId, MatterId, PatientId, ResourceId, TenantId};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Address, AtAddress, Audit, Page, PortError};

/// All that is kept of one client, read consistently in one go.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    /// The client; `None` where there is none.
    pub client: Option<Client>,
    /// The client's patients.
    pub patients: Vec<Patient>,
    /// The client's appointments.
    pub appointments: Vec<Appointment>,
    /// The client's reminders of recent days; those to a household stand with the address.
    pub guards: Vec<DayGuard>,
}

/// Why a write did not happen.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Another write came first: read again and decide anew.
    #[error("it was changed since it was read")]
    Stale,
    /// The store failed.
    #[error(transparent)]
    Port(#[from] PortError),
}

/// Texts about an appointment that are kept beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes {
    /// For the client: texts may show them.
    pub notes: Option<String>,
    /// For the clinic only: never rendered, nor exported.
    pub internal_notes: Option<String>,
}

/// One change of an appointment, for its timeline and the audit.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// When.
    pub at: Timestamp,
    /// The user, or the name of the other system.
    pub by: String,
    /// Status before; `None` when it was made.
    pub from: Option<Status>,
    /// Status after.
    pub to: Status,
    /// Start before, where it moved.
    pub moved_from: Option<Timestamp>,
    /// What the client answered by a link, where that is the change.
    pub answer: Option<AnswerKind>,
    /// The answer that the client took back, where that is the change.
    pub taken_back: Option<AnswerKind>,
    /// Claims that the new generation or notice leaves behind: the timeline finds their messages here.
    pub claims: Claims,
}

/// How a change of status changes the client's attendance record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AttendanceChange {
    /// Added to the attended ones.
    pub attended: i32,
    /// Added to the missed ones.
    pub no_show: i32,
}

/// A write of an appointment, conditional on the `rev` that was read.
#[derive(Clone, Debug)]
pub struct AppointmentWrite {
    /// The appointment as it is to be; its `rev` is the one that was read (0: it is new), and rises by one.
    pub appointment: Appointment,
    /// The local day of its start at its location: the day under which the calendar lists it.
    pub local_day: Date,
    /// When something about it is to be decided next; `None` takes it out of the due index.
    pub due: Option<Due>,
    /// When the stream's reader is to have it looked at: a notification is owed. `None` leaves no mark.
    pub announce: Option<Timestamp>,
    /// New notes; `None` leaves them as they are.
    pub notes: Option<Notes>,
    /// A row of its history.
    pub history: Option<History>,
    /// A change of the client's attendance record, in the same transaction.
    pub attendance: Option<AttendanceChange>,
    /// Final skips to be recorded in the same transaction.
    pub skipped: Vec<super::MessageRecord>,
    /// What the centre is to be told of it, or no longer, in the same transaction.
    pub notice: Option<super::NoticeChange>,
}

/// A write of a client.
#[derive(Clone, Debug)]
pub struct ClientWrite {
    /// The client as it is to be; its `rev` is the one that was read (0: new), and rises by one.
    pub client: Client,
    /// The client as it was read, for the address rows that change.
    pub before: Option<Client>,
    /// Rows of the audit (consent).
    pub audit: Vec<Audit>,
}

/// A write of a patient.
#[derive(Clone, Debug)]
pub struct PatientWrite {
    /// The patient as it is to be; its `rev` is the one that was read (0: new), and rises by one.
    pub patient: Patient,
}

/// Reads and writes clients' files.
#[async_trait]
pub trait Records: Send + Sync {
    /// The client's whole file, read consistently.
    async fn file(&self, tenant: &TenantId, client: &ClientId) -> Result<File, PortError>;

    /// One client.
    async fn client(&self, tenant: &TenantId, client: &ClientId) -> Result<Option<Client>, PortError>;

    /// One client and one of its appointments, in one read, as eventual reads: what is written upon them is
    /// conditional on their `rev`.
    async fn client_and_appointment(
        &self,
        tenant: &TenantId,
        id: &AppointmentId,
    ) -> Result<(Option<Client>, Option<Appointment>), PortError>;

    /// One patient.
    async fn patient(
        &self,
        tenant: &TenantId,
        client: &ClientId,
        patient: &PatientId,
    ) -> Result<Option<Patient>, PortError>;

    /// The notes beside an appointment.
    async fn notes(&self, tenant: &TenantId, id: &AppointmentId) -> Result<Notes, PortError>;

    /// The history of an appointment, oldest first.
    async fn history(&self, tenant: &TenantId, id: &AppointmentId) -> Result<Vec<History>, PortError>;

    /// Who is written to at an address, at most `most` of them, and which reminders went there to a household since a day.
    async fn at_address(
        &self,
        tenant: &TenantId,
        address: &Address,
        most: usize,
        since: Date,
    ) -> Result<AtAddress, PortError>;

    /// Writes an appointment and what belongs to the change, all or nothing. Gives the new `rev`.
    async fn write_appointment(&self, tenant: &TenantId, write: &AppointmentWrite) -> Result<u64, WriteError>;

    /// Writes a client, its address rows and audit, all or nothing. Gives the new `rev`.
    async fn write_client(&self, tenant: &TenantId, write: &ClientWrite) -> Result<u64, WriteError>;

    /// Writes a patient. Gives the new `rev`.
    async fn write_patient(&self, tenant: &TenantId, write: &PatientWrite) -> Result<u64, WriteError>;

    /// Clients by the begin of their surname (empty: all), in order of names.
    async fn clients(
        &self,
        tenant: &TenantId,
        surname: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<Client>, PortError>;

    /// The appointments of a local day, in order of start, of one resource or location if given.
    async fn day(
        &self,
        tenant: &TenantId,
        day: Date,
        resource: Option<&ResourceId>,
        location: Option<&LocationId>,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<Appointment>, PortError>;

    /// The appointment that another system calls `theirs`, where its events do not name the client.
    async fn outside(&self, tenant: &TenantId, source: &str, theirs: &str) -> Result<Option<AppointmentId>, PortError>;

    /// Remembers which appointment another system calls `theirs`.
    async fn remember_outside(
        &self,
        tenant: &TenantId,
        source: &str,
        theirs: &str,
        id: &AppointmentId,
    ) -> Result<(), PortError>;
}

/// What a job looks at.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// An appointment.
    Appointment(AppointmentId),
    /// A matter of which the centre is told.
    Matter(MatterId),
}

/// Something whose time has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SweepEntry {
    /// Whose.
    pub tenant: TenantId,
    /// What.
    pub target: Target,
    /// When it was due.
    pub due: Timestamp,
}

/// The due index.
#[async_trait]
pub trait Sweep: Send + Sync {
    /// How many shards the index has.
    fn shards(&self) -> u16;

    /// Up to which instant a shard of a pace has been swept; `None` where it never was.
    async fn watermark(&self, pace: Pace, shard: u16) -> Result<Option<Timestamp>, PortError>;

    /// The entries of a shard after `from`, up to and including `to`, in order; a page of at most `limit`.
    async fn due(
        &self,
        pace: Pace,
        shard: u16,
        from: Option<Timestamp>,
        to: Timestamp,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<SweepEntry>, PortError>;

    /// Moves a shard's watermark forward, never back.
    async fn advance(&self, pace: Pace, shard: u16, to: Timestamp) -> Result<(), PortError>;
}
