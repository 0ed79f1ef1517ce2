//! Changes of appointments, from the table's stream: each that a client may have to be told of becomes a send job,
//! held back until the change has settled.

use std::collections::BTreeMap;
use std::sync::Arc;

use carebell_domain::{ClientId, ItemId, TenantId};
use jiff::{SignedDuration, Timestamp};

use crate::jobs::{SEND_SCHEMA, SendJob};
use crate::ports::{Clock, Ids, JobQueue, Outbox, Outgoing, PortError};
use crate::replan::replan;

/// A marked change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Whose.
    pub tenant: TenantId,
    /// Which client's.
    pub client: ClientId,
    /// Which appointment.
    pub item: ItemId,
    /// When it is to be looked at.
    pub look_at: Timestamp,
}

/// What handing changes over needs.
#[derive(Clone)]
pub struct Changes {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Names for jobs.
    pub ids: Arc<dyn Ids>,
    /// The queue of send jobs.
    pub outbox: Arc<dyn Outbox>,
    /// The queue of jobs that are done in slices.
    pub jobs: Arc<dyn JobQueue>,
}

/// The longest that the queue holds a message back.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html>
const LONGEST_DELAY: SignedDuration = SignedDuration::from_mins(15);

impl Changes {
    /// Hands a batch of changes over: one job for each client and instant. Gives the places of the changes that were
    /// not handed over.
    ///
    /// # Errors
    /// [`PortError`] where the queue could not be reached at all.
    pub async fn handle(&self, changes: &[Change]) -> Result<Vec<usize>, PortError> {
        let now = self.clock.now();
        let mut groups: BTreeMap<(&TenantId, &ClientId, Timestamp), Vec<usize>> = BTreeMap::new();
        for (place, change) in changes.iter().enumerate() {
            groups.entry((&change.tenant, &change.client, change.look_at)).or_default().push(place);
        }
        let (mut jobs, mut places) = (Vec::with_capacity(groups.len()), Vec::with_capacity(groups.len()));
        for ((tenant, client, look_at), members) in groups {
            let mut items: Vec<ItemId> = members.iter().map(|place| changes[*place].item.clone()).collect();
            items.dedup();
            let delay = now.duration_until(look_at).clamp(SignedDuration::ZERO, LONGEST_DELAY);
            let (tenant, client) = (tenant.clone(), client.clone());
            let job = SendJob { schema: SEND_SCHEMA, id: self.ids.ulid(), tenant, client, items };
            jobs.push(Outgoing { job, delay: round_up(delay) });
            places.push(members);
        }
        if jobs.is_empty() {
            return Ok(Vec::new());
        }
        let failed = self.outbox.send(&jobs).await?;
        let mut failed: Vec<usize> = failed.into_iter().flat_map(|job| places[job].clone()).collect();
        failed.sort_unstable();
        Ok(failed)
    }
}

impl Changes {
    /// Has what is planned looked at anew, after changes of these tenants' configurations to these versions.
    ///
    /// # Errors
    /// [`PortError`]: the changes are to be delivered again.
    pub async fn replan(&self, changes: Vec<(TenantId, u64)>) -> Result<(), PortError> {
        // The last version of each is the one that is carried out.
        let last: BTreeMap<TenantId, u64> = changes.into_iter().collect();
        let jobs: Vec<_> =
            last.into_iter().map(|(tenant, version)| (replan(tenant, version), SignedDuration::ZERO)).collect();
        if jobs.is_empty() { Ok(()) } else { self.jobs.enqueue(&jobs).await }
    }
}

/// The queue delays by whole seconds; a job that came a moment early would find nothing settled.
fn round_up(delay: SignedDuration) -> SignedDuration {
    let rest = i64::from(delay.subsec_nanos() > 0);
    SignedDuration::from_secs((delay.as_secs() + rest).min(LONGEST_DELAY.as_secs()))
}
