//! The providers, and the receipts that they send.

use std::io::Write;
use std::sync::Arc;

use async_trait::async_trait;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use carebell_domain::{Channel, MessageId, TenantId};
use carebell_workflows::ports::{EmailChannel, EmailOut, MessageKey, Outcome, SmsChannel, SmsOut};
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::Ports;
use crate::check::Call;
use crate::fault::{Fault, Point};
use crate::world::{Event, Verdict, World, look};

#[async_trait]
impl EmailChannel for Ports {
    async fn send(&self, email: &EmailOut) -> Outcome {
        self.provide(Channel::Email, &email.tenant, &email.message, email.to.as_str()).await
    }
}

#[async_trait]
impl SmsChannel for Ports {
    async fn send(&self, sms: &SmsOut) -> Outcome {
        self.provide(Channel::Sms, &sms.tenant, &sms.message, sms.to.e164()).await
    }
}

impl Ports {
    async fn provide(&self, channel: Channel, tenant: &TenantId, message: &MessageId, to: &str) -> Outcome {
        let started = look(&self.world).now();
        let verdict = self.turn(Point::Provider).await;
        let fault = if let Verdict::Fault(fault) = verdict { Some(fault) } else { None };
        let accepted = !matches!(fault, Some(Fault::Throttled | Fault::Refused | Fault::UnknownBefore));
        let provider_id = {
            let mut world = look(&self.world);
            self.touches(&mut world, tenant);
            let provider_id = format!("p-{}", world.number());
            if world.trace.is_some() {
                self.tell(&mut world, &format!("provider gets {message} to {to}, accepts: {accepted}"), fault);
            }
            let call = Call {
                run: self.run,
                tenant: tenant.clone(),
                message: message.clone(),
                channel,
                to: to.to_owned(),
                started,
                at: world.now(),
                accepted,
                generations: Vec::new(),
            };
            world.attempt(call);
            if accepted {
                world.receipts(channel, tenant, message, to, &provider_id);
            }
            provider_id
        };
        let words = || "injected".to_owned();
        match fault {
            Some(Fault::Throttled) => Outcome::Throttled { words: words() },
            Some(Fault::Refused) => Outcome::Refused { words: words() },
            Some(Fault::UnknownBefore | Fault::UnknownAfter) => Outcome::Unknown { words: words() },
            Some(Fault::CrashAfter) => {
                self.end().await;
                Outcome::Unknown { words: words() }
            }
            _ => Outcome::Accepted { provider_id },
        }
    }
}

impl World {
    /// What the provider will report of a message that it took on.
    fn receipts(&mut self, channel: Channel, tenant: &TenantId, message: &MessageId, to: &str, provider_id: &str) {
        let (sent, wait) = (self.now(), self.millis(300, 20_000));
        let key = MessageKey { tenant: tenant.clone(), id: message.clone() };
        match channel {
            Channel::Email => {
                let event =
                    |kind: &str, name: &str, body: Value| email_event(tenant, message, to, sent, kind, name, &body);
                let first = match self.fate() {
                    0 => event(
                        "Bounce",
                        "bounce",
                        json!({"bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": to}]}),
                    ),
                    1 => event("Bounce", "bounce", json!({"bounceType": "Transient"})),
                    2 => event("Reject", "reject", json!({"reason": "injected"})),
                    _ => {
                        if self.random.chance(1, 4) {
                            let opened = event("Open", "open", json!({}));
                            let later = self.millis(1_000, 400_000);
                            self.receipt(key.clone(), opened, later);
                        }
                        event("Delivery", "delivery", json!({"timestamp": sent + wait}))
                    }
                };
                self.receipt(key, first, wait);
            }
            Channel::Sms => {
                let (status, words) = match self.fate() {
                    0 => ("FAILURE", "Phone number is opted out"),
                    1 => ("FAILURE", "Phone is currently unreachable/unavailable"),
                    _ => ("SUCCESS", "Message has been accepted by phone"),
                };
                let line = sms_line(provider_id, to, sent, status, words);
                self.receipt(key, line, wait);
            }
        }
    }

    /// Which of twenty fates a message has; the last of them once all arrive.
    fn fate(&mut self) -> u64 {
        let fate = self.random.below(20);
        if self.arrives_from.is_some_and(|from| self.now() >= from) { 19 } else { fate }
    }

    fn receipt(&mut self, of: MessageKey, receipt: Value, wait: SignedDuration) {
        let receipt = Arc::new(receipt);
        let come = |world: &mut Self, after| world.after(after, Event::Receipt(Arc::clone(&receipt), 0));
        let fault = self.faults.at(Point::Receipt);
        if fault != Some(Fault::Missed) {
            self.ledger.reported.push(of);
        }
        match fault {
            Some(Fault::Early) => come(self, SignedDuration::ZERO),
            Some(Fault::Twice) => {
                come(self, wait);
                let again = wait + self.millis(0, 5_000);
                come(self, again);
            }
            Some(Fault::Late) => come(self, wait + SignedDuration::from_mins(25)),
            Some(_) => self.tell(format_args!("a receipt is lost")),
            None => come(self, wait),
        }
    }
}

fn email_event(
    tenant: &TenantId,
    message: &MessageId,
    to: &str,
    sent: Timestamp,
    kind: &str,
    name: &str,
    body: &Value,
) -> Value {
    json!({"detail": {
        "eventType": kind,
        "mail": {"timestamp": sent, "destination": [to], "tags": {"tenant": [tenant], "message": [message]}},
        name: body,
    }})
}

fn sms_line(provider_id: &str, to: &str, sent: Timestamp, status: &str, words: &str) -> Value {
    let at = sent.to_zoned(jiff::tz::TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%S.%3f").to_string();
    let line = json!({
        "notification": {"messageId": provider_id, "timestamp": at},
        "delivery": {"destination": to, "providerResponse": words, "dwellTimeMs": 200},
        "status": status,
    });
    let logs = json!({"messageType": "DATA_MESSAGE", "logEvents": [{"message": line.to_string()}]});
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    let packed = packer.write_all(logs.to_string().as_bytes()).and_then(|()| packer.finish()).unwrap_or_default();
    json!({"awslogs": {"data": BASE64_STANDARD.encode(packed)}})
}
