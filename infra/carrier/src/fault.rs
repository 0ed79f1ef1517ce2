//! Faults that a test sets: what goes wrong, for whom, and how often.
//!
//! As JSON: `{"effect": "throttle", "count": 3}`,
//! `{"effect": {"error": "MailFromDomainNotVerifiedException"}, "kind": "email"}`,
//! `{"effect": {"delay_receipts": 500}, "to": "anna@example.org"}`.

use serde::{Deserialize, Serialize};

use crate::message::Kind;
use crate::ses::error as ses;
use crate::sns::error as sns;

/// A fault, in force until its count is used up or the faults are cleared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What goes wrong.
    pub effect: Effect,
    /// Only for calls of this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Only for this mailbox or number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// For so many calls; for all of them if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
}

/// What goes wrong. Of the first five, which concern the answer, one applies to a call: the fault
/// that was set first. The others add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The call is answered with `TooManyRequestsException` or `Throttling`.
    Throttle,
    /// The call is answered with `MessageRejected` or `InvalidParameter`.
    Refuse,
    /// The call is answered with the error of this name.
    Error(String),
    /// The message is accepted and the connection closed without an answer.
    LoseAnswer,
    /// The message is accepted, and the answer waits until the caller's connection is gone (or the
    /// faults are cleared): time to end the calling process between acceptance and record.
    HoldAnswer,
    /// The receipts are published before the call is answered.
    ReceiptsFirst,
    /// Every receipt is published twice.
    DuplicateReceipts,
    /// The receipts come in the opposite order.
    ReverseReceipts,
    /// The receipts come so many milliseconds later.
    DelayReceipts(u64),
    /// There are no receipts.
    DropReceipts,
}

impl Effect {
    fn concerns_the_answer(&self) -> bool {
        matches!(self, Self::Throttle | Self::Refuse | Self::Error(_) | Self::LoseAnswer | Self::HoldAnswer)
    }
}

impl Fault {
    /// A fault for every call.
    pub fn new(effect: Effect) -> Self {
        Self { effect, kind: None, to: None, count: None }
    }

    /// Only for calls of this kind.
    #[must_use]
    pub fn kind(mut self, kind: Kind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// Only for this mailbox or number.
    #[must_use]
    pub fn to(mut self, to: impl Into<String>) -> Self {
        self.to = Some(to.into());
        self
    }

    /// Only for so many calls.
    #[must_use]
    pub fn count(mut self, count: u32) -> Self {
        self.count = Some(count);
        self
    }

    /// The names of errors that it may set off are known for every kind it concerns.
    pub(crate) fn check(&self) -> Result<(), String> {
        let Effect::Error(name) = &self.effect else {
            return Ok(());
        };
        let known = match self.kind {
            Some(Kind::Email) => ses::find(name).is_some(),
            Some(Kind::Sms) => sns::find(name).is_some(),
            None => ses::find(name).is_some() && sns::find(name).is_some(),
        };
        if known { Ok(()) } else { Err(format!("no error {name} is known for these calls; a kind may be missing")) }
    }

    fn matches(&self, kind: Kind, to: &str) -> bool {
        self.kind.is_none_or(|only| only == kind) && self.to.as_ref().is_none_or(|only| only.eq_ignore_ascii_case(to))
    }

    fn use_up(&mut self) {
        if let Some(count) = &mut self.count {
            *count -= 1;
        }
    }
}

/// The effects on one call, each of whose faults has thereby been used once.
pub(crate) fn take(faults: &mut Vec<Fault>, kind: Kind, to: &str) -> Vec<Effect> {
    let mut effects: Vec<Effect> = Vec::new();
    for fault in faults.iter_mut().filter(|fault| fault.count != Some(0) && fault.matches(kind, to)) {
        let answered = effects.iter().any(Effect::concerns_the_answer);
        if answered && fault.effect.concerns_the_answer() {
            continue;
        }
        effects.push(fault.effect.clone());
        fault.use_up();
    }
    faults.retain(|fault| fault.count != Some(0));
    effects
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_used_by_the_calls_that_it_names_as_often_as_it_says() {
        let mut faults = vec![
            Fault::new(Effect::Throttle).kind(Kind::Email).count(1),
            Fault::new(Effect::LoseAnswer).to("anna@example.org").count(1),
            Fault::new(Effect::DuplicateReceipts),
        ];
        let calls = [
            (Kind::Sms, "+12025550100", vec![Effect::DuplicateReceipts]),
            (Kind::Email, "Anna@example.org", vec![Effect::Throttle, Effect::DuplicateReceipts]),
            (Kind::Email, "Anna@example.org", vec![Effect::LoseAnswer, Effect::DuplicateReceipts]),
            (Kind::Email, "Anna@example.org", vec![Effect::DuplicateReceipts]),
        ];
        for (kind, to, effects) in calls {
            assert_eq!(take(&mut faults, kind, to), effects);
        }
        assert_eq!(faults, [Fault::new(Effect::DuplicateReceipts)]);
    }

    #[test]
    fn a_fault_reads_as_documented() {
        for (json, fault) in [
            (r#"{"effect":"throttle","count":3}"#, Fault::new(Effect::Throttle).count(3)),
            (
                r#"{"effect":{"error":"MailFromDomainNotVerifiedException"},"kind":"email"}"#,
                Fault::new(Effect::Error("MailFromDomainNotVerifiedException".into())).kind(Kind::Email),
            ),
            (
                r#"{"effect":{"delay_receipts":500},"to":"anna@example.org"}"#,
                Fault::new(Effect::DelayReceipts(500)).to("anna@example.org"),
            ),
        ] {
            assert_eq!(serde_json::from_str::<Fault>(json).unwrap(), fault);
            assert_eq!(fault.check(), Ok(()));
        }
        assert!(serde_json::from_str::<Fault>(r#"{"effect":"throttle","times":3}"#).is_err());
        assert!(Fault::new(Effect::Error("NoSuchException".into())).check().is_err());
        assert!(Fault::new(Effect::Error("MessageRejected".into())).check().is_err());
    }
}
