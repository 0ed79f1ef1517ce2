//! SMS through Amazon SNS `Publish`.
//!
//! <https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html>. No attribute of ours comes back in the
//! delivery log: the provider's `MessageId` is joined with the message afterwards.

use std::sync::OnceLock;

use async_trait::async_trait;
use aws_sdk_sns::error::BuildError;
use aws_sdk_sns::types::MessageAttributeValue;
use aws_sdk_sns::{Client, Config};
use carebell_domain::contact::SmsSender;
use carebell_workflows::ports::{Outcome, SmsChannel, SmsOut};

use crate::classify::outcome;

/// Sends through SNS.
#[derive(Clone, Debug)]
pub struct SnsSms {
    config: Config,
    /// Made at the first call: a function that starts may have an e-mail to send.
    client: OnceLock<Client>,
}

impl SnsSms {
    /// Without retries in the configuration.
    #[must_use]
    pub fn new(config: impl Into<Config>) -> Self {
        Self { config: config.into(), client: OnceLock::new() }
    }

    fn client(&self) -> &Client {
        self.client.get_or_init(|| Client::from_conf(self.config.clone()))
    }
}

fn attribute(text: &str) -> Result<MessageAttributeValue, BuildError> {
    MessageAttributeValue::builder().data_type("String").string_value(text).build()
}

/// The attribute that names the sender.
fn sender(sender: &SmsSender) -> (&'static str, &str) {
    match sender {
        SmsSender::Name(name) => ("AWS.SNS.SMS.SenderID", name.as_str()),
        SmsSender::Number(number) => ("AWS.MM.SMS.OriginationNumber", number.e164()),
    }
}

#[async_trait]
impl SmsChannel for SnsSms {
    async fn send(&self, sms: &SmsOut) -> Outcome {
        let kind = attribute("Transactional");
        let from = sms.sender.as_ref().map(sender).map(|(name, text)| attribute(text).map(|value| (name, value)));
        let (Ok(kind), Ok(from)) = (kind, from.transpose()) else {
            return Outcome::Refused { words: "the SMS could not be made".to_owned() };
        };
        let mut call = self
            .client()
            .publish()
            .phone_number(sms.to.e164())
            .message(&sms.text)
            .message_attributes("AWS.SNS.SMS.SMSType", kind);
        if let Some((name, value)) = from {
            call = call.message_attributes(name, value);
        }
        match call.send().await {
            Ok(accepted) => Outcome::Accepted { provider_id: accepted.message_id.unwrap_or_default() },
            Err(error) => outcome(&error),
        }
    }
}
