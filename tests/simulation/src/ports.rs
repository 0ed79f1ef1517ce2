//! The ports as a run sees them. Every call parks until the scheduler lets it go on, well or with a fault.

mod messages;
mod provider;
mod records;
mod replan;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use async_trait::async_trait;
use carebell_domain::TenantId;
use carebell_workflows::ports::{Clock, Directory, Ids, Outbox, Outgoing, PortError, Tenancy};
use jiff::{SignedDuration, Timestamp};

use crate::fault::{Fault, Point};
use crate::queue::Name;
use crate::world::{RunId, Shared, Verdict, World, look};

/// For so long a function's instance uses what it knows of a configuration unasked.
const FRESH_FOR: SignedDuration = SignedDuration::from_secs(5);

/// What one run has of the world.
#[derive(Clone, Debug)]
pub(crate) struct Ports {
    /// The world.
    pub(crate) world: Shared,
    /// The run.
    pub(crate) run: RunId,
    /// Of which function.
    pub(crate) function: &'static str,
    /// In which of its instances.
    pub(crate) instance: u64,
    /// By how much the machine's clock is wrong.
    pub(crate) skew: SignedDuration,
}

/// A call until it goes on.
struct Turn<'a> {
    ports: &'a Ports,
    point: Point,
    call: Option<u64>,
}

impl Future for Turn<'_> {
    type Output = Verdict;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Verdict> {
        let mut world = look(&self.ports.world);
        let Some(call) = self.call else {
            let call = world.park(self.ports.run, self.point, context.waker().clone());
            drop(world);
            self.call = Some(call);
            return Poll::Pending;
        };
        world.verdict(call, context.waker()).map_or(Poll::Pending, Poll::Ready)
    }
}

/// What no workflow under test asks for.
fn unasked<T>() -> Result<T, PortError> {
    Err(PortError::new("listing", "the simulation lists nothing"))
}

impl Ports {
    /// Which run of which function has them.
    #[must_use]
    pub(crate) const fn name(&self) -> (&'static str, RunId) {
        (self.function, self.run)
    }

    /// Waits for the turn of a call.
    async fn turn(&self, point: Point) -> Verdict {
        Turn { ports: self, point, call: None }.await
    }

    fn tell(&self, world: &mut World, what: &str, fault: Option<Fault>) {
        if world.trace.is_some() {
            let fault = fault.map_or_else(String::new, |fault| format!("  <-- {fault:?}"));
            world.tell(format_args!("{} {}: {what}{fault}", self.function, self.run));
        }
    }

    /// A call to the table or the queue.
    async fn call<T: Send>(
        &self,
        point: Point,
        what: &'static str,
        mut effect: impl FnMut(&mut World) -> T + Send,
    ) -> Result<T, PortError> {
        let verdict = self.turn(point).await;
        let (answer, fault) = {
            let mut world = look(&self.world);
            let fault = if let Verdict::Fault(fault) = verdict { Some(fault) } else { None };
            self.tell(&mut world, what, fault);
            let mut done = |world: &mut World| {
                let answer = effect(world);
                world.took_effect(self.run);
                answer
            };
            match fault {
                Some(Fault::Error) => (None, fault),
                Some(Fault::Lost | Fault::CrashAfter) => {
                    done(&mut world);
                    (None, fault)
                }
                Some(Fault::Retried) => {
                    done(&mut world);
                    (Some(done(&mut world)), None)
                }
                _ => (Some(done(&mut world)), None),
            }
        };
        if fault == Some(Fault::CrashAfter) {
            self.end().await;
        }
        answer.ok_or_else(|| PortError::new(what, "injected"))
    }

    /// The process ends here: the scheduler drops the run.
    async fn end(&self) {
        look(&self.world).ledger.ended.push(self.run);
        std::future::pending::<()>().await;
    }

    /// What a run may touch: the caller's tenant's, and nothing of others (I8).
    fn touches(&self, world: &mut World, tenant: &TenantId) {
        world.ledger.touches(self.run, self.function, tenant);
    }
}

impl Clock for Ports {
    fn now(&self) -> Timestamp {
        look(&self.world).now() + self.skew
    }
}

impl Ids for Ports {
    fn ulid(&self) -> String {
        format!("{:026}", look(&self.world).number())
    }
}

#[async_trait]
impl Directory for Ports {
    async fn tenancy(&self, tenant: &TenantId) -> Result<Option<Arc<Tenancy>>, PortError> {
        let place = (self.function, self.instance, tenant.clone());
        let now = self.now();
        {
            let mut world = look(&self.world);
            self.touches(&mut world, tenant);
            if let Some((tenancy, checked)) = world.caches.get(&place)
                && checked.duration_until(now).abs() < FRESH_FOR
            {
                return Ok(Some(Arc::clone(tenancy)));
            }
        }
        self.call(Point::Read, "reading a configuration", |world| {
            let found = world.store.tenancy(tenant);
            if let Some(tenancy) = &found {
                world.caches.insert(place.clone(), (Arc::clone(tenancy), now));
            }
            found
        })
        .await
    }

    async fn fresh(&self, tenant: &TenantId) -> Result<Option<Arc<Tenancy>>, PortError> {
        self.touches(&mut look(&self.world), tenant);
        self.call(Point::Read, "reading a configuration afresh", |world| world.store.tenancy(tenant)).await
    }
}

#[async_trait]
impl Outbox for Ports {
    async fn send(&self, jobs: &[Outgoing]) -> Result<Vec<usize>, PortError> {
        let verdict = self.turn(Point::Outbox).await;
        let fault = if let Verdict::Fault(fault) = verdict { Some(fault) } else { None };
        let mut left = Vec::new();
        {
            let mut world = look(&self.world);
            self.tell(&mut world, "handing jobs over", fault);
            if fault == Some(Fault::Error) {
                return Err(PortError::new("handing jobs over", "injected"));
            }
            for (place, Outgoing { job, delay }) in jobs.iter().enumerate() {
                self.touches(&mut world, &job.tenant);
                // Of one job nothing is taken, of several every second one.
                if fault == Some(Fault::Partly) && (jobs.len() == 1 || place % 2 == 1) {
                    left.push(place);
                    continue;
                }
                let body = serde_json::to_string(job).unwrap_or_default();
                world.enqueue(Name::Send, body, None, *delay);
            }
        }
        match fault {
            Some(Fault::Lost) => Err(PortError::new("handing jobs over", "injected")),
            Some(Fault::CrashAfter) => {
                self.end().await;
                Ok(left)
            }
            _ => Ok(left),
        }
    }

    async fn bury(&self, origin: &str, reason: &str, body: &str) -> Result<(), PortError> {
        let said = Some((origin.to_owned(), reason.to_owned()));
        self.call(Point::Write, "burying", |world| {
            world.enqueue(Name::Dead, body.to_owned(), said.clone(), SignedDuration::ZERO);
        })
        .await
    }
}
