//! The ticks of the sweep, every minute. Those that would find nothing are not run: only their watermark is written.

use carebell_domain::agenda::Pace;
use jiff::{SignedDuration, Timestamp};

use super::{Ended, Simulation, Work, is_twice};
use crate::fault::{Fault, Point};
use crate::functions;
use crate::store::SHARDS;
use crate::world::{Event, look};

const MINUTE: i64 = 60;
/// Every so many minutes a sweep looks at all that is overdue.
const HEALS_EVERY: i64 = 15;

/// The first whole minute after an instant.
fn next_minute(at: Timestamp, minutes: i64) -> Timestamp {
    let step = MINUTE * minutes;
    Timestamp::from_second((at.as_second().div_euclid(step) + 1) * step).unwrap_or(at)
}

impl Simulation<'_> {
    /// Sees to it that the next tick comes that can find something.
    pub(super) fn tick_if_due(&self) {
        let mut world = look(&self.world);
        let now = world.now();
        let next = world.store.due_instants().map(|due| {
            if due > now {
                next_minute(due - SignedDuration::from_millis(1), 1)
            } else if due > now - SignedDuration::from_mins(5) {
                next_minute(now, 1)
            } else {
                next_minute(now, HEALS_EVERY)
            }
        });
        let Some(at) = next.min() else { return };
        // A whole minute has its tick once.
        if world.next_tick.is_none_or(|next| at < next) {
            world.next_tick = Some(at);
            world.at(at, Event::Tick);
        }
    }

    pub(super) fn tick(&mut self) {
        let fault = {
            let mut world = look(&self.world);
            // One that was asked for and then overtaken by an earlier one.
            if world.next_tick != Some(world.now()) {
                return;
            }
            world.next_tick = None;
            let fault = world.faults.at(Point::Tick);
            if fault == Some(Fault::Missed) {
                world.tell(format_args!("a tick is missed"));
                return;
            }
            // The ticks since the last one found nothing, and moved the watermark.
            let quiet = world.now() - SignedDuration::from_secs(MINUTE);
            for shard in 0..SHARDS {
                if world.store.watermark(Pace::Minutes, shard, SignedDuration::ZERO).is_some() {
                    world.store.advance(Pace::Minutes, shard, quiet);
                }
            }
            fault
        };
        // What is kept to the hour has its own function; here it comes at every tick that finds something.
        let hourly = look(&self.world).store.has_due(Pace::Hours).then_some(Pace::Hours);
        for pace in [Pace::Minutes].into_iter().chain(hourly) {
            for _ in 0..=u8::from(is_twice(fault)) {
                let ports = self.ports("sweep");
                let name = ports.name();
                let future = async move {
                    functions::sweep(ports, pace).await;
                    Ended::Swept
                };
                self.start(Work::Sweep, name, 55, None, future);
            }
        }
    }
}
