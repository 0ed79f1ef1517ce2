//! What a delivered message costs: exact figures, the same on every run.
//!
//! The production workflows, store and channels run through scripts of appointments, from the event on the bus to the
//! counted receipt. DynamoDB is an emulator that charges as AWS does; SES, SNS and SQS are a recorder behind the real
//! SDK clients.

pub mod batches;
mod clinic;
mod idle;
mod logs;
mod poller;
mod price;
mod providers;
mod request;
pub mod scenario;
pub mod spent;
mod world;

use anyhow::Result;
use carebell_domain::Channel;
use tokio::runtime::{Builder, Runtime};

use crate::Row;
use price::{Price, count, ingest_requests, month_of_sweeps, send_requests};
use scenario::{EMAIL, SMS, Scenario};
use spent::Spent;

const WRITES: &str = "write units";
const READS: &str = "read units";
const REQUESTS: &str = "requests";
const MILLIONTHS: &str = "millionths of a dollar";

fn runtime() -> Result<Runtime> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}

/// Measures everything, with scripts of so many messages, and sweeps over so many stored appointments.
///
/// # Errors
/// Where a script fails.
pub fn run(messages: usize, stored: usize) -> Result<Vec<Row>> {
    let mut rows = reminders(messages)?;
    rows.extend(further(messages)?);
    rows.extend(idle(stored)?);
    Ok(rows)
}

/// The figures that have goals for each reminder: P0, P1, P1b, P3 and P4.
///
/// # Errors
/// Where a script fails.
pub fn reminders(messages: usize) -> Result<Vec<Row>> {
    let runtime = runtime()?;
    let (mut rows, mut writes) = (Vec::new(), Vec::new());
    for (name, scenario, most_writes, most_reads) in [("e-mail", EMAIL, 8.2, 3.2), ("SMS", SMS, 9.5, 3.7)] {
        let spent = runtime.block_on(scenario::run(scenario, messages))?;
        let each = |sum: f64| sum / count(messages);
        let (all, name) = (spent.all(), format!("a reminder by {name}"));
        writes.push(each(all.writes));
        rows.push(Row::shown("P1", &name, each(all.writes), WRITES).at_most(most_writes));
        rows.push(Row::shown("P3", &name, each(all.reads), READS).at_most(most_reads));
        rows.push(
            Row::shown("P4", format!("{name}: its send job"), each(send_requests(&spent)), REQUESTS).at_most(0.35),
        );
        let way = format!("{name}: the event's way to us");
        rows.push(Row::shown("P4+", way, each(ingest_requests(&spent)), REQUESTS));
        for (function, took) in &spent.by {
            let part = format!("{name}: {}", function.name());
            rows.push(Row::shown("P1+", &part, each(took.writes), WRITES));
            rows.push(Row::shown("P3+", part, each(took.reads), READS));
        }
        let price = Price::of(&spent, scenario.channels == EMAIL.channels);
        rows.push(Row::shown("P0", &name, each(price.sum()), MILLIONTHS).at_most(10.0));
        for (part, sum) in price.parts() {
            rows.push(Row::shown("P0+", format!("{name}: {part}"), each(sum), MILLIONTHS));
        }
    }
    let spent = runtime.block_on(scenario::run(Scenario { reminds_twice: true, ..EMAIL }, messages))?;
    let [two, of_sms] = [spent.all().writes / count(messages), writes[1] - writes[0]];
    // The second reminder is an SMS, whose own parts are in the goal of an SMS and not in this one.
    let twice = "each of two reminders";
    rows.push(Row::shown("P1b", format!("{twice}, less what an SMS adds"), (two - of_sms) / 2.0, WRITES).at_most(7.2));
    rows.push(Row::shown("P1b+", format!("{twice}, the second by SMS"), two / 2.0, WRITES));
    rows.push(Row::shown("P3+", format!("{twice}, the second by SMS"), spent.all().reads / count(2 * messages), READS));
    Ok(rows)
}

/// What else may happen to a reminder by e-mail, and what it adds.
fn further(messages: usize) -> Result<Vec<Row>> {
    let runtime = runtime()?;
    let spent = |scenario: Scenario| runtime.block_on(scenario::run(scenario, messages));
    let plain = spent(EMAIL)?;
    let of = |spent: &Spent| (spent.all().writes / count(messages), spent.all().reads / count(messages));
    let mut rows = Vec::new();
    let mut row = |name: &str, (writes, reads): (f64, f64)| {
        rows.push(Row::shown("P1+", name, writes, WRITES));
        rows.push(Row::shown("P3+", name, reads, READS));
    };
    for (name, scenario) in [
        ("a notification by e-mail adds", Scenario { notifies: true, ..EMAIL }),
        ("a second channel (SMS) adds", Scenario { channels: &[Channel::Email, Channel::Sms], ..EMAIL }),
        ("a move before the reminder adds", Scenario { moves: true, ..EMAIL }),
        ("a recall that is pending adds", Scenario { recalls: true, ..EMAIL }),
        ("a source that leaves the client out adds", Scenario { leaves_out: true, ..EMAIL }),
    ] {
        let (more, base) = (of(&spent(scenario)?), of(&plain));
        row(name, (more.0 - base.0, more.1 - base.1));
    }
    let skipped = of(&spent(Scenario { consents: false, ..EMAIL })?);
    row("a reminder that is skipped, in all", skipped);
    let (without, with) = runtime.block_on(request::bookings())?;
    rows.push(Row::shown("P1+", "an idempotency key adds", with - without, WRITES));
    Ok(rows)
}

/// Sweeps with nothing due.
fn idle(stored: usize) -> Result<Vec<Row>> {
    let sizes = [0, stored / 10, stored];
    let took = runtime()?.block_on(idle::sweeps(sizes))?;
    let mut rows = Vec::new();
    let units = |place: usize| took[place].writes + took[place].reads;
    for (place, size) in sizes.iter().enumerate().skip(1) {
        let name = format!("a sweep, nothing due: {size} stored over none");
        rows.push(Row::shown("P5", name, units(place) / units(0), "times").at_most(1.0));
    }
    let runs = count(took[2].runs);
    rows.push(Row::shown("P5+", format!("a sweep, nothing due, {stored} stored"), took[2].writes / runs, WRITES));
    rows.push(Row::shown("P5+", format!("a sweep, nothing due, {stored} stored"), took[2].reads / runs, READS));
    rows.push(Row::shown("P5+", "30 days of sweeps with nothing due", month_of_sweeps(took[2]), "dollars"));
    Ok(rows)
}
