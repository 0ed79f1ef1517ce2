//! What a run that died has left of the mails to the centre.

use std::collections::BTreeMap;

use carebell_domain::centre::{Mail, Notice};
use carebell_domain::message::{Status, Step, Steps};
use carebell_domain::{NoticeId, UserId};
use jiff::Timestamp;
use tracing::warn;

use super::centre::blank;
use super::doubt::{Doubts, SKEW, WORDS};
use crate::jobs::CentreJob;
use crate::ports::{MessageKey, MessageRecord, PortError, Tenancy};

impl Doubts {
    /// Settles what a job about a matter has left behind. `true` where a run of it may still be at work.
    pub(super) async fn settle_centre(&self, job: &CentreJob) -> Result<bool, PortError> {
        let Some(tenancy) = self.directory.tenancy(&job.tenant).await? else { return Ok(false) };
        let notices = self.notices.matter(&job.tenant, &job.matter).await?;
        self.centre(job, &tenancy, &notices).await
    }

    /// Shows those mails as unknown that earlier runs of this very job claimed and of which there is no record. `true`
    /// where one of these runs may still be at work.
    pub(super) async fn centre(
        &self,
        job: &CentreJob,
        tenancy: &Tenancy,
        notices: &[Notice],
    ) -> Result<bool, PortError> {
        let mut claimed: BTreeMap<(&UserId, Timestamp), Vec<NoticeId>> = BTreeMap::new();
        for notice in notices {
            for (user, claim) in notice.claims().filter(|(_, claim)| claim.job == job.id && claim.skipped.is_none()) {
                claimed.entry((user, claim.at)).or_default().push(notice.id.clone());
            }
        }
        for ((user, at), told) in claimed {
            let mail = Mail { to: Some(user.clone()), notices: told, skipped: None };
            let record = blank(tenancy, notices, &mail, at)?;
            let key = MessageKey { tenant: job.tenant.clone(), id: record.id.clone() };
            if self.messages.get(&key).await?.is_some() {
                continue;
            }
            let now = self.clock.now();
            if at.duration_until(now) < self.run_time + SKEW {
                return Ok(true);
            }
            // A receipt that came first has told that it was sent: the row keeps its steps and gains the rest.
            warn!(tenant = %job.tenant, message = %key.id, "The outcome of a message is unknown");
            let step = Step { at: now, words: Some(WORDS.to_owned()) };
            let recipient = tenancy.admins.get(user).map(|to| to.as_str().to_owned());
            let record = MessageRecord { recipient, steps: Steps::from([(Status::Unknown, step)]), ..record };
            self.messages.record(&job.tenant, &record).await?;
        }
        Ok(false)
    }
}
