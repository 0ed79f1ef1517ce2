//! A job that finds a claim of its own was here before. Either the message has its record, or the run that claimed
//! it is still at work, or it died between the provider's answer and the record: then nobody knows, and that is said.

use std::sync::Arc;

use carebell_domain::decide::Occasion;
use carebell_domain::message::{Status, Step, Steps, status};
use carebell_domain::model::{Appointment, Claim};
use carebell_domain::{Channel, ItemId};
use jiff::SignedDuration;
use tracing::warn;

use super::claim::{blank_record, name, write_of};
use super::facts::{Working, recipient};
use crate::jobs::{Job, SendJob};
use crate::ports::{Clock, Directory, MessageKey, MessageRecord, Messages, Notices, PortError, Records, WriteError};

/// What is said of a message whose sender died.
pub(super) const WORDS: &str = "the sender ended between handing the message over and recording the answer";
/// Clocks of two machines differ by at most this.
pub(super) const SKEW: SignedDuration = SignedDuration::from_secs(5);

/// Settles what runs that died have left in doubt.
#[derive(Clone)]
pub struct Doubts {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Settings.
    pub directory: Arc<dyn Directory>,
    /// Clients' files.
    pub records: Arc<dyn Records>,
    /// Message rows.
    pub messages: Arc<dyn Messages>,
    /// What the centre is told of.
    pub notices: Arc<dyn Notices>,
    /// How long one run may take: an own claim younger than that may still be at work.
    pub run_time: SignedDuration,
    /// How long a receipt is waited for.
    pub waits: Waits,
}

/// How long a message whose outcome is unknown waits for a receipt before somebody looks for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waits {
    /// An e-mail.
    pub email: SignedDuration,
    /// An SMS.
    pub sms: SignedDuration,
}

impl Doubts {
    /// Settles all that a job has left behind, without sending anything. `true` where a run of it may still be at
    /// work: then it is to be asked again.
    ///
    /// # Errors
    /// [`PortError`] where a port failed.
    pub async fn settle(&self, job: &Job) -> Result<bool, PortError> {
        match job {
            Job::Send(job) => self.settle_send(job).await,
            Job::Centre(job) => self.settle_centre(job).await,
        }
    }

    async fn settle_send(&self, job: &SendJob) -> Result<bool, PortError> {
        let Some(tenancy) = self.directory.tenancy(&job.tenant).await? else { return Ok(false) };
        let file = self.records.file(&job.tenant, &job.client).await?;
        let Some(mut working) = Working::of(&job.tenant, &tenancy, file) else { return Ok(false) };
        let mut at_work = false;
        for item in working.in_order(&job.items) {
            at_work |= self.appointment(job, &mut working, &item).await?;
        }
        Ok(at_work)
    }

    /// Settles the claims that earlier runs of this very job left on an appointment. `true` where one of them may
    /// still be at work.
    pub(super) async fn appointment(
        &self,
        job: &SendJob,
        working: &mut Working,
        item: &ItemId,
    ) -> Result<bool, PortError> {
        let Some(appointment) = working.appointment(item).cloned() else { return Ok(false) };
        for (occasion, claim) in own_claims(job, &appointment) {
            let key = MessageKey { tenant: job.tenant.clone(), id: name(&appointment, *occasion, claim.at)? };
            match self.messages.get(&key).await? {
                Some(row) if status(&row.steps) != Status::Unknown => continue,
                Some(_) => {}
                None if claim.at.duration_until(self.clock.now()) < self.run_time + SKEW => return Ok(true),
                None => {
                    // A receipt that came first has told that it was sent: the row keeps its steps and gains the rest.
                    warn!(tenant = %job.tenant, message = %key.id, "The outcome of a message is unknown");
                    let record = self.unknown(working, &appointment, *occasion, claim)?;
                    self.messages.record(&job.tenant, &record).await?;
                }
            }
            self.mark(working, item, *occasion).await?;
        }
        Ok(false)
    }

    /// Stores with its claim that a message is in doubt, so that it is looked into when its time is up. Where the claim
    /// is gone the appointment has changed since, and what is owed now is told anew.
    pub(super) async fn mark(&self, working: &mut Working, item: &ItemId, occasion: Occasion) -> Result<(), PortError> {
        if !is_looked_into(occasion) {
            return Ok(());
        }
        for _ in 0..super::TRIES {
            let Some(mut appointment) = working.appointment(item).cloned() else { return Ok(()) };
            let Some(claim) = appointment.claims.get_mut(&occasion).filter(|claim| claim.doubt.is_none()) else {
                return Ok(());
            };
            let now = self.clock.now();
            claim.doubt = Some(now + self.wait(occasion.channel));
            let write = write_of(working, appointment, Vec::new(), now);
            match self.records.write_appointment(&working.tenant, &write).await {
                Ok(rev) => {
                    working.replace(Appointment { rev, ..write.appointment });
                    return Ok(());
                }
                Err(WriteError::Port(error)) => return Err(error),
                Err(WriteError::Stale) => {
                    working.appointments = self.records.file(&working.tenant, &working.client.id).await?.appointments;
                }
            }
        }
        Err(PortError::new("marking a doubt", "another write was first each time"))
    }

    const fn wait(&self, channel: Channel) -> SignedDuration {
        match channel {
            Channel::Sms => self.waits.sms,
            Channel::Email => self.waits.email,
        }
    }

    fn unknown(
        &self,
        working: &Working,
        appointment: &Appointment,
        occasion: Occasion,
        claim: &Claim,
    ) -> Result<MessageRecord, PortError> {
        let step = Step { at: self.clock.now(), words: Some(WORDS.to_owned()) };
        Ok(MessageRecord {
            recipient: recipient(&working.client, occasion.channel),
            steps: Steps::from([(Status::Unknown, step)]),
            ..blank_record(&working.tenancy.settings, appointment, occasion, claim.at)?
        })
    }
}

/// Whether looking later can tell more. Receipts of e-mail settle it by themselves, by the tags that they carry; those
/// of SMS have to be found by their number. And what may be repeated is repeated then.
const fn is_looked_into(occasion: Occasion) -> bool {
    matches!(occasion.channel, Channel::Sms) || occasion.repeated().is_some()
}

pub(super) fn own_claims<'a>(job: &SendJob, appointment: &'a Appointment) -> Vec<(&'a Occasion, &'a Claim)> {
    appointment.claims.iter().filter(|(_, claim)| claim.job == job.id && claim.skipped.is_none()).collect()
}
