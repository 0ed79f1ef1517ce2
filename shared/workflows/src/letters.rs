//! Dead letters: what could not be processed is kept with its reason, so that nothing vanishes. Of another system's event
//! the centre is told.

use std::sync::Arc;

use carebell_domain::TenantId;
use carebell_domain::centre::{Happened, Notice};
use carebell_domain::ids::derived;
use serde_json::Value;
use tracing::warn;

use crate::jobs::Job;
use crate::ports::{Clock, DeadLetter, DeadLetters, PortError};
use crate::send::Doubts;

/// A letter as it arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The queue's name for it.
    pub id: String,
    /// Where it came from, where it says so.
    pub origin: Option<String>,
    /// Why it was given up, where it says so.
    pub reason: Option<String>,
    /// The letter.
    pub body: String,
}

/// What keeping letters needs.
#[derive(Clone)]
pub struct Undertaker {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where letters are kept.
    pub letters: Arc<dyn DeadLetters>,
    /// Settles what a job that died has left in doubt.
    pub doubts: Doubts,
}

impl Undertaker {
    /// Keeps a letter. What a send job left behind is settled first: a message that it had claimed without a record
    /// of the outcome is shown as unknown. `false` where the letter is to come back, because a run of the job may
    /// still be at work.
    ///
    /// # Errors
    /// [`PortError`]: the letter comes back.
    pub async fn handle(&self, letter: &Letter) -> Result<bool, PortError> {
        let body: Option<Value> = serde_json::from_str(&letter.body).ok();
        if let Ok(job) = Job::read(&letter.body)
            && self.doubts.settle(&job).await?
        {
            return Ok(false);
        }
        // Under a name that no tenant has, nobody would ever see it: such a letter is the platform's.
        let tenant = match body.as_ref().and_then(tenant_of) {
            Some(named) if self.doubts.directory.tenancy(&named).await?.is_some() => Some(named),
            _ => None,
        };
        let kept = DeadLetter {
            id: derived(&[&letter.id]),
            tenant,
            origin: letter.origin.clone().unwrap_or_else(|| "a queue".to_owned()),
            reason: letter.reason.clone().unwrap_or_else(|| "it failed each time it was tried".to_owned()),
            body: letter.body.clone(),
            at: self.clock.now(),
        };
        self.letters.keep(&kept).await?;
        self.tell_centre(&kept, body.as_ref()).await?;
        warn!(letter = %kept.id, origin = kept.origin, reason = kept.reason, "Kept a dead letter");
        Ok(true)
    }
}

impl Undertaker {
    /// What another system's event says is missing from the clinic's data until somebody sees to it: the centre is told.
    async fn tell_centre(&self, kept: &DeadLetter, body: Option<&Value>) -> Result<(), PortError> {
        let (Some(tenant), Some(source)) = (&kept.tenant, body.and_then(source_of)) else { return Ok(()) };
        let Some(tenancy) = self.doubts.directory.tenancy(tenant).await? else { return Ok(()) };
        let line = |text: &str| text.chars().filter(|sign| !sign.is_control()).take(MOST_TOLD).collect::<String>();
        let happened = Happened::NotTakenIn { source: line(source), why: line(&kept.reason) };
        let notice = Notice::new(&tenancy.settings, happened, source, &kept.id, kept.at);
        self.doubts.notices.raise(tenant, &notice).await
    }
}

/// Most characters of a text from outside that the centre is told.
const MOST_TOLD: usize = 200;

/// The other system that a letter came from, where it is an event of one.
fn source_of(body: &Value) -> Option<&str> {
    body["source"].as_str().filter(|_| body["detail"]["tenant"].is_string())
}

/// The tenant that a letter names: a job of ours, or the detail of an event.
fn tenant_of(body: &Value) -> Option<TenantId> {
    let named = body["tenant"].as_str().or_else(|| body["detail"]["tenant"].as_str())?;
    named.parse().ok()
}
