//! The events that follow an e-mail, in the shape of SES's event publishing to EventBridge.
//!
//! Shapes and detail types: Amazon SES developer guide, "Contents of event data that Amazon SES
//! publishes" and "Monitoring SES events using Amazon EventBridge".

use std::time::Duration;

use serde_json::{Value, json};

use super::is_tracked;
use super::request::mailbox;
use crate::clock;
use crate::config::Config;
use crate::magic::Fate;
use crate::message::{Email, Message};
use crate::receipts::{Post, Step};

/// An address of the range for documentation (RFC 5737).
const ADDRESS: &str = "192.0.2.1";
const AGENT: &str = "Carrier/1.0 (local)";
const REPORTING_MTA: &str = "local.smtp-out.amazonses.com";

/// The kinds of events, as `eventType` names them.
#[derive(Clone, Copy)]
enum Event {
    Delivery,
    Delay,
    Open,
    Click,
    Complaint,
    Bounce { kind: &'static str, subkind: &'static str, status: &'static str },
    Reject,
}

/// What the message's fate leads to, and how many milliseconds after acceptance.
fn course(fate: Fate) -> &'static [(u64, Event)] {
    use Event::{Bounce, Click, Complaint, Delay, Delivery, Open, Reject};
    match fate {
        Fate::Deliver | Fate::Throttle => &[(50, Delivery)],
        Fate::Delay => &[(50, Delay), (2_000, Delivery)],
        Fate::Open => &[(50, Delivery), (300, Open)],
        Fate::Click => &[(50, Delivery), (300, Open), (500, Click)],
        Fate::Complain => &[(50, Delivery), (300, Complaint)],
        Fate::HardBounce => &[(50, Bounce { kind: "Permanent", subkind: "General", status: "5.1.1" })],
        Fate::SoftBounce => &[(50, Bounce { kind: "Transient", subkind: "MailboxFull", status: "4.2.2" })],
        Fate::Suppressed => &[(50, Bounce { kind: "Permanent", subkind: "OnAccountSuppressionList", status: "5.1.1" })],
        Fate::Reject => &[(50, Reject)],
        Fate::Silent | Fate::Refuse | Fate::Fail(_) => &[],
    }
}

/// The receipts of an e-mail.
pub(crate) fn script(message: &Message, fate: Fate, config: &Config) -> Vec<Step> {
    let Some(email) = message.email() else {
        return Vec::new();
    };
    let Some(set) = &email.configuration_set else {
        return Vec::new();
    };
    let tracked = is_tracked(email, config.tracked_configuration_set.as_deref());
    let mail = mail(message, email, config);
    let resource = format!("arn:aws:ses:{}:{}:configuration-set/{set}", config.region, config.account);
    course(fate)
        .iter()
        .filter(|(_, event)| tracked || !matches!(event, Event::Open | Event::Click))
        .map(|&(ms, event)| {
            let after = Duration::from_millis(ms);
            let (name, detail_type) = names(event);
            let (key, body) = body(event, message, email, after);
            let detail = json!({ "eventType": name, "mail": mail, key: body });
            Step { after, name, post: Post::Event { detail_type, resource: resource.clone(), detail } }
        })
        .collect()
}

fn names(event: Event) -> (&'static str, &'static str) {
    match event {
        Event::Delivery => ("Delivery", "Email Delivered"),
        Event::Delay => ("DeliveryDelay", "Email Delivery Delayed"),
        Event::Open => ("Open", "Email Opened"),
        Event::Click => ("Click", "Email Clicked"),
        Event::Complaint => ("Complaint", "Email Complaint Received"),
        Event::Bounce { .. } => ("Bounce", "Email Bounced"),
        Event::Reject => ("Reject", "Email Rejected"),
    }
}

