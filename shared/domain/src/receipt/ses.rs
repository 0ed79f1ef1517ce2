//! Receipts of Amazon SES: events of a configuration set, as EventBridge delivers them in `detail`.
//!
//! <https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html>. Events of a
//! configuration set name their kind in `eventType`, the older identity notifications in `notificationType`.

use jiff::Timestamp;
use serde_json::Value;

use super::{ReceiptError, without_recipient};
use crate::decide::Suppression;
use crate::message::{Status, Step, Steps, day_of};
use crate::{MessageId, TenantId};

/// The tag that names the tenant in every e-mail.
pub const TAG_TENANT: &str = "tenant";
/// The tag that names the message.
pub const TAG_MESSAGE: &str = "message";

/// What one SES event says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SesReceipt {
    /// Whose message.
    pub tenant: TenantId,
    /// Which message.
    pub message: MessageId,
    /// The steps that it proves. Whatever it tells, it proves that SES took the message on.
    pub steps: Steps,
    /// The mailboxes to which nothing may be sent any more, and why.
    pub suppress: Vec<(String, Suppression)>,
}

fn instant(value: &Value) -> Option<Timestamp> {
    value.as_str()?.parse().ok()
}

fn addresses(list: &Value) -> Vec<String> {
    let all = list.as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter_map(|one| one["emailAddress"].as_str()).map(ToOwned::to_owned).collect()
}

/// Reads an SES event. `None` is an event that says nothing about a message of ours: one without our tags.
///
/// # Errors
/// [`ReceiptError`] where it is malformed.
pub fn read_ses(detail: &Value) -> Result<Option<SesReceipt>, ReceiptError> {
    let kind = detail["eventType"].as_str().or_else(|| detail["notificationType"].as_str());
    let kind = kind.ok_or(ReceiptError::Field("detail.eventType"))?;
    let mail = &detail["mail"];
    if !mail.is_object() {
        return Err(ReceiptError::Field("detail.mail"));
    }
    let tag = |name: &str| mail["tags"][name][0].as_str();
    let (Some(tenant), Some(message)) = (tag(TAG_TENANT), tag(TAG_MESSAGE)) else { return Ok(None) };
    let tenant = tenant.parse().map_err(|_| ReceiptError::Field("detail.mail.tags.tenant"))?;
    let message = message.parse().ok().filter(|id| day_of(id).is_some());
    let message = message.ok_or(ReceiptError::Field("detail.mail.tags.message"))?;
    let sent_at = instant(&mail["timestamp"]).ok_or(ReceiptError::Field("detail.mail.timestamp"))?;
    let Meaning { step, suppress } = meaning(kind, detail)?;
    let mut steps = Steps::new();
    if !matches!(step, Some((Status::Failed, _, _)) if kind == "Reject" || kind == "Rendering Failure") {
        steps.insert(Status::Sent, Step { at: sent_at, words: None });
    }
    if let Some((status, at, words)) = step {
        steps.insert(status, Step { at: at.unwrap_or(sent_at), words });
    }
    Ok(Some(SesReceipt { tenant, message, steps, suppress }))
}

/// What a kind of event means.
#[derive(Default)]
struct Meaning {
    step: Option<(Status, Option<Timestamp>, Option<String>)>,
    suppress: Vec<(String, Suppression)>,
}

fn meaning(kind: &str, detail: &Value) -> Result<Meaning, ReceiptError> {
    let words = |value: &Value| value.as_str().map(without_recipient);
    let plain = |status, at: &Value, said: Option<String>| Meaning {
        step: Some((status, instant(at), said)),
        suppress: Vec::new(),
    };
    Ok(match kind {
        "Delivery" => {
            let delivery = &detail["delivery"];
            plain(Status::Delivered, &delivery["timestamp"], words(&delivery["smtpResponse"]))
        }
        "Open" => plain(Status::Read, &detail["open"]["timestamp"], None),
        "Reject" => plain(Status::Failed, &Value::Null, words(&detail["reject"]["reason"])),
        "Rendering Failure" => plain(Status::Failed, &Value::Null, words(&detail["failure"]["errorMessage"])),
        "Bounce" => bounce(&detail["bounce"])?,
        "Complaint" => complaint(detail),
        // Sends, delays, clicks on links that we never rewrite, subscriptions: they prove the sending and no more.
        "Send" | "DeliveryDelay" | "Click" | "Subscription" => Meaning::default(),
        _ => return Err(ReceiptError::Kind),
    })
}

