//! A change of settings with many appointments ahead: how long it takes until all of them are planned by it, and what
//! that costs.
//!
//! The production walk runs on the emulated table, as many slices at once as the mapping of its queue allows. Every
//! reminder moves forward, which is the most that a change can do.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use anyhow::{Result, ensure};
use async_trait::async_trait;
use aws_sdk_dynamodb::types::StreamSpecification;
use carebell_domain::agenda::Due;
use carebell_domain::fixtures::{Clinic, at};
use carebell_domain::model::{Appointment, Client, Settings};
use carebell_domain::time::{Lead, SendingHours};
use carebell_domain::{AppointmentId, ClientId, TenantId};
use carebell_store::Store;
use carebell_testkit::{EmulatedTable, FixedClock};
use carebell_workflows::ports::{
    AppointmentWrite, Audit, ClientWrite, ConfigStore, JobQueue, Kind, Plans, PortError, Records,
};
use carebell_workflows::replan::{Replanned, Replanner, replan};
use carebell_workflows::slices::LongJob;
use jiff::SignedDuration;
use serde_json::{Value, json};
use tokio::runtime::Builder;
use tokio::task::JoinSet;

use crate::Row;

/// When the settings change.
const NOW: &str = "2026-06-01T10:00:00Z";
const TENANT: &str = "tt_01jx5m0v7e8r9t0w1q2a3s4d5f";
/// Appointments of each client.
const A_CLIENT: usize = 5;
/// Slices at work at once: the mapping's `MaximumConcurrency`.
pub const SLICES: usize = 5;
/// Writes and reads at once while the table is filled.
const AT_ONCE: usize = 32;

/// A queue of slices.
#[derive(Default)]
struct Waiting(Mutex<Vec<(LongJob, SignedDuration)>>);

#[async_trait]
impl JobQueue for Waiting {
    async fn enqueue(&self, jobs: &[(LongJob, SignedDuration)]) -> Result<(), PortError> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.extend_from_slice(jobs);
        Ok(())
    }
}

/// A walk of this size is measured by the clock: all else here is counted.
#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
fn started() -> Instant {
    Instant::now()
}

impl Waiting {
    /// The next job: one that waits for a while only when all others are done, as the queue would have it.
    fn next(&self, all_done: bool) -> Option<LongJob> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = waiting.iter().position(|(_, delay)| all_done || delay.is_zero())?;
        Some(waiting.swap_remove(place).0)
    }
}

/// P15 with so many appointments.
///
/// # Errors
/// Where the table cannot be filled or walked.
pub fn run(appointments: usize) -> Result<Vec<Row>> {
    Builder::new_current_thread().enable_all().build()?.block_on(measured(appointments))
}

async fn measured(appointments: usize) -> Result<Vec<Row>> {
    let table = EmulatedTable::start().await;
    // The emulator's writes slow down as records pile up in a stream that nobody reads.
    let off = StreamSpecification::builder().stream_enabled(false).build()?;
    table.client.update_table().table_name(&table.name).stream_specification(off).send().await?;
    let clock = Arc::new(FixedClock::at(NOW));
    let store = Arc::new(table.store(clock.clone()));
    let tenant: TenantId = TENANT.parse()?;
    let mut clinic = Clinic::new();
    // Every reminder goes at its own time, so that each moves.
    clinic.settings.sending_hours = SendingHours::default();
    store.create_tenant(&tenant, &clinic.settings, audit()).await?;
    fill(&store, &tenant, &clinic, appointments).await?;

    let mut changed = clinic.settings.clone();
    changed.reminder.lead = Lead::Days(3);
    let changed = changed.replacing(&clinic.settings, at(NOW));
    ensure!(changed.replans(&clinic.settings), "a longer lead changes plans");
    save(&store, &tenant, &changed).await?;
    let _ = table.meter.take();

    let queue = Arc::new(Waiting::default());
    let replanner = Arc::new(Replanner {
        clock,
        directory: store.clone(),
        calendar: store.clone(),
        records: store.clone(),
        queue: queue.clone(),
    });
    let begun = started();
    queue.enqueue(&[(replan(tenant.clone(), 2), SignedDuration::ZERO)]).await?;
    let written = drain(&replanner, &queue).await?;
    let seconds = begun.elapsed().as_secs_f64();

    let calls = table.meter.take();
    let (mut writes, mut reads, mut updates) = (0.0, 0.0, 0);
    for call in &calls {
        *(if call.writes { &mut writes } else { &mut reads }) += call.units.sum();
        updates += usize::from(call.writes);
    }
    ensure!(written == appointments, "{written} of {appointments} were planned anew");
    let per_appointment = f64::from(u32::try_from(updates)?) / f64::from(u32::try_from(appointments)?);
    let name = format!("a longer lead, {appointments} appointments");
    Ok(vec![
        Row::shown("P15", format!("{name}: both walks"), seconds, "seconds").at_most(60.0),
        Row::shown("P15+", format!("{name}: writes an appointment"), per_appointment, "writes").at_most(1.0),
        Row::shown("P15+", format!("{name}: in all"), writes, "write units")
            .at_most(3.0 * f64::from(u32::try_from(appointments)?)),
        Row::shown("P15+", format!("{name}: in all, both walks"), reads, "read units"),
    ])
}

