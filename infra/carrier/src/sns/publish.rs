//! `Publish` to a phone number, held to the limits of the Amazon SNS developer guide, "Publishing to
//! a mobile phone".

use std::net::SocketAddr;
use std::sync::Arc;

use super::error::SnsError;
use super::form::Form;
use super::{log, parts};
use crate::message::{Content, Sms};
use crate::send::{self, Accepted, Draft, Refused};
use crate::state::State;
use crate::{clock, magic};

/// The longest text of one call, in octets as a phone gets them.
const LONGEST: usize = 1_600;

pub(crate) async fn publish(state: &Arc<State>, form: &Form, caller: SocketAddr) -> Result<Accepted, SnsError> {
    let to = number(form)?.to_owned();
    let sms = sms(form)?;
    let fate = magic::of_phone(&to);
    let draft = Draft { id: clock::uuid(), to, fate, content: Content::Sms(sms), caller };
    let sent = send::send(state, draft, |message, fate| log::script(message, fate, &state.config)).await;
    sent.map_err(|refused| match refused {
        Refused::Throttled => SnsError::of("Throttling"),
        Refused::Rejected => SnsError::invalid("PhoneNumber Reason: it is not valid to publish to"),
        Refused::Named(code) => SnsError::of(&code),
    })
}

/// The number, in the form of E.164.
fn number(form: &Form) -> Result<&str, SnsError> {
    let Some(number) = form.get("PhoneNumber") else {
        return Err(SnsError::invalid("PhoneNumber Reason: the local carrier publishes to phone numbers only"));
    };
    let digits = number.strip_prefix('+').unwrap_or_default();
    let well_formed = (7..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.chars().all(|character| character.is_ascii_digit());
    if well_formed {
        Ok(number)
    } else {
        Err(SnsError::invalid(format_args!("PhoneNumber Reason: {number} is not valid to publish to")))
    }
}

fn sms(form: &Form) -> Result<Sms, SnsError> {
    let text = form.get("Message").unwrap_or_default();
    if text.is_empty() {
        return Err(SnsError::invalid("Empty message"));
    }
    let size = parts::measure(text);
    if size.octets > LONGEST {
        return Err(SnsError::invalid("Message too long"));
    }
    let attributes = form.map("MessageAttributes", "Name", "Value.StringValue");
    for (name, value) in &attributes {
        let valid = match name.as_str() {
            "AWS.SNS.SMS.SenderID" => is_sender_id(value),
            "AWS.SNS.SMS.SMSType" => matches!(value.as_str(), "Promotional" | "Transactional"),
            "AWS.SNS.SMS.MaxPrice" => value.parse::<f64>().is_ok_and(|price| price >= 0.0),
            _ => true,
        };
        if !valid {
            return Err(SnsError::invalid(format_args!("{name} Reason: {value} is not valid")));
        }
    }
    Ok(Sms { text: text.to_owned(), parts: size.parts, attributes })
}

/// 1 to 11 letters and digits, at least one a letter.
fn is_sender_id(text: &str) -> bool {
    (1..=11).contains(&text.len())
        && text.chars().all(|character| character.is_ascii_alphanumeric())
        && text.chars().any(|character| character.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_senders_are_held_to_the_rules() {
        for (text, good) in [
            ("%2B12025550100", true),
            ("%2B33639981234", true),
            ("12025550100", false),
            ("%2B02025550100", false),
            ("%2B1202", false),
            ("%2B1234567890123456", false),
            ("%2B1 202 555", false),
            ("", false),
        ] {
            let form = Form::read(format!("PhoneNumber={text}").as_bytes());
            assert_eq!(number(&form).is_ok(), good, "{text}");
        }
        for (text, good) in [
            ("Clinic1", true),
            ("A", true),
            ("12345", false),
            ("", false),
            ("Twelve chars", false),
            ("ABCDEFGHIJKL", false),
            ("Zürich", false),
        ] {
            assert_eq!(is_sender_id(text), good, "{text}");
        }
    }
}