/// What SES says instead of trying to send to an address that the AWS account does not send to any more.
const HELD_BY_ACCOUNT: [&str; 2] = ["OnAccountSuppressionList", "Suppressed"];

/// `Permanent` is a hard bounce; `Transient` comes once SES has given up retrying; `Undetermined` is neither known.
fn bounce(bounce: &Value) -> Result<Meaning, ReceiptError> {
    let kind = bounce["bounceType"].as_str().ok_or(ReceiptError::Field("detail.bounce.bounceType"))?;
    let first = &bounce["bouncedRecipients"][0];
    let sub = bounce["bounceSubType"].as_str().unwrap_or_default();
    let said = without_recipient(first["diagnosticCode"].as_str().unwrap_or(sub));
    let hard = kind == "Permanent";
    let status = if hard { Status::Bounced } else { Status::Failed };
    let hit = if hard { addresses(&bounce["bouncedRecipients"]) } else { Vec::new() };
    let held = HELD_BY_ACCOUNT.contains(&sub);
    let why = if held { Suppression::CarrierOptOut } else { Suppression::HardBounce };
    Ok(Meaning {
        step: Some((status, instant(&bounce["timestamp"]), Some(said))),
        suppress: hit.into_iter().map(|address| (address, why)).collect(),
    })
}

