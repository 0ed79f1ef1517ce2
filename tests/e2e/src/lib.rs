//! What the end-to-end tests work with: one local cloud a process, and a clinic of its own for each test.
//!
//! The cloud runs `template.yaml` and the functions' binaries as they are. A test goes in by the doors that the world
//! uses (the HTTP API, the bus, the queues, the stream) and looks at what came out: what the carrier was told to send,
//! and what the API shows. As every test has a tenant, addresses and numbers of its own, tests run at once and in any
//! order. Nothing sleeps: what takes time is looked at until it is there, or its time is up.

mod call;
mod clinic;
mod cloud;
mod doors;
mod letters;
mod messages;
mod pages;
mod person;
mod recorder;
mod samples;
mod visit;

pub use call::Call;
pub use clinic::{Clinic, LOCATION, RESOURCE, SERVICE, SOURCE, ZONE};
pub use cloud::{SOON, cloud, platform, until};
pub use doors::{Bus, deliver, handed, invoke, now, queue_event};
pub use letters::Letter;
pub use messages::{Counts, Shown, counts};
pub use pages::press;
pub use person::{Contact, Person};
pub use recorder::recorded;
pub use samples::{SAMPLES, sample};
pub use visit::Visit;

use anyhow::{Result, ensure};
use carebell_local::Answer;
use serde_json::Value;

/// The body of an answer that has this status.
///
/// # Errors
/// The whole answer, where it has another.
pub fn expect(answer: &Answer, status: u16) -> Result<Value> {
    ensure!(answer.status == status, "{status} was expected, this is {}: {}", answer.status, answer.text);
    Ok(answer.json())
}
