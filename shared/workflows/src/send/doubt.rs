//! A job that finds a claim of its own was here before. Either the message has its record, or the run that claimed
//! it is still at work, or it died between the provider's answer and the record: then nobody knows, and that is said.

use carebell_domain::ItemId;
use carebell_domain::decide::Occasion;
use carebell_domain::message::{Status, Step, Steps};
use carebell_domain::model::Appointment;
use jiff::Timestamp;
use tracing::warn;

use super::claim::{blank_record, name};
use super::facts::Working;
use super::{SKEW, Sender};
use crate::jobs::SendJob;
use crate::ports::{MessageKey, MessageRecord, PortError};

/// What is said of a message whose sender died.
const WORDS: &str = "the sender ended between handing the message over and recording the answer";

impl Sender {
    /// Settles the claims that earlier runs of this very job left behind. `true` where one of them may still be at
    /// work: then the job is to come back.
    pub(super) async fn in_doubt(&self, job: &SendJob, working: &Working, item: &ItemId) -> Result<bool, PortError> {
        let Some(appointment) = working.appointment(item) else { return Ok(false) };
        for (occasion, at) in own_claims(job, appointment) {
            let id = name(appointment, occasion, at)?;
            let key = MessageKey { tenant: job.tenant.clone(), id };
            if self.messages.get(&key).await?.is_some() {
                continue;
            }
            let now = self.clock.now();
            if at.duration_until(now) < self.run_time + SKEW {
                return Ok(true);
            }
            // A receipt that came first has told that it was sent: the row keeps its steps and gains the rest.
            warn!(tenant = %job.tenant, message = %key.id, "The outcome of a message is unknown");
            self.messages.record(&job.tenant, &unknown(working, appointment, occasion, key.id, at, now)).await?;
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
    working: &Working,
    appointment: &Appointment,
    occasion: Occasion,
    id: carebell_domain::MessageId,
    at: Timestamp,
    now: Timestamp,
) -> MessageRecord {
    let Occasion { event, channel, number } = occasion;
    let row = blank_record(&working.tenancy.settings, appointment, event, channel, number, id, at);
    MessageRecord {
        recipient: working.recipient(channel),
        steps: Steps::from([(Status::Unknown, Step { at: now, words: Some(WORDS.to_owned()) })]),
        ..row
    }
}