/// Does all jobs, some at once, until none is left.
async fn drain(replanner: &Arc<Replanner>, queue: &Waiting) -> Result<usize> {
    let mut written = 0;
    let mut running = JoinSet::new();
    loop {
        while running.len() < SLICES {
            let Some(LongJob::Replan(job)) = queue.next(running.is_empty()) else { break };
            let replanner = Arc::clone(replanner);
            running.spawn(async move { replanner.handle(&job).await });
        }
        match running.join_next().await {
            Some(done) => match done?? {
                Replanned::Done(count) => written += count,
                other => ensure!(false, "a job ended with {other:?}"),
            },
            None => return Ok(written),
        }
    }
}

fn audit() -> Audit {
    Audit { at: at(NOW), by: "bench".into(), object: "o".into(), old: Value::Null, new: Value::Null }
}

async fn save(store: &Store, tenant: &TenantId, settings: &Settings) -> Result<()> {
    let document = (Kind::Settings, "settings", json!(settings));
    store.save_with(tenant, document, Some(1), audit(), Plans::Change).await?;
    Ok(())
}

/// Clients with five appointments each, over the next half year, planned two days ahead.
async fn fill(store: &Arc<Store>, tenant: &TenantId, clinic: &Clinic, appointments: usize) -> Result<()> {
    let mut sample = clinic.clone();
    let booked = sample.book("x", "2026-05-30T10:00Z", "2026-06-05T13:30:00Z");
    let sample = Arc::new(sample.appointments.swap_remove(booked));
    let mut running: JoinSet<Result<()>> = JoinSet::new();
    for number in 0..appointments.div_ceil(A_CLIENT) {
        let client: ClientId = format!("C{number:025}").parse()?;
        let write = ClientWrite {
            client: Client { id: client.clone(), mobile: None, email: None, rev: 0, ..clinic.client.clone() },
            before: None,
            audit: Vec::new(),
        };
        let (store, tenant, sample) = (Arc::clone(store), tenant.clone(), Arc::clone(&sample));
        let items = (number * A_CLIENT)..((number + 1) * A_CLIENT).min(appointments);
        running.spawn(async move {
            store.write_client(&tenant, &write).await?;
            for item in items {
                store.write_appointment(&tenant, &planned(&sample, &client, item)?).await?;
            }
            Ok(())
        });
        if running.len() >= AT_ONCE {
            running.join_next().await.transpose()?.transpose()?;
        }
    }
    while let Some(done) = running.join_next().await {
        done??;
    }
    Ok(())
}

/// An appointment between a week and half a year from now.
fn planned(sample: &Appointment, client: &ClientId, item: usize) -> Result<AppointmentWrite> {
    let hours = 7 * 24 + i64::try_from(item % (180 * 8))? * 3;
    let start = at(NOW) + SignedDuration::from_hours(hours);
    let appointment = Appointment {
        id: AppointmentId { client: client.clone(), item: format!("A{item:025}").parse()? },
        start,
        end: start + SignedDuration::from_mins(30),
        ..sample.clone()
    };
    Ok(AppointmentWrite {
        appointment,
        local_day: start.to_zoned(jiff::tz::TimeZone::get("Europe/Rome")?).date(),
        due: Some(Due::from(start - SignedDuration::from_hours(48))),
        announce: None,
        notes: None,
        history: None,
        attendance: None,
        skipped: Vec::new(),
        notice: None,
    })
}
