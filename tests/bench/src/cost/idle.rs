//! A sweep with nothing due, over an empty table and over a full one.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use carebell_domain::AppointmentId;
use carebell_domain::agenda::Pace;
use carebell_domain::fixtures::{Clinic, at};
use carebell_domain::model::Appointment;
use carebell_testkit::{EmulatedTable, FixedClock, SequentialIds};
use carebell_workflows::ports::{AppointmentWrite, Records, Sweep};
use carebell_workflows::sweep::Sweeper;
use dynoxide::ImportOptions;
use dynoxide::actions::scan::ScanRequest;
use dynoxide::types::{AttributeValue, Item};
use jiff::SignedDuration;

use super::clinic::tenant;
use super::providers::Providers;
use super::spent::Took;
use super::world::outbox;

/// A minute before one at which everything overdue is looked at: both kinds of sweep are measured.
const BEGIN: &str = "2026-06-01T10:13:00Z";
/// When everything is due.
const DUE: &str = "2026-06-03T13:30:00Z";
/// Names that are replaced in each copy, as long as the product's.
const CLIENT: &str = "7ZZZZZZZZZZZZZZZZZZZZZZZZC";
const ITEM: &str = "7ZZZZZZZZZZZZZZZZZZZZZZZZA";
/// Copies that are made at once.
const AT_ONCE: usize = 20_000;

/// What two sweeps take, one of each kind, with each number of appointments stored.
pub(super) async fn sweeps<const N: usize>(stored: [usize; N]) -> Result<[Took; N]> {
    let mut took = [Took::default(); N];
    let table = EmulatedTable::start().await;
    let clock = Arc::new(FixedClock::at(BEGIN));
    let store = Arc::new(table.store(clock.clone()));
    for shard in 0..store.shards() {
        store.advance(Pace::Minutes, shard, at(BEGIN)).await?;
    }
    let sample = sample().await?;
    let sweeper = Sweeper {
        pace: Pace::Minutes,
        clock: clock.clone(),
        ids: Arc::new(SequentialIds::default()),
        sweep: store,
        outbox: outbox(&Providers::default()),
    };
    let mut filled = 0;
    for (some, took) in stored.into_iter().zip(&mut took) {
        fill(&table, &sample, filled..some)?;
        filled = some;
        // Fifteen minutes later the same two kinds come again.
        let _ = table.meter.take();
        for _ in 0..2 {
            clock.advance(SignedDuration::from_mins(1));
            ensure!(sweeper.run().await? == 0, "something was due");
            took.runs += 1;
        }
        for call in table.meter.take() {
            took.table_calls += 1;
            *(if call.writes { &mut took.writes } else { &mut took.reads }) += call.units.sum();
        }
        clock.advance(SignedDuration::from_mins(13));
    }
    Ok(took)
}

/// An appointment as the store writes it.
async fn sample() -> Result<Item> {
    let table = EmulatedTable::start().await;
    let mut clinic = Clinic::new();
    let booked = clinic.book("x", BEGIN, "2026-06-05T13:30:00Z");
    let id = AppointmentId { client: CLIENT.parse()?, item: ITEM.parse()? };
    let write = AppointmentWrite {
        appointment: Appointment { id, ..clinic.appointments.swap_remove(booked) },
        local_day: "2026-06-05".parse()?,
        due: Some(at(DUE).into()),
        announce: None,
        notes: None,
        history: None,
        attendance: None,
        skipped: Vec::new(),
        notice: None,
    };
    let store = table.store(Arc::new(FixedClock::at(BEGIN)));
    store.write_appointment(&tenant()?, &write).await?;
    let scan = ScanRequest { table_name: table.name.clone(), ..ScanRequest::default() };
    let items = table.database.scan(scan)?.items.unwrap_or_default();
    items.into_iter().next().context("it was written")
}

/// Puts copies of the sample into the table and its indexes, evenly over the shards.
fn fill(table: &EmulatedTable, sample: &Item, numbers: std::ops::Range<usize>) -> Result<()> {
    let numbers: Vec<usize> = numbers.collect();
    for some in numbers.chunks(AT_ONCE) {
        let copies = some.iter().map(|number| copy(sample, *number)).collect();
        table.database.import_items(&table.name, copies, ImportOptions::default())?;
    }
    Ok(())
}

fn copy(sample: &Item, number: usize) -> Item {
    let mut item = sample.clone();
    for name in ["pk", "sk", "duesk", "calsk"] {
        if let Some(AttributeValue::S(text)) = item.get_mut(name) {
            *text = text.replace(CLIENT, &format!("C{number:025}")).replace(ITEM, &format!("A{number:025}"));
        }
    }
    item.insert("duepk".to_owned(), AttributeValue::S(format!("DUE#M#{}", number % 4)));
    item
}