/// The part that all events of a message share.
fn mail(message: &Message, email: &Email, config: &Config) -> Value {
    let from = mailbox(&email.from);
    let domain = from.rsplit_once('@').map_or("", |(_, domain)| domain);
    let destination: Vec<&str> = email.destination.iter().map(|address| mailbox(address)).collect();
    let header = |name: &str, value: &str| json!({ "name": name, "value": value });
    let mut headers = vec![
        header("From", &email.from),
        header("To", &email.destination.join(", ")),
        header("Subject", &email.subject),
        header("MIME-Version", "1.0"),
    ];
    headers.extend(email.headers.iter().map(|added| header(&added.name, &added.value)));
    let mut tags = json!({
        "ses:operation": ["SendEmail"],
        "ses:configuration-set": [email.configuration_set],
        "ses:source-ip": [ADDRESS],
        "ses:from-domain": [domain],
        "ses:caller-identity": ["carrier"],
    });
    for (name, value) in &email.tags {
        tags[name] = json!([value]);
    }
    json!({
        "timestamp": clock::iso(message.at),
        "source": email.from,
        "sourceArn": format!("arn:aws:ses:{}:{}:identity/{domain}", config.region, config.account),
        "sendingAccountId": config.account,
        "messageId": message.id,
        "destination": destination,
        "headersTruncated": false,
        "headers": headers,
        "commonHeaders": {
            "from": [email.from],
            "to": email.destination,
            "messageId": message.id,
            "subject": email.subject,
        },
        "tags": tags,
    })
}

/// The part of one event: its key and its fields.
fn body(event: Event, message: &Message, email: &Email, after: Duration) -> (&'static str, Value) {
    let at = message.at.checked_add(after).unwrap_or(message.at);
    let timestamp = clock::iso(at);
    let to = &message.to;
    match event {
        Event::Delivery => (
            "delivery",
            json!({
                "timestamp": timestamp,
                "processingTimeMillis": after.as_millis(),
                "recipients": [to],
                "smtpResponse": "250 2.6.0 Message received",
                "reportingMTA": REPORTING_MTA,
            }),
        ),
        Event::Delay => (
            "deliveryDelay",
            json!({
                "timestamp": timestamp,
                "delayType": "TransientCommunicationFailure",
                "expirationTime": clock::iso(at.checked_add(Duration::from_secs(14 * 3_600)).unwrap_or(at)),
                "delayedRecipients": [{
                    "emailAddress": to,
                    "status": "4.4.1",
                    "diagnosticCode": "smtp; 421 4.4.1 Unable to connect to remote host",
                }],
                "reportingMTA": REPORTING_MTA,
            }),
        ),
        Event::Open => ("open", json!({ "timestamp": timestamp, "ipAddress": ADDRESS, "userAgent": AGENT })),
        Event::Click => (
            "click",
            json!({
                "timestamp": timestamp,
                "ipAddress": ADDRESS,
                "userAgent": AGENT,
                "link": first_link(email.html.as_deref().unwrap_or_default()),
                "linkTags": null,
            }),
        ),
        Event::Complaint => (
            "complaint",
            json!({
                "timestamp": timestamp,
                "feedbackId": feedback_id(message),
                "complaintSubType": null,
                "complainedRecipients": [{ "emailAddress": to }],
                "userAgent": AGENT,
                "complaintFeedbackType": "abuse",
                "arrivalDate": timestamp,
            }),
        ),
        Event::Bounce { kind, subkind, status } => (
            "bounce",
            json!({
                "timestamp": timestamp,
                "feedbackId": feedback_id(message),
                "bounceType": kind,
                "bounceSubType": subkind,
                "bouncedRecipients": [{
                    "emailAddress": to,
                    "action": "failed",
                    "status": status,
                    "diagnosticCode": diagnosis(subkind),
                }],
                "reportingMTA": format!("dns; {REPORTING_MTA}"),
            }),
        ),
        Event::Reject => ("reject", json!({ "reason": "Bad content" })),
    }
}

fn diagnosis(subkind: &str) -> &'static str {
    match subkind {
        "MailboxFull" => "smtp; 452 4.2.2 Mailbox full",
        "OnAccountSuppressionList" => {
            "Amazon SES did not send the message to this address because it is on the suppression list for your account."
        }
        _ => "smtp; 550 5.1.1 user unknown",
    }
}

fn feedback_id(message: &Message) -> String {
    format!("{}-feedback", message.id)
}

/// The first link in the HTML part, entities undone as far as they occur in addresses.
fn first_link(html: &str) -> String {
    let link = html.split_once("href=\"").and_then(|(_, rest)| rest.split_once('"'));
    link.map_or_else(|| "http://example.org/".to_owned(), |(link, _)| link.replace("&amp;", "&"))
}
