//! The sweep: what has come due since the last one becomes send jobs, one for each client,
//! and one for each matter of which the centre is told.

use std::sync::Arc;

pub use carebell_domain::agenda::Pace;
use jiff::{SignedDuration, Timestamp};
use tracing::info;

use crate::jobs::Gathered;
use crate::ports::{Clock, Ids, Outbox, Outgoing, PortError, Sweep};

/// What a sweep needs.
#[derive(Clone)]
pub struct Sweeper {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Names for jobs.
    pub ids: Arc<dyn Ids>,
    /// The due index.
    pub sweep: Arc<dyn Sweep>,
    /// Which entries it sweeps.
    pub pace: Pace,
    /// The queue of send jobs.
    pub outbox: Arc<dyn Outbox>,
}

/// How far before its watermark a sweep looks: an entry written by a slow clock, or seen late by the index.
const OVERLAP: SignedDuration = SignedDuration::from_mins(3);
/// Every so many minutes a sweep looks at all that is overdue, however old: a job that was lost is made anew.
const HEAL_EVERY_MINUTES: i64 = 15;
/// Entries a page.
const PAGE: usize = 500;

impl Sweeper {
    /// Sweeps every shard. Gives the number of jobs that were handed over.
    ///
    /// # Errors
    /// [`PortError`] where a shard could not be read or its jobs not handed over: the next sweep begins where this
    /// one stopped.
    pub async fn run(&self) -> Result<usize, PortError> {
        let now = self.clock.now();
        let mut handed_over = 0;
        for shard in 0..self.sweep.shards() {
            handed_over += self.shard(shard, now).await?;
        }
        if handed_over > 0 {
            info!(jobs = handed_over, "Handed over what has come due");
        }
        Ok(handed_over)
    }

    async fn shard(&self, shard: u16, now: Timestamp) -> Result<usize, PortError> {
        let heals = (now.as_second() / 60) % HEAL_EVERY_MINUTES == 0;
        let watermark = self.sweep.watermark(self.pace, shard).await?;
        let from = watermark.filter(|_| !heals).map(|mark| mark - OVERLAP);
        let mut due = Gathered::default();
        let mut after: Option<String> = None;
        let mut handed_over = 0;
        loop {
            let page = self.sweep.due(self.pace, shard, from, now, after.as_deref(), PAGE).await?;
            for entry in page.items {
                due.add(entry.tenant, entry.target, ());
            }
            after = page.next;
            // Clients whose entries straddle two pages are kept until the last page, unless there are very many.
            if after.is_none() || due.len() >= PAGE * 4 {
                handed_over += self.hand_over(std::mem::take(&mut due)).await?;
            }
            if after.is_none() {
                break;
            }
        }
        self.sweep.advance(self.pace, shard, now).await?;
        Ok(handed_over)
    }

    async fn hand_over(&self, due: Gathered<()>) -> Result<usize, PortError> {
        let jobs = due.jobs(&*self.ids).into_iter();
        let jobs: Vec<Outgoing> = jobs.map(|(job, _)| Outgoing { job, delay: SignedDuration::ZERO }).collect();
        if jobs.is_empty() {
            return Ok(0);
        }
        let failed = self.outbox.send(&jobs).await?;
        if failed.is_empty() {
            Ok(jobs.len())
        } else {
            Err(PortError::new("handing jobs over", format!("{} of {} were not taken", failed.len(), jobs.len())))
        }
    }
}
