//! Sending what is due about a client's appointments: decide, claim, send, record.
//!
//! The claim is written before the provider is told, conditional on the very facts that were decided on. Whatever
//! happens afterwards, no other job sends the same message; a job that comes back to a claim of its own without a
//! record of its outcome marks the message as unknown. After a while somebody looks whether a receipt has told the
//! outcome; only if none has, and only what is permitted to be, is a message repeated, once.

mod centre;
mod centre_doubt;
mod claim;
mod compose;
mod day;
mod deliver;
mod doubt;
mod facts;
mod look;
mod rehearsal;

use std::sync::Arc;

use carebell_domain::model::Appointment;
use tracing::{info, warn};

use crate::jobs::{Job, SendJob};
use crate::links::Links;
use crate::ports::{Clock, Directory, EmailChannel, Messages, PortError, Records, SmsChannel, SmsQuota, Suppressions};
use claim::Claimed;
pub use doubt::{Doubts, Waits};
use facts::Working;
pub(crate) use rehearsal::{Fate, Foreseen, Rehearsal, plans_recall};

/// What sending needs.
#[derive(Clone)]
pub struct Sender {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Settings, texts, services.
    pub directory: Arc<dyn Directory>,
    /// Clients' files.
    pub records: Arc<dyn Records>,
    /// Message rows.
    pub messages: Arc<dyn Messages>,
    /// Suppressed addresses.
    pub suppressions: Arc<dyn Suppressions>,
    /// The daily number of SMS.
    pub quota: Arc<dyn SmsQuota>,
    /// E-mail.
    pub email: Arc<dyn EmailChannel>,
    /// SMS.
    pub sms: Arc<dyn SmsChannel>,
    /// What runs that died have left behind.
    pub doubts: Doubts,
    /// The links to clients' pages; without them no message has one.
    pub links: Option<Links>,
}

/// What became of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handled {
    /// It is done, or there was nothing to do.
    Done,
    /// It is to come back: another run of the same job may still be at work.
    Later,
    /// It can never be done.
    Hopeless(&'static str),
}

/// How often a write that came second is decided anew within one run.
const TRIES: usize = 6;

impl Sender {
    /// Does one job, of whatever kind.
    ///
    /// # Errors
    /// As of [`handle`](Self::handle).
    pub async fn take(&self, job: &Job) -> Result<Handled, PortError> {
        match job {
            Job::Send(job) => self.handle(job).await,
            Job::Centre(job) => self.tell_centre(job).await,
        }
    }

    /// Does one job about a client's appointments.
    ///
    /// # Errors
    /// [`PortError`] where a port failed: the job goes back to its queue. Nothing is sent twice by that.
    pub async fn handle(&self, job: &SendJob) -> Result<Handled, PortError> {
        let Some(tenancy) = self.directory.tenancy(&job.tenant).await? else {
            return Ok(Handled::Hopeless("there is no such tenant"));
        };
        let mut tries = 0;
        'anew: loop {
            let Some(mut working) = Working::load(self, &tenancy, job).await? else {
                info!(tenant = %job.tenant, client = %job.client, "The client is gone; nothing is sent");
                return Ok(Handled::Done);
            };
            for item in working.in_order(&job.items) {
                if self.doubts.appointment(job, &mut working, &item).await? {
                    return Ok(Handled::Later);
                }
                self.name_again(job, &working, &item).await?;
                let looked = self.look(&working, &item).await?;
                match self.claim(job, &mut working, &item, &looked).await? {
                    Claimed::Nothing => {}
                    Claimed::Stale => {
                        tries += 1;
                        if tries == TRIES {
                            warn!(tenant = %job.tenant, client = %job.client, "Too many writers at once; the job comes back");
                            return Ok(Handled::Later);
                        }
                        continue 'anew;
                    }
                    Claimed::Messages(messages) => {
                        // One that fails takes none of the others along: they are claimed, and nobody else sends them.
                        let mut failed = None;
                        for message in messages {
                            failed = failed.or(self.deliver(job, &mut working, &item, message).await.err());
                        }
                        if let Some(error) = failed {
                            return Err(error);
                        }
                    }
                }
            }
            return Ok(Handled::Done);
        }
    }
}

/// The local day of an appointment's start, under which the calendar lists it.
pub(crate) fn local_day(
    catalogue: &carebell_domain::model::Catalogue,
    settings: &carebell_domain::model::Settings,
    appointment: &Appointment,
) -> jiff::civil::Date {
    let location = catalogue.locations.get(&appointment.location);
    let zone = location.and_then(|location| location.time_zone.as_ref()).unwrap_or(&settings.centre.time_zone);
    zone.day(appointment.start)
}
