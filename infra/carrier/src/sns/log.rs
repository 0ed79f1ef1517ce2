//! The delivery log that follows an SMS.
//!
//! Shape, groups and words: Amazon SNS developer guide, "Viewing Amazon CloudWatch metrics and logs
//! for SMS deliveries".

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::config::Config;
use crate::magic::Fate;
use crate::message::{Message, Sms};
use crate::receipts::{Post, Step};

const ACCEPTED: &str = "Message has been accepted by phone carrier";
const TOO_DEAR: &str = "This delivery would exceed max price";
/// One part, everywhere, in US dollars.
const PRICE: f64 = 0.00645;

/// The receipt of an SMS.
pub(crate) fn script(message: &Message, fate: Fate, config: &Config) -> Vec<Step> {
    let Some(sms) = message.sms() else {
        return Vec::new();
    };
    let after = Duration::from_millis(if fate == Fate::Delay { 2_000 } else { 50 });
    let failure = match fate {
        Fate::Silent => return Vec::new(),
        Fate::Fail(words) => Some(words),
        _ if exceeds_max_price(sms) => Some(TOO_DEAR),
        _ => None,
    };
    let group = format!("sns/{}/{}/DirectPublishToPhoneNumber", config.region, config.account);
    let (name, group) = match failure {
        Some(_) => ("FAILURE", format!("{group}/Failure")),
        None => ("SUCCESS", group),
    };
    let line = line(message, sms, failure, name, after);
    vec![Step { after, name, post: Post::Log { group, line } }]
}

fn line(message: &Message, sms: &Sms, failure: Option<&str>, status: &str, after: Duration) -> Value {
    let at = message.at.checked_add(after).unwrap_or(message.at);
    let (mcc, mnc) = if failure.is_some() { (0, 0) } else { network(&message.to) };
    let mut delivery = json!({
        "mnc": mnc,
        "numberOfMessageParts": sms.parts,
        "destination": message.to,
        "priceInUSD": price(sms),
        "smsType": sms.attribute("AWS.SNS.SMS.SMSType").unwrap_or("Promotional"),
        "mcc": mcc,
        "providerResponse": failure.unwrap_or(ACCEPTED),
        "dwellTimeMs": after.as_millis(),
        "dwellTimeMsUntilDeviceAck": after.as_millis() + 100,
    });
    if failure.is_none() {
        delivery["phoneCarrier"] = json!("Local Carrier");
    }
    json!({
        "notification": { "messageId": message.id, "timestamp": timestamp(at) },
        "delivery": delivery,
        "status": status,
    })
}

/// As SNS writes it: UTC, a space, no zone.
fn timestamp(instant: Timestamp) -> String {
    instant.strftime("%Y-%m-%d %H:%M:%S.%3f").to_string()
}

/// The country's and network's codes, for the numbers that are reserved for fiction.
fn network(number: &str) -> (u16, u16) {
    match number {
        _ if number.starts_with("+1") => (310, 270),
        _ if number.starts_with("+33") => (208, 1),
        _ if number.starts_with("+39") => (222, 1),
        _ => (901, 1),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a text of at most 1,600 octets has a dozen parts")]
fn price(sms: &Sms) -> f64 {
    sms.parts as f64 * PRICE
}

fn exceeds_max_price(sms: &Sms) -> bool {
    let limit = sms.attribute("AWS.SNS.SMS.MaxPrice").and_then(|price| price.parse::<f64>().ok());
    limit.is_some_and(|limit| price(sms) > limit)
}
