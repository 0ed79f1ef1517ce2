//! The scheduler: what happens next, in which run, until nothing does.

mod acting;
mod batches;
mod looking;
mod ticks;

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use carebell_domain::TenantId;
use jiff::SignedDuration;
use serde_json::Value;

use crate::batch::Failures;
use crate::fault::{Fault, Plan};
use crate::functions;
use crate::ports::Ports;
use crate::queue::Name;
use crate::scenario::Scenario;
use crate::stream::Reader;
use crate::world::{Event, RunId, Shared, World, look};

/// What a run leaves behind.
#[derive(Debug)]
enum Ended {
    Batch(Failures),
    Receipt(bool),
    Swept,
    Acted(bool),
}

/// What a run is at.
#[derive(Clone, Debug)]
enum Work {
    Queue(Name, Vec<(u64, String)>),
    Stream(Reader, Vec<usize>),
    Receipt(Arc<Value>, u8),
    Sweep,
    Act(usize),
}

struct Run {
    work: Work,
    future: Pin<Box<dyn Future<Output = Ended>>>,
}

/// How a simulation ended.
#[derive(Debug)]
pub struct Outcome {
    /// What was found wrong.
    pub violations: Vec<String>,
    /// Points at which something could have gone wrong.
    pub points: u64,
    /// Faults that occurred.
    pub faults: u32,
    /// Messages that a provider took on.
    pub accepted: usize,
    /// Messages that are shown as unknown.
    pub unknown: usize,
    /// What happened, in words, if that was asked for.
    pub trace: Vec<String>,
}

struct Simulation<'s> {
    world: Shared,
    scenario: &'s Scenario,
    runs: BTreeMap<RunId, Run>,
}

/// Events after which a simulation is broken off: it runs in circles.
const MOST_EVENTS: u64 = 200_000;
/// Runs a scenario by a plan of faults.
#[must_use]
pub fn simulate(scenario: &Scenario, seed: u64, plan: Plan, traced: bool) -> Outcome {
    let mut world = World::new(scenario.begin, seed, plan, traced);
    world.arrives_from = scenario.arrives_from;
    let world: Shared = Arc::new(Mutex::new(world));
    let mut simulation = Simulation { world, scenario, runs: BTreeMap::new() };
    simulation.begin();
    let mut events = 0;
    while simulation.step() {
        events += 1;
        if events > MOST_EVENTS {
            look(&simulation.world).ledger.violations.push("I10: it runs in circles".to_owned());
            break;
        }
    }
    simulation.runs.clear();
    let mut world = look(&simulation.world);
    let violations = crate::check::settled(&mut world);
    let unknown = world
        .store
        .rows()
        .filter(|(_, row)| carebell_domain::message::status(row.steps()) == carebell_domain::message::Status::Unknown);
    let unknown = unknown.count();
    Outcome {
        violations,
        points: world.faults.points,
        faults: world.faults.happened,
        accepted: world.ledger.calls.iter().filter(|(call, _)| call.accepted).count(),
        unknown,
        trace: world.trace.take().unwrap_or_default(),
    }
}