/// `complainedRecipients` can be missing: then the destination is the recipient, for each mail has one. With a sub type
/// nobody has complained of this mail: it was not sent, because the account holds the address for an earlier one.
fn complaint(detail: &Value) -> Meaning {
    let complaint = &detail["complaint"];
    if complaint["complaintFeedbackType"] == "not-spam" {
        // The recipient took a mail out of the junk folder.
        return Meaning::default();
    }
    let mut hit = addresses(&complaint["complainedRecipients"]);
    if hit.is_empty() {
        hit.extend(detail["mail"]["destination"][0].as_str().map(ToOwned::to_owned));
    }
    let kinds = ["complaintFeedbackType", "complaintSubType"];
    let said = kinds.iter().find_map(|kind| complaint[*kind].as_str()).map(without_recipient);
    let held = complaint["complaintSubType"].as_str().is_some_and(|sub| HELD_BY_ACCOUNT.contains(&sub));
    let (status, why) =
        if held { (Status::Failed, Suppression::CarrierOptOut) } else { (Status::Complained, Suppression::Complaint) };
    Meaning {
        step: Some((status, instant(&complaint["timestamp"]), said)),
        suppress: hit.into_iter().map(|address| (address, why)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn event(kind: &str, name: &str, body: &Value) -> Value {
        json!({
            "eventType": kind,
            "mail": {
                "timestamp": "2026-06-03T13:30:00.000Z",
                "messageId": "m",
                "destination": ["ada@example.com"],
                "tags": { "tenant": ["tt_example"], "message": ["20260603-ABC"] }
            },
            name: body
        })
    }

    #[rstest]
    #[case::delivered("Delivery", "delivery", json!({"timestamp": "2026-06-03T13:30:02Z", "smtpResponse": "250 ok"}), Status::Delivered, 0)]
    #[case::opened("Open", "open", json!({"timestamp": "2026-06-03T14:00:00Z"}), Status::Read, 0)]
    #[case::hard("Bounce", "bounce", json!({"bounceType": "Permanent", "timestamp": "2026-06-03T13:30:05Z", "bouncedRecipients": [{"emailAddress": "ada@example.com", "diagnosticCode": "550"}]}), Status::Bounced, 1)]
    #[case::soft("Bounce", "bounce", json!({"bounceType": "Transient", "bounceSubType": "MailboxFull"}), Status::Failed, 0)]
    #[case::complaint("Complaint", "complaint", json!({"timestamp": "2026-06-03T15:00:00Z"}), Status::Complained, 1)]
    #[case::rejected("Reject", "reject", json!({"reason": "Bad content"}), Status::Failed, 0)]
    #[case::delayed("DeliveryDelay", "deliveryDelay", json!({}), Status::Sent, 0)]
    fn each_kind_is_a_step(
        #[case] kind: &str,
        #[case] name: &str,
        #[case] body: Value,
        #[case] status: Status,
        #[case] suppressed: usize,
    ) {
        let receipt = read_ses(&event(kind, name, &body)).expect("well formed").expect("ours");
        assert_eq!(crate::message::status(&receipt.steps), status);
        assert_eq!(receipt.suppress.len(), suppressed);
        assert_eq!(receipt.message.as_str(), "20260603-ABC");
    }

    #[rstest]
    #[case::returned("bounce", json!({"bounceType": "Permanent", "bounceSubType": "General"}), Status::Bounced, Some(Suppression::HardBounce))]
    #[case::held("bounce", json!({"bounceType": "Permanent", "bounceSubType": "OnAccountSuppressionList"}), Status::Bounced, Some(Suppression::CarrierOptOut))]
    #[case::abuse("complaint", json!({"complaintFeedbackType": "abuse", "complaintSubType": null}), Status::Complained, Some(Suppression::Complaint))]
    #[case::held_since("complaint", json!({"complaintSubType": "OnAccountSuppressionList"}), Status::Failed, Some(Suppression::CarrierOptOut))]
    #[case::no_spam("complaint", json!({"complaintFeedbackType": "not-spam"}), Status::Sent, None)]
    fn who_holds_an_address_is_told(
        #[case] name: &str,
        #[case] mut body: Value,
        #[case] status: Status,
        #[case] why: Option<Suppression>,
    ) {
        body["bouncedRecipients"] = json!([{"emailAddress": "ada@example.com"}]);
        let kind = if name == "bounce" { "Bounce" } else { "Complaint" };
        let receipt = read_ses(&event(kind, name, &body)).expect("well formed").expect("ours");
        assert_eq!(crate::message::status(&receipt.steps), status);
        let expected: Vec<_> = why.map(|why| ("ada@example.com".to_owned(), why)).into_iter().collect();
        assert_eq!(receipt.suppress, expected);
    }

    #[test]
    fn what_a_mailbox_provider_says_is_kept_without_the_recipient() {
        let complaint = json!({"complaintFeedbackType": "abuse by ada@example.com"});
        let receipt = read_ses(&event("Complaint", "complaint", &complaint)).expect("well formed").expect("ours");
        assert_eq!(receipt.steps[&Status::Complained].words.as_deref(), Some("abuse by [recipient]"));
    }

    #[test]
    fn what_is_not_ours_is_left_and_what_is_broken_is_named() {
        let mut foreign = event("Delivery", "delivery", &json!({}));
        foreign["mail"]["tags"] = json!({});
        assert_eq!(read_ses(&foreign), Ok(None));
        assert_eq!(read_ses(&json!({})), Err(ReceiptError::Field("detail.eventType")));
        assert_eq!(read_ses(&event("Surprise", "x", &json!({}))), Err(ReceiptError::Kind));
        let mut bad = event("Delivery", "delivery", &json!({}));
        bad["mail"]["tags"]["tenant"] = json!(["T#x"]);
        assert_eq!(read_ses(&bad), Err(ReceiptError::Field("detail.mail.tags.tenant")));
        let mut elsewhere = event("Delivery", "delivery", &json!({}));
        elsewhere["mail"]["tags"]["message"] = json!(["newsletter-7"]);
        assert_eq!(read_ses(&elsewhere), Err(ReceiptError::Field("detail.mail.tags.message")));
        let older = json!({"notificationType": "Delivery", "mail": bad["mail"]});
        assert!(read_ses(&older).is_err());
    }
}
