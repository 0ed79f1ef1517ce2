//! The world that all runs share: its time, what is to happen next, the store, the queues, what the providers were
//! told, and what the checks want to know.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Arguments;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use carebell_domain::TenantId;
use carebell_workflows::ports::Tenancy;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::check::Ledger;
use crate::fault::{Fault, Faults, Plan, Point};
use crate::queue::Queues;
use crate::random::Random;
use crate::store::Store;
use crate::stream::Readers;

/// A run of a function.
pub type RunId = u64;

/// What is to happen at an instant.
#[derive(Clone, Debug)]
pub enum Event {
    /// A call of a run goes on.
    Resume(u64),
    /// A run has taken longer than it may.
    TimeOut(RunId),
    /// A queue gives out what is visible.
    Poll(crate::queue::Name),
    /// A reader of the stream takes the next batch.
    Pump(crate::stream::Reader),
    /// The schedule ticks.
    Tick,
    /// A step of the scenario.
    Act(usize),
    /// A step of the scenario, again: it failed before.
    ActAgain(usize),
    /// A receipt comes, for the first, second or third time.
    Receipt(Arc<Value>, u8),
}

/// How a call goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As it should.
    Go,
    /// With this fault.
    Fault(Fault),
}

/// A call that waits for its turn.
#[derive(Debug)]
struct Parked {
    run: RunId,
    fault: Option<Fault>,
    verdict: Option<Verdict>,
    waker: Waker,
}

/// The world.
#[derive(Debug)]
pub struct World {
    /// The store; its clock is the world's.
    pub store: Store,
    /// What decides about latencies.
    pub random: Random,
    /// What goes wrong.
    pub faults: Faults,
    /// Queues.
    pub queues: Queues,
    /// Readers of the stream.
    pub readers: Readers,
    /// What the checks want to know.
    pub ledger: Ledger,
    /// Caches of configurations, by function instance and tenant.
    pub caches: BTreeMap<(&'static str, u64, TenantId), (Arc<Tenancy>, Timestamp)>,
    events: BTreeMap<(Timestamp, u64), Event>,
    calls: HashMap<u64, Parked>,
    number: u64,
    /// When the schedule ticks next, as far as a tick can find anything.
    pub next_tick: Option<Timestamp>,
    /// From when on every message arrives, if ever.
    pub arrives_from: Option<Timestamp>,
    /// What happened, in words, where somebody wants to read it.
    pub trace: Option<Vec<String>>,
}

/// The world as runs hold it.
pub type Shared = Arc<Mutex<World>>;

/// Looks at the world.
pub fn look(world: &Shared) -> MutexGuard<'_, World> {
    world.lock().unwrap_or_else(PoisonError::into_inner)
}

impl World {
    /// A world at its begin.
    #[must_use]
    pub fn new(now: Timestamp, seed: u64, plan: Plan, traced: bool) -> Self {
        Self {
            store: Store::new(now),
            random: Random::new(seed),
            faults: Faults::new(plan),
            queues: Queues::default(),
            readers: Readers::default(),
            ledger: Ledger::default(),
            caches: BTreeMap::new(),
            events: BTreeMap::new(),
            calls: HashMap::new(),
            number: 0,
            next_tick: None,
            arrives_from: None,
            trace: traced.then(Vec::new),
        }
    }

    /// The present instant.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.store.now
    }

    /// A number that nobody else has.
    pub const fn number(&mut self) -> u64 {
        self.number += 1;
        self.number
    }

    /// Has something happen after a while.
    pub fn after(&mut self, delay: SignedDuration, event: Event) {
        self.at(self.now() + delay, event);
    }

    /// Has something happen at an instant, or at once where that has passed.
    pub fn at(&mut self, at: Timestamp, event: Event) {
        let key = (at.max(self.now()), self.number());
        self.events.insert(key, event);
    }

    /// When the next thing happens.
    #[must_use]
    pub fn next_at(&self) -> Option<Timestamp> {
        self.events.keys().next().map(|(at, _)| *at)
    }

    /// The next thing; time goes on to it.
    pub fn go_on(&mut self) -> Option<Event> {
        let ((at, _), event) = self.events.pop_first()?;
        self.store.now = at;
        Some(event)
    }

    /// Notes what happens, if somebody wants to read it.
    pub fn tell(&mut self, words: Arguments<'_>) {
        let now = self.now();
        if let Some(trace) = &mut self.trace {
            trace.push(format!("{now:.3} {words}"));
        }
    }

    /// Milliseconds, between two numbers.
    pub fn millis(&mut self, from: i64, to: i64) -> SignedDuration {
        SignedDuration::from_millis(self.random.between(from, to))
    }

    /// By how much an eventual read is behind: mostly not at all.
    pub fn lag(&mut self) -> SignedDuration {
        if self.random.chance(1, 8) { self.millis(1, 1_500) } else { SignedDuration::ZERO }
    }

    /// How long the index takes to follow a write.
    pub fn index_lag(&mut self) -> SignedDuration {
        match self.faults.at(Point::Index) {
            Some(_) => {
                self.tell(format_args!("the index will be late"));
                self.millis(20_000, 170_000)
            }
            None => self.millis(0, 60),
        }
    }

    /// Parks a call of a run until its turn.
    pub fn park(&mut self, run: RunId, point: Point, waker: Waker) -> u64 {
        let fault = self.faults.at(point);
        let delay = match fault {
            Some(Fault::Slow) => SignedDuration::from_secs(12),
            Some(Fault::Hangs) => SignedDuration::from_mins(20),
            _ => self.millis(1, 25),
        };
        let call = self.number();
        self.after(delay, Event::Resume(call));
        self.calls.insert(call, Parked { run, fault, verdict: None, waker });
        call
    }

    /// The turn of a call has come: its run, and whether that ends instead.
    pub fn resume(&mut self, call: u64) -> Option<(RunId, bool)> {
        let parked = self.calls.get_mut(&call)?;
        let fault = parked.fault.filter(|fault| !matches!(fault, Fault::Slow | Fault::Hangs));
        if fault == Some(Fault::CrashBefore) {
            return Some((parked.run, true));
        }
        parked.verdict = Some(fault.map_or(Verdict::Go, Verdict::Fault));
        parked.waker.wake_by_ref();
        Some((parked.run, false))
    }

    /// How a call goes on, once its turn has come.
    pub fn verdict(&mut self, call: u64, waker: &Waker) -> Option<Verdict> {
        let parked = self.calls.get_mut(&call)?;
        let Some(verdict) = parked.verdict else {
            parked.waker.clone_from(waker);
            return None;
        };
        self.calls.remove(&call);
        Some(verdict)
    }

    /// Forgets the calls of a run that ended.
    pub fn forget(&mut self, run: RunId) {
        self.calls.retain(|_, call| call.run != run);
    }
}
