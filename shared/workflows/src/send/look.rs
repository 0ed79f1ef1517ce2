//! Looking into doubts: when a receipt has been waited for long enough, has one told what became of the message?

use std::collections::BTreeMap;

use carebell_domain::decide::Occasion;
use carebell_domain::message::{Status, status};
use carebell_domain::model::Claim;
use carebell_domain::{Channel, ItemId};
use tracing::info;

use super::Sender;
use super::claim::name;
use super::doubt::{SKEW, own_claims};
use super::facts::Working;
use crate::jobs::SendJob;
use crate::ports::{MessageKey, PortError};

/// The messages whose doubt has been looked into, and whether their outcome is known now.
pub(super) type Looked = BTreeMap<Occasion, bool>;

impl Sender {
    /// Looks into those doubts about an appointment's messages whose time has come.
    pub(super) async fn look(&self, working: &Working, item: &ItemId) -> Result<Looked, PortError> {
        let now = self.clock.now();
        let mut looked = Looked::new();
        let Some(appointment) = working.appointment(item) else { return Ok(looked) };
        for (occasion, claim) in &appointment.claims {
            if claim.doubt.is_some_and(|look_at| look_at <= now) {
                let key = MessageKey { tenant: working.tenant.clone(), id: name(appointment, *occasion, claim.at)? };
                looked.insert(*occasion, self.is_told(working, *occasion, claim, key).await?);
            }
        }
        Ok(looked)
    }

    /// Names those SMS of an earlier run of this very job again that have their record and no receipt yet: the run may
    /// have ended before it told the receipts which message the provider's name stands for.
    pub(super) async fn name_again(&self, job: &SendJob, working: &Working, item: &ItemId) -> Result<(), PortError> {
        let Some(appointment) = working.appointment(item) else { return Ok(()) };
        for (occasion, claim) in own_claims(job, appointment) {
            if occasion.channel != Channel::Sms {
                continue;
            }
            let key = MessageKey { tenant: working.tenant.clone(), id: name(appointment, *occasion, claim.at)? };
            if let Some(row) = self.messages.get(&key).await?
                && let (Some(provider_id), Status::Sent) = (&row.provider_id, status(&row.steps))
            {
                self.join(working, provider_id, key.id).await?;
            }
        }
        Ok(())
    }

    async fn is_told(
        &self,
        working: &Working,
        occasion: Occasion,
        claim: &Claim,
        key: MessageKey,
    ) -> Result<bool, PortError> {
        let Some(row) = self.messages.get(&key).await? else { return Ok(false) };
        if status(&row.steps) != Status::Unknown {
            return Ok(true);
        }
        let (Channel::Sms, Some(number)) = (occasion.channel, &row.recipient) else { return Ok(false) };
        let (from, to) = (claim.at - SKEW, claim.at + self.doubts.run_time + SKEW);
        // With two it could be either: which is not guessed.
        let [provider_id] = &self.messages.stray_sms(number, from, to).await?[..] else { return Ok(false) };
        info!(tenant = %key.tenant, message = %key.id, "A receipt has told the outcome of a message in doubt");
        self.join(working, provider_id, key.id).await?;
        Ok(true)
    }
}