impl Simulation<'_> {
    fn begin(&self) {
        let mut world = look(&self.world);
        for (tenant, tenancy) in &self.scenario.tenants {
            world.store.configure(tenant, tenancy);
        }
        for (tenant, client) in &self.scenario.clients {
            let write = carebell_workflows::ports::ClientWrite { client: client.clone(), before: None, audit: vec![] };
            let _ = world.store.write_client(tenant, &write);
        }
        for (place, (at, _)) in self.scenario.steps.iter().enumerate() {
            world.at(*at, Event::Act(place));
        }
    }

    /// The next thing that happens. `false` where nothing does any more.
    fn step(&mut self) -> bool {
        self.tick_if_due();
        let Some(event) = look(&self.world).go_on() else { return false };
        match event {
            Event::Resume(call) => {
                let resumed = look(&self.world).resume(call);
                match resumed {
                    Some((run, true)) => self.crash(run, "its process ended"),
                    Some((run, false)) => self.poll(run),
                    None => {}
                }
            }
            Event::TimeOut(run) => self.crash(run, "it took too long"),
            Event::Poll(queue) => self.poll_queue(queue),
            Event::Pump(reader) => self.pump(reader),
            Event::Tick => self.tick(),
            Event::Act(step) => self.act(step, true),
            Event::ActAgain(step) => self.act(step, false),
            Event::Receipt(receipt, tries) => {
                let ports = self.ports("receipts");
                let (name, event) = (ports.name(), Arc::clone(&receipt));
                let future = async move { Ended::Receipt(functions::receipts(ports, event).await) };
                self.start(Work::Receipt(receipt, tries), name, 30, None, future);
            }
        }
        true
    }

    /// The ports of a new run.
    fn ports(&self, function: &'static str) -> Arc<Ports> {
        let mut world = look(&self.world);
        let run = world.number();
        // Two machines' clocks differ by at most five seconds.
        let skew = if world.random.chance(1, 3) { world.millis(-2_500, 2_500) } else { SignedDuration::ZERO };
        let instance = world.random.below(2);
        Arc::new(Ports { world: Arc::clone(&self.world), run, function, instance, skew })
    }

    fn start(
        &mut self,
        work: Work,
        (function, run): (&'static str, RunId),
        seconds: i64,
        tenants: Option<Vec<TenantId>>,
        future: impl Future<Output = Ended> + 'static,
    ) {
        {
            let mut world = look(&self.world);
            if let Some(tenants) = tenants {
                world.ledger.allow(run, tenants);
            }
            if world.trace.is_some() {
                world.tell(format_args!("{function} {run} starts: {work:?}"));
            }
            world.after(SignedDuration::from_secs(seconds), Event::TimeOut(run));
        }
        self.runs.insert(run, Run { work, future: Box::pin(future) });
        self.poll(run);
    }

    fn poll(&mut self, run: RunId) {
        let Some(running) = self.runs.get_mut(&run) else { return };
        let polled = running.future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        let ended = {
            let mut world = look(&self.world);
            let ended = world.ledger.ended.contains(&run);
            world.ledger.ended.clear();
            ended
        };
        match polled {
            Poll::Ready(outcome) => {
                let work = self.runs.remove(&run).map(|run| run.work);
                self.forget(run);
                if let Some(work) = work {
                    self.ended(run, work, Some(outcome));
                }
            }
            Poll::Pending if ended => self.crash(run, "its process ended after a call"),
            Poll::Pending => {}
        }
    }

    fn forget(&self, run: RunId) {
        let mut world = look(&self.world);
        world.forget(run);
        world.ledger.forget(run);
    }

    /// A run ends without an answer.
    fn crash(&mut self, run: RunId, why: &str) {
        let Some(Run { work, future }) = self.runs.remove(&run) else { return };
        drop(future);
        {
            let mut world = look(&self.world);
            world.tell(format_args!("run {run} is gone: {why}"));
            if let Work::Queue(queue, batch) = &work {
                world.died(run, *queue, batch);
            }
        }
        self.forget(run);
        self.ended(run, work, None);
    }

    fn ended(&mut self, run: RunId, work: Work, outcome: Option<Ended>) {
        let mut world = look(&self.world);
        match (work, outcome) {
            (Work::Queue(queue, batch), Some(Ended::Batch(failures))) => {
                let failed: Vec<String> = failures.failures.into_iter().map(|failure| failure.id).collect();
                world.remove_done(run, queue, &batch, &failed);
            }
            (Work::Stream(reader, batch), Some(Ended::Batch(failures))) => {
                let first = failures.failures.first().and_then(|failure| failure.id.parse::<usize>().ok());
                world.batch_ended(reader, &batch, Ok(first.map(|sequence| sequence - 1)));
            }
            (Work::Stream(reader, batch), None) => world.batch_ended(reader, &batch, Err(())),
            (Work::Receipt(receipt, tries), outcome) => {
                if matches!(outcome, Some(Ended::Receipt(true))) {
                } else if tries < 2 {
                    let wait = SignedDuration::from_mins(i64::from(tries) + 1);
                    world.after(wait, Event::Receipt(receipt, tries + 1));
                } else {
                    world.enqueue(Name::Dead, receipt.to_string(), None, SignedDuration::ZERO);
                }
            }
            (Work::Act(step), outcome) => {
                if !matches!(outcome, Some(Ended::Acted(true))) {
                    world.after(SignedDuration::from_secs(4), Event::ActAgain(step));
                }
            }
            (Work::Queue(..) | Work::Sweep, _) | (Work::Stream(..), Some(_)) => {}
        }
    }
}

/// Whether a fault makes something come twice.
const fn is_twice(fault: Option<Fault>) -> bool {
    matches!(fault, Some(Fault::Twice))
}
