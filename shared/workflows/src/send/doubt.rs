//! A job that finds a claim of its own was here before. Either the message has its record, or the run that claimed
//! it is still at work, or it died between the provider's answer and the record: then nobody knows, and that is said.

use std::sync::Arc;

use carebell_domain::MessageId;
use carebell_domain::decide::Occasion;
use carebell_domain::message::{Status, Step, Steps};
use carebell_domain::model::{Appointment, Client, Settings};
use jiff::{SignedDuration, Timestamp};
use tracing::warn;

use super::claim::{blank_record, name};
use super::facts::recipient;
use crate::jobs::SendJob;
use crate::ports::{Clock, Directory, MessageKey, MessageRecord, Messages, PortError, Records};

/// What is said of a message whose sender died.
const WORDS: &str = "the sender ended between handing the message over and recording the answer";
/// Clocks of two machines differ by at most this.
const SKEW: SignedDuration = SignedDuration::from_secs(5);

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
    /// How long one run may take: an own claim younger than that may still be at work.
    pub run_time: SignedDuration,
}

impl Doubts {
    /// Settles all that a job has left behind, without sending anything. `true` where a run of it may still be at
    /// work: then it is to be asked again.
    ///
    /// # Errors
    /// [`PortError`] where a port failed.
    pub async fn settle(&self, job: &SendJob) -> Result<bool, PortError> {
        let Some(tenancy) = self.directory.tenancy(&job.tenant).await? else { return Ok(false) };
        let file = self.records.file(&job.tenant, &job.client).await?;
        let Some(client) = file.client else { return Ok(false) };
        let mut at_work = false;
        for appointment in file.appointments.iter().filter(|one| job.items.contains(&one.id.item)) {
            at_work |= self.appointment(job, &tenancy.settings, &client, appointment).await?;
        }
        Ok(at_work)
    }

    /// Settles the claims that earlier runs of this very job left on an appointment. `true` where one of them may
    /// still be at work.
    pub(super) async fn appointment(
        &self,
        job: &SendJob,
        settings: &Settings,
        client: &Client,
        appointment: &Appointment,
    ) -> Result<bool, PortError> {
        for (occasion, at) in own_claims(job, appointment) {
            let key = MessageKey { tenant: job.tenant.clone(), id: name(appointment, occasion, at)? };
            if self.messages.get(&key).await?.is_some() {
                continue;
            }
            let now = self.clock.now();
            if at.duration_until(now) < self.run_time + SKEW {
                return Ok(true);
            }
            // A receipt that came first has told that it was sent: the row keeps its steps and gains the rest.
            warn!(tenant = %job.tenant, message = %key.id, "The outcome of a message is unknown");
            let record = unknown(settings, client, appointment, occasion, key.id, (at, now));
            self.messages.record(&job.tenant, &record).await?;
        }
        Ok(false)
    }
}

fn own_claims(job: &SendJob, appointment: &Appointment) -> Vec<(Occasion, Timestamp)> {
    let mine = appointment.claims.iter().filter(|(_, claim)| claim.job == job.id && claim.skipped.is_none());
    mine.map(|(key, claim)| (Occasion { event: key.event, channel: key.channel, number: key.number }, claim.at))
        .collect()
}

fn unknown(
    settings: &Settings,
    client: &Client,
    appointment: &Appointment,
    occasion: Occasion,
    id: MessageId,
    (at, now): (Timestamp, Timestamp),
) -> MessageRecord {
    let Occasion { event, channel, number } = occasion;
    MessageRecord {
        recipient: recipient(client, channel),
        steps: Steps::from([(Status::Unknown, Step { at: now, words: Some(WORDS.to_owned()) })]),
        ..blank_record(settings, appointment, event, channel, number, id, at)
    }
}
