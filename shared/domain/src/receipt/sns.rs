//! Receipts of SMS through Amazon SNS: one JSON line of the delivery log.
//!
//! <https://docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html>. No attributes of the message come back, only
//! the provider's `messageId`.

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde_json::Value;

use super::{ReceiptError, without_recipient};
use crate::message::{Status, Step};

/// What one line of the delivery log says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnsReceipt {
    /// The provider's name for the message.
    pub provider_id: String,
    /// When the provider took the message on.
    pub published_at: Timestamp,
    /// The number, in E.164, to which it went; some failures do not tell it.
    pub number: Option<String>,
    /// The step.
    pub status: Status,
    /// Its time and the provider's words.
    pub step: Step,
    /// The number, in E.164, that must not be written to any more.
    pub opted_out: Option<String>,
}

/// Whether the provider's words say that the number is opted out of messages.
#[must_use]
pub fn is_opt_out(words: &str) -> bool {
    words.contains("is opted out")
}

/// Reads a line of the delivery log.
///
/// # Errors
/// [`ReceiptError`] where it is malformed.
pub fn read_sns(line: &Value) -> Result<SnsReceipt, ReceiptError> {
    let provider_id = line["notification"]["messageId"].as_str();
    let provider_id = provider_id.ok_or(ReceiptError::Field("notification.messageId"))?.to_owned();
    let published_at = time(&line["notification"]["timestamp"]).ok_or(ReceiptError::Field("notification.timestamp"))?;
    let status = match line["status"].as_str() {
        Some("SUCCESS") => Status::Delivered,
        Some("FAILURE") => Status::Failed,
        _ => return Err(ReceiptError::Field("status")),
    };
    let delivery = &line["delivery"];
    let dwell = dwell(&delivery["dwellTimeMs"]);
    let at = dwell.and_then(|dwell| published_at.checked_add(dwell).ok()).unwrap_or(published_at);
    let number = delivery["destination"].as_str().map(ToOwned::to_owned);
    let said = delivery["providerResponse"].as_str();
    let opted_out = said.filter(|words| status == Status::Failed && is_opt_out(words)).and(number.clone());
    let step = Step { at, words: said.map(without_recipient) };
    Ok(SnsReceipt { provider_id, published_at, number, status, step, opted_out })
}

/// `2016-06-28 00:40:34.558`: a space, no zone, UTC.
fn time(value: &Value) -> Option<Timestamp> {
    let local: DateTime = value.as_str()?.parse().ok()?;
    jiff::tz::TimeZone::UTC.to_timestamp(local).ok()
}

fn dwell(value: &Value) -> Option<jiff::SignedDuration> {
    value.as_i64().map(jiff::SignedDuration::from_millis)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn line(status: &str, words: &str) -> Value {
        json!({
            "notification": {"messageId": "p-1", "timestamp": "2026-06-03 13:30:00.500"},
            "delivery": {"destination": "+393471234567", "providerResponse": words, "dwellTimeMs": 500, "priceInUSD": ""},
            "status": status
        })
    }

    #[test]
    fn lines_are_steps() {
        let receipt = read_sns(&line("SUCCESS", "Message has been accepted by phone")).expect("well formed");
        assert_eq!((receipt.provider_id.as_str(), receipt.status), ("p-1", Status::Delivered));
        assert_eq!(receipt.step.at.to_string(), "2026-06-03T13:30:01Z");
        assert_eq!(receipt.published_at.to_string(), "2026-06-03T13:30:00.5Z");
        assert_eq!(receipt.number.as_deref(), Some("+393471234567"));
        let failed = read_sns(&line("FAILURE", "Phone number is opted out")).expect("well formed");
        assert_eq!((failed.status, failed.opted_out.as_deref()), (Status::Failed, Some("+393471234567")));
        let busy = read_sns(&line("FAILURE", "Phone is currently unreachable/unavailable")).expect("well formed");
        assert_eq!(busy.opted_out, None);
    }

    #[test]
    fn what_is_broken_is_named() {
        assert_eq!(read_sns(&json!({})), Err(ReceiptError::Field("notification.messageId")));
        assert_eq!(read_sns(&line("MAYBE", "")), Err(ReceiptError::Field("status")));
    }
}
