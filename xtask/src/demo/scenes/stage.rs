//! What every scene has: the clinic's people, its visits, and a look at what became of them.

use std::cell::RefCell;
use std::collections::BTreeSet;

use anyhow::{Context, Result};
use carebell_carrier::{Content, Kind, Message};
use carebell_local::Cloud;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::{Value, json};

use crate::demo::clinic::resource;
use crate::demo::clock::now;
use crate::demo::desk::Desk;
use crate::demo::people::Client;
use crate::demo::print::text;
use crate::demo::wait::until;

/// The length of every visit of a scene.
pub(super) const LENGTH: SignedDuration = SignedDuration::from_mins(30);

/// Where scenes are played.
pub(crate) struct Stage<'a> {
    pub(super) cloud: &'a Cloud,
    pub(super) admin: &'a Desk<'a>,
    desk: &'a Desk<'a>,
    days: RefCell<BTreeSet<Date>>,
}

impl<'a> Stage<'a> {
    pub(crate) const fn new(cloud: &'a Cloud, admin: &'a Desk<'a>, desk: &'a Desk<'a>) -> Self {
        Self { cloud, admin, desk, days: RefCell::new(BTreeSet::new()) }
    }

    /// The days of the visits that the scenes have booked.
    pub(crate) fn days(&self) -> BTreeSet<Date> {
        self.days.borrow().clone()
    }

    /// Books a visit of half an hour in person, with other fields as `more` says; gives its identifier.
    pub(super) fn book(&self, client: &Client, service: &str, start: Timestamp, more: &Value) -> Result<String> {
        let site = client.site;
        let mut body = json!({
            "client": client.id, "resource": resource(site, service, client.number), "services": [service],
            "location": site.id(), "start": site.write(start)?, "end": site.write(start + LENGTH)?,
        });
        for (name, value) in more.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        let made = self.desk.post("/v1/appointments", &body)?;
        self.days.borrow_mut().insert(site.at(start)?.date());
        made["id"].as_str().map(str::to_owned).context("an appointment without identifier")
    }

    /// Enters a visit of ten o'clock on a past day, and what came of it: `attended` or `no-show`.
    pub(super) fn enter_past(
        &self,
        client: &Client,
        service: &str,
        day: Date,
        more: &Value,
        outcome: &str,
    ) -> Result<String> {
        let zone = client.site.at(now())?.time_zone().clone();
        let start = day.at(10, 0, 0, 0).to_zoned(zone)?.timestamp();
        let id = self.book(client, service, start, more)?;
        self.mark(&id, outcome)?;
        Ok(id)
    }

    /// Marks what came of a visit: `attended` or `no-show`.
    pub(super) fn mark(&self, id: &str, outcome: &str) -> Result<()> {
        self.desk.act(&format!("/v1/appointments/{id}/{outcome}")).map(drop)
    }

    /// The message of an event to a client on a channel, once it has one of these statuses.
    pub(super) fn message(&self, client: &Client, event: &str, channel: &str, statuses: &[&str]) -> Result<Value> {
        let of = format!("client={}&channel={channel}", client.id);
        let found = self.listed(&of, event, |message| statuses.contains(&text(message, "status")));
        found.with_context(|| format!("the {channel} to {}", client.id))
    }

    /// The message of an event to an address, once it has arrived.
    pub(super) fn message_to(&self, recipient: &str, event: &str) -> Result<Value> {
        self.listed(&format!("recipient={recipient}"), event, |message| text(message, "status") == "delivered")
    }

    fn listed(&self, of: &str, event: &str, is: impl Fn(&Value) -> bool) -> Result<Value> {
        // It may have gone before midnight.
        let from = now().to_zoned(jiff::tz::TimeZone::UTC).date().checked_sub(1.day())?;
        let path = format!("/v1/messages?{of}&event={event}&from={from}");
        let found = until(&format!("{event} with its outcome"), || Ok(self.admin.list(&path)?.into_iter().find(&is)))?;
        self.admin.get(&format!("/v1/messages/{}", text(&found, "id")))
    }

    /// An appointment as the API shows it.
    pub(super) fn appointment(&self, id: &str) -> Result<Value> {
        self.admin.get(&format!("/v1/appointments/{id}"))
    }

    /// The lines of an appointment's timeline that tell of a change, or of this event.
    pub(super) fn timeline(&self, id: &str, event: &str) -> Result<Vec<Value>> {
        let mut timeline = self.admin.get(&format!("/v1/appointments/{id}/timeline"))?;
        let Value::Array(mut lines) = timeline["lines"].take() else { return Ok(Vec::new()) };
        lines.retain(|line| matches!(text(line, "what"), "made" | "changed") || text(line, "event") == event);
        Ok(lines)
    }

    /// The first message of a kind that the carrier has for an address, once it is there.
    pub(super) fn received(&self, to: &str, kind: Kind) -> Result<Message> {
        let first = || self.cloud.carrier().messages_to(to).into_iter().find(|message| message.kind == kind);
        until(&format!("message by {kind:?} to {to}"), || Ok(first()))
    }
}

/// The words of a message.
pub(super) fn words(message: &Message) -> &str {
    match &message.content {
        Content::Email(email) => email.text.as_deref().unwrap_or_default(),
        Content::Sms(sms) => &sms.text,
    }
}

/// The day so many months or days before now, where a client goes.
pub(super) fn before(client: &Client, span: jiff::Span) -> Result<Date> {
    Ok(client.site.at(now())?.date().checked_sub(span)?)
}
