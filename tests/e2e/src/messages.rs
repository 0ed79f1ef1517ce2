//! The message summary as the API shows it.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use jiff::SignedDuration;
use serde_json::Value;

use crate::{Clinic, Person, now, until};

/// How many messages stand where: by event, channel, and status or reason of a skip.
pub type Counts = BTreeMap<(String, String, String), i64>;

/// The counts of these cells.
pub fn counts<const N: usize>(cells: [(&str, &str, &str, i64); N]) -> Counts {
    let cell = |(event, channel, outcome, count): (&str, &str, &str, i64)| {
        ((event.to_owned(), channel.to_owned(), outcome.to_owned()), count)
    };
    cells.into_iter().map(cell).collect()
}

/// Yesterday, in UTC: a test that runs over midnight still finds what it began.
fn yesterday() -> String {
    (now() - SignedDuration::from_hours(24)).strftime("%Y-%m-%d").to_string()
}

/// A message of the summary.
#[derive(Clone, Debug)]
pub struct Shown(pub Value);

impl Shown {
    /// Its identifier.
    pub fn id(&self) -> &str {
        self.0["id"].as_str().unwrap_or_default()
    }

    /// Its event, without the `appointment_` that all of them have.
    pub fn event(&self) -> &str {
        let event = self.0["event"].as_str().unwrap_or_default();
        event.strip_prefix("appointment_").unwrap_or(event)
    }

    /// Its channel.
    pub fn channel(&self) -> &str {
        self.0["channel"].as_str().unwrap_or_default()
    }

    /// Where it stands.
    pub fn status(&self) -> &str {
        self.0["status"].as_str().unwrap_or_default()
    }

    /// Why it was not sent.
    pub fn reason(&self) -> &str {
        self.0["rules"][0]["reason"].as_str().unwrap_or_default()
    }

    /// The steps that it went through, in order of time.
    pub fn steps(&self) -> Vec<&str> {
        let steps = self.0["steps"].as_array().map(Vec::as_slice).unwrap_or_default();
        steps.iter().filter_map(|step| step["status"].as_str()).collect()
    }

    /// What the provider said at a step.
    pub fn words(&self, step: &str) -> &str {
        let steps = self.0["steps"].as_array().map(Vec::as_slice).unwrap_or_default();
        let found = steps.iter().find(|one| one["status"] == step);
        found.and_then(|one| one["words"].as_str()).unwrap_or_default()
    }
}

impl Clinic {
    /// The messages to a client.
    ///
    /// # Errors
    /// If the API shows none.
    pub fn messages(&self, person: &Person) -> Result<Vec<Shown>> {
        let page = self.get(&format!("/v1/messages?client={}&from={}", person.id, yesterday()))?;
        Ok(page["items"].as_array().context("a page")?.iter().cloned().map(Shown).collect())
    }

    /// The message of an event to a client on a channel, once it stands where it should.
    ///
    /// # Errors
    /// If it does not get there in time; the error tells where the client's messages stand.
    pub fn message(&self, person: &Person, event: &str, channel: &str, status: &str) -> Result<Shown> {
        let what = format!("{event} by {channel} to be {status}");
        let found = until(&what, || {
            let of = |shown: &Shown| shown.event() == event && shown.channel() == channel && shown.status() == status;
            Ok(self.messages(person)?.into_iter().find(of))
        });
        found.with_context(|| format!("the messages are {:?}", self.messages(person)))
    }

    /// The counts of yesterday and today, once they are these: they follow within seconds.
    ///
    /// # Errors
    /// If they do not become so in time; the error tells what they are.
    pub fn counted(&self, expected: &Counts) -> Result<()> {
        let reached = until("the counts", || Ok((self.counts()? == *expected).then_some(())));
        reached.with_context(|| format!("the counts are {:?}", self.counts()))
    }

    /// The counts of yesterday and today.
    ///
    /// # Errors
    /// If the API shows none.
    pub fn counts(&self) -> Result<Counts> {
        let to = now().strftime("%Y-%m-%d");
        let shown = self.get(&format!("/v1/messages/counts?from={}&to={to}", yesterday()))?;
        let mut counts = Counts::new();
        for line in shown["counts"].as_array().context("counts")? {
            let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
            let event = text("event").trim_start_matches("appointment_").to_owned();
            let outcome = if line["reason"].is_null() { text("status") } else { text("reason") };
            *counts.entry((event, text("channel"), outcome)).or_default() += line["count"].as_i64().unwrap_or(0);
        }
        counts.retain(|_, count| *count != 0);
        Ok(counts)
    }

    /// The same with everything that the API tells of it.
    ///
    /// # Errors
    /// As [`message`](Self::message).
    pub fn whole_message(&self, person: &Person, event: &str, channel: &str, status: &str) -> Result<Value> {
        let shown = self.message(person, event, channel, status)?;
        self.get(&format!("/v1/messages/{}", shown.id()))
    }
}
