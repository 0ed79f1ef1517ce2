//! The calendar by months, and the queue of jobs that are done in slices.

use async_trait::async_trait;
use carebell_domain::TenantId;
use carebell_workflows::jobs::Job;
use carebell_workflows::ports::{JobQueue, Page, Planned, PortError, Replans};
use jiff::SignedDuration;
use jiff::civil::Date;

use super::Ports;
use crate::fault::Point;
use crate::queue::Name;

/// Appointments a page, whatever is asked for: a month has more than one.
const A_PAGE: usize = 2;

#[async_trait]
impl Replans for Ports {
    async fn has_month(&self, tenant: &TenantId, month: Date) -> Result<bool, PortError> {
        // Most months are empty: asking about each would be all that a run does.
        let any = {
            let world = crate::world::look(&self.world);
            !world.store.month(tenant, month).is_empty()
        };
        if !any {
            return Ok(false);
        }
        self.call(Point::Read, "looking into a month", |world| {
            self.touches(world, tenant);
            true
        })
        .await
    }

    async fn month(
        &self,
        tenant: &TenantId,
        month: Date,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<Planned>, PortError> {
        let skip: usize = after.and_then(|after| after.parse().ok()).unwrap_or_default();
        self.call(Point::Read, "reading a month", |world| {
            self.touches(world, tenant);
            let mut items: Vec<Planned> = world.store.month(tenant, month).into_iter().skip(skip).collect();
            let most = limit.min(A_PAGE);
            let more = items.len() > most;
            items.truncate(most);
            Page { items, next: more.then(|| (skip + most).to_string()) }
        })
        .await
    }
}

#[async_trait]
impl JobQueue for Ports {
    async fn enqueue(&self, jobs: &[(Job, SignedDuration)]) -> Result<(), PortError> {
        self.call(Point::Write, "handing slices over", |world| {
            for (job, delay) in jobs {
                let Job::Replan(replan) = job;
                self.touches(world, &replan.tenant);
                world.enqueue(Name::Jobs, serde_json::to_string(job).unwrap_or_default(), None, *delay);
            }
        })
        .await
    }
}
