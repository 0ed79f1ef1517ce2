//! The invariants. Some are checked at the very call that would break them, the others when all has settled.

mod attempt;
mod centre;
mod days;
mod foretold;
mod settled;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use carebell_domain::decide::{Named, Occasion};
use carebell_domain::model::{Appointment, Claim, Client};
use carebell_domain::{AppointmentId, Channel, ClientId, MessageId, TenantId};
use carebell_workflows::ports::MessageKey;
use jiff::{SignedDuration, Timestamp};

use crate::store::{ClaimChange, MailChange};
use crate::world::{RunId, World};

pub use attempt::occasion_of;
pub use foretold::{Look, What};
pub use settled::settled;

/// A claim that was written.
#[derive(Clone, Debug)]
pub struct Taking {
    /// When, by the world's clock.
    pub at: Timestamp,
    /// By which run.
    pub run: RunId,
    /// Whose.
    pub tenant: TenantId,
    /// On what.
    pub key: Occasion,
    /// The claim.
    pub claim: Claim,
    /// The appointment as it was before.
    pub before: Arc<Appointment>,
    /// How often the provider was called upon it.
    pub calls: u32,
    /// Whether it was given back.
    pub gone: bool,
}

/// A call to a provider.
#[derive(Clone, Debug)]
pub struct Call {
    /// By which run.
    pub run: RunId,
    /// Whose message.
    pub tenant: TenantId,
    /// Which message.
    pub message: MessageId,
    /// On which channel.
    pub channel: Channel,
    /// To whom.
    pub to: String,
    /// When the call began.
    pub started: Timestamp,
    /// When it reached the provider.
    pub at: Timestamp,
    /// Whether the provider took the message on.
    pub accepted: bool,
    /// The generation of each of the tenant's appointments then.
    pub generations: Vec<Named>,
}

/// What a run read of a client, consistently.
#[derive(Clone, Debug)]
struct Reading {
    asked: Timestamp,
    client: Client,
}

/// What the checks want to know.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Claims, by the name of the message without its day.
    pub takings: HashMap<String, Vec<Taking>>,
    /// Claims of mails to the centre, by the name of the message without its day.
    pub mails: HashMap<String, Vec<centre::MailTaking>>,
    /// Calls to providers, with the claim upon which each was made.
    pub calls: Vec<(Call, Option<Taking>)>,
    /// Runs whose process has ended in the middle of a call.
    pub ended: Vec<RunId>,
    /// Runs that died over a job which another delivery of it had acknowledged: nobody comes back to what they claimed.
    pub orphans: Vec<RunId>,
    /// Reminders that have taken their day, and the appointments that they named then.
    pub took_day: BTreeMap<MessageKey, Vec<Named>>,
    /// Messages of which a provider reported.
    pub reported: Vec<MessageKey>,
    /// The last version that another system told of each of its appointments.
    pub told: BTreeMap<(TenantId, AppointmentId), u64>,
    /// What timelines said.
    pub looks: Vec<Look>,
    /// What was found wrong.
    pub violations: Vec<String>,
    tenants: BTreeMap<RunId, Vec<TenantId>>,
    readings: BTreeMap<(RunId, TenantId, ClientId), Reading>,
}

/// How old a consistent reading of the client may be at a call to the provider (I6).
pub const FRESH: SignedDuration = SignedDuration::from_secs(10);

impl Ledger {
    /// A run may touch these tenants: those of its batch.
    pub fn allow(&mut self, run: RunId, tenants: Vec<TenantId>) {
        self.tenants.insert(run, tenants);
    }

    /// A run touches a tenant's.
    pub fn touches(&mut self, run: RunId, function: &str, tenant: &TenantId) {
        if self.tenants.get(&run).is_some_and(|allowed| !allowed.contains(tenant)) {
            self.violations.push(format!("I8: run {run} of {function} touched what is {tenant}'s"));
        }
    }

    /// A run read a client consistently, and asked for it at an instant.
    pub fn read(&mut self, run: RunId, tenant: &TenantId, asked: Timestamp, client: Option<&Client>) {
        if let Some(client) = client {
            let key = (run, tenant.clone(), client.id.clone());
            self.readings.insert(key, Reading { asked, client: client.clone() });
        }
    }

    /// Forgets what a run that ended has read.
    pub fn forget(&mut self, run: RunId) {
        self.tenants.remove(&run);
        self.readings.retain(|(of, ..), _| *of != run);
    }

    /// Whether the last run that claimed an occasion's message died with nobody to come back.
    fn is_orphan(&self, place: &str) -> bool {
        let last = self.takings.get(place).and_then(|takings| takings.last()).map(|taking| taking.run);
        let mail = self.mails.get(place).and_then(|takings| takings.last()).map(|taking| taking.run);
        last.or(mail).is_some_and(|run| self.orphans.contains(&run))
    }

    fn mailed(&mut self, run: RunId, change: MailChange) {
        let takings = self.mails.entry(format!("{}/{}", change.tenant, change.name)).or_default();
        if change.gone {
            takings
                .iter_mut()
                .filter(|taking| taking.mail.claim.job == change.claim.job)
                .for_each(|one| one.gone = true);
        } else {
            takings.push(centre::MailTaking { run, mail: change, calls: 0, gone: false, accepted: false });
        }
    }

    fn claimed(&mut self, run: RunId, now: Timestamp, change: ClaimChange) {
        let ClaimChange { tenant, before, key, claim, gone } = change;
        if claim.skipped.is_some() {
            return;
        }
        let name = occasion_of(&before.id, &key);
        let takings = self.takings.entry(format!("{tenant}/{name}")).or_default();
        if gone {
            for taking in takings.iter_mut().filter(|taking| taking.claim.job == claim.job) {
                taking.gone = true;
            }
        } else {
            takings.push(Taking { at: now, run, tenant, key, claim, before, calls: 0, gone: false });
        }
    }
}

impl World {
    /// After a call of a run had its effect: takes over what the store noted, and wakes the stream's readers.
    pub fn took_effect(&mut self, run: RunId) {
        let now = self.now();
        for change in std::mem::take(&mut self.store.claimed) {
            self.ledger.claimed(run, now, change);
        }
        for change in std::mem::take(&mut self.store.mailed) {
            self.ledger.mailed(run, change);
        }
        self.ledger.violations.append(&mut self.store.faults);
        self.stream_grew();
    }
}
