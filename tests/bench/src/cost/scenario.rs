//! What the scripts do: a thousand appointments, from the event on the bus to the counted receipt.

use anyhow::{Result, ensure};
use carebell_domain::Channel;
use carebell_domain::fixtures::at;
use jiff::SignedDuration;

use super::clinic::{event, know};
use super::spent::Spent;
use super::world::World;

/// Two days before the start, on a Wednesday within the sending hours, and four hours before it.
const DUE: &str = "2026-06-03T15:30:00+02:00";
const SECOND_DUE: &str = "2026-06-05T11:30:00+02:00";
const START: (&str, &str) = ("2026-06-05T15:30:00+02:00", "2026-06-05T16:00:00+02:00");
/// Where appointments are moved to, and when the reminder is due then.
const MOVED: (&str, &str) = ("2026-06-09T10:30:00+02:00", "2026-06-09T11:00:00+02:00");
const MOVED_DUE: &str = "2026-06-07T10:30:00+02:00";

/// What happens to each appointment.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    /// The channels that reminders (and notifications) go by.
    pub channels: &'static [Channel],
    /// Whether the client is told that the appointment was made.
    pub notifies: bool,
    /// Whether it is moved before its reminder.
    pub moves: bool,
    /// Whether the client has consented; if not, the reminder is skipped.
    pub consents: bool,
    /// Whether the source leaves the client out of later events.
    pub leaves_out: bool,
    /// Whether a second reminder follows, by SMS.
    pub reminds_twice: bool,
    /// Whether a recall waits, from the booking on.
    pub recalls: bool,
}

/// One reminder by e-mail, and nothing else.
pub const EMAIL: Scenario = Scenario {
    channels: &[Channel::Email],
    notifies: false,
    moves: false,
    consents: true,
    leaves_out: false,
    reminds_twice: false,
    recalls: false,
};
/// One reminder by SMS, and nothing else.
pub const SMS: Scenario = Scenario { channels: &[Channel::Sms], ..EMAIL };

/// Runs a scenario and gives what it took.
///
/// # Errors
/// Where a workflow fails, or not every message is delivered and counted: then its figures would mean nothing.
pub async fn run(scenario: Scenario, messages: usize) -> Result<Spent> {
    let mut world = World::start(scenario).await?;
    for number in 0..messages {
        know(&world.store, number, scenario).await?;
    }
    world.begin()?;
    let told = |version, (start, end): (&str, &str), now| {
        (0..messages).map(|number| event(number, version, now, start, end, scenario)).collect::<Vec<_>>()
    };
    world.ingest(&told(1, START, world.now())).await?;
    world.changes().await?;
    if scenario.notifies {
        world.later(SignedDuration::from_mins(2));
        world.send().await?;
        world.receive().await?;
    }
    if scenario.moves {
        world.later(SignedDuration::from_mins(10));
        world.ingest(&told(2, MOVED, world.now())).await?;
        world.changes().await?;
    }
    world.at(at(if scenario.moves { MOVED_DUE } else { DUE }));
    world.sweep().await?;
    world.send().await?;
    world.receive().await?;
    if scenario.reminds_twice {
        world.at(at(SECOND_DUE));
        world.sweep().await?;
        world.send().await?;
        world.receive().await?;
    }
    world.count().await?;

    let each = scenario.channels.len() * (1 + usize::from(scenario.notifies)) + usize::from(scenario.reminds_twice);
    let delivered = world.delivered().await?;
    let expected = if scenario.consents { each * messages } else { 0 };
    ensure!(delivered == expected, "{delivered} messages were delivered and counted, not {expected}");
    Ok(world.end())
}
